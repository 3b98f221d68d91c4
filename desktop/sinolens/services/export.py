"""Use case: write the analysis as workbook, PDF, JSON and pictures, all from the same objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sinolens.domain.progress import Progress
from sinolens.exposure.analysis import Analysis
from sinolens.reporting import json_output
from sinolens.reporting.charts import write_charts
from sinolens.reporting.document import CoverFields
from sinolens.reporting.pdf import write_pdf
from sinolens.reporting.redaction import redact
from sinolens.reporting.report import compose
from sinolens.reporting.workbook import write_workbook
from sinolens.services.errors import WrongUse

WRITERS = {"xlsx": write_workbook, "pdf": write_pdf}
"""Kind of file to what writes it."""


def export_report(
    analysis: Analysis,
    target: Path,
    kind: str,
    *,
    audience: str = "committee",
    paper: str = "letter",
    mark: str | None = None,
    cover: CoverFields | None = None,
    previous: Analysis | None = None,
    progress: Progress | None = None,
) -> None:
    """Write one report file.

    Raises:
        WrongUse: an unknown kind.
        sinolens.reporting.errors.ExportFailed: the file could not be written; an older one is untouched.
        sinolens.domain.progress.Cancelled: the user stopped it; nothing is left behind.
    """
    if kind not in WRITERS:
        raise WrongUse(f"Reports are written as {' or '.join(WRITERS)}, not {kind}.")
    report = compose(analysis, audience, paper, previous, mark, cover)
    WRITERS[kind](report, target, progress)


def export_charts(analysis: Analysis, folder: Path, theme: str = "light") -> list[Path]:
    """Write every chart as a picture and return the files.

    Raises:
        sinolens.reporting.errors.ExportFailed: the folder cannot be written.
    """
    return write_charts(analysis, folder, theme)


def to_json(analysis: Analysis, audience: str = "committee") -> dict[str, Any]:
    """The analysis as the documented JSON; for the public, without the names it withholds."""
    return json_output.to_json(redact(analysis)[0] if audience == "public" else analysis)
