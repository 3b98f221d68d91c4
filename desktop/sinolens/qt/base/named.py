"""Properties of widgets by the names Qt knows them by, for what the first window is made of.

The first mention of Qt's namespace class in Python builds all of its 1,300 constants, which takes longer than any other
part of the start. What is shown first does without: modules that the start imports name the class only within what runs
later.
"""

from __future__ import annotations

from PySide6.QtCore import QObject


def set_named(on: QObject, **names: str) -> None:
    """Set properties whose values are constants: `set_named(label, textFormat="PlainText")`.

    Args:
        on: a widget.
        names: by the property, the constant's name; several flags are joined by "|".

    Raises:
        ValueError: there is no such property or constant.
    """
    for name, value in names.items():
        if not on.setProperty(name, value):
            raise ValueError(f"{type(on).__name__} does not take {value} as {name}")
