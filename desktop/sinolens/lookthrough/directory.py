"""Which file speaks for which fund: by the user's own word, else by name, vehicle or ticker."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sinolens.domain.finding import Finding, Severity
from sinolens.lookthrough.fund_table import FundTable
from sinolens.matching.decisions import string_key
from sinolens.matching.identifiers import bare_ticker
from sinolens.matching.normaliser import fold
from sinolens.matching.vocabulary import vocabulary
from sinolens.reference.loader import Reference

_WORD = re.compile(r"[A-Z0-9]+|[㐀-鿿]+")
_CLASS = re.compile(r"[\s,-]+CL(?:ASS|S)?\s+[A-Z0-9]{1,4}\s*$")


class FundDirectory:
    """Finds the table and the vehicle of a fund.

    Attributes:
        used: indexes of tables that a fund was found for.
        findings: attachments that name no file, and funds with several files.
    """

    def __init__(self, tables: Sequence[FundTable], attachments: Mapping[str, str], reference: Reference) -> None:
        self._tables = tables
        self._reference = reference
        self.used: set[int] = set()
        self.findings: list[Finding] = []
        self._by_key: dict[str, set[int]] = defaultdict(set)
        self._by_vehicle: dict[str, set[int]] = defaultdict(set)
        self._attached: dict[str, set[int]] = {}
        self._chosen: dict[tuple[int, ...], int] = {}
        self._vehicle_by_isin: dict[str, str] = {}
        self._vehicle_by_cusip: dict[str, str] = {}
        self._vehicle_by_ticker: dict[str, set[str]] = defaultdict(set)
        self._vehicle_by_key: dict[str, set[str]] = defaultdict(set)
        self._read_vehicles()
        for place, table in enumerate(tables):
            self._add_table(place, table)
        for fund, file in attachments.items():
            self._attach(fund, file)

    def vehicle_of(self, name: str, isin: str = "", cusip: str = "", ticker: str = "", mic: str = "") -> str:
        """Id of the vehicle on file for a fund, "" when none or more than one could be meant."""
        found = self._vehicle_by_isin.get(isin, "") if isin else ""
        found = found or (self._vehicle_by_cusip.get(cusip, "") if cusip else "")
        if found:
            return found
        if ticker and mic:
            by_ticker = {
                vehicle for vehicle in self._vehicle_by_ticker.get(bare_ticker(ticker), ())
                if self._same_market(mic, self._reference.vehicles[vehicle].mic)
            }
            if len(by_ticker) == 1:
                return by_ticker.pop()
        by_name = self._vehicle_by_key.get(fund_key(name), set())
        return next(iter(by_name)) if len(by_name) == 1 else ""

    def is_attached(self, name: str) -> bool:
        """Whether the user attached a file to the fund of this name."""
        return bool(self._attached) and string_key(name) in self._attached

    def table_of(self, name: str, vehicle: str = "", ticker: str = "", isin: str = "", on: str = "") -> int | None:
        """Index of the table that speaks for a fund, None when there is none.

        Args:
            name: name of the fund as the position or line types it.
            vehicle: id of the vehicle, "" when not known.
            ticker: ticker of the fund; a file that is named by its ticker alone is found by it.
            isin: ISIN of the fund; a file may be named by it.
            on: ISO date of the position; of several files the latest up to then is taken.
        """
        found = self._attached.get(string_key(name)) if self._attached else None
        if not found and vehicle:
            found = self._by_vehicle.get(vehicle)
        if not found:
            keys = filter(None, (fund_key(name), isin, ticker and f"TICKER {bare_ticker(ticker)}"))
            found = {place for key in keys for place in self._by_key.get(key, ())}
        if not found:
            return None
        place = self._latest(found, on, name)
        self.used.add(place)
        return place

    def unused(self) -> list[Finding]:
        """A finding for each table that speaks for no position."""
        return [
            Finding(
                "fund-file-unused", Severity.WARNING,
                f"The holdings of {table.name or 'an unnamed fund'} belong to no position; attach them to one or leave "
                "them out. They are not counted.",
                file=table.file, sheet=table.sheet,
            )
            for place, table in enumerate(self._tables) if place not in self.used
        ]

    def _latest(self, found: set[int], on: str, name: str) -> int:
        places = tuple(sorted(found))
        if len(places) == 1:
            return places[0]
        ranked = sorted(places, key=lambda place: (
            bool(on) and self._tables[place].as_of > on, _descending(self._tables[place].as_of), place,
        ))
        chosen = ranked[0]
        if self._chosen.setdefault(places, chosen) == chosen and not self.used.issuperset(places):
            self.used.update(places)
            table = self._tables[chosen]
            self.findings.append(Finding(
                "fund-file-choice", Severity.INFO,
                f"{len(places)} files speak for {name}; the one of {table.as_of or 'no date'} is used.",
                file=table.file, sheet=table.sheet,
            ))
        return chosen

    def _attach(self, fund: str, file: str) -> None:
        wanted = string_key(file)
        found = {
            place for place, table in enumerate(self._tables)
            if wanted in (string_key(table.file), string_key(table.name), string_key(f"{table.file}#{table.sheet}"))
        }
        if not found:
            self.findings.append(Finding(
                "fund-file-missing", Severity.ERROR,
                f"No holdings were read from {file}, attached to {fund}: the fund is counted as not disclosed.",
                file=file,
            ))
            return
        self._attached.setdefault(string_key(fund), set()).update(found)

    def _add_table(self, place: int, table: FundTable) -> None:
        if key := fund_key(table.name):
            self._by_key[key].add(place)
        bare = table.name.strip().upper()
        if bare:
            self._by_key[bare].add(place)
            self._by_key[f"TICKER {bare_ticker(bare)}"].add(place)
        vehicle = self.vehicle_of(table.name, isin=bare)
        if not vehicle:
            # A ticker alone, or in brackets behind the fund's name, names the vehicle where only one bears it.
            inner = table.name.rpartition("(")[2].rstrip(") ").upper() if "(" in table.name else bare
            by_ticker = self._vehicle_by_ticker.get(bare_ticker(inner), set())
            vehicle = next(iter(by_ticker)) if len(by_ticker) == 1 else ""
        if vehicle:
            self._by_vehicle[vehicle].add(place)

    def _read_vehicles(self) -> None:
        for vehicle in self._reference.vehicles.values():
            if vehicle.isin:
                self._vehicle_by_isin[vehicle.isin] = vehicle.id
                if vehicle.isin[:2] in ("US", "CA"):
                    self._vehicle_by_cusip[vehicle.isin[2:11]] = vehicle.id
            if vehicle.cusip:
                self._vehicle_by_cusip[vehicle.cusip] = vehicle.id
            if vehicle.ticker:
                self._vehicle_by_ticker[bare_ticker(vehicle.ticker)].add(vehicle.id)
            for name in (vehicle.name, *vehicle.aliases):
                if key := fund_key(name):
                    self._vehicle_by_key[key].add(vehicle.id)

    def _same_market(self, mic: str, other: str) -> bool:
        if mic == other:
            return True
        left, right = self._reference.markets.get(mic), self._reference.markets.get(other)
        return left is not None and right is not None and left.country == right.country == "US"


def fund_key(name: str) -> str:
    """Glued words of a fund's name without its legal form and share class; "Fund IV" and "Fund V" stay apart."""
    words = _WORD.findall(_CLASS.sub("", fold(name).replace("'", "").replace(".", "")))
    forms = vocabulary().forms_at_end
    return "".join(word for word in words if word not in forms and word != "AND") or "".join(words)


def _descending(date: str) -> tuple[int, ...]:
    """Sort key that puts later ISO dates first and a missing date last."""
    return tuple(-ord(character) for character in date) if date else (0,)
