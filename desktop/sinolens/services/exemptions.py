"""Use case: which positions are held under an exception of a rule, by what evidence, and what of it is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sinolens.domain.exempted import Evidence, Exempted
from sinolens.domain.rule import EvidenceCondition, Rule, RuleException
from sinolens.domain.tier import Status
from sinolens.exposure.analysis import Analysis
from sinolens.reference.loader import Reference
from sinolens.regulation.factsheet import Answer, FactSheet, make_fact_sheet
from sinolens.regulation.transaction import tell_excepted
from sinolens.services.answers import targets_of

Records = Mapping[str, Mapping[str, Any]]
_WORKED_OUT = {"listed_at_settlement": "worked out: the security is listed and nothing speaks for an earlier purchase"}
"""Fields of a deal the program infers, and in which words it says so. They are no evidence on file."""


def find_exemptions(
    analysis: Analysis, reference: Reference, answers: Records | None = None, evidence: Records | None = None
) -> tuple[Exempted, ...]:
    """Every exception relied on, and every position a rule reaches for want of one, in the order of the positions.

    Args:
        analysis: with its statuses, which say what is excepted.
        reference: the rules with their exceptions and questions.
        answers: records of the project's `answer` table.
        evidence: records of the project's `evidence` table, whose ids are hashes.
    """
    rules = [rule for rule in reference.rules if rule.exceptions]
    wanted = [
        (row, number)
        for row, number in enumerate(analysis.positions["status"].tolist())
        if 0 <= number < len(analysis.statuses) and _concerns(rules, analysis.statuses[number])
    ]
    if not wanted:
        return ()
    chosen = analysis.positions.iloc[[row for row, _ in wanted]]
    given = _by_target(answers or {}, evidence or {})
    positions = ({str(name): value for name, value in row.items()} for row in chosen.to_dict("records"))
    found: list[Exempted] = []
    for (row, number), position, target in zip(wanted, positions, targets_of(chosen), strict=True):
        for rule in rules:
            status, answered = analysis.statuses[number], given.get(target, {})
            found.extend(_of_rule(rule, row, position, status, analysis.as_of, answered))
    return tuple(found)


def _concerns(rules: list[Rule], status: Status) -> bool:
    return any(
        any(trigger.rule_id == rule.id for trigger in status.triggers)
        or any(_relied(rule, one, status) for one in rule.exceptions)
        for rule in rules
    )


def _relied(rule: Rule, exception: RuleException, status: Status) -> bool:
    told = tell_excepted(rule, exception)
    return any(note == told for note in status.notes)


def _of_rule(
    rule: Rule, row: int, position: Mapping[str, object], status: Status, as_of: str, given: Mapping[str, Evidence]
) -> Iterable[Exempted]:
    held = [one for one in rule.exceptions if _relied(rule, one, status)]
    reached = any(trigger.rule_id == rule.id for trigger in status.triggers)
    if not held and not reached:
        return
    sheet = make_fact_sheet(
        rule, position, status, as_of,
        {field: Answer(one.answer, one.who, one.when, one.document) for field, one in given.items()},
    )
    for exception in held:
        fields = [condition.field for condition in exception.conditions]
        yield Exempted(
            row, rule.name, exception.label, exception.citation, exception.verified, relied=True,
            evidence=_evidence(sheet, given, fields), missing=_missing(sheet, exception.conditions),
        )
    if reached and not held:
        open_ = [one for one in sheet.exceptions if one.state == "open"]
        yield Exempted(
            row, rule.name, "", rule.citation, rule.verified, relied=False, could=tuple(one.label for one in open_),
            evidence=_evidence(sheet, given, [line.question.field for line in sheet.lines]),
            missing=tuple(dict.fromkeys(label for one in open_ for label in one.lacks)),
        )


def _evidence(sheet: FactSheet, given: Mapping[str, Evidence], fields: Iterable[str]) -> tuple[Evidence, ...]:
    wanted = frozenset(fields)
    found = []
    for line in sheet.lines:
        field = line.question.field
        if field not in wanted or line.missing:
            continue
        entered = given.get(field)
        found.append(
            Evidence(line.question.text, entered.answer, entered.origin, entered.who, entered.when, entered.document,
                     entered.sha256)
            if entered is not None
            else Evidence(line.question.text, line.value, f"holdings file: {sheet.source}")
        )
    return tuple(found)


def _missing(sheet: FactSheet, conditions: tuple[EvidenceCondition, ...]) -> tuple[str, ...]:
    """What an exception rests on without a paper or a cell that says so."""
    answered = {line.question.field for line in sheet.lines if not line.missing}
    return tuple(
        f"{condition.label} ({_WORKED_OUT[condition.field]})" if condition.field in _WORKED_OUT else condition.label
        for condition in conditions
        if condition.field not in answered
    )


def _by_target(answers: Records, evidence: Records) -> dict[str, dict[str, Evidence]]:
    given: dict[str, dict[str, Evidence]] = {}
    for one in answers.values():
        if one["value"]:
            paper = evidence.get(one["evidence"], {})
            given.setdefault(one["target"], {})[one["field"]] = Evidence(
                one["field"], one["value"], "fact sheet", one["who"], one["answered_at"], str(paper.get("name", "")),
                str(one["evidence"] or "") if paper else "",
            )
    return given
