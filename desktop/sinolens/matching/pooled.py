"""Lines that a file types as stock, or not at all, and that are pooled vehicles by what they are.

A fund typed as stock of its country would be read as an ordinary company and what it holds would never be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from sinolens.domain.instrument import Instrument
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.region import Region
from sinolens.matching.affiliates import find_branded, is_wrapper
from sinolens.matching.decisions import Decision
from sinolens.matching.entities import EntityIndex
from sinolens.matching.fund_names import fund_key
from sinolens.matching.identifiers import bare_ticker
from sinolens.matching.institutions import institution_home, institution_inside, is_claim
from sinolens.matching.lexicon import find_index, lexicon, parts_of
from sinolens.matching.normaliser import fold, normalise
from sinolens.matching.resolution import match_names
from sinolens.matching.targets import is_private_vehicle
from sinolens.matching.underlying import is_derivative
from sinolens.reference.loader import resources
from sinolens.reference.pack import FieldSpec, iso_date, one_of, read_table, verified_mark

_LOOSE_KINDS = frozenset(kind.value for kind in (
    Instrument.EQUITY, Instrument.DEPOSITARY_RECEIPT, Instrument.PREFERRED, Instrument.BOND, Instrument.REAL_ASSET,
    Instrument.OTHER,
)) | {""}
"""Kinds that files give a fund's line by mistake; a contract on a fund and a line of cash are what they say."""
_BY_NAME_KINDS = _LOOSE_KINDS - {Instrument.REAL_ASSET.value}
_CASH_KINDS = frozenset(kind.value for kind in Instrument if kind.is_cash_like)
_ETF_WORDS = frozenset({"ETF", "ETFS", "UCITS"})
_FUND_WORDS = frozenset({"FUND", "FUNDS"})
_INSIDE = frozenset({Region.OTHER.value, Region.TAIWAN.value})
_LEAST_WORDS = 2
"""An index's name of one word may be a company's or a person's too."""


@cache
def _houses() -> tuple[tuple[tuple[str, ...], str, str], ...]:
    rows = read_table(resources(), "matching/fund-houses.csv", {
        "phrase": FieldSpec(required=True), "needs": FieldSpec(one_of("any", "theme", "index"), required=True),
        "kind": FieldSpec(one_of("etf", "mutual_fund"), required=True),
        "source": FieldSpec(required=True), "as_of": FieldSpec(iso_date, required=True), "verified": verified_mark,
    })
    return tuple((tuple(row["phrase"].split()), row["needs"], row["kind"]) for row in rows)


@cache
def _themes() -> frozenset[str]:
    rows = read_table(resources(), "matching/fund-themes.csv", {"word": FieldSpec(required=True)})
    return frozenset(row["word"] for row in rows)


@cache
def _pool_words() -> frozenset[str]:
    rows = read_table(resources(), "matching/pool-words.csv", {"word": FieldSpec(required=True)})
    return frozenset(row["word"] for row in rows)


@lru_cache(maxsize=50_000)
def fund_kind(name: str) -> str:
    """The kind of pooled vehicle a name reads like, "" when like none: an `Instrument` value.

    A house that makes nothing but funds needs another word or two beside it; one that is also a company of its own, a
    region, an index or a theme. An index of China or with China in it, without a legal form, is a fund on it.
    """
    parts = parts_of(fold(name).replace(".", ""))
    phrases = _phrases(parts)
    for house, needs, kind in _houses():
        rest = parts[len(house):]
        if tuple(parts[: len(house)]) != house or not rest:
            continue
        themed = bool(_phrases(rest) & _themes())
        plain = needs == "any" and len([part for part in rest if len(part) > 1]) >= _LEAST_WORDS
        if (themed and needs != "index") or plain or _index_of(_phrases(rest)):
            return Instrument.ETF.value if _ETF_WORDS & set(parts) else kind
    read = normalise(name)
    if _ETF_WORDS & set(parts):
        return Instrument.ETF.value
    if read.is_fund and _FUND_WORDS & (read.forms | read.marks):
        return Instrument.MUTUAL_FUND.value
    if not read.forms and _index_of(phrases):
        return Instrument.MUTUAL_FUND.value
    return ""


def _phrases(parts: list[str]) -> set[str]:
    return {" ".join(parts[start:end]) for start in range(len(parts))
            for end in range(start + 1, min(len(parts), start + 4) + 1)}


def _index_of(phrases: set[str]) -> bool:
    indices = lexicon().indices
    return any(
        len(phrase.split()) >= _LEAST_WORDS and indices[phrase] not in _INSIDE
        for phrase in phrases if phrase in indices
    )


