"""Rules that attach to a named entity, and to what stands above or below one."""

from __future__ import annotations

from dataclasses import replace

from sinolens.domain.day import spell_day
from sinolens.domain.instrument import Instrument
from sinolens.domain.official_list import ListEdition, ListEntry, Relation
from sinolens.domain.region import Region
from sinolens.domain.rule import Rule, RuleStage
from sinolens.domain.tier import Clock, Trigger, tier_of
from sinolens.regulation.calendar import make_clock, shift_date
from sinolens.regulation.context import Context
from sinolens.regulation.facts import Facts
from sinolens.regulation.ground import (
    Doubt,
    Ground,
    Outcome,
    cite,
    is_binding,
    is_named_on,
    key_clocks,
    name_list,
    place_on,
    since,
)
from sinolens.regulation.listings import Relative

_STAGE_DAYS = {"effective_on": "effective_after", "divest_by": "divest_after"}
_SHARES = frozenset({Instrument.EQUITY, Instrument.DEPOSITARY_RECEIPT, Instrument.PREFERRED})
_COUNSEL = "Ask counsel which legal entity is meant: this list bars dealing, and this issuer is not named on it."
_RELATION_TEXT = {
    Relation.PARENT: "owns the issuer",
    Relation.OWNED_50: "owns half or more of the issuer",
    Relation.SUBSIDIARY: "belongs to the issuer",
    Relation.SISTER: "stands under the same listed parent",
    Relation.NAME_ONLY: "has a similar name",
}


def assess_named(rule: Rule, facts: Facts, context: Context) -> Outcome:
    """Entries of the rule's lists that name the legal entity itself."""
    outcome = Outcome()
    state = context.state_of(rule)
    if state == "not_in_force":
        return outcome
    for entry, edition in context.named(facts):
        if entry.list_id not in rule.list_ids:
            continue
        if state == "unknown":
            outcome.doubts.append(Doubt(
                "U4", f"{entry.name} {is_named_on(edition.short_title)}, but whether “{rule.name}” is in force is "
                f"not on file.", (f"the present status of {rule.citation}",), binding=is_binding(rule),
            ))
        elif state == "stayed":
            outcome.notes.append(f"{entry.name} {is_named_on(edition.short_title)}; “{rule.name}” is stayed.")
        else:
            outcome.grounds.append(_ground_named(rule, entry, edition, facts, context))
            if facts.inside and facts.instrument in _SHARES and _bars(edition, context) and not context.reaches(
                rule, facts
            ):
                # The fund's file calls it a share, though the entity has no listed one on file: somebody issued it.
                outcome.doubts.append(Doubt(
                    "U1", f"The fund holds a share named as {entry.name}, of which no listed line is on file. "
                    f"{_COUNSEL}",
                    (f"who issued the security the fund holds as {entry.name}",),
                ))
    return outcome


def assess_unanswered(rule: Rule, region: Region, context: Context) -> Outcome:
    """Lists of the rule that give no answer for the as-of date, where the rule could touch a position of the region."""
    outcome = Outcome()
    if context.state_of(rule) == "not_in_force":
        return outcome
    touches = not rule.regions or region.value in (*rule.regions, Region.UNKNOWN.value)
    if not touches:
        return outcome
    for list_id in rule.list_ids:
        answer = context.listings.answers.get(list_id)
        if answer is not None and answer.edition is None:
            named = name_list(answer.short_title)
            outcome.doubts.append(Doubt(
                "U4", f"No edition of {named} on file answers for {spell_day(context.as_of)}; a later edition is never "
                "used.", (f"the edition of {named} in force on {context.as_of}",),
                binding=is_binding(rule),
            ))
    return outcome


def _ground_named(rule: Rule, entry: ListEntry, edition: ListEdition, facts: Facts, context: Context) -> Ground:
    dates, computed = _entry_dates(rule, entry, edition)
    reached = context.reaches(rule, facts)
    stage = _pick_stage(rule, dates, context.as_of) if reached else _unreached_stage(rule)
    parts = [f"{entry.name} {is_named_on(edition.short_title)}, edition of {spell_day(edition.edition)}"]
    timed = any(one.start not in ("", "not_reached") for one in rule.stages)
    labels = (
        ("listed", entry.listed_on),
        ("bar effective", dates["effective_on"] if timed else ""),
        ("divestment date", dates["divest_by"] if timed else ""),
    )
    told = ", ".join(filter(None, (since(label, day) for label, day in labels)))
    text = parts[0] + (f" ({told})." if told else ".")
    if computed:
        text += " The record lacks a date; it is computed from the day of listing or of the edition."
    if not reached:
        text += " The rule reaches publicly traded securities only, and this instrument is not shown to be one."
    trigger = Trigger(
        code=stage.code, rule_id=rule.id, rule_name=rule.name, citation=rule.citation, list_id=entry.list_id,
        entry_id=entry.id, entry_name=entry.name, edition=edition.edition, relation=Relation.EXACT.value,
        listed_on=entry.listed_on, effective_on=entry.effective_on, explanation=text,
        verified=rule.verified and entry.verified and edition.verified and not computed,
        designated_later=_designated_later(entry, facts, context),
    )
    clocks = _entry_clocks(rule, stage, dates, context.as_of)
    return Ground(trigger, stage, (*clocks, *key_clocks(rule, context.as_of)))


