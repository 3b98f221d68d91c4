"""What the command line says to whoever runs it: progress, refusals, the headline figures."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis


class ConsoleProgress:
    """Progress as one changing line, only where a person watches."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def report(self, done: int, total: int, text: str) -> None:
        """Show the step."""
        if self._shown:
            part = f"{100 * done // total:3d}%" if total else "    "
            sys.stderr.write(f"\r\033[K{part} {text}" + ("\r\033[K" if total and done >= total else ""))
            sys.stderr.flush()

    def check(self) -> None:
        """The command line is stopped with Ctrl-C."""


def complain(sentence: str) -> None:
    """One line on stderr."""
    sys.stderr.write(f"sinolens: {sentence}\n")


def print_headline(made: Analysis) -> None:
    """The headline figures on stdout: what is held, and its value by tier."""
    from sinolens.domain.money import format_dollars
    from sinolens.exposure.cube import Cube
    from sinolens.exposure.headline import headline
    from sinolens.reference.definitions import describe_limits

    figures = headline(Cube(made))
    print(f"As of {made.as_of} · {made.definition.name} · {made.institution.name} · report {made.report_id}")
    for label, cents in (
        ("Market value", figures.market_value), ("China-AI, full value", figures.china_ai),
        ("Direct", figures.direct), ("Looked through", figures.look_through),
        ("Not disclosed", figures.not_disclosed), ("Not identified", figures.unresolved),
    ):
        print(f"  {label:<22}{format_dollars(cents):>24}")
    if limits := describe_limits(made.definition.basis, made.definition.reach):
        print(f"  {limits}")
    print(f"  {'':<29}{'lines, funds opened':>22}{'positions by own status':>28}")
    for total, own in zip(figures.by_tier, figures.position_tiers, strict=True):
        value, whole = format_dollars(total.value), format_dollars(own.value)
        print(f"  {total.tier:<3}{total.tier.label:<26}{value:>22}{whole:>22}{own.positions:>6}")
