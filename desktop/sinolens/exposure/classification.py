"""Which issuer, region and China-AI category a line has, and how much of its value is the exposure.

Rules of the AI weight (low / base / high): a sourced share replaces all three; without one the intensity decides. An
unknown intensity counts nothing low, everything high, and its base is its low: it is shown in a bucket of its own.
The weight of an issuer with several categories is the sum of their weights by share; its category is that of the
largest share. What nobody disclosed, and what is not resolved, may be anything: low and base are nothing, high is all.

"China, not AI" is said of three kinds of line only: of an issuer of the universe with that category, of a line on file
whose trade is plainly something else, and of what a person found to be nobody on file. Any other company of China is
unclassified, however good its identifier: that says where it is from and not what it does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinolens.domain.category import Intensity
from sinolens.domain.instrument import Instrument
from sinolens.domain.issuer import Issuer
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.region import Region
from sinolens.reference.loader import Reference

CHINA_REGIONS = frozenset({Region.PRC, Region.HONG_KONG, Region.MACAU})
NOT_AI_IN_CHINA, NOT_CHINA, CASH_LIKE, INDEX_DERIVATIVE, UNCLASSIFIED = "N1", "N2", "Z1", "Z2", "U"
POOLED = "G"
"""A pooled vehicle whose kind is not known; its kinds are G1 to G5."""
HIDDEN_METHODS = frozenset({"not_disclosed", "residual"})
SHARES_WITHOUT_NAMES = frozenset({"split", "proxy"})
GROUPS_WITHOUT_AI = frozenset("NZ")
_CANDIDATE_REGIONS = CHINA_REGIONS | {Region.UNKNOWN}
_WITHOUT_ISSUER = frozenset({Instrument.GOVERNMENT_BOND, Instrument.REAL_ASSET})
_FUND_CODES = {
    Instrument.ETF: "G1", Instrument.MUTUAL_FUND: "G2", Instrument.COMMINGLED_FUND: "G5", Instrument.HEDGE_FUND: "G5",
}


@dataclass(frozen=True, slots=True)
class Weight:
    """Part of an issuer's value that is the exposure, 0 to 1: low <= base <= high."""

    low: float
    base: float
    high: float


@dataclass(frozen=True, slots=True)
class Classified:
    """Category, intensity and AI weight of an issuer or line. `intensity` is "" where nothing is AI."""

    category: str
    intensity: str
    weight: Weight

    @property
    def group(self) -> str:
        """Letter of the category's group."""
        return self.category[:1]


_NOTHING = Weight(0.0, 0.0, 0.0)
_ANYTHING = Weight(0.0, 0.0, 1.0)


def classify_issuer(issuer: Issuer) -> Classified:
    """Category and AI weight of an issuer of the universe.

    An issuer without categories is one nobody has classified yet: unclassified, whatever its region.
    """
    if not issuer.categories:
        return Classified(UNCLASSIFIED, "", _ANYTHING)
    # Equal shares go to the lower code, so that the order of the data file decides nothing.
    main = min(issuer.categories, key=lambda part: (-part.share, part.code))
    whole = sum(part.share for part in issuer.categories) or 1.0
    counted = [part for part in issuer.categories if part.code[:1] not in GROUPS_WITHOUT_AI]
    low = sum(part.share * part.low for part in counted) / whole
    base = sum(part.share * (part.low if part.base is None else part.base) for part in counted) / whole
    high = sum(part.share * part.high for part in counted) / whole
    unknown = any(part.intensity is Intensity.UNKNOWN for part in counted)
    intensity = "" if not counted else str(Intensity.UNKNOWN if unknown else main.intensity)
    low, high = max(0.0, min(1.0, low)), max(0.0, min(1.0, high))
    return Classified(main.code, intensity, Weight(low, max(low, min(high, base)), max(low, high)))


