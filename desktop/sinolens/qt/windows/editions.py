"""Withdrawing an imported list edition, as a command of the window."""

from __future__ import annotations

from PySide6.QtCore import QObject

from sinolens.qt.windows.main import MainWindow


class EditionCases(QObject):
    """Binds the command; the page of lists does the work."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.commands.bind("edit.withdraw", self.withdraw)

    def withdraw(self) -> None:
        """Go to the lists and offer to withdraw the edition the user is on, else the one imported last."""
        self._window.show_page("rules")
        self._window.pages["rules"].withdraw_edition()