def match_vehicles(
    frame: pd.DataFrame, index: EntityIndex, decisions: Iterable[Decision] = (), as_of: str = ""
) -> tuple[pd.DataFrame, list[Match], pd.Series[int]]:
    """Match a table whose pooled vehicles may be typed as stock; such lines get the kind they are of.

    Args:
        frame: positions or fund holdings.
        index: what can be meant.
        decisions: confirmed earlier decisions, see `match_names`.
        as_of: ISO date for tickers.

    Returns:
        The frame, a copy where a kind was changed, and the answers of `match_names` for it. A vehicle on file gives its
        own kind; a name that reads like a fund's and means nobody on file gives `fund_kind`.
    """
    decisions = tuple(decisions)
    matches, which = match_names(frame, index, decisions, as_of)
    kinds = _kinds(frame, matches, which, index)
    given = frame["instrument"].to_numpy(dtype=object)
    if not (kinds != given).any():
        return frame, matches, which
    typed = frame.copy()
    typed["instrument"] = pd.Series(kinds, index=frame.index, dtype="str")
    # A company's exact name where a fund's is expected stays a question: the file calls it a fund.
    possible = np.array([matches[place].state is ScreeningState.POSSIBLE for place in which.tolist()], dtype=bool)
    changed = np.flatnonzero((kinds != given) & ~(possible & (kinds == Instrument.DIRECT_PRIVATE.value)))
    again, place = match_names(typed.iloc[changed], index, decisions, as_of)
    places = which.to_numpy(dtype=np.int64).copy()
    places[changed] = place.to_numpy(dtype=np.int64) + len(matches)
    return typed, [*matches, *again], pd.Series(places, index=frame.index, dtype="int64")


def type_vehicles(
    frame: pd.DataFrame, index: EntityIndex, decisions: Iterable[Decision] = (), as_of: str = ""
) -> pd.DataFrame:
    """The holdings of a fund with the funds among them typed as such, see `match_vehicles`; few lines are matched."""
    cells = [frame[name].to_numpy(dtype=object) for name in ("name", "isin", "cusip", "ticker", "instrument")]
    rows = [
        row for row, (name, isin, cusip, ticker, kind) in enumerate(zip(*cells, strict=True))
        if _is_on_institution(kind, name) or (kind in _LOOSE_KINDS and (
            isin in index.vehicle_codes or cusip in index.vehicle_codes or bare_ticker(ticker) in index.vehicle_codes
            or fund_key(name) in index.fund_names or fund_kind(name)
        ))
    ]
    if not rows:
        return frame
    part = match_vehicles(frame.iloc[rows], index, decisions, as_of)[0]
    kinds = frame["instrument"].to_numpy(dtype=object).copy()
    kinds[rows] = part["instrument"].to_numpy(dtype=object)
    typed = frame.copy()
    typed["instrument"] = pd.Series(kinds, index=frame.index, dtype="str")
    return typed


def _is_on_institution(kind: str, name: str) -> bool:
    """A line of cash that names a bank of China, or a line of no kind that is a claim on one by its words."""
    if kind in _CASH_KINDS:
        return bool(institution_inside(name))
    return kind in (Instrument.OTHER.value, "") and is_claim(name)


def _is_linked(name: str) -> bool:
    """A note on an index with China in it, a debt of a bank by its form; a bond of the state is no index's."""
    if institution_home(name) or _houses_of(name):
        return False
    region = find_index(name, 1 if is_wrapper(name) else _LEAST_WORDS)
    return bool(region) and region not in _INSIDE


def _houses_of(name: str) -> bool:
    parts = parts_of(fold(name))
    return bool(_ETF_WORDS & set(parts)) or any(tuple(parts[: len(house)]) == house for house, _, _ in _houses())


def _is_one_company(name: str, match: Match, index: EntityIndex) -> bool:
    """A private holding that is one company's by its name, or a vehicle made for it, and no manager's pool."""
    parts = set(parts_of(fold(name).replace(".", "")))
    if match.vehicle_id or match.method == "confirmed" or match.state is ScreeningState.HIT:
        return False
    if is_private_vehicle(name):
        return match.state is ScreeningState.POSSIBLE
    if parts & _pool_words():
        return False
    if match.state is ScreeningState.POSSIBLE:
        return any(key in index.keys for key in normalise(name).keys)
    return bool(find_branded(name, index))


def _kinds(
    frame: pd.DataFrame, matches: list[Match], which: pd.Series[int], index: EntityIndex
) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    kinds: np.ndarray[tuple[int], np.dtype[np.object_]] = frame["instrument"].to_numpy(dtype=object).copy()
    names = frame["name"].to_numpy(dtype=object)
    for row, place in enumerate(which.to_numpy(dtype=np.int64).tolist()):
        match = matches[place]
        vehicle = index.place_of(f"vehicle:{match.vehicle_id}") if match.vehicle_id else None
        # "Future" and "Option" are words of funds' names too; a contract's name says more than the fund's.
        if kinds[row] == Instrument.PRIVATE_FUND and _is_one_company(names[row], match, index):
            kinds[row] = Instrument.DIRECT_PRIVATE.value
        if match.method != "confirmed" and _is_on_institution(kinds[row], names[row]):
            # Cash at a bank of China, its paper or a repo with it is a claim on that bank, and no cash.
            fund = _FUND_WORDS & set(parts_of(fold(names[row])))
            kinds[row] = Instrument.MUTUAL_FUND.value if fund else Instrument.BOND.value
            continue
        whole = is_derivative(kinds[row]) and vehicle in index.fund_names.get(fund_key(names[row]), ())
        if kinds[row] not in _LOOSE_KINDS and not whole:
            continue
        if match.state is ScreeningState.HIT and vehicle is not None:
            kinds[row] = index.instrument_of(vehicle)
        elif (
            match.state in (ScreeningState.NONE, ScreeningState.NOT_SCREENED) and match.method != "confirmed"
            and kinds[row] in _BY_NAME_KINDS
        ):
            if kinds[row] == Instrument.BOND and _is_linked(names[row]):
                kinds[row] = Instrument.INDEX_DERIVATIVE.value
            else:
                kinds[row] = fund_kind(names[row]) or kinds[row]
    return kinds
