"""Use case: project files as things that are made, opened, copied, encrypted anew and put back from a backup."""

from __future__ import annotations

from pathlib import Path

from sinolens.domain.progress import Progress
from sinolens.exposure.analysis import Analysis
from sinolens.services.analysis import Question
from sinolens.services.fact_source import Facts, folder_of
from sinolens.services.holdings import Holdings
from sinolens.services.own_issuers import take_computers
from sinolens.services.own_rules import take_computers_rules
from sinolens.services.projects import save_holdings
from sinolens.services.session import Session
from sinolens.storage import backups, cipher, copies, exchange, keys, passphrases
from sinolens.storage.backups import Backup
from sinolens.storage.errors import KeyStoreFault, Moved, ProjectError
from sinolens.storage.project import Project


def needs_passphrase(path: Path) -> bool:
    """Whether a project file is encrypted; one that a killed restore left out of its place is put back first.

    Raises:
        ProjectError: there is no such file, it is no project, or it cannot be read.
    """
    try:
        exchange.take_back(path)
        cipher.check_kind(path)
        return not cipher.is_plain(path)
    except FileNotFoundError as error:
        raise Moved(f"There is no file at {path}. It may have been moved or renamed.") from error
    except OSError as error:
        raise ProjectError(f"{path.name} cannot be read: {error.strerror}.") from error


def recall_key(path: Path) -> str | None:
    """The passphrase this computer's key store keeps for a project; None without one.

    Raises:
        sinolens.storage.errors.KeyStoreFault: the store does not answer; the passphrase itself still opens the file.
    """
    return keys.recall_passphrase(path)


def remember_key(path: Path, passphrase: str) -> bool:
    """Keep a copy of the passphrase in this computer's key store; False when there is none or it refuses."""
    try:
        return keys.remember_passphrase(path, passphrase)
    except KeyStoreFault:
        return False


def forget_key(path: Path) -> bool:
    """Take the copy of the passphrase out of this computer's key store; False when it does not allow it."""
    try:
        keys.forget_passphrase(path)
    except KeyStoreFault:
        return False
    return True


def open_project(
    path: Path, passphrase: str | None, lists: Facts = None, *, read_only: bool = False,
    progress: Progress | None = None,
) -> Session:
    """Open a project and analyse what it keeps.

    Raises:
        ProjectError: wrong passphrase, damaged, busy, not a project; see `storage.errors`.
        sinolens.services.errors.Refused: it was opened, but no analysis can be made of it; it is closed again.
        sinolens.domain.progress.Cancelled: the user stopped it.
    """
    exchange.take_back(path)
    project = Project.open(path, passphrase, read_only=read_only)
    try:
        if project.version_found == 1 and not project.read_only:
            # Until version 2 the user's own issuers stood beside the project, in this computer's tables.
            _take_own(project, lists)
        if not project.read_only:
            _take_rules(project, lists)
        return Session.open(project, lists, progress)
    except BaseException:  # also a stop by the user: the writer's lock goes back in any case
        project.close()
        raise


def create_project(
    path: Path, passphrase: str | None, lists: Facts = None, holdings: Holdings | None = None,
    question: Question | None = None, analysis: Analysis | None = None,
) -> Session:
    """Make a project file, with the holdings that are open in it when there are any.

    Args:
        path: where; nothing may be there yet.
        passphrase: None = not encrypted, by explicit choice.
        lists: folder of imported list editions.
        holdings: what is open already and shall be kept in it; None = an empty project.
        question: what was asked of the holdings.
        analysis: of the holdings, so that it is not worked out again.

    Raises:
        ProjectError: it could not be made or filled; nothing is left behind.
    """
    project = Project.create(path, passphrase)
    try:
        _take_own(project, lists)
        _take_rules(project, lists)
        if holdings is not None:
            save_holdings(project, holdings, question or Question())
        session = Session(project, lists)
    except BaseException:  # as above; the file is ours since `create`
        project.close()
        path.unlink(missing_ok=True)
        raise
    if analysis is not None:
        session.analysis = analysis
        session.note_facts()
    return session


