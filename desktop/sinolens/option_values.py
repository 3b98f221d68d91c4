"""What the words given with an option mean: passphrase, shocks, picks, rates, files of holdings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sinolens.console import complain

if TYPE_CHECKING:
    import argparse

    from sinolens.domain.money import Rate
    from sinolens.services.holdings import Source


def read_secret(path: Path | None) -> str:
    """The first line of the file a passphrase stands in; "" when none is given.

    Raises:
        WrongUse: it cannot be read.
    """
    if path is None:
        return ""
    from sinolens.services.errors import WrongUse

    try:
        return path.read_text(encoding="utf-8").splitlines()[0]
    except (OSError, IndexError, UnicodeDecodeError):
        raise WrongUse(f"No passphrase could be read from {path}.") from None


def read_shocks(given: Sequence[str]) -> dict[str, float]:
    """The percent of each --shock, by the scenario's mark.

    Raises:
        WrongUse: a text that is no shock, or none between -100 and 0.
    """
    from sinolens.services.errors import WrongUse

    shocks = {}
    for text in given:
        mark, equals, percent = text.partition("=")
        try:
            shocks[mark.strip()] = float(percent)
        except ValueError:
            raise WrongUse(f"--shock {text}: write it as MKT-12.1=-30.") from None
        if not (equals and -100 <= shocks[mark.strip()] <= 0):
            raise WrongUse(f"--shock {text}: a shock is between -100 and 0 percent.")
    return shocks


def read_picks(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What each --pick chooses, by the scenario's question; the same question given twice adds up.

    Raises:
        WrongUse: a text that is no pick.
    """
    from sinolens.services.errors import WrongUse

    wanted: dict[str, tuple[str, ...]] = {}
    for text in given:
        key, equals, names = text.partition("=")
        chosen = tuple(name.strip() for name in names.split("|") if name.strip())
        if not (equals and chosen):
            raise WrongUse(f"--pick {text}: write it as MKT-4=ID|ID.")
        wanted[key.strip()] = (*wanted.get(key.strip(), ()), *chosen)
    return wanted


def read_given_rates(file: Path | None) -> tuple[Rate, ...]:
    """The exchange rates of the file given with --rates; what is wrong in it is said on stderr."""
    if file is None:
        return ()
    from sinolens.services.rates import read_rates

    table = read_rates(file)
    for finding in table.findings:
        complain(f"{table.file}{f' {finding.cell}' if finding.cell else ''}: {finding.message}")
    return table.rates


def read_sources(given: argparse.Namespace, secret: str) -> tuple[list[Source], list[tuple[str, str]]]:
    """The files to read with how to read each, and which fund each fund's file belongs to.

    Raises:
        WrongUse: a --fund-holdings that names no fund or no file.
    """
    from sinolens.importing.options import ImportOptions
    from sinolens.services.errors import WrongUse
    from sinolens.services.holdings import Source, read_template

    options = ImportOptions(
        password=secret, as_of=given.as_of, accept_difference=given.accept_difference,
        template=read_template(given.template) if given.template else None,
    )
    sources = [Source(path, options) for path in given.files]
    attachments = []
    for text in given.fund_holdings:
        fund, equals, file = text.partition("=")
        if not (fund and equals and file):
            raise WrongUse(f"--fund-holdings {text}: write it as FUND=FILE.")
        sources.append(Source(Path(file), ImportOptions(password=secret, role="fund_holdings", fund=fund)))
        attachments.append((fund, fund))
    return sources, attachments
