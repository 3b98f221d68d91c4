"""Reads why investors hold an issuer and what pushes back: the topics, and the levels on file."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources.abc import Traversable

from sinolens.domain.attribute import AttributeTopic, IssuerAttribute, Level
from sinolens.domain.issuer import Issuer
from sinolens.reference.pack import FieldSpec, iso_date, member, one_of, read_table, slug, unique_by, verified_mark

TOPICS_FILE = "issuers/attribute-topics.csv"
ATTRIBUTES_FILE = "issuers/attributes.csv"


def load_topics(root: Traversable) -> dict[str, AttributeTopic]:
    """Topics by id, in the order of the file. Columns are the fields of `AttributeTopic`.

    Raises:
        sinolens.reference.pack.PackError: a repeated id or an unknown kind.
    """
    rows = read_table(root, TOPICS_FILE, {
        "id": FieldSpec(slug, required=True),
        "kind": one_of("driver", "risk"),
        "name": FieldSpec(required=True),
        "meaning": FieldSpec(required=True),
    })
    return {key: AttributeTopic(**row) for key, row in unique_by(rows, "id").items()}


def load_attributes(
    root: Traversable, issuers: Mapping[str, Issuer], topics: Mapping[str, AttributeTopic]
) -> tuple[IssuerAttribute, ...]:
    """Levels in the order of the file. Columns are the fields of `IssuerAttribute`; unknown levels are not stored.

    Raises:
        sinolens.reference.pack.PackError: an unknown issuer or topic, a topic of one issuer twice, or a stored
            "unknown".
    """
    rows = read_table(root, ATTRIBUTES_FILE, {
        "issuer_id": FieldSpec(slug, required=True),
        "topic": FieldSpec(slug, required=True),
        "level": member(Level),
        "basis": FieldSpec(required=True),
        "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True),
        "verified": verified_mark,
    })
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if row["issuer_id"] not in issuers:
            row.fail("issuer_id", f"{row['issuer_id']!r} is no issuer")
        if row["topic"] not in topics:
            row.fail("topic", f"{row['topic']!r} is no topic of {TOPICS_FILE}")
        if row["level"] is Level.UNKNOWN:
            row.fail("level", "unknown is the default and is not stored")
        key = (row["issuer_id"], row["topic"])
        if key in seen:
            row.fail("topic", f"{row['topic']!r} already stands for {row['issuer_id']!r}")
        seen.add(key)
    return tuple(IssuerAttribute(**row) for row in rows)
