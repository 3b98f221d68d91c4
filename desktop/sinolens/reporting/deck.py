"""The slide deck: six to eight slides with native charts, from the same report the workbook and the PDF print."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from sinolens.domain.progress import Progress, SilentProgress
from sinolens.figures.theme import LIGHT
from sinolens.reporting.deck_canvas import Canvas, Frame
from sinolens.reporting.deck_chart import add_chart, add_waterfall
from sinolens.reporting.delivery import deliver
from sinolens.reporting.document import Audience, Fact, Figure, Money, NativeChart, Report, Section, Table
from sinolens.reporting.pages import card_text
from sinolens.reporting.text import long_date
from sinolens.reporting.workbook import created_at

_MOST = 8
"""Slides at most, the title among them."""
_ROWS = 8
"""Rows of a table at most; the rest is in the workbook and the slide says so."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_BODY = Frame(0.6, 1.55, 12.13, 5.0)
_LEFT, _RIGHT = Frame(0.6, 1.55, 6.4, 5.0), Frame(7.2, 1.7, 5.53, 4.8)


@dataclass(frozen=True, slots=True)
class _Slide:
    title: str
    lead: str
    draw: Callable[[Canvas], None]


def write_deck(report: Report, path: Path, progress: Progress | None = None) -> None:
    """Write the report as a deck.

    Slides: title, headline, by category and tier, by tier, the bridge, scenarios with limits, listed names or what is
    due, what is not known; where these leave room among eight, by manager and method. A slide whose section the
    audience does not get, that has no data, or that was left out by choice, is not made.

    Args:
        report: what to write.
        path: the file to make or replace.
        progress: told how far it is; may cancel.

    Raises:
        sinolens.reporting.errors.ExportFailed: the file could not be written; an older one is untouched.
        sinolens.domain.progress.Cancelled: the user asked to stop; nothing was kept.
    """
    watch = progress or SilentProgress()
    canvas = Canvas(report)
    canvas.describe(created_at(report))
    slides = _chosen(report)
    _add_title(canvas, report)
    for done, slide in enumerate(slides, start=1):
        watch.check()
        watch.report(done, len(slides) + 2, f"Writing slide {done + 1}")
        canvas.start(slide.title, slide.lead)
        slide.draw(canvas)
    watch.check()
    watch.report(len(slides) + 1, len(slides) + 2, "Saving the slides")
    data = _settled(canvas.content())

    def write(draft: Path) -> None:
        draft.write_bytes(data)

    deliver(path, write)
    watch.report(len(slides) + 2, len(slides) + 2, "Saving the slides")


def _chosen(report: Report) -> list[_Slide]:
    """The slides in order; those of least weight give way where there would be more than eight with the title."""
    made = {make: slide for make in _SLIDES if (slide := make(report)) is not None}
    for make in _GIVE_WAY:
        if len(made) >= _MOST:
            made.pop(make, None)
    return list(made.values())


