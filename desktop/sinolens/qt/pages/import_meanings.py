"""What a column may mean, to choose from: in groups, found by typing a part of its name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from sinolens.qt.base.labels import label
from sinolens.services.import_draft import ANYTHING
from sinolens.services.import_fields import NOT_USED, field_title, grouped_fields

FIND = "Find it again"
_SIZE = (300, 380)
_FIELD = int(Qt.ItemDataRole.UserRole)
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class MeaningList(QFrame):
    """Opens below a box: a search field over the groups. Arrows move, Enter takes, Escape leaves.

    Signals:
        taken: the field; "" = not used, `ANYTHING` = find it again.
        left: it was closed, whatever was done.

    Attributes:
        field: where a part of a name is typed.
        list: what is left of the meanings.
    """

    taken = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        # As the menus have it; square, since a window without a frame has no round corners everywhere.
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Meaning of the column")
        self.field = QLineEdit()
        self.field.setPlaceholderText("Type a part of its name")
        self.field.setAccessibleName("Find a meaning")
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Meanings")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self._none = label("No meaning has these words.", "caption", wrap=True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(8, 8, 8, 8)
        lines.setSpacing(6)
        for part in (self.field, self.list, self._none):
            lines.addWidget(part)
        lines.setStretch(1, 1)
        self.field.textChanged.connect(self._search)
        self.field.returnPressed.connect(self._take)
        self.list.itemClicked.connect(self._take)
        self._headings: list[tuple[QListWidgetItem, list[QListWidgetItem]]] = []
        self._fill()

    def open_at(self, place: QPoint, field: str) -> None:
        """Show it with a meaning chosen; `place`: of the screen."""
        self.field.clear()
        self._search("")
        for row in range(self.list.count()):
            if self.list.item(row).data(_FIELD) == field:
                self.list.setCurrentRow(row)
        self.resize(*_SIZE)
        room = self.screen().availableGeometry()
        self.move(min(place.x(), room.right() - self.width()), min(place.y(), room.bottom() - self.height()))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)
        current = self.list.currentItem()
        if current is not None:
            self.list.scrollToItem(current, QListWidget.ScrollHint.PositionAtCenter)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows move in the list while the field keeps what is typed."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
            by = 8 if event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) else 1
            self._move(by if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -by)
            return True
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QEvent) -> None:
        """Whoever opened it goes on."""
        super().hideEvent(event)
        self.left.emit()

    def _fill(self) -> None:
        for words, field in ((FIND, ANYTHING), (NOT_USED, "")):
            self._add(words, field, words)
        for title, names in grouped_fields():
            heading = QListWidgetItem(title)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            font = self.list.font()
            font.setBold(True)
            heading.setFont(font)
            self.list.addItem(heading)
            # Also found by the group, and by the word programs use for it.
            self._headings.append((heading, [
                self._add(field_title(name), name, f"{field_title(name)} {title} {name}") for name in names]))

    def _add(self, words: str, field: str, sought: str) -> QListWidgetItem:
        item = QListWidgetItem(f"   {words}" if field not in ("", ANYTHING) else words)
        item.setData(_FIELD, field)
        item.setData(_FIELD + 1, sought.casefold())
        item.setData(int(Qt.ItemDataRole.AccessibleTextRole), words)
        self.list.addItem(item)
        return item

    def _items(self) -> list[QListWidgetItem]:
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item for item in items if item.data(_FIELD) is not None and not item.isHidden()]

    def _search(self, text: str) -> None:
        words = text.casefold().split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(_FIELD) is not None:
                item.setHidden(not all(word in item.data(_FIELD + 1) for word in words))
        for heading, items in self._headings:
            heading.setHidden(all(item.isHidden() for item in items))
        shown = self._items()
        if words and shown:
            # What begins with the words comes before what only has them.
            first = next((one for one in shown if one.text().strip().casefold().startswith(words[0])), shown[0])
            self.list.setCurrentItem(first)
        self.list.setVisible(bool(shown))
        self._none.setVisible(not shown)

    def _move(self, by: int) -> None:
        shown, current = self._items(), self.list.currentItem()
        if shown:
            at = next((place for place, item in enumerate(shown) if item is current), -1)
            self.list.setCurrentItem(shown[min(max(at + by, 0), len(shown) - 1)])

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None and item.data(_FIELD) is not None and not item.isHidden():
            self.hide()
            self.taken.emit(str(item.data(_FIELD)))


class MeaningBox(QComboBox):
    """A box of all meanings that opens as a `MeaningList`; `activated` tells what was chosen.

    Signals:
        left: the list was closed.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Meaning of the column")
        self.addItem(FIND, ANYTHING)
        self.addItem(NOT_USED, "")
        for _, names in grouped_fields():
            for name in names:
                self.addItem(field_title(name), name)
        self.list: MeaningList | None = None

    def showPopup(self) -> None:
        """Open the list."""
        if self.list is None:
            # When it is first wanted: most columns are never asked about.
            self.list = MeaningList(self)
            self.list.taken.connect(self._taken)
            self.list.left.connect(self.left)
        self.list.open_at(self.mapToGlobal(QPoint(0, self.height())), str(self.currentData()))

    def hidePopup(self) -> None:
        """Close the list."""
        if self.list is not None:
            self.list.hide()
        super().hidePopup()

    def _taken(self, field: str) -> None:
        place = self.findData(field)
        self.setCurrentIndex(place)
        self.activated.emit(place)
