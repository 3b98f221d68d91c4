"""Use case: write the analysis as workbook, PDF, slides, JSON and pictures, all from the same objects."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from sinolens.domain.progress import Progress
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.comparison import compare
from sinolens.reporting import json_output
from sinolens.reporting.charts import write_charts
from sinolens.reporting.document import CoverFields, Logo, Report
from sinolens.reporting.pdf import write_pdf
from sinolens.reporting.redaction import redact
from sinolens.reporting.report import compose
from sinolens.reporting.workbook import write_workbook
from sinolens.services.errors import WrongUse


def write_slides(report: Report, path: Path, progress: Progress | None = None) -> None:
    """Write the deck; see `sinolens.reporting.deck.write_deck`."""
    # Late import: the slide writer is slow to load and seldom needed.
    from sinolens.reporting.deck import write_deck

    write_deck(report, path, progress)


WRITERS = {"xlsx": write_workbook, "pdf": write_pdf, "pptx": write_slides}
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
    sections: Collection[str] | None = None,
    logo: Logo | None = None,
    password: str = "",
    progress: Progress | None = None,
    shocks: Mapping[str, float] | None = None,
) -> None:
    """Write one report file. `sections`, `logo` and `shocks` as in `compose`; `password` locks a workbook.

    Raises:
        WrongUse: an unknown kind, or a password for a kind that knows none.
        sinolens.reporting.errors.ExportFailed: the file could not be written; an older one is untouched.
        sinolens.domain.progress.Cancelled: the user stopped it; nothing is left behind.
    """
    write_report(
        compose(analysis, audience, paper, previous, mark, cover, sections, logo, shocks),
        target,
        kind,
        password,
        progress,
    )


def write_report(
    report: Report, target: Path, kind: str, password: str = "", progress: Progress | None = None
) -> None:
    """Write a composed report as one kind of file.

    Raises:
        WrongUse: an unknown kind, or a password for a kind that knows none.
        sinolens.reporting.errors.ExportFailed: the file could not be written; an older one is untouched.
        sinolens.domain.progress.Cancelled: the user stopped it; nothing is left behind.
    """
    if kind not in WRITERS:
        raise WrongUse(f"Reports are written as {', '.join(WRITERS)}, not {kind}.")
    if password and kind != "xlsx":
        raise WrongUse("Only a workbook can have a password.")
    if password:
        write_workbook(report, target, progress, password)
    else:
        WRITERS[kind](report, target, progress)


def export_charts(analysis: Analysis, folder: Path, theme: str = "light") -> list[Path]:
    """Write every chart as a picture and return the files.

    Raises:
        sinolens.reporting.errors.ExportFailed: the folder cannot be written.
    """
    return write_charts(analysis, folder, theme)


def to_json(
    analysis: Analysis,
    audience: str = "committee",
    previous: Analysis | None = None,
    shocks: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """The analysis as the documented JSON, compared with an earlier one where it is given.

    For the public it comes without the names it withholds, and so without what names changed.
    """
    analysis = analysis.at_market or analysis
    figures = {**(analysis.entered.shocks if analysis.entered else {}), **(shocks or {})}
    comparison = compare(previous, analysis) if previous is not None else None
    public = audience == "public"
    return json_output.to_json(
        redact(analysis)[0] if public else analysis, comparison, figures, named=not public
    )
