"""Equal rows are worked on once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd


def distinct_rows(columns: Sequence[npt.NDArray[np.generic]], count: int) -> tuple[list[int], npt.NDArray[np.int64]]:
    """Which rows are the first of their kind, and which of those kinds each row is, in order of first sight.

    Args:
        columns: what makes rows equal; missing values equal each other.
        count: number of rows.
    """
    codes = np.zeros(count, dtype=np.int64)
    for values in columns:
        column_codes, uniques = pd.factorize(values, use_na_sentinel=False)
        if len(uniques) > 1:
            # Renumbered after each column, so that the products stay far below 64 bits.
            codes, _ = pd.factorize(codes * len(uniques) + column_codes)
    # factorize numbers by first sight, so that the first row of each number is where the running maximum rises.
    rises = np.diff(np.maximum.accumulate(codes), prepend=-1) > 0 if count else np.zeros(0, dtype=bool)
    return np.flatnonzero(rises).tolist(), codes
