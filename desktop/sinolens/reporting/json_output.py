"""The analysis as JSON, version 1. The schema is `resources/reporting/analysis.schema.json`.

Amounts are numbers with two decimals in base currency; dates are ISO; what is not known is null, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping

from sinolens.domain.finding import Finding
from sinolens.domain.judgement import Judgement
from sinolens.exposure.analysis import Analysis, InputSummary
from sinolens.exposure.comparison import Comparison
from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import headline
from sinolens.reporting.identity import report_id
from sinolens.reporting.json_outlook import comparison_to_json, limit_to_json, scenarios_to_json
from sinolens.reporting.json_positions import positions_to_json
from sinolens.reporting.json_tracking import divestment_to_json, exceptions_to_json
from sinolens.reporting.json_values import Json, to_amount, to_optional_amount

SCHEMA_VERSION = 1


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
            "market_value": to_amount(figures.market_value),
            "china_ai": {
                "full": to_amount(figures.china_ai),
                "low": to_amount(figures.weighted.low),
                "base": to_amount(figures.weighted.base),
                "high": to_amount(figures.weighted.high),
                "direct": to_amount(figures.china_ai_direct),
                "look_through": to_amount(figures.china_ai_look_through),
            },
            "direct": to_amount(figures.direct),
            "look_through": to_amount(figures.look_through),
            "not_disclosed": to_amount(figures.not_disclosed),
            "unresolved": to_amount(figures.unresolved),
            "outside_definition": to_amount(figures.outside_definition),
            "enablers": to_amount(figures.enablers),
            "unfunded": to_amount(figures.unfunded),
            "accrued": to_amount(figures.accrued),
        },
        "exposure": {
            "by_category": _china_ai_by(cube, "category", "code"),
            "by_tier": _by_tier(cube),
            "by_category_tier": _by_category_tier(cube),
            "by_issuer": _china_ai_by(cube, "issuer", "issuer"),
            "by_manager": _by_manager(cube),
        },
        "positions": positions_to_json(analysis),
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
        "control_total": to_optional_amount(source.control_total),
        "sum": to_amount(source.sum),
        "difference": to_optional_amount(source.difference),
        **({"currency": source.currency} if source.currency else {}),
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
            "market_value": to_amount(value),
            **{measure: to_amount(amounts[measure][(scope, key)]) for measure in ("low", "base", "high")},
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
            "market_value": to_amount(total.value),
            "estimated": to_amount(total.estimated),
            "positions": total.positions,
            "own_status_value": to_amount(own.value),
            "own_status_positions": own.positions,
            "china_ai": to_amount(china.value),
            "china_ai_estimated": to_amount(china.estimated),
            "china_ai_positions": china.positions,
        }
        for total, own, china in zip(
            figures.by_tier, figures.position_tiers, figures.china_ai_by_tier, strict=True
        )
    ]


def _by_category_tier(cube: Cube) -> list[Json]:
    return [
        {"code": category, "tier": tier, "market_value": to_amount(value)}
        for (scope, category, tier), value in sorted(cube.totals(("scope", "category", "tier")).items())
        if scope == "china_ai"
    ]


def _by_manager(cube: Cube) -> list[Json]:
    china, reach = cube.cross("scope", "manager"), cube.cross("manager", "reach")
    rows = [
        {
            "manager": name,
            "market_value": to_amount(value),
            "china_ai": to_amount(china.get(("china_ai", name), 0)),
            "not_disclosed": to_amount(reach.get((name, "not_disclosed"), 0)),
            "unresolved": to_amount(reach.get((name, "unresolved"), 0)),
        }
        for name, value in cube.by("manager").items()
    ]
    return sorted(rows, key=lambda row: (-row["china_ai"], row["manager"]))


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