def _entry_dates(rule: Rule, entry: ListEntry, edition: ListEdition) -> tuple[dict[str, str], bool]:
    """Dates of an entry; what the publisher's record lacks is computed from the listing, and said so."""
    dates = {"listed_on": entry.listed_on, "effective_on": entry.effective_on, "divest_by": entry.divest_by}
    needed = {one.start for one in rule.stages} & set(dates)
    computed = False
    if "listed_on" in needed and not dates["listed_on"]:
        # Listed on the first day of its edition at the latest.
        dates["listed_on"], computed = edition.in_force_from, True
    for name, parameter in _STAGE_DAYS.items():
        days = rule.parameter(parameter)
        if name in needed and not dates[name] and days and dates["listed_on"]:
            dates[name], computed = shift_date(dates["listed_on"], days=int(days)), True
    return dates, computed


def _pick_stage(rule: Rule, dates: dict[str, str], as_of: str) -> RuleStage:
    """The stage that began last; a stage begins on its date, that day included."""
    begun = [
        (dates[one.start] if one.start else "", place, one) for place, one in enumerate(rule.stages)
        if one.start != "not_reached" and (not one.start or (dates[one.start] and dates[one.start] <= as_of))
    ]
    return max(begun)[2] if begun else rule.stages[0]


def _unreached_stage(rule: Rule) -> RuleStage:
    return next((one for one in rule.stages if one.start == "not_reached"), rule.stages[0])


def _entry_clocks(rule: Rule, stage: RuleStage, dates: dict[str, str], as_of: str) -> tuple[Clock, ...]:
    return tuple(
        make_clock(clock.label, shift_date(dates[clock.start], clock.months, clock.days), as_of, rule.id)
        for clock in rule.clocks if stage.code in clock.codes and dates.get(clock.start)
    )


def _designated_later(entry: ListEntry, facts: Facts, context: Context) -> bool | None:
    """Whether the name was added after the day of the holding; None when the editions on file cannot tell."""
    if not facts.held_on:
        return None
    listed = context.listings.was_listed(entry.list_id, entry.id, min(facts.held_on, context.as_of))
    return None if listed is None else not listed


def assess_affiliates(rule: Rule, facts: Facts, context: Context) -> Outcome:
    """Listed entities above or below the issuer.

    Half or more of the shares, known and dated, is a trigger; less is none; what is not on file is for review.
    """
    outcome = Outcome()
    if not facts.exact or not facts.issuer_id or context.state_of(rule) == "not_in_force":
        return outcome
    relatives = [one for one in context.listings.find_relatives(facts.issuer_id) if one.entry.list_id in rule.list_ids]
    listed_parent = any(one.known and one.relation is Relation.PARENT for one in relatives)
    unknown: list[Relative] = []
    for one in relatives:
        counts = one.known and one.relation is not Relation.NAME_ONLY
        if one.relation is Relation.SISTER:
            # A sister counts only under a parent that is itself listed; a state body is on no list.
            counts = listed_parent
        if counts:
            outcome.grounds.append(_ground_relative(rule, one, rule.stage("4B"), context))
            if _bars(one.edition, context) and not _is_on(one.edition, facts, context):
                outcome.notes.append(f"{one.entry.name} {is_named_on(one.edition.short_title)}. {_COUNSEL}")
        elif not one.ruled_out:
            unknown.append(one)
    for edition in sorted({one.edition.list_id: one.edition for one in unknown}.values(), key=lambda e: e.list_id):
        _doubt_relatives(outcome, rule, facts, edition, [one for one in unknown if one.edition is edition], context)
    return outcome


def _ground_relative(rule: Rule, one: Relative, stage: RuleStage, context: Context) -> Ground:
    held = f"{one.share:g} %" if one.share else "more than half by the source’s own word, share not on file"
    text = (
        f"{one.entry.name}, which {_RELATION_TEXT[one.relation]} ({held}, as of {spell_day(one.as_of)}), "
        f"{is_named_on(one.edition.short_title)}, edition of {spell_day(one.edition.edition)}. "
        f"{one.evidence}".strip()
    )
    trigger = Trigger(
        code=stage.code, rule_id=rule.id, rule_name=rule.name, citation=rule.citation, list_id=one.entry.list_id,
        entry_id=one.entry.id, entry_name=one.entry.name, edition=one.edition.edition, relation=one.relation.value,
        listed_on=one.entry.listed_on, effective_on=one.entry.effective_on,
        explanation=text if text.endswith(".") else f"{text}.", verified=rule.verified and one.verified,
    )
    evidence = (f"a person's check which legal entity is held and how {one.entry.name} stands to it",)
    return Ground(trigger, stage, key_clocks(rule, context.as_of), evidence)


