"""Reads what index contracts are written on, and finds it in the names of contracts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources.abc import Traversable

from sinolens.domain.benchmark import Benchmark
from sinolens.domain.region import Region
from sinolens.reference.pack import FieldSpec, iso_date, one_of, read_table, unique_by, verified_mark

BENCHMARKS_FILE = "vehicles/benchmarks.csv"
_OUTSIDE = (Region.OTHER, Region.TAIWAN)
_WORD = re.compile(r"[^\W_]+")


def load_benchmarks(root: Traversable) -> tuple[Benchmark, ...]:
    """Benchmarks in the order of the file. Columns are the fields of `Benchmark`; no region = China may be in it.

    Raises:
        sinolens.reference.pack.PackError: words that stand twice, or that are not written as they are compared.
    """
    rows = read_table(root, BENCHMARKS_FILE, {
        "words": FieldSpec(required=True),
        "name": FieldSpec(required=True),
        "region": one_of("", *(region.value for region in _OUTSIDE)),
        "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True),
        "verified": verified_mark,
    })
    unique_by(rows, "words")
    for row in rows:
        if row["words"] != split_words(row["words"]):
            row.fail("words", f"write them as they are compared: {split_words(row['words'])!r}")
    return tuple(
        Benchmark(**{**row, "region": Region(row["region"]) if row["region"] else Region.UNKNOWN}) for row in rows
    )


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