def copy_project(session: Session, target: Path, passphrase: str | None, lists: Facts = None) -> Session:
    """Copy the open project with its whole log to another file, close it, and go on in the copy.

    Raises:
        ProjectError: the copy could not be made or opened; the project stays open and nothing is left behind.
    """
    project = session.project
    if target.exists():
        raise ProjectError(f"{target.name} exists already. Choose another name.")
    key = passphrase if project.encrypted else None
    if project.is_away:
        # The open file still answers where the system allows it: what is in it is written anew.
        copies.rescue(project, target, key)
    else:
        copies.copy_checked(project.path, target, key)
    copy: Project | None = None
    try:
        copy = Project.open(target, passphrase if project.encrypted else None)
        copy.part_from_origin()
        copy.note("save-as", target.name, f"copied from {project.path.name}")
    except BaseException:  # as above; nothing stood at `target` before
        if copy is not None:
            copy.close()
        target.unlink(missing_ok=True)
        raise
    return _go_on(session, copy, lists)


def change_key(session: Session, old: str | None, new: str, lists: Facts = None) -> Session:
    """Encrypt the open project with another passphrase and open it again.

    Raises:
        ProjectError: the file is as it was; the session's project was closed, open it again with the old passphrase.
    """
    path, encrypted = session.project.path, session.project.encrypted
    session.close()
    passphrases.change_passphrase(path, old if encrypted else None, new)
    project = Project.open(path, new)
    project.note("change-passphrase" if encrypted else "encrypt-project", path.name)
    return _go_on(session, project, lists)


def go_back_to(session: Session, backup: Backup, passphrase: str | None, lists: Facts = None,
               progress: Progress | None = None) -> tuple[Session, Path | None]:
    """Put a backup in the open project's place and open it. The file that was there is kept beside it.

    Returns:
        The new session and where the file before it is kept.

    Raises:
        ProjectError: the backup does not open or could not be copied; the file is as it was and closed.
    """
    path = session.project.path
    session.close()
    return restore_lost(path, backup, passphrase, lists, progress)


def restore_lost(path: Path, backup: Backup, passphrase: str | None, lists: Facts = None,
                 progress: Progress | None = None) -> tuple[Session, Path | None]:
    """Put a backup in the place of a project file that is closed, damaged or gone, and open it.

    Returns:
        The session, and where the file that was there is kept; None where there was none.

    Raises:
        ProjectError: the backup does not open or could not be copied; what was there is as it was.
    """
    aside = exchange.restore_backup(backup, path, passphrase)
    made = open_project(path, passphrase, lists, progress=progress)
    made.project.note("restore-backup", path.name, f"backup of {backup.made_at.isoformat(timespec='seconds')}")
    return made, aside


def has_backups(root: Path, path: Path) -> bool:
    """Whether there are backups of a project file, be it there or not."""
    return bool(backups.list_backups(root, path))


def back_up(root: Path, project: Project, passphrase: str | None, *, force: bool = False) -> Backup | None:
    """Back up the project unless one of its backups is of the same state; None when nothing was done.

    Raises:
        ProjectError: the backup could not be made; the project itself is safe.
    """
    if not force and backups.is_backed_up(root, project):
        return None
    return backups.make_backup(root, project, passphrase)


def _take_own(project: Project, lists: Facts) -> None:
    command = take_computers(project, folder_of(lists))
    if command is not None:
        project.apply(command)


def _take_rules(project: Project, lists: Facts) -> None:
    command = take_computers_rules(project, folder_of(lists))
    if command is not None:
        project.apply(command)


def _go_on(before: Session, project: Project, lists: Facts) -> Session:
    """The same holdings and analysis on another open file."""
    session = Session(project, lists)
    session.analysis = before.analysis
    before.close()
    return session
