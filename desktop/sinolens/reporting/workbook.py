"""The committee workbook: live formulas over the positions sheet, each carrying its computed value."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from sinolens.domain.progress import Progress, SilentProgress
from sinolens.reporting.delivery import deliver
from sinolens.reporting.document import Report
from sinolens.reporting.workbook_lines import SHEET, name_lines, write_lines
from sinolens.reporting.workbook_print import MeasuredSheet
from sinolens.reporting.workbook_sheet import Folder, name_pool, write_section
from sinolens.reporting.workbook_style import Styles

_LAST = ("sources", "method")
"""Sections whose sheets come after the positions."""


def write_workbook(report: Report, path: Path, progress: Progress | None = None, password: str = "") -> None:
    """Write the report as a workbook.

    Args:
        report: what to write.
        path: the file to make or replace.
        progress: told how far it is; may cancel.
        password: encrypts the file; "" leaves it open. An encrypted file differs each time it is written.

    Raises:
        sinolens.reporting.errors.ExportFailed: the file could not be written; an older one is untouched.
        sinolens.domain.progress.Cancelled: the user asked to stop; nothing was kept.
    """
    watch = progress or SilentProgress()

    def write(draft: Path) -> None:
        if not password:
            _write(report, draft, watch)
            return
        # Late import: the cipher is seldom needed and slow to load.
        from msoffcrypto.format.ooxml import OOXMLFile

        # In memory, so that no readable copy ever lies on the disk.
        plain = io.BytesIO()
        _write(report, plain, watch)
        plain.seek(0)
        with draft.open("wb") as sealed:
            OOXMLFile(plain).encrypt(password, sealed)

    deliver(path, write)


def _write(report: Report, target: Path | io.BytesIO, progress: Progress) -> None:
    book = xlsxwriter.Workbook(
        target if isinstance(target, io.BytesIO) else str(target),
        {
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "in_memory": True,
            "default_format_properties": {"font_name": "Calibri", "font_size": 10},
        },
    )
    try:
        _fill(book, report, progress)
    finally:
        # Book and sheets refer to each other: half a million cells would wait for a collector, with what they say.
        for sheet in book.worksheets():
            # Row by row: all at once would hold up every other thread.
            while sheet.table:
                sheet.table.popitem()


def _fill(book: xlsxwriter.Workbook, report: Report, progress: Progress) -> None:
    """Write every sheet, and save."""
    _describe(book, report)
    folder = Folder(book, Styles(book), report, {})
    folder.names.update(name_lines(folder))
    name_pool(book)
    sections = [section for section in report.sections if section.sheet]
    before = [section for section in sections if section.key not in _LAST]
    after = [section for section in sections if section.key in _LAST]
    total = len(sections) + 1
    for done, section in enumerate((*before, None, *after)):
        progress.check()
        progress.report(done, total, f"Writing {section.sheet if section else SHEET}")
        sheet = book.add_worksheet(section.sheet if section else SHEET, worksheet_class=MeasuredSheet)
        if section is None:
            write_lines(folder, sheet, progress)
        else:
            write_section(folder, sheet, section)
    book.get_worksheet_by_name(sections[0].sheet).activate()
    progress.check()
    progress.report(total, total, "Saving the workbook")
    book.close()


def _describe(book: xlsxwriter.Workbook, report: Report) -> None:
    book.set_properties(
        {
            "title": f"{report.institution}: {report.title}",
            "subject": report.footer,
            "author": report.cover.prepared_by or report.institution,
            "company": report.institution,
            "category": " · ".join(report.marks),
            "keywords": f"report {report.id}",
            "comments": report.legal,
            # From the content, not the clock: the same report is the same file.
            "created": created_at(report),
        }
    )
    book.set_custom_property("Report id", report.id)
    book.set_custom_property("As of", report.as_of)
    book.set_custom_property("Definition", report.definition)
    book.set_calc_mode("auto")


def created_at(report: Report) -> datetime:
    """When the analysis was made, without a zone; its as-of date when that is not told."""
    for text in (report.created, report.as_of):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            continue
        return (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None, microsecond=0)
    return datetime(2000, 1, 1)  # noqa: DTZ001 - document properties hold no zone
