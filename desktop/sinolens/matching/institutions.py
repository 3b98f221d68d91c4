"""States and the banks of states, known by their names: their paper and deposits with them are claims on them."""

from __future__ import annotations

from functools import cache, lru_cache

from sinolens.matching.lexicon import parts_of
from sinolens.matching.normaliser import fold
from sinolens.reference.loader import resources
from sinolens.reference.pack import FieldSpec, iso_date, one_of, read_table, verified_mark

_LONGEST = 6
"""Words of an institution's name."""


@cache
def _institutions() -> dict[tuple[str, ...], str]:
    rows = read_table(resources(), "matching/chinese-institutions.csv", {
        "phrase": FieldSpec(required=True), "country": FieldSpec(required=True),
        "kind": FieldSpec(one_of("bank", "state"), required=True), "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True), "verified": verified_mark,
    })
    return {tuple(row["phrase"].split()): row["country"] for row in rows}


@lru_cache(maxsize=20_000)
def institution_home(name: str) -> str:
    """Home of the state or the state's bank that a name begins with, "" when it begins with none.

    A branch abroad is the bank itself, and files print the country of trade or of the currency beside a state's bond.
    """
    return _home_at(_parts(name), 0, 2)


@lru_cache(maxsize=20_000)
def institution_inside(name: str) -> str:
    """Home of the state or bank named anywhere in a name, "" when none is: of a deposit "with" it, say.

    Only for lines that are claims on whoever they name; a fund or a company may bear a bank's name too.
    """
    parts = _parts(name)
    return next(filter(None, (_home_at(parts, start, 1) for start in range(len(parts)))), "")


def _parts(name: str) -> list[str]:
    return parts_of(fold(name).replace("'", ""))


def _home_at(parts: list[str], start: int, least: int) -> str:
    known = _institutions()
    found = (tuple(parts[start:end]) for end in range(min(len(parts), start + _LONGEST), start + least - 1, -1))
    return next((known[phrase] for phrase in found if phrase in known), "")
