"""A rule as data: what it attaches to, what it bars, its clocks, exceptions and status over time."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.domain.tier import Actions


@dataclass(frozen=True, slots=True)
class Period:
    """From the day `start` to the day before `end`; "" = open."""

    start: str
    end: str = ""

    def covers(self, day: str) -> bool:
        """Whether an ISO day lies in the period."""
        return self.start <= day and (not self.end or day < self.end)


@dataclass(frozen=True, slots=True)
class RuleClock:
    """A clock that runs from a dated event.

    Attributes:
        start: the event: listed_on, effective_on, divest_by, completion, notice or knowledge.
        days: calendar days after it.
        label: what falls due, for people.
        months: calendar months after it, before the days are added.
        codes: sub-codes the clock stands beside; empty = all of the rule.
    """

    start: str
    days: int
    label: str
    months: int = 0
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A day fixed by law, shown as a clock beside every trigger of its rule.

    `known_from`: the day the law that fixes it was made; before it nobody could know the date. "" = always known.
    """

    date: str
    label: str
    citation: str
    verified: bool = False
    known_from: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceCondition:
    """What one field must show for an exception.

    Attributes:
        field: field of the position, or of the fact sheet.
        test: present, is, is_not, before or at_most.
        value: what it is compared with; "" for `present`.
        label: the evidence in words, as printed when it is missing.
    """

    field: str
    test: str
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class RuleException:
    """An exception and the evidence fields that must be on file to rely on it.

    `conditions` must all be shown; `instruments` limits it to kinds of the position held (empty = all).
    """

    id: str
    label: str
    citation: str
    evidence: tuple[str, ...]
    verified: bool = False
    conditions: tuple[EvidenceCondition, ...] = ()
    instruments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleActivity:
    """An activity of an issuer that a rule answers to.

    Attributes:
        id: stable id; answers on file name it.
        outcome: "prohibited", "notifiable" or "none".
        measure: name of a measured figure that shows the activity, "" when only a statement can.
        above: the figure must be greater than this.
    """

    id: str
    label: str
    outcome: str
    citation: str
    verified: bool = False
    measure: str = ""
    above: float = 0.0


@dataclass(frozen=True, slots=True)
class RuleQuestion:
    """A question of the fact sheet: the `field` it fills, its `kind` (date, yes_no, amount, choice, text) and why."""

    field: str
    text: str
    kind: str
    why: str
    citation: str
    verified: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleStage:
    """What a rule means under one sub-code.

    Attributes:
        code: tier sub-code.
        start: date of the list entry the stage begins with (listed_on, effective_on, divest_by), "" = at once.
        actions: what may be done.
        follows: what follows, in plain words.
        limits: what does not follow, in plain words.
    """

    code: str
    start: str
    actions: Actions
    follows: str
    limits: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        list_ids: official lists whose entries it attaches to.
        basis: exact (a named entity), affiliate, ge50_aggregate, transaction, category, structure or mandate.
        code: its first sub-code; dates or evidence may choose another of its `stages`.
        reaches: kinds of instrument, or "listed", "nonpublic" or "all".
        reaches_funds: a fund that holds a named entity is itself reached.
        bars_holding: True only where the law bars holding itself.
        in_force: periods in force; none = not operative, so it decides nothing.
        stayed: periods of suspension within them.
        after_stay: what holds after the last stayed period: "in_force" or "unknown".
        consequence: what it does, in one sentence.
        regions: regions it can touch; empty = any.
        parameters, holder_filter: pairs of name and value the basis or the holder is tested with.
        retrieved: ISO date the source was read.
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
    regions: tuple[str, ...] = ()
    stages: tuple[RuleStage, ...] = ()
    activities: tuple[RuleActivity, ...] = ()
    questions: tuple[RuleQuestion, ...] = ()
    key_dates: tuple[KeyDate, ...] = ()
    note: str = ""

    def parameter(self, name: str, default: str = "") -> str:
        """Value of a parameter."""
        return dict(self.parameters).get(name, default)

    def stage(self, code: str) -> RuleStage:
        """The stage of a sub-code.

        Raises:
            KeyError: the rule has no such stage.
        """
        for stage in self.stages:
            if stage.code == code:
                return stage
        raise KeyError(code)

    def state_on(self, day: str) -> str:
        """"in_force", "stayed", "unknown" or "not_in_force" on an ISO day."""
        if not any(period.covers(day) for period in self.in_force):
            return "not_in_force"
        if any(period.covers(day) for period in self.stayed):
            return "stayed"
        if self.after_stay == "unknown" and any(period.end and period.end <= day for period in self.stayed):
            return "unknown"
        return "in_force"
