"""Settings: theme, size, paper. Made from the table of settings."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from sinolens.qt.base.cards import Card
from sinolens.qt.base.labels import label
from sinolens.qt.base.settings import SETTINGS
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.page import Page

_SHOWN = ("theme", "scale", "paper", "idle_lock", "remember_recent")
_WORDS = {"system": "Follow the system", "light": "Light", "dark": "Dark", "letter": "US Letter", "a4": "A4",
          "on": "Remember", "off": "Do not remember"}
_MINUTES = {"0": "Never"}


class SettingsPage(Page):
    """Each change is kept at once."""

    title = "Settings"
    needs_analysis = False

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        card = Card("Appearance, paper and privacy")
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(16)
        grid.setColumnMinimumWidth(1, 220)
        grid.setColumnStretch(2, 1)
        self.choices: dict[str, QComboBox] = {}
        for row, key in enumerate(_SHOWN):
            setting = SETTINGS[key]
            box = QComboBox()
            box.setAccessibleName(setting.title)
            for choice in setting.choices:
                box.addItem(_word(key, choice), choice)
            box.setCurrentIndex(box.findData(workspace.settings.get(key)))
            box.setProperty("setting", key)
            box.activated.connect(self._change)
            self.choices[key] = box
            grid.addWidget(label(setting.title), row, 0)
            grid.addWidget(box, row, 1)
            grid.addWidget(label(setting.meaning, "caption", wrap=True), row, 2)
        card.body.addLayout(grid)
        self.body.addWidget(card)
        privacy = Card("What stays where")
        privacy.body.addWidget(label(
            "The program opens no network connection. Holdings are kept only in the project file you save. It is "
            "encrypted with its passphrase unless you chose otherwise; then the title bar says “not encrypted”. "
            "Backups are as encrypted as their project. These settings hold no names and no amounts.",
            "stateText", wrap=True,
        ))
        self.body.addWidget(privacy)
        self.body.addStretch(1)
        self.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        workspace.appearance.changed.connect(self._follow)

    def _change(self) -> None:
        box = self.sender()
        key, value = box.property("setting"), box.currentData()
        self.workspace.settings.put(key, value)
        if key == "theme":
            self.workspace.appearance.set_mode(value)
        elif key == "scale":
            self.workspace.tell("The new size is used when the program is started again.")

        elif key == "remember_recent" and value == "off":
            self.workspace.settings.put("recent", "")

    def _follow(self) -> None:
        box = self.choices["theme"]
        box.setCurrentIndex(box.findData(self.workspace.appearance.mode))


def _word(key: str, choice: str) -> str:
    if key == "idle_lock":
        return _MINUTES.get(choice, f"After {choice} minutes")
    return _WORDS.get(choice, f"{choice} %")
