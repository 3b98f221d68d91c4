"""Arithmetic between columns: price × quantity ≈ value, local × rate ≈ base, in either direction."""

from __future__ import annotations

import numpy as np

_NEAR = 0.01


def share_equal(left: np.ndarray, right: np.ndarray, tolerance: float = _NEAR) -> float:
    """Share of the rows, of those with both numbers, in which the two agree within a relative tolerance."""
    both = np.isfinite(left) & np.isfinite(right) & (right != 0)
    if np.count_nonzero(both) < 2:
        return 0.0
    return float(np.mean(np.abs(left[both] - right[both]) <= tolerance * np.abs(right[both])))


def rate_direction(local: np.ndarray, rate: np.ndarray, base: np.ndarray) -> str:
    """Direction of a rate: "times" when local × rate ≈ base, "over" when local / rate ≈ base, "" when neither.

    Rows with a rate of one tell nothing and are left out.
    """
    telling = np.isfinite(rate) & (np.abs(rate - 1) > 0.02) & (rate != 0)
    if np.count_nonzero(telling) < 1:
        return ""
    local, rate, base = local[telling], rate[telling], base[telling]
    known = np.isfinite(local) & np.isfinite(base) & (base != 0)
    if not known.any():
        return ""
    local, rate, base = local[known], rate[known], base[known]
    with np.errstate(over="ignore"):
        times = float(np.mean(np.abs(local * rate - base) <= 0.02 * np.abs(base)))
        over = float(np.mean(np.abs(local / rate - base) <= 0.02 * np.abs(base)))
    if max(times, over) < 0.6:
        return ""
    return "times" if times >= over else "over"


def direction_by_magnitude(currencies: list[str], rate: np.ndarray, magnitudes: dict[str, float], base: str) -> str:
    """Direction of a rate from the rough worth of the currencies: "times", "over" or ""."""
    one = magnitudes.get(base, 0.0)
    times = over = 0
    for code, value in zip(currencies, rate, strict=True):
        rough = magnitudes.get(code, 0.0) / one if one else 0.0
        if not rough or not np.isfinite(value) or value <= 0 or abs(np.log(rough)) < 0.15:
            continue
        if abs(np.log(value / rough)) < abs(np.log(value * rough)):
            times += 1
        else:
            over += 1
    return "" if times == over else "times" if times > over else "over"


def values_from(quantity: np.ndarray, price: np.ndarray, value: np.ndarray) -> tuple[float, float]:
    """How often quantity × price gives the value: the best of plain and per hundred, and the divisor that gave it."""
    with np.errstate(over="ignore"):
        product = quantity * price
    plain = share_equal(product, value, 0.02)
    hundred = share_equal(product / 100, value, 0.02)
    return (hundred, 100.0) if hundred > plain else (plain, 1.0)
