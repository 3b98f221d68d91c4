"""How wide a text is, measured from the bundled fonts themselves, so that layouts need no window system.

Widths come from the fonts' own tables (`head`, `hhea`, `hmtx`, `cmap`; OpenType 1.9). Kerning is left out: in these
fonts it shortens most lines by a fraction of a pixel, so a label that fits here fits on screen and on paper.
"""

from __future__ import annotations

import struct
from functools import cache

from sinolens.reference.loader import resources

REGULAR, BOLD, CHINESE = "IBMPlexSans-Regular.ttf", "IBMPlexSans-SemiBold.ttf", "NotoSansCJKsc-Regular-subset.otf"
_MISSING_EM = 1.0
"""Width of a character no bundled font has: a full square, wider than nearly any substitute."""


class FontTableError(ValueError):
    """A bundled font file lacks a table or is cut short."""


@cache
def advances(file_name: str) -> dict[int, float]:
    """Advance width of every character of a bundled font, in parts of the type size.

    Raises:
        FontTableError: the file is no OpenType font with a Unicode character map.
        FileNotFoundError: no such font.
    """
    data = (resources() / "fonts" / file_name).read_bytes()
    try:
        tables = {
            tag.decode("latin-1"): (offset, length)
            for tag, _, offset, length in struct.iter_unpack(">4sIII", data[12:12 + 16 * _number(data, 4)])
        }
        units = _number(data, tables["head"][0] + 18)
        measured = _number(data, tables["hhea"][0] + 34)
        widths = [_number(data, tables["hmtx"][0] + 4 * i) / units for i in range(measured)]
        glyphs = _character_map(data, tables["cmap"][0])
    except (KeyError, IndexError, struct.error) as error:
        raise FontTableError(f"{file_name}: {error}") from error
    return {character: widths[min(glyph, measured - 1)] for character, glyph in glyphs.items() if glyph}


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line of text in pixels at a type size in pixels."""
    table = advances(BOLD if bold else REGULAR)
    try:
        return sum(map(table.__getitem__, map(ord, text))) * size
    except KeyError:
        chinese = advances(CHINESE)
        return sum(table.get(c, chinese.get(c, _MISSING_EM)) for c in map(ord, text)) * size


def _number(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">H", data, at)[0])


def _character_map(data: bytes, start: int) -> dict[int, int]:
    """Character to glyph, from the widest Unicode sub-table (format 12 before format 4)."""
    found: dict[int, int] = {}
    for i in range(_number(data, start + 2)):
        platform, encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * i)
        if (platform, encoding) in ((0, 3), (0, 4), (3, 1), (3, 10)):
            at = start + offset
            found[_number(data, at)] = at
    if 12 in found:
        return _segments_12(data, found[12])
    if 4 in found:
        return _segments_4(data, found[4])
    raise KeyError("no Unicode character map")


def _segments_12(data: bytes, at: int) -> dict[int, int]:
    count = struct.unpack_from(">I", data, at + 12)[0]
    groups = struct.iter_unpack(">III", data[at + 16:at + 16 + 12 * count])
    return {first + i: glyph + i for first, last, glyph in groups for i in range(last - first + 1)}


def _segments_4(data: bytes, at: int) -> dict[int, int]:
    count = _number(data, at + 6) // 2
    ends, starts = at + 14, at + 16 + 2 * count
    deltas, ranges = starts + 2 * count, starts + 4 * count
    glyphs: dict[int, int] = {}
    for i in range(count):
        first, last = _number(data, starts + 2 * i), _number(data, ends + 2 * i)
        delta, reach = _number(data, deltas + 2 * i), _number(data, ranges + 2 * i)
        for character in range(first, last + 1):
            if character == 0xFFFF:
                continue
            glyph = character
            if reach:
                glyph = _number(data, ranges + 2 * i + reach + 2 * (character - first))
            glyphs[character] = (glyph + delta) & 0xFFFF if glyph or not reach else 0
    return glyphs
