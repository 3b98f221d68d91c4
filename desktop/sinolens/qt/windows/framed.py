"""Room around a notice that is there only while the notice is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Framed(QWidget):
    """Shows and hides itself with what it holds."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = inside
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 12, 24, 0)
        lines.addWidget(inside)
        self.setVisible(not inside.isHidden())
        inside.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what is inside; Qt sends these also while this widget is hidden itself."""
        if watched is self._inside and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(not self._inside.isHidden())
        return False
