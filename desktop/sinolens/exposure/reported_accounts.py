"""Accounts that only one of two analyses reports, so that a file more or less is not taken for trades."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd


def reported_once(
    then: pd.DataFrame, now: pd.DataFrame, numbers: tuple[list[int], list[int]]
) -> tuple[list[bool], list[bool]]:
    """Which positions stand in an account that the other date does not report.

    An account is known by its name as typed, capitals and spaces aside. Where more than half the value of such an
    account is in securities that accounts missing on the other date held too, it is the same account by another name
    (a change of custodian, say) and reported on both dates. Where either date names no account at all, none can be
    told from another, and no position stands in such an account.

    Args:
        then: positions of the earlier date, with the columns `account` and `market_value` (cents).
        now: positions of the later date.
        numbers: the security of each position of either, as `Securities.number` gives them.

    Returns:
        For each position of then: its account is no longer reported; for each of now: it is newly reported.
    """
    keys = tuple([" ".join(name.casefold().split()) for name in frame["account"]] for frame in (then, now))
    before, after = (set(names) - {""} for names in keys)
    if not (before and after):
        return [False] * len(then), [False] * len(now)
    gone, new = before - after, after - before
    held_then, held_now = (
        {number for number, key in zip(of_positions, names, strict=True) if key in alone}
        for of_positions, names, alone in zip(numbers, keys, (gone, new), strict=True)
    )
    gone -= _followed(keys[0], then, numbers[0], held_now)
    new -= _followed(keys[1], now, numbers[1], held_then)
    return [key in gone for key in keys[0]], [key in new for key in keys[1]]


def _followed(names: list[str], positions: pd.DataFrame, numbers: list[int], elsewhere: set[int]) -> set[str]:
    """Accounts more than half of whose value, sizes added, is in the securities held elsewhere."""
    whole: dict[str, int] = defaultdict(int)
    met: dict[str, int] = defaultdict(int)
    for name, value, number in zip(names, positions["market_value"].tolist(), numbers, strict=True):
        whole[name] += abs(value)
        if number in elsewhere:
            met[name] += abs(value)
    return {name for name, value in met.items() if 2 * value > whole[name]}
