"""Names in bulk: each name of a table against the universe and lists, or against a list of the user's own."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from sinolens.matching.entities import EntityIndex
from sinolens.matching.query import distinct_queries
from sinolens.matching.resolution import Matcher

MATCH_COLUMNS = ("state", "entity_id", "entity", "score", "method", "evidence", "runner_up", "runner_up_score")
"""Columns added to the user's table."""
_ALIAS_MARK = "|"


class ColumnMissing(ValueError):  # noqa: N818 - says what is wrong with the user's table
    """A table lacks a column it must have. `column` is its name, `found` what the table has."""

    def __init__(self, column: str, found: Iterable[object]) -> None:
        self.column = column
        self.found = tuple(str(name) for name in found)
        super().__init__(f"there is no column {column!r}; the columns are {', '.join(self.found) or 'none'}")


def index_of_table(frame: pd.DataFrame) -> EntityIndex:
    """Index of a list of the user's own.

    Args:
        frame: text columns `id` and `name`, and `aliases` with "|" between them when there are any. Rows without id are
            known by their name.

    Raises:
        ColumnMissing: there is no column `id` or `name`.
    """
    for column in ("id", "name"):
        if column not in frame.columns:
            raise ColumnMissing(column, frame.columns)
    aliases = _texts(frame, "aliases") if "aliases" in frame.columns else [""] * len(frame)
    rows = zip(_texts(frame, "id"), _texts(frame, "name"), aliases, strict=True)
    return EntityIndex.from_table(
        (entity_id or name, name, tuple(filter(None, map(str.strip, also.split(_ALIAS_MARK)))))
        for entity_id, name, also in rows if name or also
    )


def match_table(names: pd.DataFrame, index: EntityIndex) -> pd.DataFrame:
    """Match the names of a table on their own: no earlier decision counts, and tickers are today's holders'.

    Args:
        names: a text column `name`; identifying columns of POSITION_COLUMNS (isin, country, …) are used when there are
            any, all others are kept as they are.
        index: what to match against.

    Returns:
        The table with `MATCH_COLUMNS` behind its own; a column of the user's with such a name is replaced. `entity_id`
        is empty unless the state is hit or possible; scores are 0 to 100.

    Raises:
        ColumnMissing: there is no column `name`.
    """
    if "name" not in names.columns:
        raise ColumnMissing("name", names.columns)
    queries, which = distinct_queries(names)
    answers = Matcher(index).answer(queries)
    found = pd.DataFrame(
        [
            (
                answer.match.state.value,
                "" if answer.entity is None else index.entities[answer.entity].id,
                "" if answer.entity is None else index.entities[answer.entity].name,
                answer.match.score,
                answer.match.method,
                answer.match.conflict or answer.match.evidence,
                answer.match.runner_up,
                answer.match.runner_up_score,
            )
            for answer in answers
        ],
        columns=list(MATCH_COLUMNS),
    ).iloc[which]
    found.index = names.index
    kept = names[[column for column in names.columns if column not in MATCH_COLUMNS]]
    return pd.concat([kept, found], axis=1)


def _texts(frame: pd.DataFrame, column: str) -> list[str]:
    return [value.strip() if isinstance(value, str) else "" for value in frame[column].to_numpy(dtype=object).tolist()]
