"""How long work says how far it is, and is asked to stop."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):  # noqa: N818 - an outcome, not an error
    """The user asked for the running work to stop; nothing was kept."""


class Progress(Protocol):
    """What long work is given to report to. Implementations must be safe to call from any thread."""

    def report(self, done: int, total: int, text: str) -> None:
        """Say that `done` of `total` steps are finished (`total` 0 = unknown) and what is being done."""

    def check(self) -> None:
        """Raise `Cancelled` when the user asked to stop."""


class SilentProgress:
    """Progress for callers that do not watch: reports go nowhere and nothing is ever cancelled."""

    def report(self, done: int, total: int, text: str) -> None:
        """Ignore the report."""

    def check(self) -> None:
        """Never cancel."""
