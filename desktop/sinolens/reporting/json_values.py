"""Values as JSON writes them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def to_amount(cents: int) -> float:
    """An amount in units of currency."""
    return int(cents) / 100


def to_optional_amount(cents: int | None) -> float | None:
    """The same, null where nothing is given."""
    return None if cents is None else to_amount(cents)
