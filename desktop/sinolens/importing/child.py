"""The reading process: opens a hostile or huge file so that the program itself never does.

Only light modules are imported here; the process starts in a few hundredths of a second. It is given the bytes of the
file, sends back blocks of at most `BLOCK` rows, and may be killed at any moment.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sinolens.importing.errors import UnreadableFile
from sinolens.importing.traits import SheetTraits

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

BLOCK = 500
"""Rows of a message: small, because taking one in keeps the other threads of the program waiting."""
Rows = Iterable[list[Any]]
Sheets = Iterator[tuple[str, str, int, int, SheetTraits, Rows]]
"""Name, "visible" or how it is hidden, rows, columns, traits, rows."""


def serve(connection: Connection, memory: int) -> None:
    """Entry of the process: read one request, answer with blocks, end."""
    # Cells are made in one go and sent away; looking for cycles among them only costs time.
    gc.disable()
    _confine(memory)
    try:
        request = connection.recv()
        send_sheets({**request, "data": connection.recv_bytes()}, connection.send)
    except UnreadableFile as error:
        connection.send(("error", error.code, error.reason, error.sheet))
    except MemoryError:
        connection.send(("error", "memory", "the file needs more memory than is safe to give it", ""))
    except (BrokenPipeError, EOFError):
        return
    except Exception as error:  # noqa: BLE001 - whatever a reader throws at a damaged file must reach the user as one
        connection.send(
            ("error", "damaged", f"the file is damaged or not what it says it is ({type(error).__name__})", "")
        )
    except BaseException as error:
        # The library that reads workbooks panics with a class that is no `Exception` and that it does not give to
        # anybody to name here. An end asked for from outside is none either: it goes on its way.
        if type(error).__name__ != "PanicException":
            raise
        connection.send(("error", "damaged", "the file is damaged: what it says of itself contradicts its content", ""))
    finally:
        connection.close()


def send_sheets(request: dict[str, Any], send: Callable[[Any], None]) -> None:
    """Read the file of a request and send its sheets.

    Args:
        request: "kind", "name", "data", "password", "sheet" (read only this one, hidden or not), "cells", "careful".
        send: takes messages ("names", all), ("sheet", name, hidden, rows, columns, traits), ("rows", block), ("end",).
    """
    from sinolens.importing import spreadsheets

    kind, data, name = request["kind"], request["data"], request["name"]
    if request["encrypted"]:
        from sinolens.importing.encryption import decrypt

        kind, data = decrypt(data, request["password"], name, kind)
    for sheet_name, hidden, rows, columns, traits, values in spreadsheets.read(
        kind, data, name, request["sheet"], request["cells"], request["careful"]
    ):
        send(("sheet", sheet_name, hidden, rows, columns, traits))
        block: list[list[Any]] = []
        for row in values:
            block.append(row)
            if len(block) == BLOCK:
                send(("rows", block))
                block = []
        if block:
            send(("rows", block))
    send(("end",))


def _confine(memory: int) -> None:
    """Cap the address space, forbid core files, keep the reader's own cries off the terminal."""
    silent = os.open(os.devnull, os.O_RDWR)
    os.dup2(silent, 2)
    if sys.platform == "win32":  # the parent put this process into a Job Object, see `confinement`
        return
    import resource

    for limit, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(limit)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (allowed, hard))
