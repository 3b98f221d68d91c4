"""The institution's own limits: how far each is used, and what was said where one is breached."""

from __future__ import annotations

from sinolens.domain.counting import counted
from sinolens.exposure.limits import LimitResult, LimitState
from sinolens.reporting.document import Audience, Column, Kind, Money, Number, Row, Section, Share, Table
from sinolens.reporting.material import Material

_STATES = {
    LimitState.PASS: "pass",
    LimitState.WATCH: "watch",
    LimitState.BREACH: "breach",
    LimitState.POSSIBLE: "breach possible",
    LimitState.NOT_YET: "not in force yet",
}
_MEASURES = {
    "china_ai": "China-AI, full value",
    "ai_weighted": "China-AI, AI-weighted",
    "issuer": "Largest China-AI issuer",
    "unknown": "Not disclosed or not identified",
}
_DENOMINATORS = {"pool": "pool", "manager": "manager", "asset_class": "asset class"}


def limits(m: Material) -> Section:
    """Every limit on file against the figures."""
    found = m.analysis.limits
    if not found:
        return Section("limits", "Limits", m.wording.sections["limits"], empty=m.wording.empty["limits"])
    table = Table(
        "limits",
        "",
        (
            Column("limit", "Limit", width=34),
            Column("measure", "Measure", width=28),
            Column("of", "Share of", width=24),
            Column("value", "Value (USD)", Kind.MONEY, 18),
            Column("whole", "Of (USD)", Kind.MONEY, 18, paper=False),
            Column("share", "Share", Kind.SHARE, 10, part="value", whole="whole"),
            Column("allowed", "Limit, %", Kind.NUMBER, 9),
            Column("used", "Used, %", Kind.NUMBER, 9),
            Column("state", "State", width=16),
            Column("unknown", "Unknown beside it (USD)", Kind.MONEY, 18, paper=False),
            Column("document", "Set by", width=34, paper=False),
            Column("comment", "Comment", width=40, paper=False),
        ),
        tuple(_row(m, one) for one in found),
        note=_note(m, found),
    )
    return Section("limits", "Limits", m.wording.sections["limits"], (m.wording.lead["limits"],), tables=(table,))


def _row(m: Material, one: LimitResult) -> Row:
    used = one.used
    where = _DENOMINATORS[one.limit.of]
    if one.where and m.audience is not Audience.PUBLIC:
        where = f"{where}: {one.where}" if one.limit.measure != "issuer" else f"{where} ({one.where})"
    return (
        one.limit.name,
        _MEASURES.get(one.limit.measure, f"Lines in {one.limit.measure}"),
        where,
        Money(one.part),
        Money(one.whole),
        Share(one.part, one.whole),
        Number(one.limit.percent, 2),
        None if used is None else Number(100 * used, 0),
        _STATES[one.state],
        Money(one.unknown),
        one.limit.document,
        one.limit.comment or (m.wording.lead["breach_comment"] if one.state is LimitState.BREACH else ""),
    )


def _note(m: Material, found: tuple[LimitResult, ...]) -> str:
    said = []
    if any(one.state is LimitState.POSSIBLE for one in found):
        said.append(m.wording.lead["limit_possible"])
    if any(one.state is LimitState.BREACH and not one.limit.comment for one in found):
        said.append(m.wording.lead["breach_comment"])
    return " ".join(said)


def states_said(m: Material) -> str:
    """The states of the limits in one sentence; "" without limits."""
    states = [one.state for one in m.analysis.limits]
    if not states:
        return ""
    counts = {state: states.count(state) for state in LimitState if state in states}
    said = ", ".join(f"{number} {_STATES[state]}" for state, number in counts.items())
    return f"{counted(len(states), 'limit')}: {said}."