def _settled(data: bytes) -> bytes:
    """The same package without the clock: its members carry one fixed date, so that one report is one file."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return made.getvalue()


def _add_title(canvas: Canvas, report: Report) -> None:
    canvas.start_title(report.institution, f"{report.title}\nAs of {long_date(report.as_of)}")
    lines = [(fact.label, str(fact.value)) for fact in report.memo if fact.value]
    canvas.add_pairs(Frame(0.9, 4.1, 11.5, 2.2), lines[:6])
    if report.logo is not None:
        canvas.add_logo(report.logo, Frame(0.9, 0.75, 2.6, 0.8))


def _headline(report: Report) -> _Slide | None:
    def draw(canvas: Canvas) -> None:
        canvas.add_cards(Frame(0.6, 1.15, 12.13, 1.85), [(f.label, card_text(f), f.note, f.tier) for f in report.cards])
        canvas.add_answers(Frame(0.6, 3.2, 12.13, 3.6), report.answers)

    return _Slide("Headline", "", draw)


def _category(report: Report) -> _Slide | None:
    section = _section(report, "category")
    return (
        None
        if section is None
        else _chart_slide(section, "China-AI by category and tier", "Full value, split by regulatory tier.")
    )


def _tier(report: Report) -> _Slide | None:
    section = _section(report, "tier")
    if section is None:
        return None
    table = _table(section, "tiers")

    def draw(canvas: Canvas) -> None:
        if not _draw_chart(canvas, section, _LEFT):
            canvas.add_table(_BODY, table, ("tier", "china", "of_china", "pool", "all"), _ROWS, section.sheet)
            return
        canvas.add_table(_RIGHT, table, ("tier", "china", "of_china"), _ROWS, section.sheet)

    lead = "Of China-AI only, share of full value. Holding is allowed in every tier."
    return _Slide("China-AI by regulatory tier", lead, draw)


def _manager(report: Report) -> _Slide | None:
    section = _section(report, "manager")
    return None if section is None else _chart_slide(section, "China-AI by manager", "Full value at each manager.")


def _bridge(report: Report) -> _Slide | None:
    section = _section(report, "bridge")
    if section is None or not section.figures:
        return None
    table, figure = _table(section, "bridge"), section.figures[0]

    def draw(canvas: Canvas) -> None:
        add_waterfall(canvas.slide, _BODY, figure, table, "china")

    return _Slide("What changed in China-AI", figure.caption, draw)


def _outlook(report: Report) -> _Slide | None:
    """Scenarios at the left, limits at the right; one of them alone takes the slide."""
    costly, limits = _costly(report), _section(report, "limits")
    held = _table(limits, "limits") if limits is not None and limits.tables else None
    if costly is None and held is None:
        return None

    def draw(canvas: Canvas) -> None:
        if costly is not None:
            figure, native, table = costly
            frame = _LEFT if held is not None else _BODY
            more = add_chart(canvas.slide, frame, figure, native, table)
            if more:
                canvas.add_note(frame, f"{more:,} more on sheet “Scenarios” of the workbook.")
        if held is not None:
            keys = ("limit", "share", "allowed", "state")
            canvas.add_table(_RIGHT if costly is not None else _BODY, held, keys, _ROWS, "Limits")

    title = " and ".join(filter(None, ("Scenarios" if costly else "", "Limits" if held else ""))).capitalize()
    lead = "Change of value, each scenario by itself; no forecasts, not to be added." if costly else ""
    return _Slide(title, lead, draw)


def _costly(report: Report) -> tuple[Figure, NativeChart, Table] | None:
    """A chart of the scenarios that change the value; None where none does."""
    section = _section(report, "scenarios")
    if section is None or not section.tables:
        return None
    table = _table(section, "scenarios")
    place = [column.key for column in table.columns].index("loss")
    rows = [row for row in table.rows if isinstance(cell := row[place], Money) and cell.cents]
    if not rows:
        return None
    told = "; ".join(f"{row[1]} {card_text(Fact('', row[place]))}" for row in rows)
    figure = Figure("scenarios", "Change of value by scenario", "", f"Change of value by scenario: {told}.")
    return figure, NativeChart("bar", "scenarios", "name", ("loss",), (LIGHT.accent,)), replace(table, rows=tuple(rows))


def _due(report: Report) -> _Slide | None:
    """What a regulator is told of positions under a duty."""
    section = _section(report, "divestment")
    if section is None or not section.tables or report.audience is not Audience.REGULATOR:
        return None
    table = _table(section, "divestment")

    def draw(canvas: Canvas) -> None:
        keys = ("name", "code", "date", "days", "then", "value", "status")
        canvas.add_table(_BODY, table, keys, _ROWS, section.sheet)

    return _Slide("Divestment status and deadlines", "Positions under a bar or a mandate, in their own name.", draw)


def _listed(report: Report) -> _Slide | None:
    section = _section(report, "listed")
    if section is None:
        return None
    table = _table(section, "listed")

    def draw(canvas: Canvas) -> None:
        canvas.add_table(_BODY, table, ("name", "tier", "lists", "value", "pool", "actions"), _ROWS, section.sheet)

    lead = "Named on a list edition in force on the as-of date. To be on a list is not to be sanctioned."
    return _Slide("Names on official lists", lead, draw)


def _answers(report: Report) -> _Slide | None:
    section = _section(report, "answers")
    if section is None:
        return None
    table = _table(section, "answers")

    def draw(canvas: Canvas) -> None:
        canvas.add_table(_BODY, table, ("list", "edition", "held", "names", "value"), 12, section.sheet)

    return _Slide("Answers by list", table.title, draw)


def _known(report: Report) -> _Slide | None:
    section = _section(report, "quality")
    if section is None:
        return None
    table, sources = _table(section, "coverage"), _section(report, "sources")
    said = [text for _, text in report.answers[-1:]]
    if sources is not None:
        states = _table(sources, "lists")
        place = [column.key for column in states.columns].index("state")
        dark = [str(row[0]) for row in states.rows if not str(row[place]).startswith("current")]
        if dark:
            said.append(f"Lists that cannot answer for the date, or are older than 90 days: {'; '.join(dark)}.")

    def draw(canvas: Canvas) -> None:
        canvas.add_table(Frame(0.6, 1.55, 12.13, 2.4), table, ("part", "value", "pool", "reason"), _ROWS, section.sheet)
        canvas.add_paragraphs(Frame(0.6, 4.8, 12.13, 1.9), list(dict.fromkeys((*said, report.legal))), 13)

    return _Slide("What is known, and what is not", section.lead[0] if section.lead else "", draw)


def _method(report: Report) -> _Slide | None:
    section = _section(report, "method")
    if section is None:
        return None

    def draw(canvas: Canvas) -> None:
        canvas.add_paragraphs(_BODY, [*section.lead, report.legal], 13)

    return _Slide("Method", f"{report.definition}, as of {long_date(report.as_of)}", draw)


_SLIDES = (_headline, _answers, _category, _tier, _bridge, _outlook, _due, _manager, _listed, _known, _method)
_GIVE_WAY = (_method, _manager, _category)
"""Slides that give way, the first of them first."""


def _chart_slide(section: Section, title: str, lead: str) -> _Slide:
    def draw(canvas: Canvas) -> None:
        if not _draw_chart(canvas, section, _BODY):
            canvas.add_paragraphs(_BODY, [_nothing(section)], 16)

    return _Slide(title, lead, draw)


def _draw_chart(canvas: Canvas, section: Section, frame: Frame) -> bool:
    """Draw the section's native chart; False when it has none or there is nothing in it."""
    figure: Figure | None = next((figure for figure in section.figures if figure.native is not None), None)
    if figure is None or figure.native is None:
        return False
    table = _table(section, figure.native.table)
    if not any(isinstance(cell, Money) and cell.cents for row in table.rows for cell in row):
        return False
    more = add_chart(canvas.slide, frame, figure, figure.native, table)
    if more:
        rest = "one is" if more == 1 else "ones are"
        canvas.add_note(frame, f"{more:,} smaller {rest} on sheet “{section.sheet}” of the workbook.")
    return True


def _nothing(section: Section) -> str:
    return next((table.empty for table in section.tables if table.empty), "") or "Nothing to show."


def _section(report: Report, key: str) -> Section | None:
    return next((section for section in report.sections if section.key == key), None)


def _table(section: Section, key: str) -> Table:
    for table in section.tables:
        if table.key == key:
            return table
    raise KeyError(key)
