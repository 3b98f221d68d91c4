"""A split of cents in exact arithmetic: what a faster one is measured against, and what makes made-up parts add up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction


def split_cents(total: int, weights: Sequence[float | int | Fraction]) -> list[int]:
    """Split `total` cents in proportion to `weights` by largest remainder, so that the parts add to the whole.

    Args:
        total: cents; may be negative.
        weights: not all zero; negative weights (short lines) are allowed.

    Returns:
        One part per weight, in order. Ties go to the earlier weight.

    Raises:
        ValueError: the weights add to zero.
    """
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact, Fraction(0))
    if whole == 0:
        raise ValueError("weights add to zero")
    shares = [total * weight / whole for weight in exact]
    parts = [share.numerator // share.denominator for share in shares]
    missing = total - sum(parts)
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], i))
    for i in order[:missing]:
        parts[i] += 1
    return parts
