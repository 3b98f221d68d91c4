"""Use case: more files while what is open is in no project: what is known already, what overlaps, and both together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from sinolens.domain.counting import counted
from sinolens.services.holdings import Holdings, empty_positions
from sinolens.services.projects import split_tables

if TYPE_CHECKING:
    from sinolens.lookthrough.fund_table import FundTable
    from sinolens.services.analysis import Question

_SHOWN = 6


@dataclass(frozen=True)
class Meeting:
    """New holdings beside those that are open and in no project.

    Attributes:
        fresh: the new ones without files that are open already.
        known: names of files that are open already, byte for byte.
        overlaps: account and date of which both speak, each once.
    """

    fresh: Holdings
    known: tuple[str, ...]
    overlaps: tuple[tuple[str, str], ...]

    @property
    def files(self) -> str:
        """Names of the new files."""
        return ", ".join(dict.fromkeys(summary.file for summary in self.fresh.inputs))


def meet(held: Holdings, new: Holdings) -> Meeting:
    """Compare what was read with what is open. Nothing is changed."""
    there = {summary.sha256 for summary in held.inputs}
    known = {summary.file for summary in new.inputs if summary.sha256 in there}
    if not known:
        return Meeting(new, (), _overlaps(held, new))
    frames: list[pd.DataFrame] = []
    funds: list[FundTable] = []
    tables = iter(new.fund_tables)
    kept = []
    for table in split_tables(new):
        fund = next(tables) if table.role == "fund_holdings" else None
        if table.summary.sha256 in there:
            continue
        kept.append(table.summary)
        if fund is not None:
            funds.append(fund)
        else:
            frames.append(table.frame)
    positions = pd.concat(frames, ignore_index=True) if frames else empty_positions()
    fresh = replace(
        new, positions=positions, fund_tables=tuple(funds), inputs=tuple(kept),
        findings=tuple(finding for finding in new.findings if finding.file not in known),
        attachments=new.attachments if kept else (), methods=new.methods if kept else (),
    )
    return Meeting(fresh, tuple(sorted(known)), _overlaps(held, fresh))


def add_to(held: Holdings, fresh: Holdings, question: Question) -> tuple[Holdings, Question]:
    """What is open and new holdings as one, and the question: that of what is open, as of the later date."""
    together = Holdings(
        pd.concat([held.positions, fresh.positions], ignore_index=True),
        (*held.fund_tables, *fresh.fund_tables),
        (*held.inputs, *fresh.inputs),
        (*held.findings, *fresh.findings),
        (*held.attachments, *fresh.attachments),
        (*held.methods, *fresh.methods),
    )
    return together, replace(question, as_of=max(question.as_of, together.as_of))


def describe_meeting(meeting: Meeting) -> str:
    """What the user should know before he chooses, in words."""
    lines = []
    if meeting.known:
        verb = "is" if len(meeting.known) == 1 else "are"
        lines.append(f"{', '.join(meeting.known)} {verb} open already, byte for byte, and will not be added again.")
    for account, day in meeting.overlaps[:_SHOWN]:
        lines.append(f"Both hold account {account or '(none)'} of {day or 'no date'}: added, it may count twice.")
    if len(meeting.overlaps) > _SHOWN:
        lines.append(f"and {counted(len(meeting.overlaps) - _SHOWN, 'more account')}.")
    lines.append("Replacing cannot be undone: what is open is in no project.")
    return "\n".join(lines)


def _overlaps(held: Holdings, new: Holdings) -> tuple[tuple[str, str], ...]:
    mine, theirs = (
        set(zip(holdings.positions["account"], holdings.positions["as_of"], strict=True)) for holdings in (held, new))
    return tuple(sorted(mine & theirs))
