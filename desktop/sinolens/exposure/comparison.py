"""What changed between two analyses: bridges that add up to the cent, and the names that came, went or moved."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.exposure.analysis import Analysis
from sinolens.exposure.bridge import Bridge, Step, lay_bridge
from sinolens.exposure.name_changes import NameChange, NameCount, find_name_changes
from sinolens.exposure.one_date import in_china_ai, is_touched, two_dates


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two analyses side by side. `touched` is the bridge of all lines in tiers T1 to T4, China-AI or not.

    `numbers`: for each position of either its security's number, the same in both.
    """

    before: Analysis
    after: Analysis
    china_ai: Bridge
    touched: Bridge
    names: tuple[NameChange, ...]
    counts: tuple[NameCount, ...]
    numbers: tuple[list[int], list[int]]


def compare(before: Analysis, after: Analysis) -> Comparison:
    """Compare two analyses of one institution, the earlier one first."""
    then, now = two_dates(before, after)
    return Comparison(
        before,
        after,
        lay_bridge(then, now, in_china_ai, Step.RECLASSIFIED),
        lay_bridge(then, now, is_touched, Step.RULES),
        *find_name_changes(then, now),
        (then.numbers, now.numbers),
    )
