"""A field for a day that takes it as typed or pasted: 2026-09-30."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDateEdit, QWidget

ISO = "yyyy-MM-dd"
_SEPARATORS = frozenset("-./ ")


class DateField(QDateEdit):
    """A day in ISO form with a calendar.

    Qt's own field goes on to the month by itself when the year is full, and takes the hyphen typed next for a step to
    the day: 2024-12-31 becomes another day without a word. Here a separator behind a full part is nothing. The text
    that stands for "no day" gives way to what is typed.
    """

    def __init__(self, day: QDate | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDisplayFormat(ISO)
        self.setCalendarPopup(True)
        self._full = False
        if day is not None:
            self.setDate(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits, separators and a pasted day as they are meant."""
        text = event.text()
        if event.matches(QKeySequence.StandardKey.Paste):
            pasted = QDate.fromString(QGuiApplication.clipboard().text().strip(), Qt.DateFormat.ISODate)
            if pasted.isValid():
                self.setDate(pasted)
                return
        if text in _SEPARATORS and self._full:
            self._full = False
            return
        if text.isdigit():
            self._begin_anew()
        before = self.currentSectionIndex()
        super().keyPressEvent(event)
        self._full = text.isdigit() and self.currentSectionIndex() != before

    def _begin_anew(self) -> None:
        """A digit over the whole text, or over the word for "no day", begins with the year."""
        empty = bool(self.specialValueText()) and self.date() == self.minimumDate()
        edit = self.lineEdit()
        if empty:
            self.setDate(QDate.currentDate())
        if empty or (edit.text() and edit.selectedText() == edit.text()):
            self.setSelectedSection(QDateEdit.Section.YearSection)
