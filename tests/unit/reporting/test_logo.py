"""The logo: only small pictures that can be drawn and ask for nothing outside themselves; printed and described."""

import re
import struct
import zipfile
import zlib

import pypdf
import pytest
import synthetic_analysis

from sinolens.reporting.logo import LARGEST, UnusableLogo, read_logo
from sinolens.reporting.pdf import write_pdf
from sinolens.reporting.report import compose
from sinolens.reporting.workbook import write_workbook

SHAPES = '<rect width="40" height="20" fill="#1f5fae"/>'


def svg(inside=SHAPES):
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">{inside}</svg>'.encode()


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x1f\x5f\xae" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("data", [svg(), png(60, 30)])
def test_it_stands_in_the_pdf_and_the_workbook_and_is_described(data, tmp_path):
    report = compose(synthetic_analysis.build(8), logo=read_logo(data))
    paper, book = tmp_path / "r.pdf", tmp_path / "r.xlsx"
    write_pdf(report, paper)
    write_workbook(report, book)
    assert len(pypdf.PdfReader(paper).pages) > 3
    with zipfile.ZipFile(book) as package:
        drawings = [package.read(name).decode() for name in package.namelist() if "drawings/drawing" in name]
        assert any("xl/media" in name for name in package.namelist())
    assert any(re.search(r'descr="Logo of Fernwood', drawing) for drawing in drawings)


def test_the_same_logo_is_the_same_pdf(tmp_path):
    report = compose(synthetic_analysis.build(8), logo=read_logo(png(60, 30)))
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"
    write_pdf(report, first)
    write_pdf(report, second)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        png(300, 300)[:200],
        png(8, 8)[:20],
        png(5_000, 1),
        svg() + b" " * LARGEST,
        svg("<script>1</script>"),
        svg('<image href="file:///etc/passwd"/>'),
        svg('<use href="http://example.org/x.svg#a"/>'),
        svg('<rect width="1" height="1" fill="url(http://example.org/x)"/>'),
        svg("<style>@import 'http://example.org/x.css';</style>"),
        svg('<rect onload="x()" width="1" height="1"/>'),
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("<text>&a;</text>"),
        b"<html/>",
    ],
)
def test_what_cannot_be_used_is_refused_in_one_sentence(data):
    with pytest.raises(UnusableLogo) as refused:
        read_logo(data)
    assert str(refused.value).endswith(".")


def test_references_inside_the_picture_are_allowed():
    inside = '<defs><linearGradient id="g"><stop stop-color="#fff"/></linearGradient></defs>' + SHAPES.replace(
        "#1f5fae", "url(#g)"
    )
    assert read_logo(svg(inside)).kind == "svg"
