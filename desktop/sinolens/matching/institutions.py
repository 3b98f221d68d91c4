"""States and the banks of states, known by their names: their paper and deposits with them are claims on them."""

from __future__ import annotations

from functools import cache, lru_cache

from sinolens.matching.lexicon import parts_of
from sinolens.matching.normaliser import fold
from sinolens.matching.vocabulary import vocabulary
from sinolens.reference.loader import resources
from sinolens.reference.pack import FieldSpec, iso_date, one_of, read_table, verified_mark

_LONGEST = 6
"""Words of an institution's name."""
_LONGEST_CLAIM = 3
"""Words that say what a claim is: "certificate of deposit"."""


@cache
def _institutions() -> dict[tuple[str, ...], str]:
    rows = read_table(resources(), "matching/chinese-institutions.csv", {
        "phrase": FieldSpec(required=True), "country": FieldSpec(required=True),
        "kind": FieldSpec(one_of("bank", "state"), required=True), "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True), "verified": verified_mark,
    })
    return {tuple(_parts(row["phrase"])): row["country"] for row in rows}


@cache
def _claims() -> frozenset[str]:
    rows = read_table(resources(), "matching/claim-words.csv", {"phrase": FieldSpec(required=True)})
    return frozenset(" ".join(_parts(row["phrase"])) for row in rows)


@lru_cache(maxsize=20_000)
def institution_home(name: str) -> str:
    """Home of the state or bank a line is a claim on by its name, "" when it is on none on file.

    It is one whose name begins with the institution's, or that is a deposit, a repo or the like and names it anywhere.
    A branch abroad is the bank itself, and files print the country of trade or of the currency beside a state's bond.
    """
    parts = _parts(name)
    return _home_at(parts, 0) or (institution_inside(name) if _is_claim(parts) else "")


@lru_cache(maxsize=20_000)
def institution_inside(name: str) -> str:
    """Home of the state or bank named anywhere in a name, "" when none is: of a deposit "with" it, say.

    Only for lines that are claims on whoever they name; a fund or a company may bear a bank's name too.
    """
    parts = _parts(name)
    return next(filter(None, (_home_at(parts, start) for start in range(len(parts)))), "")


def is_claim(name: str) -> bool:
    """Whether a name says that the line is a deposit with, a repo with or paper of a state or bank on file."""
    return _is_claim(_parts(name)) and bool(institution_inside(name))


def _is_claim(parts: list[str]) -> bool:
    return any(
        " ".join(parts[start:end]) in _claims()
        for start in range(len(parts)) for end in range(start + 1, min(len(parts), start + _LONGEST_CLAIM) + 1)
    )


def _parts(name: str) -> list[str]:
    """The words, abbreviations written out and "and" left out, as custodians do."""
    written = vocabulary().abbreviations
    return [written.get(part, part) for part in parts_of(fold(name).replace("'", "")) if part != "AND"]


def _home_at(parts: list[str], start: int) -> str:
    known = _institutions()
    found = (tuple(parts[start:end]) for end in range(min(len(parts), start + _LONGEST), start, -1))
    return next((known[phrase] for phrase in found if phrase in known), "")
