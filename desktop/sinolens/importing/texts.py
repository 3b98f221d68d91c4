"""Texts of cells: clean text, identifiers with their repairs, tickers with their market."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from stdnum import cusip as cusip_rules

from sinolens.importing.vocabulary import Vocabulary, clean_text, header_key
from sinolens.reference.identifiers import is_cusip, is_figi, is_isin, is_lei, is_sedol, is_uscc

CHECKS: dict[str, Callable[[str], bool]] = {
    "isin": is_isin,
    "cusip": is_cusip,
    "sedol": is_sedol,
    "figi": is_figi,
    "lei": is_lei,
    "uscc": is_uscc,
}
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{1,3}")
_SCIENTIFIC_LIMIT = 1e12
YELLOW_KEY = re.compile(r"\s+(equity|corp|curncy|index|comdty|govt|pfd|mtge)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadIdentifier:
    """An identifier as read.

    Attributes:
        kind: field it belongs to, "" when the text is none.
        value: valid identifier, or the text as typed when `kind` is "internal_id".
        note: "" or what was done or seen: "zeros", "check-added", "invalid", "scientific", "number".
        candidates: what a damaged one may have been.
    """

    kind: str
    value: str
    note: str = ""
    candidates: tuple[str, ...] = ()


def text_of(value: object) -> str:
    """Clean text of any cell; whole numbers without a decimal point."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)
    return str(value)


def read_texts(values: np.ndarray, nulls: frozenset[str]) -> list[str]:
    """Clean texts of a column; null words become ""."""
    codes, uniques = pd.factorize(values, use_na_sentinel=False)
    words = np.empty(len(uniques), object)
    for i, value in enumerate(uniques):
        text = text_of(value)
        words[i] = "" if text.lower() in nulls else text
    texts: list[str] = words[codes].tolist() if len(words) else []
    return texts


def map_texts(values: list[str], function: Callable[[str], str]) -> list[str]:
    """A function of every text of a column, worked out once for each different text."""
    known = {text: function(text) for text in set(values)}
    return list(map(known.__getitem__, values))


def read_identifier(value: object, field: str, nulls: frozenset[str]) -> ReadIdentifier:
    """Identifier in a cell of a column for `field` ("identifier" = any kind).

    Lost zeros are put back when the check digit then holds; eight characters of a CUSIP get their ninth; a CUSIP that a
    spreadsheet made a number is never rebuilt here, only its candidates are given.
    """
    if (
        isinstance(value, float)
        and not isinstance(value, bool)
        and (abs(value) >= _SCIENTIFIC_LIMIT or value != int(value))
    ):
        return ReadIdentifier("internal_id", repr(value), "scientific", rebuild_cusip(value))
    text = text_of(value)
    if not text or text.lower() in nulls:
        return ReadIdentifier("", "")
    if _SCIENTIFIC.fullmatch(text):
        candidates = rebuild_cusip(float(text))
        if not is_cusip(text.upper()) or candidates:
            return ReadIdentifier("internal_id", text, "scientific", candidates)
    code = re.sub(r"[\s\-_.'\"=]", "", text).upper()
    was_number = not isinstance(value, str)
    kinds = [field] if field in CHECKS else []
    kinds += [k for k in CHECKS if k not in kinds]
    for kind in kinds:
        if CHECKS[kind](code) and (
            kind == field or kind in ("isin", "figi", "lei", "uscc") or field not in CHECKS or field == "internal_id"
        ):
            return ReadIdentifier(
                kind, code, "number" if was_number else "" if kind == field or field not in CHECKS else "other-kind"
            )
    repaired = _repair(code, field)
    if repaired:
        return repaired
    if field in CHECKS:
        for kind in ("cusip", "sedol"):
            if kind != field and CHECKS[kind](code):
                return ReadIdentifier(kind, code, "other-kind")
        return ReadIdentifier("internal_id", text, "invalid")
    return ReadIdentifier("internal_id", text)


def _repair(code: str, field: str) -> ReadIdentifier | None:
    if field in ("cusip", "identifier") and 5 <= len(code) <= 8:
        full = code.zfill(9)
        if is_cusip(full) and (field == "cusip" or code.isdigit()):
            return ReadIdentifier("cusip", full, "zeros")
        if field == "cusip" and len(code) == 8 and code.isalnum():
            try:
                full = code + str(cusip_rules.calc_check_digit(code))
            except (ValueError, KeyError):
                return None
            return ReadIdentifier("cusip", full, "check-added") if is_cusip(full) else None
    if field == "sedol" and 4 <= len(code) <= 6 and is_sedol(code.zfill(7)):
        return ReadIdentifier("sedol", code.zfill(7), "zeros")
    return None


