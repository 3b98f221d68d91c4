"""Puts what the rules found together: the code, what stands beside it, what may be done, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from sinolens.domain.instrument import Instrument
from sinolens.domain.tier import Actions, Clock, Status, Tier, Trigger, tier_of
from sinolens.regulation.context import Context
from sinolens.regulation.explanation import explain_clear, explain_status
from sinolens.regulation.ground import Doubt, Ground, Outcome

_STRICT = ("yes", "unknown", "counsel", "divest_only", "no")
_UNKNOWN = Actions("unknown", "unknown", "unknown", "unknown", "unknown")
_DEALING_UNKNOWN = Actions(buy="unknown", sell="unknown", reinvest="unknown")
_PAYS_DIVIDENDS = frozenset({
    Instrument.EQUITY, Instrument.DEPOSITARY_RECEIPT, Instrument.PREFERRED, *(one for one in Instrument if one.is_fund),
})
_RELATION_ORDER = ("exact", "", "parent", "owned_50", "subsidiary", "sister", "name_only")


def rank_code(code: str) -> tuple[int, str]:
    """Order of sub-codes: by precedence of the tier, then by the code itself."""
    return tier_of(code).precedence, code


def combine_actions(answers: Iterable[Actions]) -> Actions:
    """The strictest answer to each question: no, divest only, counsel, unknown, yes."""
    found = list(answers) or [Actions()]
    return Actions(**{
        field.name: max((getattr(one, field.name) for one in found), key=_STRICT.index) for field in fields(Actions)
    })


def decide_status(outcome: Outcome, confidence: str, context: Context, *, screened: bool) -> Status:
    """The status that follows from an outcome.

    Args:
        outcome: what the rules found.
        confidence: of the data the facts came from.
        context: the day.
        screened: the answer rests on the lists, so that an old list leaves "none identified" unresolved.
    """
    grounds = sorted(_distinct(outcome.grounds), key=_ground_order)
    doubts = _effective_doubts(outcome.doubts, bool(grounds))
    if not grounds and not doubts:
        stale = [answer for answer in context.listings.answers.values() if answer.stale] if screened else []
        if not stale:
            return _clear(outcome, confidence, context, screened)
        names = ", ".join(f"{one.short_title} ({one.age_days} days)" for one in stale)
        found = outcome.basis or "No entry was found."
        doubts = [Doubt("U3", f"{found} But a list was not checked for more than the limit: {names}.",
                        ("a list edition checked lately",))]
    codes = sorted({g.trigger.code for g in grounds} | {d.code for d in doubts}, key=rank_code)
    actions = _actions(grounds, doubts, outcome.limits)
    clocks = _sort_clocks([*(c for g in grounds for c in g.clocks), *outcome.clocks])
    evidence = _unique([
        *(text for ground in grounds for text in ground.evidence),
        *(text for doubt in doubts for text in doubt.evidence),
        *outcome.evidence,
    ])
    return Status(
        tier=tier_of(codes[0]), code=codes[0], other_codes=tuple(codes[1:]),
        triggers=tuple(ground.trigger for ground in grounds), clocks=clocks, actions=actions,
        explanation=explain_status(codes[0], grounds, doubts, clocks, confidence),
        evidence_needed=tuple(evidence), confidence=_confidence(confidence, grounds),
        notes=tuple(_unique(outcome.notes)),
    )


def flag_reinvestment(status: Status, reinvest: str, instrument: Instrument) -> Status:
    """The status with what the account's dividend reinvestment means for it: yes, no or "" (not known).

    Where dealing is barred each reinvestment is a purchase, so it is flagged, or asked about when it is not known and
    the instrument pays dividends.
    """
    if status.tier is not Tier.T1 or status.actions.reinvest != "no" or reinvest == "no":
        return status
    if reinvest == "yes":
        flag = "Dividends are reinvested in this account: each reinvestment is a purchase. Switch it off."
        return replace(status, notes=(flag, *status.notes))
    if instrument not in _PAYS_DIVIDENDS:
        return status
    asked = "whether dividends are reinvested in this account"
    return replace(status, evidence_needed=(*status.evidence_needed, asked))


def _clear(outcome: Outcome, confidence: str, context: Context, screened: bool) -> Status:
    return Status(
        tier=Tier.T5, code="5", clocks=_sort_clocks(outcome.clocks), actions=combine_actions(outcome.limits),
        explanation=explain_clear(context, screened=screened, basis=outcome.basis),
        evidence_needed=tuple(_unique(outcome.evidence)), confidence=confidence, notes=tuple(_unique(outcome.notes)),
    )


def _effective_doubts(doubts: list[Doubt], decided: bool) -> list[Doubt]:
    seen = {doubt: None for doubt in doubts if not (doubt.weak and decided)}
    return sorted(seen, key=lambda doubt: (rank_code(doubt.code), doubt.text))


def _actions(grounds: list[Ground], doubts: list[Doubt], limits: list[Actions]) -> Actions:
    binding = any(doubt.binding for doubt in doubts)
    if not grounds:
        return _UNKNOWN if binding else combine_actions(limits)
    answers = [*(ground.stage.actions for ground in grounds), *limits]
    if any(doubt.binding and doubt.code == "U4" for doubt in doubts):
        answers.append(_DEALING_UNKNOWN)
    return combine_actions(answers)


def _confidence(confidence: str, grounds: list[Ground]) -> str:
    if not grounds:
        return "unknown"
    worst = [ground for ground in grounds if ground.trigger.code == grounds[0].trigger.code]
    # An estimate decides the confidence only where nothing firmer carries the same code.
    return "estimated" if confidence == "confirmed" and all(ground.estimated for ground in worst) else confidence


def _distinct(grounds: list[Ground]) -> list[Ground]:
    return list(dict.fromkeys(grounds))


def _ground_order(ground: Ground) -> tuple[tuple[int, str], int, str, str, str]:
    trigger: Trigger = ground.trigger
    relation = _RELATION_ORDER.index(trigger.relation) if trigger.relation in _RELATION_ORDER else len(_RELATION_ORDER)
    return rank_code(trigger.code), relation, trigger.rule_id, trigger.entry_id, trigger.explanation


def _sort_clocks(clocks: Iterable[Clock]) -> tuple[Clock, ...]:
    # Several rules can print one day of law: it stands once, under the most severe of them.
    once: dict[tuple[str, str], Clock] = {}
    for clock in clocks:
        once.setdefault((clock.date, clock.label), clock)
    return tuple(once[key] for key in sorted(once))


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
