"""The tier of a position in plain words: why, what follows, what does not, until when, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping

from sinolens.domain.rule import Rule, RuleStage
from sinolens.domain.tier import CODE_LABELS, TIER_LABELS, Actions, Status, Tier, Trigger
from sinolens.qt.pages.facts import Fact, Section, checked, given
from sinolens.qt.pages.page import day

ACTIONS = {
    "yes": "yes", "no": "no", "divest_only": "only to divest", "counsel": "ask counsel", "unknown": "not known",
}
_RELATIONS = {
    "exact": "the entity itself", "parent": "its parent", "subsidiary": "its subsidiary", "sister": "a sister company",
    "owned_50": "owned 50 % or more", "name_only": "a likeness of names only",
}
_CONFIDENCE = {
    "confirmed": "confirmed", "stated": "as the fund states its holdings", "estimated": "rests on an estimate",
    "proxy": "rests on a benchmark", "unknown": "not known",
}


def status_sections(status: Status, rules: Mapping[str, Rule] | None = None) -> list[Section]:
    """Everything a status says, the answer first and the papers last.

    Args:
        status: of the position.
        rules: by id, for what follows and what does not; None while they are being read.
    """
    tier = Tier(status.tier)
    stages = _stages(status, rules or {})
    return [
        Section("Regulatory status of this position", given(
            Fact("Tier", f"{tier} {TIER_LABELS[tier]}", "strong", str(tier)),
            Fact("Code", _code(status.code)),
            Fact("Also applies", "\n".join(_code(code) for code in status.other_codes)),
            Fact("Confidence", _CONFIDENCE.get(status.confidence, status.confidence)),
        )),
        Section("Why this tier", _reasons(status)),
        Section("What follows", tuple(Fact(code, stage.follows) for code, stage in stages if stage.follows)),
        Section("What does not follow", tuple(Fact(code, stage.limits) for code, stage in stages if stage.limits)),
        Section("Until when", tuple(
            Fact(day(clock.date), f"{clock.label} ({_days(clock.days_left)})") for clock in status.clocks)),
        Section("What may be done", _actions(status.actions)),
        Section("What would change it", tuple(Fact("", text.replace("_", " ")) for text in status.evidence_needed)),
        Section("Notes", tuple(Fact("", text) for text in status.notes)),
        *(Section(f"Paper: {_code(trigger.code)}", _paper(trigger)) for trigger in status.triggers),
    ]


def _reasons(status: Status) -> tuple[Fact, ...]:
    """One line a trigger; without any, the whole explanation, its headline and the codes' own lines apart."""
    told = tuple(Fact(trigger.code, trigger.explanation) for trigger in status.triggers if trigger.explanation)
    doubts = tuple(
        Fact("", line) for line in status.explanation.splitlines()
        if line.startswith("Unresolved") or (not told and not line.startswith(f"{status.tier.value} "))
    )
    return (*told, *doubts)


def _stages(status: Status, rules: Mapping[str, Rule]) -> list[tuple[str, RuleStage]]:
    found: dict[tuple[str, str], tuple[str, RuleStage]] = {}
    for trigger in status.triggers:
        rule = rules.get(trigger.rule_id)
        stage = next((one for one in rule.stages if one.code == trigger.code), None) if rule is not None else None
        if stage is not None:
            found.setdefault((stage.follows, stage.limits), (trigger.code, stage))
    return list(found.values())


def _paper(trigger: Trigger) -> tuple[Fact, ...]:
    later = {True: "yes", False: "no", None: ""}[trigger.designated_later]
    return (
        *given(
            Fact("Rule", trigger.rule_name), Fact("List entry", trigger.entry_name),
            Fact("Which is", _RELATIONS.get(trigger.relation, trigger.relation)),
            Fact("Edition", day(trigger.edition)), Fact("Listed on", day(trigger.listed_on)),
            Fact("Effective", day(trigger.effective_on)), Fact("Listed after purchase", later),
            Fact("Citation", trigger.citation),
        ),
        checked(trigger.verified),
    )


def _actions(actions: Actions) -> tuple[Fact, ...]:
    return tuple(
        Fact(name, ACTIONS.get(answer, answer)) for name, answer in (
            ("Buy", actions.buy), ("Sell", actions.sell), ("Hold", actions.hold),
            ("Take dividends", actions.dividend), ("Reinvest", actions.reinvest),
        )
    )


def _code(code: str) -> str:
    return f"{code} {CODE_LABELS.get(code, '')}".rstrip()


def _days(count: int) -> str:
    if count == 0:
        return "the as-of date"
    unit = "day" if abs(count) == 1 else "days"
    return f"in {count:,} {unit}" if count > 0 else f"{-count:,} {unit} ago"
