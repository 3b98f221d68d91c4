"""Use case: how a fund is known, as the user says it: its own file, a benchmark's, percentages, or not at all."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pandas as pd

from sinolens.domain.column import FUND_HOLDING_COLUMNS
from sinolens.exposure.analysis import Analysis, InputSummary
from sinolens.lookthrough.expansion import BOTH, ONE
from sinolens.matching.decisions import string_key
from sinolens.services.analysis import check_date
from sinolens.services.answers import targets_of
from sinolens.services.attachments import attach_read, attach_table
from sinolens.services.errors import WrongUse
from sinolens.storage import commands
from sinolens.storage.changes import Change, Command
from sinolens.storage.commands import StoredTable
from sinolens.storage.project import Project

DOUBLE_COUNT = "double_count"
"""Field of the answer whether a security in a fund and in the same manager's own lines is one holding."""
TYPED = "Typed percentages"
_MOST = 1.0005
"""Percentages may exceed 100 by their rounding only."""


@dataclass(frozen=True, slots=True)
class CountryShare:
    """Part of a fund in one country. `code`: ISO 3166 alpha-2, "" for the rest; `share`: 0.05 = 5 %."""

    name: str
    code: str
    share: float


def choose_table(project: Project, fund: str, choice: str, *, proxy: bool = False) -> Command:
    """Look a fund through with a table on hand: its own, or as a proxy its benchmark's.

    Raises:
        WrongUse: the project keeps no such table.
    """
    return _as_proxy(project, fund, attach_table(project, fund, choice), proxy=proxy)


def choose_read(
    project: Project, fund: str, tables: Sequence[StoredTable], who: str, at: str, *, proxy: bool = False
) -> Command:
    """Keep a file that was just read and look a fund through with it, as one step.

    Raises:
        WrongUse: the file holds no fund holdings.
        sinolens.storage.errors.Conflict: a table is for a locked period.
    """
    known = {table.summary.sha256 for table in tables}
    if all(commands.same_imports(project, sha256) for sha256 in known):
        # The very same file was read before, perhaps for another position: it is kept once.
        return choose_table(project, fund, tables[0].summary.file, proxy=proxy)
    return _as_proxy(project, fund, attach_read(project, fund, tables, who, at), proxy=proxy)


def split_by_percent(
    project: Project, fund: str, shares: Sequence[CountryShare], as_of: str, who: str, at: str, *, proxy: bool = False
) -> Command:
    """Know a fund by percentages a person typed; what they leave open stays not disclosed.

    Args:
        project: the project.
        fund: name of the fund as the positions type it.
        shares: parts of the fund; a part without a country is the rest elsewhere.
        as_of: ISO date the percentages are true for.
        who: who types them.
        at: when.
        proxy: they are the benchmark's.

    Raises:
        WrongUse: no percentages, one that is no number, more than 100 %, a country twice, or no date.
        sinolens.storage.errors.Conflict: the period is locked.
    """
    day = check_date(as_of)
    given = [part for part in shares if part.share]
    if not given:
        raise WrongUse("Give at least one percentage.")
    if not all(math.isfinite(part.share) for part in given):
        raise WrongUse("A percentage is not a number.")
    total = math.fsum(part.share for part in given)
    if total > _MOST:
        raise WrongUse(f"The percentages add to {100 * total:.2f} %, more than the whole fund.")
    names = [string_key(part.name) for part in given]
    if len(set(names)) < len(names):
        raise WrongUse("A country stands twice among the percentages.")
    table = _typed_table(fund, given, day)
    changes: list[Change] = []
    for import_id in _typed_before(project, fund):
        changes.extend(commands.remove_import(project, import_id).changes)
    made = _as_proxy(project, fund, attach_read(project, fund, [table], who, at), proxy=proxy)
    return replace(made, title=f"Percentages of {fund}", changes=(*changes, *made.changes))


