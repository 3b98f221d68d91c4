"""Use case: keep holdings and judgements in a project, and take them out again."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from sinolens.domain.column import FUND_HOLDING_COLUMNS, POSITION_COLUMNS, Column
from sinolens.lookthrough.expansion import CHOSEN
from sinolens.lookthrough.fund_table import FundTable
from sinolens.matching.decisions import Decision
from sinolens.services.analysis import Question
from sinolens.services.holdings import Holdings, empty_positions
from sinolens.services.rates import load_rates, set_rates
from sinolens.storage import commands, user
from sinolens.storage.changes import Change
from sinolens.storage.commands import StoredTable
from sinolens.storage.project import Changed, Project, local_now

QUESTION_SETTINGS = ("as_of", "definition", "institution", "institution_name", "title", "sample", "accept_difference")
"""Fields of `Question` a project keeps as its settings."""


def user_name() -> str:
    """The operating system's user."""
    return user.user_name()


def timestamp() -> str:
    """Local time with its zone, to the second."""
    return local_now().isoformat(timespec="seconds")


def split_tables(holdings: Holdings) -> list[StoredTable]:
    """The holdings as the tables they were read from, one per input, in order."""
    tables: list[StoredTable] = []
    start = 0
    funds = iter(holdings.fund_tables)
    for summary in holdings.inputs:
        if summary.role == "fund_holdings":
            tables.append(StoredTable("fund_holdings", summary.fund, next(funds).frame, summary))
            continue
        part = holdings.positions.iloc[start : start + summary.positions].reset_index(drop=True)
        start += summary.positions
        tables.append(StoredTable("positions", "", part, summary))
    return tables


def save_holdings(project: Project, holdings: Holdings, question: Question) -> Changed:
    """Put holdings and the question asked of them into a project, as one undoable step."""
    command = commands.import_tables(project, split_tables(holdings), user_name(), timestamp())
    extra: list[Change] = []
    for fund, table in holdings.attachments:
        extra.extend(commands.attach_fund(project, fund, table).changes)
    for field in QUESTION_SETTINGS:
        value = getattr(question, field)
        if value != project.setting(field, getattr(Question(), field)):
            extra.extend(commands.set_setting(project, field, value).changes)
    if question.rates:
        extra.extend(set_rates(project, question.rates).changes)
    return project.apply(replace(command, changes=(*command.changes, *extra)))


def load_holdings(project: Project) -> Holdings:
    """The holdings a project keeps, as they were imported."""
    tables = commands.stored_tables(project)
    frames = [complete(table.frame, POSITION_COLUMNS) for table in tables if table.role == "positions"]
    funds = tuple(
        FundTable(t.fund, complete(t.frame, FUND_HOLDING_COLUMNS), t.summary.as_of, t.summary.file, t.summary.sheet)
        for t in tables
        if t.role == "fund_holdings"
    )
    inputs = tuple(table.summary for table in tables)
    attached = project.rows("attachment")
    return Holdings(
        positions=pd.concat(frames, ignore_index=True) if frames else empty_positions(),
        fund_tables=funds,
        inputs=inputs,
        findings=tuple(finding for summary in inputs for finding in summary.findings),
        attachments=tuple((fund, row["fund_table"]) for fund, row in attached.items() if row["fund_table"]),
        methods=tuple((fund, row["method"]) for fund, row in attached.items() if row["method"] in CHOSEN),
    )


def complete(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    """The frame with columns it lacks, as a file of an earlier version does, empty."""
    lacking = [column for column in columns if column.name not in frame.columns]
    if not lacking:
        return frame
    empty = {"str": "", "int64": 0, "float64": float("nan"), "Int64": pd.NA}
    return frame.assign(**{
        column.name: pd.Series(empty[column.dtype], index=frame.index, dtype=column.dtype) for column in lacking
    })[[column.name for column in columns]]


def load_decisions(project: Project) -> tuple[Decision, ...]:
    """Matches that people confirmed or rejected."""
    return tuple(
        Decision(row["text"], row["entity"], row["verdict"], row["who"], row["decided_at"], row["why"])
        for row in project.rows("decision").values()
    )


def load_question(project: Project) -> Question:
    """What the project asks of its holdings."""
    kept = {field: project.setting(field) for field in QUESTION_SETTINGS}
    given = {field: value for field, value in kept.items() if value is not None}
    return replace(Question(), **given, decisions=load_decisions(project), rates=load_rates(project))
