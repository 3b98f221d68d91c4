"""Damaged files of every kind: a clear refusal or a sound result, never a crash, a hang or half a result.

150 seeds here, 2,000 with `--full`. A seed always makes the same file.
"""

from __future__ import annotations

import importlib.util
import io
import random
import sys
import zipfile
from pathlib import Path

import pytest

from sinolens.importing.options import Limits
from sinolens.importing.workbook import ImportOptions, UnreadableFile, import_file
from sinolens.reference.loader import Reference

LIMITS = Limits(seconds=20.0, memory=1 << 30)
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


def _fixtures() -> list:
    path = Path(__file__).parents[2] / "data" / "importing" / "fixtures.py"
    spec = importlib.util.spec_from_file_location("importing_fixtures_fuzz", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return [f for f in module.FIXTURES if f.name != "password_protected"]


FIXTURES = _fixtures()


def _mutate_zip(data: bytes, draw: random.Random) -> bytes:
    """Change one part of a workbook and pack it again."""
    source = zipfile.ZipFile(io.BytesIO(data))
    names = source.namelist()
    victim = draw.choice([n for n in names if "sheet" in n.lower() or "content" in n] or names)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in names:
            body = source.read(name)
            if name == victim:
                body = _mutate_part(body, draw)
            if draw.random() < 0.02:
                continue
            target.writestr(name, body)
    return packed.getvalue()


def _mutate_part(body: bytes, draw: random.Random) -> bytes:
    kind = draw.randrange(6)
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
    return body.replace(b'r="', b'r="' + draw.choice((b"A", b"9", b"-", b"")), draw.randrange(1, 5))


def _flip(data: bytes, draw: random.Random, times: int) -> bytes:
    changed = bytearray(data)
    for _ in range(times):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def mutate(data: bytes, draw: random.Random) -> bytes:
    """One damage, chosen by the seed."""
    kind = draw.randrange(5)
    if data.startswith(b"PK") and kind < 3:
        return _mutate_zip(data, draw)
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
    return data + data[: draw.randrange(len(data))]


def check_seed(seed: int, folder: Path, places: Reference) -> None:
    draw = random.Random(seed)
    # Text files are read in this process and cost nothing; workbooks start a process each.
    case = draw.choice(FIXTURES)
    path = folder / f"{seed}{case.suffix}"
    case.write(path)
    path.write_bytes(mutate(path.read_bytes(), draw))
    try:
        imported = import_file(path, places, ImportOptions(limits=LIMITS))
    except UnreadableFile as error:
        assert error.file == path.name
        assert error.reason
        assert "\n" not in error.reason
        return
    for table in imported.tables:
        summary = table.summary
        assert summary.positions > 0
        assert summary.rows_read == summary.positions + len(summary.skipped)
        assert summary.sum == int(table.frame["market_value"].sum())
        assert len({s.row for s in summary.skipped} | set(table.frame["row"])) == summary.rows_read


@pytest.mark.parametrize("group", range(15))
def test_damaged_files(group: int, tmp_path: Path, places: Reference) -> None:
    for seed in range(group * 10, group * 10 + 10):
        check_seed(seed, tmp_path, places)


@pytest.mark.full
@pytest.mark.parametrize("group", range(37))
def test_many_damaged_files(group: int, tmp_path: Path, places: Reference) -> None:
    for seed in range(150 + group * 50, 150 + group * 50 + 50):
        check_seed(seed, tmp_path, places)
