"""The questionnaire to a manager: one workbook that asks for what is missing, in cells that can be read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from sinolens.exposure.analysis import Analysis
from sinolens.figures.theme import LIGHT
from sinolens.reference.loader import Reference
from sinolens.reporting import questionnaire_layout as layout
from sinolens.reporting.delivery import deliver
from sinolens.reporting.form_sheet import DATE, MONEY, PERCENT, FormBook, FormColumn
from sinolens.reporting.questionnaire_layout import FundAsked, NameAsked, load_words
from sinolens.reporting.text import long_date, plain
from sinolens.reporting.workbook_table import lines_needed

_HOLDING_ROWS = 400
_FREE_NAMES = 25
_FUND_NAMES = "funds_asked"
_FREE_COUNTRIES = 12
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class _Request:
    """What one workbook is about."""

    id: str
    manager: str
    institution: str
    as_of: str
    due: str
    funds: tuple[FundAsked, ...]
    listed: tuple[NameAsked, ...]
    china_ai: tuple[NameAsked, ...]
    lists: str
    sample: bool


def write_questionnaire(
    analysis: Analysis,
    manager: str,
    path: Path,
    due: str,
    reference: Reference,
    request_id: str = "",
    funds: Sequence[str] = (),
) -> tuple[str, ...]:
    """Write the questionnaire of one manager.

    Args:
        analysis: whose funds and coverage are asked about.
        manager: whom it goes to; with no `funds`, as the positions name the firm.
        path: the file to make or replace.
        due: ISO date of the reply.
        reference: issuers, lists and categories asked about.
        request_id: printed in the workbook; how the answer finds its question.
        funds: names of the funds to ask about, whoever the positions name; none = all funds of the manager.

    Returns:
        Names of the funds asked about.

    Raises:
        ValueError: none of the funds is in the analysis, or `due` is no ISO date.
        sinolens.reporting.errors.ExportFailed: the file could not be written; an older one is untouched.
    """
    date.fromisoformat(due)
    asked = layout.funds_asked(analysis.funds, manager, funds)
    if not asked:
        raise ValueError(f"{manager or 'no manager'} has no fund in this analysis")
    listed = layout.listed_names(reference, analysis.as_of)
    lists = ", ".join(
        f"{state.short_title} ({state.edition.edition})" for state in analysis.lists if state.edition and state.entries
    )
    request = _Request(
        request_id,
        manager,
        analysis.institution.name,
        analysis.as_of,
        due,
        asked,
        listed,
        layout.china_ai_names(analysis, reference, listed),
        lists,
        analysis.sample,
    )
    deliver(path, lambda draft: _write(draft, request))
    return tuple(fund.name for fund in asked)


def _write(path: Path, request: _Request) -> None:
    words = load_words()
    footer = f"{words.title} · {request.manager} · as of {long_date(request.as_of)}"
    mark = "SAMPLE · " if request.sample else ""
    form = FormBook(path, words.title, f"{mark}{request.institution}", footer)
    _write_cover(form, request)
    _write_holdings(form, request)
    _write_split(form, request)
    _write_names(form, request, layout.LISTED, layout.APPEARS_ON, request.listed)
    _write_names(form, request, layout.CHINA_AI, layout.CATEGORY, request.china_ai)
    form.book.close()


def _subtitle(request: _Request) -> str:
    mark = "SAMPLE · " if request.sample else ""
    return f"{mark}{request.institution} · to {request.manager} · as of {long_date(request.as_of)}"


def _write_cover(form: FormBook, request: _Request) -> None:
    words = load_words()
    columns = (
        FormColumn(layout.FUND, 40),
        FormColumn("Vehicle", 16),
        FormColumn(layout.FUND_VALUE, 18, format=MONEY, right=True),
        FormColumn(layout.FUND_METHOD, 22),
        FormColumn("Data from", 13),
        FormColumn("What is missing", 26),
        FormColumn(layout.FUND_AS_OF, 16, open=True, format=DATE),
        FormColumn(layout.FUND_REASON, 32, open=True),
    )
    widths = [column.width for column in columns]
    sheet = form.add_sheet(layout.COVER, words.title, _subtitle(request), widths)
    row = 3
    for paragraph in words.why:
        told = paragraph.format(
            institution=request.institution, as_of=long_date(request.as_of), due=long_date(request.due)
        )
        row = form.write_paragraph(sheet, row, told, widths, font_size=11)
    row += 1
    label, given = form.look(font_color=LIGHT.muted, indent=1), form.look(bold=True)
    for name, value in (
        (layout.MANAGER, request.manager),
        (layout.AS_OF_ASKED, request.as_of),
        (layout.DUE, request.due),
        (layout.REQUEST_ID, request.id),
    ):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, plain(value), given)
        row += 1
    row = _heading(form, sheet, row + 1, "What you manage for us")
    form.write_headings(sheet, row, columns, 32)
    for fund in request.funds:
        row += 1
        form.write_row(
            sheet,
            row,
            columns,
            (
                fund.name,
                fund.vehicle.capitalize(),
                fund.value / 100,
                fund.method,
                fund.data_date,
                _sentence(fund.missing),
                None,
                None,
            ),
        )
    sheet.data_validation(row - len(request.funds) + 1, 6, row, 6, _day_rule())
    names = xl_range_abs(row - len(request.funds) + 1, 0, row, 0)
    form.book.define_name(_FUND_NAMES, f"={layout.COVER}!{names}")
    row = form.write_paragraph(
        sheet,
        row + 1,
        words.confidential.format(institution=request.institution),
        widths,
        italic=True,
        font_color=LIGHT.muted,
    )
    row = _heading(form, sheet, row + 1, "How to answer")
    for number, name, told in words.how:
        sheet.write_string(row, 0, f"{number}  {name}", form.look(bold=True, indent=1))
        sheet.merge_range(row, 1, row, len(columns) - 1, "", form.look(text_wrap=True))
        sheet.write_string(row, 1, told, form.look(text_wrap=True))
        sheet.set_row(row, 14 * lines_needed(told, sum(widths[1:])) + 3)
        row += 1
    row = _heading(form, sheet, row + 1, "Completed by")
    for name in words.signature:
        dated = name.endswith(" on")
        look = form.cell(FormColumn(name, 40, open=True, format=DATE if dated else "@"))
        sheet.write_string(row, 0, name, label)
        sheet.merge_range(row, 1, row, 3, "", look)
        if dated:
            sheet.data_validation(row, 1, row, 1, _day_rule())
        sheet.set_row(row, 18)
        row += 1
    form.finish_sheet(sheet)
    sheet.fit_to_pages(1, 1)


def _write_holdings(form: FormBook, request: _Request) -> None:
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
    sheet = form.add_sheet(layout.HOLDINGS, "Holdings", _subtitle(request), widths)
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


def _write_split(form: FormBook, request: _Request) -> None:
    words = load_words()
    # A column must hold its fund's name; a single fund gets room beside it for the note.
    wide = 30.0 if len(request.funds) == 1 else 24.0
    columns = (
        FormColumn(layout.COUNTRY, 46),
        FormColumn(layout.CODE, 8),
        *(FormColumn(fund.name, wide, open=True, format=PERCENT, right=True) for fund in request.funds),
    )
    widths = [column.width for column in columns]
    sheet = form.add_sheet(layout.SPLIT, "Country split", _subtitle(request), widths)
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


def _write_names(form: FormBook, request: _Request, name: str, note: str, asked: Sequence[NameAsked]) -> None:
    words = load_words()
    columns = (
        FormColumn(layout.NUMBER, 7, format="0", right=True),
        FormColumn(layout.NAME, 46),
        FormColumn(layout.IDENTIFIER, 30),
        FormColumn(note, 34),
        FormColumn(layout.HELD, 9, open=True),
        FormColumn(layout.FUND, 34, open=True),
        FormColumn(layout.WEIGHT, 12, open=True, format=PERCENT, right=True),
        FormColumn(layout.VALUE, 18, open=True, format=MONEY, right=True),
    )
    widths = [column.width for column in columns]
    sheet = form.add_sheet(name, name, _subtitle(request), widths)
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


def _heading(form: FormBook, sheet: Any, row: int, text: str) -> int:
    sheet.write_string(row, 0, text, form.look(bold=True, font_size=12))
    sheet.set_row(row, 20)
    return row + 1


def _add_fund_choice(sheet: Any, first: int, last: int, column: int) -> None:
    """A choice of the funds on the cover."""
    sheet.data_validation(
        first,
        column,
        last,
        column,
        {
            "validate": "list",
            "source": f"={_FUND_NAMES}",
            "error_type": "information",
            "error_title": "Fund",
            "error_message": "Choose one of the funds on the first page.",
        },
    )


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}" if text else "Nothing"


def _day_rule() -> dict[str, Any]:
    return {
        "validate": "date",
        "criteria": "between",
        "minimum": _FIRST_DAY,
        "maximum": _LAST_DAY,
        "error_title": "Date",
        "error_message": "Type a date, such as 2026-09-30.",
    }


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
