"""The files that come with the program, reached without the readers of facts: the window's start does without them."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable


def bundled() -> Traversable:
    """The folder of fonts, icons and facts, installed or editable."""
    return files("sinolens.resources")
