"""Rules on transactions: reached or not, excepted or not, and by which activity prohibited, notifiable or open."""

from __future__ import annotations

from sinolens.domain.day import spell_day
from sinolens.domain.instrument import Instrument
from sinolens.domain.rule import Rule, RuleException
from sinolens.domain.tier import Actions, Clock, Trigger
from sinolens.regulation.activity import Finding, check_condition, find_activity, find_upgrade
from sinolens.regulation.calendar import make_clock, shift_date
from sinolens.regulation.context import Context
from sinolens.regulation.facts import Deal, Facts
from sinolens.regulation.ground import Ground, Outcome, cite, key_clocks

_OPEN_STAGES = frozenset({"subscribed", "committed"})


def sort_exceptions(
    rule: Rule, held_as: str, deal: Deal, among: tuple[RuleException, ...] | None = None
) -> tuple[RuleException | None, list[tuple[RuleException, tuple[str, ...]]]]:
    """The first exception that is shown, and those still open with the evidence each lacks.

    Args:
        rule: the rule.
        held_as: kind of the position held; an exception can be limited to kinds.
        deal: the evidence on file.
        among: only these exceptions of the rule; None = all.
    """
    still_open = []
    for exception in rule.exceptions if among is None else among:
        if exception.instruments and held_as not in exception.instruments:
            continue
        checks = [(condition, check_condition(condition, deal)) for condition in exception.conditions]
        if all(shown for _, shown in checks):
            return exception, []
        if not any(shown is False for _, shown in checks):
            lacks = tuple(condition.label for condition, shown in checks if shown is None)
            still_open.append((exception, lacks))
    return None, still_open


def tell_excepted(rule: Rule, exception: RuleException) -> str:
    """The remark on a position that is held under an exception."""
    return f"Excepted from “{rule.name}”: {exception.label} ({cite(exception.citation, exception.verified)})."


def assess_transaction(rule: Rule, facts: Facts, context: Context) -> Outcome:
    """The rule's answer for one leaf: a direct deal, or a private company held by a fund."""
    outcome = Outcome()
    deal = facts.deal
    if deal is None or context.state_of(rule) != "in_force" or (facts.inside and facts.public):
        return outcome
    if not _is_reached(rule, facts, deal, context):
        return outcome
    deal = settle_deal(facts, deal, context)
    if facts.unproven and not deal_date(deal) and deal.get("special_rights") != "yes":
        # A row of a holdings file without a date or an identifier: that it is a deal of this kind is not certain.
        outcome.evidence.append("proof that the security is publicly traded, or the date on which it was acquired")
        outcome.notes.append(
            f"Whether it is publicly traded is not shown. If it is not, “{rule.name}” can reach it: ask counsel."
        )
        return outcome
    return _decide(rule, facts, deal, context)


def assess_fund_deal(rule: Rule, facts: Facts, sign_of_region: bool, all_shown: bool, context: Context) -> Outcome:
    """The rule's answer for an interest in a fund, apart from what its leaves say.

    Args:
        rule: the rule.
        facts: of the fund position.
        sign_of_region: something in the fund points to a region of the rule.
        all_shown: the holdings are complete and hold nothing the rule reaches.
        context: the day.
    """
    outcome = Outcome()
    deal = facts.deal
    if deal is None or context.state_of(rule) != "in_force":
        return outcome
    vehicle = context.reference.vehicles.get(facts.vehicle_id)
    if vehicle is not None and (vehicle.proxy_region or vehicle.focus in rule.parameter("outside_focus").split("|")):
        return outcome
    deal = forget_later_papers(deal, context.as_of).with_value("holdings_shown", "yes" if all_shown else "")
    if vehicle is not None:
        deal = Deal.of({
            "fund_domicile": vehicle.domicile, "fund_registration": vehicle.registration, **dict(deal.values)
        })
    home = deal.get("fund_domicile")
    if not home and not sign_of_region:
        shown, _ = sort_exceptions(rule, facts.held_as.value, deal)
        if shown is None:
            outcome.evidence.append(f"where the fund is organised, for “{rule.name}”")
            outcome.notes.append(f"If the fund is organised abroad, “{rule.name}” can reach this interest.")
        return outcome
    return _decide(rule, facts, deal, context)


def forget_later_papers(deal: Deal, as_of: str) -> Deal:
    """The deal without a paper dated after the day: nobody has it yet."""
    return deal.with_value("assurance_date", "") if deal.get("assurance_date") > as_of else deal


def settle_deal(facts: Facts, deal: Deal, context: Context) -> Deal:
    """The deal as of the day, with what follows from other facts: whether trading had begun at settlement."""
    deal = forget_later_papers(deal, context.as_of)
    if deal.get("listed_at_settlement"):
        return deal
    if not facts.public:
        return deal.with_value("listed_at_settlement", "no")
    first, bought = context.first_listed.get(facts.issuer_id, ""), deal.get("commitment_date")
    # On the first day of trading itself an allotment settles before trading begins, a purchase after it.
    before_listing = bool(first and bought and bought <= first)
    return deal.with_value("listed_at_settlement", "" if before_listing or facts.unproven else "yes")


def deal_date(deal: Deal) -> str:
    """The day the deal was completed or bindingly committed, "" when it is not on file.

    An interest bought from another holder is a new deal of its own day: the first commitment does not date it.
    """
    return deal.get("purchase_date" if deal.get("secondary") == "yes" else "commitment_date")


def completion_date(deal: Deal) -> str:
    """The day the deal was completed, from which the time for a notice runs; "" while it is not, or not on file."""
    given = deal.get("completion_date")
    return given or ("" if deal.get("stage") in _OPEN_STAGES else deal_date(deal))


