"""What a damaged file must do to the reader: a clear refusal, or a whole and sound result."""

from __future__ import annotations

import random
from pathlib import Path

from import_files import FIXTURES
from import_files.damage import damage
from sinolens.importing.errors import UnreadableFile
from sinolens.importing.options import ImportOptions, Limits
from sinolens.reference.loader import Reference
from sinolens.services.holdings import Source, read_holdings

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
