"""A rule as data: what it attaches to, what it bars, its clocks, exceptions and status over time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Period:
    """From the day `start` to the day before `end`; "" = open."""

    start: str
    end: str = ""


@dataclass(frozen=True, slots=True)
class RuleClock:
    """A clock: runs `days` from the date `start` names (listed_on, effective_on, divest_by, completion, notice, knowledge)."""

    start: str
    days: int
    label: str


@dataclass(frozen=True, slots=True)
class RuleException:
    """An exception and the evidence fields that must be on file to rely on it."""

    id: str
    label: str
    citation: str
    evidence: tuple[str, ...]
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `basis`: exact, ge50_aggregate, revenue_test, category, structure, policy. `code`: its tier sub-code,
    or "" when dates or evidence decide. `reaches`: instruments, "listed", "nonpublic" or "all"; `reaches_funds`: a fund
    holding a named entity is itself reached. `after_stay`: what holds after the last stayed period ("in_force", "unknown").
    """

    id: str
    name: str
    authority: str
    citation: str
    list_ids: tuple[str, ...]
    basis: str
    code: str
    reaches: tuple[str, ...]
    reaches_funds: bool
    bars_holding: bool
    in_force: tuple[Period, ...]
    stayed: tuple[Period, ...]
    after_stay: str
    clocks: tuple[RuleClock, ...]
    exceptions: tuple[RuleException, ...]
    consequence: str
    source: str
    retrieved: str
    verified: bool
    parameters: tuple[tuple[str, str], ...] = ()
    holder_filter: tuple[tuple[str, str], ...] = ()
