"""Which rows of two analyses are the same security, whatever identifiers each file happens to give."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

_STRONG = ("isin", "cusip", "sedol", "figi")


class Securities:
    """Numbers securities over several tables. Rows that share an identifier, or failing one a name, share a number.

    An account is no part of the identity: what moves from one account to another was neither bought nor sold.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._strong: dict[int, set[str]] = {}
        # A row met again has the number it got: what it is known by is never given to another.
        self._met: dict[tuple[str, ...], int] = {}

    def number(self, frame: pd.DataFrame) -> list[int]:
        """Number of each row's security.

        Args:
            frame: with the identifier, name and instrument columns of positions or slices.
        """
        columns = [frame[name].tolist() for name in (*_STRONG, "ticker", "mic", "name", "instrument")]
        met, found = self._met, []
        for row in zip(*columns, strict=True):
            number = met.get(row)
            if number is None:
                number = met[row] = self._find(row)
            found.append(number)
        return found

    def _find(self, row: tuple[str, ...]) -> int:
        *identifiers, ticker, mic, name, instrument = row
        given = [(kind, value) for kind, value in zip(_STRONG, identifiers, strict=True) if value]
        kinds = {kind for kind, _ in given}
        aliases: list[tuple[str, ...]] = [*given]
        if ticker and mic:
            aliases.append(("ticker", ticker, mic))
        named = ("name", " ".join(name.casefold().split()), instrument)
        number = next((self._numbers[alias] for alias in aliases if alias in self._numbers), None)
        if number is None:
            number = self._by_name(named, kinds)
        if number is None:
            number = len(self._strong)
            self._strong[number] = set()
        self._strong[number] |= kinds
        for alias in (*aliases, named):
            self._numbers.setdefault(alias, number)
        return number

    def _by_name(self, named: tuple[str, ...], kinds: set[str]) -> int | None:
        """A name alone joins rows only where no kind of identifier tells them apart."""
        number = self._numbers.get(named)
        return None if number is None or self._strong[number] & kinds else number


def leaf_keys(securities: Securities, slices: pd.DataFrame) -> Iterator[tuple[str, int]]:
    """Key of each slice inside its position: the way through the funds, and the security at its end."""
    return zip(slices["path"].tolist(), securities.number(slices), strict=True)
