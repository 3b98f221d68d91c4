"""Reads what index contracts are written on, and finds it in the names of contracts.

One table holds the words that name indices, rates and prices: what a contract is judged by, and what a name is read by.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from sinolens.domain.benchmark import Benchmark
from sinolens.domain.region import Region
from sinolens.reference.pack import FieldSpec, Row, iso_date, one_of, read_table, unique_by, verified_mark

BENCHMARKS_FILE = "vehicles/benchmarks.csv"
MIXED = "mixed"
"""Home of an index over several regions, China among them or not told."""
_OUTSIDE = (Region.OTHER, Region.TAIWAN)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class IndexWords:
    """Words that name an index in the name of a line.

    Attributes:
        words: upper case with single spaces.
        home: a `Region` value, or `MIXED`.
        whole: only where nothing else is left of the name; anywhere otherwise.
    """

    words: str
    home: str
    whole: bool


def load_benchmarks(root: Traversable) -> tuple[Benchmark, ...]:
    """Benchmarks in the order of the file. Columns are the fields of `Benchmark`; no region = China may be in it.

    Raises:
        sinolens.reference.pack.PackError: words that stand twice, that are not written as they are compared, or that
            are at home in two places.
    """
    return tuple(
        Benchmark(
            row["words"], row["name"], Region(row["region"]) if row["region"] else Region.UNKNOWN, row["source"],
            row["as_of"], row["verified"],
        )
        for row in _read_rows(root) if row["name"]
    )


def load_index_words(root: Traversable) -> tuple[IndexWords, ...]:
    """The words that tell a name of an index from one of a company, in the order of the file.

    Raises:
        sinolens.reference.pack.PackError: as `load_benchmarks`.
    """
    rows = (row for row in _read_rows(root) if row["home"])
    return tuple(IndexWords(row["words"].upper(), row["home"], row["where"] == "whole") for row in rows)


def _read_rows(root: Traversable) -> list[Row]:
    rows = read_table(root, BENCHMARKS_FILE, {
        "words": FieldSpec(required=True),
        "name": FieldSpec(),
        "region": one_of("", *(region.value for region in _OUTSIDE)),
        # Facts frozen by an earlier version of the program have no words to read names by.
        "home": FieldSpec(one_of("", MIXED, *(region.value for region in Region)), optional=True),
        "where": FieldSpec(one_of("", "part", "whole"), optional=True),
        "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True),
        "verified": verified_mark,
    })
    unique_by(rows, "words")
    for row in rows:
        if row["words"] != split_words(row["words"]):
            row.fail("words", f"write them as they are compared: {split_words(row['words'])!r}")
        if not row["name"] and not row["home"]:
            row.fail("name", "a row names a benchmark, or says where the words are at home")
        if bool(row["home"]) is not bool(row["where"]):
            row.fail("where", "say where in a name the words count, and of what home they are")
        outside = row["home"] in {region.value for region in _OUTSIDE}
        if row["name"] and row["home"] and (row["home"] != row["region"] if row["region"] else outside):
            row.fail("home", "the benchmark is at home elsewhere by its region")
    return rows


def split_words(text: str) -> str:
    """Letters and digits of a text in lower case, one space between words."""
    return " ".join(_WORD.findall(text.casefold()))


def find_benchmark(name: str, benchmarks: Iterable[Benchmark]) -> Benchmark | None:
    """The benchmark a contract's name speaks of: the longest words, and one that may hold China before any other.

    A contract on several is judged by the one that is not known to lie outside China.
    """
    text = f" {split_words(name)} "
    found = [one for one in benchmarks if f" {one.words} " in text]
    return min(found, key=lambda one: (one.region in _OUTSIDE, -len(one.words), one.words), default=None)
