"""The same security in a separate account and in its own manager's fund file: perhaps one holding, counted twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.money import format_compact
from sinolens.lookthrough.fund_table import FundTable
from sinolens.matching.decisions import string_key

_IDENTIFIERS = ("isin", "cusip", "sedol")


def find_overlaps(positions: pd.DataFrame, expanded: Iterable[tuple[int, FundTable]]) -> list[Finding]:
    """Ask about securities that a manager's file and the same manager's direct positions both hold.

    Args:
        positions: the position table.
        expanded: row number of each fund position that was looked through, with its table.

    Returns:
        One finding per fund position with an overlap. Nothing is taken out: both may be held.
    """
    expanded = list(expanded)
    if not expanded:
        return []
    looked_through = {place for place, _ in expanded}
    held = _by_holder(positions, looked_through)
    findings = []
    for place, table in expanded:
        row = positions.iloc[place]
        holders = {("manager", string_key(row["manager"])), ("account", string_key(row["account"]))}
        own = {
            code: rows for holder in holders if holder[1] for code, rows in held.get(holder, {}).items()
        }
        if not own:
            continue
        shared = _codes(table.frame) & own.keys()
        if not shared:
            continue
        rows = sorted({number for code in shared for number in own[code]})
        value = int(positions["market_value"].iloc[rows].sum())
        findings.append(Finding(
            "possible-double-count", Severity.WARNING,
            f"{len(rows)} positions worth {format_compact(value)} stand in the same manager's or account's direct "
            f"lines and in the holdings of {row['name']}: say whether they are one holding. Both are counted.",
            file=str(row["file"]), sheet=str(row["sheet"]), row=int(row["row"]),
        ))
    return findings


def _by_holder(positions: pd.DataFrame, looked_through: set[int]) -> dict[tuple[str, str], dict[str, list[int]]]:
    held: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    keys: dict[str, str] = {}
    columns = [positions[name].to_numpy(dtype=object) for name in ("manager", "account", *_IDENTIFIERS)]
    for place, (manager, account, *codes) in enumerate(zip(*columns, strict=True)):
        if place in looked_through:
            continue
        code = next((code for code in codes if code), "")
        if not code:
            continue
        for kind, text in (("manager", manager), ("account", account)):
            if text:
                key = keys.setdefault(text, string_key(text))
                held[(kind, key)][code].append(place)
    return held


def _codes(frame: pd.DataFrame) -> set[str]:
    return {
        code for name in _IDENTIFIERS if name in frame.columns for code in frame[name].unique().tolist() if code
    }
