"""Numbers as people type them: any thousands mark, parentheses, trailing minus, percent signs, currency marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sinolens.domain.money import to_cents
from sinolens.importing.cells import DATE, FLAG, NUMBER, TEXT
from sinolens.importing.vocabulary import clean_text

_CURRENCY_MARK = re.compile(r"^(?:[A-Z]{1,3}\$|[A-Z]{3}(?=[\s\d(+-])|[$€£¥₩₹])\s*|\s*(?:[$€£¥]|[A-Z]{3})$")
_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_SUFFIX = {"k": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9}
_SUFFIXED = re.compile(r"(.*\d)\s*(k|mm|mn|m|bn|b)", re.IGNORECASE)
_COMMA_DECIMAL = re.compile(r"^[^\d]*\d{1,3}(?:[. ’']\d{3})+,\d+[^\d]*$|^[^\d]*\d+,(?:\d{1,2}|\d{4,})[^\d]*$")
_POINT_DECIMAL = re.compile(r"^[^\d]*\d{1,3}(?:[, ’']\d{3})+\.\d+[^\d]*$|^[^\d]*\d+\.(?:\d{1,2}|\d{4,})[^\d]*$")
_LARGEST = 9e13


def find_decimal_mark(texts: Iterable[str]) -> str:
    """The decimal mark of a column, "." or ",", by which values can only be read one way; "." when all can be both."""
    comma = point = 0
    for text in texts:
        if "," in text and _COMMA_DECIMAL.match(text):
            comma += 1
        elif "." in text and _POINT_DECIMAL.match(text):
            point += 1
        elif text.count(".") > 1 and "," not in text:
            comma += 1
    return "," if comma > point else "."


def own_mark(text: str) -> str:
    """The decimal mark a number shows by having both marks: the last one, when it stands once; "" when it has not."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma < 0 or point < 0:
        return ""
    mark = "," if comma > point else "."
    return mark if text.count(mark) == 1 else ""


