"""The fact sheet of a position for a rule on transactions: the questions, the answers on file, what is missing.

It is the record of a diligence inquiry: every answer says where it comes from (the holdings file, or who entered it,
when, and by which document).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from numbers import Integral

from sinolens.domain.money import to_units
from sinolens.domain.rule import Rule, RuleQuestion
from sinolens.domain.tier import Status, Trigger
from sinolens.regulation.activity import read_number
from sinolens.regulation.facts import AT_LEAST, Deal
from sinolens.regulation.transaction import sort_exceptions


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer a person entered.

    Attributes:
        value: text of the field; dates in ISO form.
        who, when: who entered it and on which ISO date.
        document: the paper it rests on.
    """

    value: str
    who: str = ""
    when: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One question with its answer. `origin`: "holdings file", the person and paper, or "" when there is none."""

    question: RuleQuestion
    value: str
    origin: str

    @property
    def missing(self) -> bool:
        """No answer is on file."""
        return not self.value


@dataclass(frozen=True, slots=True)
class SheetException:
    """An exception with its state: "shown", "open" or "failed"; `lacks` is the evidence an open one needs."""

    label: str
    citation: str
    verified: bool
    state: str
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactSheet:
    """A printable record.

    Attributes:
        name: of the position as typed in its source.
        source: file, sheet and row it stands in.
        rule_name, citation: of the rule the sheet is for.
        as_of: ISO date the answer is true for.
        code: deciding sub-code of the position.
        triggers: of this rule.
        missing: questions without an answer, as text.
    """

    name: str
    source: str
    rule_name: str
    citation: str
    as_of: str
    code: str
    lines: tuple[SheetLine, ...]
    exceptions: tuple[SheetException, ...]
    triggers: tuple[Trigger, ...]
    explanation: str

    @property
    def missing(self) -> tuple[str, ...]:
        """Questions without an answer."""
        return tuple(line.question.text for line in self.lines if line.missing)


def check_answer(rule: Rule, field: str, text: str) -> str:
    """The text of an answer in the form the engine reads, "" to take an answer back.

    Raises:
        ValueError: the rule asks no such question, or the text does not answer it; the message says what is wanted.
    """
    question = next((one for one in rule.questions if one.field == field), None)
    if question is None:
        raise ValueError(f"“{rule.name}” asks nothing about {field!r}")
    value = text.strip()
    if not value:
        return ""
    if question.kind == "date":
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise ValueError(f"“{value}” is not a date; write it as 2026-09-30") from None
    if question.kind == "yes_no" and value.casefold() not in ("yes", "no"):
        raise ValueError(f"“{value}” is neither yes nor no")
    if question.kind == "amount":
        number = read_number(value)
        if number is None or not 0 <= number < float("inf"):
            raise ValueError(f"“{value}” is not an amount")
    choices = list_choices(rule, question)
    if question.kind == "choice" and value not in choices:
        raise ValueError(f"“{value}” is not one of {', '.join(choices)}")
    return value.casefold() if question.kind == "yes_no" else value


def list_choices(rule: Rule, question: RuleQuestion) -> tuple[str, ...]:
    """What a question with choices can be answered with."""
    if question.field == "activity":
        return tuple(activity.id for activity in rule.activities)
    return question.choices


def make_fact_sheet(
    rule: Rule, position: Mapping[str, object], status: Status, as_of: str, answers: Mapping[str, Answer] | None = None
) -> FactSheet:
    """The fact sheet of one position.

    Args:
        rule: a rule with questions.
        position: one row of the position table, by column name.
        status: of the position.
        as_of: ISO date of the analysis.
        answers: entered by people, by field; they stand before the holdings file.
    """
    answers = answers or {}
    lines = []
    for question in rule.questions:
        answer = answers.get(question.field)
        if answer is not None and answer.value:
            lines.append(SheetLine(question, answer.value, _origin(answer)))
            continue
        value = _from_position(position, question.field)
        lines.append(SheetLine(question, value, "holdings file" if value else ""))
    values = {line.question.field: line.value for line in lines}
    committed = position.get("commitment")
    if isinstance(committed, Integral):
        values[f"commitment_total{AT_LEAST}"] = str(to_units(int(committed)))
    return FactSheet(
        name=str(position.get("name", "")), source=_address(position), rule_name=rule.name, citation=rule.citation,
        as_of=as_of, code=status.code, lines=tuple(lines),
        exceptions=_list_exceptions(rule, str(position.get("instrument", "")), Deal.of(values)),
        triggers=tuple(trigger for trigger in status.triggers if trigger.rule_id == rule.id),
        explanation=status.explanation,
    )


def _list_exceptions(rule: Rule, instrument: str, deal: Deal) -> tuple[SheetException, ...]:
    sheet = []
    for exception in rule.exceptions:
        if exception.instruments and instrument not in exception.instruments:
            continue
        # One at a time: here every exception shows its state, not only the first that holds.
        shown, still_open = sort_exceptions(rule, instrument, deal, (exception,))
        state = "shown" if shown else "open" if still_open else "failed"
        lacks = still_open[0][1] if still_open else ()
        sheet.append(SheetException(exception.label, exception.citation, exception.verified, state, lacks))
    return tuple(sheet)


def _from_position(position: Mapping[str, object], field: str) -> str:
    if field == "commitment_total":
        # One row is not the sum over a fund and its co-investments, which only a manager's name can add up.
        cents = position.get("commitment") if position.get("manager") else None
        return str(to_units(int(cents))) if isinstance(cents, Integral) else ""
    value = position.get(field, "")
    return value if isinstance(value, str) else ""


def _origin(answer: Answer) -> str:
    parts = [part for part in (answer.who, answer.when, answer.document) if part]
    return ", ".join(parts) or "entered without name or document"


def _address(position: Mapping[str, object]) -> str:
    parts = [str(position.get("file", "")), str(position.get("sheet", ""))]
    row = position.get("row")
    return ", ".join([*(part for part in parts if part), *([f"row {row}"] if row else [])])