def rebuild_cusip(number: float) -> tuple[str, ...]:
    """CUSIPs with a right check digit that a spreadsheet would show as this number in scientific notation."""
    if not 0 < number < float("inf"):
        return ()
    mantissa, _, exponent = f"{number:.15e}".partition("e")
    digits = mantissa.replace(".", "").rstrip("0") or "0"
    found = []
    # A CUSIP with one E has some digits before it and the rest behind: stem × 10^power, zeros lost at either end.
    for whole in range(len(digits), 8):
        for trailing in range(whole - len(digits) + 1):
            power = int(exponent) - (len(digits) - 1) - trailing
            stem = "0" * (whole - len(digits) - trailing) + digits + "0" * trailing
            code = f"{stem}E{str(power).zfill(8 - whole)}"
            if power >= 0 and len(code) == 9 and is_cusip(code):
                found.append(code)
    return tuple(sorted(set(found)))


@dataclass(frozen=True)
class TickerReader:
    """Reads tickers in the styles of the data vendors.

    Attributes:
        spaced, dotted: suffix in upper case → MICs that use it.
        mics: known MICs.
        widths: MIC → digits a numeric ticker is padded to.
        prefixes: MIC → first digits of its tickers.
        names: name of an exchange, as `place_key` gives it → MICs that go by it.
    """

    spaced: dict[str, tuple[str, ...]]
    dotted: dict[str, tuple[str, ...]]
    mics: frozenset[str]
    widths: dict[str, int]
    prefixes: dict[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def uses_points(self, texts: list[str]) -> bool:
        """Most tickers of a column end in a point and a market: then a single letter is one too, not a share class."""
        given = [t for t in texts if t]
        return bool(given) and 2 * sum(t.rpartition(".")[2].upper() in self.dotted for t in given if "." in t) >= len(
            given
        )

    def read(self, text: str, points: bool = False) -> tuple[str, str]:
        """Ticker without suffix and its MIC; "" when the text names no market or one that several share.

        Args:
            text: as typed: `700 HK`, `700 HK Equity`, `0700.HK`, `HKG:0700`, `XHKG:700`.
            points: the column writes markets behind points, see `uses_points`.
        """
        if " " in text or not text.isupper():
            text = YELLOW_KEY.sub("", text.strip()).upper()
        for mark, codes in ((" ", self.spaced), (".", self.dotted)):
            stem, _, suffix = text.rpartition(mark)
            if stem and suffix in codes and (mark == " " or points or len(suffix) > 1):
                return self._settle(stem.strip(), codes[suffix])
        if ":" in text:
            left, _, right = text.partition(":")
            for stem, suffix in ((left, right), (right, left)):
                places = (suffix,) if suffix in self.mics else self.spaced.get(suffix) or self.dotted.get(suffix)
                if places:
                    return self._settle(stem.strip(), places)
        return text, ""

    def market_of(self, place: str, stem: str) -> str:
        """MIC of an exchange column's text, "" when unknown or shared."""
        place = place.upper()
        if place in self.mics:
            return place
        places = self.spaced.get(place) or self.dotted.get(place) or self.names.get(place_key(place)) or ()
        return self._settle(stem, places)[1]

    def _settle(self, stem: str, places: tuple[str, ...]) -> tuple[str, str]:
        if len(places) > 1:
            places = tuple(m for m in places if stem.startswith(self.prefixes.get(m) or ("\0",)))
        mic = places[0] if len(places) == 1 else ""
        return self.pad(stem, mic), mic

    def pad(self, stem: str, mic: str) -> str:
        """Numeric tickers padded with zeros as their market writes them."""
        return stem.zfill(self.widths.get(mic, 0)) if stem.isdigit() else stem


def place_key(text: str) -> str:
    """The form in which names of exchanges are compared: one case, without punctuation."""
    return header_key(text.upper())


def ticker_reader(
    markets: dict[str, tuple[tuple[str, ...], tuple[str, ...]]],
    vocabulary: Vocabulary,
    names: Mapping[str, tuple[str, ...]] | None = None,
) -> TickerReader:
    """Reader from MIC → (codes behind a space, codes behind a point), and MIC → names of the exchange."""
    spaced: dict[str, tuple[str, ...]] = {}
    dotted: dict[str, tuple[str, ...]] = {}
    for mic, codes in markets.items():
        for table, written in zip((spaced, dotted), codes, strict=True):
            for code in {c.upper().lstrip(".") for c in written}:
                table[code] = (*table.get(code, ()), mic)
    named: dict[str, tuple[str, ...]] = {}
    for mic, given in (names or {}).items():
        for key in {place_key(name) for name in given}:
            named[key] = (*named.get(key, ()), mic)
    return TickerReader(spaced, dotted, frozenset(markets), vocabulary.ticker_widths, vocabulary.ticker_prefixes, named)
