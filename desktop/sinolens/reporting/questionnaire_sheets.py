"""The sheets of the questionnaire that managers fill in: holdings, country split, names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from sinolens.figures.theme import LIGHT
from sinolens.reporting import questionnaire_layout as layout
from sinolens.reporting.form_sheet import MONEY, PERCENT, FormBook, FormColumn
from sinolens.reporting.questionnaire_layout import NameAsked, Request, load_words
from sinolens.reporting.text import long_date
from sinolens.reporting.workbook_table import lines_needed

FUND_NAMES = "funds_asked"
"""Defined name of the funds on the first page."""
_HOLDING_ROWS = 400
_FREE_NAMES = 25
_FREE_COUNTRIES = 12


def write_holdings(form: FormBook, request: Request) -> None:
    """One open line per holding."""
    words = load_words()
    columns = (
        FormColumn(layout.FUND, 38, open=True),
        FormColumn(layout.HOLDING, 44, open=True),
        FormColumn(layout.IDENTIFIER, 18, open=True),
        FormColumn(layout.COUNTRY, 18, open=True),
        FormColumn(layout.WEIGHT, 12, open=True, format=PERCENT, right=True),
        FormColumn(layout.VALUE, 20, open=True, format=MONEY, right=True),
    )
    widths = [column.width for column in columns]
    sheet = form.add_sheet(layout.HOLDINGS, "Holdings", request.subtitle, widths)
    row = form.write_paragraph(sheet, 3, words.holdings_note, widths) + 1
    form.write_headings(sheet, row, columns, 24)
    first, last = row + 1, row + _HOLDING_ROWS
    blank: tuple[None, ...] = (None,) * len(columns)
    for at in range(first, last + 1):
        form.write_row(sheet, at, columns, blank)
    _add_fund_choice(sheet, first, last, 0)
    sheet.data_validation(first, 4, last, 4, _weight_rule())
    sheet.data_validation(first, 5, last, 5, _number_rule())
    sheet.freeze_panes(row + 1, 0)
    form.finish_sheet(sheet, landscape=False, repeat=row, columns=True)
    sheet.print_area(0, 0, row + 45, len(columns) - 1)


def write_split(form: FormBook, request: Request) -> None:
    """One line per country, one column per fund, with a total that is not read back."""
    words = load_words()
    # A column must hold its fund's name; a single fund gets room beside it for the note.
    wide = 30.0 if len(request.funds) == 1 else 24.0
    columns = (
        FormColumn(layout.COUNTRY, 46),
        FormColumn(layout.CODE, 8),
        *(FormColumn(fund.name, wide, open=True, format=PERCENT, right=True) for fund in request.funds),
    )
    widths = [column.width for column in columns]
    sheet = form.add_sheet(layout.SPLIT, "Country split", request.subtitle, widths)
    row = form.write_paragraph(sheet, 3, words.split_note, widths) + 1
    form.write_headings(sheet, row, columns, 14 * max(lines_needed(fund.name, wide - 3) for fund in request.funds) + 8)
    header, first = row, row + 1
    blank: tuple[None, ...] = (None,) * len(request.funds)
    given = [(name, code) for code, name in (*words.own_countries, *words.other_countries)]
    for name, code in (*given, (words.rest, ""), (words.cash, "")):
        row += 1
        form.write_row(sheet, row, columns, (name, code, *blank))
    free = (FormColumn(layout.COUNTRY, 46, open=True), FormColumn(layout.CODE, 8, open=True), *columns[2:])
    for _ in range(_FREE_COUNTRIES):
        row += 1
        form.write_row(sheet, row, free, (None, None, *blank))
    last = row
    total = form.look(bold=True, num_format=PERCENT, align="right", indent=1, top=1, bottom=6)
    sheet.write_string(last + 1, 0, layout.TOTAL, form.look(bold=True, align="left", indent=1, top=1, bottom=6))
    sheet.write_blank(last + 1, 1, None, total)
    for place in range(2, len(columns)):
        name = xl_col_to_name(place)
        sheet.write_formula(last + 1, place, f"=SUM({name}{first + 1}:{name}{last + 1})", total, 0)
    sheet.conditional_format(
        last + 1,
        2,
        last + 1,
        len(columns) - 1,
        {
            "type": "cell",
            "criteria": "not between",
            "minimum": 0.9995,
            "maximum": 1.0005,
            "format": form.book.add_format({"font_color": LIGHT.danger}),
        },
    )
    sheet.data_validation(first, 2, last, len(columns) - 1, _weight_rule())
    sheet.freeze_panes(header + 1, 2)
    form.finish_sheet(sheet, landscape=len(request.funds) > 3, repeat=header)
    sheet.fit_to_pages(1, 1)


def write_names(form: FormBook, request: Request, name: str, note: str, asked: Sequence[NameAsked]) -> None:
    """Names to be marked, and free lines for others."""
    words = load_words()
    columns = (
        FormColumn(layout.NUMBER, 7, format="0", right=True),
        FormColumn(layout.NAME, 46),
        FormColumn(layout.IDENTIFIER, 30),
        FormColumn(note, 40),
        FormColumn(layout.HELD, 9, open=True),
        FormColumn(layout.FUND, 34, open=True),
        FormColumn(layout.WEIGHT, 12, open=True, format=PERCENT, right=True),
        FormColumn(layout.VALUE, 18, open=True, format=MONEY, right=True),
    )
    widths = [column.width for column in columns]
    sheet = form.add_sheet(name, name, request.subtitle, widths)
    row = form.write_paragraph(sheet, 3, words.names_note, widths)
    if note == layout.APPEARS_ON and request.lists:
        row = form.write_paragraph(
            sheet, row, f"Lists as of {long_date(request.as_of)}: {request.lists}.", widths, font_color=LIGHT.muted
        )
    sheet.write_string(row, 1, layout.NAMES_ASKED, form.look(font_color=LIGHT.muted, align="right", indent=1))
    sheet.write_number(row, 2, len(asked), form.look(bold=True, align="left"))
    sheet.write_string(row + 1, 1, layout.ANSWER_COVERS, form.look(bold=True, align="right", indent=1))
    cover = FormColumn(layout.ANSWER_COVERS, 40, open=True)
    sheet.merge_range(row + 1, 2, row + 1, 3, "", form.cell(cover))
    sheet.set_row(row + 1, 20)
    sheet.data_validation(row + 1, 2, row + 1, 2, {"validate": "list", "source": list(words.coverage.values())})
    row += 3
    form.write_headings(sheet, row, columns, 24)
    header = row
    blank: tuple[None, ...] = (None,) * 4
    for number, one in enumerate(asked, 1):
        row += 1
        shown = f"{one.name}\n{one.name_zh}" if one.name_zh else one.name
        form.write_row(sheet, row, columns, (number, shown, one.identifiers, one.note, *blank))
    free = (columns[0], *(FormColumn(column.heading, column.width, open=True) for column in columns[1:4]), *columns[4:])
    for _ in range(_FREE_NAMES):
        row += 1
        form.write_row(sheet, row, free, (None, None, None, None, *blank))
    sheet.data_validation(header + 1, 4, row, 4, {"validate": "list", "source": [layout.YES, layout.NO]})
    _add_fund_choice(sheet, header + 1, row, 5)
    sheet.data_validation(header + 1, 6, row, 6, _weight_rule())
    sheet.data_validation(header + 1, 7, row, 7, _number_rule())
    sheet.autofilter(header, 0, row, len(columns) - 1)
    sheet.freeze_panes(header + 1, 2)
    form.finish_sheet(sheet, repeat=header)


def _add_fund_choice(sheet: Any, first: int, last: int, column: int) -> None:
    """A choice of the funds on the cover."""
    sheet.data_validation(
        first,
        column,
        last,
        column,
        {
            "validate": "list",
            "source": f"={FUND_NAMES}",
            "error_type": "information",
            "error_title": "Fund",
            "error_message": "Choose one of the funds on the first page.",
        },
    )


def _weight_rule() -> dict[str, Any]:
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": -5,
        "maximum": 5,
        "error_type": "warning",
        "error_title": "Weight",
        "error_message": "Type 35 for 35 %. Shorts are negative.",
    }


def _number_rule() -> dict[str, Any]:
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": -1e13,
        "maximum": 1e13,
        "error_title": "Value",
        "error_message": "Type the value in U.S. dollars as a number.",
    }
