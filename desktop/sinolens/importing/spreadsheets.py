"""Sheets of a workbook of any kind as rows of Python values. Runs in the reading process."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from sinolens.importing.errors import UnreadableFile
from sinolens.importing.traits import NO_TRAITS, SheetTraits

if TYPE_CHECKING:
    from sinolens.importing.child import Sheets


def read(kind: str, data: bytes, name: str, only: str, cells: int, careful: bool) -> Sheets:
    """Sheets of a file, in their order. Hidden sheets come without rows unless asked for by name.

    Args:
        kind: as `probe.Probe.kind`.
        data: bytes of the file, decrypted.
        name: of the file, for messages.
        only: read the rows of this sheet only; "" = of all visible ones.
        cells: largest rectangle a sheet may span.
        careful: look at the raw sheets before their values are read leaving out far stray cells. Otherwise both go
            on at once, which is faster and may cost the process its life.

    Raises:
        UnreadableFile: the file is damaged or a sheet too large.
    """
    if kind == "text":
        from sinolens.importing.textfile import read_text_table

        return read_text_table(data, name)
    if kind in ("spreadsheetml", "html"):
        from sinolens.importing.markup import read_html, read_spreadsheetml

        return read_html(data, name) if kind == "html" else read_spreadsheetml(data, name, only)
    return _read_binary(kind, data, name, only, cells, careful)


def _read_binary(kind: str, data: bytes, name: str, only: str, cells: int, careful: bool) -> Sheets:
    import python_calamine as calamine

    look: Future[tuple[bytes, dict[str, SheetTraits]]] = Future()
    if kind != "xlsx":
        look.set_result((data, {}))
    else:
        from sinolens.importing.sheetxml import look_at_sheets

        # The value reader lets go of the interpreter while it parses, so the two share the time of one.
        threading.Thread(target=_settle, args=(look, look_at_sheets, data, name, only, cells), daemon=True).start()
        if careful:
            data = look.result()[0]
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise UnreadableFile(
            name, "the workbook is protected by a password; give the password and try again", code="password"
        ) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(name, "the workbook is cut off or damaged; save it again and retry") from error
    names = {meta.name: meta for meta in book.sheets_metadata}
    if only and only not in names:
        shown = ", ".join(list(names)[:10])
        raise UnreadableFile(name, f"there is no such sheet; the workbook has: {shown}", sheet=only, code="no-table")
    for sheet_name, meta in names.items():
        if not str(meta.typ).endswith("WorkSheet"):
            continue
        hidden = {"Visible": "visible", "Hidden": "hidden"}.get(str(meta.visible).rpartition(".")[2], "very_hidden")
        if (only and sheet_name != only) or (not only and hidden != "visible"):
            yield sheet_name, hidden if hidden != "visible" else "left_out", 0, 0, NO_TRAITS, ()
            continue
        try:
            sheet = book.get_sheet_by_name(sheet_name)
        except (calamine.CalamineError, OSError, ValueError) as error:
            raise UnreadableFile(
                name, "the sheet is damaged; save the workbook again and retry", sheet=sheet_name
            ) from error
        traits = look.result()[1]
        end = sheet.end
        height, width = (end[0] + 1, end[1] + 1) if end else (0, 0)
        if height * width > cells:
            raise UnreadableFile(
                name,
                f"the sheet spans {height:,} rows by {width:,} columns, more than is safe to read; "
                "delete the empty rows and columns around the table",
                sheet=sheet_name,
                code="too-large",
            )
        yield sheet_name, hidden, height, width, traits.get(sheet_name, NO_TRAITS), _rows(sheet)


def _settle(future: Future[Any], work: Callable[..., Any], *words: Any) -> None:
    try:
        future.set_result(work(*words))
    except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
        future.set_exception(error)


def _rows(sheet: Any) -> Iterator[list[Any]]:
    """Rows from the sheet's first on and columns from A on, so that addresses stay those the user sees."""
    start = sheet.start
    if not start:
        return
    # iter_rows gives the blank rows above the first cell but starts at the first used column.
    if start[1] == 0:
        yield from sheet.iter_rows()
        return
    blank = [""] * start[1]
    for row in sheet.iter_rows():
        yield blank + row
