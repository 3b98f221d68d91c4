"""What one analysis answers otherwise than the one before it, of the same holdings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    # pandas comes with these: they are imported when there is something to compare.
    from sinolens.exposure.analysis import Analysis
    from sinolens.regulation.movement import Move


@dataclass(frozen=True)
class Moved:
    """What moved.

    Attributes:
        title: what was changed.
        moves: positions whose code, or what stands beside it, changed.
        chinese_ai: cents in the headline's categories and the definition's regions, before and after.
        asked: as-of date, definition and institution where they changed: name, before, after.
    """

    title: str
    moves: tuple[Move, ...]
    chinese_ai: tuple[int, int]
    asked: tuple[tuple[str, str, str], ...] = ()

    @property
    def worth_showing(self) -> bool:
        """Something moved."""
        return bool(self.moves) or self.chinese_ai[0] != self.chinese_ai[1]

    @property
    def summary(self) -> str:
        """One line for the message."""
        count = len(self.moves)
        parts = []
        if count:
            # What was unresolved has no degree: to resolve it makes nothing graver.
            ways = (
                (sum(move.rises for move in self.moves), "to a graver tier"),
                (sum(move.resolves for move in self.moves), "out of unresolved"),
                (sum(move.unsettles for move in self.moves), "into unresolved"),
            )
            parts.append(", ".join([f"{count:,} position{'' if count == 1 else 's'} moved",
                                    *(f"{number:,} {way}" for number, way in ways if number)]))
        # Late: the start does not wait for decimal arithmetic.
        from sinolens.domain.money import format_compact

        before, after = self.chinese_ai
        if before != after:
            parts.append(f"China AI {format_compact(before)} → {format_compact(after)}")
        return "; ".join(parts) + "." if parts else "No tier and no exposure moved."


def compare(before: Analysis | None, after: Analysis | None, title: str) -> Moved | None:
    """What moved between two analyses; None when they are not of the same positions."""
    from sinolens.regulation.movement import find_moves

    if before is None or after is None or len(before.positions) != len(after.positions):
        return None
    if not all(before.positions[name].equals(after.positions[name]) for name in ("file", "row", "name")):
        return None
    asked = (
        ("As of", before.as_of, after.as_of),
        ("Definition", before.definition.name, after.definition.name),
        ("Institution", before.institution.name, after.institution.name),
    )
    return Moved(
        title, find_moves(_statuses(before), _statuses(after)), (_chinese_ai(before), _chinese_ai(after)),
        tuple(line for line in asked if line[1] != line[2]),
    )


def _statuses(analysis: Analysis) -> list[Any]:
    return [analysis.statuses[number] for number in analysis.positions["status"].tolist()]


def _chinese_ai(analysis: Analysis) -> int:
    slices = analysis.slices
    regions = {str(region) for region in analysis.definition.regions}
    counted = slices["group"].isin(analysis.headline_groups) & slices["region"].isin(regions)
    return int(slices.loc[counted, "market_value"].sum())
