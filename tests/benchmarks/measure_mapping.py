"""How well columns of a layout never seen before are mapped: the layout's own headers are taken out of the vocabulary.

Run: `python tests/benchmarks/measure_mapping.py`. Prints, over all test layouts, the share of columns mapped
right and wrong by exact headers, by headers and their words, and by words and values together; then the share over the
vocabulary's own headers, each taken out in turn, by words alone.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from sinolens.domain.progress import SilentProgress
from sinolens.importing import understanding
from sinolens.importing.headers import read_header
from sinolens.importing.layout import find_tables
from sinolens.importing.mapping import map_columns
from sinolens.importing.probe import probe_file
from sinolens.importing.profile import ColumnProfile
from sinolens.importing.profiling import profile_table
from sinolens.importing.reader import read_sheets
from sinolens.importing.vocabulary import KnownHeader, Vocabulary, build_vocabulary, header_key, load_vocabulary
from sinolens.importing.workbook import ImportOptions, surroundings
from sinolens.reference.loader import Reference, resources
from sinolens.reference.markets import load_countries, load_markets

sys.path.insert(0, str(Path(__file__).parents[1] / "data" / "importing"))
from import_files import FIXTURES

STEMS = ("_base", "_local")


def without(vocabulary: Vocabulary, headers: set[str]) -> Vocabulary:
    """The vocabulary without some headers."""
    known = [h for entries in vocabulary.headers.values() for h in entries if header_key(h.header) not in headers]
    return build_vocabulary(
        [KnownHeader(h.field, h.header, h.status) for h in known],
        vocabulary.words,
        vocabulary.instruments,
        vocabulary.ticker_widths,
        vocabulary.ticker_prefixes,
        vocabulary.currencies,
        vocabulary.currency_units,
    )


def same(one: str, other: str) -> bool:
    """The same field, base or local left aside where only one of them is asked for."""
    strip = lambda f: f.removesuffix("_base").removesuffix("_local")  # noqa: E731
    return strip(one) == strip(other) or {one, other} <= {
        "market_value",
        "nav",
        "market_value_base",
        "market_value_accrued",
    }


def measure_layouts() -> None:
    """Leave one layout out."""
    root = resources()
    places = Reference("places", {}, {}, (), {}, (), {}, (), (), (), {}, {}, load_markets(root), load_countries(root))
    whole = load_vocabulary()
    counts = {way: [0, 0] for way in ("exact headers", "headers and words", "words and values")}
    asked = layouts = 0
    with tempfile.TemporaryDirectory() as folder:
        for case in FIXTURES:
            path = Path(folder) / f"{case.name}{case.suffix}"
            case.write(path)
            options = ImportOptions(**case.options)
            around = surroundings(places, options, path.name)
            sheets = read_sheets(
                probe_file(path, options.limits), path.name, options.password, "", options.limits, SilentProgress()
            )
            for sheet in sheets:
                for area in find_tables(sheet, whole)[:1]:
                    layouts += 1
                    poor = without(whole, {header_key(h) for h in area.headers})
                    profiles = profile_table(sheet, area, replace(around, vocabulary=poor))
                    blank = dict.fromkeys(area.columns, ColumnProfile())
                    by_words = map_columns(area.columns, area.headers, blank, poor)
                    by_all = understanding.map_table(sheet, area, replace(around, vocabulary=poor))
                    del profiles
                    letters = {understanding.column_letters(c.column): c for c in by_all.columns}
                    words = {understanding.column_letters(c.column): c for c in by_words.columns}
                    for field, column in case.columns.items():
                        if column not in letters:
                            continue
                        asked += 1
                        header = letters[column].header
                        exact = poor.headers.get(header_key(header), ())
                        for way, got in (
                            ("exact headers", exact[0].field if exact else ""),
                            ("headers and words", words[column].field),
                            ("words and values", letters[column].field),
                        ):
                            counts[way][0] += bool(got) and same(got, field)
                            counts[way][1] += bool(got) and not same(got, field)
    print(f"{layouts} layouts, {asked} columns, each layout's headers taken out of the vocabulary:")
    for way, (right, wrong) in counts.items():
        print(
            f"  {way:20} right {right / asked:6.1%}  wrong {wrong / asked:6.1%}"
            f"  open {1 - (right + wrong) / asked:6.1%}"
        )


def measure_headers() -> None:
    """Leave one header out, by its words alone."""
    whole = load_vocabulary()
    headers = [h for entries in whole.headers.values() for h in entries if h.status == "seen" and h.field != "ignore"]
    right = wrong = 0
    for known in headers:
        poor = without(whole, {header_key(known.header)})
        found = read_header(known.header, poor)
        if found and found[0].score >= 0.4:
            right += same(found[0].field, known.field)
            wrong += not same(found[0].field, known.field)
        read_header.cache_clear()
    count = len(headers)
    print(
        f"{count} seen headers, each taken out in turn, words alone: "
        f"right {right / count:.1%}  wrong {wrong / count:.1%}  open {1 - (right + wrong) / count:.1%}"
    )


if __name__ == "__main__":
    measure_layouts()
    measure_headers()
