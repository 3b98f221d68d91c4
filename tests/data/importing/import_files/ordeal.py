"""What a damaged file must do to the reader: a clear refusal, or a whole and sound result."""

from __future__ import annotations

import random
from pathlib import Path

from import_files import FIXTURES
from import_files.damage import damage
from sinolens.importing.errors import UnreadableFile
from sinolens.importing.options import ImportOptions, Limits
from sinolens.reference.loader import Reference
from sinolens.services.arrivals import add_holdings, receive
from sinolens.services.holdings import Source, read_holdings
from sinolens.services.import_arrival import question_of
from sinolens.storage.commands import stored_tables
from sinolens.storage.project import Project

LIMITS = Limits(seconds=20.0, memory=1 << 30)
CASES = [case for case in FIXTURES if case.name != "password_protected"]


def check_seed(seed: int, folder: Path, places: Reference) -> str:
    """Read a damaged file beside a sound one; "" when it was read, else the code of the refusal."""
    draw = random.Random(seed)
    case = draw.choice(CASES)
    path = folder / f"{seed}{case.suffix}"
    case.write(path)
    path.write_bytes(damage(path.read_bytes(), draw))
    sound = folder / "sound.csv"
    sound.write_text("Security,ISIN,Market Value\nALPHA,KYG875721634,1.00\n", encoding="utf-8")
    options = ImportOptions(limits=LIMITS)
    try:
        holdings = read_holdings([Source(sound), Source(path, options)], places)
    except UnreadableFile as error:
        assert error.file == path.name
        assert error.reason
        assert "\n" not in error.reason
        return error.code
    # Nothing in part: every row of every table that was read is a position or has a reason.
    assert len(holdings.inputs) >= 2 or any(f.code == "duplicate-file" for f in holdings.findings)
    rows = len(holdings.positions) + sum(len(fund.frame) for fund in holdings.fund_tables)
    assert rows == sum(summary.positions for summary in holdings.inputs)
    for summary in holdings.inputs:
        assert summary.positions > 0
        assert summary.rows_read == summary.positions + len(summary.skipped)
    sums = sum(s.sum for s in holdings.inputs if s.role == "positions")
    assert sums == int(holdings.positions["market_value"].sum())
    return ""


def check_commit(seed: int, folder: Path, places: Reference, project: Project) -> str:
    """Import a damaged file beside a sound one into a project, by the steps the program takes; "" when it went in.

    A refusal leaves the project's file as it was, byte for byte; what went in is whole, and undoing it takes all of it.
    """
    draw = random.Random(seed)
    case = draw.choice(CASES)
    path = folder / f"{seed}{case.suffix}"
    case.write(path)
    path.write_bytes(damage(path.read_bytes(), draw))
    sound = folder / f"sound{seed}.csv"
    text = f"As of 2026-06-30\nSecurity,ISIN,Market Value\nALPHA,KYG875721634,{seed + 2}.00\n"
    sound.write_text(text, encoding="utf-8")
    before, count = project.path.read_bytes(), len(project.rows("import"))
    try:
        holdings = read_holdings([Source(sound), Source(path, ImportOptions(limits=LIMITS))], places)
        arrival = receive(project, holdings)
        command = add_holdings(project, arrival, question_of(holdings, "", ""))
    except UnreadableFile as error:
        assert project.path.read_bytes() == before
        return error.code
    assert project.path.read_bytes() == before, "nothing is written before the commit"
    held = sum(len(t.frame) for t in stored_tables(project))
    project.apply(command)
    tables = stored_tables(project)
    assert sum(len(t.frame) for t in tables) - held == len(holdings.positions) + sum(
        len(fund.frame) for fund in holdings.fund_tables)
    assert all(table.summary.positions == len(table.frame) for table in tables)
    project.undo()
    assert len(project.rows("import")) == count
    return ""
