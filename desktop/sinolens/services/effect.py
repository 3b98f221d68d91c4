"""Use case: what a decision about a name would change, before it is made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from sinolens.domain.progress import Progress
from sinolens.exposure.analysis import Analysis
from sinolens.matching.decisions import Decision, string_key
from sinolens.reference.loader import Reference
from sinolens.services.analysis import Question, analyse
from sinolens.services.answers import answers_by_row, apply_answers
from sinolens.services.holdings import Holdings


@dataclass(frozen=True, slots=True)
class CodeMove:
    """Positions that would go from one sub-code to another, or keep theirs: how many, and their value in cents."""

    before: str
    after: str
    positions: int
    value: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What a decision would change.

    Attributes:
        moves: positions the name stands in, by sub-code before and after, most dollars first.
        lines: the same for the lines that bear the name, when some of them lie inside funds.
        category: code the lines would have, "" when several.
        issuer: they would be counted under, "" when none.
    """

    moves: tuple[CodeMove, ...]
    lines: tuple[CodeMove, ...]
    category: str
    issuer: str


def weigh_decision(
    holdings: Holdings,
    question: Question,
    reference: Reference,
    analysis: Analysis,
    decision: Decision,
    answers: Mapping[str, Mapping[str, str]] | None = None,
    progress: Progress | None = None,
) -> Effect:
    """Analyse the positions a decision touches once more, as if it had been made.

    Args:
        holdings: what `analysis` was made of.
        question: asked of them.
        reference: the facts.
        analysis: as it stands.
        decision: the decision to weigh.
        answers: records of the project's fact sheets.
        progress: told how far it is; may cancel.
    """
    answers = answers or {}
    key = string_key(decision.string)
    rows = _touched(analysis, key)
    chosen = [*rows, *_companions(holdings.positions, rows)]
    part = replace(holdings, positions=holdings.positions.iloc[chosen].reset_index(drop=True))
    asked = replace(question, as_of=analysis.as_of, decisions=(*question.decisions, decision))
    made = analyse(
        apply_answers(part, answers), asked, reference, progress, answers_by_row(part.positions, answers)
    )
    held = analysis.positions.iloc[rows]
    moves = _tally(held["code"].tolist(), made.positions["code"].tolist()[: len(rows)], held["market_value"].tolist())
    before, after = _bearing(analysis.slices, key), _bearing(made.slices, key)
    lines: tuple[CodeMove, ...] = ()
    if len(before) == len(after) and (before["depth"] > 0).any():
        lines = _tally(before["code"].tolist(), after["code"].tolist(), before["market_value"].tolist())
    categories, issuers = set(after["category"]), set(after.loc[after["issuer_id"] != "", "issuer"])
    return Effect(
        moves, lines, categories.pop() if len(categories) == 1 else "", issuers.pop() if len(issuers) == 1 else ""
    )


def _touched(analysis: Analysis, key: str) -> list[int]:
    """Rows of the positions that bear a name themselves or in what they hold."""
    inside = _bearing(analysis.slices, key)["position"].tolist()
    own = _bearing(analysis.positions, key).index.tolist()
    return sorted({*(int(row) for row in inside), *(int(row) for row in own)})


def _bearing(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Rows whose name, or whose issuer as the source gives it, is the name."""
    mask = pd.Series(False, index=frame.index)
    for column in ("name", "issuer_name"):
        same = [text for text in frame[column].unique() if string_key(text) == key]
        mask |= frame[column].isin(same)
    return frame[mask]


def _companions(positions: pd.DataFrame, rows: list[int]) -> list[int]:
    """Other commitments to the managers of the rows: the limit on small commitments looks at all of them together."""
    committed = positions["commitment"].notna()
    managers = set(positions["manager"].iloc[rows][committed.iloc[rows]]) - {""}
    if not managers:
        return []
    beside = positions.index[committed & positions["manager"].isin(managers)]
    return [int(row) for row in beside if int(row) not in set(rows)]


def _tally(before: list[str], after: list[str], cents: list[int]) -> tuple[CodeMove, ...]:
    ways = list(zip(before, after, strict=True))
    count = Counter(ways)
    value: dict[tuple[str, str], int] = defaultdict(int)
    for way, amount in zip(ways, cents, strict=True):
        value[way] += amount
    moves = [CodeMove(*way, number, value[way]) for way, number in count.items()]
    return tuple(sorted(moves, key=lambda move: (-abs(move.value), move.before, move.after)))
