"""The lines of a portfolio as scenarios select them: by list, code, region, group, instrument, and kind of line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt

from sinolens.domain.instrument import Instrument
from sinolens.domain.official_list import Relation
from sinolens.domain.scenario import ScenarioSelector
from sinolens.domain.tier import Status
from sinolens.exposure.analysis import Analysis
from sinolens.reference.loader import Reference

Mask = npt.NDArray[np.bool_]
_UNLISTED = frozenset(
    kind.value for kind in Instrument if kind.is_private or kind.is_cash_like or kind in (
        Instrument.REAL_ASSET, Instrument.OTHER)
)
_FUNDS = frozenset(kind.value for kind in Instrument if kind.is_fund)
_SHARES = frozenset({Instrument.EQUITY.value, Instrument.PREFERRED.value})


class LineTraits:
    """What scenarios ask of each line, worked out once.

    Attributes:
        count: number of lines.
        inside: which lines are inside funds.
        lists_on_file: ids of lists with an edition for the as-of date.
        list_titles: short title of each list, on file or missing.
    """

    def __init__(self, analysis: Analysis, reference: Reference) -> None:
        slices, positions = analysis.slices, analysis.positions
        self.count = len(slices)
        self._analysis, self._reference = analysis, reference
        self.lists_on_file = frozenset(state.list_id for state in analysis.lists if state.edition is not None)
        self.list_titles = {state.list_id: state.short_title for state in analysis.lists} | {
            missing.list_id: missing.short_title for missing in reference.missing_lists
        }
        self._of = slices["position"].to_numpy()
        self._value = slices["market_value"].to_numpy()
        self._status = slices["status"].tolist()
        self._position_status = positions["status"].to_numpy()[self._of].tolist() if self.count else []
        self._region = slices["region"].tolist()
        self._group = slices["group"].tolist()
        self._instrument = slices["instrument"].tolist()
        self._vehicle = positions["instrument"].to_numpy()[self._of].tolist() if self.count else []
        self._classes = positions["asset_class"].tolist()
        self.inside = np.array(slices["method"] != "direct", bool)
        self._read_lines()

    def _read_lines(self) -> None:
        """Kind and market of each line, from the lines on file; "" where nothing tells."""
        slices, reference = self._analysis.slices, self._reference
        by_isin = {(line.issuer_id, line.isin): line for line in reference.lines if line.isin}
        by_ticker = {(line.issuer_id, line.mic, line.ticker): line for line in reference.lines}
        countries: dict[str, set[str]] = defaultdict(set)
        for line in reference.lines:
            if not line.valid_to or self._analysis.as_of < line.valid_to:
                countries[line.issuer_id].add(self._country(line.mic))
        kinds, markets, others = [], [], []
        columns = (slices[name].tolist() for name in ("issuer_id", "isin", "mic", "ticker", "instrument"))
        for issuer, isin, mic, ticker, instrument in zip(*columns, strict=True):
            found = by_isin.get((issuer, isin)) if isin else None
            found = found or by_ticker.get((issuer, mic, ticker))
            market = found.mic if found else mic
            receipt = instrument == Instrument.DEPOSITARY_RECEIPT
            kinds.append(found.kind if found else "adr" if receipt else "")
            markets.append(market)
            home = self._country(market) if market else "US" if receipt else ""
            known = countries.get(issuer, set()) - {""}
            others.append("" if not (home and known) else "yes" if known - {home} else "no")
        self._kind, self._market, self._other = kinds, markets, others

    def _country(self, mic: str) -> str:
        market = self._reference.markets.get(mic)
        return market.country if market else ""

    def select(self, selector: ScenarioSelector) -> tuple[Mask, Mask]:
        """Which lines a selector means, and which it could mean if the kind of their line were on file."""
        sure = np.ones(self.count, bool)
        if selector.lists:
            sure &= self._by_status(lambda status: _is_named(status, selector.lists))
        if selector.affiliate_lists:
            sure &= self._by_status(lambda status: _is_related(status, selector.affiliate_lists))
        if selector.codes:
            sure &= self._by_code(selector)
        if selector.regions:
            wanted = set(selector.regions) | (
                {str(region) for region in self._analysis.definition.regions}
                if "definition" in selector.regions
                else set()
            )
            sure &= _among(self._region, wanted)
        if selector.groups:
            sure &= _among(self._group, selector.groups)
        if selector.instruments:
            # A fund is meant with what it holds: its lines are selected through it.
            sure &= _among(self._instrument, selector.instruments) | _among(self._vehicle, selector.instruments)
        if selector.listing:
            listed = ~_among(self._instrument, _UNLISTED)
            sure &= listed if selector.listing == "listed" else ~listed
        if selector.markets:
            sure &= _among(self._market, selector.markets)
        maybe = sure.copy()
        if selector.line_kinds:
            sure = sure & _among(self._kind, selector.line_kinds)
            # A share of which neither line nor market is on file could be of any kind.
            open_ = _among(self._kind, ("",)) & _among(self._market, ("",)) & _among(self._instrument, _SHARES)
            maybe &= _among(self._kind, selector.line_kinds) | open_
        if selector.other_line:
            sure = sure & _among(self._other, (selector.other_line,))
            maybe &= _among(self._other, (selector.other_line, ""))
        return sure, maybe

    def sum(self, lines: Mask) -> int:
        """Full value of lines in cents."""
        return int(self._value[lines].sum())

    def positions(self, lines: Mask) -> int:
        """Number of positions with such a line."""
        return len(np.unique(self._of[lines]))

    def by_asset_class(self, lines: Mask) -> tuple[tuple[str, int], ...]:
        """Full value of lines by asset class, in cents."""
        found: dict[str, int] = defaultdict(int)
        for position, value in zip(self._of[lines].tolist(), self._value[lines].tolist(), strict=True):
            found[self._classes[position]] += value
        return tuple(sorted(found.items()))

    def _by_status(self, test: Callable[[Status], bool]) -> Mask:
        passed = [test(status) for status in self._analysis.statuses]
        return np.array([0 <= number < len(passed) and passed[number] for number in self._status], bool)

    def _by_code(self, selector: ScenarioSelector) -> Mask:
        carried = [{status.code, *status.other_codes} for status in self._analysis.statuses]
        wanted = set(selector.codes)

        def meets(numbers: list[int]) -> Mask:
            return np.array([0 <= n < len(carried) and bool(carried[n] & wanted) for n in numbers], bool)

        own = meets(self._status)
        # What is asked of funds is asked of the interest in the fund, whose code is the position's.
        return own | meets(self._position_status) if set(selector.instruments) & _FUNDS else own


def _among(values: list[str], wanted: Iterable[str]) -> Mask:
    kept = frozenset(wanted)
    return np.fromiter((value in kept for value in values), bool, len(values))


def _is_named(status: Status, lists: tuple[str, ...]) -> bool:
    return any(t.list_id in lists and t.relation == Relation.EXACT for t in status.triggers)


def _is_related(status: Status, lists: tuple[str, ...]) -> bool:
    above = (Relation.PARENT, Relation.OWNED_50)
    return any(t.list_id in lists and t.relation in above for t in status.triggers)
