"""Where a step of the import needs the user: the cell, the field or the list the keyboard is put on."""

from __future__ import annotations

from PySide6.QtCore import Qt

from sinolens.importing.workbook import ImportedTable
from sinolens.qt.pages.import_stack import StepStack
from sinolens.services.import_draft import Draft
from sinolens.services.import_progress import cell_of_concern


def look_at_concern(steps: StepStack, key: str, draft: Draft | None, table: ImportedTable | None) -> None:
    """Put the keyboard on what the step shown needs the user for.

    Args:
        steps: of the import.
        key: of the step shown.
        draft: file the step is about.
        table: of that file.
    """
    if key == "source" or draft is None or table is None:
        steps.source.table.setFocus(Qt.FocusReason.OtherFocusReason)
    elif key in ("sheet", "columns"):
        cell = cell_of_concern(draft, table, key)
        if cell:
            steps.sheet.view.look_at(*split_address(cell))
        steps.sheet.view.setFocus(Qt.FocusReason.OtherFocusReason)
    elif key == "values":
        steps.values.table.setFocus(Qt.FocusReason.OtherFocusReason)
    elif key == "accounts":
        steps.accounts.focus_concern()
    elif key == "tie":
        steps.tie.focus_concern()


def split_address(place: str) -> tuple[int, int]:
    """Row and column, counted from 0, of a cell ("H12") or of the first cell of a row ("12")."""
    from sinolens.importing.cells import column_index

    letters = place.rstrip("0123456789")
    return int(place[len(letters):] or 1) - 1, column_index(letters) if letters else 0
