"""Use case: read the user's files into one table of positions and the fund tables beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from sinolens.domain.column import POSITION_COLUMNS
from sinolens.domain.finding import Finding, Severity
from sinolens.domain.progress import Progress, SilentProgress
from sinolens.exposure.analysis import InputSummary
from sinolens.importing.batch import import_files
from sinolens.importing.template import Template
from sinolens.importing.workbook import ImportedFile, ImportedTable, ImportOptions
from sinolens.lookthrough.fund_table import FundTable
from sinolens.reference.loader import Reference
from sinolens.services.errors import WrongUse


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, and what the user says about it."""

    path: Path
    options: ImportOptions = field(default_factory=ImportOptions)


@dataclass(frozen=True)
class Holdings:
    """What the user's files say, before anything is concluded from it.

    Attributes:
        positions: POSITION_COLUMNS, RangeIndex.
        fund_tables: holdings of funds, to be attached to fund positions.
        inputs: one summary per table read.
        attachments: name of a fund position to the name of a fund table.
        methods: name of a fund position to what the user made of it, see `lookthrough.expansion.CHOSEN`.
    """

    positions: pd.DataFrame
    fund_tables: tuple[FundTable, ...]
    inputs: tuple[InputSummary, ...]
    findings: tuple[Finding, ...]
    attachments: tuple[tuple[str, str], ...] = ()
    methods: tuple[tuple[str, str], ...] = ()

    @property
    def as_of(self) -> str:
        """Latest date any position is true for, "" when no file gives one."""
        dates = self.positions["as_of"]
        return str(dates.max()) if len(dates) else ""


def read_template(path: Path) -> Template:
    """A column mapping that was exported to a file.

    Raises:
        WrongUse: the file cannot be read or is no template.
    """
    try:
        return Template.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise WrongUse(f"{path} is not a template that can be used: {error}.") from error


def empty_positions() -> pd.DataFrame:
    """A position table without rows, every column of its declared type."""
    return pd.DataFrame({c.name: pd.Series(dtype=c.dtype) for c in POSITION_COLUMNS})


def fund_table(table: ImportedTable) -> FundTable:
    """A table of fund holdings as look-through takes it."""
    summary = table.summary
    return FundTable(
        name=table.fund,
        frame=table.frame,
        as_of=summary.as_of,
        file=summary.file,
        sheet=summary.sheet,
    )


def read_holdings(
    sources: Sequence[Source],
    reference: Reference,
    attachments: Sequence[tuple[str, str]] = (),
    progress: Progress | None = None,
) -> Holdings:
    """Read all files; nothing is kept when one cannot be read.

    Raises:
        sinolens.importing.errors.UnreadableFile: a file could not be read; names file, sheet and reason.
        sinolens.domain.progress.Cancelled: the user stopped it.
    """
    progress = progress or SilentProgress()
    files = import_files([(source.path, source.options) for source in sources], reference, progress)
    progress.report(len(sources), len(sources), "Files read")
    return gather(files, attachments)


def gather(files: Iterable[ImportedFile], attachments: Sequence[tuple[str, str]] = ()) -> Holdings:
    """Files that were read as one table of positions and the fund tables beside it; the same content counts once.

    Args:
        files: in the order their positions shall stand.
        attachments: name of a fund position to the name of a fund table.
    """
    frames: list[pd.DataFrame] = []
    funds: list[FundTable] = []
    inputs: list[InputSummary] = []
    findings: list[Finding] = []
    seen: dict[str, str] = {}
    for imported in files:
        name = imported.path.name
        if imported.sha256 in seen:
            findings.append(
                Finding(
                    "duplicate-file",
                    Severity.WARNING,
                    file=name,
                    message=f"{name} has the same content as {seen[imported.sha256]}; it was read once.",
                )
            )
            continue
        seen[imported.sha256] = name
        findings.extend(imported.findings)
        for table in imported.tables:
            inputs.append(table.summary)
            findings.extend(table.summary.findings)
            if table.role == "fund_holdings":
                funds.append(fund_table(table))
            else:
                frames.append(table.frame)
    positions = pd.concat(frames, ignore_index=True) if frames else empty_positions()
    return Holdings(positions, tuple(funds), tuple(inputs), tuple(findings), tuple(attachments))
