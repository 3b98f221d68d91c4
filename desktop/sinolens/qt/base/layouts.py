"""Parts that come and go together are laid out once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLayout


@contextmanager
def laid_out_once(*layouts: QLayout) -> Iterator[None]:
    """Put off to the next turn what these layouts would do at once.

    Qt lays the whole window out for each part that is shown or hidden, before the call returns.

    Args:
        layouts: those the parts stand in.
    """
    held = [(layout, _room(layout)) for layout in layouts if layout.isEnabled()]
    for layout, _ in held:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout, room in held:
            layout.setEnabled(True)
            if _room(layout) != room:
                # It heard nothing of it meanwhile.
                layout.update()


def _room(layout: QLayout) -> QSize:
    around = layout.parentWidget()
    return around.size() if around is not None else QSize()
