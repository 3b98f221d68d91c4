"""The list of what a public report leaves out, as a workbook of its own. It stays inside the institution."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from sinolens.reporting.delivery import deliver
from sinolens.reporting.document import Kind, Report
from sinolens.reporting.workbook import created_at
from sinolens.reporting.workbook_style import Styles

_COLUMNS = (("What", 20.0), ("Where", 22.0), ("Withheld text", 80.0))


def write_withheld(report: Report, path: Path) -> None:
    """Write what was withheld, one text a row.

    Raises:
        sinolens.reporting.errors.ExportFailed: the file could not be written; an older one is untouched.
    """

    def write(draft: Path) -> None:
        with xlsxwriter.Workbook(str(draft), {"in_memory": True}) as book:
            styles = Styles(book)
            book.set_properties({"title": f"Withheld from report {report.id}", "created": created_at(report)})
            sheet = book.add_worksheet("Withheld")
            sheet.write_string(0, 0, f"Withheld from the public version of report {report.id}", styles.title)
            sheet.write_string(1, 0, "Confidential. Not for release with the public version.", styles.subtitle)
            for place, (title, width) in enumerate(_COLUMNS):
                sheet.set_column(place, place, width)
                sheet.write_string(3, place, title, styles.header(Kind.TEXT))
            for row, item in enumerate(report.withheld, start=4):
                for place, text in enumerate((item.kind, item.place, item.text)):
                    sheet.write_string(row, place, text, styles.cell(Kind.TEXT))
            sheet.autofilter(3, 0, max(4, 3 + len(report.withheld)), len(_COLUMNS) - 1)
            sheet.freeze_panes(4, 0)

    deliver(path, write)
