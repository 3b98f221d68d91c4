"""The golden table: written from the regulatory notes, row by row, and compared with the engine."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from sinolens.domain.definition import Institution
from sinolens.domain.tier import tier_of
from sinolens.reference.loader import Reference

TABLE = Path(__file__).parents[2] / "data" / "regulation" / "golden.csv"
FIELDS = ("commitment_date", "assurance_date", "special_rights", "secondary", "fund_registration", "fund_domicile",
          "reinvest")


def read_rows() -> list[dict[str, str]]:
    with TABLE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def read_setup(text: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in text.split(";") if part)


def build(row: dict[str, str], holding: Callable) -> list:
    setup = read_setup(row["setup"])
    holds = []
    for part in filter(None, setup.get("holds", "").split("|")):
        key, percent = part.rsplit(":", 1)
        key, _, kind = key.partition("/")
        holds.append((key, kind or "equity", float(percent)))
    fields: dict[str, str | int] = {name: setup[name] for name in FIELDS if name in setup}
    if "commitment" in setup:
        fields |= {"commitment": int(setup["commitment"]) * 100, "manager": "one manager"}
    entry = setup.get("entry", "")
    first = holding(
        row["issuer"], row["instrument"], setup.get("region", ""), setup.get("state", "hit"),
        setup.get("provisional") == "yes", setup.get("by", "isin"), (entry,) if entry else (),
        identified=setup.get("id") != "none", name=setup.get("name", "x"),
        line=setup.get("line", ""), holds=tuple(holds), fields=fields,
        answers={name[7:]: value for name, value in setup.items() if name.startswith("answer.")},
    )
    extra = []
    if "co_invest" in setup:
        extra.append(holding("us-startup", "direct_private", fields={
            "commitment": int(setup["co_invest"]) * 100, "manager": "one manager"}))
    return [first, *extra]


def test_the_table_is_large_enough_and_its_rows_are_named_once() -> None:
    rows = read_rows()
    assert len(rows) >= 120
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(str(tier_of(row["code"])) == row["tier"] for row in rows)


@pytest.mark.parametrize("row", read_rows(), ids=lambda row: f"{row['id']}-{row['issuer'] or row['instrument']}")
def test_the_engine_agrees_with_the_table(
    row: dict[str, str], reference: Reference, institutions: dict[str, Institution], holding: Callable, assess: Callable
) -> None:
    institution = institutions[row["institution"]] if row["institution"] else None
    status = assess(reference, build(row, holding), row["as_of"], institution).position()
    found = (str(status.tier), status.code, frozenset(status.other_codes))
    assert found == (row["tier"], row["code"], frozenset(filter(None, row["also"].split("|")))), status.explanation
    dates = {(clock.date, clock.days_left) for clock in status.clocks}
    for text in filter(None, row["clocks"].split("|")):
        day, left = text.rsplit(":", 1)
        assert (day, int(left)) in dates, status.clocks
    if row["actions"]:
        actions = status.actions
        given = (actions.buy, actions.sell, actions.hold, actions.dividend, actions.reinvest)
        assert "/".join(given) == row["actions"]
