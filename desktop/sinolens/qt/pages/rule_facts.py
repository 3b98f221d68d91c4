"""What is on file about rules, definitions, scenarios and sources, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sinolens.domain.counting import counted
from sinolens.domain.day import count_days
from sinolens.domain.tier import CODE_LABELS
from sinolens.qt.pages.facts import Fact, Section, checked, given
from sinolens.qt.pages.page import day
from sinolens.qt.pages.words import INSTRUMENT_WORDS, REGION_WORDS, headed, spoken

if TYPE_CHECKING:
    from sinolens.domain.definition import DefinitionProfile
    from sinolens.domain.rule import Period, Rule, RuleClock, RuleException, RuleStage
    from sinolens.domain.scenario import Scenario, ScenarioEffect, ScenarioSelector
    from sinolens.reference.credits import Credit
    from sinolens.reference.loader import Reference

STATE_WORDS = {"in_force": "in force", "stayed": "stayed", "unknown": "unknown", "not_in_force": "not in force"}
BASIS_WORDS = {
    "exact": "a list entry that is the very legal entity", "affiliate": "a listed parent or subsidiary",
    "ge50_aggregate": "half or more owned by listed names together", "transaction": "the facts of the transaction",
    "category": "the issuer's category", "structure": "how the security is built",
    "mandate": "a paper of the institution on file",
}
_ACTIONS = {"yes": "allowed", "no": "barred", "divest_only": "only to divest", "counsel": "ask counsel",
            "unknown": "unknown"}
_EVENTS = {"listed_on": "the listing date", "effective_on": "the effective date", "divest_by": "the divestment date",
           "completion": "completion", "notice": "the notice", "knowledge": "the day it is known",
           "not_reached": "an instrument the rule does not reach", "": "the day it applies"}


def rule_facts(rule: Rule, reference: Reference, as_of: str) -> tuple[str, str, list[Section]]:
    """Title, subtitle and facts of a rule on a day."""
    titles = {edition.list_id: edition.short_title for edition in reference.editions}
    titles |= {missing.list_id: f"{missing.short_title} (not on file)" for missing in reference.missing_lists}
    state = rule.state_on(as_of)
    return rule.name, rule.authority, [
        Section("Rule", (
            *given(
                Fact("On the date", f"{STATE_WORDS[state]} on {day(as_of)}",
                     "unverified" if state == "unknown" else ""),
                Fact("Citation", rule.citation), Fact("Consequence", rule.consequence),
                Fact("Decided by", BASIS_WORDS.get(rule.basis, spoken(rule.basis))),
                Fact("Lists", ", ".join(titles.get(one, one) for one in rule.list_ids)),
                Fact("Reaches", ", ".join(INSTRUMENT_WORDS.get(part, spoken(part)) for part in rule.reaches)),
                Fact("Regions", ", ".join(REGION_WORDS.get(part, part) for part in rule.regions)),
                Fact("Through funds", "reaches a fund that holds a named entity" if rule.reaches_funds
                     else "does not reach a fund for what it holds"),
                Fact("Holding", "barred" if rule.bars_holding else "not barred"),
                *(Fact(headed(name), value.replace("|", ", ")) for name, value in rule.holder_filter),
                *(Fact(headed(name), value.replace("|", ", ")) for name, value in rule.parameters),
                Fact("Note", rule.note), Fact("Source", rule.source), Fact("Retrieved", day(rule.retrieved)),
            ),
            checked(rule.verified),
        )),
        Section("In force", (
            *(Fact("", _period(one)) for one in rule.in_force),
            *(Fact("Stayed", _period(one)) for one in rule.stayed),
            *given(Fact("After the stay", "unknown: the program does not say whether it came back"
                        if rule.after_stay == "unknown" else "in force again" if rule.stayed else "")),
        ) or (Fact("", "It has never been in force and decides nothing."),)),
        *(_stage(stage) for stage in rule.stages),
        Section("Clocks", tuple(_clock(clock) for clock in rule.clocks)),
        Section("Fixed days", tuple(
            Fact(day(one.date), f"{one.label} · {one.citation} · {_mark(one.verified)}") for one in rule.key_dates)),
        *(_exception(one) for one in rule.exceptions),
        Section("Activities it answers to", tuple(
            Fact(headed(one.outcome), f"{one.label}"
                 + (f", more than {one.above:g} {spoken(one.measure)}" if one.measure else "")
                 + f" · {one.citation} · {_mark(one.verified)}") for one in rule.activities)),
        Section("Asked on the fact sheet", tuple(
            Fact("", f"{one.text} ({one.citation})") for one in rule.questions)),
    ]


def definition_facts(profile: DefinitionProfile) -> tuple[str, str, list[Section]]:
    """Title, subtitle and facts of a definition of China."""
    outside = [words for key, words in REGION_WORDS.items()
               if key in ("PRC", "HK", "MO", "TW") and key not in {str(region) for region in profile.regions}]
    return profile.name, f"Version {profile.version}", [Section("Definition", (
        *given(
            Fact("Counts as China", ", ".join(
                REGION_WORDS[key] for key in REGION_WORDS if key in {str(region) for region in profile.regions})),
            Fact("Does not", ", ".join(outside)),
            Fact("Looks at", ", ".join(spoken(part) for part in profile.basis)),
            Fact("Reach", spoken(profile.reach)), Fact("Citation", profile.citation), Fact("Source", profile.source),
            Fact("Note", profile.note),
        ),
        checked(profile.verified),
    ))]


def scenario_facts(scenario: Scenario, reference: Reference) -> tuple[str, str, list[Section]]:
    """Title, subtitle and facts of a scenario."""
    needs = "A figure is missing that only you can give; without it there is no result." if scenario.needs_shock else ""
    return scenario.name, f"{scenario.id} · {spoken(str(scenario.family))}", [
        Section("Scenario", (
            *given(
                Fact("", scenario.summary), Fact("", needs, "unverified"), Fact("Stands as", spoken(scenario.status)),
                Fact("To comply", count_days(scenario.days_to_comply) if scenario.days_to_comply is not None else ""),
                *(Fact(headed(name), value) for name, value in scenario.holder),
                Fact("Limits", scenario.limits), Fact("Citation", scenario.citation), Fact("Source", scenario.source),
                Fact("As of", day(scenario.as_of)),
            ),
            checked(scenario.verified),
        )),
        *(_effect(number, effect, reference) for number, effect in enumerate(scenario.effects, 1)),
    ]


def credit_facts(credit: Credit) -> tuple[str, str, list[Section]]:
    """Title, subtitle and facts of a source."""
    return credit.material, credit.source, [Section("Source", given(
        Fact("Address", credit.address), Fact("Licence", credit.licence), Fact("Credit", credit.credit),
        Fact("Retrieved", day(credit.retrieved)), Fact("First file", credit.file)))]


def _stage(stage: RuleStage) -> Section:
    actions = stage.actions
    return Section(f"{stage.code} {CODE_LABELS[stage.code]}", given(
        Fact("Begins with", _EVENTS.get(stage.start, spoken(stage.start))),
        *(Fact(words, _ACTIONS[value]) for words, value in (
            ("Purchase", actions.buy), ("Sale", actions.sell), ("Holding", actions.hold),
            ("Dividend", actions.dividend), ("Reinvestment", actions.reinvest))),
        Fact("Follows", stage.follows), Fact("Does not", stage.limits),
    ))


def _clock(clock: RuleClock) -> Fact:
    parts = [counted(clock.months, "month") if clock.months else "", count_days(clock.days) if clock.days else ""]
    length = " and ".join(part for part in parts if part) or "same day"
    return Fact(length, f"{clock.label}, from {_EVENTS.get(clock.start, spoken(clock.start))}"
                + (f" ({', '.join(clock.codes)})" if clock.codes else ""))


def _exception(one: RuleException) -> Section:
    return Section(f"Exception: {one.label}", (
        *given(
            Fact("Citation", one.citation),
            Fact("Limited to", ", ".join(INSTRUMENT_WORDS.get(part, spoken(part)) for part in one.instruments)),
            Fact("To be shown", "; ".join(condition.label for condition in one.conditions)
                 or ", ".join(spoken(part) for part in one.evidence)),
        ),
        checked(one.verified),
    ))


def _effect(number: int, effect: ScenarioEffect, reference: Reference) -> Section:
    codes = ", ".join(
        f"{code} {CODE_LABELS[code]}" + (f" from day {effect.code_days[place]}" if effect.code_days else "")
        for place, code in enumerate(effect.codes))
    shock = "" if effect.shock is None else f"{effect.shock:g}%" + (
        f", worse {effect.severe:g}%" if effect.severe is not None else "")
    return Section(f"Effect {number}: {spoken(str(effect.kind))}", given(
        Fact("", effect.label), Fact("Reaches", _selected(effect.selects, reference)), Fact("Codes", codes),
        Fact("Price", shock), Fact("Seen over", effect.horizon),
        Fact("Steps", ", ".join(f"{step.percent:g}% by day {step.days}" for step in effect.steps)),
        Fact("Tax", ", ".join(part for part in (
            f"{effect.purchase_rate:g}% of purchases" if effect.purchase_rate else "",
            f"{effect.income_rate:g}% of income" if effect.income_rate else "") if part)),
        Fact("Evidence", effect.evidence),
    ))


def _selected(selects: ScenarioSelector, reference: Reference) -> str:
    titles = {edition.list_id: edition.short_title for edition in reference.editions}
    parts = (
        ("named on ", [titles.get(one, one) for one in selects.lists]),
        ("a parent on ", [titles.get(one, one) for one in selects.affiliate_lists]),
        ("now ", list(selects.codes)),
        ("in ", [REGION_WORDS.get(one, "the chosen definition of China") for one in selects.regions]),
        ("category ", [f"{one} {reference.categories[one].name}" if one in reference.categories else one
                       for one in selects.groups]),
        ("", [INSTRUMENT_WORDS.get(one, spoken(one)) for one in selects.instruments]),
        ("", [selects.listing] if selects.listing else []),
        ("line ", [spoken(one) for one in selects.line_kinds]), ("on ", list(selects.markets)),
        ("", [{"yes": "with another line elsewhere", "no": "without another line"}[selects.other_line]]
         if selects.other_line else []),
        ("", [f"the {selects.pick} you choose"] if selects.pick else []),
    )
    return "; ".join(f"{head}{' or '.join(values)}" for head, values in parts if values)


def _period(period: Period) -> str:
    return f"{day(period.start) or 'always'} to the day before {day(period.end)}" if period.end else (
        f"from {day(period.start)} on")


def _mark(verified: bool) -> str:
    return "verified" if verified else "unverified"
