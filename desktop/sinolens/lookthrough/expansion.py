"""From positions to what they hold: funds are opened by the files on hand, and what no file says is kept as unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from sinolens.domain.coverage import DoubleCount, FundCoverage
from sinolens.domain.finding import Finding, Severity
from sinolens.domain.instrument import Instrument
from sinolens.domain.match import Match
from sinolens.domain.money import format_dollars
from sinolens.lookthrough.apportionment import split_by_shares
from sinolens.lookthrough.directory import FundDirectory
from sinolens.lookthrough.fund_table import Basis, FundReading, FundTable, read_shares
from sinolens.lookthrough.overlap import Holders, describe_overlap, leave_out
from sinolens.lookthrough.slices import Origin, SliceBuilder
from sinolens.matching.decisions import string_key
from sinolens.reference.loader import Reference

PATH_MARK = " ▸ "
SCALE_LOW, SCALE_HIGH = 0.98, 1.02
"""A fund file whose sum is farther than this from the custodian's value is reported."""
STALE_DAYS = 95
"""A fund file older than this at the as-of date is reported."""
MOST_DEPTH = 12
CHOSEN = frozenset({"proxy", "not_disclosed"})
"""What a user may make of a fund beside attaching its own file."""
ONE, BOTH = "one", "both"
"""Answers to whether a security in a fund's file and in the same manager's direct lines is one holding."""
_EXACT = 0.0005
"""Within this the file's sum is the custodian's value; a larger factor makes the method "scaled"."""
_PART_OF_FUND = 0.5
"""Below this factor a pooled fund's file is the whole fund's, of which the position is a part."""
_POOLED = frozenset({Instrument.ETF, Instrument.MUTUAL_FUND, Instrument.COMMINGLED_FUND})
_FUNDS = frozenset(kind.value for kind in Instrument if kind.is_fund)


@dataclass(frozen=True)
class LookThrough:
    """The result: `slices` (SLICE_COLUMNS), coverage of every fund position, and what was noticed.

    The slices of a position add exactly to its market value. `overlaps` are securities that may be counted twice.
    """

    slices: pd.DataFrame
    funds: tuple[FundCoverage, ...]
    findings: tuple[Finding, ...]
    overlaps: tuple[DoubleCount, ...] = ()


NO_METHODS: Mapping[str, str] = {}
NO_ANSWERS: Mapping[int, str] = {}


def look_through(
    positions: pd.DataFrame,
    tables: Sequence[FundTable],
    attachments: Mapping[str, str],
    reference: Reference,
    matches: Sequence[Match],
    match_index: pd.Series[int],
    as_of: str,
    methods: Mapping[str, str] = NO_METHODS,
    same_holding: Mapping[int, str] = NO_ANSWERS,
) -> LookThrough:
    """Open every fund position as far as files allow.

    Args:
        positions: POSITION_COLUMNS.
        tables: holdings files that were read.
        attachments: name of a fund position (or of a fund inside a fund) to the file, "file#sheet" or table name that
            speaks for it. They go before a match by name, and make any position a fund.
        reference: bundled facts; vehicles and countries are used.
        matches: answers of `match_names` for the positions.
        match_index: which answer each position has.
        as_of: ISO date of the analysis; ages are counted to it.
        methods: name of a fund position to what the user made of it: "proxy" (its file is its benchmark's) or
            "not_disclosed" (no file speaks for it, whatever is on hand). Any other word changes nothing.
        same_holding: row number of a fund position to the answer whether what its file and the same manager's direct
            lines both hold is one holding: `ONE` leaves those lines out of the file, `BOTH` keeps them.

    Returns:
        See `LookThrough`. Fund files never add value: they split the position's own.
    """
    return _Expansion(
        positions, tables, attachments, reference, matches, match_index, as_of, methods, same_holding
    ).run()


@dataclass
class _Coverage:
    """What a fund position's slices come to while it is being opened."""

    undisclosed: int = 0
    proxy: int = 0
    missing: list[str] | None = None

    def lack(self, cents: int, what: str) -> None:
        """Note that `cents` are unknown because of `what`."""
        self.undisclosed += cents
        self.missing = [*(self.missing or []), what]


