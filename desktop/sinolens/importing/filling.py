"""Gaps of text columns filled from beside and from above."""

from __future__ import annotations


def first_given(*columns: list[str]) -> list[str]:
    """For each row the text of the first column that has one."""
    first, *others = columns
    for other in others:
        if all(first):
            break
        if any(other):
            first = [a or b for a, b in zip(first, other, strict=True)]
    return first


def fill_down(values: list[str]) -> list[str]:
    """Texts written on the first row of their group only, repeated for the rows below."""
    if (
        not values
        or not values[0]
        or values.count("") < len(values) // 2
        or len(set(values)) > max(2, len(values) // 2)
    ):
        return values
    current, result = "", []
    for value in values:
        current = value or current
        result.append(current)
    return result


def repeat_beside(values: list[str], heads: list[str]) -> list[str]:
    """Texts written only beside the head of their group, repeated for its rows: the manager beside an account."""
    if fill_down(heads) is heads or any(value and not head for value, head in zip(values, heads, strict=True)):
        return values
    current, result = "", []
    for value, head in zip(values, heads, strict=True):
        current = value if head else current
        result.append(current)
    return result
