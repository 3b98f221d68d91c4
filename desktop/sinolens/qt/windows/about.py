"""What the program is, in a dialog of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from sinolens import __version__


def show_about(parent: QWidget) -> None:
    """Tell name, version and purpose over `parent`."""
    box = QMessageBox(parent)
    box.setWindowTitle("About Sinolens")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"Sinolens {__version__}")
    box.setInformativeText(
        "How much of an endowment is in Chinese AI, what of it a rule touches, what changed, and how it is known.\n\n"
        "A screening aid, not a legal determination. It works offline: nothing leaves this computer."
    )
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
