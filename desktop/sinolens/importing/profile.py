"""What the values of a column are, looked at over a sample of the whole column."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from sinolens.importing.cells import BLANK, DATE, FLAG, NUMBER, TEXT
from sinolens.importing.dates import find_dates
from sinolens.importing.numbers import find_decimal_mark, parse_number
from sinolens.importing.vocabulary import Vocabulary, clean_text
from sinolens.reference.identifiers import is_cusip, is_figi, is_isin, is_lei, is_sedol, is_uscc

_SAMPLE = 400
_TICKER = re.compile(r"[A-Z0-9]{1,6}(?:[ ./:-][A-Z]{1,4}){0,2}(?: (?:Equity|Corp|Curncy|Index))?")


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """Shares are of the filled cells that are no null word; 0..1.

    Attributes:
        filled: share of the rows with a value.
        number, text, date, isin, cusip, sedol, figi, lei, uscc, currency, country, market, ticker, percent: shares;
            `market` is of ISO 10383 codes.
        distinct: different values / values.
        length: mean length of texts.
        total, largest: sum and largest absolute value of the numbers.
        negative: share of numbers below zero.
        count: values looked at.
    """

    filled: float = 0.0
    number: float = 0.0
    text: float = 0.0
    date: float = 0.0
    isin: float = 0.0
    cusip: float = 0.0
    sedol: float = 0.0
    figi: float = 0.0
    lei: float = 0.0
    uscc: float = 0.0
    currency: float = 0.0
    country: float = 0.0
    market: float = 0.0
    ticker: float = 0.0
    percent: float = 0.0
    distinct: float = 0.0
    length: float = 0.0
    total: float = 0.0
    largest: float = 0.0
    count: int = 0


def profile_column(
    values: np.ndarray,
    kinds: np.ndarray,
    vocabulary: Vocabulary,
    countries: dict[str, str],
    mics: frozenset[str] = frozenset(),
) -> ColumnProfile:
    """Profile of a column's cells.

    Args:
        values: cells of the rows that may be positions.
        kinds: their kinds.
        vocabulary: null words and currencies.
        countries: country names and codes, lower case, to ISO codes.
        mics: known codes of exchanges.
    """
    rows = np.flatnonzero(kinds != BLANK)
    if not rows.size:
        return ColumnProfile()
    sample = rows[np.linspace(0, rows.size - 1, min(_SAMPLE, rows.size)).astype(int)]
    # The label of a total says nothing of what the column holds.
    silent = vocabulary.words.get("null", frozenset()) | vocabulary.words.get("total", frozenset())
    texts: list[str] = []
    cells = []
    dates = numbers = 0
    amounts: list[float] = []
    for i in sample:
        value, kind = values[i], kinds[i]
        if kind == TEXT:
            word = clean_text(value)
            if word.lower() in silent:
                continue
            texts.append(word)
            cells.append(word)
        else:
            cells.append(value)
            dates += kind == DATE
            if kind in (NUMBER, FLAG):
                numbers += 1
                amounts.append(float(value) if isinstance(value, (int, float)) else 0.0)
    count = len(cells)
    if not count:
        return ColumnProfile(filled=rows.size / len(values))
    mark = find_decimal_mark(texts)
    parsed = [n for t in texts if (n := parse_number(t, mark)) is not None]
    codes = [t.upper().replace(" ", "") for t in texts] + [_digits(a) for a in amounts]
    share = _Share(count, codes)
    return ColumnProfile(
        filled=rows.size / len(values),
        number=(numbers + len(parsed)) / count,
        text=(len(texts) - len(parsed)) / count,
        date=(dates + sum(1 for t in texts if len(t) <= 22 and find_dates(t) and find_dates(t)[0].precise)) / count,
        isin=share(is_isin),
        cusip=share(is_cusip),
        sedol=share(is_sedol),
        figi=share(is_figi),
        lei=share(is_lei),
        uscc=share(is_uscc),
        currency=sum(t.upper() in vocabulary.currencies for t in texts) / count,
        country=sum(t.casefold() in countries for t in texts) / count,
        market=sum(t.upper() in mics for t in texts) / count,
        ticker=sum(bool(_TICKER.fullmatch(t)) for t in texts) / count,
        percent=sum("%" in t for t in texts) / count,
        distinct=len(set(map(str, cells))) / count,
        length=sum(map(len, texts)) / len(texts) if texts else 0.0,
        total=sum(amounts) + sum(parsed),
        largest=max((abs(a) for a in amounts + parsed), default=0.0),
        count=count,
    )


class _Share:
    def __init__(self, count: int, codes: list[str]) -> None:
        self.count, self.codes = count, codes

    def __call__(self, check: object) -> float:
        return sum(1 for c in self.codes if callable(check) and check(c)) / self.count


def _digits(amount: float) -> str:
    return str(int(amount)) if 0 < amount < 1e15 and amount == int(amount) else ""
