"""The report as plain data for the typesetter: every number already in words, every text cut to what paper can hold."""

from __future__ import annotations

import re
from typing import Any

from sinolens.domain.counting import choose_word, counted
from sinolens.domain.money import format_compact, format_dollars
from sinolens.domain.tier import Tier
from sinolens.figures.svg import to_svg
from sinolens.figures.theme import LIGHT, ink_on
from sinolens.reporting.document import (
    Cell,
    Column,
    Count,
    Fact,
    Figure,
    Kind,
    Logo,
    Money,
    Number,
    Report,
    Section,
    Share,
    Table,
)
from sinolens.reporting.logo import embedded
from sinolens.reporting.text import long_date
from sinolens.reporting.typesetting import drawable, drawable_data, embeddable
from sinolens.reporting.workbook_style import FIGURES

DASH = "–"
UNKNOWN = "n/a"
"""Not given; the dash stands for nothing, and the two must not be mixed."""
_UNIT = " (USD)"
_BREAKS_BEFORE = frozenset({"summary", "category", "tier", "options", "restricted", "appendix"})
_LONGEST, _LONGEST_SENTENCE = 96, 420
_LONG_WORD = 18
_ROOMY = 5
_WHOLE = 9
"""Tables of at most so many rows stay on one page."""
_FLAT = 4.0
"""A logo at least so many times wider than high is fitted by its width, another by its height."""
_WORDS = re.compile(rf"\S{{{_LONG_WORD + 1},}}")
_JOINTS = re.compile(r"(?<=[_\-/.,@:])")
_CHINESE = re.compile("[\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
_TIERS = frozenset(tier.value for tier in Tier)

Json = dict[str, Any]


def lay_out(report: Report) -> Json:
    """The whole paper as data for the template."""
    data = {
        "paper": "us-letter" if report.paper == "letter" else "a4",
        "title": report.title,
        "institution": report.institution,
        "marks": list(report.marks),
        "footer": f"{report.definition} · as of {long_date(report.as_of)} · report {report.id}",
        "legal": report.legal,
        "date": [int(part) for part in report.as_of.split("-")],
        "author": report.cover.prepared_by or report.institution,
        "page_mark": report.cover.page_mark,
        "memo": [{"label": fact.label, "value": pieces(str(fact.value))} for fact in report.memo],
        "signers": {
            "Prepared by": report.cover.prepared_by,
            "Reviewed by": report.cover.reviewed_by,
            "Approved by": report.cover.approved_by,
        },
        "answers": [{"lead": lead, "text": text} for lead, text in report.answers],
        "front": [_table(table, "Summary") for table in report.front if table.rows],
        "basis": [{"label": fact.label, "value": pieces(str(fact.value))} for fact in report.basis],
        "cards": [_card(fact) for fact in report.cards],
        "sections": [_section(section) for section in _paper_sections(report)],
    }
    made: Json = drawable_data(data)
    # Not text of ours: a picture is passed on as it is.
    made["logo"] = None if report.logo is None else _logo(report.logo, report.institution)
    return made


def _logo(logo: Logo, institution: str) -> Json:
    return {
        "svg": embedded(logo),
        "tall": logo.width < _FLAT * logo.height,
        "alt": drawable(f"Logo of {institution}"),
    }


def amount(cents: int) -> str:
    """An amount in a table: full, cents included, so that printed columns add up."""
    return format_dollars(cents).replace("$", "") if cents else DASH


def pieces(text: str) -> list[str]:
    """The text cut where a line may end inside a word longer than a narrow column; joined it is the same text."""
    # A name of that length in one word is no name; sentences may be long.
    longest = _LONGEST if len(max(text.split(), key=len, default="")) > _LONGEST // 2 else _LONGEST_SENTENCE
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    made: list[str] = []
    at = 0
    for word in _WORDS.finditer(text):
        if _CHINESE.search(word.group()):
            continue
        made.append(text[at : word.start()])
        made += _cut(word.group())
        at = word.end()
    made.append(text[at:])
    return [part for part in made if part]


def _cut(word: str) -> list[str]:
    return [part[i : i + _LONG_WORD] for part in _JOINTS.split(word) for i in range(0, len(part), _LONG_WORD)]


def _paper_sections(report: Report) -> list[Section]:
    """Sections on paper; those without data become one table of reasons."""
    shown = [section for section in report.sections if section.paper]
    reasons = [section for section in shown if section.empty]
    full = [section for section in shown if not section.empty]
    if not reasons:
        return full
    table = Table(
        "reasons",
        "",
        (Column("part", "Part", width=26), Column("why", "Why it is not here", width=70)),
        tuple((section.title, section.empty) for section in reasons),
    )
    place = next((i for i, section in enumerate(full) if section.key == "quality"), len(full))
    return [
        *full[: place + 1],
        Section("governance", "", "Not in this report, and why", tables=(table,)),
        *full[place + 1 :],
    ]


def card_text(fact: Fact) -> str:
    """The figure of a card: amounts short, as on screen."""
    return format_compact(fact.value.cents) if isinstance(fact.value, Money) else worded(fact.value, Kind.TEXT)


def _card(fact: Fact) -> Json:
    return {
        "label": fact.label,
        "value": card_text(fact),
        "note": fact.note,
        "colour": LIGHT.tier(fact.tier) if fact.tier else "",
    }


def _section(section: Section) -> Json:
    return {
        "key": section.key,
        "title": section.title,
        "lead": list(section.lead),
        "break": section.key in _BREAKS_BEFORE,
        "figures": [_figure(figure) for figure in section.figures if figure.picture is not None],
        "tables": [_table(table, section.sheet) for table in section.tables if table.paper],
        "boxes": [{"title": box.title, "lines": list(box.lines)} for box in section.boxes],
    }


def _figure(figure: Figure) -> Json:
    if figure.picture is None:
        raise ValueError(f"figure {figure.key} has no picture")
    return {
        "title": figure.title,
        "caption": figure.caption,
        "alt": figure.alt,
        "wide": figure.wide,
        "svg": embeddable(to_svg(figure.picture, LIGHT, figure.title, background=False)),
    }


def _table(table: Table, sheet: str) -> Json:
    places = [place for place, column in enumerate(table.columns) if column.paper]
    columns = [table.columns[place] for place in places]
    rows = table.rows[: table.limit] if table.limit else table.rows
    more = len(table.rows) - len(rows)
    note = table.note
    if more:
        rows_are = f"{counted(more, 'more row')} {choose_word(more, 'is', 'are')}"
        note = f"{rows_are} on sheet “{sheet or 'Positions'}” of the workbook. {note}".strip()
    # One unit for the whole table is said once, above it, so that columns stay narrow.
    title = f"{table.title}{_UNIT}" if table.title and any(_UNIT in column.title for column in columns) else table.title
    title = title.replace(f"{_UNIT}{_UNIT}", _UNIT)
    # A tier is its colour and its sign; the words stand beside them where the table is not crowded.
    roomy = len(columns) <= _ROOMY
    widths = [_width(column) for column in columns]
    if set(widths) == {"auto"}:
        widths[0] = "1"
    return {
        "key": table.key,
        "title": title,
        "note": note,
        "whole": len(rows) <= _WHOLE,
        "narrow": table.narrow,
        "empty": table.empty or "Nothing to show.",
        "columns": [
            {"title": column.title.replace(_UNIT, ""), "right": column.kind in FIGURES, "width": width}
            for column, width in zip(columns, widths, strict=True)
        ],
        "rows": [[_cell(row[place], table.columns[place].kind, roomy=roomy) for place in places] for row in rows],
        "total": None
        if table.total is None
        else [_cell(table.total[place], table.columns[place].kind, roomy=roomy) for place in places],
    }


def _width(column: Column) -> str:
    """Text columns share what figures leave; figures are as wide as they need to be."""
    return "auto" if column.kind in FIGURES or column.kind in (Kind.CODE, Kind.DATE, Kind.TIER) else f"{column.width}"


def _cell(cell: Cell, kind: Kind, *, roomy: bool) -> Json | str:
    if kind is Kind.TIER and isinstance(cell, str) and cell in _TIERS:
        colour = LIGHT.tier(cell)
        return {"tier": cell, "label": Tier(cell).label if roomy else "", "fill": colour, "ink": ink_on(colour)}
    text = worded(cell, kind)
    bare = text.lstrip(" ")
    parts = pieces(bare)
    if bare == text and len(parts) < 2:
        return "".join(parts)
    return {"pieces": parts, "indent": len(text) - len(bare)}


def worded(cell: Cell, kind: Kind) -> str:
    """A cell as printed."""
    if cell is None:
        return UNKNOWN
    if isinstance(cell, Money):
        return amount(cell.cents)
    if isinstance(cell, Share):
        return _percent(cell)
    if isinstance(cell, Count):
        return f"{cell.number:,}"
    if isinstance(cell, Number):
        return f"{cell.value:,.{cell.digits}f}"
    return long_date(cell) if kind is Kind.DATE and cell else cell


def _percent(share: Share) -> str:
    if not share.whole or not share.part:
        return DASH
    text = f"{abs(100 * share.ratio):.2f}%"
    return f"({text})" if share.ratio < 0 else text
