"""Reads the cells of a file, in a process of its own when the file is a workbook or large."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np

from sinolens.domain.progress import Progress
from sinolens.importing.cells import Sheet
from sinolens.importing.child import send_sheets, serve
from sinolens.importing.confinement import confined
from sinolens.importing.errors import UnreadableFile
from sinolens.importing.options import Limits
from sinolens.importing.probe import Probe
from sinolens.importing.traits import SheetTraits

_IN_PROCESS = 1 << 20
_POLL_SECONDS = 0.05


def read_sheets(probe: Probe, name: str, password: str, only: str, limits: Limits, progress: Progress) -> list[Sheet]:
    """All visible sheets of a file with their cells; hidden ones and those left out come empty.

    Args:
        probe: what the file is.
        name: of the file, for messages.
        password: of an encrypted workbook, else "".
        only: read only this sheet; "" = all visible ones.
        limits: guards.
        progress: told of the rows read; may cancel, which ends the reading process.

    Raises:
        UnreadableFile: damaged, protected, too large, or the reading process died or took too long.
        Cancelled: the user asked to stop.
    """
    request = {
        "kind": probe.kind,
        "data": probe.data,
        "name": name,
        "password": password,
        "sheet": only,
        "encrypted": probe.encrypted,
        "cells": limits.cells,
        "careful": False,
    }
    if probe.kind == "text" and len(probe.data) <= _IN_PROCESS:
        messages: list[Any] = []
        send_sheets(request, messages.append)
        return _assemble(iter(messages), progress)
    try:
        return _assemble(_messages_of_child(request, name, limits, progress), progress)
    except UnreadableFile as error:
        if error.code != "memory" or probe.kind != "xlsx":
            raise
    # The reader died: a cell far outside the table makes it ask for all the room between. Look first, then read.
    progress.report(0, 0, f"Reading {name} again, more carefully")
    return _assemble(_messages_of_child({**request, "careful": True}, name, limits, progress), progress)


def _messages_of_child(request: dict[str, Any], name: str, limits: Limits, progress: Progress) -> Iterator[Any]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, limits.memory), daemon=True, name="sinolens-reader")
    process.start()
    theirs.close()
    deadline = time.monotonic() + limits.seconds
    try:
        with confined(process, limits.memory):
            # The bytes as they are: pickled they would be copied with every other thread of the program waiting.
            ours.send({key: value for key, value in request.items() if key != "data"})
            ours.send_bytes(request["data"])
            while (message := _receive(ours, deadline, name, limits, progress))[0] != "end":
                if message[0] == "error":
                    raise UnreadableFile(name, message[2], sheet=message[3], code=message[1])
                yield message
    except (EOFError, BrokenPipeError, ConnectionResetError) as error:
        process.join(1.0)
        if process.exitcode == 1:
            # The interpreter itself gave up, before or while it loaded the program's entry point.
            reason = "the program could not start its reader; start it anew"
            raise UnreadableFile(name, reason, code="reader") from error
        raise UnreadableFile(
            name,
            "reading the file used up the memory it may take, or crashed the reader; open it in a "
            "spreadsheet program, delete empty rows and columns, and save it again",
            code="memory",
        ) from error
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()


class _Inbox(Protocol):
    def poll(self, timeout: float) -> bool: ...

    def recv(self) -> Any: ...


def _receive(ours: _Inbox, deadline: float, name: str, limits: Limits, progress: Progress) -> Any:
    while True:
        progress.check()
        # Before what has arrived is taken: a reader that goes on sending is stopped as well.
        if time.monotonic() > deadline:
            raise UnreadableFile(
                name, f"reading took longer than {limits.seconds:.0f} seconds and was stopped", code="time"
            )
        if ours.poll(_POLL_SECONDS):
            return ours.recv()


def _assemble(messages: Iterator[Any], progress: Progress) -> list[Sheet]:
    sheets: list[Sheet] = []
    current: _Parts | None = None
    for message in messages:
        if message[0] == "sheet":
            if current:
                sheets.append(current.sheet())
            current = _Parts(*message[1:])
        elif message[0] == "rows" and current:
            current.add(message[1])
            progress.report(current.filled, current.rows, f"Reading {current.name or 'rows'}")
    if current:
        sheets.append(current.sheet())
    return sheets


class _Parts:
    """A sheet on its way in."""

    def __init__(self, name: str, hidden: str, rows: int, columns: int, traits: SheetTraits) -> None:
        self.name, self.hidden, self.rows, self.traits = name, hidden, rows, traits
        self.values = np.empty((rows, columns), object)
        self.values.fill("")
        self.filled = 0

    def add(self, block: list[list[Any]]) -> None:
        end = self.filled + len(block)
        self.values[self.filled : end] = block
        self.filled = end

    def sheet(self) -> Sheet:
        return Sheet(self.name, self.values[: self.filled], self.hidden, self.traits)
