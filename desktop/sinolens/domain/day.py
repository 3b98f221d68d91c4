"""Days and moments as people read them, the same in every language the computer is set to."""

from __future__ import annotations

from datetime import date, datetime

# Never the system's names: a report must not change with the language of the computer that writes it.
MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)
MONTHS = tuple(name[:3] for name in MONTH_NAMES)
"""The months, shortened to three letters."""


def spell_day(iso: str) -> str:
    """An ISO date as "30 Sep 2026"; the text itself when it is no date."""
    try:
        found = date.fromisoformat(iso)
    except ValueError:
        return iso
    return _spell(found)


def spell_moment(iso: str, *, seconds: bool = True) -> str:
    """An ISO moment as "23 Nov 2026, 05:31:07"; the text itself when it is no moment."""
    try:
        found = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{_spell(found)}, {found:%H:%M:%S}" if seconds else f"{_spell(found)}, {found:%H:%M}"


def count_days(count: int) -> str:
    """A number of days: "1 day", "1,200 days"."""
    return f"{count:,} day{'' if count == 1 else 's'}"


def _spell(found: date) -> str:
    return f"{found.day} {MONTHS[found.month - 1]} {found.year}"
