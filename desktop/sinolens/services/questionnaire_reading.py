"""Reads a questionnaire that a manager filled in. What cannot be read is a finding with its cell, never dropped."""

from __future__ import annotations

import re
from pathlib import Path

from sinolens.domain.counting import choose_word, counted
from sinolens.domain.finding import Finding, Severity
from sinolens.importing.form import Form, FormCell, FormTable, read_form
from sinolens.matching.decisions import string_key
from sinolens.reference.loader import Reference
from sinolens.reporting import questionnaire_layout as layout
from sinolens.services.errors import WrongUse
from sinolens.services.form_values import read_amount, read_day, single_share, type_share
from sinolens.services.questionnaire_answers import FundAnswer, QuestionnaireAnswers, Statement
from sinolens.services.questionnaire_tables import HoldingsReader, SplitReader

_ROW_OF = re.compile(r"[A-Z]+(\d+)")


def read_answers(path: Path, reference: Reference) -> QuestionnaireAnswers:
    """Read the answers of one manager.

    Args:
        path: the workbook that came back.
        reference: names of countries.

    Raises:
        sinolens.importing.errors.UnreadableFile: the file cannot be read.
        WrongUse: it is no questionnaire of ours.
    """
    form = read_form(path)
    cover = form.find_table(
        (layout.FUND, layout.FUND_VALUE, layout.FUND_METHOD, layout.FUND_AS_OF, layout.FUND_REASON),
        (layout.FUND, layout.FUND_AS_OF),
    )
    request = form.find_label(layout.REQUEST_ID)
    if cover is None or request is None or not request.text:
        raise WrongUse(f"{form.file} is no questionnaire: its first page lacks the request id or the table of funds.")
    return _Answers(form, cover, request.text, reference).read()


