"""What is asked about a list's file: which list, the date of the edition, the day it was fetched."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from sinolens.qt.base.cards import GRID
from sinolens.qt.base.date_field import DateField
from sinolens.qt.base.labels import label
from sinolens.reference.lists import load_lists
from sinolens.reference.loader import resources

_UNDATED = QDate(1990, 1, 1)
_ISO = "yyyy-MM-dd"


class ImportForm(QWidget):
    """The fields in one row. Its boxes are read and connected by the dialog they stand in."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list_box = QComboBox()
        self.list_box.setAccessibleName("List")
        self.list_box.addItem("As the file says", "")
        for one in load_lists(resources()).values():
            self.list_box.addItem(one.short_title, one.list_id)
        self.found_box = QComboBox()
        self.found_box.setAccessibleName("List shown")
        self.edition_date = _date_field("Date of the edition")
        self.edition_date.setMinimumDate(_UNDATED)
        self.edition_date.setSpecialValueText("Not given")
        self.edition_date.setDate(_UNDATED)
        self.checked_date = _date_field("Fetched from the publisher on")
        self.checked_date.setDate(QDate.currentDate())
        self.checked_date.setMaximumDate(QDate.currentDate())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        self._found_name = label("Show", "fieldName")
        for name, field in (
            (label("List", "fieldName"), self.list_box), (label("Edition of", "fieldName"), self.edition_date),
            (label("Fetched from the publisher on", "fieldName"), self.checked_date),
            (self._found_name, self.found_box),
        ):
            row.addWidget(name)
            row.addWidget(field)
        row.addStretch(1)
        self.offer_lists(())

    @property
    def edition(self) -> str:
        """Date of the edition (ISO), "" while none is given."""
        found = self.edition_date.date()
        return "" if found == _UNDATED else found.toString(_ISO)

    @property
    def checked_on(self) -> str:
        """The day the file was fetched (ISO)."""
        return self.checked_date.date().toString(_ISO)

    def set_edition(self, edition: str) -> None:
        """Show a date of the edition."""
        self.edition_date.setDate(QDate.fromString(edition, _ISO))

    def offer_lists(self, titles: Sequence[str]) -> None:
        """Let the user choose among the lists found in the files; one needs no choice."""
        self.found_box.clear()
        self.found_box.addItems(list(titles))
        for part in (self.found_box, self._found_name):
            part.setVisible(len(titles) > 1)


def _date_field(name: str) -> DateField:
    field = DateField()
    field.setAccessibleName(name)
    field.setMinimumWidth(120)
    return field
