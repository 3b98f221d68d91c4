"""Numbers with the words that go with them: never "1 rows"."""

from __future__ import annotations


def counted(count: int, thing: str, things: str = "") -> str:
    """A number with its word.

    Args:
        count: how many.
        thing: the word for one.
        things: the word for several, where it is not made with an s.

    Returns:
        Such as "1 row", "0 rows", "2,041 entries".
    """
    return f"{count:,} {choose_word(count, thing, things or f'{thing}s')}"


def choose_word(count: int, one: str, several: str) -> str:
    """The word for one thing or for several, such as "is" or "are"."""
    return one if count == 1 else several
