"""The importer's words: known column headers and the words for totals, footers, dates and instruments.

All of them are data in `resources/importing`; no header is named in code, only the fields they lead to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sinolens.reference.loader import resources
from sinolens.reference.pack import read_table

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_WORD = re.compile(r"[^0-9a-zà-öø-ÿ%$#&一-鿿]+")
_INVISIBLE = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u200b": None,
        "\ufeff": None,
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\u00ad": None,
    }
)


def clean_text(text: str) -> str:
    """Text without invisible characters, with plain single spaces."""
    if text.isascii() and "  " not in text and "\n" not in text and "\t" not in text and "\r" not in text:
        return text.strip()
    return " ".join(text.translate(_INVISIBLE).split())


def header_key(header: str) -> str:
    """The form in which headers are compared: lower case, camel case split, punctuation to single spaces."""
    return _NOT_WORD.sub(" ", _CAMEL.sub(" ", clean_text(header)).lower()).strip()


@dataclass(frozen=True, slots=True)
class KnownHeader:
    """One header of the vocabulary: its field and how far it is to be trusted ("seen", "added", "proposed")."""

    field: str
    header: str
    status: str


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Known headers by comparison key, and words by kind.

    Attributes:
        headers: key → fields with their status, most trusted first.
        tokens: every key as its set of tokens, for similarity.
        words: kind of word → words in lower case.
        instruments: scope ("type" or "name") → word → value of `domain.instrument.Instrument`.
        ticker_widths: MIC → digits a numeric ticker is padded to.
        ticker_prefixes: MIC → first digits of its tickers, where several markets share a vendor's code.
        currencies: ISO code → rough U.S. dollars of one unit; only ever tells the direction of a rate.
        currency_units: other code → ISO code and how many make one of it (pence: 100).
    """

    headers: dict[str, tuple[KnownHeader, ...]]
    tokens: tuple[tuple[frozenset[str], KnownHeader], ...]
    words: dict[str, frozenset[str]]
    instruments: dict[str, dict[str, str]]
    ticker_widths: dict[str, int]
    ticker_prefixes: dict[str, tuple[str, ...]]
    currencies: dict[str, float]
    currency_units: dict[str, tuple[str, int]]


def build_vocabulary(
    headers: list[KnownHeader],
    words: dict[str, frozenset[str]],
    instruments: dict[str, dict[str, str]],
    ticker_widths: dict[str, int],
    ticker_prefixes: dict[str, tuple[str, ...]],
    currencies: dict[str, float],
    currency_units: dict[str, tuple[str, int]],
) -> Vocabulary:
    """Index known headers by key and by tokens."""
    rank = {"seen": 0, "added": 1, "proposed": 2}
    by_key: dict[str, list[KnownHeader]] = {}
    for known in sorted(headers, key=lambda h: rank[h.status]):
        entries = by_key.setdefault(header_key(known.header), [])
        if all(entry.field != known.field for entry in entries):
            entries.append(known)
    tokens = tuple((frozenset(key.split()), entry) for key, entries in by_key.items() for entry in entries if key)
    return Vocabulary(
        {k: tuple(v) for k, v in by_key.items()},
        tokens,
        words,
        instruments,
        ticker_widths,
        ticker_prefixes,
        currencies,
        currency_units,
    )


@cache
def load_vocabulary() -> Vocabulary:
    """Load the bundled words once per process.

    Raises:
        sinolens.reference.pack.PackError: a bundled file of words is damaged.
    """
    root = resources()
    headers = [
        KnownHeader(row["field"], row["header"], row["status"])
        for row in read_table(root, "importing/headers.csv", {"field": str, "header": str, "status": str})
    ]
    words: dict[str, set[str]] = {}
    for row in read_table(root, "importing/words.csv", {"kind": str, "word": str}):
        words.setdefault(row["kind"], set()).add(row["word"].lower())
    instruments: dict[str, dict[str, str]] = {"type": {}, "name": {}}
    for row in read_table(root, "importing/instruments.csv", {"scope": str, "word": str, "instrument": str}):
        instruments[row["scope"]][row["word"].lower()] = row["instrument"]
    widths: dict[str, int] = {}
    prefixes: dict[str, tuple[str, ...]] = {}
    for row in read_table(root, "importing/tickers.csv", {"mic": str, "width": int, "prefixes": str}):
        widths[row["mic"]] = row["width"]
        prefixes[row["mic"]] = tuple(filter(None, row["prefixes"].split("|")))
    currencies: dict[str, float] = {}
    units: dict[str, tuple[str, int]] = {}
    for row in read_table(
        root,
        "importing/currencies.csv",
        {"code": str, "magnitude": float, "major": str, "minor_units": lambda text: int(text or 1)},
    ):
        currencies[row["code"]] = row["magnitude"]
        if row["major"]:
            units[row["code"]] = (row["major"], row["minor_units"])
    return build_vocabulary(
        headers, {k: frozenset(v) for k, v in words.items()}, instruments, widths, prefixes, currencies, units
    )
