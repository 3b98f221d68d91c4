"""Use case: the files of one report, what was written with its hash, and the project's memory of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

from sinolens.domain.progress import Progress
from sinolens.exposure.analysis import Analysis
from sinolens.reporting.document import CoverFields, Logo, Report
from sinolens.reporting.errors import ExportFailed
from sinolens.reporting.identity import fingerprint
from sinolens.reporting.report import compose
from sinolens.reporting.withheld import write_withheld
from sinolens.services.errors import WrongUse
from sinolens.services.export import write_report
from sinolens.services.projects import timestamp, user_name
from sinolens.services.scenario_inputs import Entered, enter
from sinolens.storage.changes import Command
from sinolens.storage.commands import add_evidence, record_export
from sinolens.storage.project import Project

INTERNAL = "Internal, not for release"
"""Folder beside a public version for the list of what it withholds."""
_LOGO = "Report logo: "


@dataclass(frozen=True, slots=True)
class Choice:
    """What a report is to be like. `sections` None = all that the audience gets.

    `entered`: figures and choices for scenarios where no project keeps them; None = those of the analysis.
    """

    audience: str = "committee"
    paper: str = "letter"
    mark: str = ""
    cover: CoverFields = field(default_factory=CoverFields)
    sections: frozenset[str] | None = None
    logo: Logo | None = None
    entered: Entered | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written. `kind`: "xlsx", "pdf", "pptx" or "withheld"."""

    path: Path
    kind: str
    audience: str
    report_id: str
    sha256: str
    at: str


def compose_choice(analysis: Analysis, choice: Choice, previous: Analysis | None = None) -> Report:
    """The report as it was chosen, compared with an earlier analysis where one is given.

    Raises:
        ValueError: the audience has no such section.
    """
    # What the window shows for the moment is nothing a report prints.
    analysis = analysis.at_market or analysis
    if choice.entered is not None and choice.entered != (analysis.entered or Entered()):
        analysis = enter(analysis, choice.entered)
        analysis = replace(analysis, report_id=fingerprint(analysis))
    return compose(
        analysis,
        choice.audience,
        choice.paper,
        previous,
        choice.mark,
        choice.cover,
        choice.sections,
        choice.logo,
    )


def targets(analysis: Analysis, choice: Choice, kinds: tuple[str, ...], folder: Path) -> list[tuple[str, Path]]:
    """Kind and path of each file that `write_files` would write, in order."""
    stem = f"{_file_name(analysis.institution.name)} China-AI {choice.audience} {analysis.as_of}"
    wanted = [(kind, folder / f"{stem}.{kind}") for kind in kinds]
    if choice.audience == "public":
        # In a folder of its own: who sends the public files on must not send this one with them.
        wanted.append(("withheld", folder / INTERNAL / f"{stem} withheld.xlsx"))
    return wanted


def write_files(
    analysis: Analysis,
    choice: Choice,
    kinds: tuple[str, ...],
    folder: Path,
    password: str = "",
    progress: Progress | None = None,
    previous: Analysis | None = None,
) -> list[Written]:
    """Write every file of a report.

    Args:
        analysis: what to report on.
        choice: for whom and how.
        kinds: of "xlsx", "pdf" and "pptx".
        folder: where they go.
        password: locks the workbook; the list of what was withheld is never locked by it.
        progress: told how far it is; may cancel between files and within them.
        previous: an earlier analysis to compare with.

    Raises:
        WrongUse: no kind was chosen.
        sinolens.reporting.errors.ExportFailed: a file could not be written; files before it stand.
        sinolens.domain.progress.Cancelled: the user stopped it; files before it stand.
    """
    if not kinds:
        raise WrongUse("Choose at least one kind of file.")
    report = compose_choice(analysis, choice, previous)
    made = []
    for kind, path in targets(analysis, choice, kinds, folder):
        if progress is not None:
            progress.check()
        if kind == "withheld":
            _make_folder(path.parent)
            write_withheld(report, path)
        else:
            write_report(report, path, kind, password if kind == "xlsx" else "", progress)
        made.append(Written(path, kind, choice.audience, report.id, _hash(path), timestamp()))
    return made


def remember(project: Project, written: Written) -> Command:
    """Keep in the project that a report left: name, id and hash, never the folder."""
    return record_export(
        project,
        written.kind,
        written.audience,
        written.report_id,
        written.sha256,
        written.path.name,
        written.at,
    )


def remembered(project: Project) -> list[Written]:
    """What left before, newest first; paths are names alone."""
    rows = project.rows("export").values()
    return [
        Written(Path(row["name"]), row["kind"], row["audience"], row["report_id"], row["sha256"], row["exported_at"])
        for row in sorted(rows, key=lambda row: str(row["exported_at"]), reverse=True)
    ]


def keep_logo(project: Project, name: str, data: bytes) -> Command:
    """Keep a logo as evidence in the project.

    Raises:
        sinolens.storage.errors.Conflict: it is empty or too large.
    """
    return add_evidence(project, f"{_LOGO}{name}", data, user_name(), timestamp())


def kept_logo(project: Project) -> tuple[str, bytes] | None:
    """Name and content of the logo kept last; None when there is none."""
    rows = [row for row in project.rows("evidence").values() if str(row["name"]).startswith(_LOGO)]
    if not rows:
        return None
    newest = max(rows, key=lambda row: str(row["added_at"]))
    return str(newest["name"]).removeprefix(_LOGO), project.content(newest["content"])


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ExportFailed(folder, f"The folder could not be made ({error.strerror}).") from error


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _file_name(text: str) -> str:
    """The text without what file systems refuse."""
    kept = "".join(character if character.isalnum() or character in " -_" else " " for character in text)
    return " ".join(kept.split())[:60] or "Report"
