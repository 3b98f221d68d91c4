"""What was noticed in the user's data, as a value with an address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters. `BLOCKING` keeps a report from being final until it is explained."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"
    BLOCKING = "blocking"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed.

    Attributes:
        code: enumerated, stable, lower case with hyphens ("identifier-repaired").
        severity: see `Severity`.
        message: one sentence in the user's terms: what, where, what was done or what to do.
        file: name of the file, without its folder.
        sheet: name of the sheet; empty for text files.
        cell: address in A1 form, or "" when the finding is about the whole sheet.
        row: row number as the user sees it, 0 when there is none.
    """

    code: str
    severity: Severity
    message: str
    file: str = ""
    sheet: str = ""
    cell: str = ""
    row: int = 0
