"""The questionnaire to a manager: one workbook that asks for what is missing, in cells that can be read back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_range_abs

from sinolens.exposure.analysis import Analysis
from sinolens.figures.theme import LIGHT
from sinolens.reference.loader import Reference
from sinolens.reporting import questionnaire_layout as layout
from sinolens.reporting.delivery import deliver
from sinolens.reporting.form_sheet import DATE, MONEY, FormBook, FormColumn
from sinolens.reporting.questionnaire_layout import Request, load_words
from sinolens.reporting.questionnaire_sheets import FUND_NAMES, write_holdings, write_names, write_split
from sinolens.reporting.text import long_date, plain
from sinolens.reporting.workbook_table import lines_needed

_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


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
    request = Request(
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


def _write(path: Path, request: Request) -> None:
    words = load_words()
    footer = f"{words.title} · {request.manager} · as of {long_date(request.as_of)}"
    mark = "SAMPLE · " if request.sample else ""
    form = FormBook(path, words.title, f"{mark}{request.institution}", footer)
    _write_cover(form, request)
    write_holdings(form, request)
    write_split(form, request)
    write_names(form, request, layout.LISTED, layout.APPEARS_ON, request.listed)
    write_names(form, request, layout.CHINA_AI, layout.CATEGORY, request.china_ai)
    form.book.close()


_FUNDS = (
    FormColumn(layout.FUND, 40),
    FormColumn("Vehicle", 16),
    FormColumn(layout.FUND_VALUE, 18, format=MONEY, right=True),
    FormColumn(layout.FUND_METHOD, 22),
    FormColumn("Data from", 13),
    FormColumn("What is missing", 26),
    FormColumn(layout.FUND_AS_OF, 16, open=True, format=DATE),
    FormColumn(layout.FUND_REASON, 32, open=True),
)
_DAY_OF_DATA = 6
"""Place of the day the manager's data is of."""


def _write_cover(form: FormBook, request: Request) -> None:
    words = load_words()
    widths = [column.width for column in _FUNDS]
    sheet = form.add_sheet(layout.COVER, words.title, request.subtitle, widths)
    row = 3
    for paragraph in words.why:
        told = paragraph.format(
            institution=request.institution, as_of=long_date(request.as_of), due=long_date(request.due)
        )
        row = form.write_paragraph(sheet, row, told, widths, font_size=11)
    row = _write_request(form, sheet, row + 1, request)
    row = _write_funds(form, sheet, _heading(form, sheet, row + 1, "What you manage for us"), request)
    confidential = words.confidential.format(institution=request.institution)
    row = form.write_paragraph(sheet, row + 1, confidential, widths, italic=True, font_color=LIGHT.muted)
    row = _write_steps(form, sheet, _heading(form, sheet, row + 1, "How to answer"), widths)
    _write_signatures(form, sheet, _heading(form, sheet, row + 1, "Completed by"))
    form.finish_sheet(sheet)
    sheet.fit_to_pages(1, 1)


def _write_request(form: FormBook, sheet: Any, row: int, request: Request) -> int:
    """Whom it is for, as of when, due when, under which number; gives the next free row."""
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
    return row


def _write_funds(form: FormBook, sheet: Any, row: int, request: Request) -> int:
    """The funds asked about, whose names other sheets choose from; gives the last row they take."""
    form.write_headings(sheet, row, _FUNDS, 32)
    for fund in request.funds:
        row += 1
        form.write_row(
            sheet,
            row,
            _FUNDS,
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
    first = row - len(request.funds) + 1
    sheet.data_validation(first, _DAY_OF_DATA, row, _DAY_OF_DATA, _day_rule())
    form.book.define_name(FUND_NAMES, f"={layout.COVER}!{xl_range_abs(first, 0, row, 0)}")
    return row


def _write_steps(form: FormBook, sheet: Any, row: int, widths: list[float]) -> int:
    for number, name, told in load_words().how:
        sheet.write_string(row, 0, f"{number}  {name}", form.look(bold=True, indent=1))
        sheet.merge_range(row, 1, row, len(widths) - 1, "", form.look(text_wrap=True))
        sheet.write_string(row, 1, told, form.look(text_wrap=True))
        sheet.set_row(row, 14 * lines_needed(told, sum(widths[1:])) + 3)
        row += 1
    return row


def _write_signatures(form: FormBook, sheet: Any, row: int) -> None:
    label = form.look(font_color=LIGHT.muted, indent=1)
    for place, name in enumerate(load_words().signature, row):
        dated = name.endswith(" on")
        look = form.cell(FormColumn(name, 40, open=True, format=DATE if dated else "@"))
        sheet.write_string(place, 0, name, label)
        sheet.merge_range(place, 1, place, 3, "", look)
        if dated:
            sheet.data_validation(place, 1, place, 1, _day_rule())
        sheet.set_row(place, 18)


def _heading(form: FormBook, sheet: Any, row: int, text: str) -> int:
    sheet.write_string(row, 0, text, form.look(bold=True, font_size=12))
    sheet.set_row(row, 20)
    return row + 1


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