def mark_not_disclosed(project: Project, fund: str) -> Command:
    """No file speaks for the fund, whatever is on hand: it is counted as not disclosed."""
    return commands.replace_row(
        project, "attachment", fund, {"fund_table": "", "method": "not_disclosed"}, "mark-not-disclosed",
        f"Not disclosed: {fund}", subject=fund,
    )


def take_back(project: Project, fund: str) -> Command:
    """Forget what the user said about a fund: it is known by name and benchmark again.

    Raises:
        WrongUse: nothing was said.
    """
    if project.row("attachment", fund) is None:
        raise WrongUse(f"Nothing is attached to {fund}.")
    return commands.replace_row(project, "attachment", fund, None, "detach-fund", f"Take back: {fund}", subject=fund)


def answer_double_count(
    project: Project, analysis: Analysis, position: int, answer: str, who: str, at: str
) -> Command:
    """Record whether what a fund's file and the same manager's own lines hold is one holding.

    Args:
        project: the project.
        analysis: whose positions are asked about.
        position: row number of the fund position.
        answer: `ONE`, `BOTH`, or "" to take the answer back.
        who: who answers.
        at: when.

    Raises:
        WrongUse: the answer is another word, or the position has no such question.
    """
    if answer not in (ONE, BOTH, ""):
        raise WrongUse(f"“{answer}” is no answer.")
    overlap = next((one for one in analysis.overlaps if one.position == position), None)
    if overlap is None:
        raise WrongUse("This position shares no security with direct lines of the same manager or account.")
    target = targets_of(analysis.positions.iloc[[position]])[0]
    made = commands.answer_question(project, target, DOUBLE_COUNT, answer, who, at)
    told = {ONE: "One holding", BOTH: "Two holdings", "": "Open again"}[answer]
    return replace(made, title=f"{told}: {overlap.fund}", reason=told)


def _as_proxy(project: Project, fund: str, command: Command, *, proxy: bool) -> Command:
    """The command with the method of the attachment set; a proxy is no holdings of the fund itself."""
    del project
    if not proxy:
        return command
    changes = tuple(
        replace(change, after={**change.after, "method": "proxy"})
        if change.table == "attachment" and change.after is not None else change
        for change in command.changes
    )
    return replace(command, title=f"Benchmark of {fund}", changes=changes)


def _typed_before(project: Project, fund: str) -> list[str]:
    wanted = {
        row["import_id"] for row in project.rows("import_table").values()
        if row["role"] == "fund_holdings" and string_key(row["fund"]) == string_key(fund)
    }
    return [key for key, row in project.rows("import").items() if key in wanted and row["file"].startswith(TYPED)]


def _typed_table(fund: str, shares: Sequence[CountryShare], as_of: str) -> StoredTable:
    empty = {"str": "", "int64": 0, "float64": float("nan"), "Int64": pd.NA}
    file = f"{TYPED}, {fund}"
    given: dict[str, list[object]] = {
        "file": [file] * len(shares),
        "row": list(range(1, len(shares) + 1)),
        "name": [part.name for part in shares],
        "country": [part.code for part in shares],
        "instrument": ["other"] * len(shares),
        "as_of": [as_of] * len(shares),
        "weight": [part.share for part in shares],
    }
    frame = pd.DataFrame({
        column.name: pd.Series(given.get(column.name, [empty[column.dtype]] * len(shares)), dtype=column.dtype)
        for column in FUND_HOLDING_COLUMNS
    })
    text = "\x1f".join([fund, as_of, *(f"{part.name}={part.share!r}" for part in shares)])
    summary = InputSummary(
        file=file, sheet="", sha256=hashlib.sha256(text.encode()).hexdigest(), header_row=0, mapping={},
        mapping_confidence={}, rows_read=len(shares), positions=len(shares), skipped=(), as_of=as_of,
        control_total=None, sum=0, difference=None, role="fund_holdings", fund=fund,
    )
    return StoredTable("fund_holdings", fund, frame, summary)
