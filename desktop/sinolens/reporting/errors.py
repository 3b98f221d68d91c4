"""What can go wrong when a report leaves the program."""

from __future__ import annotations


class ExportFailed(Exception):  # noqa: N818 - an outcome the user reads
    """The file could not be written; an older file of that name is untouched.

    Attributes:
        path: the file that was to be written.
        reason: one sentence for the user, without the path's folders spelled twice.
    """

    def __init__(self, path: object, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = str(path)
        self.reason = reason
