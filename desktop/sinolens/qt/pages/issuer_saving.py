"""Keeping what the user says of an issuer, and bringing the open holdings up to it.

With a project open it is a step of the project; without one it goes into this computer's tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.list_import_renewal import Renewal
from sinolens.qt.pages.list_import_work import open_holdings

if TYPE_CHECKING:
    from sinolens.qt.base.tasks import Task
    from sinolens.services.fact_source import FactSource
    from sinolens.services.universe import OwnEntry


class SavingIssuer:
    """Checks an entry, and keeps it where no project is open; knows no widget."""

    def __init__(self, lists: FactSource, entry: OwnEntry) -> None:
        self._lists, self._entry = lists, entry

    def __call__(self, task: Task) -> OwnEntry:
        """Keep it."""
        from sinolens.services.lists import load_editions
        from sinolens.services.own_issuers import entries_of
        from sinolens.services.universe import place_entry, save_entry
        from sinolens.storage.paths import universe_beside

        del task
        if self._lists.own is not None:
            place_entry(entries_of(self._lists), load_editions(self._lists), self._entry)
        else:
            save_entry(universe_beside(self._lists.folder), load_editions(self._lists), self._entry)
        return self._entry


def renew_after_edit(workspace: Workspace, lists: FactSource, entry: OwnEntry, told: str) -> None:
    """Keep it in the open project, or read the facts anew and analyse what is open by them; say what moved."""
    if lists.own is None:
        Renewal(workspace, lists, open_holdings(workspace), told).start()
        return
    from sinolens.services.lists import load_editions
    from sinolens.services.own_issuers import keep_own

    workspace.change(
        "Keeping your issuer", lambda project: keep_own(project, load_editions(lists), entry), told=told)
