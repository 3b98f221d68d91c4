"""Reads what a source states about an issuer's activity under a rule on transactions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources.abc import Traversable

from sinolens.domain.activity import ActivityEvidence
from sinolens.domain.issuer import Issuer
from sinolens.domain.rule import Rule
from sinolens.reference.pack import FieldSpec, Row, iso_date, read_table, slug, verified_mark

ACTIVITIES_FILE = "issuers/activities.csv"


def load_activities(
    root: Traversable, issuers: Mapping[str, Issuer], entries: Iterable[str], rules: tuple[Rule, ...]
) -> tuple[ActivityEvidence, ...]:
    """One statement per row, with where and when it was seen; `activity` is the id of a rule's activity.

    Args:
        root: the resources folder.
        issuers: of the universe.
        entries: ids of list entries; `issuer_id` holds one where a listed entity is no issuer of the universe.
        rules: whose activities may be named.

    Raises:
        sinolens.reference.pack.PackError: an unknown issuer or activity, or the same statement twice.
    """
    known = {activity.id for rule in rules for activity in rule.activities}
    named = {*issuers, *entries}
    rows = read_table(root, ACTIVITIES_FILE, {
        "issuer_id": FieldSpec(required=True),
        "activity": FieldSpec(slug, required=True),
        "subject": FieldSpec(required=True),
        "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True),
        "verified": verified_mark,
    })
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row["issuer_id"] not in named:
            row.fail("issuer_id", f"{row['issuer_id']!r} is neither issuer nor list entry")
        if row["activity"] not in known:
            row.fail("activity", f"no rule knows the activity {row['activity']!r}")
        key = (row["issuer_id"], row["activity"])
        if key in seen:
            row.fail("activity", f"already stands on line {seen[key].line}")
        seen[key] = row
    return tuple(
        ActivityEvidence(
            issuer_id=row["issuer_id"], activity=row["activity"], measure="", value=0.0, subject=row["subject"],
            estimate=False, confidence="stated", source=row["source"], as_of=row["as_of"], verified=row["verified"],
        )
        for row in rows
    )
