"""Reads the lines of China whose trade is plainly not AI: known by market and identifier, of no issuer on file."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from sinolens.domain.issuer import OtherLine
from sinolens.reference.identifiers import is_isin
from sinolens.reference.pack import FieldSpec, checked, iso_date, mic, read_table, unique_by, verified_mark

OTHER_LINES_FILE = "issuers/other-lines.csv"


def load_other_lines(root: Traversable) -> tuple[OtherLine, ...]:
    """Lines in the order of the file. Columns are the fields of `OtherLine`; none where the facts have no such file.

    Raises:
        sinolens.reference.pack.PackError: a check digit that fails, or an ISIN or a ticker that stands twice.
    """
    if not (root / OTHER_LINES_FILE).is_file():
        # Facts frozen by an earlier version of the program.
        return ()
    rows = read_table(root, OTHER_LINES_FILE, {
        "mic": FieldSpec(mic, required=True),
        "ticker": FieldSpec(required=True),
        "isin": checked("ISIN", is_isin),
        "name": FieldSpec(required=True),
        "trade": FieldSpec(required=True),
        "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True),
        "verified": verified_mark,
    })
    unique_by([row for row in rows if row["isin"]], "isin")
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row["mic"], row["ticker"]) in seen:
            row.fail("ticker", f"{row['mic']} {row['ticker']} stands twice")
        seen.add((row["mic"], row["ticker"]))
    return tuple(OtherLine(**row) for row in rows)
