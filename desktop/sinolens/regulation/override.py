"""A person's override of a tier: only with name, date and reason, and never out of T1 without a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sinolens.domain.tier import Actions, Status, Tier, tier_of


class OverrideRefused(ValueError):  # noqa: N818 - says what happened
    """The override lacks what it needs; the message says what."""


@dataclass(frozen=True, slots=True)
class Override:
    """What a person decided.

    Attributes:
        code: the sub-code that shall stand.
        who, on, reason: name, ISO date and reason; all needed.
        document: evidence; needed to lower a position out of T1.
    """

    code: str
    who: str
    on: str
    reason: str
    document: str = ""


def describe_direction(before: str, after: str) -> str:
    """What an override of one sub-code by another does, in words.

    Unresolved is no degree of severity: to resolve it is neither to raise nor to lower.

    Raises:
        KeyError: one of them is no sub-code.
    """
    old, new = tier_of(before), tier_of(after)
    if before == after:
        return "It is what the program calculated."
    if old is new:
        return f"It stays in {new}, by another reason." if new is not Tier.U else "It stays unresolved."
    if old is Tier.U:
        return f"It settles what is unresolved: {new} {new.label}."
    if new is Tier.U:
        return f"It leaves the position unresolved in place of {old}."
    return f"It raises the tier from {old} to {new}." if new.precedence < old.precedence else (
        f"It lowers the tier from {old} to {new}.")


def apply_override(status: Status, override: Override) -> Status:
    """The status with a person's code; the triggers stay and the note says who decided, when and why.

    Lowering never loosens what may be done: only the engine's own evidence does that.

    Raises:
        OverrideRefused: name, date or reason is missing, the code is unknown, or T1 would fall without a document.
    """
    for field, text in (("name", override.who), ("date", override.on), ("reason", override.reason)):
        if not text.strip():
            raise OverrideRefused(f"An override needs a {field}.")
    try:
        date.fromisoformat(override.on)
        tier = tier_of(override.code)
    except ValueError:
        raise OverrideRefused(f"“{override.on}” is not a date; write it as 2026-09-30.") from None
    except KeyError:
        raise OverrideRefused(f"There is no sub-code “{override.code}”.") from None
    if status.tier is Tier.T1 and tier is not Tier.T1 and not override.document.strip():
        raise OverrideRefused("A position leaves T1 only with an evidence document.")
    note = f"Overridden from {status.code} to {override.code} by {override.who} on {override.on}: {override.reason}"
    if override.document:
        note += f" ({override.document})"
    others = tuple(code for code in (status.code, *status.other_codes) if code != override.code)
    raised = tier.precedence < status.tier.precedence
    return replace(
        status, tier=tier, code=override.code, other_codes=others,
        actions=Actions("counsel", "counsel", "counsel", "counsel", "counsel") if raised else status.actions,
        notes=(note, *status.notes),
    )
