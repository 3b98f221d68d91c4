"""Use case: which funds lack data, which file may speak for them, and the user's choice of one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sinolens.lookthrough.directory import fund_key
from sinolens.lookthrough.fund_table import FundTable
from sinolens.matching.decisions import string_key
from sinolens.matching.normaliser import fold
from sinolens.matching.vocabulary import vocabulary
from sinolens.services.errors import WrongUse
from sinolens.storage import commands
from sinolens.storage.changes import Command
from sinolens.storage.commands import StoredTable
from sinolens.storage.project import Project

_WORD = re.compile(r"[A-Z0-9]+|[㐀-鿿]+")
_DATE = re.compile(
    r"(?:19|20)[0-9]{2}[-_. ]?(?:Q[1-4]|[0-9]{2}(?:[-_. ]?[0-9]{2})?(?![0-9]))"
    r"|[0-9]{2}[-_.][0-9]{2}[-_.](?:19|20)[0-9]{2}"
)
"""Dates in file names say nothing about the fund."""
_NUMBER = re.compile(r"[0-9]+|[IVX]+")
_LEAST = 0.5
"""Below this share of common words a file is not suggested."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A table that may speak for a fund.

    Attributes:
        table: index in the tables that were given.
        choice: what to attach, see `attach_table`.
        score: 0 to 1; 1 = the same name.
        why: which words agree.
    """

    table: int
    choice: str
    score: float
    why: str


def suggest_tables(fund: str, tables: Sequence[FundTable], most: int = 5) -> tuple[Suggestion, ...]:
    """Tables whose name, or file name, is like the fund's, best first. Never attaches anything by itself.

    Fund numbers must agree: "Fund IV" is no file for "Fund V".
    """
    found = []
    for place, table in enumerate(tables):
        score, why = max(_likeness(fund, table.name), _likeness(fund, table.file.rpartition(".")[0] or table.file))
        if score >= _LEAST:
            found.append(Suggestion(place, choice_of(table, tables), score, why))
    # Of equally like names the newer file is the better one.
    ranked = sorted(found, key=lambda one: tables[one.table].as_of, reverse=True)
    return tuple(sorted(ranked, key=lambda one: -one.score)[:most])


def choice_of(table: FundTable, tables: Iterable[FundTable]) -> str:
    """The shortest text that names this table and no other: its fund, else its file, else file and sheet."""
    others = [other for other in tables if other is not table]
    for text in (table.name, table.file, f"{table.file}#{table.sheet}"):
        if text and not any(string_key(text) in _names(other.name, other.file, other.sheet) for other in others):
            return text
    return f"{table.file}#{table.sheet}"


def attach_table(project: Project, fund: str, choice: str) -> Command:
    """Look a fund position through with a table of the project.

    Args:
        project: the project.
        fund: name of the fund as the positions type it.
        choice: name of the table's fund, its file, or "file#sheet".

    Raises:
        WrongUse: the project keeps no such table.
    """
    files = {key: row["file"] for key, row in project.rows("import").items()}
    kept = [row for row in project.rows("import_table").values() if row["role"] == "fund_holdings"]
    wanted = string_key(choice)
    if not any(wanted in _names(row["fund"], files.get(row["import_id"], ""), row["sheet"]) for row in kept):
        raise WrongUse(f"The project keeps no holdings called “{choice}”. Read the file first.")
    return commands.attach_fund(project, fund, choice)


def attach_read(project: Project, fund: str, tables: Sequence[StoredTable], who: str, at: str) -> Command:
    """Keep the tables of a file that was just read and look a fund through with them, as one step.

    Args:
        project: the project.
        fund: name of the fund as the positions type it.
        tables: of the file; those of another role are refused.
        who: who attaches it.
        at: when.

    Raises:
        WrongUse: the file holds no fund holdings.
        sinolens.storage.errors.Conflict: a table is for a locked period.
    """
    if not tables or any(table.role != "fund_holdings" for table in tables):
        raise WrongUse("The file holds no table of fund holdings to attach. Read it as the holdings of a fund.")
    files = {table.summary.file for table in tables}
    names = {table.fund for table in tables}
    choice = names.pop() if len(names) == 1 and all(names) else files.pop()
    imported = commands.import_tables(project, tables, who, at)
    attached = commands.attach_fund(project, fund, choice)
    return replace(
        imported, name="attach-fund", title=attached.title, changes=(*imported.changes, *attached.changes)
    )


def _names(fund: str, file: str, sheet: str) -> Collection[str]:
    """What a table may be called by, as look-through finds it."""
    return {string_key(text) for text in (fund, file, f"{file}#{sheet}") if text}


def _likeness(fund: str, other: str) -> tuple[float, str]:
    """Share of common words, 0 to 1, and what agrees."""
    if fund_key(fund) and fund_key(fund) == fund_key(other):
        return 1.0, "same name"
    left, right = _telling(fund), _telling(other)
    if not left or not right or _numbers(left) != _numbers(right):
        return 0.0, ""
    common = left & right
    if not common - _numbers(common):
        return 0.0, ""
    return 2 * len(common) / (len(left) + len(right)), f"{', '.join(sorted(common))} agree"


def _telling(name: str) -> set[str]:
    """Words of a fund's name that tell it from others: without legal forms and words every fund has."""
    words = vocabulary()
    found = _WORD.findall(fold(_DATE.sub(" ", name).replace("_", " ")).replace("'", "").replace(".", ""))
    return {
        word for word in found
        if word not in words.forms_at_end and words.classes.get(word) not in ("generic", "stop")
    }


def _numbers(words: Collection[str]) -> set[str]:
    return {word for word in words if _NUMBER.fullmatch(word)}