def issuer_weights(reference: Reference, issuer_ids: Iterable[str]) -> dict[str, tuple[float, float, float]]:
    """AI weight (low, base, high) of issuers of the universe, by id."""
    made = {}
    for issuer_id in sorted(set(issuer_ids)):
        issuer = reference.issuers.get(issuer_id)
        if issuer is not None:
            weight = classify_issuer(issuer).weight
            made[issuer_id] = (weight.low, weight.base, weight.high)
    return made


BRIEF = 24
"""Letters up to which an alias is short enough for a label."""


def short_issuer_names(reference: Reference, issuer_ids: Iterable[str]) -> dict[str, str]:
    """What issuers are commonly called: the first alias in Latin letters that is shorter and means no other issuer.

    One of at most `BRIEF` letters goes before a longer one: a filing's full spelling is no short name.
    A name computed from Chinese characters is nobody's own spelling and is never shown for the issuer.
    """
    known = Counter(
        name.casefold() for issuer in reference.issuers.values()
        for name in {issuer.name, *issuer.aliases, *issuer.former_names}
    )
    made = {}
    for issuer_id in sorted(set(issuer_ids)):
        issuer = reference.issuers.get(issuer_id)
        fitting = sorted((
            alias for alias in (issuer.aliases if issuer is not None else ())
            if alias.isascii() and issuer is not None and len(alias) < len(issuer.name)
            and known[alias.casefold()] == 1 and alias not in issuer.romanised
        ), key=lambda alias: len(alias) > BRIEF)
        alias = fitting[0] if fitting else ""
        if alias:
            made[issuer_id] = alias
    return made


