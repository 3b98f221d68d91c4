"""Exceptions, divestment, sales and names removed as JSON; parts of `sinolens.reporting.json_output`."""

from __future__ import annotations

import math

from sinolens.exposure.analysis import Analysis
from sinolens.exposure.comparison import Comparison
from sinolens.exposure.followed import DIVESTING, LOGGED, Codes, Followed, Side, follow, let_go, sales
from sinolens.reporting.json_values import Json


def exceptions_to_json(analysis: Analysis) -> list[Json]:
    """Exceptions relied on, and positions reached for want of one: `exceptions`."""
    columns = {name: analysis.positions[name].tolist() for name in ("name", "file", "sheet", "row", "market_value")}
    return [
        {
            "position": columns["name"][one.row],
            "source": {name: columns[name][one.row] for name in ("file", "sheet", "row")},
            "market_value": columns["market_value"][one.row] / 100,
            "state": "relied_on" if one.relied else "none_shown",
            "rule": one.rule,
            "exception": one.exception or None,
            "citation": one.citation,
            "verified": one.verified,
            "could_hold": list(one.could),
            "evidence": [
                {
                    "question": paper.question,
                    "answer": paper.answer,
                    "from": paper.origin,
                    "who": paper.who or None,
                    "when": paper.when or None,
                    "document": paper.document or None,
                    "sha256": paper.sha256 or None,
                }
                for paper in one.evidence
            ],
            "missing": list(one.missing),
        }
        for one in analysis.exemptions
    ]


def divestment_to_json(before: Analysis | None, after: Analysis) -> list[Json]:
    """Positions under a bar or a mandate, then and now: `divestment`."""
    return [_followed(one, DIVESTING) | _clocks(one) for one in follow(before, after, DIVESTING)]


def sales_to_json(comparison: Comparison) -> list[Json]:
    """Positions of which fewer units are held: `sales` of the comparison. No day of a trade is known."""
    return [
        _followed(one, LOGGED)
        | {
            "after": comparison.before.as_of,
            "by": comparison.after.as_of,
            "quantity_gone": _number(one.sold),
            "value_gone": one.sold_value / 100,
        }
        for one in sales(follow(comparison.before, comparison.after, LOGGED, comparison.numbers))
    ]


def removed_to_json(comparison: Comparison) -> list[Json]:
    """Names that stood on a list then and do not now, or are no longer held: `removed` of the comparison."""
    return [
        {
            "name": one.name,
            "reason": one.reason,
            "lists": [
                {"list": title, "edition_before": before or None, "edition_after": after or None}
                for title, before, after in one.lists
            ],
            "before": one.before / 100,
            "after": one.after / 100,
            "tier_before": one.tier_before or None,
            "tier_after": one.tier_after or None,
        }
        for one in let_go(comparison.before, comparison.after)
    ]


def _followed(one: Followed, codes: Codes) -> Json:
    status = next(found for side in (one.now, one.then) if side and (found := side.status(codes)))
    triggers = [trigger for trigger in status.triggers if trigger.code in codes]
    return {
        "name": one.here.name,
        "issuer": one.here.issuer,
        "accounts": one.here.accounts,
        "code": next(code for code in (status.code, *status.other_codes) if code in codes),
        "rules": list(dict.fromkeys(trigger.rule_id for trigger in triggers)),
        "listed": min((trigger.listed_on for trigger in triggers if trigger.listed_on), default=None),
        "quantity_before": _quantity(one.then),
        "quantity_after": _quantity(one.now),
        "value_before": one.then.value / 100 if one.then else 0.0 if one.compared else None,
        "value_after": one.now.value / 100 if one.now else 0.0,
        "status": one.course.name.lower(),
    }


def _clocks(one: Followed) -> Json:
    status = one.now.status(DIVESTING) if one.now else None
    if status is None:
        return {"clocks": []}
    rules = {trigger.rule_id for trigger in status.triggers if trigger.code in DIVESTING} | {""}
    return {
        "clocks": [
            {"label": clock.label, "date": clock.date, "days_left": clock.days_left, "rule": clock.rule_id or None}
            for clock in sorted(status.clocks, key=lambda clock: clock.date)
            if clock.rule_id in rules
        ]
    }


def _quantity(side: Side | None) -> float | None:
    return None if side is None else _number(side.quantity)


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
