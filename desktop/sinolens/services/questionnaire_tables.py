"""The holdings and country splits of a questionnaire as fund tables; every line that cannot be read is a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from sinolens.domain.column import FUND_HOLDING_COLUMNS
from sinolens.domain.finding import Finding, Severity
from sinolens.domain.instrument import Instrument
from sinolens.importing.form import Form, FormCell, FormTable
from sinolens.importing.instruments import LineSigns, instrument_of
from sinolens.importing.texts import read_identifier
from sinolens.importing.vocabulary import load_vocabulary
from sinolens.lookthrough.fund_table import FundTable
from sinolens.matching.decisions import string_key
from sinolens.reporting import questionnaire_layout as layout
from sinolens.services.form_values import ReadShares, TypedShare, read_amount, read_shares, type_share

_EXACT = 0.0005
"""A split or a list of weights within this of the whole adds to 100 %."""


@dataclass
class Lines:
    """Lines of one fund on their way into a table. A missing weight is None; values are cents, 0 when missing."""

    rows: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    instruments: list[str] = field(default_factory=list)
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    typed: list[TypedShare | None] = field(default_factory=list)
    values: list[int] = field(default_factory=list)

    def add(
        self, row: int, name: str, country: str, instrument: str, typed: TypedShare | None, value: int = 0,
        identifier: tuple[str, str] = ("", ""),
    ) -> None:
        """One line; `row` as the user counts."""
        self.rows.append(row)
        self.names.append(name)
        self.countries.append(country)
        self.instruments.append(instrument)
        self.identifiers.append(identifier)
        self.typed.append(typed)
        self.values.append(value)

    def shares(self) -> ReadShares:
        """The weights that were given, in one unit."""
        return read_shares([typed for typed in self.typed if typed is not None])

    def table(self, fund: str, as_of: str, file: str, sheet: str) -> FundTable:
        """The lines as a fund table."""
        given = iter(self.shares().values)
        weights = [float("nan") if typed is None else next(given) for typed in self.typed]
        data: dict[str, Sequence[Any]] = {
            "row": self.rows, "name": self.names, "country": self.countries, "instrument": self.instruments,
            "market_value": self.values, "weight": weights,
        }
        for kind in ("isin", "cusip", "sedol", "figi", "lei", "uscc", "internal_id"):
            data[kind] = [value if own == kind else "" for own, value in self.identifiers]
        fixed: dict[str, Any] = {"file": file, "sheet": sheet, "as_of": as_of}
        blank: dict[str, Any] = {"str": "", "int64": 0, "float64": float("nan"), "Int64": pd.NA}
        count = len(self.rows)
        frame = pd.DataFrame({
            column.name: pd.Series(
                data.get(column.name, [fixed.get(column.name, blank[column.dtype])] * count), dtype=column.dtype
            )
            for column in FUND_HOLDING_COLUMNS
        })
        return FundTable(fund, frame, as_of, file, sheet)


class HoldingsReader:
    """Reads the sheet of holdings."""

    def __init__(self, form: Form, funds: Sequence[str], countries: Mapping[str, str]) -> None:
        self._funds = {string_key(fund): fund for fund in funds}
        self._countries = countries
        self._vocabulary = load_vocabulary()
        self.findings: list[Finding] = []
        self.lines: dict[str, Lines] = {}
        headings = (
            layout.FUND, layout.HOLDING, layout.IDENTIFIER, layout.COUNTRY, layout.WEIGHT, layout.VALUE,
        )
        table = form.find_table(headings, (layout.HOLDING,))
        if table is None:
            self.findings.append(_missing_sheet(form, layout.HOLDINGS))
            return
        self._table = table
        self.findings.extend(table.findings)
        for row in table.rows():
            self._read_row(row)
        for fund, lines in self.lines.items():
            self._check_sum(fund, lines)

    def tables(self, dates: Mapping[str, str]) -> dict[str, FundTable]:
        """A table for each fund with lines."""
        return {
            fund: lines.table(fund, dates.get(fund, ""), self._table.file, self._table.sheet.name)
            for fund, lines in self.lines.items()
        }

    def _read_row(self, row: int) -> None:
        table = self._table
        name, code = table.cell(row, layout.HOLDING), table.cell(row, layout.IDENTIFIER)
        weight, value = table.cell(row, layout.WEIGHT), table.cell(row, layout.VALUE)
        if not (name.text or code.text or weight.text or value.text):
            return  # a fund or a country alone is no line
        if name.text.casefold() in self._vocabulary.words["total"]:
            self._note("questionnaire-total-row", Severity.INFO, "A total row was left out.", name)
            return
        fund = self._fund_of(table.cell(row, layout.FUND))
        if fund is None:
            return
        typed, cents = type_share(weight), read_amount(value)
        for cell, read in ((weight, typed), (value, cents)):
            if cell.text and read is None:
                self._note("questionnaire-number-unread", Severity.ERROR,
                           f"“{cell.text}” is no number; it counts as not given.", cell)
        if typed is None and not cents:
            self._note("questionnaire-line-without-size", Severity.WARNING,
                       f"“{name.text or code.text}” has neither a weight nor a value; it stays in what is not "
                       "itemised.", name)
        identifier = read_identifier(code.value, "identifier", self._vocabulary.words["null"])
        if identifier.note in ("scientific", "invalid"):
            self._note("questionnaire-identifier", Severity.WARNING,
                       f"“{code.text}” is no valid identifier; the name decides.", code)
        kind = instrument_of(name.text, LineSigns(), self._vocabulary) if name.text else Instrument.OTHER
        country = self._country_of(table.cell(row, layout.COUNTRY))
        self.lines.setdefault(fund, Lines()).add(
            row + 1, name.text or code.text, country, kind.value, typed, cents or 0, (identifier.kind, identifier.value)
        )

    def _fund_of(self, cell: FormCell) -> str | None:
        if not cell.text and len(self._funds) == 1:
            return next(iter(self._funds.values()))
        fund = self._funds.get(string_key(cell.text)) if cell.text else None
        if fund is None:
            told = f"“{cell.text}” is none of the funds asked about" if cell.text else "The line names no fund"
            self._note("questionnaire-fund-unknown", Severity.ERROR, f"{told}; the line was not used.", cell)
        return fund

    def _country_of(self, cell: FormCell) -> str:
        country = self._countries.get(cell.text.casefold(), "")
        if cell.text and not country:
            self._note("questionnaire-country", Severity.WARNING,
                       f"“{cell.text}” is no country on file; the line's country counts as unknown.", cell)
        return country

    def _check_sum(self, fund: str, lines: Lines) -> None:
        shares = lines.shares()
        if not shares.values:
            return
        heading = self._table.cell_at(self._table.header, self._table.columns[layout.WEIGHT])
        for finding in sum_findings(self._table, heading, fund, shares, "Holdings", Severity.WARNING):
            self.findings.append(finding)

    def _note(self, code: str, severity: Severity, message: str, cell: FormCell) -> None:
        self.findings.append(self._table.note(code, severity, message, cell))


class SplitReader:
    """Reads the sheet of weights by country, one column per fund."""

    def __init__(self, form: Form, funds: Sequence[str], countries: Mapping[str, str]) -> None:
        self._words = layout.load_words()
        self._countries = countries
        self.findings: list[Finding] = []
        self.lines: dict[str, Lines] = {}
        table = form.find_table((layout.COUNTRY, layout.CODE), (layout.COUNTRY, layout.CODE))
        if table is None:
            self.findings.append(_missing_sheet(form, layout.SPLIT))
            return
        self._table = table
        self.findings.extend(table.findings)
        wanted = {string_key(fund): fund for fund in funds}
        for column, heading in table.others:
            fund = wanted.pop(string_key(heading), None)
            if fund is not None:
                self._read_column(column, fund)
            elif any(table.cell_at(row, column).text for row in table.rows()):
                self._note("questionnaire-fund-unknown", Severity.ERROR,
                           f"“{heading}” is none of the funds asked about, or stands twice; its column was not used.",
                           table.cell_at(table.header, column))
        for fund in wanted.values():
            self._note("form-heading-missing", Severity.WARNING, f"The column of {fund} is missing.",
                       table.cell_at(table.header, table.columns[layout.COUNTRY]))

    def tables(self, dates: Mapping[str, str]) -> dict[str, FundTable]:
        """A table for each fund with a split."""
        return {
            fund: lines.table(fund, dates.get(fund, ""), self._table.file, self._table.sheet.name)
            for fund, lines in self.lines.items()
        }

    @property
    def total_row(self) -> tuple[str, int]:
        """Sheet and row, as the user counts, of the total that the workbook works out itself; 0 when it is gone."""
        if hasattr(self, "_table"):
            for row in self._table.rows():
                if self._table.cell(row, layout.COUNTRY).text == layout.TOTAL:
                    return self._table.sheet.name, row + 1
        return "", 0

    def _read_column(self, column: int, fund: str) -> None:
        lines, stated = Lines(), set()
        for row in self._table.rows():
            name, cell = self._table.cell(row, layout.COUNTRY), self._table.cell_at(row, column)
            if name.text == layout.TOTAL or not cell.text:
                continue
            typed = type_share(cell)
            if typed is None:
                self._note("questionnaire-number-unread", Severity.ERROR,
                           f"“{cell.text}” is no weight; it counts as not given.", cell)
                continue
            shown, country, instrument = self._place_of(row, name)
            if country and country in stated:
                self._note("questionnaire-country-twice", Severity.WARNING,
                           f"{shown} stands twice for {fund}; both weights are kept.", cell)
            stated.add(country)
            lines.add(row + 1, shown, country, instrument, typed)
        if not lines.rows:
            return
        shares = lines.shares()
        heading = self._table.cell_at(self._table.header, column)
        self.findings.extend(
            sum_findings(self._table, heading, fund, shares, "The country split", Severity.ERROR)
        )
        for code, name_shown in self._words.own_countries:
            if code not in stated:
                self._note("questionnaire-country-blank", Severity.WARNING,
                           f"{fund} gives no weight for {name_shown}; it is taken as 0 %, and what the split does not "
                           "reach stays not disclosed.", heading)
                # All four always stand in the table, so that it is known for a split by country.
                lines.add(heading.row, name_shown, code, Instrument.OTHER.value, TypedShare(0.0, True))
        self.lines[fund] = lines

    def _place_of(self, row: int, name: FormCell) -> tuple[str, str, str]:
        """Name, ISO code and instrument of a row."""
        code = self._table.cell(row, layout.CODE)
        if name.text.casefold() == self._words.cash.casefold():
            return name.text, "", Instrument.CASH.value
        if name.text.casefold() == self._words.rest.casefold():
            return name.text, layout.OTHER_COUNTRY, Instrument.OTHER.value
        by_name = self._countries.get(name.text.casefold(), "")
        by_code = self._countries.get(code.text.casefold(), "") if code.text else ""
        if by_name and by_code and by_name != by_code:
            self._note("questionnaire-country", Severity.ERROR,
                       f"“{name.text}” and the code {code.text} are different countries; the name is taken.", code)
        country = by_name or by_code
        if not country:
            self._note("questionnaire-country", Severity.WARNING,
                       f"“{name.text}” is no country on file; its weight counts as unknown, not as outside China.",
                       name if name.text else code)
        return name.text or code.text, country, Instrument.OTHER.value

    def _note(self, code: str, severity: Severity, message: str, cell: FormCell) -> None:
        self.findings.append(self._table.note(code, severity, message, cell))


def sum_findings(
    table: FormTable, heading: FormCell, fund: str, shares: ReadShares, what: str, severity: Severity
) -> list[Finding]:
    """What is to be said about the sum of a column of shares, at its heading."""
    found = []
    if shares.mixed:
        text = f"{what} of {fund}: some weights are typed as 35 and some as 0.35; each was read by its size."
        found.append(table.note("questionnaire-weights-mixed", Severity.WARNING, text, heading))
    if shares.doubtful:
        text = f"{what} of {fund}: whether 1 means 1 % or 100 % cannot be told; look at the weights."
        found.append(table.note("questionnaire-weights-unit", Severity.ERROR, text, heading))
    if abs(shares.sum - 1) > _EXACT:
        rest = f"{100 * abs(1 - shares.sum):,.2f} %"
        done = f"{rest} stays not disclosed" if shares.sum < 1 else f"the {rest} above it are set against it as typed"
        text = f"{what} of {fund} adds to {100 * shares.sum:,.2f} %, not 100 %: {done}."
        found.append(table.note("questionnaire-sum", severity, text, heading))
    return found


def _missing_sheet(form: Form, name: str) -> Finding:
    text = f"The sheet “{name}” is gone or lost its headings; nothing was read of it."
    return Finding("questionnaire-sheet-missing", Severity.ERROR, text, form.file, name)
