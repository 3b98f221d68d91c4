"""A few rows of fields that can be added and taken away: lines and weights of an issuer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sinolens.figures.theme import Theme
from sinolens.qt.base.icons import icon
from sinolens.qt.base.labels import label


@dataclass(frozen=True)
class RowField:
    """One field of a row: its key, its head, its width, and its choices (value and words); none = free text."""

    key: str
    title: str
    width: int
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""


class RowEditor(QWidget):
    """Rows of the same fields.

    Signals:
        changed: a value was edited, or a row came or went.
    """

    changed = Signal()

    def __init__(self, fields: Sequence[RowField], add: str, theme: Theme, parent: QWidget | None = None) -> None:
        """`add`: words of the button that adds a row."""
        super().__init__(parent)
        self._fields = tuple(fields)
        self._theme = theme
        self._rows: list[dict[str, QComboBox | QLineEdit]] = []
        self._removers: list[QToolButton] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._heads = [label(field.title, "fieldName") for field in self._fields]
        for place, head in enumerate(self._heads):
            self._grid.addWidget(head, 0, place)
            head.hide()
        self._grid.setColumnStretch(len(self._fields) + 1, 1)
        self.add_button = QPushButton(add)
        self.add_button.setProperty("kind", "link")
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self._add_empty)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addLayout(self._grid)
        lines.addLayout(foot)

    def fill(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Show other rows."""
        while self._rows:
            self._take(0)
        for row in rows:
            self.add_row(row)

    def add_row(self, values: Mapping[str, str]) -> dict[str, QComboBox | QLineEdit]:
        """Add a row; returns its fields by key."""
        made: dict[str, QComboBox | QLineEdit] = {}
        number = self._grid.rowCount()
        for place, field in enumerate(self._fields):
            widget: QComboBox | QLineEdit
            if field.choices:
                widget = QComboBox()
                for value, words in field.choices:
                    widget.addItem(words, value)
                widget.setCurrentIndex(max(0, widget.findData(values.get(field.key, ""))))
                widget.activated.connect(self.changed)
                widget.view().setMinimumWidth(max(field.width, 260))
            else:
                widget = QLineEdit(values.get(field.key, ""))
                widget.setPlaceholderText(field.hint)
                widget.textEdited.connect(self.changed)
            widget.setFixedWidth(field.width)
            widget.setAccessibleName(field.title)
            self._grid.addWidget(widget, number, place)
            made[field.key] = widget
        remove = QToolButton()
        remove.setIcon(icon("close", self._theme.muted))
        remove.setToolTip("Take this row away")
        remove.setAccessibleName("Take this row away")
        remove.clicked.connect(self._remove)
        self._grid.addWidget(remove, number, len(self._fields))
        self._rows.append(made)
        self._removers.append(remove)
        self._show_heads()
        return made

    @property
    def values(self) -> list[dict[str, str]]:
        """What the rows say, in order."""
        return [{
            key: str(field.currentData() or "") if isinstance(field, QComboBox) else field.text().strip()
            for key, field in row.items()} for row in self._rows]

    def _add_empty(self) -> None:
        made = self.add_row({})
        next(iter(made.values())).setFocus()
        self.changed.emit()

    def _remove(self) -> None:
        self._take(self._removers.index(self.sender()))
        self.changed.emit()

    def _take(self, number: int) -> None:
        for widget in (*self._rows.pop(number).values(), self._removers.pop(number)):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._show_heads()

    def _show_heads(self) -> None:
        for head in self._heads:
            head.setVisible(bool(self._rows))
