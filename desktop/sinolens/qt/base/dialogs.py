"""What dialogs share: their main button beside Cancel, and the place of the one that is open."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton

from sinolens.qt.base.labels import doubled

_Button = QDialogButtonBox.StandardButton


class ButtonRow(QDialogButtonBox):
    """A row of buttons that Tab goes through one by one: Qt's own leads it to the main one at once, past the others."""

    def event(self, event: QEvent) -> bool:
        """Take back what showing, another style or another button set."""
        done = super().event(event)
        if self.focusProxy() is not None:
            self.setFocusProxy(None)
        return bool(done)


def make_buttons(dialog: QDialog, words: str, accepted: Callable[[], object],
                 main: QDialogButtonBox.StandardButton = _Button.Ok) -> tuple[QDialogButtonBox, QPushButton]:
    """The row of buttons, and its main one.

    Args:
        dialog: Cancel rejects it.
        words: on the main button.
        accepted: a bound method of the dialog; called by the main button.
        main: the standard button the main one is, for its place.
    """
    row = ButtonRow(main | _Button.Cancel)
    button = row.button(main)
    button.setText(doubled(words))
    button.setProperty("kind", "primary")
    row.accepted.connect(accepted)
    row.rejected.connect(dialog.reject)
    return row, button


def button_row(main: QPushButton, back: QPushButton, apart: tuple[QPushButton, ...] = ()) -> QDialogButtonBox:
    """Buttons that are connected already, in the order of the platform.

    Args:
        main: does what the dialog is for.
        back: leaves it without.
        apart: what else can be done, at the left.
    """
    row = ButtonRow()
    for made in apart:
        row.addButton(made, QDialogButtonBox.ButtonRole.ResetRole)
    row.addButton(main, QDialogButtonBox.ButtonRole.AcceptRole)
    row.addButton(back, QDialogButtonBox.ButtonRole.RejectRole)
    return row


class DialogPlace(QObject):
    """Holds the one dialog that is open; showing another closes it.

    Attributes:
        dialog: None when none is open.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.dialog: QDialog | None = None

    def show_dialog(self, dialog: QDialog) -> None:
        """Open a dialog in place of the one before."""
        if self.dialog is not None:
            self.dialog.close()
        self.dialog = dialog
        dialog.finished.connect(self._gone)
        dialog.open()

    def _gone(self) -> None:
        if self.sender() is self.dialog:
            self.dialog = None
