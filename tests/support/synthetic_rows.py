"""Rows of a made-up analysis: positions, the lines inside them, and what funds show of themselves."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from exact_split import split_cents
from synthetic_issuers import ASSET_CLASSES, ISSUERS, MANAGERS, Made
from synthetic_statuses import Statuses, status_of

from sinolens.exposure.analysis import FundCoverage


@dataclass
class Draft:
    """Rows while they are being made."""

    positions: list[dict[str, object]] = field(default_factory=list)
    slices: list[dict[str, object]] = field(default_factory=list)
    funds: list[FundCoverage] = field(default_factory=list)
    statuses: Statuses = field(default_factory=Statuses)


def add_position(
    draft: Draft,
    rng: random.Random,
    number: int,
    kind: str,
    named: str,
    without: frozenset[str],
    negative: bool,
) -> None:
    """Add a position with its lines; `kind` is "direct", "fund" or "unmatched"."""
    value = rng.randrange(100_00, 9_000_000_00)
    if negative and number % 17 == 16:
        value = -value
    made = rng.choice(ISSUERS)
    name = named or (
        f"Northgate Fund {number}"
        if kind == "fund"
        else f"Private vehicle {number}"
        if kind == "unmatched"
        else made.name
    )
    base = {
        "file": "custodian.xlsx",
        "sheet": "Holdings",
        "row": number + 6,
        "account": named or f"Account {number % 12 + 1:02d}",
        "manager": named or MANAGERS[number % len(MANAGERS)],
        "asset_class": ASSET_CLASSES[number % 4],
        "name": name,
        "cusip": f"0Q{number:07d}",
        "currency": "USD",
        "market_value": value,
        "as_of": "2026-09-30",
        "instrument": "private_fund" if kind == "fund" else "equity",
    }
    if kind == "fund":
        parts = _fund_parts(draft, rng, number, value, name, named, without)
        worst = max(parts, key=lambda part: abs(int(str(part["market_value"]))))
        status = status_of(draft.statuses, "U2" if number % 10 == 9 else "4C", without, "fund")
        draft.positions.append(
            {
                **base,
                "match": 2,
                "issuer": name,
                "region": "UNKNOWN",
                "category": "G4",
                "group": "G",
                **status,
                "issuer_id": worst["issuer_id"] and "",
            }
        )
        draft.slices.extend(parts)
        return
    if kind == "unmatched":
        answer: dict[str, object] = {
            "match": 1,
            "issuer_id": "",
            "issuer": name,
            "region": "UNKNOWN",
            "category": "U",
            "group": "U",
            **status_of(draft.statuses, "U1", without, name),
        }
        weights = (0, 0, 0)
    else:
        answer = {
            "match": 0,
            "issuer_id": made.id,
            "issuer": named or made.name,
            "region": made.region,
            "category": made.category,
            "group": made.category[0],
            **status_of(draft.statuses, made.code, without, made.id),
        }
        weights = _weigh(value, made)
    draft.positions.append({**base, **answer})
    draft.slices.append(
        {
            **_leaf(base),
            **answer,
            "position": number,
            "path": "",
            "depth": 0,
            "method": "direct",
            "weight": 1.0,
            "data_date": "2026-09-30",
            "confidence": "confirmed",
            "market_value": value,
            "low": weights[0],
            "base": weights[1],
            "high": weights[2],
        }
    )


def _fund_parts(
    draft: Draft,
    rng: random.Random,
    number: int,
    value: int,
    name: str,
    named: str,
    without: frozenset[str],
) -> list[dict[str, object]]:
    dark = number % 10 == 9
    shares = [100] if dark else [35, 25, 20, 20]
    parts = []
    for index, (cents, share) in enumerate(zip(split_cents(value, shares), shares, strict=True)):
        residual = dark or index == 3
        made = rng.choice(ISSUERS)
        answer = (
            {
                "match": 1,
                "issuer_id": "",
                "issuer": name,
                "region": "UNKNOWN",
                "category": "G4",
                "group": "G",
                **status_of(draft.statuses, "U2", without, "fund"),
            }
            if residual
            else {
                "match": 0,
                "issuer_id": made.id,
                "issuer": named or made.name,
                "region": made.region,
                "category": made.category,
                "group": made.category[0],
                **status_of(draft.statuses, made.code, without, made.id),
            }
        )
        weights = (0, 0, cents if cents > 0 else 0) if residual else _weigh(cents, made)
        parts.append(
            {
                "position": number,
                "path": name,
                "depth": 0 if dark else 1,
                "weight": share / 100,
                "data_date": "2026-06-30",
                "method": "not_disclosed" if dark else "residual" if residual else "scaled",
                "scale_factor": float("nan") if residual else 1.01,
                "confidence": "unknown" if residual else "stated",
                "file": "fund.xlsx",
                "sheet": "Fund",
                "row": index + 2,
                "name": name if residual else named or made.name,
                "currency": "USD",
                "instrument": "private_fund" if residual else "equity",
                "market_value": cents,
                "low": weights[0],
                "base": weights[1],
                "high": weights[2],
                **answer,
            }
        )
    undisclosed = sum(int(str(p["market_value"])) for p in parts if p["method"] in ("not_disclosed", "residual"))
    draft.funds.append(
        FundCoverage(
            position=number,
            name=name,
            manager=named or MANAGERS[number % len(MANAGERS)],
            vehicle="private_fund",
            market_value=value,
            known_value=value - undisclosed,
            undisclosed_value=undisclosed,
            method="not_disclosed" if dark else "scaled",
            scale_factor=None if dark else 1.01,
            data_date="" if dark else "2026-06-30",
            confidence="unknown" if dark else "stated",
            file="" if dark else "fund.xlsx",
            missing="The manager gave no holdings." if dark else "",
        )
    )
    return parts


def _weigh(value: int, made: Made) -> tuple[int, int, int]:
    low, base, high = (round(value * part) for part in made.intensity)
    return low, base, high


def _leaf(base: dict[str, object]) -> dict[str, object]:
    return {key: base[key] for key in ("file", "sheet", "row", "name", "cusip", "currency", "instrument")}
