"""Use case: the user's own table of exchange rates: read from a file, kept in the project, each rate with its date."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.money import Rate
from sinolens.importing.form import read_form
from sinolens.importing.vocabulary import load_vocabulary
from sinolens.services.errors import WrongUse
from sinolens.services.form_values import read_day, type_share
from sinolens.storage import commands
from sinolens.storage.changes import Command
from sinolens.storage.project import Project

SETTING = "fx_rates"
CURRENCY, RATE, DATE, SOURCE = "Currency", "Rate", "Date", "Source"
_WITHIN = 3.0
"""A rate this many times off what a currency is roughly worth is doubted."""


@dataclass(frozen=True, slots=True)
class RateTable:
    """What a file gave: rates that can be used, and what was noticed, each with its cell."""

    file: str
    rates: tuple[Rate, ...]
    findings: tuple[Finding, ...]


def read_rates(path: Path, base: str = "USD") -> RateTable:
    """Read a table with the columns Currency, Rate (base currency for one unit), Date and, if known, Source.

    Args:
        path: CSV or workbook.
        base: ISO code of the base currency.

    Raises:
        sinolens.importing.errors.UnreadableFile: the file cannot be read.
        WrongUse: it has no such table, or not one line of it can be used.
    """
    form = read_form(path)
    table = form.find_table((CURRENCY, RATE, DATE, SOURCE), (CURRENCY, RATE, DATE))
    if table is None:
        raise WrongUse(f"{path.name} has no table with the headings {CURRENCY}, {RATE} and {DATE}.")
    worth = load_vocabulary().currencies
    rates: dict[tuple[str, str], Rate] = {}
    findings: list[Finding] = [one for one in table.findings if one.severity is not Severity.INFO]
    for row in table.rows():
        cells = {name: table.cell(row, name) for name in (CURRENCY, RATE, DATE, SOURCE)}
        code, number = cells[CURRENCY].text.upper(), type_share(cells[RATE])
        day, other = read_day(cells[DATE])
        problem = ""
        if code not in worth:
            problem, cell = f"“{cells[CURRENCY].text}” is no currency that is known", cells[CURRENCY]
        elif code == base:
            continue
        elif number is None or number.percent or not number.number > 0 or not math.isfinite(number.number):
            problem, cell = f"“{cells[RATE].text}” is no rate for {code}", cells[RATE]
        elif not day:
            problem, cell = f"the rate of {code} has no date", cells[DATE]
        elif _is_turned(number.number, worth[code] / worth.get(base, 1.0)):
            problem = (f"{number.number:g} looks like {code} for one {base}; give {base} for one {code}, "
                       f"about {1 / number.number:.4g}")
            cell = cells[RATE]
        if problem or number is None:
            findings.append(table.note("fx-rate-unusable", Severity.WARNING, f"Left out: {problem}.", cell))
            continue
        if other:
            findings.append(table.note(
                "fx-date-ambiguous", Severity.WARNING, f"The date of {code} was read as {day}; it could be {other}.",
                cells[DATE]))
        known = rates.get((code, day))
        if known is not None and known.rate != number.number:
            findings.append(table.note(
                "fx-rate-twice", Severity.WARNING,
                f"{code} has two rates on {day}, {known.rate:g} and {number.number:g}; the first is used.",
                cells[RATE]))
            continue
        rates[code, day] = Rate(code, number.number, day, cells[SOURCE].text)
    if not rates:
        raise WrongUse(f"{path.name} has no rate that can be used: {findings[0].message if findings else 'no lines.'}")
    return RateTable(path.name, tuple(rates.values()), tuple(findings))


def set_rates(project: Project, rates: Sequence[Rate], reason: str = "") -> Command:
    """Keep a table of rates in the project, in place of the one before; none takes it away."""
    made = commands.set_setting(project, SETTING, [asdict(rate) for rate in rates])
    return Command(
        "set-rates", "Exchange rates" if rates else "Remove exchange rates", made.changes, subject="exchange rates",
        reason=reason,
    )


def load_rates(project: Project) -> tuple[Rate, ...]:
    """The rates a project keeps."""
    kept: list[dict[str, Any]] = project.setting(SETTING, [])
    return tuple(Rate(**rate) for rate in kept)


def _is_turned(rate: float, worth: float) -> bool:
    """The rate is far from what the currency is roughly worth, and the other way round it would not be."""
    if worth <= 0:
        return False

    def off(number: float) -> float:
        return max(number / worth, worth / number)

    return off(rate) > _WITHIN and off(1 / rate) <= _WITHIN
