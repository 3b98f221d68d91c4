"""The blind table: written from the rules' text by somebody who had not seen the engine, and compared with it.

A row the engine does not agree with is either mended in the engine or explained in the table; never changed.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from blind_rows import ANSWERS, BlindRow

from sinolens.domain.column import POSITION_COLUMNS, SLICE_COLUMNS
from sinolens.domain.definition import Institution
from sinolens.domain.tier import Status, tier_of
from sinolens.exposure.classification import classify
from sinolens.matching.entities import EntityIndex
from sinolens.matching.region import find_regions, region_of_country
from sinolens.matching.resolution import match_names
from sinolens.reference.loader import Reference, load_reference
from sinolens.regulation.engine import Engine
from sinolens.regulation.override import Override, OverrideRefused, apply_override

TABLE = Path(__file__).parents[2] / "data" / "regulation" / "blind.csv"
ACTIONS = (("may_buy", "buy"), ("may_sell", "sell"), ("may_hold", "hold"), ("may_reinvest", "reinvest"))


def read_rows() -> list[dict[str, str]]:
    with TABLE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def bundled() -> Reference:
    return load_reference()


@pytest.fixture(scope="module")
def answer(bundled: Reference, holding: Callable, assess: Callable) -> Callable[..., Status]:
    """The engine's answer to a row."""
    index = EntityIndex(bundled)

    def run(row: dict[str, str]) -> Status:
        blind = BlindRow(row)
        institution = blind.institution(bundled.institutions)
        if blind.by_name:
            cells = {**blind.fields(), "name": row["issuer_name"], "instrument": blind.instrument}
            if blind.evidence.get("region") == "OTHER":
                cells["country"] = "US"
            return judge_by_name(bundled, index, cells, row["as_of"], institution)
        pack = blind.suppose(bundled)
        status = assess(pack, build(blind, pack, holding), row["as_of"], institution).position()
        if blind.overridden is None:
            return status
        try:
            return apply_override(status, Override(*blind.overridden))
        except OverrideRefused:
            return status

    return run


def judge_by_name(
    bundled: Reference, index: EntityIndex, cells: dict[str, object], as_of: str, institution: Institution
) -> Status:
    """The whole way from what a file prints to the tier of one direct line."""
    frames = []
    for columns in (POSITION_COLUMNS, SLICE_COLUMNS):
        blank = {"str": "", "int64": 0, "Int64": pd.NA, "float64": float("nan")}
        given = {"method": "direct", "as_of": as_of, "market_value": 100, **cells}
        frames.append(pd.DataFrame({
            column.name: pd.Series([given.get(column.name, blank[column.dtype])], dtype=column.dtype)
            for column in columns
        }))
    positions, slices = frames
    matches, found = match_names(slices, index, (), as_of)
    regions = find_regions(slices, matches, found, bundled)
    slices = classify(slices, matches, found, regions, bundled, slices=True, positions=positions)
    engine = Engine(bundled, as_of, institution)
    statuses, numbers = engine.assess_slices(slices, matches, found, positions)
    own, own_numbers = engine.assess_positions(positions, found, matches, slices, numbers, statuses)
    return own[int(own_numbers.iloc[0])]


