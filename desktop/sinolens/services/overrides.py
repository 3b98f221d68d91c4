"""Use case: what people judged, laid beside what was calculated. No calculated value and no total changes by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sinolens.domain.judgement import Judgement
from sinolens.domain.tier import Status
from sinolens.exposure.analysis import Analysis
from sinolens.regulation.override import Override, OverrideRefused, apply_override, describe_direction
from sinolens.reporting.identity import fingerprint
from sinolens.services.answers import targets_of

TIER = "tier"
"""Field of an override of the sub-code."""
_NOWHERE = -1


def lay_beside(
    analysis: Analysis, records: Mapping[str, Mapping[str, Any]], documents: Mapping[str, str]
) -> Analysis:
    """The analysis with the project's overrides: all of them listed, those that matter marked on their positions.

    Args:
        analysis: as calculated.
        records: of the project's `override` table, by id.
        documents: id of each document on file to its name.
    """
    if not records:
        return analysis
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, target in enumerate(targets_of(analysis.positions)):
        rows[target].append(row)
    made = tuple(
        _judge(analysis, row, key, record, documents)
        for key, record in sorted(records.items())
        for row in rows.get(record["target"], [_NOWHERE])
    )
    judged = replace(_mark(analysis, made), overrides=made)
    return replace(judged, report_id=fingerprint(judged))


def weigh(status: Status, code: str, document: str) -> tuple[Status | None, str, str]:
    """What a proposal of a sub-code would stand for, before it is made.

    Args:
        status: as calculated.
        code: proposed.
        document: name of the evidence, "" without.

    Returns:
        The status as it would be judged, None where the rules refuse it; what the proposal does, in words; and why it
        is refused, "" when it is not.
    """
    told = describe_direction(status.code, code)
    try:
        # Name, day and reason are asked for when it is proposed: here only the rules speak.
        return apply_override(status, Override(code, "-", "2000-01-01", "-", document)), told, ""
    except OverrideRefused as refused:
        return None, told, str(refused)


def _judge(
    analysis: Analysis, row: int, key: str, record: Mapping[str, Any], documents: Mapping[str, str]
) -> Judgement:
    calculated, of_tier = _status_of(analysis, row), record["field"] == TIER
    made = Judgement(
        target=record["target"], row=row, field=record["field"], value=record["value"], was=record["was"],
        calculated=_value_now(analysis, row, record["field"]), state=record["state"], reason=record["reason"],
        maker=record["maker"], checker=record["checker"], on=record["changed_at"][:10], expires=record["expires"],
        evidence=documents.get(record["evidence"], ""), key=key,
    )
    if made.state in ("approved", "submitted") and made.expires and made.expires < analysis.as_of:
        return replace(made, state="expired", why_not=f"It expired on {made.expires}.")
    if made.state != "approved" or calculated is None or not of_tier:
        return made
    try:
        override = Override(made.value, made.maker, made.on, made.reason, made.evidence)
        return replace(made, status=apply_override(calculated, override))
    except OverrideRefused as refused:
        return replace(made, state="refused", why_not=str(refused))


def _status_of(analysis: Analysis, row: int) -> Status | None:
    return analysis.statuses[int(analysis.positions["status"].iloc[row])] if row != _NOWHERE else None


def _value_now(analysis: Analysis, row: int, field: str) -> str:
    if row == _NOWHERE:
        return ""
    column = "code" if field == TIER else field
    return str(analysis.positions[column].iloc[row]) if column in analysis.positions else ""


def _mark(analysis: Analysis, made: tuple[Judgement, ...]) -> Analysis:
    marks: defaultdict[int, list[str]] = defaultdict(list)
    for one in made:
        if one.row != _NOWHERE and one.mark:
            marks[one.row].append(one.mark)
    if not marks:
        return analysis
    statuses, numbers = list(analysis.statuses), analysis.positions["status"].to_numpy().copy()
    for row, texts in marks.items():
        own = statuses[int(numbers[row])]
        statuses.append(replace(own, notes=(*texts, *own.notes)))
        numbers[row] = len(statuses) - 1
    return replace(analysis, positions=analysis.positions.assign(status=numbers), statuses=statuses)
