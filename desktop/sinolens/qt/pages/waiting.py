"""What stands for a page of the analysis while there is none: light, so that the window opens at once."""

from __future__ import annotations

from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.page import Page


class WaitingPage(Page):
    """Says that nothing is open and what to do, or that an analysis is on its way."""

    def __init__(self, workspace: Workspace, title: str) -> None:
        self.title = title
        super().__init__(workspace)

    def order_tabs(self) -> None:
        """Made in the order it is read. To ask Qt for it makes the class of every widget there is, at the start."""
