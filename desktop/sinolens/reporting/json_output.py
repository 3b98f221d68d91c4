"""The analysis as JSON, version 1. The schema is `resources/reporting/analysis.schema.json`.

Amounts are numbers with two decimals in base currency; dates are ISO; what is not known is null, never zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sinolens.domain.finding import Finding
from sinolens.domain.judgement import Judgement
from sinolens.domain.match import Match
from sinolens.domain.tier import Actions, Clock, Status, Tier, Trigger
from sinolens.exposure.analysis import Analysis, InputSummary
from sinolens.exposure.comparison import Comparison
from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import headline
from sinolens.reporting.identity import report_id
from sinolens.reporting.json_outlook import comparison_to_json, limit_to_json, scenarios_to_json
from sinolens.reporting.json_tracking import divestment_to_json, exceptions_to_json

SCHEMA_VERSION = 1
_IDENTIFIERS = ("isin", "cusip", "sedol", "figi", "lei", "uscc", "ticker", "mic")
_NOT_KNOWN = Actions(*("unknown",) * len(Actions.__slots__))
Json = dict[str, Any]


def to_json(
    analysis: Analysis,
    comparison: Comparison | None = None,
    shocks: Mapping[str, float] | None = None,
    *,
    named: bool = True,
) -> Json:
    """The whole analysis as plain values, ready for `json.dumps`.

    Args:
        analysis: what to print.
        comparison: what changed since an earlier analysis, None = nothing to compare with.
        shocks: figures the user entered for scenarios, by mark of the effect, percent.
        named: False leaves names out of the comparison.
    """
    cube = Cube(analysis)
    figures = headline(cube)
    return {
        "schema": SCHEMA_VERSION,
        "report_id": report_id(analysis),
        "as_of": analysis.as_of,
        "definition": analysis.definition.id,
        "institution": analysis.institution.id or analysis.institution.name,
        "base_currency": analysis.base_currency,
        "sample": analysis.sample,
        "inputs": [input_to_json(source) for source in analysis.inputs],
        "totals": {
            "market_value": _money(figures.market_value),
            "china_ai": {
                "full": _money(figures.china_ai),
                "low": _money(figures.weighted.low),
                "base": _money(figures.weighted.base),
                "high": _money(figures.weighted.high),
                "direct": _money(figures.china_ai_direct),
                "look_through": _money(figures.china_ai_look_through),
            },
            "direct": _money(figures.direct),
            "look_through": _money(figures.look_through),
            "not_disclosed": _money(figures.not_disclosed),
            "unresolved": _money(figures.unresolved),
            "outside_definition": _money(figures.outside_definition),
            "enablers": _money(figures.enablers),
            "unfunded": _money(figures.unfunded),
            "accrued": _money(figures.accrued),
        },
        "exposure": {
            "by_category": _china_ai_by(cube, "category", "code"),
            "by_tier": _by_tier(cube),
            "by_category_tier": _by_category_tier(cube),
            "by_issuer": _china_ai_by(cube, "issuer", "issuer"),
            "by_manager": _by_manager(cube),
        },
        "positions": _positions(analysis),
        "lists": [
            {
                "id": state.list_id,
                "edition": state.edition.edition if state.edition else None,
                "entries": state.entries,
                "age_days": state.age_days,
                "stale": state.stale,
            }
            for state in analysis.lists
        ],
        "missing_lists": list(analysis.missing_lists),
        "overrides": [_override(analysis, one) for one in analysis.overrides],
        "findings": [_finding(finding) for finding in analysis.findings],
        "limits": [limit_to_json(limit) for limit in analysis.limits],
        "scenarios": scenarios_to_json(analysis, shocks or {}),
        "exceptions": exceptions_to_json(analysis),
        "divestment": divestment_to_json(comparison.before if comparison else None, analysis) if named else [],
        "comparison": None if comparison is None else comparison_to_json(comparison, named=named),
    }


def _override(analysis: Analysis, one: Judgement) -> Json:
    """An override of a person beside what was calculated; no figure of this file rests on it."""
    held = one.row >= 0
    return {
        "position": str(analysis.positions["name"].iloc[one.row]) if held else None,
        "source": {name: analysis.positions[name].iloc[one.row].item() if name == "row"
                   else str(analysis.positions[name].iloc[one.row]) for name in ("file", "sheet", "row")}
        if held else None,
        "field": one.field,
        "calculated": one.calculated or None,
        "calculated_then": one.was or None,
        "judged": one.value,
        "state": one.state,
        "reason": one.reason,
        "why_not": one.why_not or None,
        "proposed_by": one.maker,
        "decided_by": one.checker or None,
        "on": one.on or None,
        "expires": one.expires or None,
        "document": one.evidence or None,
    }


def input_to_json(source: InputSummary) -> Json:
    """What was read from one table of one file: an element of `inputs`."""
    return {
        "file": source.file,
        "sheet": source.sheet,
        "sha256": source.sha256,
        "role": source.role,
        "fund": source.fund,
        "header_row": source.header_row,
        "mapping": dict(source.mapping),
        "confidence": dict(source.mapping_confidence),
        "rows_read": source.rows_read,
        "positions": source.positions,
        "skipped": [{"row": row.row, "reason": row.reason} for row in source.skipped],
        "as_of": source.as_of or None,
        "control_total": _optional(source.control_total),
        "sum": _money(source.sum),
        "difference": _optional(source.difference),
        "accepted_reason": source.accepted_reason,
        "findings": [_finding(finding) for finding in source.findings],
    }


def _china_ai_by(cube: Cube, dimension: str, name: str) -> list[Json]:
    """China-AI by one dimension, largest first."""
    amounts = {measure: cube.totals(("scope", dimension), measure) for measure in ("full", "low", "base", "high")}
    rows = [
        {
            name: key,
            "name": cube.label(dimension, key),
            "market_value": _money(value),
            **{measure: _money(amounts[measure][(scope, key)]) for measure in ("low", "base", "high")},
        }
        for (scope, key), value in amounts["full"].items()
        if scope == "china_ai"
    ]
    return sorted(rows, key=lambda row: (-row["market_value"], row[name]))


def _by_tier(cube: Cube) -> list[Json]:
    figures = headline(cube)
    return [
        {
            "tier": total.tier.value,
            "name": total.tier.label,
            "market_value": _money(total.value),
            "estimated": _money(total.estimated),
            "positions": total.positions,
            "own_status_value": _money(own.value),
            "own_status_positions": own.positions,
            "china_ai": _money(china.value),
            "china_ai_estimated": _money(china.estimated),
            "china_ai_positions": china.positions,
        }
        for total, own, china in zip(
            figures.by_tier, figures.position_tiers, figures.china_ai_by_tier, strict=True
        )
    ]


def _by_category_tier(cube: Cube) -> list[Json]:
    return [
        {"code": category, "tier": tier, "market_value": _money(value)}
        for (scope, category, tier), value in sorted(cube.totals(("scope", "category", "tier")).items())
        if scope == "china_ai"
    ]


def _by_manager(cube: Cube) -> list[Json]:
    china, reach = cube.cross("scope", "manager"), cube.cross("manager", "reach")
    rows = [
        {
            "manager": name,
            "market_value": _money(value),
            "china_ai": _money(china.get(("china_ai", name), 0)),
            "not_disclosed": _money(reach.get((name, "not_disclosed"), 0)),
            "unresolved": _money(reach.get((name, "unresolved"), 0)),
        }
        for name, value in cube.by("manager").items()
    ]
    return sorted(rows, key=lambda row: (-row["china_ai"], row["manager"]))


def _positions(analysis: Analysis) -> list[Json]:
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
        "market_value": _money(row["market_value"]),
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
            "ai_weighted": _money(base),
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
        "market_value": _money(line["market_value"]),
        "weight": line["weight"],
        "method": line["method"],
        "scale_factor": None if line["scale_factor"] != line["scale_factor"] else line["scale_factor"],
        "data_date": line["data_date"] or None,
        "confidence": line["confidence"],
        "issuer": line["issuer_id"] or None,
        "issuer_name": line["issuer"],
        "region": line["region"],
        "category": line["category"],
        "low": _money(line["low"]),
        "base": _money(line["base"]),
        "high": _money(line["high"]),
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


def _finding(finding: Finding) -> Json:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": finding.file,
        "sheet": finding.sheet,
        "cell": finding.cell or None,
        "row": finding.row or None,
        "message": finding.message,
    }


def _at(items: list[Any], index: int) -> Any:
    return items[index] if 0 <= index < len(items) else None


def _money(cents: int) -> float:
    return int(cents) / 100


def _optional(cents: int | None) -> float | None:
    return None if cents is None else _money(cents)
