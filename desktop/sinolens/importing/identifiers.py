"""Identifier columns of a table, with their repairs told."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from sinolens.domain.finding import Severity
from sinolens.importing.table import Table
from sinolens.importing.texts import (
    CHECKS,
    YELLOW_KEY,
    ReadIdentifier,
    TickerReader,
    map_texts,
    read_identifier,
    read_texts,
)
from sinolens.importing.vocabulary import Vocabulary

_FIELDS = (*CHECKS, "identifier", "internal_id")
_SHOWN = 200
_SHORT = 12
_WORDS = re.compile(r"[a-z]{3,}.*\s|\s.*[a-z]{3,}|&|.{22,}")
_NAMED_KINDS = ("ISIN", "CUSIP", "SEDOL", "FIGI")
_IN_NAME = re.compile(rf"\b({'|'.join(_NAMED_KINDS)})\b\W{{0,3}}([0-9A-Z]{{7,12}})\b")
_NOTES = {
    "zeros": (
        "identifier-repaired",
        Severity.INFO,
        "{was} lost leading zeros and was read as {now}; its check digit is right.",
    ),
    "check-added": ("identifier-repaired", Severity.INFO, "{was} has eight characters and was completed to {now}."),
    "number": (
        "identifier-number",
        Severity.INFO,
        "{was} is stored as a number; its check digit is right, so it was kept as text {now}.",
    ),
    "other-kind": (
        "identifier-other-kind",
        Severity.INFO,
        "{was} stands in the {field} column but is a {kind}; it was read as such.",
    ),
    "invalid": (
        "identifier-invalid",
        Severity.WARNING,
        "{was} is no valid {field} (check digit or length); it was kept as the source's own identifier.",
    ),
    "scientific": (
        "identifier-scientific",
        Severity.WARNING,
        "{was} was turned into a number by a spreadsheet; it may have been {candidates}. Choose one or correct the "
        "source.",
    ),
}


def read_identifiers(table: Table, tickers: TickerReader, vocabulary: Vocabulary) -> dict[str, list[str]]:
    """Columns isin, cusip, sedol, figi, lei, uscc, internal_id, ticker and mic of the positions of a table."""
    nulls = vocabulary.words["null"]
    count = len(table.plan.positions)
    found = {kind: np.full(count, "", object) for kind in (*CHECKS, "internal_id")}
    for name in _FIELDS:
        cells = table.cells(name)
        if cells is None:
            continue
        codes, uniques = pd.factorize(cells, use_na_sentinel=False)
        reads = [read_identifier(cell, name, nulls) for cell in uniques]
        values = np.array([read.value for read in reads], object)
        for kind in {read.kind for read in reads if read.kind}:
            here = np.array([read.kind == kind for read in reads])[codes] & (found[kind] == "")
            found[kind][here] = values[codes[here]]
        _tell(table, name, codes, uniques, reads)
    _from_names(table, found)
    columns: dict[str, list[str]] = {kind: column.tolist() for kind, column in found.items()}
    columns["ticker"], columns["mic"] = _tickers(table, tickers, nulls, count)
    return columns


def _from_names(table: Table, found: dict[str, np.ndarray]) -> None:
    """Identifiers written behind their kind inside a name ("… CUSIP: 01609W102"), where no column gives them."""
    cells = table.cells("name")
    if cells is None:
        return
    codes, uniques = pd.factorize(cells, use_na_sentinel=False)
    for number, name in enumerate(uniques):
        if not isinstance(name, str) or not any(word in name.upper() for word in _NAMED_KINDS):
            continue
        for match in _IN_NAME.finditer(name.upper()):
            kind, code = match[1].lower(), match[2]
            if CHECKS[kind](code):
                found[kind][(codes == number) & (found[kind] == "")] = code


def _tell(table: Table, name: str, codes: np.ndarray, uniques: np.ndarray, reads: list[ReadIdentifier]) -> None:
    """Findings for the identifiers that were repaired or are in doubt, in the order of the rows."""
    noted = np.array([bool(read.note) for read in reads])
    column = table.columns.by_field[name].column
    for i in np.flatnonzero(noted[codes])[:_SHOWN]:
        cell, read = uniques[codes[i]], reads[codes[i]]
        code, severity, text = _NOTES[read.note]
        message = text.format(
            was=cell if isinstance(cell, str) else f"{cell:.15g}",
            now=read.value,
            field=name.upper(),
            kind=read.kind.upper(),
            candidates=" or ".join(read.candidates) or "several things",
        )
        table.findings.add(code, severity, message, int(table.plan.positions[i]), column)


def _tickers(table: Table, tickers: TickerReader, nulls: frozenset[str], count: int) -> tuple[list[str], list[str]]:
    cells = table.cells("ticker")
    # "NA" is a ticker; among tickers only marks and longer words mean nothing.
    words = read_texts(cells, nulls - {"na", "nan", "nil", "none"}) if cells is not None else [""] * count
    markets = table.cells("market")
    places = [t.upper() for t in read_texts(markets, nulls)] if markets is not None else [""] * count
    points = tickers.uses_points(list(set(words)))
    # Words in the ticker column ("Pending Activity") name a line without one.
    known = {word: tickers.read(word, points) if word and _is_code(word) else ("", "") for word in set(words)}
    if markets is None:
        return map_texts(words, lambda w: known[w][0]), map_texts(words, lambda w: known[w][1] if known[w][0] else "")
    settled = {}
    for word, place in set(zip(words, places, strict=True)):
        ticker, mic = known[word]
        if place and not mic:
            mic = tickers.market_of(place, ticker)
            ticker = tickers.pad(ticker, mic)
        settled[word, place] = (ticker, mic if ticker else "")
    both = [settled[pair] for pair in zip(words, places, strict=True)]
    return [ticker for ticker, _ in both], [mic for _, mic in both]


def _is_code(word: str) -> bool:
    return (word.isupper() and len(word) <= _SHORT) or not _WORDS.search(YELLOW_KEY.sub("", word))
