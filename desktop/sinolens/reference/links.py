"""Reads which entry of an official list stands for, owns or belongs to which issuer."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources.abc import Traversable

from sinolens.domain.official_list import EntityLink, Relation
from sinolens.reference.pack import (
    Convert,
    FieldSpec,
    iso_date,
    matching,
    member,
    number,
    read_table,
    slug,
    unique_by,
    verified_mark,
    yes_no,
)

LINKS_FILE = "issuers/links.csv"
GAPS_FILE = "issuers/gaps.csv"

_entry_id = matching(r"[a-z0-9]+(-[a-z0-9]+)*:\S+", 'an entry id ("list_id:key")')


def _stated(cell: str) -> bool:
    return bool(cell) and yes_no(cell)


def _share(cell: str) -> float:
    value = number(cell) if cell else 0.0
    if not 0 <= value <= 100:
        raise ValueError(f"{cell!r} is not between 0 and 100 percent")
    return value


LINK_FIELDS: dict[str, FieldSpec | Convert] = {
    "entry_id": FieldSpec(_entry_id, required=True),
    "issuer_id": FieldSpec(slug, required=True),
    "relation": member(Relation),
    "share": _share,
    "evidence": FieldSpec(required=True),
    "source": FieldSpec(required=True),
    "as_of": FieldSpec(iso_date, required=True),
    "verified": verified_mark,
    "stated": FieldSpec(_stated, optional=True),
}


def load_links(root: Traversable) -> tuple[EntityLink, ...]:
    """Links in the order of the file. Columns are the fields of `EntityLink`.

    The relation reads from the issuer: "subsidiary" says that the listed entity is a subsidiary of the issuer. Only an
    exact link can bar anything, so the two ends of an exact link must be one legal entity. Whether entries and issuers
    exist is checked where all tables meet.

    Raises:
        sinolens.reference.pack.PackError: an entry linked to one issuer twice, an entry that is exactly two issuers,
            or a share without a date or out of range.
    """
    rows = read_table(root, LINKS_FILE, LINK_FIELDS)
    pairs: set[tuple[str, str]] = set()
    exact: dict[str, str] = {}
    for row in rows:
        pair = (row["entry_id"], row["issuer_id"])
        if pair in pairs:
            row.fail("entry_id", f"{row['entry_id']!r} is already linked to {row['issuer_id']!r}")
        pairs.add(pair)
        if row["stated"] and row["relation"] not in (Relation.SUBSIDIARY, Relation.OWNED_50):
            row.fail("stated", f"only a subsidiary can be stated to be one, not {row['relation']}")
        if row["relation"] is Relation.EXACT and exact.setdefault(*pair) != row["issuer_id"]:
            row.fail("relation", f"{row['entry_id']!r} is already exactly {exact[row['entry_id']]!r}")
    return tuple(EntityLink(**row) for row in rows)


@dataclass(frozen=True, slots=True)
class Gap:
    """A list entry that should have an issuer and has none, and why."""

    entry_id: str
    name: str
    reason: str
    as_of: str


def load_gaps(root: Traversable) -> tuple[Gap, ...]:
    """Entries of the lists that bar dealing, name a military company or control advanced computing, without an issuer.

    Columns are the fields of `Gap`.

    Raises:
        sinolens.reference.pack.PackError: a repeated entry or an empty cell.
    """
    rows = read_table(root, GAPS_FILE, {
        "entry_id": FieldSpec(_entry_id, required=True),
        "name": FieldSpec(required=True),
        "reason": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True),
    })
    return tuple(Gap(**row) for row in unique_by(rows, "entry_id").values())
