"""Positions of the analysis as JSON: their lines, categories, status and match."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd

from sinolens.domain.match import Match
from sinolens.domain.tier import Actions, Clock, Status, Tier, Trigger
from sinolens.exposure.analysis import Analysis
from sinolens.reporting.json_values import Json, to_amount

_IDENTIFIERS = ("isin", "cusip", "sedol", "figi", "lei", "uscc", "ticker", "mic")
_NOT_KNOWN = Actions(*("unknown",) * len(Actions.__slots__))


def positions_to_json(analysis: Analysis) -> list[Json]:
    """Every position with its lines, as `analysis.schema.json` says."""
    lines: dict[int, list[Json]] = defaultdict(list)
    for line in _records(analysis.slices):
        lines[line["position"]].append(line)
    return [_position(analysis, row, lines[number]) for number, row in enumerate(_records(analysis.positions))]


def _records(frame: pd.DataFrame) -> list[Json]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _position(analysis: Analysis, row: Json, lines: list[Json]) -> Json:
    status = _at(analysis.statuses, row["status"])
    match = _at(analysis.matches, row["match"])
    through = [line for line in lines if line["depth"] > 0 or line["path"]]
    return {
        "source": {"file": row["file"], "sheet": row["sheet"], "row": row["row"]},
        "name": row["name"],
        "identifiers": {kind: row[kind] for kind in _IDENTIFIERS if row[kind]},
        "market_value": to_amount(row["market_value"]),
        "currency": row["currency"],
        "manager": row["manager"],
        "account": row["account"],
        "asset_class": row["asset_class"],
        "instrument": row["instrument"],
        "issuer": row["issuer_id"] or None,
        "issuer_name": row["issuer"],
        "region": row["region"],
        "match": _match(match),
        "categories": _categories(row, lines),
        "tier": row["tier"],
        "code": row["code"],
        **_status(status),
        "look_through": [_line(analysis, line) for line in through],
    }


def _categories(row: Json, lines: list[Json]) -> list[Json]:
    """Categories of the lines behind a position. `weight` is the category's part of the position's value."""
    parts: dict[tuple[str, str, str], list[int]] = {}
    for line in lines:
        amounts = parts.setdefault((line["category"], line.get("intensity", ""), line["method"]), [0, 0])
        amounts[0] += line["market_value"]
        amounts[1] += line["base"]
    whole = row["market_value"]
    return [
        {
            "code": code,
            "weight": round(value / whole, 6) if whole else 0.0,
            "intensity": intensity or None,
            "basis": method,
            "ai_weighted": to_amount(base),
        }
        for (code, intensity, method), (value, base) in sorted(
            parts.items(), key=lambda part: (-abs(part[1][0]), part[0])
        )
    ]


def _line(analysis: Analysis, line: Json) -> Json:
    return {
        "path": line["path"],
        "name": line["name"],
        "source": {"file": line["file"], "sheet": line["sheet"], "row": line["row"]},
        "market_value": to_amount(line["market_value"]),
        "weight": line["weight"],
        "method": line["method"],
        "scale_factor": None if line["scale_factor"] != line["scale_factor"] else line["scale_factor"],
        "data_date": line["data_date"] or None,
        "confidence": line["confidence"],
        "issuer": line["issuer_id"] or None,
        "issuer_name": line["issuer"],
        "region": line["region"],
        "category": line["category"],
        "low": to_amount(line["low"]),
        "base": to_amount(line["base"]),
        "high": to_amount(line["high"]),
        "tier": line["tier"],
        "code": line["code"],
        **_status(_at(analysis.statuses, line["status"])),
    }


def _status(status: Status | None) -> Json:
    if status is None:
        status = Status(Tier.U, "", actions=_NOT_KNOWN)
    return {
        "other_codes": list(status.other_codes),
        "triggers": [_trigger(trigger) for trigger in status.triggers],
        "clocks": [_clock(clock) for clock in status.clocks],
        "explanation": status.explanation,
        "evidence_needed": list(status.evidence_needed),
        "actions": {verb: getattr(status.actions, verb) for verb in Actions.__slots__},
        "notes": list(status.notes),
    }


def _trigger(trigger: Trigger) -> Json:
    return {
        "code": trigger.code,
        "rule": trigger.rule_id,
        "list": trigger.list_id or None,
        "entry": trigger.entry_name or None,
        "edition": trigger.edition or None,
        "relation": trigger.relation or None,
        "listed": trigger.listed_on or None,
        "effective": trigger.effective_on or None,
        "citation": trigger.citation,
        "verified": trigger.verified,
        "designated_later": trigger.designated_later,
    }


def _clock(clock: Clock) -> Json:
    return {"label": clock.label, "date": clock.date, "days_left": clock.days_left, "rule": clock.rule_id or None}


def _match(match: Match | None) -> Json:
    if match is None:
        return {
            "state": "not_screened",
            "method": "none",
            "score": 0,
            "evidence": "",
            "runner_up": None,
            "provisional": False,
        }
    return {
        "state": match.state.value,
        "method": match.method,
        "score": match.score,
        "evidence": match.evidence,
        "runner_up": match.runner_up or None,
        "provisional": match.provisional,
    }


def _at(items: list[Any], index: int) -> Any:
    return items[index] if 0 <= index < len(items) else None
