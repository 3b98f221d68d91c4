"""The committee paper as PDF: tagged, with bookmarks, the workbook's numbers, byte for byte the same each time."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import Any, Final, Literal

from sinolens.domain.progress import Progress, SilentProgress
from sinolens.reporting.delivery import deliver
from sinolens.reporting.document import Report
from sinolens.reporting.pages import lay_out
from sinolens.reporting.typesetting import template, typeset
from sinolens.reporting.workbook import created_at

_TEMPLATE = "report.typ"
_STANDARD: Final = "ua-1"


def write_pdf(report: Report, path: Path, progress: Progress | None = None) -> None:
    """Write the report as PDF/UA-1.

    Args:
        report: what to write.
        path: the file to make or replace.
        progress: told how far it is; may cancel.

    Raises:
        sinolens.reporting.errors.ExportFailed: the file could not be written; an older one is untouched.
        sinolens.domain.progress.Cancelled: the user asked to stop; nothing was kept.
    """
    watch = progress or SilentProgress()
    watch.check()
    watch.report(0, 2, "Laying out the pages")
    data = _set(report, "pdf", standard=_STANDARD)[0]
    watch.check()
    watch.report(1, 2, "Saving the PDF")

    def write(draft: Path) -> None:
        draft.write_bytes(data)

    deliver(path, write)
    watch.report(2, 2, "Saving the PDF")


def preview_pages(report: Report, pixels_per_inch: float = 96.0) -> list[bytes]:
    """The real pages as PNG, for the preview."""
    return _set(report, "png", pixels_per_inch=pixels_per_inch)


def _set(report: Report, kind: Literal["pdf", "png"], **options: Any) -> list[bytes]:
    return typeset(template(_TEMPLATE), lay_out(report), kind, moment=created_at(report).replace(tzinfo=UTC), **options)
