"""Use case: from the files as they were understood to the holdings that are analysed or go into the project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sinolens.domain.instrument import Instrument
from sinolens.importing.inspection import template_of
from sinolens.importing.template import Template
from sinolens.importing.workbook import ImportedTable
from sinolens.services.analysis import DEFAULT_DEFINITION, Question
from sinolens.services.attachments import choice_of, suggest_tables
from sinolens.services.holdings import Holdings, fund_table, gather
from sinolens.services.import_digest import Place
from sinolens.services.import_draft import Draft, is_changed, place_of, said_of, usable

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis

_FUNDS = frozenset(str(kind.value) for kind in Instrument if kind.is_fund)


def holdings_of(drafts: Iterable[Draft], attachments: Sequence[tuple[str, str]]) -> Holdings:
    """What was understood of the files that can be imported: nothing is read again.

    Args:
        drafts: in the order their positions shall stand.
        attachments: name of a fund position to the name of a fund table.
    """
    return gather(usable(drafts), attachments)


def question_of(holdings: Holdings, definition: str, institution: str) -> Question:
    """What is asked of holdings nothing else was asked of yet. The date is the latest the files say."""
    dates = [holdings.as_of, *(table.as_of for table in holdings.fund_tables)] if not len(holdings.positions) else [
        holdings.as_of]
    return Question(as_of=max(dates, default=""), definition=definition or DEFAULT_DEFINITION,
                    institution_name=institution, title=institution)


def attachments_of(
    drafts: Iterable[Draft], chosen: Mapping[tuple[Path, Place], str]
) -> tuple[tuple[str, str], ...]:
    """Fund position to the shortest name of the table the user gave it, for look-through."""
    tables = {(draft.path, place_of(table)): fund_table(table)
              for draft in drafts if draft.is_usable and draft.read is not None
              for table in draft.read.tables if table.role == "fund_holdings"}
    return tuple((position, choice_of(tables[place], tables.values()))
                 for place, position in chosen.items() if position and place in tables)


def fund_positions(drafts: Iterable[Draft], analysis: Analysis | None, table: ImportedTable) -> tuple[str, ...]:
    """Names of positions that are funds, those most like the table's own fund first."""
    frames = [t.frame for d in drafts if d.read is not None for t in d.read.tables if t.role == "positions"]
    if analysis is not None:
        frames.append(analysis.positions)
    names: dict[str, None] = {}
    for frame in frames:
        names.update(dict.fromkeys(frame.loc[frame["instrument"].isin(_FUNDS), "name"]))
    own = fund_table(table)
    likeness = {name: next((found.score for found in suggest_tables(name, (own,))), 0.0) for name in names}
    return tuple(sorted(names, key=lambda name: (-likeness[name], name.casefold())))


def asks_more(drafts: Sequence[Draft], analysis: Analysis | None, *, has_project: bool) -> str:
    """One sentence on what importing will do to what is open."""
    if not any(draft.is_usable for draft in drafts):
        return ""
    if has_project:
        return "The files go into the open project as one step that can be undone."
    if analysis is not None and not analysis.sample:
        return "What is open now is in no project: you will be asked whether to add to it or to replace it."
    return "The holdings are analysed and shown; they are kept when you make a project of them."


def layout_of(table: ImportedTable, draft: Draft, name: str) -> Template:
    """The layout of a table as the user confirmed it, with the columns that are not to be used."""
    from dataclasses import replace

    made = template_of(table, name)
    return replace(made, ignored=tuple(sorted(said_of(draft, place_of(table)).ignored)), fund="", sheet="")


def changed_layouts(drafts: Iterable[Draft]) -> list[tuple[Draft, ImportedTable]]:
    """Tables whose columns or header the user placed by hand."""
    return [(draft, table) for draft in drafts if draft.is_usable and draft.read is not None
            for table in draft.read.tables if is_changed(draft, place_of(table))]
