"""Plain words: why this tier, by which entry on which edition, what follows, what does not, and until when."""

from __future__ import annotations

from sinolens.domain.day import spell_day
from sinolens.domain.official_list import ListEdition
from sinolens.domain.tier import CODE_LABELS, Actions, Clock, tier_of
from sinolens.regulation.calendar import count_days
from sinolens.regulation.context import Context
from sinolens.regulation.ground import Doubt, Ground, cite

DISCLAIMER = "Screening aid, not a legal determination."
BY_BENCHMARK = (
    "An estimate: the benchmark that stands in for the fund holds this line. Whether the fund does, and how much of "
    "it, is not on file."
)


def explain_status(
    code: str, grounds: list[Ground], doubts: list[Doubt], clocks: tuple[Clock, ...], confidence: str = ""
) -> str:
    """Text of a status with at least one reason or doubt.

    Args:
        code: the deciding sub-code.
        grounds: sorted, most severe first.
        doubts: what is unresolved.
        clocks: dates with days left.
        confidence: of the data behind it; "proxy" is told as the estimate it is.
    """
    tier = tier_of(code)
    lines = [f"{tier.value} {tier.label} – {code} {CODE_LABELS[code]}."]
    if grounds and confidence == "proxy":
        lines.append(BY_BENCHMARK)
    barred = any("no" in (ground.stage.actions.buy, ground.stage.actions.sell) for ground in grounds)
    lines += [_explain_ground(ground, barred=barred) for ground in grounds]
    lines += [f"Unresolved ({doubt.code} {CODE_LABELS[doubt.code]}): {doubt.text}" for doubt in doubts]
    if clocks:
        lines.append("Dates: " + "; ".join(read_clock(clock) for clock in clocks) + ".")
    lines.append(DISCLAIMER)
    return "\n".join(lines)


def explain_clear(context: Context, *, screened: bool, basis: str = "") -> str:
    """Text of "none identified": the lists checked and those not on file, or that there is nothing to screen.

    Args:
        context: the day.
        screened: the answer rests on the lists.
        basis: what answers where no name of its own was screened, as a sentence; "" for a name that was.
    """
    head = f"T5 None identified as of {spell_day(context.as_of)}."
    if not screened:
        return "\n".join((head, "Nothing to screen: no list or rule on file names this kind of position.", DISCLAIMER))
    checked, silent = [], []
    for answer in sorted(context.listings.answers.values(), key=lambda one: one.list_id):
        edition = answer.edition
        if edition is None:
            silent.append(answer.short_title)
            continue
        complete = "" if edition.complete else ", known to miss entries"
        checked.append(
            f"{answer.short_title} (edition of {spell_day(edition.edition)}, {_read_check(edition, context.as_of)}"
            f"{complete})"
        )
    lines = [head, *filter(None, [basis]), f"Lists checked: {'; '.join(checked) or 'none'}."]
    if silent:
        lines.append(
            f"Not looked up, for want of an edition of this date: {', '.join(silent)}. Their rules speak of entities "
            "of other regions than this position's."
        )
    missing = ", ".join(sorted(context.listings.missing.values()))
    lines.append(f"Not on file, so not checked: {missing or 'none'}.")
    lines.append(DISCLAIMER)
    return "\n".join(lines)


def _read_check(edition: ListEdition, as_of: str) -> str:
    if not edition.checked_on:
        return "day of the check not on file"
    days = count_days(edition.checked_on, as_of)
    since = f"{days} day{'s' if days != 1 else ''} before" if days else "the same day"
    return f"checked {spell_day(edition.checked_on)}, {'after this day' if days < 0 else since}"


def read_clock(clock: Clock) -> str:
    """A clock as text: "Notice due by 30 Jan 2027 (12 days left)"."""
    if clock.days_left > 0:
        left = f"{clock.days_left} day{'s' if clock.days_left != 1 else ''} left"
    elif clock.days_left == 0:
        left = "today"
    else:
        left = f"{-clock.days_left} day{'s' if clock.days_left != -1 else ''} ago"
    return f"{clock.label} {spell_day(clock.date)} ({left})"


def _explain_ground(ground: Ground, *, barred: bool) -> str:
    """One reason. `barred`: another rule bars dealing, so what this one leaves free must not read as leave to deal."""
    trigger, stage = ground.trigger, ground.stage
    later = {True: " Designated after the day of the holding.", False: " Listed at the day of the holding."}
    designated = later.get(trigger.designated_later, "") if trigger.designated_later is not None else ""
    silent = barred and stage.actions == Actions()
    limits = " Under this rule alone nothing is barred." if silent else f" What does not: {stage.limits}"
    return (
        f"{trigger.code} by “{trigger.rule_name}” ({cite(trigger.citation, trigger.verified)}): {trigger.explanation}"
        f"{designated} What follows: {stage.follows}{limits}"
    )
