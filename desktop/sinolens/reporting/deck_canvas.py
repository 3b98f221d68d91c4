"""The slides themselves: one layout, our type and colours, every text as text, the mark and the footer on each."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Length, Pt

from sinolens.domain.counting import choose_word, counted
from sinolens.domain.tier import Tier
from sinolens.figures.theme import LIGHT, ink_on
from sinolens.reporting.deck_chart import rgb
from sinolens.reporting.deck_markup import SPACE, decorate, describe_shape, read_markup, underline
from sinolens.reporting.document import Kind, Logo, Report, Row, Table
from sinolens.reporting.pages import worded
from sinolens.reporting.text import long_date
from sinolens.reporting.workbook_style import FACE, FIGURES

_WIDTH, _HEIGHT = 13.333, 7.5
_PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_TIERS = frozenset(tier.value for tier in Tier)
_ROW, _HEAD = 0.46, 0.42
_ROOMY_CARDS = 5
"""Cards in a row that hold large figures."""
_SHARE = {Kind.MONEY: 1.75, Kind.SHARE: 1.15, Kind.COUNT: 0.95, Kind.DATE: 1.2, Kind.TIER: 2.4}
_LETTER = 0.083
"""Inches a letter of table text takes, on the wide side."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A place on a slide, in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def box(self) -> tuple[Length, Length, Length, Length]:
        """Left, top, width and height as the writer wants them."""
        return Inches(self.left), Inches(self.top), Inches(self.width), Inches(self.height)


