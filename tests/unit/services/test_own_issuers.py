"""Issuers of the user's own: kept, changed, refused, found in a portfolio."""

from __future__ import annotations

from dataclasses import replace

import pytest
from own_facts import AS_OF

from sinolens.reference.loader import load_reference
from sinolens.reference.own import own_names
from sinolens.services.analysis import Question, analyse
from sinolens.services.errors import Refused
from sinolens.services.lists import load_facts
from sinolens.services.universe import OwnEntry, load_entries, new_id, save_entry

COMMON = {"source": "visit", "as_of": "2026-10-01", "verified": "unverified"}
RECORD = {"name": "Heron Robotics Co., Ltd.", "region": "PRC", "listed": "no", **COMMON}
LINE = {"mic": "XHKG", "ticker": "99991", "kind": "H", **COMMON}
WEIGHT = {"code": "A1", "share": "1", "intensity": "sourced", "low": "0.3", "base": "0.4", "high": "0.5",
          "basis": "own view", **COMMON}
HERON = OwnEntry("own-heron", RECORD, lines=(LINE,), categories=(WEIGHT,))


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def folder(data):
    return data / "universe"


def facts_of(data):
    return load_facts(data / "lists")


def test_what_is_saved_is_in_the_facts_the_next_time_and_can_be_taken_away(data, folder):
    save_entry(folder, load_reference(), HERON)
    assert facts_of(data).issuers["own-heron"].listed
    kept = load_entries(folder)["own-heron"]
    assert kept.record["name"] == RECORD["name"] and kept.lines[0]["ticker"] == "99991"
    save_entry(folder, load_reference(), OwnEntry("own-heron", {**RECORD, "name": "Heron Robots"}))
    assert facts_of(data).issuers["own-heron"].name == "Heron Robots" and not facts_of(data).issuers["own-heron"].listed
    save_entry(folder, load_reference(), OwnEntry("own-heron"))
    assert facts_of(data) is load_reference()


def test_every_name_of_an_own_issuer_goes_with_the_analysis_for_the_public_version(data, folder, hold):
    given = {"name": "Silver Heron", "kind": "alias", **COMMON}
    bundled = next(iter(load_reference().issuers))
    save_entry(folder, load_reference(), replace(HERON, names=(given,)))
    save_entry(folder, load_reference(), OwnEntry(bundled, names=({**given, "name": "What we call it"},)))
    facts = facts_of(data)
    assert analyse(hold(), Question(as_of=AS_OF), facts).own_names == own_names(facts)
    assert own_names(facts) == ("Heron Robotics Co., Ltd.", "Silver Heron", "What we call it")
    assert own_names(load_reference()) == ()


def test_contradictions_are_refused_in_a_sentence_and_change_nothing(data, folder):
    ours = load_reference()
    save_entry(folder, ours, HERON)
    known = next(line for line in ours.lines if line.isin)
    for entry, match in (
        (OwnEntry(known.issuer_id, RECORD), "is an issuer of the program"),
        (OwnEntry("own-owl", {**RECORD, "name": "Owl"}, lines=({**LINE, "isin": known.isin, "ticker": ""},)),
         "belongs to"),
        (OwnEntry("own-owl", RECORD), "same name stands for Heron"),
        (OwnEntry("own-owl", {**RECORD, "name": "Owl", "lei": "123"}), "LEI: '123' is no valid LEI"),
        (OwnEntry("nobody", names=({"name": "N", "kind": "alias", **COMMON},)), "no issuer on file"),
    ):
        with pytest.raises(Refused, match=match):
            save_entry(folder, ours, entry)
    assert list(load_entries(folder)) == ["own-heron"]


def test_a_damaged_table_says_where_and_how_to_go_on(data, folder):
    save_entry(folder, load_reference(), HERON)
    table = folder / "lines.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("XHKG", "hongkong"), encoding="utf-8")
    with pytest.raises(Refused, match=r"lines\.csv, line 2.*move that folder away"):
        facts_of(data)


def test_ids_are_made_of_the_name_and_never_taken_twice():
    assert new_id("Héron & Co. (HK)", {}) == "own-heron-co-hk"
    assert new_id("苍鹭", {"own-issuer": 1}) == "own-issuer-2"
