"""Damages a file in one of many ways, chosen by a seed: a seed always makes the same damage."""

from __future__ import annotations

import io
import random
import zipfile

CELLS = (
    '<c r="A1" t="e"><v>#REF!</v></c>',
    '<c r="XFD1048576"><v>1</v></c>',
    '<c r="B2" t="s"><v>99999999</v></c>',
    '<c r="C3"><f>1/0</f></c>',
    '<c r="D4"><v>1e308</v></c>',
    "<c><v>",
    '<c r="ZZZZ9"><v>1</v></c>',
    '<c r="B3" t="d"><v>9999-99-99</v></c>',
    '<c r="D3"><v>-1e-320</v></c>',
    '<row r="0"/>',
)
TEXTS = (
    b"\x00",
    b"\xff\xfe",
    b'"',
    b"\r",
    b"\xef\xbb\xbf",
    b",,,,,,",
    b"\n\n\n",
    b"=cmd|' /C calc'!A0",
    b"1e999",
    b"\xf0\x9f\x92\xa9",
    b"9" * 400,
    b";",
    b"\t",
    b"Total",
    b"As of 99/99/9999",
)
DATES = (b"30/02/2026", b"0000-00-00", b"2026-13-45", b"1e5", b"99999999", b"12/31/9999", b"-1", b"29.02.2100")
ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "cp037", "gb18030", "shift_jis", "latin-1", "utf-7")
_BOMB = 40 << 20


def damage(data: bytes, draw: random.Random) -> bytes:
    """One damage."""
    kind = draw.randrange(8)
    if data.startswith(b"PK") and kind < 4:
        return _damage_archive(data, draw)
    if kind == 0:
        return _flip(data, draw, draw.randrange(1, 20))
    if kind == 1:
        return data[: draw.randrange(1, len(data))]
    if kind == 2:
        at = draw.randrange(len(data))
        return data[:at] + draw.choice(TEXTS) + data[at:]
    if kind == 3:
        lines = data.split(b"\n")
        draw.shuffle(lines)
        return b"\n".join(lines)
    if kind == 4:
        return data.replace(b"2026", draw.choice(DATES), draw.randrange(1, 4))
    if kind == 5:
        return data.decode("utf-8", "ignore").encode(draw.choice(ENCODINGS), "replace")
    if kind == 6:
        return data * draw.randrange(2, 200) if len(data) < 5000 else data + b"\0" * draw.randrange(1 << 20)
    return data + data[: draw.randrange(len(data))]


def _damage_archive(data: bytes, draw: random.Random) -> bytes:
    """Change one part of a workbook and pack it again."""
    source = zipfile.ZipFile(io.BytesIO(data))
    names = source.namelist()
    victim = draw.choice([n for n in names if "sheet" in n.lower() or "content" in n] or names)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name in names:
            body = source.read(name)
            if name == victim:
                body = _damage_part(body, draw)
            if draw.random() < 0.02:
                continue
            target.writestr(name, body)
    return packed.getvalue()


def _damage_part(body: bytes, draw: random.Random) -> bytes:
    kind = draw.randrange(9)
    if kind == 0:
        return body.replace(b"</row>", draw.choice(CELLS).encode() + b"</row>", 1)
    if kind == 1:
        return body[: draw.randrange(len(body))]
    if kind == 2:
        return _flip(body, draw, 5)
    if kind == 3:
        return body.replace(b"<sheetData", b'<!DOCTYPE x [<!ENTITY a "b">]><sheetData', 1)
    if kind == 4:
        at = body.find(b"<row")
        return (
            body[:at] + b'<row r="3"><c r="A3"><v>1</v></c></row>' * draw.randrange(1, 2000) + body[at:]
            if at >= 0
            else body * 2
        )
    if kind == 5:
        return body.replace(b"<v>", b"<v>" + draw.choice((b"-", b"1e999", b"NaN", b"\xc3", b"9" * 300)), 3)
    if kind == 6:
        lol = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 9 if i else "ha"}">' for i in range(9))
        return f"<?xml version='1.0'?><!DOCTYPE x [{lol}]>".encode() + body.replace(b"<v>", b"<v>&a8;", 1)
    if kind == 7 and draw.random() < 0.3:
        at = body.find(b"<row")
        return body[: max(at, 0)] + b" " * _BOMB + body[max(at, 0) :]
    return body.replace(b'r="', b'r="' + draw.choice((b"A", b"9", b"-", b"")), draw.randrange(1, 5))


def _flip(data: bytes, draw: random.Random, times: int) -> bytes:
    changed = bytearray(data)
    for _ in range(times):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)
