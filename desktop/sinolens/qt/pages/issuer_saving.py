"""Keeping what the user says of an issuer, and bringing the open holdings up to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.list_import_renewal import Renewal
from sinolens.qt.pages.list_import_work import open_holdings
from sinolens.storage.paths import universe_beside

if TYPE_CHECKING:
    from sinolens.qt.base.tasks import Task
    from sinolens.services.universe import OwnEntry


class SavingIssuer:
    """Keeps an entry; knows no widget."""

    def __init__(self, lists: Path, entry: OwnEntry) -> None:
        self._lists, self._entry = lists, entry

    def __call__(self, task: Task) -> OwnEntry:
        """Keep it."""
        from sinolens.services.lists import load_editions
        from sinolens.services.universe import save_entry

        del task
        save_entry(universe_beside(self._lists), load_editions(self._lists), self._entry)
        return self._entry


def renew_after_edit(workspace: Workspace, lists: Path, told: str) -> None:
    """Read the facts anew, analyse what is open by them, and say what moved."""
    Renewal(workspace, lists, open_holdings(workspace), told).start()
