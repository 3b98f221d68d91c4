"""Numbers, shares and dates as people type them into forms, one cell at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import InvalidOperation

from sinolens.domain.money import to_cents
from sinolens.importing.dates import cell_date, find_dates, serial_date
from sinolens.importing.form import FormCell
from sinolens.importing.numbers import find_decimal_mark, parse_number

_CLOSE = 0.005
"""A sum of shares this near to the whole shows in which unit they were typed."""
_LARGEST_SHARE = 1.5
"""A single share above this, 150 %, is taken for percent points."""
_LARGEST_AMOUNT = 9e13


@dataclass(frozen=True, slots=True)
class TypedShare:
    """A share as typed. `percent`: it carried a percent sign; otherwise 35 and 0.35 are told apart by its column."""

    number: float
    percent: bool


@dataclass(frozen=True, slots=True)
class ReadShares:
    """Shares of a column in the unit they were meant in.

    Attributes:
        values: 0.35 = 35 %, one per share given.
        sum: of them.
        mixed: the numbers without a sign were of both units.
        doubtful: their sum is far from the whole in either unit, so the unit was chosen by what comes nearer.
    """

    values: tuple[float, ...]
    sum: float
    mixed: bool = False
    doubtful: bool = False


def type_share(cell: FormCell) -> TypedShare | None:
    """The share in a cell, None when it is no number."""
    if isinstance(cell.value, bool | date | datetime):
        return None
    if isinstance(cell.value, int | float):
        return TypedShare(float(cell.value), False) if math.isfinite(cell.value) else None
    number = _parse(cell.text)
    return None if number is None else TypedShare(number, "%" in cell.text)


def read_shares(typed: Sequence[TypedShare]) -> ReadShares:
    """Decide over a whole column whether plain numbers are shares or percent points. Nothing is rescaled to 100 %."""
    plain = [one.number for one in typed if not one.percent]
    signed = sum(one.number / 100 for one in typed if one.percent)

    def scaled(scale: float) -> float:
        return signed + sum(plain) * scale

    def build(scale: float, **marks: bool) -> ReadShares:
        values = tuple(one.number / 100 if one.percent else one.number * scale for one in typed)
        return ReadShares(values, math.fsum(values), **marks)

    if not any(plain):
        return build(1.0)
    for scale in (1.0, 0.01):
        if abs(scaled(scale) - 1) <= _CLOSE:
            return build(scale)
    each = [number / 100 if abs(number) > 1 else number for number in plain]
    if abs(signed + sum(each) - 1) <= _CLOSE:
        found = iter(each)
        values = tuple(one.number / 100 if one.percent else next(found) for one in typed)
        return ReadShares(values, math.fsum(values), mixed=True)
    if max(abs(number) for number in plain) > _LARGEST_SHARE:
        scale = 0.01
    else:
        scale = min((1.0, 0.01), key=lambda one: abs(math.log(scaled(one))) if scaled(one) > 0 else math.inf)
    return build(scale, doubtful=not 0.5 <= scaled(scale) <= 1.5)


def single_share(typed: TypedShare) -> float:
    """A share that stands alone: above 1 it was typed in percent points."""
    return typed.number / 100 if typed.percent or abs(typed.number) > 1 else typed.number


def read_amount(cell: FormCell) -> int | None:
    """Cents of an amount in dollars, None when the cell holds none that can be kept."""
    if isinstance(cell.value, bool | date | datetime) or "%" in cell.text:
        return None
    number = cell.value if isinstance(cell.value, int | float) else _parse(cell.text)
    if number is None or not abs(number) < _LARGEST_AMOUNT:
        return None
    try:
        return to_cents(float(number))
    except InvalidOperation:
        return None


def read_day(cell: FormCell) -> tuple[str, str]:
    """ISO date of a cell and, of a date that can be read two ways, the other reading; "" when there is none."""
    if isinstance(cell.value, date | datetime):
        return cell_date(cell.value), ""
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return serial_date(float(cell.value)), ""
    found = find_dates(cell.text)
    if not found:
        return "", ""
    other = found[0].other
    return found[0].iso, other if other != found[0].iso else ""


def _parse(text: str) -> float | None:
    """Number in a text with the decimal mark it can only have."""
    return parse_number(text, find_decimal_mark([text]))
