"""From tables to facts: every row's facts as whole numbers first, so that equal rows are found at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinolens.domain.instrument import Instrument
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.region import Region
from sinolens.matching.region import OFFSHORE, region_of_country
from sinolens.regulation.context import Context
from sinolens.regulation.facts import Deal, Facts
from sinolens.regulation.identity import (
    DERIVATIVES,
    find_homes,
    find_identified,
    find_underlying_benchmarks,
    read_texts,
)
from sinolens.regulation.lines import LineKinds, find_known_lines
from sinolens.regulation.mandate import binds_holder

_BY_IDENTIFIER = frozenset({"isin", "cusip", "sedol", "figi", "ticker"})
_ALWAYS_PUBLIC = frozenset({
    Instrument.ETF, Instrument.MUTUAL_FUND, Instrument.BOND, Instrument.GOVERNMENT_BOND, Instrument.OPTION,
    Instrument.FUTURE, Instrument.SWAP, Instrument.INDEX_DERIVATIVE, Instrument.MONEY_MARKET,
})
_SHARES = frozenset({Instrument.EQUITY, Instrument.DEPOSITARY_RECEIPT, Instrument.PREFERRED})
_PUBLIC_BY_IDENTIFIER = frozenset({*_SHARES, Instrument.CONVERTIBLE, Instrument.WARRANT, Instrument.OTHER})
_OUTSIDE = frozenset({str(Region.OTHER.value), str(Region.TAIWAN.value)})
_FIRST_COPY = ("instrument", "region", "group", "method", "confidence")

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class FactTable:
    """The facts of every row of a table.

    `distinct` gives the different ones and which of them each row has.
    """

    def __init__(
        self, frame: pd.DataFrame, matches: list[Match], match_index: pd.Series[int], positions: pd.DataFrame,
        deals: list[Deal | None], context: Context,
    ) -> None:
        self._context = context
        self._size = len(frame)
        self._levels: dict[str, list[object]] = {}
        self._codes: dict[str, Codes] = {}
        self._benchmarks: list[tuple[str, bool]] = []
        if not self._size:
            return
        at = frame["position"].to_numpy(np.int64) if "position" in frame else np.arange(self._size)
        self._put_match(matches, np.asarray(match_index, np.int64))
        for name in _FIRST_COPY:
            self._put(name, read_texts(frame, name))
        inside = frame["depth"].to_numpy() > 0 if "depth" in frame else np.zeros(self._size, dtype=bool)
        self._put("inside", pd.Series(inside))
        for name, source in (("held_as", "instrument"), ("reinvest", "reinvest"), ("held_on", "as_of")):
            self._put_from_positions(name, read_texts(positions, source), at)
        identified = find_identified(frame, context.reference.markets)
        self._put("identified", pd.Series(identified))
        self._dated = read_texts(positions, "commitment_date").iloc[at].ne("").to_numpy(dtype=bool)
        public, unproven = self._find_public(identified)
        self._put("public", pd.Series(public))
        self._put("unproven", pd.Series(unproven))
        by_name = self._by_match(lambda facts: facts.provisional or facts.method_of_match == "name")
        self._put("home", find_homes(frame, context.reference.markets, by_name))
        self._put_benchmarks(frame)
        self._put("us_line", pd.Series(self._find_us_lines(frame)))
        self._put_deals(deals, at)
        self._put("small_share", pd.Series(self._find_small_shares(frame, positions, at)))

    def distinct(self) -> tuple[list[Facts], Codes]:
        """The different facts, and for each row which of them it has."""
        if not self._size:
            return [], np.zeros(0, dtype=np.int64)
        mixed = np.zeros(self._size, dtype=np.int64)
        for name, codes in self._codes.items():
            # Renumber after every column, so that the mixed numbers never outgrow 64 bits.
            _, mixed = np.unique(mixed * len(self._levels[name]) + codes, return_inverse=True)
        _, first, numbers = np.unique(mixed, return_index=True, return_inverse=True)
        return [self.facts_of(int(row)) for row in first], numbers.astype(np.int64)

    def facts_of(self, row: int) -> Facts:
        """The facts of one row."""
        value = {name: self._levels[name][int(codes[row])] for name, codes in self._codes.items()}
        region, group, home = (str(value[name]) for name in ("region", "group", "home"))
        matched = self._matched[int(self._codes["match"][row])]
        if matched.provisional:
            # A likeness sets issuer and category for the charts; no rule may rest on it.
            region, group = str(region_of_country("" if home in OFFSHORE else home)), ""
        benchmark, outside = self._benchmarks[int(self._codes["benchmark"][row])]
        return replace(
            matched,
            instrument=Instrument(str(value["instrument"])), held_as=Instrument(str(value["held_as"])),
            region=Region(region) if region else Region.UNKNOWN, group=group, home=home, benchmark=benchmark,
            outside=outside, unproven=bool(value["unproven"]),
            method=str(value["method"]) or "direct", confidence=str(value["confidence"]), inside=bool(value["inside"]),
            reinvest=str(value["reinvest"]), held_on=str(value["held_on"]), identified=bool(value["identified"]),
            public=bool(value["public"]), us_line=bool(value["us_line"]), small_share=bool(value["small_share"]),
            deal=value["deal"],  # type: ignore[arg-type]
        )

    def _put(self, name: str, values: pd.Series[str] | pd.Series[bool]) -> None:
        codes, levels = pd.factorize(values)
        self._codes[name] = codes.astype(np.int64)
        self._levels[name] = list(levels)

    def _put_from_positions(self, name: str, values: pd.Series[str], at: Codes) -> None:
        codes, levels = pd.factorize(values)
        self._codes[name] = codes.astype(np.int64)[at]
        self._levels[name] = list(levels)

    def _put_match(self, matches: list[Match], found: Codes) -> None:
        known: dict[Facts, int] = {}
        unmatched = Facts(state=ScreeningState.NOT_SCREENED)
        answers = [known.setdefault(_match_facts(match), len(known)) for match in matches]
        # A row without any match (-1) takes the number put at the end.
        answers.append(known.setdefault(unmatched, len(known)))
        self._codes["match"] = np.array(answers, dtype=np.int64)[found]
        self._levels["match"] = list(known)
        self._matched = list(known)

    def _put_deals(self, deals: list[Deal | None], at: Codes) -> None:
        known: dict[Deal | None, int] = {}
        numbers = np.array([known.setdefault(deal, len(known)) for deal in deals], dtype=np.int64)
        self._codes["deal"] = numbers[at]
        self._levels["deal"] = list(known)

    def _by_match(self, test: Callable[[Facts], bool]) -> Flags:
        return np.array([test(facts) for facts in self._matched], dtype=np.bool_)[self._codes["match"]]

    def _put_benchmarks(self, frame: pd.DataFrame) -> None:
        """What answers for a row no issuer answers for: the index a contract names, or the benchmark of a fund."""
        reference = self._context.reference
        kinds = np.array([Instrument(str(value)) in DERIVATIVES for value in self._levels["instrument"]])
        found = find_underlying_benchmarks(frame, reference, kinds[self._codes["instrument"]])
        vehicles = [reference.vehicles.get(facts.vehicle_id) for facts in self._matched]
        proxied = [
            (one.benchmark, one.proxy_region in _OUTSIDE) if one is not None else ("", False) for one in vehicles
        ]
        matched = self._codes["match"]
        known: dict[tuple[str, bool], int] = {}
        numbers = np.array([known.setdefault(one, len(known)) for one in proxied], dtype=np.int64)[matched]
        for row, one in found.items():
            numbers[row] = known.setdefault((one.name, str(one.region) in _OUTSIDE), len(known))
        self._codes["benchmark"] = numbers
        self._benchmarks = list(known)
        self._levels["benchmark"] = list(self._benchmarks)

    def _find_public(self, identified: Flags) -> tuple[Flags, Flags]:
        """Publicly traded, by its kind or by an identifier where the kind alone does not say; and where unproven.

        A share without an identifier counts as listed unless its issuer is known to have no listed line, and so does
        a warrant on a listed issuer. Where nobody knows the issuer for certain either, that is not proven.
        """
        levels = [Instrument(str(value)) for value in self._levels["instrument"]]
        codes = self._codes["instrument"]
        always = np.array([kind in _ALWAYS_PUBLIC for kind in levels])[codes]
        shares = np.array([kind in _SHARES for kind in levels])[codes]
        warrants = np.array([kind is Instrument.WARRANT for kind in levels])[codes]
        by_identifier = np.array([kind in _PUBLIC_BY_IDENTIFIER for kind in levels])[codes]
        day = self._context.as_of
        valid = [
            line for line in self._context.reference.lines
            if line.valid_from <= day and (not line.valid_to or day < line.valid_to)
        ]
        listed = {line.issuer_id for line in valid}
        identified = identified | self._by_match(lambda facts: facts.method_of_match in _BY_IDENTIFIER)
        unlisted = {issuer.id for issuer in self._context.reference.issuers.values() if not issuer.listed}
        private = unlisted - listed
        # Bonds of a parent on the market make no market of its shares.
        unlisted -= {line.issuer_id for line in valid if line.kind != "bond"}
        of_private = self._by_match(lambda facts: facts.exact and facts.issuer_id in private)
        of_unlisted = self._by_match(lambda facts: facts.exact and facts.issuer_id in unlisted)
        of_known = self._by_match(lambda facts: facts.exact and bool(facts.issuer_id))
        # A convertible of a company with listed shares is dealt in over the counter like its bonds; a deal has a date.
        converts = np.array([kind is Instrument.CONVERTIBLE for kind in levels])[codes] & of_known & ~of_unlisted
        converts &= ~self._dated
        contracts = np.array([kind in DERIVATIVES for kind in levels])[codes]
        # A contract on a company without a listed line is bilateral: it is no publicly traded security.
        shown = (always & ~(contracts & of_private)) | (by_identifier & identified)
        assumed = (shares | warrants | converts) & ~of_unlisted & ~shown
        # A warrant on a listed company is a listed derivative of it by its kind; the deal itself may not have been.
        return np.asarray(shown | assumed), np.asarray(assumed & (~of_known | warrants | converts))

    def _find_us_lines(self, frame: pd.DataFrame) -> Flags:
        """Lines of the kinds and markets a structure rule names, found by market and ticker or by ISIN."""
        result = np.zeros(self._size, dtype=bool)
        issuers = [facts.issuer_id for facts in self._matched]
        for rule in self._context.rules:
            if rule.basis != "structure":
                continue
            kinds, markets = (set(rule.parameter(name).split("|")) for name in ("line_kinds", "markets"))
            lines = LineKinds(self._context, kinds, markets)
            wanted = np.array([issuer in lines.at_home for issuer in issuers])[self._codes["match"]]
            nobody = self._by_match(lambda facts: not facts.issuer_id) & self._is_in(rule.regions)
            result |= find_known_lines(frame, nobody & self._is_of(_SHARES), markets)
            rows = np.flatnonzero(wanted | (nobody & self._is_foreign_receipt(markets, frame)))
            if not len(rows):
                continue
            cells = [read_texts(frame, name).iloc[rows].tolist() for name in ("mic", "ticker", "isin", "instrument")]
            of = [issuers[code] for code in self._codes["match"][rows]]
            result[rows] |= np.array([lines.test(*cell) for cell in zip(of, *cells, strict=True)])
        return result

    def _is_in(self, regions: Iterable[str]) -> Flags:
        """Rows in one of the regions."""
        return np.array([str(level) in regions for level in self._levels["region"]])[self._codes["region"]]

    def _is_of(self, kinds: Iterable[Instrument]) -> Flags:
        """Rows of one of the kinds of instrument."""
        wanted = {str(kind.value) for kind in kinds}
        return np.array([str(level) in wanted for level in self._levels["instrument"]])[self._codes["instrument"]]

    def _is_foreign_receipt(self, markets: set[str], frame: pd.DataFrame) -> Flags:
        """Receipts on one of the markets, where the row itself gives the region."""
        on_market = read_texts(frame, "mic").isin(list(markets)).to_numpy(dtype=bool)
        return np.asarray(self._is_of({Instrument.DEPOSITARY_RECEIPT}) & on_market)

    def _find_small_shares(self, frame: pd.DataFrame, positions: pd.DataFrame, at: Codes) -> Flags:
        """Rows of funds in which the names of a mandate stay below the threshold of its rule."""
        result = np.zeros(self._size, dtype=bool)
        institution = self._context.institution
        if institution is None or "depth" not in frame:
            return result
        for mandate in institution.mandates:
            rule = self._context.rules_by_id.get(mandate.rule_id)
            threshold = float(rule.parameter("fund_exempt_below") or 0) if rule else 0.0
            if rule is None or not threshold or not binds_holder(rule, institution):
                continue
            wanted = set(mandate.issuer_ids)
            named = self._by_match(lambda facts, wanted=wanted: facts.issuer_id in wanted)  # type: ignore[misc]
            size = len(positions)
            value = np.abs(frame["market_value"].to_numpy(np.float64))
            part = np.bincount(at, weights=value * named, minlength=size)
            whole = np.bincount(at, weights=value, minlength=size)
            share = np.divide(part, whole, out=np.zeros(size), where=whole > 0)
            result |= named & (share < threshold)[at] & self._codes_true("inside")
        return result

    def _codes_true(self, name: str) -> Flags:
        return np.array([bool(level) for level in self._levels[name]])[self._codes[name]]


def _match_facts(match: Match) -> Facts:
    """The part of the facts that comes from matching; scores and words do not decide anything, nor does a likeness."""
    issuer_id, entry_ids = ("", ()) if match.provisional else (match.issuer_id, tuple(sorted(match.entry_ids)))
    return Facts(
        issuer_id=issuer_id, entry_ids=entry_ids, vehicle_id=match.vehicle_id,
        state=match.state, provisional=match.provisional, method_of_match=match.method,
    )
