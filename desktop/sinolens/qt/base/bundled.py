"""The files that come with the program, reached without the readers of facts: the window's start does without them."""

from __future__ import annotations

from pathlib import Path

import sinolens.resources


def bundled() -> Path:
    """The folder of fonts, icons and facts, installed, editable or frozen.

    The package's own path instead of `importlib.resources`, which brings zip files and temporary folders with it.
    """
    return Path(sinolens.resources.__path__[0])