class _Answers:
    def __init__(self, form: Form, cover: FormTable, request: str, reference: Reference) -> None:
        self._form, self._cover, self._request = form, cover, request
        self._countries = reference.countries
        self._findings: list[Finding] = list(cover.findings)
        self._funds: dict[str, int] = {}
        for row in cover.rows():
            # The table ends where its values do; what stands below is explanation.
            if not cover.cell(row, layout.FUND_METHOD).text or not cover.cell(row, layout.FUND).text:
                break
            self._funds.setdefault(cover.cell(row, layout.FUND).text, row)

    def read(self) -> QuestionnaireAnswers:
        """Everything in the workbook."""
        asked = self._form.find_label(layout.AS_OF_ASKED)
        dates = {fund: self._as_of(row, asked.text if asked else "") for fund, row in self._funds.items()}
        holdings = HoldingsReader(self._form, list(self._funds), self._countries)
        split = SplitReader(self._form, list(self._funds), self._countries)
        self._findings = [*self._typed_findings(*split.total_row), *self._findings]
        self._findings += [*holdings.findings, *split.findings]
        lists, splits = holdings.tables(dates), split.tables(dates)
        answers = []
        for fund, row in self._funds.items():
            reason = self._cover.cell(row, layout.FUND_REASON)
            table = lists.get(fund) or splits.get(fund)
            basis = "holdings" if fund in lists else "split" if fund in splits else "none"
            if fund in lists and fund in splits:
                self._note("questionnaire-both", Severity.INFO,
                           f"{fund} gives holdings and a country split; the holdings are used.", reason)
            if table is None:
                said = f": “{reason.text}”" if reason.text else " and no reason why"
                self._note("questionnaire-fund-open", Severity.WARNING,
                           f"{fund} gives neither holdings nor a country split{said}. It stays not disclosed.", reason)
            elif not dates[fund]:
                self._note("questionnaire-date-missing", Severity.WARNING,
                           f"{fund} gives no as-of date; the age of its answer is not known.",
                           self._cover.cell(row, layout.FUND_AS_OF))
            answers.append(FundAnswer(fund, dates[fund], basis, table, reason.text))
        coverage: dict[str, str] = {}
        statements: list[Statement] = []
        for kind, sheet, note in (
            ("listed", layout.LISTED, layout.APPEARS_ON), ("china_ai", layout.CHINA_AI, layout.CATEGORY),
        ):
            statements += self._statements(kind, sheet, note, coverage)
        manager = self._form.find_label(layout.MANAGER)
        return QuestionnaireAnswers(
            request_id=self._request, manager=manager.text if manager else "", file=self._form.file,
            sha256=self._form.sha256, funds=tuple(answers), statements=tuple(statements), coverage=coverage,
            signature=self._signature(), findings=tuple(self._findings),
        )

    def _typed_findings(self, sheet: str, row: int) -> list[Finding]:
        """Findings of the form without those about our own total row."""
        return [
            finding for finding in self._form.findings
            if not (finding.sheet == sheet and (at := _ROW_OF.fullmatch(finding.cell)) and int(at[1]) == row)
        ]

    def _as_of(self, row: int, asked: str) -> str:
        cell = self._cover.cell(row, layout.FUND_AS_OF)
        if not cell.text:
            return ""
        day, other = read_day(cell)
        if not day:
            self._note("questionnaire-date-unread", Severity.ERROR, f"“{cell.text}” is no date.", cell)
        elif other:
            self._note("questionnaire-date-order", Severity.WARNING,
                       f"“{cell.text}” was read as {day}; it could be {other}.", cell)
        elif asked and day != asked:
            self._note("questionnaire-date-other", Severity.INFO,
                       f"The answer is as of {day}; {asked} was asked for.", cell)
        return day

    def _signature(self) -> dict[str, str]:
        signed = {}
        for label in layout.load_words().signature:
            cell = self._form.find_label(label, self._cover.sheet.name)
            if cell is None:
                continue
            dated = label.endswith(" on")
            signed[label] = (read_day(cell)[0] or cell.text) if dated else cell.text
            if dated and cell.text and not read_day(cell)[0]:
                self._note("questionnaire-date-unread", Severity.WARNING, f"“{cell.text}” is no date.", cell)
        if not any(signed.values()):
            self._note("questionnaire-unsigned", Severity.WARNING, "Nobody signed the answer by role.",
                       FormCell("", "", "", 0))
        return signed

    # -- names ----------------------------------------------------------------------------------------------------

    def _statements(self, kind: str, sheet: str, note: str, coverage: dict[str, str]) -> list[Statement]:
        headings = (
            layout.NUMBER, layout.NAME, layout.IDENTIFIER, note, layout.HELD, layout.FUND, layout.WEIGHT, layout.VALUE,
        )
        table = self._form.find_table(headings, (layout.NAME, layout.HELD, note))
        if table is None:
            text = f"The sheet “{sheet}” is gone or lost its headings; nothing was read of it."
            self._findings.append(
                Finding("questionnaire-sheet-missing", Severity.ERROR, text, self._form.file, sheet))
            return []
        self._findings += table.findings
        covers = coverage[kind] = self._coverage(table)
        found: list[Statement] = []
        numbers: set[int] = set()
        for row in table.rows():
            number = table.cell(row, layout.NUMBER).value
            if isinstance(number, int | float) and not isinstance(number, bool):
                numbers.add(int(number))
            statement = self._statement(kind, table, row, covers)
            if statement is not None:
                found.append(statement)
        self._check_numbers(table, numbers)
        still_open = sum(statement.held is None for statement in found)
        if still_open:
            text = (
                f"{counted(still_open, 'name')} of “{table.sheet.name}” {choose_word(still_open, 'is', 'are')} neither "
                f"marked yes nor no and {choose_word(still_open, 'stays', 'stay')} open."
            )
            self._findings.append(
                Finding("questionnaire-names-open", Severity.WARNING, text, table.file, table.sheet.name))
        return found

    def _statement(self, kind: str, table: FormTable, row: int, covers: str) -> Statement | None:
        name, mark = table.cell(row, layout.NAME), table.cell(row, layout.HELD)
        fund, weight, value = (table.cell(row, one) for one in (layout.FUND, layout.WEIGHT, layout.VALUE))
        # A name may carry its Chinese spelling on a second line.
        shown = str(name.value).split("\n")[0].strip() if isinstance(name.value, str) else name.text
        given = mark.text or fund.text or weight.text or value.text
        if not shown:
            if given:
                self._at(table, "questionnaire-name-missing", Severity.ERROR, "The row says nothing about any name.",
                         mark)
            return None
        typed, cents = type_share(weight), read_amount(value)
        for cell, read in ((weight, typed), (value, cents)):
            if cell.text and read is None:
                self._at(table, "questionnaire-number-unread", Severity.ERROR,
                         f"“{cell.text}” is no number; it counts as not given.", cell)
        held = self._held(table, mark, covers)
        if held is not True and (typed is not None or cents):
            self._at(table, "questionnaire-amount-without-yes", Severity.ERROR,
                     f"{shown} has an amount but is not marked yes; it stays open until the manager says.", mark)
            held = None
        if held and covers == "none":
            self._at(table, "questionnaire-contradiction", Severity.ERROR,
                     f"{shown} is marked yes although the answer says that none of the names is held.", mark)
        if held and typed is None and not cents:
            self._at(table, "questionnaire-amount-missing", Severity.WARNING,
                     f"{shown} is held; neither a value nor a weight is given.", value)
        owner = self._fund_named(table, fund)
        share = single_share(typed) if typed is not None else None
        return Statement(kind, shown, held, owner, cents if value.text else None, share,
                         f"{table.sheet.name}!{mark.address}")

    def _held(self, table: FormTable, mark: FormCell, covers: str) -> bool | None:
        word = mark.text.casefold()
        if word in ("yes", "y", "x", "true", "1"):
            return True
        if word in ("no", "n", "false", "0"):
            return False
        if word:
            self._at(table, "questionnaire-mark-unread", Severity.ERROR,
                     f"“{mark.text}” is neither yes nor no; the name stays open.", mark)
            return None
        return False if covers in ("none", "marked") else None

    def _fund_named(self, table: FormTable, cell: FormCell) -> str:
        if not cell.text:
            return next(iter(self._funds)) if len(self._funds) == 1 else ""
        known = {string_key(fund): fund for fund in self._funds}
        if string_key(cell.text) not in known:
            self._at(table, "questionnaire-fund-unknown", Severity.WARNING,
                     f"“{cell.text}” is none of the funds asked about.", cell)
        return known.get(string_key(cell.text), cell.text)

    def _coverage(self, table: FormTable) -> str:
        cell = self._form.find_label(layout.ANSWER_COVERS, table.sheet.name)
        known = {text.casefold(): key for key, text in layout.load_words().coverage.items()}
        found = known.get(cell.text.casefold(), "") if cell else ""
        if cell and cell.text and not found:
            self._at(table, "questionnaire-coverage-unread", Severity.ERROR,
                     f"“{cell.text}” does not say how far the answer goes; names that are not marked stay open.", cell)
        return found

    def _check_numbers(self, table: FormTable, numbers: set[int]) -> None:
        label = self._form.find_label(layout.NAMES_ASKED, table.sheet.name)
        asked = int(label.value) if label and isinstance(label.value, int | float) else max(numbers, default=0)
        gone = sorted(set(range(1, asked + 1)) - numbers)
        if gone:
            shown = ", ".join(map(str, gone[:10])) + (", …" if len(gone) > 10 else "")
            text = (
                f"{len(gone):,} of the {counted(asked, 'name')} asked about {choose_word(len(gone), 'is', 'are')} gone "
                f"from “{table.sheet.name}” (No. {shown}) and {choose_word(len(gone), 'stays', 'stay')} open."
            )
            self._findings.append(
                Finding("questionnaire-names-deleted", Severity.ERROR, text, table.file, table.sheet.name))

    def _note(self, code: str, severity: Severity, message: str, cell: FormCell) -> None:
        self._findings.append(self._cover.note(code, severity, message, cell))

    def _at(self, table: FormTable, code: str, severity: Severity, message: str, cell: FormCell) -> None:
        self._findings.append(table.note(code, severity, message, cell))
