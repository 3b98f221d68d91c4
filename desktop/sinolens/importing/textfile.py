"""Delimited text in any encoding with any delimiter, as rows of text."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sinolens.importing.errors import UnreadableFile
from sinolens.importing.traits import NO_TRAITS

if TYPE_CHECKING:
    from sinolens.importing.child import Sheets

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 200


def decode(data: bytes, name: str) -> str:
    """Text of a file: byte order marks, UTF-8, UTF-16 without a mark, the Chinese encodings, then Windows Western.

    Raises:
        UnreadableFile: marked as Unicode but not valid.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFile(
                    name, f"the text is not valid {encoding}; save the file again as UTF-8", code="encoding"
                ) from error
    head = data[:4096]
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if max(zeros) > len(head) // 8:
        return data.decode("utf-16-be" if zeros[0] > zeros[1] else "utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # A run of valid two-byte characters far longer than chance marks the Chinese encodings.
    for encoding in ("gb18030", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum(map(_is_hanzi, text)) * 2 > sum(byte > 127 for byte in data) * 0.4 and not _inside_words(text):
            return text
    return data.decode("cp1252", "replace")


def _is_hanzi(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _inside_words(text: str) -> bool:
    """Most Chinese characters stand inside words of Latin letters, as umlauts read in a Chinese encoding do."""
    places = [i for i, char in enumerate(text) if _is_hanzi(char)]
    inside = sum(text[max(i - 1, 0)].isascii() and text[max(i - 1, 0)].isalpha() for i in places)
    return inside > len(places) // 2


def find_delimiter(text: str) -> str:
    """The delimiter that cuts most lines into the same number of fields."""
    lines = text[:200_000].splitlines()
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) >= 5:
        return lines[0][4]
    best, best_score = ",", 0.0
    for delimiter in _DELIMITERS:
        rows = list(_parse("\n".join(lines[:_SAMPLE_LINES]), delimiter))
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: item[0] * item[1])
        score = count * (width - 1) ** 0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _parse(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def read_text_table(data: bytes, name: str) -> Sheets:
    """The one sheet of a text file.

    Raises:
        UnreadableFile: the encoding is broken or the fields cannot be told apart.
    """
    text = decode(data, name)
    delimiter = find_delimiter(text)
    if text[:4].lower() == "sep=":
        # The mark is a line of its own; an empty one in its place keeps row numbers true.
        text = text[text.find("\n") :] if "\n" in text else ""
    try:
        rows: list[list[Any]] = list(_parse(text.replace("\x00", ""), delimiter))
    except csv.Error as error:
        raise UnreadableFile(name, f"the text is not a clean table ({error})", code="damaged") from error
    width = max(map(len, rows), default=0)
    if width * len(rows) > 60_000_000 or width > 16_384:
        raise UnreadableFile(name, "the text spans more columns than a table of holdings has", code="too-large")
    blank = [""] * width
    yield "", "visible", len(rows), width, NO_TRAITS, (row + blank[len(row) :] for row in rows)