class _Expansion:
    def __init__(
        self, positions: pd.DataFrame, tables: Sequence[FundTable], attachments: Mapping[str, str],
        reference: Reference, matches: Sequence[Match], match_index: pd.Series[int], as_of: str,
        methods: Mapping[str, str], same_holding: Mapping[int, str],
    ) -> None:
        self._positions = positions
        self._tables = list(tables)
        self._reference = reference
        self._vehicle_ids = [matches[place].vehicle_id for place in match_index.to_numpy().tolist()]
        self._as_of = as_of
        self._directory = FundDirectory(tables, attachments, reference)
        self._builder = SliceBuilder(positions, [table.frame for table in tables])
        self._readings: dict[int, FundReading] = {}
        self._inner: dict[int, dict[int, tuple[str, str, int | None]]] = {}
        self._findings: list[Finding] = []
        self._told: set[tuple[str, ...]] = set()
        self._funds: list[FundCoverage] = []
        self._methods = {string_key(fund): method for fund, method in methods.items()}
        self._same_holding = same_holding
        self._proxied = False
        self._overlaps: list[DoubleCount] = []
        self._left_out: dict[tuple[int, tuple[str, ...]], int] = {}

    def run(self) -> LookThrough:
        kinds = self._positions["instrument"].to_numpy(dtype=object)
        names = self._positions["name"].to_numpy(dtype=object)
        is_fund = np.array(
            [
                kind in _FUNDS or self._directory.is_attached(name) or self._chosen_method(name) in CHOSEN
                for kind, name in zip(kinds, names, strict=True)
            ],
            dtype=bool,
        )
        self._holders = Holders(self._positions)
        for place in np.flatnonzero(is_fund).tolist():
            self._open_position(place)
        slices = self._builder.build(np.flatnonzero(~is_fund))
        self._findings += self._directory.findings + self._directory.unused()
        self._findings += [describe_overlap(self._positions, overlap) for overlap in self._overlaps]
        return LookThrough(slices, tuple(self._funds), tuple(self._findings), tuple(self._overlaps))

    def _chosen_method(self, name: str) -> str:
        return self._methods.get(string_key(name), "") if self._methods else ""

    def _open_position(self, place: int) -> None:
        row = self._positions.iloc[place]
        name, value = str(row["name"]), int(row["market_value"])
        vehicle = self._vehicle_ids[place] or self._directory.vehicle_of(
            name, row["isin"], row["cusip"], row["ticker"], row["mic"]
        )
        on = str(row["nav_date"] or row["as_of"] or self._as_of)
        table = self._directory.table_of(name, vehicle, row["ticker"], row["isin"], on)
        if value < 0 and not row["quantity"] < 0:
            self._tell(
                "fund-negative-value", Severity.WARNING,
                f"{name} has a negative value of {format_dollars(value)} and no short quantity; it is kept as it is.",
                row,
            )
        chosen = self._chosen_method(name)
        if chosen == "not_disclosed":
            self._keep_closed(place, row, name, value, "", None, "the manager does not disclose its holdings")
            return
        self._proxied = chosen == "proxy"
        if table is not None and not self._proxied:
            table = self._without_doubles(place, table)
        reading = self._reading(table) if table is not None else None
        coverage = _Coverage()
        if table is None or reading is None or reading.basis is Basis.NOTHING:
            self._keep_closed(place, row, name, value, vehicle, table)
            return
        method, factor, confidence = self._method(row, table, reading, value)
        self._check_dates(row, table, on)
        self._open_table(place, value, 1.0, table, (name,), (table,), coverage)
        self._proxied = False
        file = self._tables[table]
        self._funds.append(FundCoverage(
            position=place, name=name, manager=str(row["manager"]), vehicle=str(row["instrument"]), market_value=value,
            known_value=value - coverage.undisclosed, undisclosed_value=coverage.undisclosed, method=method,
            scale_factor=factor, data_date=file.as_of, confidence=confidence, file=file.file,
            missing="; ".join(dict.fromkeys(coverage.missing or [])),
        ))

    def _without_doubles(self, place: int, table: int) -> int:
        """The table a position is opened with: without the lines the user called one holding with direct ones."""
        overlap = self._holders.shared(place, self._tables[table].frame)
        if overlap is None:
            return table
        answer = self._same_holding.get(place, "")
        self._overlaps.append(replace(overlap, answer=answer))
        if answer != ONE:
            return table
        known = self._left_out.get((table, overlap.codes))
        if known is None:
            reduced = leave_out(self._tables[table], overlap.codes)
            self._tables.append(reduced)
            self._builder.add_source(reduced.frame)
            known = self._left_out[table, overlap.codes] = len(self._tables) - 1
        return known

    def _keep_closed(
        self, place: int, row: pd.Series, name: str, value: int, vehicle: str, table: int | None, why: str = ""
    ) -> None:
        """One slice for a fund no file opens: its benchmark answers where it can, else it is not disclosed."""
        proxy = self._proxy(vehicle)
        method, confidence = ("proxy", "proxy") if proxy else ("not_disclosed", "unknown")
        dated = str(row["nav_date"] or row["as_of"])
        self._builder.add_position(place, value, 1.0, Origin(place, "", 0, method, np.nan, dated, confidence))
        missing = "" if proxy else why or ("its holdings file cannot be used" if table is not None else "holdings")
        self._funds.append(FundCoverage(
            position=place, name=name, manager=str(row["manager"]), vehicle=str(row["instrument"]), market_value=value,
            known_value=value if proxy else 0, undisclosed_value=0 if proxy else value, method=method,
            scale_factor=None, data_date=dated, confidence=confidence,
            file=self._tables[table].file if table is not None else "", missing=missing,
        ))

    def _open_table(
        self, place: int, cents: int, weight: float, table: int, path: tuple[str, ...], above: tuple[int, ...],
        coverage: _Coverage,
    ) -> None:
        """Split `cents` over the lines of a table; funds among them that have a table of their own are opened too."""
        reading = self._readings[table]
        shares = np.append(reading.shares, reading.residual)
        parts = split_by_shares(cents, shares)
        factor = _factor(reading, cents)
        file = self._tables[table]
        amounts = cents * reading.weights_sum / reading.values_sum if reading.values_sum > 0 else np.nan
        origin = replace(self._origin(place, path, reading, factor, file), amount_factor=amounts)
        inner = self._inner_funds(table)
        leaves = np.setdiff1d(np.arange(len(reading.shares)), np.fromiter(inner, dtype=np.int64, count=len(inner)))
        self._builder.add(1 + table, leaves, parts[leaves], weight * shares[leaves], origin)
        for line, (name, vehicle, below) in inner.items():
            share = weight * float(shares[line])
            self._open_line(place, int(parts[line]), share, table, line, (name, vehicle, below), path, above, coverage)
        if reading.residual:
            rest = int(parts[-1])
            coverage.lack(rest, f"{100 * reading.residual:,.2f} % of {path[-1]} is not itemised")
            self._builder.add_position(place, rest, weight * reading.residual, Origin(
                place, PATH_MARK.join(path), len(path), "residual", factor, file.as_of, "unknown",
            ))

    def _open_line(
        self, place: int, cents: int, weight: float, table: int, line: int, fund: tuple[str, str, int | None],
        path: tuple[str, ...], above: tuple[int, ...], coverage: _Coverage,
    ) -> None:
        name, vehicle, below = fund
        file = self._tables[table]
        reading = self._reading(below) if below is not None else None
        reason = ""
        if below is not None and below in above:
            reason = "fund-cycle"
            text = f"{PATH_MARK.join((*path, name))} leads back to a fund above it; it is opened once and closed there."
        elif below is not None and len(path) >= MOST_DEPTH:
            reason = "fund-too-deep"
            text = f"{PATH_MARK.join(path)} is {MOST_DEPTH} funds deep; {name} is not opened."
        if reason:
            self._tell(reason, Severity.WARNING, text, None, file, (reason, *path, name))
        if below is not None and not reason and reading is not None and reading.basis is not Basis.NOTHING:
            self._check_dates(None, below, file.as_of)
            self._open_table(place, cents, weight, below, (*path, name), (*above, below), coverage)
            return
        proxy = self._proxy(vehicle)
        if not proxy:
            coverage.lack(cents, f"holdings of {name}")
        method, confidence = ("proxy", "proxy") if proxy else ("not_disclosed", "unknown")
        self._builder.add(
            1 + table, np.array([line]), np.array([cents], dtype=np.int64), np.array([weight]),
            Origin(place, PATH_MARK.join(path), len(path), method, np.nan, file.as_of, confidence),
        )

    def _origin(
        self, place: int, path: tuple[str, ...], reading: FundReading, factor: float, file: FundTable
    ) -> Origin:
        method = "split" if reading.basis is Basis.SPLIT else "known"
        if reading.basis is Basis.VALUES and abs(factor - 1) > _EXACT:
            method = "scaled"
        if self._proxied:
            return Origin(place, PATH_MARK.join(path), len(path), "proxy", factor, file.as_of, "proxy")
        stale = _days(file.as_of, self._as_of) is None or (_days(file.as_of, self._as_of) or 0) > STALE_DAYS
        confidence = "estimated" if method == "split" or stale else "stated"
        return Origin(place, PATH_MARK.join(path), len(path), method, factor, file.as_of, confidence)

    def _inner_funds(self, table: int) -> dict[int, tuple[str, str, int | None]]:
        """Lines of a table that are funds: line to name, vehicle and table."""
        known = self._inner.get(table)
        if known is not None:
            return known
        frame, on = self._tables[table].frame, self._tables[table].as_of
        found: dict[int, tuple[str, str, int | None]] = {}
        columns = ("name", "isin", "cusip", "ticker", "mic", "instrument")
        if self._readings[table].basis is not Basis.SPLIT:
            for line, (name, isin, cusip, ticker, mic, kind) in enumerate(
                zip(*(frame[column].to_numpy(dtype=object) for column in columns), strict=True)
            ):
                if kind in _FUNDS or self._directory.is_attached(name):
                    vehicle = self._directory.vehicle_of(name, isin, cusip, ticker, mic)
                    found[line] = (name, vehicle, self._directory.table_of(name, vehicle, ticker, isin, on))
        self._inner[table] = found
        return found

    def _reading(self, table: int) -> FundReading:
        reading = self._readings.get(table)
        if reading is None:
            reading = self._readings[table] = read_shares(self._tables[table], self._reference.countries)
            self._findings += reading.findings
        return reading

    def _proxy(self, vehicle: str) -> bool:
        known = self._reference.vehicles.get(vehicle)
        return known is not None and bool(known.proxy_region)

    def _method(
        self, row: pd.Series, table: int, reading: FundReading, value: int
    ) -> tuple[str, float | None, str]:
        """Method, factor and confidence of a fund position; reports a factor outside the band."""
        origin = self._origin(0, (str(row["name"]),), reading, _factor(reading, value), self._tables[table])
        file = self._tables[table]
        factor = value / reading.values_sum if reading.values_sum > 0 else origin.scale_factor
        pooled = row["instrument"] in {kind.value for kind in _POOLED}
        # A benchmark's file is of another size by nature, and values in another currency cannot be compared.
        told = factor == factor and not SCALE_LOW <= factor <= SCALE_HIGH
        if told and not self._proxied and not file.currency:
            part = 0 <= factor < _PART_OF_FUND and (pooled or reading.basis is not Basis.VALUES)
            text = (
                f"The file for {row['name']} is the whole fund's, {format_dollars(reading.values_sum)}; the position "
                f"is {100 * factor:.4g} % of it and takes the same part of every line."
                if part else
                f"The file for {row['name']} adds to {format_dollars(reading.values_sum)}, the custodian has "
                f"{format_dollars(value)}: lines are scaled by {factor:.4f}."
                if reading.basis is Basis.VALUES else
                f"The values in the file for {row['name']} add to {format_dollars(reading.values_sum)}, the custodian "
                f"has {format_dollars(value)} ({factor:.4f} of it): lines are split by their weights."
            )
            self._tell("fund-file-scaled", Severity.INFO if part else Severity.WARNING, text, row, file)
        shown = origin.scale_factor if origin.scale_factor == origin.scale_factor else None
        return origin.method, shown, origin.confidence

    def _check_dates(self, row: pd.Series | None, table: int, on: str) -> None:
        file = self._tables[table]
        if not file.as_of:
            text = f"The file for {file.name} gives no date; its age is not known."
            self._tell("fund-file-undated", Severity.WARNING, text, row, file, ("undated", str(table)))
            return
        age = _days(file.as_of, self._as_of)
        if age is not None and age > STALE_DAYS:
            text = f"The holdings of {file.name} are of {file.as_of}, {age} days before {self._as_of}; they are used."
            self._tell("fund-file-stale", Severity.WARNING, text, row, file, ("stale", str(table)))
        if on and file.as_of > on:
            text = f"The holdings of {file.name} are of {file.as_of}, after the position's date {on}; they are used."
            self._tell("fund-file-newer", Severity.WARNING, text, row, file, ("newer", str(table), on))

    def _tell(
        self, code: str, severity: Severity, message: str, row: pd.Series | None, file: FundTable | None = None,
        once: tuple[str, ...] = (),
    ) -> None:
        if once and once in self._told:
            return
        self._told.add(once)
        if file is not None:
            self._findings.append(Finding(code, severity, message, file=file.file, sheet=file.sheet))
        elif row is not None:
            self._findings.append(Finding(
                code, severity, message, file=str(row["file"]), sheet=str(row["sheet"]), row=int(row["row"]),
            ))


def _factor(reading: FundReading, cents: int) -> float:
    """What the file's own amounts are multiplied by: values to the custodian's value, weights to 100 %."""
    if reading.basis is Basis.VALUES:
        return cents / reading.values_sum
    return 1.0 / reading.weights_sum if reading.normalised else 1.0


def _days(start: str, end: str) -> int | None:
    try:
        return (date.fromisoformat(end) - date.fromisoformat(start)).days
    except ValueError:
        return None
