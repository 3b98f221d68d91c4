"""Exact splits of a fund position over many lines at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Shares = npt.NDArray[np.float64]
Cents = npt.NDArray[np.int64]


def split_by_shares(total: int, shares: Shares) -> Cents:
    """Split `total` cents by `shares`, which add to 1, by largest remainder; the parts add to the total exactly.

    A part may differ by a cent from the split in exact fractions where two remainders are equal beyond the precision
    of a double; the sum never does. Ties go to the earlier line.

    Raises:
        ValueError: no shares, or a share that is no finite number.
    """
    if not len(shares) or not np.isfinite(shares).all():
        raise ValueError("shares must be finite and at least one")
    exact = total * shares
    parts = np.floor(exact).astype(np.int64)
    missing = total - int(parts.sum())
    # More than one cent a line is missing only when the doubles themselves ran out of digits.
    each, rest = divmod(missing, len(parts))
    parts += each
    if rest:
        order = np.argsort(np.floor(exact) - exact, kind="stable")
        parts[order[:rest]] += 1
    return parts
