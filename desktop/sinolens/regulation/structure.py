"""Structural risk of a listed line: held under an exception, or on a market that can close to it."""

from __future__ import annotations

from sinolens.domain.rule import Rule
from sinolens.domain.tier import Trigger
from sinolens.regulation.context import Context
from sinolens.regulation.facts import Facts
from sinolens.regulation.ground import Ground, Outcome, key_clocks


def assess_structure(rule: Rule, facts: Facts, context: Context) -> Outcome:
    """Rules with basis `category` (groups of the issuer) and `structure` (the line and its market)."""
    outcome = Outcome()
    if context.state_of(rule) != "in_force" or not facts.public:
        return outcome
    if rule.basis == "category" and not facts.exact:
        return outcome
    if not context.reaches(rule, facts):
        return outcome
    groups = context.groups_of(facts) & set(filter(None, rule.parameter("groups").split("|")))
    if rule.basis == "category":
        if not groups:
            return outcome
        text = f"The issuer belongs to group {', '.join(sorted(groups))}, and the line is publicly traded."
    else:
        if not facts.us_line or facts.region.value not in rule.regions:
            return outcome
        home = "principal place of business" if facts.issuer_id else "home, by the row itself or by its name,"
        text = f"The line is listed in the United States, and the issuer's {home} is elsewhere."
    outcome.grounds.append(Ground(
        Trigger(
            code=rule.code, rule_id=rule.id, rule_name=rule.name, citation=rule.citation,
            explanation=f"{text} {rule.consequence}", verified=rule.verified,
        ),
        rule.stage(rule.code), key_clocks(rule, context.as_of),
    ))
    return outcome
