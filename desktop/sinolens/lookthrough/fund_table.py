"""A fund's holdings as a file gives them, and what share of the fund each line is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

from sinolens.domain.counting import choose_word, counted
from sinolens.domain.finding import Finding, Severity
from sinolens.domain.money import format_percent
from sinolens.lookthrough.apportionment import Shares

_ROUNDING = 0.0001
"""Weights are printed to a hundredth of a percent; the error of their sum grows with the root of their number."""
_MOST_ROUNDING = 0.005
_LEAST_NET = 0.01
"""A file whose lines cancel out to less than this part of their gross value cannot be scaled by its sum."""
_MOST_COUNTRIES = 300
REST_OF_WORLD = "XX"
"""User-assigned code of ISO 3166 that forms of ours use for "elsewhere, not named"."""
_IDENTIFIERS = ("isin", "cusip", "sedol", "figi", "lei", "uscc", "ticker")


@dataclass(frozen=True)
class FundTable:
    """One fund's holdings: `frame` has FUND_HOLDING_COLUMNS, `as_of` is the ISO date they are true for or "".

    `currency` is that of its values where they stand in another than the base currency: only their shares count then.
    """

    name: str
    frame: pd.DataFrame
    as_of: str
    file: str
    sheet: str = ""
    currency: str = ""


class Basis(StrEnum):
    """What the shares of a fund's lines come from."""

    WEIGHTS = "weights"
    VALUES = "values"
    SPLIT = "split"
    NOTHING = "nothing"


@dataclass(frozen=True)
class FundReading:
    """Shares of a fund's lines.

    Attributes:
        basis: see `Basis`.
        shares: share of the fund for each line; together with `residual` they add to 1.
        residual: share of the fund that no line speaks for; negative when the lines add to more than the whole.
        values_sum: sum of the lines' values in cents, 0 when the file gives none.
        weights_sum: sum of the printed weights, 1.0 when the file gives none.
        normalised: the weights missed 100 % by no more than rounding and were divided by their sum.
        findings: what was noticed.
    """

    basis: Basis
    shares: Shares
    residual: float
    values_sum: int
    weights_sum: float
    normalised: bool = False
    findings: tuple[Finding, ...] = field(default=())


def read_shares(table: FundTable, countries: dict[str, str]) -> FundReading:
    """Shares of the lines of a fund file.

    Printed weights go first, for they tell what is missing from the file; without weights, values are divided by their
    sum. A table of countries without securities is a percentage split. Nothing is rescaled beyond rounding.

    Args:
        table: the file.
        countries: ISO alpha-2 code to name, to recognise a table of countries.
    """
    frame = table.frame
    count = len(frame)
    values = frame["market_value"].to_numpy(dtype=np.int64)
    weights = frame["weight"].to_numpy(dtype=np.float64, na_value=np.nan)
    findings: list[Finding] = []
    values_sum = int(values.sum())
    if not count:
        return _nothing(table, "The fund file holds no lines", count)
    given = np.isfinite(weights)
    if not given.any():
        return _by_values(table, values, values_sum)
    weights, unknown = _fill_weights(weights, given, values)
    if unknown:
        findings.append(_finding(
            table, "fund-line-without-value", Severity.WARNING,
            f"{counted(unknown, 'line')} of the file for {table.name} {choose_word(unknown, 'gives', 'give')} no "
            f"weight or value and {choose_word(unknown, 'stays', 'stay')} in the residual.",
        ))
    total = float(weights.sum())
    basis = Basis.SPLIT if is_country_split(frame, countries) else Basis.WEIGHTS
    if total > 0 and abs(total - 1) <= min(_MOST_ROUNDING, _ROUNDING * count**0.5):
        return FundReading(basis, weights / total, 0.0, values_sum, total, True, tuple(findings))
    findings.append(_sum_finding(table, total))
    return FundReading(basis, weights, 1.0 - total, values_sum, total, False, tuple(findings))


def is_country_split(frame: pd.DataFrame, countries: dict[str, str]) -> bool:
    """Whether the lines are countries, not securities: no identifier anywhere, most names are names of countries."""
    if any((frame[name] != "").any() for name in _IDENTIFIERS if name in frame.columns):
        return False
    if (frame["name"] != "").sum() > _MOST_COUNTRIES:
        return False
    names = {code.casefold() for code in countries} | {name.casefold() for name in countries.values()}
    known = frame["name"].str.strip().str.casefold().isin(names)
    same = (frame["country"] != "") & (frame["name"].str.strip() == "")
    rest = frame["country"] == REST_OF_WORLD
    return bool((known | same | rest).mean() >= 0.5)


def _fill_weights(weights: Shares, given: npt.NDArray[np.bool_], values: npt.NDArray[np.int64]) -> tuple[Shares, int]:
    """Weights for lines that give a value only, from the net asset value the other lines imply; 0 where unknown."""
    filled = np.where(given, weights, 0.0)
    missing = ~given
    if not missing.any():
        return filled, 0
    base_weight, base_value = float(filled[given].sum()), int(values[given].sum())
    with_value = missing & (values != 0)
    if base_weight > 0 and base_value > 0:
        filled[with_value] = values[with_value] * (base_weight / base_value)
        return filled, int((missing & ~with_value).sum())
    return filled, int(missing.sum())


def _by_values(table: FundTable, values: npt.NDArray[np.int64], total: int) -> FundReading:
    gross = int(np.abs(values).sum())
    if not gross:
        return _nothing(table, "The fund file gives neither weights nor values", len(values))
    if total <= 0 or total < _LEAST_NET * gross:
        return _nothing(table, f"The values of the fund file add to {total / 100:,.2f}, which cannot be scaled",
                        len(values))
    findings: list[Finding] = []
    empty = int((values == 0).sum())
    if empty:
        findings.append(_finding(
            table, "fund-line-without-value", Severity.INFO,
            f"{counted(empty, 'line')} of the file for {table.name} {choose_word(empty, 'has', 'have')} no value and "
            f"{choose_word(empty, 'counts', 'count')} as zero.",
        ))
    if gross > 1.2 * total:
        findings.append(_finding(
            table, "fund-file-leveraged", Severity.WARNING,
            f"The lines of the file for {table.name} are {format_percent(gross, total, 0)} of their net sum gross: "
            "long and short lines are kept as they stand.",
        ))
    return FundReading(Basis.VALUES, values / total, 0.0, total, 1.0, False, tuple(findings))


def _nothing(table: FundTable, reason: str, count: int) -> FundReading:
    finding = _finding(
        table, "fund-file-unusable", Severity.ERROR, f"{reason}: {table.name} is counted as not disclosed.",
    )
    return FundReading(Basis.NOTHING, np.zeros(count), 1.0, 0, 0.0, False, (finding,))


def _sum_finding(table: FundTable, total: float) -> Finding:
    rest = f"{100 * abs(1 - total):,.2f} %"
    done = (
        f"the {rest} that is not itemised is kept as a residual" if total < 1
        else f"the lines are kept as printed and {rest} is set against them as a negative residual"
    )
    severity = Severity.WARNING if abs(total - 1) > 0.02 else Severity.INFO
    return _finding(
        table, "fund-weights-sum", severity,
        f"The weights in the file for {table.name} add to {100 * total:,.2f} %: {done}.",
    )


def _finding(table: FundTable, code: str, severity: Severity, message: str) -> Finding:
    return Finding(code, severity, message, file=table.file, sheet=table.sheet)
