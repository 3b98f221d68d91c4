"""Days and months as clocks count them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from sinolens.domain.tier import Clock


def shift_date(day: str, months: int = 0, days: int = 0) -> str:
    """ISO date that lies `months` calendar months and then `days` days after another.

    A day the month does not have becomes its last day: a month after 31 January is 28 or 29 February.
    """
    start = date.fromisoformat(day)
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return (date(year, month, min(start.day, last)) + timedelta(days=days)).isoformat()


def count_days(start: str, end: str) -> int:
    """Days from one ISO date to another; negative when the second is earlier."""
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def make_clock(label: str, day: str, as_of: str, rule_id: str) -> Clock:
    """A clock with the days left on the as-of date: 0 on the day itself, negative after it."""
    return Clock(label, day, count_days(as_of, day), rule_id)
