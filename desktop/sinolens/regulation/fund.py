"""The status of a fund position: by what it holds, how it is registered, and how it was acquired."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sinolens.domain.rule import Rule
from sinolens.domain.tier import Clock, Status, Tier, Trigger
from sinolens.regulation.context import Context
from sinolens.regulation.decision import decide_status, flag_reinvestment
from sinolens.regulation.facts import Facts
from sinolens.regulation.ground import Doubt, Ground, Outcome
from sinolens.regulation.mandate import binds_holder
from sinolens.regulation.transaction import assess_fund_deal

Part = tuple[Status, int]
PROXY = "proxy"
_SHOWN_TIERS = (Tier.T1, Tier.T2, Tier.T3, Tier.T4)
_EVIDENCE = {
    "U1": "a person's confirmation of the names that are not certain",
    "U2": "complete holdings of the fund, or the names it holds from the lists",
    "U3": "list editions checked lately",
    "U4": "the editions and rule states that are not on file for this day",
}
_DOUBT_TEXT = {
    "U1": "is in names that no person confirmed or nothing identifies",
    "U2": "is not disclosed, so no list could be checked",
    "U3": "rests on lists that were not checked for more than the limit",
    "U4": "waits for a list edition or the status of a rule",
}


def assess_fund(
    facts: Facts, parts: Sequence[Part], market_value: int, rules: Sequence[Rule], context: Context
) -> Status:
    """Status of a fund position.

    Only rules that reach funds change it: a rule on listed securities through any line inside, without a minimum; the
    holder's mandates that say so; and a rule on transactions for an interest that is not publicly traded. Other listed
    names inside are a note with their share of the value. What nobody disclosed is unresolved, with its share. So is
    what only the fund's benchmark says: that the benchmark holds a name is no sign that the fund does.

    Args:
        facts: of the position itself.
        parts: statuses of its slices with the value in each, cents.
        market_value: of the position, cents.
        rules: of the pack, in the order of the decision.
        context: the day.
    """
    outcome = Outcome()
    reached: set[str] = set()
    firm = [part for part in parts if part[0].confidence != PROXY]
    for rule in rules:
        if rule.basis in ("exact", "mandate", "transaction") and rule.reaches_funds:
            grounds = _lift(rule, facts, firm, market_value, context)
            outcome.grounds += grounds
            if not grounds:
                outcome.doubts += _doubt_benchmark(rule, facts, parts, market_value, context)
            if grounds:
                reached.add(rule.id)
            elif rule.basis == "exact":
                outcome.grounds += _out_of_reach(rule, facts, firm, market_value, context)
        if rule.basis == "transaction":
            decided = rule.id in reached and not _has_hidden(parts)
            sign = _points_to(rule, facts, parts, context)
            if not decided:
                outcome.add(assess_fund_deal(rule, facts, sign, _is_shown(parts), context))
        if rule.basis == "mandate" and rule.id not in reached:
            outcome.notes += _mandate_notes(rule, parts, context)
    outcome.notes += _contents(parts, market_value, reached)
    outcome.doubts += _doubts(parts, market_value)
    if not parts:
        outcome.doubts.append(Doubt("U2", "The holdings of the fund are not on file, so no list could be checked.",
                                    (_EVIDENCE["U2"],)))
    outcome.basis = _find_basis(facts, parts)
    status = decide_status(outcome, _confidence(parts, reached), context, screened=_was_screened(parts))
    return flag_reinvestment(status, facts.reinvest, facts.instrument)


def _lift(rule: Rule, facts: Facts, parts: Sequence[Part], market_value: int, context: Context) -> list[Ground]:
    """What the leaves' triggers of a rule mean for the fund that holds them."""
    if rule.basis == "exact" and not context.reaches(rule, facts):
        return []
    values: defaultdict[Trigger, int] = defaultdict(int)
    clocks: dict[Trigger, tuple[Clock, ...]] = {}
    for status, value in parts:
        for trigger in status.triggers:
            if trigger.rule_id == rule.id and trigger.code[0] in "123":
                values[trigger] += value
                clocks[trigger] = tuple(clock for clock in status.clocks if clock.rule_id == rule.id)
    grounds = []
    for trigger in sorted(values, key=lambda one: (one.code, one.entry_id, one.explanation)):
        text = f"Inside the fund ({_share(values[trigger], market_value)} of its value): {trigger.explanation}"
        lifted = Trigger(
            code=trigger.code, rule_id=trigger.rule_id, rule_name=trigger.rule_name, citation=trigger.citation,
            list_id=trigger.list_id, entry_id=trigger.entry_id, entry_name=trigger.entry_name, edition=trigger.edition,
            relation=trigger.relation, listed_on=trigger.listed_on, effective_on=trigger.effective_on, explanation=text,
            verified=trigger.verified, designated_later=trigger.designated_later,
        )
        grounds.append(Ground(lifted, rule.stage(trigger.code), clocks[trigger]))
    return grounds


def _doubt_benchmark(
    rule: Rule, facts: Facts, parts: Sequence[Part], market_value: int, context: Context
) -> list[Doubt]:
    """What a rule would make of the fund if it held what its benchmark holds, which nobody said."""
    if rule.basis == "exact" and not context.reaches(rule, facts):
        return []
    value = sum(
        value for status, value in parts if status.confidence == PROXY
        and any(trigger.rule_id == rule.id and trigger.code[0] in "123" for trigger in status.triggers)
    )
    if not value:
        return []
    text = (
        f"{_share(value, market_value)} of its benchmark is in names that “{rule.name}” reaches: an estimate. Whether "
        "the fund holds them is not on file."
    )
    return [Doubt("U2", text, ("the fund's own holdings, or its word on these names",))]


