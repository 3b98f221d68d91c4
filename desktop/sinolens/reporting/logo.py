"""The institution's logo: a small PNG or SVG that can be drawn and that asks for nothing outside itself."""

from __future__ import annotations

import base64
import re
import struct
from xml.etree.ElementTree import Element, ParseError

import typst
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from sinolens.reporting.document import Logo
from sinolens.reporting.typesetting import typeset

LARGEST = 512 * 1024
"""Bytes of a logo at most: it stands in every copy of the report."""
_LARGEST_SIDE = 4_000
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NEEDED = 33
_FORBIDDEN = frozenset({"script", "foreignObject", "image", "iframe", "audio", "video", "a"})
_PAGE = b"""#let d = json(bytes(sys.inputs.data))
#set page(width: auto, height: auto, margin: 0pt, fill: none)
#image(bytes(d.bytes), format: d.format, width: d.width * 1pt)
"""
_OUTSIDE = re.compile(r"@import|url\(\s*[\"']?(?!#)", re.IGNORECASE)
_WIDTH, _SHARP = 144.0, 288.0
"""Width on paper in points at most, and pixels per inch of the copy for programs that know no SVG."""


class UnusableLogo(Exception):  # noqa: N818 - an outcome the user reads
    """The picture cannot be used; the text says why in one sentence."""


def read_logo(data: bytes) -> Logo:
    """Check a picture and make it ready for every form of the report.

    Args:
        data: the content of a PNG or SVG file.

    Raises:
        UnusableLogo: too large, another kind of file, damaged, or an SVG that reaches outside itself.
    """
    if len(data) > LARGEST:
        raise UnusableLogo(f"The logo has {len(data) / 1024:,.0f} KB; up to {LARGEST // 1024} KB can be used.")
    kind = "png" if data.startswith(_SIGNATURE) else "svg"
    if kind == "png":
        _check_png(data)
    else:
        _check_svg(data)
    picture = _draw(data, kind)
    width, height = _size(picture)
    return Logo(data, kind, picture, width, height)


def embedded(logo: Logo) -> str:
    """The logo as SVG for a template, which gets its data as text: a PNG stands inside one."""
    if logo.kind == "svg":
        return logo.data.decode("utf-8-sig")
    inside = base64.b64encode(logo.data).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{logo.width}" height="{logo.height}" viewBox="0 0 {logo.width} {logo.height}">'
        f'<image width="{logo.width}" height="{logo.height}" xlink:href="data:image/png;base64,{inside}"/></svg>'
    )


def _size(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def _check_png(data: bytes) -> None:
    if len(data) < _NEEDED:
        raise UnusableLogo("The picture is damaged: it ends within its head.")
    width, height = _size(data)
    if not (0 < width <= _LARGEST_SIDE and 0 < height <= _LARGEST_SIDE):
        raise UnusableLogo(f"The logo is {width:,} by {height:,} pixels; up to {_LARGEST_SIDE:,} a side can be used.")


def _check_svg(data: bytes) -> None:
    try:
        root = fromstring(data.decode("utf-8-sig"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, UnicodeDecodeError, ValueError):
        raise UnusableLogo("The file is no PNG and no plain SVG picture.") from None
    if _plain(root.tag) != "svg":
        raise UnusableLogo("The file is no PNG and no SVG picture.")
    for element in root.iter():
        _check_element(element)


def _check_element(element: Element) -> None:
    name = _plain(element.tag)
    written = [*element.attrib.values(), element.text or "" if name == "style" else ""]
    reaches = any(
        _plain(key).startswith("on") or (_plain(key) == "href" and not value.startswith("#"))
        for key, value in element.attrib.items()
    ) or any(_OUTSIDE.search(text) for text in written)
    if name in _FORBIDDEN or reaches:
        raise UnusableLogo("The SVG holds a script, a link or another picture. Save it as plain shapes, or as PNG.")


def _plain(name: object) -> str:
    return str(name).rpartition("}")[2]


def _draw(data: bytes, kind: str) -> bytes:
    # JSON holds no bytes: a PNG goes as numbers, once, so that damage shows here and not when the report is written.
    content = data.decode("utf-8-sig") if kind == "svg" else list(data)
    try:
        pages = typeset(_PAGE, {"bytes": content, "format": kind, "width": _WIDTH}, "png", pixels_per_inch=_SHARP)
    except typst.TypstError:
        raise UnusableLogo("The picture is damaged and cannot be drawn.") from None
    return pages[0]
