"""Use case: the frozen period a report is of, or is compared with, found by its id or its label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sinolens.domain.progress import Progress
from sinolens.exposure.analysis import Analysis
from sinolens.importing.options import ImportOptions
from sinolens.reference.loader import Reference
from sinolens.services.analysis import Question, analyse
from sinolens.services.errors import WrongUse
from sinolens.services.holdings import Source, read_holdings
from sinolens.services.periods import list_periods, open_period
from sinolens.storage.project import Project


def open_frozen(project: Project, name: str, progress: Progress | None = None) -> Analysis:
    """The analysis of a frozen period, by its own holdings, judgements and facts.

    Args:
        project: the open project.
        name: id of the frozen state, or its label where only one has it.
        progress: told how far it is; may cancel.

    Raises:
        WrongUse: no such period, several of the label, or one without holdings; the message names those on file.
        sinolens.storage.errors.ProjectError: its content cannot be read.
    """
    periods = list_periods(project)
    found = [period for period in periods if period.id == name] or [p for p in periods if p.label == name]
    if len(found) != 1:
        known = ", ".join(f"{period.id} ({period.label})" for period in periods) or "none"
        what = "Several frozen periods are" if found else "No frozen period is"
        raise WrongUse(f"{what} called “{name}”. Frozen: {known}.")
    analysis = open_period(project, found[0].id, progress).analysis
    if analysis is None:
        raise WrongUse(f"The frozen period {found[0].id} has no holdings.")
    return analysis


def read_earlier(
    files: Sequence[Path], as_of: str, password: str, question: Question, reference: Reference,
    progress: Progress | None = None,
) -> Analysis:
    """Earlier holdings from files, asked the same question by the facts in use.

    Args:
        files: the holdings of the earlier date.
        as_of: ISO date; "" takes the latest date of the files.
        password: opens encrypted files.
        question: what is asked of the present holdings.
        reference: the facts on file.
        progress: told how far it is; may cancel.

    Raises:
        WrongUse: no as-of date anywhere.
        sinolens.importing.errors.UnreadableFile: a file cannot be read.
    """
    options = ImportOptions(password=password, as_of=as_of)
    kept = read_holdings([Source(file, options) for file in files], reference, [], progress)
    return analyse(kept, replace(question, as_of=as_of), reference, progress)
