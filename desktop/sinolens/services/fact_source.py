"""Where facts that do not come with the program are: imported list editions, and issuers of the user's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sinolens.services.universe import OwnEntry


@dataclass(frozen=True, slots=True)
class FactSource:
    """What the bundled facts are read with.

    Attributes:
        folder: of imported list editions; public facts, one folder for all projects.
        own: what the open project says of issuers, kept encrypted in its file; None = no project is open, and the
            tables beside `folder` count.
        packs: name and text of the files of rules and institutions the open project keeps; None = those beside
            `folder` count.
    """

    folder: Path
    own: tuple[OwnEntry, ...] | None = None
    packs: tuple[tuple[str, str], ...] | None = None


Facts = FactSource | Path | None
"""A `FactSource`, a folder of imported editions with the computer's own issuers beside it, or the bundled facts."""


def folder_of(source: Facts) -> Path | None:
    """The folder of imported list editions."""
    return source.folder if isinstance(source, FactSource) else source