def parse_number(text: str, decimal: str = ".") -> float | None:
    """Number in a text, or None when it is none. A percent sign is dropped, not applied.

    Reads `1,234.50`, `1.234,50`, `1 234.50`, `1'234.50`, `(5)`, `5-`, `5 CR`, `+$3.10`, `USD 5`, `12.5%`, `1.2bn`.
    """
    text = clean_text(text).replace("−", "-").replace("–", "-")
    if not text or not any(c.isdigit() for c in text):
        return None
    sign = 1.0
    if text[0] == "(" and text.endswith(")"):
        sign, text = -1.0, text[1:-1].strip()
    elif text.endswith((")", ")%")) and "(" in text:
        sign, text = -1.0, text.replace("(", "").replace(")", "")
    if text.endswith("-"):
        sign, text = -sign, text[:-1]
    elif text.upper().endswith((" CR", " DR")):
        sign, text = (-sign if text.upper().endswith("CR") else sign), text[:-3]
    if text[:1] in "+-":
        sign, text = (-sign if text[0] == "-" else sign), text[1:].strip()
    text = _CURRENCY_MARK.sub("", text.strip().rstrip("%").strip()).strip()
    if text[:1] in "+-" and text[1:2].isdigit():
        sign, text = (-sign if text[0] == "-" else sign), text[1:]
    scale = 1.0
    if text[-1:].isalpha() and (match := _SUFFIXED.fullmatch(text)):
        text, scale = match[1], _SUFFIX[match[2].lower()]
    if decimal == ",":
        text = text.replace(".", "").replace(" ", "").replace("'", "").replace("’", "").replace(",", ".")
    else:
        text = text.replace(",", "").replace(" ", "").replace("'", "").replace("’", "")
    if not _PLAIN.fullmatch(text):
        return None
    value = float(text) * sign * scale
    return value if abs(value) < float("inf") else None


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A column read as numbers.

    Attributes:
        values: floats, NaN where the cell is empty or a null word.
        unread: rows whose text is no number and no null word.
        decimals: most decimals printed in any value, at most 6.
        percent: share of the values written with a percent sign.
        reshaped: rows read by their own marks because they contradict the column's decimal mark.
    """

    values: np.ndarray
    unread: np.ndarray
    decimals: int
    percent: float
    reshaped: np.ndarray


def read_numbers(values: np.ndarray, kinds: np.ndarray, nulls: frozenset[str], given: str = "") -> NumberColumn:
    """Read a column of cells as numbers.

    Args:
        values: object array of cells.
        kinds: kind of each, see `cells.classify_cells`.
        nulls: words that mean "no value", lower case.
        given: decimal mark the user named; "" = found.
    """
    result = np.full(values.shape, np.nan)
    numeric = (kinds == NUMBER) | (kinds == FLAG)
    unread = kinds == DATE
    reshaped = np.zeros(values.shape, bool)
    percents = 0
    if numeric.any():
        try:
            result[numeric] = values[numeric].astype(float)
        except (TypeError, ValueError):
            for i in np.flatnonzero(numeric):
                result[i] = (
                    float(values[i]) if isinstance(values[i], (int, float)) else values[i].total_seconds() / 86400
                )
        # A cell may hold a number too large for any amount; it is no number a person can have meant.
        beyond = numeric & ~np.isfinite(result)
        unread |= beyond
        result[beyond] = np.nan
    decimals = _float_decimals(result[numeric])
    text = np.flatnonzero(kinds == TEXT)
    if text.size:
        texts = [values[i] for i in text]
        mark = given or find_decimal_mark(texts[:: max(1, len(texts) // 2000)])
        known: dict[str, float | None] = {}
        marks: dict[str, str] = {}
        for i, word in zip(text, texts, strict=True):
            if word not in known:
                marks[word] = own_mark(word) or mark
                known[word] = _fast(word, marks[word])
            number = known[word]
            if number is not None:
                result[i] = number
                reshaped[i] = marks[word] != mark
                percents += "%" in word
            elif clean_text(word).lower() not in nulls:
                unread[i] = True
        decimals = max(
            decimals, *(_printed_decimals(word, marks[word]) for word, n in known.items() if n is not None), 0
        )
    result[~np.isfinite(result)] = np.nan
    read = int(np.count_nonzero(~np.isnan(result)))
    return NumberColumn(result, unread, min(decimals, 6), percents / read if read else 0.0, reshaped)


def _fast(text: str, mark: str) -> float | None:
    if mark == "." and "_" not in text:
        try:
            value = float(text.replace(",", "")) if text[-1:].isdigit() else None
        except ValueError:
            value = None
        if value is not None and abs(value) < float("inf"):
            return value
    return parse_number(text, mark)


def _printed_decimals(text: str, mark: str) -> int:
    digits = text.rpartition(mark)[2] if mark in text else ""
    return sum(c.isdigit() for c in digits.lower().partition("e")[0])


def _float_decimals(numbers: np.ndarray) -> int:
    """Decimals needed to print the numbers of a spreadsheet, looked at in a sample."""
    if not numbers.size:
        return 0
    sample = numbers[:: max(1, numbers.size // 500)]
    sample = sample[np.abs(sample) < 1e15]
    for decimals in range(3):
        scaled = sample * 10.0**decimals
        if np.all(np.abs(scaled - np.rint(scaled)) < 1e-6 * np.maximum(1.0, np.abs(sample))):
            return decimals
    return 6


def cents_of(units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whole cents of amounts, half to even on the shortest printed form, and where an amount is beyond what is kept.

    Args:
        units: floats; NaN becomes 0.

    Returns:
        int64 cents; boolean mask of amounts of 90 trillion or more, whose cents are 0.
    """
    clean = np.nan_to_num(units, nan=0.0, posinf=np.inf, neginf=-np.inf)
    too_large = np.abs(clean) >= _LARGEST
    clean = np.where(too_large, 0.0, clean)
    scaled = clean * 100.0
    cents = np.rint(scaled)
    # Near a half the binary product may fall on the wrong side; there the printed form decides.
    near = np.flatnonzero(np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) < 1e-4)
    result = cents.astype(np.int64)
    for i in near:
        result[i] = to_cents(float(clean[i]))
    return result, too_large