def _tell_date(deal: Deal) -> str:
    """When it was done, and where it stands, as a sentence."""
    day, stage, done = deal_date(deal), deal.get("stage"), deal.get("completion_date")
    if not day and not done:
        return "The date of the deal is not on file."
    if done and done != day:
        return f"Committed on {spell_day(day)}, completed on {spell_day(done)}." if day else (
            f"Completed on {spell_day(done)}.")
    if stage in _OPEN_STAGES:
        return f"{stage.capitalize()} on {spell_day(day)}, not completed yet."
    return f"Completed or committed on {spell_day(day)}."


def _is_reached(rule: Rule, facts: Facts, deal: Deal, context: Context) -> bool:
    stated = deal.get("covered_foreign_person")
    if stated:
        return stated == "yes"
    if facts.region.value == "UNKNOWN":
        return _is_open(rule, facts, deal) or bool(
            context.groups_of(facts) & set(rule.parameter("groups").split("|")))
    return facts.region.value in rule.regions or _is_held_from_abroad(rule, facts, deal)


def _is_open(rule: Rule, facts: Facts, deal: Deal) -> bool:
    """A private deal of a day in which the rule applies, in a company whose home is not known: it may be a covered one.

    No exception for limited partners serves a direct deal, and a region that is not known is not one outside.
    """
    starts = min((period.start for period in rule.in_force), default="")
    return facts.instrument is Instrument.DIRECT_PRIVATE and not facts.inside and deal_date(deal) >= starts != ""


def _is_held_from_abroad(rule: Rule, facts: Facts, deal: Deal) -> bool:
    """A private deal in a company nobody on file answers for, from a place that groups of China are held from.

    The country is the file's word; a holding company elsewhere is a covered one too when more than half of its
    revenue, income or costs runs through China.
    """
    places = rule.parameter("holding_places").split("|")
    return not facts.issuer_id and deal.get("issuer_country") in places and _is_open(rule, facts, deal)


def _decide(rule: Rule, facts: Facts, deal: Deal, context: Context) -> Outcome:
    outcome = Outcome()
    shown, still_open = sort_exceptions(rule, facts.held_as.value, deal)
    activity = find_activity(rule, facts, deal, context)
    if shown is not None:
        outcome.notes.append(tell_excepted(rule, shown))
        if activity.outcome != "none" and any(condition.test == "before" for condition in shown.conditions):
            # What the date of this deal excepts, it does not except for the next one.
            outcome.limits.append(Actions(buy="counsel"))
            outcome.notes.append("A further purchase would be a new deal of its own day: ask counsel first.")
        return outcome
    upgrade = find_upgrade(rule, facts, activity, context)
    if upgrade is not None:
        activity = upgrade
    if activity.outcome == "none":
        outcome.notes.append(f"Not reached by “{rule.name}”: {activity.text}")
        return outcome
    outcome.grounds.append(_ground(rule, facts, deal, activity, still_open, context))
    filed = deal.get("notice_filed")
    if filed:
        outcome.notes.append(f"Notice filed on {spell_day(filed)}; kept for the record, it does not change the tier.")
    return outcome


def _ground(
    rule: Rule, facts: Facts, deal: Deal, activity: Finding,
    still_open: list[tuple[RuleException, tuple[str, ...]]], context: Context,
) -> Ground:
    completed, finished = deal_date(deal), completion_date(deal)
    learned = deal.get("knowledge_date")
    later = bool(learned) and learned > (finished or completed)
    known = {"prohibited": "1E", "notifiable": "2C" if later else "2A"}.get(activity.outcome, "2B")
    # Only what is certain decides: a deal without a date may lie before the rule, an unproven one outside it.
    undated = not completed and known in ("1E", "2A")
    # On the very day of the listing the exception is as likely as not; before it nothing speaks for it.
    same_day = bool(completed) and completed == context.first_listed.get(facts.issuer_id)
    unsettled = same_day and not deal.get("listed_at_settlement") and deal.get("special_rights") != "yes"
    code = "2B" if undated or unsettled or (facts.unproven and known == "1E") else known
    stage = rule.stage(code)
    what = activity.text or "Which activity the issuer carries on is not on file."
    if facts.held_as.is_fund and not facts.inside and not activity.text:
        what = "What the fund invests in, and whether an exception holds, is not shown by papers on file."
    when = _tell_date(deal)
    if code != known:
        outcome = "prohibited" if known == "1E" else "notifiable"
        when += f" If the rule was in force then and no exception holds, it is {outcome}: ask counsel."
    trigger = Trigger(
        code=code, rule_id=rule.id, rule_name=rule.name, citation=activity.citation or rule.citation,
        explanation=f"{what} {when} No exception is shown.",
        # What is still to be shown rests on the exceptions as well.
        verified=(activity.verified if activity.citation else rule.verified) and (
            code != "2B" or all(exception.verified for exception, _ in still_open)
        ),
    )
    evidence = [f"{' and '.join(lacks)} ({exception.label})" for exception, lacks in still_open]
    if undated:
        evidence.append("the date on which the deal was completed or bindingly committed")
    if code == "2B" and not activity.outcome:
        evidence.append("which covered activity the issuer carries on, or that it carries on none")
    if code in ("2A", "2C") and not finished:
        evidence.append("the date of completion, from which the time for the notice runs")
    starts = {"completion": finished, "knowledge": learned}
    clocks: list[Clock] = [
        make_clock(clock.label, shift_date(starts[clock.start], clock.months, clock.days), context.as_of, rule.id)
        for clock in rule.clocks if code in clock.codes and starts.get(clock.start)
    ]
    return Ground(trigger, stage, (*clocks, *key_clocks(rule, context.as_of)), tuple(evidence), activity.estimated)
