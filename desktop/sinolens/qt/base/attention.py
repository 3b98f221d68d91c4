"""What a page is asked to show alone: the rows behind one line of the data-health panel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attention:
    """Rows a page shows alone until the user asks for all.

    Attributes:
        page: id of the page.
        key: of the concern. Pages find its rows in the analysis shown, so that what was mended is gone from them.
        title: in the words of the line that was clicked.
        names: of managers, where a concern is about them.
    """

    page: str
    key: str
    title: str
    names: frozenset[str] = frozenset()
