"""Money in whole cents."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Rate:
    """An exchange rate of the user's.

    Attributes:
        currency: ISO 4217.
        rate: units of the base currency for one of `currency`.
        date: ISO date the rate is of.
        source: as typed, "" when not given.
    """

    currency: str
    rate: float
    date: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Excluded:
    """A position without a rate for its currency: it counts nothing. `amount` is in hundredths of that currency."""

    position: int
    currency: str
    amount: int


def to_cents(amount: Decimal | int | float | str) -> int:
    """Whole cents of an amount in units of currency, half to even.

    Raises:
        decimal.InvalidOperation: the text is no number.
    """
    # A float is taken by its shortest printed form: 0.1 is ten cents, not 0.1000000000000000055.
    value = Decimal(repr(amount)) if isinstance(amount, float) else Decimal(amount)
    return int((value * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def to_units(cents: int) -> Decimal:
    """Amount in units of currency with two decimals."""
    return Decimal(int(cents)).scaleb(-2)


def format_dollars(cents: int) -> str:
    """Full amount: "$1,234.56", "($1,234.56)" when negative."""
    text = f"${abs(cents) // 100:,}.{abs(cents) % 100:02d}"
    return f"({text})" if cents < 0 else text


def format_amount(cents: int, currency: str = "") -> str:
    """Full amount in a currency: "EUR 1,234.56", "(EUR 1,234.56)" when negative; dollars without one."""
    if not currency:
        return format_dollars(cents)
    text = f"{currency} {format_dollars(abs(cents))[1:]}"
    return f"({text})" if cents < 0 else text


def format_whole_dollars(cents: int) -> str:
    """Amount to the dollar, rounded half up: "$1,235", "($1,235)" when negative."""
    text = f"${(abs(cents) + 50) // 100:,}"
    return f"({text})" if cents < 0 else text


def format_whole_amount(cents: int, currency: str = "") -> str:
    """Amount in a currency without its hundredths: "EUR 1,235", "(EUR 1,235)" when negative; dollars without one."""
    if not currency:
        return format_whole_dollars(cents)
    text = f"{currency} {format_whole_dollars(abs(cents))[1:]}"
    return f"({text})" if cents < 0 else text


@lru_cache(maxsize=8192)
def format_compact(cents: int) -> str:
    """Short amount for cards and pictures: "$1.25T", "$4.20B", "$171.8M", "$12.3K", "$950"; negative in parentheses."""
    for size, mark, digits in ((10**14, "T", 2), (10**11, "B", 2), (10**8, "M", 1), (10**5, "K", 1)):
        # In whole numbers and half up, as every reader rounds: $18,250,000 is $18.3M.
        scaled = (2 * abs(cents) * 10**digits + size) // (2 * size)
        if scaled >= 10**digits:
            text = f"${scaled / 10**digits:,.{digits}f}{mark}"
            break
    else:
        text = f"${(abs(cents) + 50) // 100:,}"
    return f"({text})" if cents < 0 else text


def format_percent(part: int, whole: int, digits: int = 2) -> str:
    """Share of `whole` as "31.70%", "(5.20%)" when negative as amounts are; an en dash when the whole is zero."""
    if not whole:
        return "–"
    text = f"{abs(100 * part / whole):.{digits}f}%"
    # What rounds to nothing has no sign.
    return f"({text})" if (part < 0) != (whole < 0) and any(digit in "123456789" for digit in text) else text
