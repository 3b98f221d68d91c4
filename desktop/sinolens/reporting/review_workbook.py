"""The review queue as a workbook: staff fill in their decisions away from the program and send it back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from sinolens.domain.counting import counted
from sinolens.domain.match import ScreeningState
from sinolens.domain.money import format_dollars
from sinolens.matching.decisions import VERDICTS, string_key
from sinolens.matching.review import ReviewCandidate, ReviewItem
from sinolens.reference.loader import Reference
from sinolens.reporting.delivery import deliver
from sinolens.reporting.form_sheet import MONEY, FormBook, FormColumn
from sinolens.reporting.review_known import Known
from sinolens.reporting.text import long_date, plain

LEAVE = "leave"
REF, NAME, DECISION, ENTITY, WHY, WHO = "Ref", "Name as typed", "Decision", "Entity id", "Why", "Who"
CANDIDATE_ID, CANDIDATE = "Candidate id", "Candidate"
WRITTEN = "Written at"
REVIEW_SHEET, CANDIDATES_SHEET = "Review", "Candidates"
_PLACES_SHOWN = 6
_HEADER = 4
_COLUMNS = (
    FormColumn(REF, 13),
    FormColumn("Value (USD)", 16, format=MONEY, right=True),
    FormColumn(NAME, 30),
    FormColumn("Identifiers", 22),
    FormColumn("Why it waits", 22),
    FormColumn("Best candidate", 32),
    FormColumn("Id of best candidate", 24),
    FormColumn("Appears on", 24),
    FormColumn("Words compared", 30),
    FormColumn("Runner-up", 28),
    FormColumn(DECISION, 12, open=True),
    FormColumn(ENTITY, 26, open=True),
    FormColumn(WHY, 28, open=True),
    FormColumn(WHO, 14, open=True),
    FormColumn("Found in", 34),
)
_CANDIDATE_COLUMNS = (
    FormColumn(REF, 13),
    FormColumn(NAME, 34),
    FormColumn("Rank", 7, format="0", right=True),
    FormColumn(CANDIDATE_ID, 30),
    FormColumn(CANDIDATE, 36),
    FormColumn("Nearest known name", 34),
    FormColumn("Score", 8, format="0.0", right=True),
    FormColumn("Country", 10),
    FormColumn("Identifiers", 30),
    FormColumn("Appears on", 28),
    FormColumn("Words that match", 30),
    FormColumn("Words left over", 30),
)
_HOW = (
    (
        DECISION,
        "same: the name means the entity whose id you give. different: it does not mean that entity. none: it "
        "means no entity on file. leave, or nothing: not decided.",
    ),
    (
        ENTITY,
        "Needed for same and different. Choose one of the candidates in the list of the cell, or type the id of "
        "another entity on file.",
    ),
    (WHY, "What you looked at: a prospectus, an exchange notice, a letter of the manager."),
    (WHO, "Your initials or your role."),
    (
        "The rest",
        "Every other cell is locked. A decision applies to every line with the same name. Nothing changes in "
        "the project until the workbook is read back and the changes are accepted there.",
    ),
)


def shown(string: str) -> str:
    """The string as its cell shows it."""
    return " ".join(plain(string).split())


def ref_of(string: str) -> str:
    """Short mark of a string, by which its row is found again whatever was done to the sheet."""
    return hashlib.sha256(string_key(string).encode("utf-8", "surrogatepass")).hexdigest()[:10]


def write_review(
    items: Sequence[ReviewItem],
    path: Path,
    frame: pd.DataFrame,
    reference: Reference,
    *,
    institution: str = "",
    as_of: str = "",
    written_at: str = "",
) -> None:
    """Write the queue, one row per string, in the order given.

    Args:
        items: the queue.
        path: the file to make or replace.
        frame: table the rows of the items count in, with `file`, `sheet` and `row`.
        reference: for the names of lists and the identifiers of candidates.
        institution: for the title.
        as_of: ISO date of the analysis; lists answer for it.
        written_at: local time with its zone; a decision made later in the project is a conflict when this comes back.

    Raises:
        sinolens.reporting.errors.ExportFailed: the file could not be written; an older one is untouched.
    """
    deliver(path, lambda draft: _write(draft, items, frame, reference, institution, as_of, written_at))


def _write(
    path: Path,
    items: Sequence[ReviewItem],
    frame: pd.DataFrame,
    reference: Reference,
    institution: str,
    as_of: str,
    written_at: str,
) -> None:
    known = Known(reference, as_of)
    footer = f"Names to review · as of {long_date(as_of)}"
    form = FormBook(path, "Names to review", institution, footer)
    sheet = form.add_sheet(
        REVIEW_SHEET,
        "Names to review",
        f"{institution} · as of {long_date(as_of)} · {counted(len(items), 'name')}, "
        f"{format_dollars(sum(item.market_value for item in items))} of holdings rest on them",
        [column.width for column in _COLUMNS],
    )
    sheet.write_string(
        2,
        0,
        f"Fill in the columns {DECISION}, {ENTITY}, {WHY} and {WHO}. The sheet “{CANDIDATES_SHEET}” has all "
        "candidates of each name, “How to fill in” says what the decisions mean.",
        form.look(bold=True),
    )
    form.write_headings(sheet, _HEADER, _COLUMNS)
    candidates = _write_candidates(form, items, known)
    for place, item in enumerate(items):
        row = _HEADER + 1 + place
        form.write_row(sheet, row, _COLUMNS, _cells(item, frame, known))
    last = _HEADER + max(len(items), 1)
    _add_choices(sheet, last, candidates)
    sheet.autofilter(_HEADER, 0, last, len(_COLUMNS) - 1)
    sheet.freeze_panes(_HEADER + 1, 3)
    form.finish_sheet(sheet, paper="tabloid", repeat=_HEADER)
    _write_how(form, written_at)
    form.book.close()


def _add_choices(sheet: Any, last: int, candidates: int) -> None:
    place = {column.heading: at for at, column in enumerate(_COLUMNS)}
    sheet.data_validation(
        _HEADER + 1,
        place[DECISION],
        last,
        place[DECISION],
        {
            "validate": "list",
            "source": [*VERDICTS, LEAVE],
            "error_title": "Decision",
            "error_message": f"Choose {', '.join(VERDICTS)} or {LEAVE}.",
        },
    )
    # Found by the row's own mark, so that the choices stay right when rows are sorted.
    mark = xl_rowcol_to_cell(_HEADER + 1, place[REF], col_abs=True)
    column = f"{CANDIDATES_SHEET}!$A$1:$A${candidates + 1}"
    sheet.data_validation(
        _HEADER + 1,
        place[ENTITY],
        last,
        place[ENTITY],
        {
            "validate": "list",
            "source": f"=OFFSET({CANDIDATES_SHEET}!$D$1,MATCH({mark},{column},0)-1,0,COUNTIF({column},{mark}),1)",
            "error_type": "information",
            "error_title": "Entity id",
            "error_message": "This is none of the candidates. It is taken when it is the id of an entity on file.",
        },
    )


def _write_candidates(form: FormBook, items: Sequence[ReviewItem], known: Known) -> int:
    """All candidates, best first within each name; gives the last row counted from 0."""
    columns = _CANDIDATE_COLUMNS
    sheet = form.add_sheet(
        CANDIDATES_SHEET,
        "Candidates",
        "Every entity on file that each name may mean, best first.",
        [column.width for column in columns],
    )
    header = 3
    form.write_headings(sheet, header, columns)
    row = header
    for item in items:
        offers: list[tuple[object, ...]] = [
            (
                rank,
                one.entity_id,
                one.name,
                one.spelling,
                one.score,
                ", ".join(sorted(one.countries)),
                known.identifiers(one),
                known.lists(one),
                _matched(one),
                _left_over(one),
            )
            for rank, one in enumerate(item.candidates, 1)
        ] or [("", "", "No entity on file is like it.", "", "", "", "", "", "", "")]
        for offer in offers:
            row += 1
            form.write_row(sheet, row, columns, (ref_of(item.string), item.string, *offer))
    sheet.autofilter(header, 0, max(row, header + 1), len(columns) - 1)
    sheet.freeze_panes(header + 1, 2)
    form.finish_sheet(sheet, paper="tabloid", repeat=header)
    return row


def _write_how(form: FormBook, written_at: str) -> None:
    widths = (22.0, 90.0)
    sheet = form.add_sheet("How to fill in", "How to fill in", "Screening aid: a person decides who is meant.", widths)
    columns = (FormColumn("Column", widths[0]), FormColumn("What to write", widths[1]))
    form.write_headings(sheet, 3, columns, 20)
    for place, told in enumerate(_HOW):
        form.write_row(sheet, 4 + place, columns, told)
    form.write_row(sheet, 5 + len(_HOW), columns, (WRITTEN, written_at))
    form.finish_sheet(sheet, landscape=False)


def _cells(item: ReviewItem, frame: pd.DataFrame, known: Known) -> tuple[object, ...]:
    best = item.candidates[0] if item.candidates else None
    other = item.candidates[1] if len(item.candidates) > 1 else None
    return (
        ref_of(item.string),
        item.market_value / 100,
        item.string,
        "\n".join(f"{kind} {value}" for kind, value in item.identifiers if kind != "method"),
        _reason(item),
        _offer(best) if best else "No entity on file is like it.",
        best.entity_id if best else "",
        known.lists(best) if best else "",
        f"{_matched(best)}\n{_left_over(best)}".strip() if best else "",
        f"{_offer(other)}\n{other.entity_id}" if other else "",
        None,
        None,
        None,
        None,
        _places(item, frame),
    )


def _offer(one: ReviewCandidate) -> str:
    home = ", ".join(sorted(one.countries)) or "country not on file"
    return f"{one.name}\n{home} · score {one.score:.0f}"


def _reason(item: ReviewItem) -> str:
    if item.match.conflict:
        return item.match.conflict
    if item.match.provisional:
        return "Taken by likeness for now; sets no tier until confirmed."
    if item.match.state is ScreeningState.POSSIBLE:
        return "Possible: counts as unresolved."
    return "Not matched: counts as unresolved."


def _matched(one: ReviewCandidate) -> str:
    pairs = [pair.query if pair.query == pair.name else f"{pair.query} = {pair.name}" for pair in one.pairs]
    return f"match: {', '.join(pairs)}" if pairs else ""


def _left_over(one: ReviewCandidate) -> str:
    parts = (("in the name", one.missing_string), ("in the candidate", one.missing_name))
    return "; ".join(f"only {where}: {', '.join(words)}" for where, words in parts if words)


def _places(item: ReviewItem, frame: pd.DataFrame) -> str:
    rows = frame.iloc[list(item.rows[:_PLACES_SHOWN])]
    told = [
        " · ".join(part for part in (str(row.file), str(row.sheet), f"row {row.row}") if part)
        for row in rows[["file", "sheet", "row"]].itertuples()
    ]
    more = len(item.rows) - _PLACES_SHOWN
    return "\n".join([*told, f"and {counted(more, 'more line')}"] if more > 0 else told)