def build(blind: BlindRow, pack: Reference, holding: Callable) -> list:
    """The holding of a row, with the co-investment beside it where there is one."""
    issuer, fields = blind.issuer, blind.fields()
    region = blind.evidence.get("region", "").split(" ")[0]
    region = "OTHER" if region in ("RU", "SG") else region
    if "imported_list" in blind.evidence and not issuer:
        issuer = "supposed"
    if issuer and "ticker" not in fields and "isin" not in blind.evidence and not blind.fund:
        day = blind.row["as_of"]
        wanted = {"adr"} if blind.instrument == "depositary_receipt" else None
        lines = [one for one in pack.lines if one.issuer_id == issuer and one.kind != "bond"
                 and (wanted is None or one.kind in wanted) and (not one.valid_to or day < one.valid_to)]
        if lines and blind.instrument in ("equity", "depositary_receipt"):
            fields |= {"mic": lines[0].mic, "ticker": lines[0].ticker, "isin": ""}
    more = {}
    if blind.fund.get("benchmark") == "S&P 500":
        more["vehicle"] = next(one.id for one in pack.vehicles.values() if one.benchmark.startswith("S&P 500"))
        region = "OTHER"
    if blind.entry:
        entry = next(one for kept in pack.entries.values() for one in kept if one.id == blind.entry)
        region = str(region_of_country(entry.country))
        more["country"] = entry.country
    if blind.row["instrument"] == "index option":
        more["name"] = "S&P 500 EMINI PUT"
    # Who is meant is given; only what is said to be unlisted carries no identifier.
    listed = blind.evidence.get("listed") != "no"
    first = holding(
        issuer, blind.instrument, region, entry_ids=(blind.entry,) if blind.entry else (), identified=listed,
        holds=blind.holds(), fields=fields, answers=blind.answers(), **more)
    extra = []
    if blind.evidence.get("coinvest_usd", "0") != "0":
        extra.append(holding("microsoft", "direct_private", fields={
            "commitment": int(blind.evidence["coinvest_usd"]) * 100, "manager": "one manager"}))
    return [first, *extra]


def find_disagreements(row: dict[str, str], status: Status) -> list[str]:
    found = []
    tier, code = row["expected_tier"], row["expected_sub_code"]
    if str(status.tier) != tier or (code and status.code != code):
        found.append(f"{tier} {code} expected, {status.tier} {status.code} found")
    dates = {(clock.label, clock.date) for clock in status.clocks}
    for text in filter(None, row["expected_clocks"].split("; ")):
        label, day = text.rsplit("=", 1)
        if (label, day) not in dates:
            found.append(f"no clock {text}")
    for column, action in ACTIONS:
        given = getattr(status.actions, action)
        if given not in ANSWERS[row[column]]:
            found.append(f"{column} {row[column]} expected, {given} found")
    return found


def test_the_table_is_large_enough_and_its_rows_are_named_once() -> None:
    rows = read_rows()
    assert len(rows) >= 120
    assert len({row["id"] for row in rows}) == len(rows)
    assert all(str(tier_of(row["expected_sub_code"])) == row["expected_tier"] for row in rows
               if row["expected_sub_code"])


@pytest.mark.parametrize("row", read_rows(), ids=lambda row: f"{row['id']}-{row['expected_sub_code'] or 'U'}")
def test_the_engine_agrees_with_the_blind_table_or_the_row_is_explained(
    row: dict[str, str], answer: Callable[..., Status]
) -> None:
    status = answer(row)
    found = find_disagreements(row, status)
    if row["explained"]:
        assert found, "the engine agrees with the row: it needs no explanation"
        return
    assert not found, "\n".join([*found, row["why"], status.explanation])


def test_every_name_of_the_table_leads_to_its_own_issuer_or_to_review(bundled: Reference) -> None:
    known = {(row["issuer_name"], row["list_or_issuer_id"].partition(":")[2]) for row in read_rows()
             if row["list_or_issuer_id"].startswith("issuer:")}
    names = sorted(known)
    frame = pd.DataFrame({
        column.name: pd.Series([{"name": name, "instrument": "equity"}.get(column.name, 0 if column.dtype == "int64"
                                else "") for name, _ in names],
                               dtype=column.dtype if column.dtype in ("str", "int64") else "object")
        for column in SLICE_COLUMNS
    })
    matches, found = match_names(frame, EntityIndex(bundled), (), "2026-09-30")
    wrong = [(name, wanted, matches[number].issuer_id) for (name, wanted), number in zip(names, found, strict=True)
             if matches[number].state.value == "hit" and not matches[number].provisional
             and matches[number].issuer_id not in ("", wanted)]
    assert not wrong
    led = sum(matches[number].issuer_id == wanted for (_, wanted), number in zip(names, found, strict=True))
    assert led >= 0.9 * len(names)
