"""The user's own issuers in the window: of the project while one is open, shared between projects by command."""

import pytest

from sinolens.reference.loader import load_reference
from sinolens.services.own_issuers import keep_own
from sinolens.services.universe import OwnEntry, load_entries, save_entry

COMMON = {"source": "visit", "as_of": "2026-10-01", "verified": "unverified"}
ORCHID = OwnEntry("own-orchid", {"name": "Golden Orchid Tech Holdings", "region": "PRC", "listed": "no", **COMMON},
                  names=({"name": "GOLDEN ORCHID TECH HLDGS LTD", "kind": "alias", **COMMON},))
OWL = OwnEntry("own-owl", {"name": "Owl Lidar Co., Ltd.", "region": "PRC", "listed": "no", **COMMON})


@pytest.fixture
def opened(desk, tmp_path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "endowment.sinolens")
    return desk


def issuer(desk):
    rows = desk.workspace.analysis.positions
    return rows[rows["name"].str.contains("ORCHID")]["issuer_id"].iloc[0]


def keep(desk, entry):
    desk.workspace.change("x", lambda p: keep_own(p, load_reference(), entry))
    desk.settle()
    desk.settle()


def test_an_own_issuer_of_the_project_is_known_to_all_pages_and_goes_with_it(opened, tmp_path):
    opened.workspace.reference()
    opened.settle()
    keep(opened, ORCHID)
    assert issuer(opened) == "own-orchid"
    assert "own-orchid" in opened.workspace.reference().issuers
    assert not opened.home.universe.exists()
    opened.commands["edit.undo"].trigger()
    opened.settle()
    opened.settle()
    assert issuer(opened) == ""
    assert "own-orchid" not in opened.workspace.reference().issuers
    opened.commands["edit.redo"].trigger()
    opened.settle()
    opened.settle()
    opened.commands["file.close"].trigger()
    opened.settle()
    opened.settle()
    assert "own-orchid" not in opened.workspace.reference().issuers
    opened.open(tmp_path / "endowment.sinolens")
    opened.settle()
    assert issuer(opened) == "own-orchid"
    assert "own-orchid" in opened.workspace.reference().issuers


def test_own_issuers_are_shared_through_this_computer_after_a_question(opened):
    opened.commands["file.own_give"].trigger()
    assert "no issuers of your own" in opened.told
    keep(opened, ORCHID)
    opened.commands["file.own_give"].trigger()
    assert not opened.home.universe.exists()
    opened.cases.own_sharing.question.buttons["copy"].click()
    opened.settle()
    assert opened.told.startswith("Copied: 1")
    assert list(load_entries(opened.home.universe)) == ["own-orchid"]
    opened.commands["file.own_take"].trigger()
    opened.settle()
    assert "keeps no issuers" in opened.told
    save_entry(opened.home.universe, load_reference(), OWL)
    opened.commands["file.own_take"].trigger()
    opened.settle()
    assert opened.told == "Take in 1 issuer of this computer."
    assert [entry.issuer_id for entry in opened.workspace.project.own] == ["own-orchid", "own-owl"]
