"""The paper something rests on: a button that asks for it, and its name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QWidget

from sinolens.qt.base.cards import GRID
from sinolens.qt.base.labels import ElidedLabel
from sinolens.qt.base.settings import Settings

if TYPE_CHECKING:
    from sinolens.services.diligence import Document


class DocumentField(QWidget):
    """A document is read when it is chosen; one that cannot be taken is told of and leaves the one before.

    Signals:
        changed: another document was taken.

    Attributes:
        document: None while there is none.
        words: the line beside the button.
    """

    changed = Signal()

    def __init__(self, settings: Settings, tip: str, none: str, rests: str, parent: QWidget | None = None) -> None:
        """`none`: said while there is no document; `rests`: what stands before its name."""
        super().__init__(parent)
        self._settings, self._none, self._rests = settings, none, rests
        self.document: Document | None = None
        self.button = QPushButton("Document…")
        self.button.setToolTip(tip)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._choose)
        self.words = ElidedLabel(none, "caption")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(self.button)
        line.addWidget(self.words, 1)

    def attach(self, path: Path) -> None:
        """Take a document."""
        from sinolens.services.diligence import read_document
        from sinolens.services.errors import WrongUse

        try:
            self.document = read_document(path)
        except WrongUse as error:
            self.words.setText(str(error))
            return
        self.words.setText(f"{self._rests} {self.document.name}")
        self.changed.emit()

    def clear(self) -> None:
        """Rest on nothing."""
        self.document = None
        self.words.setText(self._none)

    def _choose(self) -> None:
        kept = self._settings.get("folder")
        folder = kept if kept and Path(kept).is_dir() else str(Path.home())
        name, _ = QFileDialog.getOpenFileName(self, "Evidence document", folder)
        if name:
            self.attach(Path(name))
