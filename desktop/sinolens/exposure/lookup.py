"""The weakest confidence and the oldest date behind a total, kept as numbers and read as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from sinolens.exposure.dimension import Codes
from sinolens.exposure.store import NO_DATE


class Lookup(Mapping[tuple[str, ...], str]):
    """A number for each combination, made into text only when asked for."""

    def __init__(self, places: dict[tuple[str, ...], int], numbers: Codes, text: Callable[[int], str]) -> None:
        self._places, self._numbers, self._text = places, numbers, text

    def __getitem__(self, key: tuple[str, ...]) -> str:
        number = int(self._numbers[self._places[key]])
        if number == -1:
            raise KeyError(key)
        return self._text(number)

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return (key for key, place in self._places.items() if self._numbers[place] != -1)

    def __len__(self) -> int:
        return int((self._numbers != -1).sum())


@lru_cache(maxsize=4096)
def read_day(number: int) -> str:
    """A day kept as the number yyyymmdd as an ISO date; "" for none."""
    if number == NO_DATE:
        return ""
    return f"{number // 10000:04d}-{number // 100 % 100:02d}-{number % 100:02d}"
