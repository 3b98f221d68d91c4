"""Exposure by what is asked of an issuer: where it is on each basis, who owns it, which lists it appears on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from sinolens.exposure.cube import Cube
from sinolens.exposure.geography import BASES as PLACES
from sinolens.exposure.geography import by_basis, place_name
from sinolens.reference.loader import Reference

QUESTIONS: dict[str, str] = {
    **{key: title for key, title in PLACES.items() if key != "region"},
    "region": "Risk, by principal place of business",
    "revenue": "Where revenue comes from",
    "ownership": "Ownership by the state",
    "list": "Lists it appears on",
}
"""Every basis exposure can be parted by, and its title."""
NOT_ON_FILE = "Not on file"
_OWNERS = {"central": "Central government", "local": "Local government", "private": "Private"}


@dataclass(frozen=True, slots=True)
class BasisRow:
    """China-AI value of one answer, in cents: full and AI-weighted base. `name` is for people."""

    name: str
    value: int
    weighted: int


def part_by(cube: Cube, reference: Reference, question: str) -> tuple[BasisRow, ...]:
    """China-AI value of a view by the answers to a question, largest first.

    The rows add to the whole, but for "list": an issuer can appear on several lists, and counts on each. No file of the
    program holds where revenue comes from, so that all of it is not on file.

    Raises:
        KeyError: no such question.
    """
    if question not in QUESTIONS:
        raise KeyError(question)
    if question in PLACES:
        full, base = (by_basis(cube, reference, question, measure) for measure in ("full", "base"))
        rows = [BasisRow(place_name(reference, key), value, base.get(key, 0)) for key, value in full.items()]
    elif question == "list":
        rows = _lists(cube)
    else:
        rows = _by_issuer(cube, reference, question)
    return tuple(sorted(rows, key=lambda row: (-abs(row.value), row.name)))


def _by_issuer(cube: Cube, reference: Reference, question: str) -> list[BasisRow]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for place, measure in enumerate(("full", "base")):
        for issuer_id, value in cube.by("issuer", measure, ("china_ai",)).items():
            issuer = reference.issuers.get(issuer_id)
            link = str(issuer.state_link or "") if question == "ownership" and issuer is not None else ""
            sums[_OWNERS.get(link, link.capitalize()) or NOT_ON_FILE][place] += value
    return [BasisRow(name, full, base) for name, (full, base) in sums.items()]


def _lists(cube: Cube) -> list[BasisRow]:
    analysis = cube.analysis
    lines = cube.lines()
    china = cube.values("scope").index("china_ai")
    lines = lines[cube.codes("scope")[lines] == china]
    status = analysis.slices["status"].to_numpy(np.int64)[lines]
    value, base = (analysis.slices[name].to_numpy(np.int64)[lines] for name in ("market_value", "base"))
    titles = {state.list_id: state.short_title for state in analysis.lists}
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for number in np.unique(status).tolist():
        inside = status == number
        found = {trigger.list_id for trigger in analysis.statuses[number].triggers if trigger.list_id}
        for name in {titles.get(key, key) for key in found} or {"On none of the lists checked"}:
            sums[name][0] += int(value[inside].sum())
            sums[name][1] += int(base[inside].sum())
    return [BasisRow(name, full, weighted) for name, (full, weighted) in sums.items()]
