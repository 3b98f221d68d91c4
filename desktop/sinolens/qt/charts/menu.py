"""The menu of a picture: what can be done with a mark, and ways to take the picture elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu

from sinolens.figures.primitives import Mark
from sinolens.qt.base.labels import doubled
from sinolens.qt.charts.sharing import copy_picture, print_picture, save_picture

if TYPE_CHECKING:
    from sinolens.qt.charts.picture import PictureWidget


class _Choice(QObject):
    """Remembers what the menu was opened on, for as long as the menu lives."""

    def __init__(self, widget: PictureWidget, mark: Mark | None, menu: QMenu) -> None:
        super().__init__(menu)
        self._widget, self._mark = widget, mark

    def filter(self) -> None:
        self._widget.chosen.emit(self._mark, False)

    def add(self) -> None:
        self._widget.chosen.emit(self._mark, True)

    def exclude(self) -> None:
        self._widget.excluded.emit(self._mark)

    def enter(self) -> None:
        self._widget.entered.emit(self._mark)

    def open(self) -> None:
        self._widget.opened.emit(self._mark)

    def copy(self) -> None:
        copy_picture(self._widget)

    def save(self) -> None:
        save_picture(self._widget)

    def print(self) -> None:
        print_picture(self._widget)


def picture_menu(widget: PictureWidget, mark: Mark | None) -> QMenu:
    """The context menu; it deletes itself when it closes."""
    menu = QMenu(widget)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    choice = _Choice(widget, mark, menu)
    if mark is not None and mark.filters:
        menu.addAction(doubled(f"Show only {mark.title}"), choice.filter)
        menu.addAction("Add to the filter", choice.add)
        menu.addAction("Show everything but this", choice.exclude)
        menu.addAction("Show the positions behind it", choice.open)
        if widget.can_enter(mark):
            menu.addAction(doubled(f"Look inside {mark.title}"), choice.enter)
        menu.addSeparator()
    menu.addAction("Copy picture", choice.copy)
    menu.addAction("Save picture…", choice.save)
    menu.addAction("Print picture…", choice.print)
    return menu
