"""Rules of the holder: state laws and own policies, decided only by the papers on file."""

from __future__ import annotations

from sinolens.domain.day import spell_day
from sinolens.domain.definition import Institution, Mandate
from sinolens.domain.rule import Rule
from sinolens.domain.tier import Trigger
from sinolens.regulation.calendar import make_clock, shift_date
from sinolens.regulation.context import Context
from sinolens.regulation.facts import Facts
from sinolens.regulation.ground import Ground, Outcome, key_clocks


def binds_holder(rule: Rule, institution: Institution) -> bool:
    """Whether a rule's holder filter fits the institution. What is not known of it does not fit."""
    for name, wanted in rule.holder_filter:
        if name == "public" and institution.public is not (wanted == "yes"):
            return False
        if name == "state" and institution.state != wanted:
            return False
        if name == "assets_usd_above" and (institution.assets_usd is None or institution.assets_usd <= int(wanted)):
            return False
    return True


def has_papers(mandate: Mandate) -> bool:
    """A mandate decides only with its document, its list and its date of notice."""
    named = mandate.issuer_ids or mandate.list_ids or mandate.groups
    return bool(mandate.document and mandate.notice_date and named)


def names_issuer(mandate: Mandate, facts: Facts, context: Context) -> bool:
    """Whether the mandate's papers name the issuer, by itself, by an official list they adopt, or by its group."""
    if not facts.exact:
        return False
    if facts.issuer_id and facts.issuer_id in mandate.waived_ids:
        return False
    if facts.issuer_id and facts.issuer_id in mandate.issuer_ids:
        return True
    if any(entry.list_id in mandate.list_ids for entry, _ in context.named(facts)):
        return True
    return bool(context.groups_of(facts) & set(mandate.groups))


def assess_mandate(rule: Rule, facts: Facts, context: Context) -> Outcome:
    """The rule's answer for one leaf, by the institution's papers."""
    outcome = Outcome()
    institution = context.institution
    if institution is None or context.state_of(rule) != "in_force" or not binds_holder(rule, institution):
        return outcome
    mandates = [mandate for mandate in institution.mandates if mandate.rule_id == rule.id]
    if not mandates:
        if rule.holder_filter and facts.region.value in rule.regions:
            outcome.notes.append(f"A state rule may apply ({rule.name}); its list is not on file.")
        return outcome
    for mandate in mandates:
        _apply(outcome, rule, mandate, facts, context)
    return outcome


def _apply(outcome: Outcome, rule: Rule, mandate: Mandate, facts: Facts, context: Context) -> None:
    if not has_papers(mandate):
        if not rule.regions or facts.region.value in rule.regions:
            outcome.notes.append(f"“{rule.name}” may apply; its list or the date of notice is not on file.")
        return
    if (mandate.from_date or mandate.notice_date) > context.as_of:
        return
    if facts.exact and facts.issuer_id in mandate.waived_ids:
        outcome.notes.append(f"Waived under “{rule.name}” by a paper on file ({mandate.document}).")
    if not names_issuer(mandate, facts, context):
        return
    if not facts.inside and not context.reaches(rule, facts):
        outcome.notes.append(f"Named under “{rule.name}”, which does not reach this kind of instrument.")
        return
    if facts.inside and (mandate.direct_only or not rule.reaches_funds):
        outcome.notes.append(f"Named under “{rule.name}”, which exempts what is held in a managed fund.")
        return
    if facts.inside and facts.small_share:
        limit = float(rule.parameter("fund_exempt_below"))
        outcome.notes.append(f"Named under “{rule.name}”, but below {limit:.0%} of the fund: exempt.")
        return
    stage = rule.stages[0]
    trigger = Trigger(
        code=stage.code, rule_id=rule.id, rule_name=rule.name, citation=rule.citation,
        explanation=f"Named in “{mandate.document}”, notice of {spell_day(mandate.notice_date)}. {rule.consequence}",
        verified=rule.verified, listed_on=mandate.notice_date,
    )
    clocks = tuple(
        make_clock(
            clock.label, shift_date(mandate.notice_date, clock.months, clock.days), context.as_of, rule.id
        )
        for clock in rule.clocks if clock.start == "notice"
    )
    evidence = tuple(f"{exception.label}: {', '.join(exception.evidence)}" for exception in rule.exceptions)
    outcome.grounds.append(Ground(trigger, stage, (*clocks, *key_clocks(rule, context.as_of)), evidence))
