"""Finds the tables of a sheet among banners, blank rows and columns, side tables and junk."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sinolens.importing.area import HOW_MUCH, TableArea, header_text, holds_numbers, says_what
from sinolens.importing.cells import BLANK, DATE, NUMBER, TEXT, Sheet
from sinolens.importing.headerless import find_headerless, guess_header
from sinolens.importing.headers import read_header
from sinolens.importing.vocabulary import Vocabulary, header_key

_TOP_ROWS = 120
_MAX_HEADER_ROWS = 3
_MAX_CANDIDATES = 4000


@dataclass(frozen=True, slots=True)
class _Header:
    first: int
    last: int
    texts: dict[int, str]
    score: float
    other: bool = False


def find_tables(sheet: Sheet, vocabulary: Vocabulary, header_row: int = 0) -> list[TableArea]:
    """Tables of holdings on a sheet, from top to bottom.

    Args:
        sheet: the cells.
        vocabulary: known headers.
        header_row: last row of the header as the user counts it, when the user says so.
    """
    rows, columns = sheet.values.shape
    if rows < 2 or not columns:
        return []
    headers = [_forced_header(sheet, header_row - 1)] if header_row else _find_headers(sheet, vocabulary)
    if not headers:
        guess = guess_header(sheet)
        area = cut_area(sheet, guess) if guess is not None else find_headerless(sheet, vocabulary)
        return [] if area is None else [replace(area, score=0.5, guessed=True)]
    areas: list[TableArea] = []
    for number, header in enumerate(headers):
        if header.other:
            continue
        end, others = rows, []
        for later in range(number + 1, len(headers)):
            if not headers[later].other:
                end = headers[later].first
                break
            others.append((headers[later].first, headers[later + 1].first if later + 1 < len(headers) else rows))
        area = _area(sheet, header, min([end, *(first for first, _ in others)]))
        if area is not None:
            areas.append(replace(area, other_tables=tuple(others)))
    return areas


def cut_area(sheet: Sheet, row: int) -> TableArea | None:
    """The table under a header row counted from 0, None when nothing stands below."""
    return _area(sheet, _forced_header(sheet, row), len(sheet.values))


def header_strength(texts: list[str], vocabulary: Vocabulary) -> tuple[float, set[str]]:
    """How much texts look like headers of holdings, and the fields they lead to."""
    score, fields = 0.0, set()
    for text in texts:
        readings = read_header(text, vocabulary)
        if not readings:
            continue
        best = readings[0]
        score += best.score * (0.5 if best.field == "ignore" else 1.0)
        fields |= {r.field for r in readings if r.score >= 0.9 * best.score and r.score >= 0.45}
    return score, fields


def _find_headers(sheet: Sheet, vocabulary: Vocabulary) -> list[_Header]:
    kinds = sheet.kinds
    filled = np.count_nonzero(kinds != BLANK, axis=1)
    numeric = np.count_nonzero((kinds == NUMBER) | (kinds == DATE), axis=1)
    texts = np.count_nonzero(kinds == TEXT, axis=1)
    possible = (texts >= 2) & (numeric <= np.maximum(1, filled // 5))
    rows = len(filled)
    after_gap = np.zeros(rows, bool)
    for distance in range(1, 5):
        after_gap[distance:] |= filled[:-distance] <= 1
    near_top = np.arange(rows) < np.flatnonzero(filled)[0] + _TOP_ROWS if filled.any() else np.zeros(rows, bool)
    candidates = np.flatnonzero(possible & (near_top | after_gap))[:_MAX_CANDIDATES]
    found: list[_Header] = []
    for row in candidates:
        header = _header_at(sheet, int(row), filled, vocabulary) or (
            _other_header(sheet, int(row), filled, vocabulary) if found else None
        )
        if header is None:
            continue
        previous = found[-1] if found else None
        if (
            previous is not None
            and header.first <= previous.last + 2
            and not filled[previous.last + 1 : header.first].any()
        ):
            # Two rows in touch both look like headers: the better one is it, the other is part of it or of the banner.
            if header.score > previous.score and not header.other:
                found[-1] = header
            continue
        if previous is not None and header.last <= previous.last:
            continue
        if previous is not None and _same_texts(previous, header):
            continue
        found.append(header)
    return _drop_weak(found)


def _drop_weak(found: list[_Header]) -> list[_Header]:
    best = max((h.score for h in found), default=0.0)
    return [h for h in found if h.other or h.score >= 0.45 * best]


def _same_texts(one: _Header, other: _Header) -> bool:
    mine, theirs = ({header_key(t) for t in h.texts.values()} for h in (one, other))
    return len(mine & theirs) >= 0.7 * max(len(mine), len(theirs))


def _header_at(sheet: Sheet, row: int, filled: np.ndarray, vocabulary: Vocabulary) -> _Header | None:
    best: _Header | None = None
    if holds_numbers(sheet, row):
        return None
    for height in range(1, _MAX_HEADER_ROWS + 1):
        first = row - height + 1
        if first < 0 or (height > 1 and (not _may_be_upper(sheet, first, filled) or holds_numbers(sheet, first))):
            break
        texts = _join(sheet, first, row)
        score, fields = header_strength(list(texts.values()), vocabulary)
        known = sum(1 for t in texts.values() if (r := read_header(t, vocabulary)) and r[0].score >= 0.45)
        if not (says_what(fields) and fields & HOW_MUCH) or known < 2 or known < 0.4 * len(texts):
            continue
        if len(texts) > 2 and known < 3 and len(texts) > known + 4:
            continue
        # Two columns under one text need the row above it to be told apart.
        score -= 0.5 * (len(texts) - len({header_key(text) for text in texts.values()}))
        if best is None or score > best.score + 0.2:
            best = _Header(first, row, texts, score)
    return best


def _other_header(sheet: Sheet, row: int, filled: np.ndarray, vocabulary: Vocabulary) -> _Header | None:
    """Header of a table below that is no list of holdings: known words, a blank row above, numbers below."""
    if row < 1 or filled[row - 1] > 1 or row + 1 >= len(filled):
        return None
    texts = _join(sheet, row, row)
    known = sum(1 for t in texts.values() if (r := read_header(t, vocabulary)) and r[0].score >= 0.85)
    numbers_below = np.count_nonzero(sheet.kinds[row + 1, list(texts)] == NUMBER) if texts else 0
    if len(texts) < 2 or known < 2 or known < 0.6 * len(texts) or filled[row + 1] > len(texts) or not numbers_below:
        return None
    return _Header(row, row, texts, 0.0, other=True)


def _may_be_upper(sheet: Sheet, row: int, filled: np.ndarray) -> bool:
    kinds = sheet.kinds[row]
    texts = np.count_nonzero(kinds == TEXT)
    return bool(texts >= 1 and filled[row] == texts)


def _join(sheet: Sheet, first: int, last: int) -> dict[int, str]:
    """Header texts by column; a text of an upper row also stands for the blank cells right of it."""
    texts: dict[int, str] = {}
    columns = sheet.values.shape[1]
    lower = [header_text(sheet, last, c) for c in range(columns)]
    uppers: list[list[str]] = []
    for row in range(first, last):
        line, current = [], ""
        for c in range(columns):
            own = header_text(sheet, row, c)
            current = own or (current if lower[c] else "")
            line.append(current)
        uppers.append(line)
    for c in range(columns):
        words = [line[c] for line in uppers if line[c]] + ([lower[c]] if lower[c] else [])
        if words and (lower[c] or any(header_text(sheet, row, c) for row in range(first, last))):
            texts[c] = " ".join(words)
    return texts


def _forced_header(sheet: Sheet, row: int) -> _Header:
    row = min(max(row, 0), len(sheet.values) - 1)
    return _Header(row, row, {c: t for c in range(sheet.values.shape[1]) if (t := header_text(sheet, row, c))}, 1.0)


def _area(sheet: Sheet, header: _Header, end: int) -> TableArea | None:
    body = sheet.kinds[header.last + 1 : end] != BLANK
    if not body.any():
        return None
    end = header.last + 2 + int(np.flatnonzero(body.any(axis=1))[-1])
    used = body.any(axis=0)
    segments: list[list[int]] = []
    previous = -2
    for column in range(sheet.values.shape[1]):
        if column not in header.texts and not used[column]:
            continue
        if column != previous + 1:
            segments.append([])
        segments[-1].append(column)
        previous = column
    main = _largest(segments, header, body)
    reach = body[:, main].any(axis=1)
    columns: list[int] = []
    side: list[int] = []
    for segment in segments:
        own = body[:, segment].any(axis=1)
        shared = np.count_nonzero(own & reach)
        beside = segment is not main and len(segment) > 1 and shared < 0.5 * max(int(np.count_nonzero(reach)), 1)
        (side if beside else columns).extend(segment)
    texts = tuple(header.texts.get(c, "") for c in columns)
    return TableArea(header.first, header.last, end, tuple(columns), texts, header.score, tuple(side))


def _largest(segments: list[list[int]], header: _Header, body: np.ndarray) -> list[int]:
    return max(segments, key=lambda s: sum(c in header.texts for c in s) * (1 + int(body[:, s].any(axis=1).sum())))
