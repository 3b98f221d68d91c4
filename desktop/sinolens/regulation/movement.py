"""What moved between two assessments of the same positions, and by which triggers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sinolens.domain.tier import Status, Tier, Trigger


@dataclass(frozen=True, slots=True)
class Move:
    """A position whose code, or what stands beside it, changed.

    Attributes:
        row: number of the position.
        before, after: the two statuses.
        gained, lost: triggers only the later or only the earlier status has, told apart by rule, entry and code.
    """

    row: int
    before: Status
    after: Status
    gained: tuple[Trigger, ...]
    lost: tuple[Trigger, ...]

    @property
    def rises(self) -> bool:
        """Both tiers are known and the later one is more severe."""
        return Tier.U not in (self.before.tier, self.after.tier) and (
            self.after.tier.precedence < self.before.tier.precedence)

    @property
    def resolves(self) -> bool:
        """It was unresolved and is so no longer."""
        return self.before.tier is Tier.U and self.after.tier is not Tier.U

    @property
    def unsettles(self) -> bool:
        """It was resolved and is so no longer."""
        return self.after.tier is Tier.U and self.before.tier is not Tier.U


def find_moves(before: Iterable[Status], after: Iterable[Status]) -> tuple[Move, ...]:
    """Positions that moved, in row order.

    Args:
        before: status of each position, row by row.
        after: the same positions under another date, definition, institution or edition.

    Raises:
        ValueError: the two do not have the same number of positions.
    """
    moves = []
    for row, (old, new) in enumerate(zip(before, after, strict=True)):
        if old is new or (old.code, old.other_codes) == (new.code, new.other_codes):
            continue
        known, found = {_key(one) for one in old.triggers}, {_key(one) for one in new.triggers}
        moves.append(Move(
            row, old, new, tuple(one for one in new.triggers if _key(one) not in known),
            tuple(one for one in old.triggers if _key(one) not in found),
        ))
    return tuple(moves)


def _key(trigger: Trigger) -> tuple[str, str, str]:
    return trigger.rule_id, trigger.entry_id, trigger.code
