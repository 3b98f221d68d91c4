"""What the slides need beyond the library: markup of shapes and cells written by hand."""

from __future__ import annotations

from typing import Any

from pptx.oxml import parse_xml

SPACE = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
"""Name space of drawings, as an element declares it."""


def describe_shape(properties: Any, words: str) -> None:
    """Write the alternative text of a shape."""
    properties.set("descr", words)


def decorate(properties: Any) -> None:
    """Say that a shape is decoration, so that a screen reader passes over it."""
    properties.append(
        read_markup(
            f'<a:extLst {SPACE}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
            '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
            "</a:ext></a:extLst>"
        )
    )


def underline(cell: Any, colour: str, points: float) -> None:
    """A hairline below a cell, and no other edge."""
    # The schema wants lines before fills.
    cell._tc.get_or_add_tcPr().insert(
        0,
        read_markup(
            f'<a:lnB {SPACE} w="{int(points * 12_700)}"><a:solidFill>'
            f'<a:srgbClr val="{colour.lstrip("#").upper()}"/></a:solidFill></a:lnB>'
        ),
    )


def read_markup(text: str) -> Any:
    """A piece of the file's own language; never made of a user's text."""
    return parse_xml(text)