def classify(
    frame: pd.DataFrame,
    matches: Sequence[Match],
    match_index: pd.Series[int],
    regions: pd.Series[str],
    reference: Reference,
    slices: bool,
    positions: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Add issuer, region and category to positions or slices, and the AI-weighted value to slices.

    Args:
        frame: POSITION_COLUMNS or SLICE_COLUMNS.
        matches: what `match_index` points into.
        match_index: one number per row.
        regions: one `Region` value per row.
        reference: the bundled facts.
        slices: the rows are slices: those nobody disclosed get the code of their vehicle, and low, base, high.
        positions: the position table, for slices: kind and domicile of the fund a slice belongs to.

    Returns:
        A copy of the frame with the columns match, issuer_id, issuer, region, category, group, intensity; for slices
        also low, base and high in cents. For a short line low <= base <= high holds as numbers: low is the largest
        short exposure.
    """
    found: npt.NDArray[np.int64] = np.asarray(match_index, np.int64)
    columns = _issuer_columns(frame, matches, found, reference)
    region = regions.reset_index(drop=True).astype("str")
    domicile = _fund_domicile(frame, positions)
    kind = _fund_kind(frame, positions)
    rows = pd.DataFrame({
        "match": found, "region": region.to_numpy(), "instrument": frame["instrument"].to_numpy(),
        "method": frame["method"].to_numpy() if slices else "", "kind": kind, "domicile": domicile,
        "plain": _is_plain(frame, reference),
    })
    # Few combinations occur in many rows: each is classified once.
    numbers: npt.NDArray[np.int64] = np.asarray(rows.groupby(list(rows.columns), sort=False).ngroup(), np.int64)
    first = np.unique(numbers, return_index=True)[1]
    answers = [
        _classify_line(
            matches[match] if match >= 0 else None, Region(place), Instrument(instrument), method, Instrument(held_as),
            home, plain, reference, slices,
        )
        for match, place, instrument, method, held_as, home, plain in rows.iloc[first].itertuples(
            index=False, name=None
        )
    ]
    result = frame.copy()
    result["match"] = found
    result["issuer_id"] = columns["issuer_id"]
    result["issuer"] = columns["issuer"]
    result["region"] = region.to_numpy()
    result["category"] = _spread([answer.category for answer in answers], numbers)
    result["group"] = _spread([answer.group for answer in answers], numbers)
    result["intensity"] = _spread([answer.intensity for answer in answers], numbers)
    if slices:
        weights = np.array([(a.weight.low, a.weight.base, a.weight.high) for a in answers] or [(0.0, 0.0, 0.0)])
        _weigh(result, weights, numbers)
    return result


def _weigh(result: pd.DataFrame, weights: npt.NDArray[np.float64],
           numbers: npt.NDArray[np.int64]) -> None:
    value = result["market_value"].to_numpy(np.int64)
    spread = weights[numbers] if len(numbers) else np.zeros((0, 3))
    parts = np.rint(value[:, None] * spread).astype(np.int64)
    short = value < 0
    result["low"] = np.where(short, parts[:, 2], parts[:, 0])
    result["base"] = parts[:, 1]
    result["high"] = np.where(short, parts[:, 0], parts[:, 2])


def _spread(answers: list[str], numbers: npt.NDArray[np.int64]) -> pd.Series[str]:
    values = pd.Series(answers, dtype="str")
    return values.take(numbers).reset_index(drop=True)


def _issuer_columns(
    frame: pd.DataFrame, matches: Sequence[Match], found: npt.NDArray[np.int64],
    reference: Reference,
) -> dict[str, pd.Series[str]]:
    """Issuer id and the name for people: the issuer's, else the matched entity's, else as typed."""
    ids = [match.issuer_id for match in matches]
    names = [
        reference.issuers[match.issuer_id].name if match.issuer_id
        else match.name if match.state is ScreeningState.HIT else ""
        for match in matches
    ]
    # A row without any match (-1) takes the empty text put at the end.
    issuer_id = pd.Series([*ids, ""], dtype="str").take(found).reset_index(drop=True)
    issuer = pd.Series([*names, ""], dtype="str").take(found).reset_index(drop=True)
    typed = frame["issuer_name"].where(frame["issuer_name"] != "", frame["name"]).reset_index(drop=True)
    return {"issuer_id": issuer_id, "issuer": issuer.where(issuer != "", typed)}


def _fund_kind(frame: pd.DataFrame, positions: pd.DataFrame | None) -> npt.NDArray[np.object_]:
    """The row's own kind, or that of its position for slices."""
    if positions is None or "position" not in frame:
        return np.asarray(frame["instrument"], object)
    held: npt.NDArray[np.object_] = np.asarray(positions["instrument"], object)
    return held[np.asarray(frame["position"], np.int64)]


def _fund_domicile(frame: pd.DataFrame, positions: pd.DataFrame | None) -> npt.NDArray[np.object_]:
    if "fund_domicile" in frame:
        return np.asarray(frame["fund_domicile"], object)
    if positions is None:
        return np.full(len(frame), "", object)
    held: npt.NDArray[np.object_] = np.asarray(positions["fund_domicile"], object)
    return held[np.asarray(frame["position"], np.int64)]


def _classify_line(
    match: Match | None, region: Region, kind: Instrument, method: str, position_kind: Instrument, domicile: str,
    plain: bool, reference: Reference, slices: bool,
) -> Classified:
    issuer = reference.issuers[match.issuer_id] if match is not None and match.issuer_id else None
    vehicle = reference.vehicles.get(match.vehicle_id) if match is not None and match.vehicle_id else None
    home = domicile or (vehicle.domicile if vehicle is not None else "")
    if slices and method in HIDDEN_METHODS:
        fund = kind if kind.is_fund else position_kind
        if vehicle is not None and not fund.is_fund:
            fund = Instrument(vehicle.instrument)
        return Classified(_pooled(fund, home), "", _ANYTHING)
    if issuer is not None:
        found = classify_issuer(issuer)
        if slices and method == "proxy" and found.group not in GROUPS_WITHOUT_AI:
            # The benchmark holds it; whether the fund does, and in what size, nobody said.
            return Classified(found.category, found.intensity, Weight(0.0, found.weight.base, 1.0))
        return found
    if kind.is_cash_like:
        if match is not None and match.state is ScreeningState.POSSIBLE:
            # Paper of a company in a file's bucket of cash, it may be: a person has to say.
            return Classified(UNCLASSIFIED, "", _ANYTHING)
        return Classified(CASH_LIKE, "", _NOTHING)
    if kind is Instrument.INDEX_DERIVATIVE or (match is not None and match.method == "index"):
        return Classified(INDEX_DERIVATIVE, "", _NOTHING)
    if method in SHARES_WITHOUT_NAMES:
        # A percentage or a benchmark says where the money is, not in whom: in China it may be anything.
        if region is Region.UNKNOWN and vehicle is not None and vehicle.proxy_region:
            region = Region(vehicle.proxy_region)
        outside = region is not Region.UNKNOWN and region not in CHINA_REGIONS
        return Classified(NOT_CHINA, "", _NOTHING) if outside else Classified(UNCLASSIFIED, "", _ANYTHING)
    if kind.is_fund:
        # Nobody looked into it: where the fund is registered says nothing about what it holds.
        return Classified(_pooled(kind, home), "", _ANYTHING)
    if match is not None and match.state is ScreeningState.POSSIBLE and region in _CANDIDATE_REGIONS:
        # A candidate waits for a person; until then nothing is said, unless the line is known to be from elsewhere.
        return Classified(UNCLASSIFIED, "", _ANYTHING)
    if region in CHINA_REGIONS and kind not in _WITHOUT_ISSUER and not (plain or _is_nobody(match)):
        # Where it is from is known at most: whether its company is one of AI nobody can say.
        return Classified(UNCLASSIFIED, "", _ANYTHING)
    return _by_region(region)


def _is_nobody(match: Match | None) -> bool:
    """Whether a person looked and found that a line means nobody on file."""
    return match is not None and match.state is ScreeningState.NONE and match.method == "confirmed"


def _is_plain(frame: pd.DataFrame, reference: Reference) -> npt.NDArray[np.bool_]:
    """Whether a row is a line on file whose trade is plainly not AI; its ISIN, where it has one, goes before a code."""
    isins = {line.isin for line in reference.other_lines if line.isin}
    lines = {(line.mic, line.ticker): line.isin for line in reference.other_lines}
    if not len(frame) or not lines:
        return np.zeros(len(frame), dtype=bool)
    # Few lines stand in many rows: each is looked up once.
    parts = [pd.factorize(frame[name]) for name in ("isin", "mic", "ticker")]
    (isin_codes, given), (mic_codes, mics), (ticker_codes, tickers) = parts
    by_isin = np.array([value in isins for value in given], dtype=bool)[isin_codes]
    _, first, number = np.unique(
        mic_codes * np.int64(len(tickers)) + ticker_codes, return_index=True, return_inverse=True)
    found = [lines.get((mics[mic_codes[row]], tickers[ticker_codes[row]])) for row in first]
    by_code = np.array([one is not None for one in found], dtype=bool)[number]
    without = np.array([one == "" for one in found], dtype=bool)[number]
    bare = np.array([value == "" for value in given], dtype=bool)[isin_codes]
    plain: npt.NDArray[np.bool_] = by_isin | (by_code & (bare | without))
    return plain


def _pooled(kind: Instrument, domicile: str) -> str:
    if kind is Instrument.PRIVATE_FUND:
        return POOLED if not domicile else "G3" if domicile == "US" else "G4"
    return _FUND_CODES.get(kind, POOLED)


def _by_region(region: Region) -> Classified:
    if region is Region.UNKNOWN:
        return Classified(UNCLASSIFIED, "", _ANYTHING)
    return Classified(NOT_AI_IN_CHINA if region in CHINA_REGIONS else NOT_CHINA, "", _NOTHING)
