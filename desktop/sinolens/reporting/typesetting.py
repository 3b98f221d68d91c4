"""The typesetter: our templates and fonts, data as data, no packages, nothing from the machine."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime
from functools import cache
from importlib.resources import as_file
from typing import Any, Literal

import typst

from sinolens.figures.text_width import BOLD, CHINESE, REGULAR, advances
from sinolens.reference.loader import resources

MISSING = "□"
"""Printed for a character our fonts do not have."""


_PROBE = b"""#let d = json(bytes(sys.inputs.data))
#set document(title: "x")
#set text(font: ("IBM Plex Sans", "Noto Sans CJK SC"))
#d.t"""


@cache
def fonts() -> typst.Fonts:
    """Our fonts and those built into the typesetter; never the machine's, so that every machine prints the same."""
    with as_file(resources() / "fonts") as folder:
        return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder)])


@cache
def template(name: str) -> bytes:
    """A template from `resources/reporting`."""
    return (resources() / "reporting" / name).read_bytes()


def typeset(
    source: bytes,
    data: dict[str, Any],
    kind: Literal["pdf", "png"],
    *,
    standard: Literal["", "ua-1"] = "",
    pixels_per_inch: float = 144.0,
    moment: datetime | None = None,
) -> list[bytes]:
    """Set a template with data.

    Args:
        source: the template; it reads its data from `sys.inputs.data`, so no text of a user is ever read as markup.
        data: plain values; all text must be drawable (see `drawable`).
        kind: "pdf" or "png".
        standard: PDF standard to hold to, such as "ua-1".
        pixels_per_inch: of a PNG.
        moment: creation time written into a PDF.

    Returns:
        The PDF, or one PNG a page.

    Raises:
        typst.TypstError: the template is wrong or the standard is not met.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    stamp = (moment or datetime(2000, 1, 1, tzinfo=UTC)).astimezone(UTC)
    made = typst.compile(
        source,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": text},
        format=kind,
        ppi=pixels_per_inch,
        pdf_standards=[standard] if standard else [],
        timestamp=stamp,
    )
    return list(made) if isinstance(made, list) else [made]


def embeddable(svg: str) -> str:
    """An SVG for the typesetter, which knows the heavier cut of our font by a family name of its own."""
    return svg.replace(' font-weight="600"', ' font-family="IBM Plex Sans SmBld, Noto Sans CJK SC"')


def drawable(text: str) -> str:
    """The text with every character our fonts lack shown as a box, so that nothing vanishes without a trace."""
    covered = _covered()
    return (
        text
        if covered.issuperset(text)
        else "".join(letter if letter in covered else _substitute(letter) for letter in text)
    )


def drawable_data(value: Any) -> Any:
    """Plain data with `drawable` applied to every text in it."""
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, dict):
        return {key: drawable_data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [drawable_data(item) for item in value]
    return value


@cache
def _covered() -> frozenset[str]:
    return frozenset(chr(code) for name in (REGULAR, BOLD, CHINESE) for code in advances(name)) | frozenset("\n")


@cache
def _substitute(letter: str) -> str:
    """A plainer form our fonts have (a wide letter, a ligature), nothing for a mark without a shape, else the box."""
    plain = unicodedata.normalize("NFKC", letter)
    if plain != letter and _covered().issuperset(plain):
        return plain
    if unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return ""
    if _sets_alone(letter):
        return letter
    return MISSING


def _sets_alone(letter: str) -> bool:
    """Whether a font built into the typesetter has the letter."""
    try:
        typeset(
            _PROBE,
            {"t": letter},
            "pdf",
            standard="ua-1",
        )
    except typst.TypstError:
        return False
    return True