def _doubt_relatives(
    outcome: Outcome, rule: Rule, facts: Facts, edition: ListEdition, relatives: list[Relative], context: Context
) -> None:
    first = relatives[0]
    if _is_on(edition, facts, context):
        # The issuer stands on this list itself: a relative on it adds nothing.
        return
    others = f" and {len(relatives) - 1} more" if len(relatives) > 1 else ""
    kind = "Similar name" if first.relation is Relation.NAME_ONLY else "Possible affiliate, ownership not on file"
    text = (
        f"{kind}: {first.entry.name}{others} {place_on(edition.short_title)} {_RELATION_TEXT[first.relation]} "
        f"({first.evidence or 'no evidence on file'})."
    )
    if _bars(edition, context):
        text += f" {_COUNSEL}"
    outcome.notes.append(text)
    likeness = all(one.relation is Relation.NAME_ONLY for one in relatives)
    if likeness and rule.regions and facts.region.value not in rule.regions:
        # A name alike in another region names somebody else: neither region nor identifier agrees.
        return
    # Wherever the issuer is at home: a foreign parent of a listed company is in the same doubt as a Chinese one.
    outcome.doubts.append(Doubt(
        "U1", text, (f"how {first.entry.name} stands to the issuer, with the share held and its date",), weak=True,
    ))


def _is_on(edition: ListEdition, facts: Facts, context: Context) -> bool:
    """Whether the issuer itself stands on a list."""
    return any(entry.list_id == edition.list_id for entry, _ in context.named(facts))


def _bars(edition: ListEdition, context: Context) -> bool:
    """Whether a rule in force bars dealing in the names of a list."""
    return any(
        tier_of(stage.code).value == "T1" for rule in context.rules if edition.list_id in rule.list_ids
        and context.state_of(rule) == "in_force" for stage in rule.stages
    )


def assess_half_owned(rule: Rule, facts: Facts, context: Context) -> Outcome:
    """Ownership of half or more in the aggregate by entities on the rule's lists, looking upward only."""
    outcome = Outcome()
    state = context.state_of(rule)
    if not facts.exact or not facts.issuer_id or state == "not_in_force":
        return outcome
    owners: dict[str, Relative] = {}
    for one in context.listings.find_relatives(facts.issuer_id):
        if one.upward and one.share and one.as_of and one.entry.list_id in rule.list_ids:
            # One owner on two lists is one owner.
            owners.setdefault(one.entry.name.casefold(), one)
    total = sum(one.share for one in owners.values())
    if not owners or total < float(rule.parameter("share_at_least", "50")):
        _tell_unmeasured(outcome, rule, facts, state, context)
        return outcome
    first = max(owners.values(), key=lambda one: (one.share, one.entry.id))
    stage = rule.stages[0]
    if state == "in_force":
        ground = _ground_relative(rule, first, stage, context)
        text = f"{total:g} % of the issuer is held by entities on the rule's lists. {ground.trigger.explanation}"
        outcome.grounds.append(replace(ground, trigger=replace(ground.trigger, explanation=text)))
        return outcome
    outcome.clocks += key_clocks(rule, context.as_of)
    owned = f"{total:g} % of the issuer is held by listed entities ({first.entry.name})"
    if state == "stayed":
        outcome.notes.append(f"{owned}; “{rule.name}” ({cite(rule.citation, rule.verified)}) is stayed.")
    else:
        outcome.doubts.append(Doubt(
            "U4", f"{owned}; whether “{rule.name}” applies again is not on file. {cite(rule.citation, rule.verified)}",
            (f"the present status of {rule.citation}",), binding=is_binding(rule),
        ))
    return outcome


def _tell_unmeasured(outcome: Outcome, rule: Rule, facts: Facts, state: str, context: Context) -> None:
    """Say of a parent on the rule's lists whose share is not on file that the rule hangs on it, and how it stands."""
    above = [
        one for one in context.listings.find_relatives(facts.issuer_id)
        if one.upward and not one.share and not one.ruled_out and one.relation is not Relation.NAME_ONLY
        and one.entry.list_id in rule.list_ids
    ]
    if not above or state == "in_force":
        return
    parent = above[0].entry.name
    held = f"{parent} stands above the issuer, with a share that is not on file"
    if state == "stayed":
        outcome.notes.append(f"{held}; “{rule.name}” ({cite(rule.citation, rule.verified)}) is stayed.")
        return
    outcome.doubts.append(Doubt(
        "U4", f"{held}; whether “{rule.name}” applies again is not on file. {cite(rule.citation, rule.verified)}",
        (f"the present status of {rule.citation}", f"the share {parent} holds, with its date"), weak=True,
    ))
