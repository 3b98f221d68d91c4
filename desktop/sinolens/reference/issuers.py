"""Reads the issuers of the universe with their names and categories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable

from sinolens.domain.category import Category, CategoryAssignment, Intensity
from sinolens.domain.issuer import Issuer
from sinolens.domain.region import Region
from sinolens.reference.identifiers import is_lei, is_uscc
from sinolens.reference.pack import (
    Convert,
    FieldSpec,
    Row,
    checked,
    country,
    fraction,
    iso_date,
    member,
    number,
    one_of,
    read_table,
    slug,
    unique_by,
    verified_mark,
    yes_no,
    yes_no_unknown,
)
from sinolens.reference.taxonomy import IntensityWeights, check_order, load_intensities, optional_fraction

ISSUERS_FILE = "issuers/issuers.csv"
NAMES_FILE = "issuers/names.csv"
CATEGORIES_FILE = "issuers/categories.csv"

FORMER = "former"
PINYIN = "pinyin"
NAME_KINDS = ("alias", "acronym", "chinese", PINYIN, FORMER)

_SHARES_TOLERANCE = 1e-9


def _percent(cell: str) -> float:
    value = number(cell) if cell else 0.0
    if not 0 <= value <= 100:
        raise ValueError(f"{cell!r} is not between 0 and 100 percent")
    return value


ISSUER_FIELDS: dict[str, FieldSpec | Convert] = {
    "id": FieldSpec(slug, required=True),
    "name": FieldSpec(required=True),
    "name_zh": str,
    "region": member(Region),
    "incorporation": country,
    "domicile": country,
    "headquarters": country,
    "listed": yes_no,
    "parent_id": slug,
    "parent_share": _percent,
    "parent_as_of": iso_date,
    "state_link": one_of("central", "local", "private", ""),
    "vie": yes_no_unknown,
    "uscc": checked("Unified Social Credit Code", is_uscc),
    "lei": checked("LEI", is_lei),
    "source": FieldSpec(required=True),
    "as_of": FieldSpec(iso_date, required=True),
    "verified": verified_mark,
}
NAME_FIELDS: dict[str, FieldSpec | Convert] = {
    "issuer_id": FieldSpec(slug, required=True),
    "name": FieldSpec(required=True),
    "kind": one_of(*NAME_KINDS),
    "source": FieldSpec(required=True),
    "as_of": FieldSpec(iso_date, required=True),
    "verified": verified_mark,
}
ASSIGNMENT_FIELDS: dict[str, FieldSpec | Convert] = {
    "issuer_id": FieldSpec(slug, required=True),
    "code": FieldSpec(required=True),
    "share": fraction,
    "intensity": member(Intensity),
    "low": optional_fraction,
    "base": optional_fraction,
    "high": optional_fraction,
    "basis": FieldSpec(required=True),
    "source": FieldSpec(required=True),
    "as_of": FieldSpec(iso_date, required=True),
    "verified": verified_mark,
}


def load_issuers(root: Traversable, categories: Mapping[str, Category]) -> dict[str, Issuer]:
    """Issuers by id, with names and category assignments, in the order of the file.

    Columns of `issuers.csv` are the fields of `Issuer`; `parent_share` is in percent, 0 when not known. `names.csv`
    holds one other name of the same legal entity a line with its `kind` (see `NAME_KINDS`). `categories.csv` holds one
    assignment a line; `low`, `base` and `high` stay empty unless `intensity` is "sourced".

    Raises:
        sinolens.reference.pack.PackError: an unknown issuer, parent or category, a repeated name, a check digit that
            fails, shares of one issuer that do not add to 1, or an issuer without a category.
    """
    rows = unique_by(read_table(root, ISSUERS_FILE, ISSUER_FIELDS), "id")
    names = _read_names(root, rows)
    assignments = _read_assignments(root, rows, categories)
    for row in rows.values():
        _check_parent(row, rows)
        if row["id"] not in assignments:
            row.fail("id", f"{row['id']!r} has no category in {CATEGORIES_FILE}")
    return {
        key: Issuer(
            id=key,
            name=row["name"],
            name_zh=row["name_zh"],
            aliases=tuple(name for kind, name in names[key] if kind != FORMER),
            former_names=tuple(name for kind, name in names[key] if kind == FORMER),
            region=row["region"],
            incorporation=row["incorporation"],
            domicile=row["domicile"],
            headquarters=row["headquarters"],
            listed=row["listed"],
            parent_id=row["parent_id"],
            parent_share=row["parent_share"],
            parent_as_of=row["parent_as_of"],
            state_link=row["state_link"],
            vie=row["vie"],
            uscc=row["uscc"],
            lei=row["lei"],
            categories=tuple(assignments[key]),
            source=row["source"],
            as_of=row["as_of"],
            verified=row["verified"],
            romanised=tuple(name for kind, name in names[key] if kind == PINYIN),
        )
        for key, row in rows.items()
    }


def _read_names(root: Traversable, issuers: Mapping[str, Row]) -> defaultdict[str, list[tuple[str, str]]]:
    rows = read_table(root, NAMES_FILE, NAME_FIELDS)
    names: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        owner = _owner(row, issuers)
        known = {owner["name"], *(name for _, name in names[row["issuer_id"]])}
        if row["name"] in known:
            row.fail("name", f"{row['name']!r} is already a name of {row['issuer_id']!r}")
        names[row["issuer_id"]].append((row["kind"], row["name"]))
    return names


def _read_assignments(
    root: Traversable, issuers: Mapping[str, Row], categories: Mapping[str, Category]
) -> dict[str, list[CategoryAssignment]]:
    weights = load_intensities(root)
    rows = read_table(root, CATEGORIES_FILE, ASSIGNMENT_FIELDS)
    found: dict[str, list[CategoryAssignment]] = {}
    last: dict[str, Row] = {}
    for row in rows:
        _owner(row, issuers)
        if not is_assignable(row["code"], categories):
            row.fail("code", f"{row['code']!r} is no category of the taxonomy")
        assigned = found.setdefault(row["issuer_id"], [])
        if any(other.code == row["code"] for other in assigned):
            row.fail("code", f"{row['code']!r} already stands for {row['issuer_id']!r}")
        assigned.append(read_assignment(row, weights))
        last[row["issuer_id"]] = row
    for issuer_id, assigned in found.items():
        check_shares(assigned, last[issuer_id])
        assigned.sort(key=lambda assignment: -assignment.share)
    return found


def is_assignable(code: str, categories: Mapping[str, Category]) -> bool:
    """Whether a code is one an issuer can have: a category that is no group."""
    category = categories.get(code)
    return category is not None and (category.code != category.group or category.code == "U")


def read_assignment(row: Row, weights: Mapping[Intensity, IntensityWeights]) -> CategoryAssignment:
    """The assignment of a row of `ASSIGNMENT_FIELDS`.

    Raises:
        sinolens.reference.pack.PackError: weights that do not fit the intensity, or do not rise.
    """
    low, base, high = row["low"], row["base"], row["high"]
    if row["intensity"] is Intensity.SOURCED:
        if low is None or base is None or high is None:
            row.fail("base", "a sourced intensity needs low, base and high")
        check_order(low, base, high, row.fail)
    elif (low, base, high) != (None, None, None):
        row.fail("low", "only a sourced intensity brings its own weights")
    else:
        rule = weights[row["intensity"]]
        low, base, high = rule.low, rule.base, rule.high
    return CategoryAssignment(
        code=row["code"],
        share=row["share"],
        intensity=row["intensity"],
        low=low,
        base=base,
        high=high,
        basis=row["basis"],
        source=row["source"],
        as_of=row["as_of"],
        verified=row["verified"],
    )


def check_shares(assigned: Iterable[CategoryAssignment], last: Row) -> None:
    """Refuse, at the row `last`, assignments of one issuer whose shares do not add to 1."""
    whole = sum(assignment.share for assignment in assigned)
    if abs(whole - 1) > _SHARES_TOLERANCE:
        last.fail("share", f"the shares of {last['issuer_id']!r} add to {whole:g}, not 1")


def _check_parent(row: Row, issuers: Mapping[str, Row]) -> None:
    if not row["parent_id"]:
        return
    seen = {row["id"]}
    step = row
    while step["parent_id"]:
        if step["parent_id"] not in issuers:
            step.fail("parent_id", f"{step['parent_id']!r} is no issuer")
        if step["parent_id"] in seen:
            row.fail("parent_id", "the chain of parents leads back to its start")
        seen.add(step["parent_id"])
        step = issuers[step["parent_id"]]


def _owner(row: Row, issuers: Mapping[str, Row]) -> Row:
    owner = issuers.get(row["issuer_id"])
    if owner is None:
        row.fail("issuer_id", f"{row['issuer_id']!r} is no issuer")
    return owner

