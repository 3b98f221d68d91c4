"""What the window remembers between runs: one table of keys, one small text file in the program's home."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QSettings


class Setting(NamedTuple):
    """One remembered value. `choices` empty = any text."""

    key: str
    default: str
    choices: tuple[str, ...]
    title: str
    meaning: str


SETTINGS: dict[str, Setting] = {setting.key: setting for setting in (
    Setting("theme", "system", ("system", "light", "dark"), "Theme", "Colours of the window; pictures follow."),
    Setting("scale", "100", ("100", "125", "150", "175", "200"), "Text and picture size",
            "In percent of the screen's own scale. Takes effect when the program is started again."),
    Setting("paper", "letter", ("letter", "a4"), "Paper", "Paper of exported PDF reports."),
    Setting("idle_lock", "15", ("0", "5", "15", "30", "60"), "Lock when idle",
            "An encrypted project is closed and hidden after this time without input, until its passphrase is given."),
    Setting("remember_recent", "on", ("on", "off"), "Recent projects",
            "Where projects were opened from, for the File menu. Only places of files are kept."),
    Setting("recent", "", (), "Recent", "Places of projects opened before."),
    Setting("page", "overview", (), "Page", "The page shown last."),
    Setting("folder", "", (), "Folder", "The folder files were chosen from last."),
)}
"""No holdings, names or amounts are ever kept here: the file is not encrypted."""


class Settings:
    """The remembered values, read and written one by one."""

    def __init__(self, home: Path) -> None:
        self._store = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)

    def get(self, key: str) -> str:
        """The value, or its default where nothing usable is kept.

        Raises:
            KeyError: the key is not declared.
        """
        setting = SETTINGS[key]
        value = str(self._store.value(key, setting.default))
        return value if not setting.choices or value in setting.choices else setting.default

    def put(self, key: str, value: str) -> None:
        """Keep a value.

        Raises:
            KeyError: the key is not declared.
            ValueError: not one of its choices.
        """
        setting = SETTINGS[key]
        if setting.choices and value not in setting.choices:
            raise ValueError(f"{key}: {value}")
        self._store.setValue(key, value)

    def geometry(self) -> QByteArray | None:
        """Place and size of the window, None at the first start."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) else None

    def put_geometry(self, value: QByteArray) -> None:
        """Keep place and size of the window."""
        self._store.setValue("geometry", value)
