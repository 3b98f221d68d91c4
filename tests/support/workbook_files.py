"""Workbooks of made-up rows, for tests that read files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl


def write_book(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A workbook of one sheet with these rows from its first cell on; gives its path."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    workbook.save(path)
    return path
