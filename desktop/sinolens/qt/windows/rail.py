"""The rail of pages at the left."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from sinolens.figures.theme import Theme
from sinolens.qt.base.icons import icon
from sinolens.qt.base.labels import doubled, label
from sinolens.qt.base.named import set_named
from sinolens.qt.pages.catalogue import PAGES

WIDTH = 184
DENSE = 740
ITEM, LOW_ITEM = 41, 33
"""Height below which the items stand closer, so that work under way and the line at the foot have room, pixels."""


class Rail(QFrame):
    """Icon and word for every page; the current one is tinted."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        self._institution = label("", "caption", wrap=True)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(12, 20, 12, 16)
        lines.setSpacing(3)
        lines.addWidget(label("Sinolens", "wordmark"))
        lines.addWidget(self._institution)
        lines.addSpacing(12)
        self._theme: Theme | None = None
        self._item_height = 0
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self.items: dict[str, QToolButton] = {}
        for page in PAGES:
            item = QToolButton()
            item.setObjectName("railItem")
            item.setProperty("page", page.id)
            item.setProperty("icon name", page.icon)
            item.setText(f"  {doubled(page.word)}")
            item.setAccessibleName(page.word)
            # Clicks leave no ring; the tab key does.
            set_named(item, focusPolicy="TabFocus", toolButtonStyle="ToolButtonTextBesideIcon")
            item.setCheckable(True)
            item.setIconSize(QSize(18, 18))
            item.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            item.clicked.connect(self._choose)
            item.toggled.connect(self._redress)
            self._group.addButton(item)
            self.items[page.id] = item
            lines.addWidget(item)
        lines.addStretch(1)
        foot = label("● Offline · data stays\n    on this computer", "offline")
        foot.setAccessibleName("Offline · data stays on this computer")
        if QFontMetrics(foot.font()).horizontalAdvance("● Offline · data stays on this computer") <= WIDTH - 24:
            foot.setText("● Offline · data stays on this computer")
        lines.addWidget(foot)
        self._lines = lines

    def add_above_foot(self, widget: QWidget) -> None:
        """Put something over the line at the foot; the pages' items stay where they are."""
        self._lines.insertWidget(self._lines.count() - 1, widget)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low window the items stand closer."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height = LOW_ITEM if self.height() < DENSE else ITEM
        if height != self._item_height:
            self._item_height = height
            # Not by the style sheet: to ask it anew for every item takes a tenth of the start.
            for item in self.items.values():
                item.setFixedHeight(height)

    def show_page(self, page_id: str) -> None:
        """Tint a page's item."""
        self.items[page_id].setChecked(True)

    def show_institution(self, name: str) -> None:
        """Name the holder under the wordmark."""
        self._institution.setText(name)

    def tint(self, theme: Theme) -> None:
        """Icons in the theme's colours."""
        self._theme = theme
        for item in self.items.values():
            self._dress(item)

    def _dress(self, item: QToolButton) -> None:
        """Give an item its icon in the colour it has now: the one it may get later is not drawn ahead."""
        if self._theme is not None:
            colour = self._theme.accent if item.isChecked() else self._theme.muted
            item.setIcon(icon(item.property("icon name"), colour))

    def _redress(self) -> None:
        self._dress(self.sender())

    def _choose(self) -> None:
        self.chosen.emit(self.sender().property("page"))
