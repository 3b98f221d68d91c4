"""Reads the securities lines of the issuers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Any

from sinolens.domain.issuer import Issuer, Line
from sinolens.reference.identifiers import is_figi, is_isin
from sinolens.reference.pack import (
    Convert,
    FieldSpec,
    Row,
    checked,
    currency,
    iso_date,
    mic,
    one_of,
    read_table,
    slug,
    verified_mark,
)

LINES_FILE = "issuers/lines.csv"
LINE_KINDS = ("A", "B", "H", "red_chip", "p_chip", "adr", "dual_counter", "ordinary", "bond")
LINE_FIELDS: dict[str, FieldSpec | Convert] = {
    "issuer_id": FieldSpec(slug, required=True),
    "mic": mic,
    "ticker": str,
    "kind": one_of(*LINE_KINDS),
    "currency": currency,
    "isin": checked("ISIN", is_isin),
    "figi": checked("FIGI", is_figi),
    "valid_from": iso_date,
    "valid_to": iso_date,
    "source": FieldSpec(required=True),
    "as_of": FieldSpec(iso_date, required=True),
    "verified": verified_mark,
}


def load_lines(root: Traversable, issuers: Mapping[str, Issuer]) -> tuple[Line, ...]:
    """Securities lines, in the order of the file.

    Columns are the fields of `Line` plus `as_of`, the date of the source. A line has a ticker or an ISIN or both;
    tickers are recycled, so two lines of one market may share a ticker only when their validity does not overlap.

    Raises:
        sinolens.reference.pack.PackError: an unknown issuer, a check digit that fails, an ISIN that two issuers
            share, a ticker twice on one market at one time, or an issuer marked as listed without a line that is not a
            bond (or the other way round).
    """
    rows = read_table(root, LINES_FILE, LINE_FIELDS)
    _check_lines(rows, issuers)
    return tuple(read_line(row) for row in rows)


def read_line(row: Row) -> Line:
    """The line of a row of `LINE_FIELDS`."""
    return Line(
        issuer_id=row["issuer_id"],
        mic=row["mic"],
        ticker=row["ticker"],
        kind=row["kind"],
        currency=row["currency"],
        isin=row["isin"],
        figi=row["figi"],
        valid_from=row["valid_from"],
        valid_to=row["valid_to"],
        source=row["source"],
        verified=row["verified"],
    )


def _check_lines(rows: list[Row], issuers: Mapping[str, Issuer]) -> None:
    owners: dict[str, str] = {}
    by_ticker: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    traded: set[str] = set()
    for row in rows:
        if row["issuer_id"] not in issuers:
            row.fail("issuer_id", f"{row['issuer_id']!r} is no issuer")
        if not row["ticker"] and not row["isin"]:
            row.fail("ticker", "a line needs a ticker or an ISIN")
        if row["ticker"] and not row["mic"]:
            row.fail("mic", "a ticker means nothing without its market")
        if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]:
            row.fail("valid_to", "lies before valid_from")
        if row["isin"] and owners.setdefault(row["isin"], row["issuer_id"]) != row["issuer_id"]:
            row.fail("isin", f"{row['isin']} already belongs to {owners[row['isin']]!r}")
        if row["ticker"]:
            same = by_ticker[(row["mic"], row["ticker"])]
            for other in same:
                if overlaps(row, other):
                    row.fail("ticker", f"{row['mic']} {row['ticker']} already stands on line {other.line} at that time")
            same.append(row)
        if row["kind"] != "bond" and not row["valid_to"]:
            traded.add(row["issuer_id"])
            if not issuers[row["issuer_id"]].listed:
                row.fail("issuer_id", f"{row['issuer_id']!r} is not marked as listed")
    for issuer in issuers.values():
        if issuer.listed and issuer.id not in traded:
            rows[-1].fail("issuer_id", f"{issuer.id!r} is marked as listed but has no line")


def overlaps(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two lines are valid at the same time, on any day."""
    return (not one["valid_to"] or not other["valid_from"] or other["valid_from"] <= one["valid_to"]) and (
        not other["valid_to"] or not one["valid_from"] or one["valid_from"] <= other["valid_to"]
    )
