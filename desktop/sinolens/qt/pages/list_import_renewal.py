"""What follows when facts changed by the user's will: the open holdings are analysed anew, and what moved is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinolens.qt.base.workspace import Opened, Workspace
from sinolens.qt.pages.list_import_work import OpenHoldings, Renewing
from sinolens.qt.pages.page import day
from sinolens.services.errors import Refused
from sinolens.services.list_effect import compare_analyses, describe_moves, record_editions
from sinolens.services.list_withdrawal import record_withdrawal

if TYPE_CHECKING:
    from sinolens.domain.official_list import EntityLink
    from sinolens.reference.update import ListUpdate
    from sinolens.services.fact_source import FactSource
    from sinolens.services.list_withdrawal import ImportedEdition


class Renewal:
    """Brings the open holdings up to facts that changed and says what moved."""

    def __init__(self, workspace: Workspace, folder: FactSource, held: OpenHoldings | None, told: str,
                 updates: tuple[ListUpdate, ...] = (), links: tuple[EntityLink, ...] = (),
                 withdrawn: ImportedEdition | None = None) -> None:
        """`told`: what was done, for the message; `updates`, `links`: accepted editions and judgements on their names.

        `withdrawn`: the edition that was taken out of use. An open project records each.
        """
        self._workspace, self._folder, self._held = workspace, folder, held
        self._told, self._updates, self._links = told, updates, links
        self._withdrawn = withdrawn

    def start(self) -> None:
        """Read the facts anew, and analyse what is open."""
        space = self._workspace
        space.renew_reference()
        writable = space.project is not None and not space.project.read_only and not getattr(space, "frozen", "")
        if self._updates and space.session is not None and writable:
            try:
                build = record_editions(self._folder.folder, self._updates, self._links)
            except Refused as error:
                space.refuse(error)
                return
            space.change("Analysing with the new edition", build, lambda _: self._tell(), self._told)
        elif (one := self._withdrawn) is not None and space.session is not None and writable:
            space.change("Analysing without the edition", lambda project: record_withdrawal(project, one),
                         lambda _: self._tell(), self._told)
        elif self._held is not None and not getattr(space, "frozen", ""):
            space.tasks.run("Analysing with the new facts", Renewing(self._folder, self._held), self._renewed,
                            space.refuse, project=self._held.session is not None, cancellable=False)
        else:
            space.tell(self._told, "done", action=self._undo)

    @property
    def _undo(self) -> tuple[str, str]:
        """An accepted edition is taken back by withdrawing it."""
        return ("edit.withdraw", "Withdraw it…") if self._updates else ("", "")

    def _renewed(self, opened: Opened) -> None:
        self._workspace.renew(opened)
        self._tell()

    def _tell(self) -> None:
        after = self._workspace.analysis
        if self._held is None or after is None or len(after.positions) != len(self._held.shown.positions):
            self._workspace.tell(self._told, "done", action=self._undo)
            return
        moved = compare_analyses(self._held.shown, after)
        later = [one for one in self._updates if one.edition > after.as_of]
        detail = describe_moves(moved) or f"No position moved as of {day(after.as_of)}."
        if later:
            detail += f" It answers from {day(min(one.edition for one in later))} on."
        self._workspace.tell(self._told, "done", detail, self._undo)
