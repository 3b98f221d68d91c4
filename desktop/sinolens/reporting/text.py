"""Text from files made safe to print: no control characters, no hidden direction marks, no half characters."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from sinolens.domain.day import spell_day
from sinolens.domain.exempted import Evidence
from sinolens.domain.match import Match
from sinolens.domain.tier import Status, Trigger
from sinolens.exposure.analysis import Analysis

LONGEST = 1_000
"""Longest text printed, in characters; a cell of a workbook holds 32,767, a line of paper far fewer."""
_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
# Controls, marks that turn the reading direction, half surrogates, and code points that are no characters.
_BROKEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff\ufeff]")


def plain(text: str) -> str:
    """The text on one line, every unprintable character shown as U+FFFD; cut with an ellipsis at `LONGEST`."""
    flat = _BROKEN.sub("\ufffd", _BREAKS.sub(" ", text))
    return flat if len(flat) <= LONGEST else flat[: LONGEST - 1] + "…"


def long_date(iso: str) -> str:
    """Such as "30 Sep 2026"; what is no ISO date comes back as it is, and "" as an en dash."""
    return spell_day(iso) or "–"


def tidy(analysis: Analysis) -> Analysis:
    """The analysis with every text that came from a file or a person made safe to print; no number changes."""
    return replace(
        analysis,
        title=plain(analysis.title),
        institution=replace(analysis.institution, name=plain(analysis.institution.name)),
        positions=_tidy_frame(analysis.positions),
        slices=_tidy_frame(analysis.slices),
        matches=[_tidy_match(match) for match in analysis.matches],
        statuses=[_tidy_status(status) for status in analysis.statuses],
        inputs=tuple(
            replace(
                source,
                file=plain(source.file),
                sheet=plain(source.sheet),
                fund=plain(source.fund),
                accepted_reason=plain(source.accepted_reason),
                mapping={name: plain(header) for name, header in source.mapping.items()},
                skipped=tuple(replace(row, reason=plain(row.reason)) for row in source.skipped),
                findings=tuple(
                    replace(f, message=plain(f.message), file=plain(f.file), sheet=plain(f.sheet))
                    for f in source.findings
                ),
            )
            for source in analysis.inputs
        ),
        funds=tuple(
            replace(
                fund,
                name=plain(fund.name),
                manager=plain(fund.manager),
                file=plain(fund.file),
                missing=plain(fund.missing),
            )
            for fund in analysis.funds
        ),
        findings=tuple(
            replace(f, message=plain(f.message), file=plain(f.file), sheet=plain(f.sheet)) for f in analysis.findings
        ),
        exemptions=tuple(
            replace(one, evidence=tuple(_tidy_evidence(paper) for paper in one.evidence)) for one in analysis.exemptions
        ),
        period=plain(analysis.period),
    )


def map_texts(column: pd.Series[str], change: dict[str, str]) -> pd.Series[str]:
    """The column with the texts that are keys of `change` replaced."""
    if not change:
        return column
    return column.map(lambda text: change.get(text, text)).astype(column.dtype)


def _tidy_frame(frame: pd.DataFrame) -> pd.DataFrame:
    changed = {}
    for name in frame.columns:
        if pd.api.types.is_string_dtype(frame[name].dtype):
            changes = {text: clean for text in frame[name].unique() if (clean := plain(text)) != text}
            if changes:
                changed[name] = map_texts(frame[name], changes)
    return frame.assign(**changed) if changed else frame


def _tidy_evidence(one: Evidence) -> Evidence:
    return Evidence(*(plain(getattr(one, name)) for name in Evidence.__slots__))


def _tidy_match(match: Match) -> Match:
    return replace(
        match,
        name=plain(match.name),
        evidence=plain(match.evidence),
        runner_up=plain(match.runner_up),
        conflict=plain(match.conflict),
    )


def _tidy_status(status: Status) -> Status:
    return replace(
        status,
        explanation=plain(status.explanation),
        notes=tuple(plain(note) for note in status.notes),
        triggers=tuple(_tidy_trigger(trigger) for trigger in status.triggers),
    )


def _tidy_trigger(trigger: Trigger) -> Trigger:
    return replace(trigger, entry_name=plain(trigger.entry_name), explanation=plain(trigger.explanation))
