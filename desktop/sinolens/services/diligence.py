"""Use case: the fact sheet of a position: its questions, the answers on file, new answers, and the printed record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sinolens.domain.counting import counted
from sinolens.exposure.analysis import Analysis
from sinolens.reference.loader import Reference
from sinolens.regulation.factsheet import Answer, FactSheet, check_answer, list_choices, make_fact_sheet
from sinolens.reporting.diligence_record import write_record
from sinolens.services.answers import targets_of
from sinolens.services.errors import WrongUse
from sinolens.storage import commands
from sinolens.storage.changes import Change, Command, Content
from sinolens.storage.project import Project

__all__ = ["Answer", "Document", "FactSheet", "fact_sheets", "list_choices", "print_record", "record_answers"]

ACCEPTED = frozenset({"pdf", "docx", "xlsx", "txt", "msg", "eml", "png", "jpg", "jpeg", "tif", "tiff"})
"""Endings of documents that are taken as evidence."""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper the answers rest on."""

    name: str
    data: bytes


def fact_sheets(
    analysis: Analysis,
    row: int,
    reference: Reference,
    answers: Mapping[str, Mapping[str, Any]],
    documents: Mapping[str, str],
) -> tuple[FactSheet, ...]:
    """The fact sheets of one position, one for each rule that asks questions.

    Args:
        analysis: the analysis.
        row: of the position table.
        reference: the facts.
        answers: records of the project's fact sheets.
        documents: id of each document on file to its name.
    """
    position = analysis.positions.iloc[row]
    target = target_of_row(analysis, row)
    given = {
        one["field"]: Answer(one["value"], one["who"], one["answered_at"], documents.get(one["evidence"], ""))
        for one in answers.values()
        if one["target"] == target
    }
    status = analysis.statuses[int(position["status"])]
    return tuple(
        make_fact_sheet(rule, {str(name): value for name, value in position.items()}, status, analysis.as_of, given)
        for rule in reference.rules
        if rule.questions
    )


def target_of_row(analysis: Analysis, row: int) -> str:
    """What a position is called in answers."""
    return targets_of(analysis.positions.iloc[[row]])[0]


def read_document(path: Path) -> Document:
    """A document from the user's disk.

    Raises:
        WrongUse: it cannot be read, or is of a kind that is no document.
    """
    if path.suffix.lower().lstrip(".") not in ACCEPTED:
        raise WrongUse(f"{path.name} is no document: {', '.join(sorted(ACCEPTED))} are kept as evidence.")
    try:
        return Document(path.name, path.read_bytes())
    except OSError as error:
        raise WrongUse(f"{path.name} cannot be read: {error.strerror}.") from error


def record_answers(
    project: Project,
    reference: Reference,
    target: str,
    rule_name: str,
    given: Mapping[str, str],
    document: Document | None,
    who: str,
    at: str,
) -> Command:
    """Answers of one fact sheet with the document they rest on, as one undoable step.

    Args:
        project: the project.
        reference: the facts.
        target: of the position, see `target_of_row`.
        rule_name: of the rule that asks.
        given: field to text; "" takes an answer back.
        document: kept with every answer given now; None = none.
        who: who answers.
        at: local time with its zone.

    Raises:
        WrongUse: an answer does not fit its question, or none is given.
        sinolens.storage.errors.Conflict: the document is empty or too large.
    """
    rule = next((one for one in reference.rules if one.name == rule_name), None)
    if rule is None:
        raise WrongUse(f"No rule on file is called “{rule_name}”.")
    contents: tuple[Content, ...] = ()
    changes: list[Change] = []
    evidence = ""
    if document is not None:
        kept = commands.add_evidence(project, document.name, document.data, who, at)
        evidence = kept.changes[0].id
        contents = kept.contents
        if kept.changes[0].before is None:
            changes.extend(kept.changes)
    for field, text in given.items():
        try:
            value = check_answer(rule, field, text)
        except ValueError as error:
            raise WrongUse(f"{error}.") from error
        change = commands.answer_question(project, target, field, value, who, at, evidence).changes[0]
        if value or change.before is not None:
            # An answer taken back leaves no empty record; the log keeps what it was.
            changes.append(change if value else replace(change, after=None))
    if not any(change.table == "answer" for change in changes):
        raise WrongUse("Nothing was answered.")
    count = sum(change.table == "answer" for change in changes)
    name = target.partition("|")[2].partition(":")[2]
    title = f"Answer {counted(count, 'question')} on a fact sheet"
    return Command("answer-question", title, tuple(changes), subject=name, contents=contents)


def print_record(sheet: FactSheet, path: Path, analysis: Analysis, paper: str = "letter", printed: str = "") -> None:
    """Write a fact sheet as PDF, the record of the diligence inquiry.

    Raises:
        sinolens.reporting.errors.ExportFailed: the file could not be written; an older one is untouched.
    """
    write_record(sheet, path, analysis.institution.name, paper, printed, sample=analysis.sample)
