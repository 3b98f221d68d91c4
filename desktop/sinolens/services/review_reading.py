"""Reads a review workbook that staff filled in. What cannot be read is a finding with its cell, never dropped."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace
from pathlib import Path

from sinolens.domain.finding import Finding, Severity
from sinolens.importing.form import Form, FormCell, FormTable, read_form
from sinolens.importing.texts import text_of
from sinolens.matching.decisions import DIFFERENT, NONE, VERDICTS, Decision
from sinolens.reporting import review_workbook as layout
from sinolens.reporting.review_workbook import ref_of
from sinolens.services.errors import WrongUse
from sinolens.services.proposal import Proposal, ProposedDecisions


def read_review(path: Path, entities: Container[str] | None = None, strings: Iterable[str] = ()) -> ProposedDecisions:
    """Read a review workbook that was filled in.

    Args:
        path: the workbook.
        entities: ids on file; None = only the candidates offered in the workbook are taken.
        strings: names of the holdings; a name that no cell can show as it is, is found again among them.

    Raises:
        sinolens.importing.errors.UnreadableFile: the file cannot be read.
        WrongUse: it is no review workbook.
    """
    form = read_form(path)
    headings = (layout.REF, layout.NAME, layout.DECISION, layout.ENTITY, layout.WHY, layout.WHO)
    table = form.find_table(headings, (layout.NAME, layout.DECISION))
    if table is None:
        raise WrongUse(
            f"{form.file} is no review queue: no row has the headings “{layout.NAME}” and “{layout.DECISION}”."
        )
    written = form.find_label(layout.WRITTEN)
    reader = _ReviewReader(form, table, entities, strings)
    return replace(reader.read(), written_at=written.text if written else "")


class _ReviewReader:
    def __init__(
        self, form: Form, table: FormTable, entities: Container[str] | None, strings: Iterable[str]
    ) -> None:
        self._table = self._candidates = table
        self._entities = entities
        self._strings = {ref_of(string): string for string in strings}
        self._offered: dict[str, dict[str, str]] = {}
        self._names: dict[str, tuple[str, FormCell]] = {}
        self._findings: list[Finding] = [*form.findings, *table.findings]
        self._seen: set[str] = set()
        self._undecided = 0
        self._read_candidates(form)

    def read(self) -> ProposedDecisions:
        """Every row of the table."""
        proposals = [found for row in self._table.rows() if (found := self._read_row(row)) is not None]
        for ref, (name, cell) in self._names.items():
            if ref not in self._seen:
                self._findings.append(self._candidates.note(
                    "review-row-missing", Severity.WARNING,
                    f"“{name}” was in the queue and its row is gone; it stays undecided.", cell,
                ))
        return ProposedDecisions(tuple(proposals), tuple(self._findings), self._undecided)

    def _read_candidates(self, form: Form) -> None:
        headings = (layout.REF, layout.NAME, layout.CANDIDATE_ID, layout.CANDIDATE)
        table = form.find_table(headings, (layout.REF, layout.CANDIDATE_ID))
        if table is None:
            self._findings.append(Finding(
                "review-candidates-missing", Severity.WARNING,
                f"The sheet “{layout.CANDIDATES_SHEET}” is gone: deleted rows cannot be noticed.", form.file,
            ))
            return
        self._candidates = table
        for row in table.rows():
            ref, entity = table.cell(row, layout.REF).text, table.cell(row, layout.CANDIDATE_ID).text
            self._names.setdefault(ref, (table.cell(row, layout.NAME).text, table.cell(row, layout.REF)))
            offered = self._offered.setdefault(ref, {})
            if entity:
                offered[entity.casefold()] = entity
                name = table.cell(row, layout.CANDIDATE).text.casefold()
                # Two candidates of one name: the name alone says nothing.
                offered[name] = "" if offered.get(name, entity) != entity else entity

    def _read_row(self, row: int) -> Proposal | None:
        table = self._table
        name, ref = table.cell(row, layout.NAME), table.cell(row, layout.REF)
        chosen, entity = table.cell(row, layout.DECISION), table.cell(row, layout.ENTITY)
        why, who = table.cell(row, layout.WHY), table.cell(row, layout.WHO)
        string = self._string_of(ref, name, bool(chosen.text or entity.text))
        if string is None:
            return None
        verdict = chosen.text.casefold().strip(" .")
        if verdict in ("", layout.LEAVE):
            self._undecided += 1
            if not verdict and (entity.text or why.text):
                self._note("review-undecided", Severity.WARNING,
                           f"“{string}” has an entity or a reason but no decision; it stays undecided.", chosen)
            return None
        if verdict not in VERDICTS:
            self._note("review-decision-unread", Severity.ERROR,
                       f"“{chosen.text}” is no decision; type {', '.join(VERDICTS)} or {layout.LEAVE}.", chosen)
            return None
        found = self._entity_of(string, ref.text, verdict, entity)
        if found is None:
            return None
        if not why.text:
            self._note("review-without-reason", Severity.WARNING,
                       f"The decision about “{string}” gives no reason.", why)
        decision = Decision(string, found, verdict, who.text, "", why.text)
        return Proposal(decision, table.file, table.sheet.name, chosen.address, chosen.row)

    def _string_of(self, ref: FormCell, name: FormCell, decided: bool) -> str | None:
        if ref.text:
            if ref.text in self._seen and decided:
                self._note("review-row-twice", Severity.WARNING, f"“{name.text}” stands in more than one row.", name)
            self._seen.add(ref.text)
        if ref.text in self._strings:
            known = self._strings[ref.text]
            if ref_of(name.text) == ref.text or name.text == text_of(layout.shown(known)):
                return known
        if not name.text:
            if decided:
                self._note("review-without-name", Severity.ERROR, "The row decides about no name.", name)
            return None
        if ref.text and ref_of(name.text) != ref.text:
            self._note(
                "review-name-changed", Severity.ERROR,
                f"“{name.text}” is not the name that was written here, or a cell cannot hold that name; the row was "
                "not read. Decide about it in the program.", name,
            )
            return None
        if not ref.text and decided:
            self._note("review-row-added", Severity.INFO, f"“{name.text}” was added by hand.", name)
        return name.text

    def _entity_of(self, string: str, ref: str, verdict: str, cell: FormCell) -> str | None:
        if verdict == NONE:
            if not cell.text:
                return ""
            self._note("review-entity-with-none", Severity.ERROR,
                       f"“{string}” is decided to mean no entity, yet {cell.text} is given; nothing was taken.", cell)
            return None
        if not cell.text:
            self._note("review-without-entity", Severity.ERROR,
                       f"“{string}”: say which entity it {'means' if verdict != DIFFERENT else 'does not mean'}.", cell)
            return None
        offered = self._offered.get(ref, {}).get(cell.text.casefold())
        if offered:
            return offered
        if self._entities is not None and cell.text in self._entities:
            if self._offered.get(ref):
                self._note("review-not-a-candidate", Severity.WARNING,
                           f"{cell.text} was none of the candidates for “{string}”; it is on file and was taken.", cell)
            return cell.text
        self._note("review-entity-unknown", Severity.ERROR,
                   f"“{cell.text}” is neither a candidate for “{string}” nor the id of an entity on file.", cell)
        return None

    def _note(self, code: str, severity: Severity, message: str, cell: FormCell) -> None:
        self._findings.append(self._table.note(code, severity, message, cell))