class Canvas:
    """A deck under way.

    Attributes:
        slide: the slide being filled.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._deck = Presentation()
        self._widen()
        self.slide: Any = None

    def describe(self, moment: datetime) -> None:
        """Write the properties of the document; the moment comes from the content, not the clock."""
        report, about = self._report, self._deck.core_properties
        about.title = f"{report.institution}: {report.title}"[:255]
        about.subject = report.footer[:255]
        about.author = (report.cover.prepared_by or report.institution)[:255]
        about.last_modified_by = about.author
        about.category = " · ".join(report.marks)[:255]
        about.keywords = f"report {report.id}"
        about.comments = report.legal[:255]
        about.language = "en-US"
        about.revision = 1
        about.created = about.modified = moment

    def content(self) -> bytes:
        """The finished package."""
        made = io.BytesIO()
        self._deck.save(made)
        return made.getvalue()

    def start(self, title: str, lead: str) -> None:
        """Begin a slide with a title and a line under it."""
        self.slide = self._deck.slides.add_slide(self._deck.slide_layouts[1])
        self._set_title(Frame(0.6, 0.42, 9.2, 0.6), title, 26)
        if lead:
            self._add_text(Frame(0.6, 1.0, 12.13, 0.45), lead, 13, LIGHT.muted)
        self._add_marks()
        self._add_footer()

    def start_title(self, title: str, subtitle: str) -> None:
        """Begin the first slide."""
        self.slide = self._deck.slides.add_slide(self._deck.slide_layouts[0])
        self._set_title(Frame(0.9, 1.75, 11.5, 1.05), title, 38)
        body = self.slide.placeholders[1]
        body.left, body.top, body.width, body.height = Frame(0.9, 2.8, 11.5, 1.0).box
        self._fill(body.text_frame, subtitle.split("\n"), 20, LIGHT.muted)
        self._add_rule(Frame(0.9, 3.9, 11.5, 0.0))
        self._add_marks()
        self._add_footer()

    def add_pairs(self, frame: Frame, pairs: Sequence[tuple[str, str]]) -> None:
        """Labels with what stands beside them, a line each."""
        box = self._box(frame)
        for place, (label, value) in enumerate(pairs):
            line = box.paragraphs[0] if place == 0 else box.add_paragraph()
            line.space_after = Pt(4)
            self._run(line, f"{label}  ", 13, LIGHT.muted)
            self._run(line, _cut(value, 150), 13, LIGHT.text)

    def add_cards(self, frame: Frame, cards: Sequence[tuple[str, str, str, str]]) -> None:
        """Headline figures in one row: label, figure, note, tier or "". The figures of a row stand level."""
        gap, inset = 0.16, 0.1
        width = (frame.width - gap * (len(cards) - 1)) / max(len(cards), 1)
        crowded = len(cards) > _ROOMY_CARDS
        large, small = (19, 10) if crowded else (26, 12)
        # A label may need two lines where cards are narrow.
        head = 0.42 if crowded else 0.28
        for place, (label, figure, note, tier) in enumerate(cards):
            left = frame.left + place * (width + gap)
            self._shape(Frame(left, frame.top, width, frame.height), LIGHT.surface, LIGHT.border, silent=True)
            self._shape(
                Frame(left, frame.top, width, 0.06), LIGHT.tier(tier) if tier else LIGHT.accent, "", silent=True
            )
            inner, top = width - 2 * inset, frame.top + 0.06 + inset
            self._add_text(Frame(left + inset, top, inner, head), label, small, LIGHT.muted)
            box = self._box(Frame(left + inset, top + head, inner, frame.height - head - 0.06 - 2 * inset))
            self._run(box.paragraphs[0], figure, large, LIGHT.text, bold=True)
            self._run(box.add_paragraph(), note, small, LIGHT.muted)

    def add_answers(self, frame: Frame, answers: Sequence[tuple[str, str]]) -> None:
        """What the committee asks, each with its answer."""
        box = self._box(frame)
        for place, (lead, text) in enumerate(answers):
            line = box.paragraphs[0] if place == 0 else box.add_paragraph()
            line.space_after = Pt(9)
            self._run(line, f"{lead}. ", 15, LIGHT.text, bold=True)
            self._run(line, text, 15, LIGHT.text)

    def add_paragraphs(self, frame: Frame, texts: Sequence[str], size: int) -> None:
        """Paragraphs of words."""
        self._fill(self._box(frame), list(texts), size, LIGHT.text, after=7)

    def add_note(self, frame: Frame, text: str) -> None:
        """A line below a frame."""
        self._add_text(Frame(frame.left, frame.top + frame.height, frame.width, 0.35), text, 11, LIGHT.muted)

    def add_logo(self, logo: Logo, frame: Frame) -> None:
        """The logo inside a frame, in its own shape."""
        scale = min(frame.width / logo.width, frame.height / logo.height)
        picture = self.slide.shapes.add_picture(
            io.BytesIO(logo.picture),
            Inches(frame.left),
            Inches(frame.top),
            Inches(logo.width * scale),
            Inches(logo.height * scale),
        )
        describe_shape(picture._element.nvPicPr.cNvPr, f"Logo of {self._report.institution}")

    def add_table(self, frame: Frame, table: Table, keys: Sequence[str], limit: int, sheet: str) -> None:
        """Some columns of a table, its largest rows and its total; what is not shown is said below."""
        if not table.rows:
            self.add_paragraphs(frame, [table.empty or "Nothing to show."], 16)
            return
        columns = {column.key: (place, column) for place, column in enumerate(table.columns)}
        picked = [columns[key] for key in keys]
        rows = list(table.rows[:limit])
        shown = [*rows, table.total] if table.total is not None else rows
        height = _HEAD + _ROW * len(shown)
        graphic = self.slide.shapes.add_table(
            len(shown) + 1, len(picked), *Frame(frame.left, frame.top, frame.width, height).box
        )
        told = f"{table.title or 'Table'}: {counted(len(rows), 'row')}."
        describe_shape(graphic._element.nvGraphicFramePr.cNvPr, told)
        grid = graphic.table
        grid.horz_banding = False
        grid.last_row = table.total is not None
        graphic._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN_TABLE
        widths = _widths([column.kind for _, column in picked], [column.width for _, column in picked], frame.width)
        for place, (_, column) in enumerate(picked):
            grid.columns[place].width = Inches(widths[place])
            self._set_cell(grid.cell(0, place), column.title, column.kind, widths[place], head=True)
        grid.rows[0].height = Inches(_HEAD)
        for number, row in enumerate(shown, start=1):
            grid.rows[number].height = Inches(_ROW)
            self._set_row(grid, number, row, picked, widths, whole=table.total is not None and number == len(shown))
        more = len(table.rows) - len(rows)
        if more > 0:
            self.add_note(
                frame,
                f"{more:,} more on sheet “{sheet or 'Positions'}” of the workbook; the total counts "
                f"{choose_word(more, 'it', 'them')}.",
            )

    def _set_row(
        self, grid: Any, number: int, row: Row, picked: Sequence[Any], widths: Sequence[float], *, whole: bool
    ) -> None:
        for place, (source, column) in enumerate(picked):
            cell = grid.cell(number, place)
            value = row[source]
            if column.kind is Kind.TIER and isinstance(value, str) and value in _TIERS:
                words = f"{value} {Tier(value).label}" if widths[place] > 2 else value
                colour = LIGHT.tier(value)
                self._set_cell(cell, words, Kind.TEXT, widths[place], fill=colour, ink=ink_on(colour))
            else:
                self._set_cell(cell, worded(value, column.kind), column.kind, widths[place], bold=whole)

    def _set_cell(
        self,
        cell: Any,
        text: str,
        kind: Kind,
        width: float,
        *,
        head: bool = False,
        bold: bool = False,
        fill: str = "",
        ink: str = "",
    ) -> None:
        cell.margin_left = cell.margin_right = Inches(0.07)
        cell.margin_top = cell.margin_bottom = Inches(0.03)
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE
        line = cell.text_frame.paragraphs[0]
        line.alignment = PP_ALIGN.RIGHT if kind in FIGURES else PP_ALIGN.LEFT
        lines = 1 if kind in FIGURES or fill else 2
        # A second line is never filled whole, because words break early.
        longest = max(4, lines * int(width / _LETTER) - 4 * (lines - 1))
        colour = ink or (LIGHT.muted if head else LIGHT.text)
        self._run(line, _cut(text, longest), 11, colour, bold=head or bold)
        if fill:
            cell.fill.solid()
            cell.fill.fore_color.rgb = rgb(fill)
        else:
            cell.fill.background()
        underline(cell, LIGHT.accent if head else LIGHT.border, 1.25 if head else 0.5)

    def _set_title(self, frame: Frame, text: str, size: int) -> None:
        title = self.slide.shapes.title
        title.left, title.top, title.width, title.height = frame.box
        title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        self._fill(title.text_frame, [_cut(text, 90)], size, LIGHT.text, bold=True)

    def _add_marks(self) -> None:
        text = "  ·  ".join(self._report.marks)
        box = self._add_text(Frame(7.2, 0.12, 5.53, 0.3), _cut(text, 90), 11, LIGHT.danger, bold=True)
        box.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def _add_footer(self) -> None:
        report = self._report
        self._add_rule(Frame(0.6, 6.93, 12.13, 0.0))
        told = f"{report.institution} · {report.definition} · as of {long_date(report.as_of)} · report {report.id}"
        self._add_text(Frame(0.6, 6.97, 11.2, 0.35), _cut(told, 170), 10, LIGHT.muted)
        box = self._box(Frame(11.73, 6.97, 1.0, 0.35))
        line = box.paragraphs[0]
        line.alignment = PP_ALIGN.RIGHT
        self._run(line, str(len(self._deck.slides)), 10, LIGHT.muted)
        # A field, so that the number stays right when staff move slides about.
        run = line._p.find(qn("a:r"))
        field = read_markup(f'<a:fld {SPACE} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum"/>')
        line._p.replace(run, field)
        for child in list(run):
            field.append(child)

    def _add_text(self, frame: Frame, text: str, size: int, colour: str, *, bold: bool = False) -> Any:
        box = self._box(frame)
        self._fill(box, [text], size, colour, bold=bold)
        return box

    def _add_rule(self, frame: Frame) -> None:
        self._shape(Frame(frame.left, frame.top, frame.width, 0.012), LIGHT.border, "", silent=True)

    def _box(self, frame: Frame) -> Any:
        text = self.slide.shapes.add_textbox(*frame.box).text_frame
        text.word_wrap = True
        text.margin_left = text.margin_right = text.margin_top = text.margin_bottom = 0
        return text

    def _shape(self, frame: Frame, fill: str, edge: str, *, silent: bool = False) -> Any:
        shape = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *frame.box)
        shape.shadow.inherit = False
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(fill)
        if edge:
            shape.line.color.rgb = rgb(edge)
            shape.line.width = Pt(0.75)
        else:
            shape.line.fill.background()
        if silent:
            decorate(shape._element.nvSpPr.cNvPr)
        return shape

    def _fill(
        self, frame: Any, texts: Sequence[str], size: int, colour: str, *, bold: bool = False, after: float = 0.0
    ) -> None:
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for place, text in enumerate(texts):
            line = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            line.alignment = PP_ALIGN.LEFT
            line.space_after = Pt(after)
            self._run(line, text, size, colour, bold=bold)

    @staticmethod
    def _run(line: Any, text: str, size: int, colour: str, *, bold: bool = False) -> None:
        run = line.add_run()
        run.text = text
        run.font.name, run.font.size, run.font.bold = FACE, Pt(size), bold
        run.font.color.rgb = rgb(colour)

    def _widen(self) -> None:
        """Make the built-in layouts as wide as our slides, and keep the two we use."""
        deck = self._deck
        ratio = Inches(_WIDTH) / deck.slide_width
        deck.slide_width, deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
        wanted = {"Title Slide", "Title Only"}
        for layout in [layout for layout in deck.slide_layouts if layout.name not in wanted]:
            deck.slide_layouts.remove(layout)
        for holder in (deck.slide_master, *deck.slide_layouts):
            for shape in holder.placeholders:
                # Reading a place a layout inherits and writing it back would freeze it: only its own is widened.
                if shape._element.spPr.find(qn("a:xfrm")) is not None:
                    shape.left, shape.width = Emu(round(shape.left * ratio)), Emu(round(shape.width * ratio))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _widths(kinds: Sequence[Kind], wishes: Sequence[float], room: float) -> list[float]:
    """Figures as wide as they need to be; words share the rest by their wishes."""
    fixed = [_SHARE.get(kind, 0.0) for kind in kinds]
    rest = max(room - sum(fixed), 1.0)
    wished = sum(wish for wish, width in zip(wishes, fixed, strict=True) if not width)
    made = [width or rest * wish / wished for wish, width in zip(wishes, fixed, strict=True)]
    return [width * room / sum(made) for width in made]
