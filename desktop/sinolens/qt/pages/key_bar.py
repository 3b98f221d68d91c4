"""Buttons that show the key of each thing that can be done, and the keys themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from sinolens.qt.base.flow import FlowLayout
from sinolens.qt.pages.page import button


@dataclass(frozen=True, slots=True)
class Keyed:
    """One thing to do: its key, the word on its button, and a sentence. `repeats`: while the key is held."""

    key: str
    word: str
    tip: str
    act: Callable[[], object]
    repeats: bool = False


class KeyBar(QWidget):
    """One button a thing.

    Attributes:
        buttons: by key.
    """

    def __init__(self, page: QWidget, things: tuple[Keyed, ...], parent: QWidget | None = None) -> None:
        """`page`: where the keys work, unless the user is typing."""
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        flow = FlowLayout(spacing=6)
        self.setLayout(flow)
        for thing in things:
            made = button(f"{thing.key} · {thing.word}", tip=thing.tip)
            made.setProperty("kind", "key")
            made.clicked.connect(thing.act)
            self.buttons[thing.key] = made
            flow.addWidget(made)
            if "–" not in thing.key:
                add_key(page, thing.key, thing.act, thing.repeats)


def add_key(page: QWidget, key: str, act: Callable[[], object], repeats: bool = False) -> None:
    """Let a key do something while the page, or anything on it but a field, has the focus."""
    made = QShortcut(QKeySequence(key), page, act)
    made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.setAutoRepeat(repeats)
