"""What stops a file from being read at all; everything smaller is a `Finding`."""

from __future__ import annotations


class UnreadableFile(Exception):  # noqa: N818 - says what the file is, as the user will read it
    """A file no positions can be read from.

    Attributes:
        file: name of the file, without its folder.
        sheet: the sheet it is about, "" for the whole file.
        reason: one sentence for the user: what is wrong and what to do.
        code: stable word for programs: "missing", "empty", "password", "kind", "damaged", "too-large", "no-table",
            "time", "memory", "reader", "encoding", "template".
    """

    def __init__(self, file: str, reason: str, sheet: str = "", code: str = "damaged") -> None:
        self.file = file
        self.sheet = sheet
        self.reason = reason
        self.code = code
        super().__init__(f"{file}{f', sheet {sheet!r}' if sheet else ''}: {reason}")
