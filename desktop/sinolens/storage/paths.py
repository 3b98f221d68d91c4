"""Where the program keeps its own files: the platform's folders, or one throw-away home."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

APP = "sinolens"


@dataclass(frozen=True, slots=True)
class Home:
    """The program's folders. None of them ever holds a holding or an amount in plain text."""

    config: Path
    data: Path
    log: Path

    @classmethod
    def of_user(cls) -> Home:
        """The platform's own places."""
        import platformdirs

        dirs = platformdirs.PlatformDirs(APP, appauthor=False)
        return cls(Path(dirs.user_config_dir), Path(dirs.user_data_dir), Path(dirs.user_log_dir))

    @classmethod
    def at(cls, folder: Path) -> Home:
        """Everything under one folder (`--home`), for tests and throw-away use."""
        return cls(folder / "config", folder / "data", folder / "log")

    @property
    def backups(self) -> Path:
        """Backups of projects, encrypted like the projects."""
        return self.data / "backups"

    @property
    def lists(self) -> Path:
        """List editions imported by file; public facts, not encrypted."""
        return self.data / "lists"

    @property
    def universe(self) -> Path:
        """Issuers, names, lines and weights of the user's own; facts about companies, not encrypted."""
        return universe_beside(self.lists)

    @property
    def rules(self) -> Path:
        """Rules and institutions of the user's own; the institution's papers by name, not encrypted."""
        return rules_beside(self.lists)

    @property
    def layouts(self) -> Path:
        """Layouts of workbooks the user confirmed: headers and column letters, not encrypted."""
        return self.data / "layouts"

    @property
    def settings(self) -> Path:
        """The program's settings."""
        return self.config / "settings.json"

    def make(self) -> None:
        """Make the folders, for their owner only.

        Raises:
            OSError: they cannot be made.
        """
        for folder in (self.config, self.data, self.log, self.backups):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if os.name == "posix":
                folder.chmod(0o700)


def rules_beside(lists: Path) -> Path:
    """Folder of the user's own rules and institutions that belongs to a folder of imported list editions."""
    return lists.with_name("rules")


def universe_beside(lists: Path) -> Path:
    """Folder of the user's own issuers that belongs to a folder of imported list editions: they stand side by side."""
    return lists.with_name("universe")
