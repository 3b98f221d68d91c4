"""Free text looked for in many names at once: all names as one run of bytes, searched by its rarest byte first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_END = 10
"""Line end between two names; no word of a search holds one."""


class TextIndex:
    """Finds which of some names hold a word. Names are compared without regard to case."""

    def __init__(self, names: Sequence[str]) -> None:
        encoded = [" ".join(name.casefold().split("\n")).encode("utf-8", "surrogatepass") for name in names]
        self._count = len(encoded)
        self._bytes = np.frombuffer(b"\n".join(encoded) + b"\n", np.uint8)
        lengths = np.fromiter(map(len, encoded), np.int64, self._count)
        self._ends = np.cumsum(lengths + 1)
        self._frequency = np.bincount(self._bytes, minlength=256)

    @property
    def size(self) -> int:
        """Bytes it keeps."""
        return self._bytes.nbytes + self._ends.nbytes + self._frequency.nbytes

    def find(self, word: str) -> npt.NDArray[np.bool_]:
        """For every name: does it hold the word."""
        wanted = word.casefold().encode("utf-8", "surrogatepass")
        found = np.zeros(self._count, bool)
        if not wanted or _END in wanted:
            return found
        # The rarest byte leaves the fewest places to look at.
        order = sorted(range(len(wanted)), key=lambda place: int(self._frequency[wanted[place]]))
        first = order[0]
        places = np.flatnonzero(self._bytes == wanted[first]) - first
        places = places[(places >= 0) & (places + len(wanted) <= len(self._bytes))]
        for place in order[1:]:
            if not len(places):
                return found
            places = places[self._bytes[places + place] == wanted[place]]
        found[np.searchsorted(self._ends, places, side="right")] = True
        return found
