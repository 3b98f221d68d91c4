"""Use case: values in other currencies brought into the base currency by the user's own table of rates, or left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from sinolens.domain.counting import counted
from sinolens.domain.finding import Finding, Severity
from sinolens.domain.money import Excluded, Rate
from sinolens.exposure.analysis import InputSummary
from sinolens.importing.base_currency import CODE as OTHER_CURRENCY
from sinolens.importing.valuation import CODE as LOCAL_VALUES
from sinolens.lookthrough.fund_table import FundTable
from sinolens.services.holdings import Holdings

MONEY = ("market_value", "accrued", "cost", "commitment", "called", "unfunded")
OLD_DAYS = 10
"""A rate farther than this from the date of the holdings is reported."""
_SHOWN = 6


@dataclass(frozen=True)
class Converted:
    """Holdings in the base currency.

    Attributes:
        holdings: with values converted; those without a rate are zero.
        excluded: what counts nothing.
        used: the rates that were needed.
    """

    holdings: Holdings
    excluded: tuple[Excluded, ...]
    used: tuple[Rate, ...]


def convert(holdings: Holdings, rates: Sequence[Rate], as_of: str, base: str = "USD") -> Converted:
    """Convert tables whose values are known to stand in the currency of each row, or all in one other currency.

    Only tables with an unexplained finding that says so are touched. A row whose currency has no rate counts nothing:
    it is never added as if it were the base currency. Lines of a fund in one currency keep their amounts without one,
    as only their shares are used.

    Args:
        holdings: as read.
        rates: of the user.
        as_of: ISO date of the analysis; of several rates of a currency the latest up to then is taken.
        base: ISO code of the base currency.
    """
    if not any(_is_local(summary) for summary in holdings.inputs):
        return Converted(holdings, (), ())
    chosen = choose_rates(rates, as_of)
    positions = holdings.positions.copy()
    tables = list(holdings.fund_tables)
    inputs: list[InputSummary] = []
    excluded: list[Excluded] = []
    used: dict[str, Rate] = {}
    start, fund = 0, 0
    for summary in holdings.inputs:
        rows = slice(start, start + summary.positions)
        is_fund = summary.role == "fund_holdings"
        if is_fund:
            fund, frame = fund + 1, tables[fund].frame
        else:
            start, frame = start + summary.positions, positions.iloc[rows].reset_index(drop=True)
        if not _is_local(summary):
            inputs.append(summary)
            continue
        if is_fund and summary.currency and summary.currency not in chosen:
            tables[fund - 1] = replace(tables[fund - 1], currency=summary.currency)
            inputs.append(summary)
            continue
        made, lost, found = _convert_frame(frame, summary.currency, chosen, base)
        if is_fund:
            tables[fund - 1] = replace_frame(tables[fund - 1], made)
        else:
            for name in MONEY:
                positions.loc[positions.index[rows], name] = made[name].to_numpy()
            excluded += [Excluded(rows.start + place, currency, amount) for place, currency, amount in lost]
        used |= {rate.currency: rate for rate in found}
        inputs.append(_described(summary, found, lost, as_of, base))
    changed = {id(old): new for old, new in zip(holdings.inputs, inputs, strict=True) if old is not new}
    findings = _replace_findings(holdings, changed)
    made_holdings = replace(
        holdings, positions=positions, fund_tables=tuple(tables), inputs=tuple(inputs), findings=findings
    )
    return Converted(made_holdings, tuple(excluded), tuple(used.values()))


def choose_rates(rates: Sequence[Rate], as_of: str) -> dict[str, Rate]:
    """One rate for each currency: the latest up to the date, else the earliest after it."""
    found: dict[str, Rate] = {}
    for rate in sorted(rates, key=lambda one: one.date):
        known = found.get(rate.currency)
        if known is None or rate.date <= as_of:
            found[rate.currency] = rate
    return found


def replace_frame(table: FundTable, frame: pd.DataFrame) -> FundTable:
    """The table with another frame."""
    return replace(table, frame=frame)


def _is_local(summary: InputSummary) -> bool:
    return bool(summary.currency) or any(map(_says_local, summary.findings))


def _says_local(finding: Finding) -> bool:
    """The finding that is replaced by what was done about it."""
    local = finding.code == LOCAL_VALUES and finding.severity is Severity.BLOCKING
    return local or (finding.code == OTHER_CURRENCY and finding.severity in (Severity.BLOCKING, Severity.INFO))


def _convert_frame(
    frame: pd.DataFrame, whole: str, rates: Mapping[str, Rate], base: str,
) -> tuple[pd.DataFrame, list[tuple[int, str, int]], list[Rate]]:
    """The frame in the base currency, rows that count nothing (row, currency, amount), and the rates used.

    `whole` is the currency of all its amounts, "" where each row has its own.
    """
    currency = np.full(len(frame), whole, dtype=object) if whole else frame["currency"].to_numpy(dtype=object)
    foreign = np.array([bool(code) and code != base for code in currency], dtype=bool)
    factor = np.array([rates[code].rate if code in rates else np.nan for code in currency], dtype=np.float64)
    factor[~foreign] = 1.0
    without = np.isnan(factor)
    values = frame["market_value"].to_numpy(dtype=np.int64)
    lost = [(int(row), str(currency[row]), int(values[row])) for row in np.flatnonzero(without)]
    made = frame.copy()
    for name in MONEY:
        column = frame[name]
        given = column.notna().to_numpy(dtype=bool)
        cents = column.fillna(0).to_numpy(dtype=np.float64) * np.where(without, 0.0, factor)
        rounded = pd.Series(np.rint(cents).astype(np.int64), dtype=str(column.dtype))
        made[name] = rounded.where(given) if str(column.dtype) == "Int64" else rounded
    needed = sorted({str(code) for code in currency[foreign & ~without]})
    return made, lost, [rates[code] for code in needed]


def _described(
    summary: InputSummary, used: Sequence[Rate], lost: Sequence[tuple[int, str, int]], as_of: str, base: str
) -> InputSummary:
    """The summary with what was done in place of the finding that values are local."""
    findings: list[Finding] = []
    for finding in summary.findings:
        if not _says_local(finding):
            findings.append(finding)
            continue
        if used:
            told = "; ".join(f"{r.currency} {r.rate:g} of {r.date}{f' ({r.source})' if r.source else ''}" for r in used)
            old = [r.currency for r in used if abs(_days(r.date, summary.as_of or as_of)) > OLD_DAYS]
            late = f" More than {OLD_DAYS} days from the date of the holdings: {', '.join(old)}." if old else ""
            findings.append(replace(
                finding, code="fx-converted", severity=Severity.WARNING if old else Severity.INFO,
                message=f"Values were converted into {base} by your table of rates: {told}.{late}",
            ))
        if lost:
            sums: dict[str, tuple[int, int]] = {}
            for _, code, amount in lost:
                count, total = sums.get(code, (0, 0))
                sums[code] = (count + 1, total + amount)
            told = "; ".join(
                f"{code} {total / 100:,.2f} in {counted(count, 'position')}"
                for code, (count, total) in sorted(sums.items())[:_SHOWN]
            )
            findings.append(replace(
                finding, code="fx-rate-missing", severity=Severity.BLOCKING,
                message=f"No exchange rate is on file: {told}. They count nothing in any total. Give a table of rates "
                f"(File, Exchange rates; or --rates), or accept with a reason that the values are in {base}.",
            ))
    return replace(summary, findings=tuple(findings))


def _replace_findings(holdings: Holdings, changed: Mapping[int, InputSummary]) -> tuple[Finding, ...]:
    """Findings of the holdings with those of changed summaries in the place of the old ones."""
    old = {id(f) for s in holdings.inputs if id(s) in changed for f in s.findings}
    dropped = [f for s in holdings.inputs if id(s) in changed for f in s.findings]
    new = [f for s in holdings.inputs if id(s) in changed for f in changed[id(s)].findings]
    kept = [f for f in holdings.findings if id(f) not in old and f not in dropped]
    return (*kept, *new)


def _days(one: str, other: str) -> int:
    try:
        return (date.fromisoformat(one) - date.fromisoformat(other)).days
    except ValueError:
        return 0