def _out_of_reach(
    rule: Rule, facts: Facts, parts: Sequence[Part], market_value: int, context: Context
) -> list[Ground]:
    """Names a rule bars, inside an interest it does not reach: listed, with why nothing is barred by it."""
    stage = next((one for one in rule.stages if one.start == "not_reached"), None)
    if stage is None or context.reaches(rule, facts):
        return []
    barred: dict[Trigger, int] = {}
    for status, value in parts:
        for trigger in status.triggers:
            if trigger.rule_id == rule.id and trigger.code[0] == "1":
                barred[trigger] = barred.get(trigger, 0) + value
    made = []
    for trigger in sorted(barred, key=lambda one: (one.entry_id, one.code, one.explanation)):
        text = (
            f"Inside the fund ({_share(barred[trigger], market_value)} of its value): {trigger.explanation} The rule "
            "reaches publicly traded securities only, and this interest is not shown to be one."
        )
        made.append(Ground(replace(trigger, code=stage.code, explanation=text), stage))
    return made


def read_proxy(benchmark: str) -> str:
    """What is said of a fund nobody opened whose benchmark lies outside China."""
    name = f", {benchmark}," if benchmark else ""
    return f"Its benchmark{name} lies outside China and answers for it by proxy: no names of its own were screened."


def _find_basis(facts: Facts, parts: Sequence[Part]) -> str:
    proxied = parts and all(status.confidence == "proxy" for status, _ in parts)
    return read_proxy(facts.benchmark) if proxied and facts.outside else ""


def _points_to(rule: Rule, facts: Facts, parts: Sequence[Part], context: Context) -> bool:
    """Whether anything in the fund points to a region of the rule: its own region, its focus, or a deal inside."""
    vehicle = context.reference.vehicles.get(facts.vehicle_id)
    if vehicle is not None and vehicle.focus == "china":
        return True
    inside = any(trigger.rule_id == rule.id for status, _ in parts for trigger in status.triggers)
    return inside or facts.region.value in rule.regions


def _is_shown(parts: Sequence[Part]) -> bool:
    """The holdings are complete, and no deal inside is one the rule on transactions reaches."""
    if not parts:
        return False
    hidden = _has_hidden(parts)
    unresolved = any(status.tier is Tier.U and status.code != "U3" for status, _ in parts)
    deals = any(trigger.code in ("1E", "2A", "2B", "2C") for status, _ in parts for trigger in status.triggers)
    return not (hidden or unresolved or deals)


def _has_hidden(parts: Sequence[Part]) -> bool:
    return not parts or any("U2" in (status.code, *status.other_codes) for status, _ in parts)


def _mandate_notes(rule: Rule, parts: Sequence[Part], context: Context) -> list[str]:
    """Notes about the holder's mandates that the leaves carry."""
    institution = context.institution
    if institution is None or not binds_holder(rule, institution):
        return []
    marks = (f"“{rule.name}”", f"({rule.name})")
    return list(dict.fromkeys(n for status, _ in parts for n in status.notes if any(mark in n for mark in marks)))


def _contents(parts: Sequence[Part], market_value: int, reached: set[str]) -> list[str]:
    """Share of the value in listed names that do not change the fund's own tier."""
    by_tier: defaultdict[tuple[Tier, bool], int] = defaultdict(int)
    for status, value in parts:
        firm = status.confidence != PROXY
        lifted = firm and status.triggers and status.triggers[0].rule_id in reached
        if status.tier in _SHOWN_TIERS and not lifted:
            by_tier[status.tier, firm] += value
    return [
        f"{'Contains' if firm else 'Its benchmark contains'} {tier.value} names, "
        f"{_share(by_tier[tier, firm], market_value)} of value{'' if firm else ', an estimate'}."
        for tier in _SHOWN_TIERS for firm in (True, False) if (tier, firm) in by_tier
    ]


def _doubts(parts: Sequence[Part], market_value: int) -> list[Doubt]:
    by_code: defaultdict[str, int] = defaultdict(int)
    for status, value in parts:
        for code in (status.code, *status.other_codes):
            if code in _DOUBT_TEXT:
                by_code[code] += value
    # A list that bars nothing leaves dealing free whatever it answers; then the part's own actions say so.
    open_ones = {
        code for status, _ in parts for code in (status.code, *status.other_codes) if "unknown" in (
            status.actions.buy, status.actions.sell)
    }
    return [
        Doubt(code, f"{_share(by_code[code], market_value)} of the value {_DOUBT_TEXT[code]}.", (_EVIDENCE[code],),
              binding=code != "U4" or code in open_ones)
        for code in sorted(by_code)
    ]


def _was_screened(parts: Sequence[Part]) -> bool:
    """Whether any part's answer rests on the lists; parts that are stale say so themselves."""
    return any(status.tier is not Tier.T5 or "Lists checked" in status.explanation for status, _ in parts)


def _confidence(parts: Sequence[Part], reached: set[str]) -> str:
    deciding = [s.confidence for s, _ in parts if any(trigger.rule_id in reached for trigger in s.triggers)]
    order = ("confirmed", "stated", "estimated", "proxy", "unknown")
    if deciding:
        # One line inside is enough, so the firmest of them decides.
        return min(deciding, key=order.index)
    known = [status.confidence for status, _ in parts] or ["unknown"]
    return max(known, key=order.index)


def _share(value: int, whole: int) -> str:
    """Part of a fund's value as text; without a value there is no share to give."""
    return f"{100 * value / whole:.2f} %" if whole else "an unknown share"

