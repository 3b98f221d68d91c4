"""What a company does, as a rule on transactions asks it: found on file, answered by people, or measured."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.domain.day import spell_day
from sinolens.domain.rule import EvidenceCondition, Rule, RuleActivity
from sinolens.regulation.context import Context
from sinolens.regulation.facts import AT_LEAST, Deal, Facts
from sinolens.regulation.ground import is_named_on

_COUNTED = frozenset({"stated", "confident", "likely"})
_RANK = {"prohibited": 0, "notifiable": 1, "none": 2, "": 3}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of the activity. `outcome`: prohibited, notifiable, none or "" when nothing shows it."""

    outcome: str
    text: str = ""
    citation: str = ""
    verified: bool = False
    estimated: bool = False


def read_number(text: str) -> float | None:
    """A number of the fact sheet, None when the text is none."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def check_condition(condition: EvidenceCondition, deal: Deal) -> bool | None:
    """Whether a condition is shown; None when its field is not on file."""
    value = deal.get(condition.field)
    match condition.test:
        case "is_not":
            return value != condition.value
        case "at_most" if not value:
            least = read_number(deal.get(condition.field + AT_LEAST))
            return False if least is not None and least > float(condition.value) else None
        case _ if not value:
            return None
        case "present":
            return True
        case "is":
            return value == condition.value
        case "before":
            return value < condition.value
        case _:
            number = read_number(value)
            return None if number is None else number <= float(condition.value)


def find_activity(rule: Rule, facts: Facts, deal: Deal, context: Context) -> Finding:
    """The most serious activity the evidence shows. A person's answer stands before a third party's estimate."""
    answered = _answered_activity(rule, deal)
    if answered.outcome:
        return answered
    best = Finding("")
    subjects = (facts.issuer_id, *facts.entry_ids) if facts.exact else ()
    for evidence in [one for subject in subjects for one in context.activities.get(subject, ())]:
        if evidence.confidence not in _COUNTED or evidence.as_of > context.as_of:
            continue
        found = _by_id(rule, evidence.activity) if evidence.activity else _by_measure(
            rule, evidence.measure, evidence.value
        )
        if found is not None and _RANK[found.outcome] < _RANK[best.outcome]:
            figure = f" with {evidence.value:.1e} operations" if evidence.measure else ""
            kind = f"an estimate ({evidence.confidence})" if evidence.estimate else "a statement"
            best = Finding(
                found.outcome, f"{found.label}: {evidence.subject}{figure}, {kind} by {evidence.source} as of "
                f"{spell_day(evidence.as_of)}.", found.citation, found.verified and evidence.verified,
                evidence.estimate,
            )
    return best


def _answered_activity(rule: Rule, deal: Deal) -> Finding:
    found = _by_id(rule, deal.get("activity")) if deal.get("activity") else None
    by_figure = []
    for measure in sorted({activity.measure for activity in rule.activities if activity.measure}):
        figure = read_number(deal.get(measure))
        by_figure.append(_by_measure(rule, measure, figure) if figure is not None else None)
    candidates = [one for one in (found, *by_figure) if one is not None]
    if not candidates:
        return Finding("")
    first = min(candidates, key=lambda one: (_RANK[one.outcome], one.id))
    return Finding(first.outcome, f"{first.label} (answer on the fact sheet).", first.citation, first.verified)


def _by_id(rule: Rule, activity_id: str) -> RuleActivity | None:
    return next((activity for activity in rule.activities if activity.id == activity_id), None)


def _by_measure(rule: Rule, measure: str, value: float) -> RuleActivity | None:
    """The highest threshold a figure passes: it must be greater, not equal."""
    passed = [activity for activity in rule.activities if activity.measure == measure and value > activity.above]
    return max(passed, key=lambda activity: activity.above, default=None)


def find_upgrade(rule: Rule, facts: Facts, activity: Finding, context: Context) -> Finding | None:
    """A listed counterparty in a covered activity is prohibited, whatever the activity alone would be."""
    if activity.outcome in ("prohibited", "none"):
        return None
    groups = context.groups_of(facts)
    sector = not groups or bool(groups & {*rule.parameter("groups").split("|"), "U"})
    if activity.outcome != "notifiable" and not sector:
        return None
    lists = rule.parameter("upgrade_lists").split("|")
    for entry, edition in context.named(facts):
        if entry.list_id in lists:
            return Finding(
                "prohibited", f"{entry.name} {is_named_on(edition.short_title)}, edition of "
                f"{spell_day(edition.edition)}: a listed counterparty makes a covered activity prohibited.",
                rule.parameter("upgrade_citation"), rule.parameter("upgrade_verified") == "yes",
            )
    return None
