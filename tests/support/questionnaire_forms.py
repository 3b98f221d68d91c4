"""Questionnaires written and filled in as managers do, for the tests of writing, reading and keeping them."""

from dataclasses import replace

import openpyxl
from synthetic_analysis import build

from sinolens.domain.coverage import FundCoverage
from sinolens.reference.loader import load_reference
from sinolens.reporting.questionnaire import write_questionnaire
from sinolens.reporting.questionnaire_layout import listed_names

FACTS = load_reference()
_LISTED = {name.issuer_id for name in listed_names(FACTS, "2026-09-30")[:12]}
# Few names keep the workbooks small; what all of them are is looked at by a test of its own.
REFERENCE = replace(FACTS, issuers={
    key: issuer for place, (key, issuer) in enumerate(FACTS.issuers.items()) if key in _LISTED or place < 12
})
MANAGER, ONE, TWO = "Orchard Lane", "Orchard Lane Fund VIII, L.P.", "Orchard Lane Fund IX, L.P."
AT = "2026-10-01T09:00:00+00:00"


def coverage(position, name, value, manager=MANAGER, method="not_disclosed"):
    return FundCoverage(
        position, name, manager, "private_fund", value, 0, value, method, None, "2026-06-30", "unknown",
        missing="holdings",
    )


def analysis(*names):
    funds = [coverage(place, name, 100_000_00 * (place + 1)) for place, name in enumerate(names)]
    return replace(build(positions=5), funds=(*funds, coverage(9, "Another", 5_00, "Somebody Else")))


def write(folder, *names, name="quest.xlsx"):
    path = folder / name
    asked = write_questionnaire(analysis(*names), MANAGER, path, "2026-11-15", REFERENCE, "q-1")
    assert set(asked) == set(names)
    return path


def headings(sheet):
    """Row and columns of the table of a sheet."""
    marks = {"Fund", "Holding", "Country", "No."}
    for row in sheet.iter_rows(min_row=1, max_row=40):
        found = {cell.value: cell.column for cell in row if isinstance(cell.value, str)}
        if row[0].value in marks and len(found) > 1:
            return row[0].row, found
    raise AssertionError(sheet.title)


def edit(path, change):
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def fill_holdings(book, rows):
    sheet = book["Holdings"]
    header, at = headings(sheet)
    for row, cells in enumerate(rows, header + 1):
        for heading, value in zip(("Fund", "Holding", "Identifier", "Country", "Weight", "Value (USD)"), cells,
                                  strict=True):
            sheet.cell(row, at[heading]).value = value


def fill_split(book, fund, weights):
    sheet = book["Country split"]
    header, at = headings(sheet)
    rows = {sheet.cell(row, 1).value: row for row in range(header + 1, sheet.max_row + 1)}
    free = next(row for row in range(header + 1, sheet.max_row + 1) if not sheet.cell(row, 1).value)
    for country, weight in weights.items():
        row = rows.get(country)
        if row is None:
            row, free = free, free + 1
            sheet.cell(row, 1).value = country
        sheet.cell(row, at[fund]).value = weight


def fill_cover(book, dates, reasons=()):
    sheet = book["Request"]
    header, at = headings(sheet)
    for row in range(header + 1, header + 4):
        fund = sheet.cell(row, 1).value
        if fund in dict(dates):
            sheet.cell(row, at["As-of date of your answer"]).value = dict(dates)[fund]
        if fund in dict(reasons):
            sheet.cell(row, at["If you cannot answer, why"]).value = dict(reasons)[fund]
    for row in sheet.iter_rows():
        if row[0].value == "Completed by (role)":
            row[1].value = "Head of client reporting"


def label_cell(sheet, label):
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == label:
                return sheet.cell(cell.row, cell.column + 1)
    raise AssertionError(label)


def codes(answers):
    return [finding.code for finding in answers.findings]


def finding(answers, code):
    (found,) = [one for one in answers.findings if one.code == code]
    return found


ADDRESSED = {"questionnaire-names-open", "questionnaire-unsigned", "questionnaire-sheet-missing",
             "questionnaire-names-deleted", "form-heading-missing"}


def answer_names(book, words="Held where marked yes; no other name is held"):
    for name in ("Listed names", "China AI names"):
        label_cell(book[name], "This answer covers").value = words
