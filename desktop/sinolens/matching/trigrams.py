"""Nearest names by trigram TF-IDF, many queries at a time, on plain arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sinolens.matching.vocabulary import is_han

_Ints = npt.NDArray[np.int64]
_CELLS = 1_500_000
"""Scores held at once; bounds the memory of a batch."""
_BACKGROUND = 2_000
"""Rarity is reckoned as if so many other names stood behind the indexed ones; a short list knows no rarity itself."""
_BEHIND = 0.6
"""Names with less than this part of the best name's cosine are not worth comparing word by word."""
_COMMON = 0.06
"""Trigrams in more than this part of the names say next to nothing and are left out of the search."""


def trigrams_of(words: Sequence[str]) -> set[str]:
    """Trigrams of the glued words, so that a missing or extra blank costs nothing; pairs of Chinese characters."""
    text = "".join(words)
    if is_han(text):
        return {text[i : i + 2] for i in range(len(text) - 1)} | {text[0] + "^"}
    text = "^" + text
    return {text[i : i + 3] for i in range(max(len(text) - 2, 1))}


class TrigramIndex:
    """Cosine similarity of names by their trigrams, weighted by rarity among the indexed names."""

    def __init__(self, names: Sequence[Sequence[str]]) -> None:
        self._count = len(names)
        grams = [sorted(trigrams_of(words)) if words else [] for words in names]
        self._ids: dict[str, int] = {}
        for found in grams:
            for gram in found:
                self._ids.setdefault(gram, len(self._ids))
        columns = np.array([self._ids[gram] for found in grams for gram in found], dtype=np.int64)
        rows = np.repeat(np.arange(self._count), [len(found) for found in grams])
        frequency = np.bincount(columns, minlength=len(self._ids))
        seen = _BACKGROUND + self._count
        self._idf = np.log(seen / (1 + frequency))
        self._unseen = float(np.log(seen))
        squares = np.bincount(rows, weights=self._idf[columns] ** 2, minlength=self._count)
        norms = np.sqrt(np.maximum(squares, 1e-12))
        order = np.argsort(columns, kind="stable")
        self._posting_rows = rows[order].astype(np.int32)
        self._posting_weights = (self._idf[columns] / norms[rows])[order].astype(np.float32)
        self._starts = np.concatenate(([0], np.cumsum(frequency)))
        self._searched = frequency <= max(60, int(_COMMON * self._count))

    def search(
        self, queries: Sequence[Sequence[str]], least: float, most: int, *, common: bool = False
    ) -> list[list[int]]:
        """Names nearest to each query.

        Args:
            queries: words of each query.
            least: smallest cosine.
            most: names per query.
            common: use the most common trigrams too; slower, for names that have few others.

        Returns:
            For each query indexes of names, nearest first.
        """
        size = max(1, _CELLS // max(self._count, 1))
        found: list[list[int]] = []
        for start in range(0, len(queries), size):
            found.extend(self._search_batch(queries[start : start + size], least, most, common))
        return found

    def _search_batch(
        self, queries: Sequence[Sequence[str]], least: float, most: int, common: bool
    ) -> list[list[int]]:
        ids: list[int] = []
        owners: list[int] = []
        norms = np.zeros(len(queries))
        for place, words in enumerate(queries):
            unseen = 0
            for gram in trigrams_of(words) if words else ():
                gram_id = self._ids.get(gram)
                if gram_id is None:
                    unseen += 1
                else:
                    ids.append(gram_id)
                    owners.append(place)
            norms[place] = unseen * self._unseen**2
        if not ids or not self._count:
            return [[] for _ in queries]
        gram_ids, rows = np.array(ids), np.array(owners)
        norms += np.bincount(rows, weights=self._idf[gram_ids] ** 2, minlength=len(queries))
        if not common:
            kept = self._searched[gram_ids]
            gram_ids, rows = gram_ids[kept], rows[kept]
        scores = self._scores(gram_ids, rows, len(queries))
        limits = least * np.sqrt(norms)
        near_rows, near_names = np.nonzero(scores >= limits[:, None])
        near = scores[near_rows, near_names]
        best = np.zeros(len(queries))
        np.maximum.at(best, near_rows, near)
        close = near >= _BEHIND * best[near_rows]
        near_rows, near_names, near = near_rows[close], near_names[close], near[close]
        # Stable: equal scores stay in the order of the names, whatever the batch.
        order = np.lexsort((near_names, -near, near_rows))
        bounds = np.searchsorted(near_rows[order], np.arange(len(queries) + 1))
        names: list[int] = near_names[order].tolist()
        return [names[bounds[i] : min(bounds[i + 1], bounds[i] + most)] for i in range(len(queries))]

    def _scores(self, gram_ids: _Ints, rows: _Ints, count: int) -> npt.NDArray[np.float64]:
        lengths = self._starts[gram_ids + 1] - self._starts[gram_ids]
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        postings = np.arange(total) + np.repeat(self._starts[gram_ids] - (ends - lengths), lengths)
        cells = np.repeat(rows * self._count, lengths) + self._posting_rows[postings]
        weights = np.repeat(self._idf[gram_ids], lengths) * self._posting_weights[postings]
        flat = np.bincount(cells, weights=weights, minlength=count * self._count).astype(np.float64, copy=False)
        return flat.reshape(count, self._count)
