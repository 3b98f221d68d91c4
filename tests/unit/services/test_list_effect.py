"""What a newer edition does to the open holdings, told before it is accepted and kept in the project after."""

from __future__ import annotations

import pytest

from sinolens.reference.loader import load_reference
from sinolens.services.analysis import Question, analyse
from sinolens.services.holdings import Source, read_holdings
from sinolens.services.list_effect import (
    compare_analyses,
    describe_moves,
    effect_days,
    find_namesakes,
    link_namesakes,
    measure_effect,
    record_editions,
)
from sinolens.services.lists import accept, load_editions, load_facts, read
from sinolens.services.projects import save_holdings
from sinolens.services.session import Session
from sinolens.services.universe import add_links
from sinolens.storage.project import Project

pytestmark = pytest.mark.usefixtures("fresh_facts")

LIST = "dod-1260h"
FILE = """As of 2026-03-31
Account,Security,ISIN,Ticker,Exchange,Country,Asset Type,Quantity,Price,Market Value
A1,TENCENT HLDGS LTD,KYG875721634,700,XHKG,CN,Common Stock,100,50.00,5000.00
A1,River Drone Co. Ltd.,,,,CN,Common Stock,10,100.00,1000.00
A1,Plain Steel Corp.,,,,US,Common Stock,10,70.00,700.00
"""


@pytest.fixture
def holdings(hold):
    return hold(FILE)


@pytest.fixture
def make(holdings):
    return lambda facts, as_of: analyse(holdings, Question(as_of=as_of), facts)


def edition(tmp_path, names, day, folder=None):
    file = tmp_path / f"names-{day}.csv"
    lines = (f'"{name}",{"China" if name.startswith("River") else ""}\n' for name in names)
    file.write_text("name,country\n" + "".join(lines), encoding="utf-8")
    (update,) = read(folder, [file], LIST, day)
    return update


def names_on_file():
    return [entry.name for entry in load_reference().entries_on(LIST, "2026-09-30")]


def test_a_name_that_comes_raises_the_position_from_its_day_on(tmp_path):
    facts = load_reference()
    file = tmp_path / "july.csv"
    file.write_text(FILE.replace("2026-03-31", "2026-07-01"), encoding="utf-8")
    july = read_holdings([Source(file)], facts)
    make = lambda by, day: analyse(july, Question(as_of=day), by)  # noqa: E731
    update = edition(tmp_path, [*names_on_file(), "River Drone Co., Ltd."], "2026-11-20")
    assert effect_days([update], "2026-09-30") == ("2026-09-30", "2026-11-20")
    at_holdings = measure_effect(make, facts, [update], "2026-11-20", "2026-09-30")
    assert all(one.code_after != "4A" for one in at_holdings.moved)
    assert "begins after 2026-09-30" in at_holdings.later[0]
    effect = measure_effect(make, facts, [update], "2026-11-20", "2026-11-20")
    (moved,) = effect.moved
    assert moved.name == "River Drone Co. Ltd." and moved.value == effect.value == 100000
    assert moved.code_after == "4A" and moved.tier_after == "T4" and moved.code_before != "4A"
    assert "now River Drone Co., Ltd. on Section 1260H list of 2026-11-20, designated later" in moved.why
    assert not effect.later


def test_a_name_that_goes_lowers_it(tmp_path, make):
    facts = load_reference()
    names = [name for name in names_on_file() if "TENCENT" not in name.upper()]
    effect = measure_effect(make, facts, [edition(tmp_path, names, "2026-07-20")], "2026-11-20", "2026-09-30")
    (moved,) = effect.moved
    assert moved.name == "TENCENT HLDGS LTD" and moved.code_before == "4A" and moved.code_after != "4A"
    assert "no longer" in moved.why and describe_moves(effect.moved).startswith("1 position moved: TENCENT")


@pytest.mark.parametrize(("listed", "words"), [(True, "listed at the holding date"), (False, "designated later")])
def test_an_earlier_edition_tells_listed_at_holding_from_designated_later(tmp_path, make, listed, words):
    """The code stays: the latest edition names it either way. What it was when bought is another answer."""
    facts = load_reference()
    names = names_on_file() if listed else [n for n in names_on_file() if "TENCENT" not in n.upper()]
    effect = measure_effect(make, facts, [edition(tmp_path, names, "2026-01-07")], "2026-11-20", "2026-09-30")
    (moved,) = effect.moved
    assert moved.code_before == moved.code_after == "4A"
    assert f"becomes {words}" in moved.why and "stays 4A" in describe_moves(effect.moved)


def test_an_issuer_of_the_same_name_moves_only_when_someone_says_it_is_the_one(tmp_path, holdings):
    """Names without a legal form join nothing by themselves: a person decides, and the decision is kept."""
    folder = tmp_path / "lists"
    file = tmp_path / "meituan.csv"
    file.write_text(FILE.replace("TENCENT HLDGS LTD,KYG875721634,700", "MEITUAN-CLASS B,KYG596691041,3690"),
                    encoding="utf-8")
    held = read_holdings([Source(file)], load_facts(folder))
    make = lambda by, day: analyse(held, Question(as_of=day), by)  # noqa: E731
    update = edition(tmp_path, [*names_on_file(), "Meituan"], "2026-07-20", folder)
    (namesake,) = find_namesakes(update, load_facts(folder))
    assert (namesake.entry_name, namesake.issuer_name) == ("Meituan", "Meituan")
    assert not measure_effect(make, load_facts(folder), [update], "2026-11-20", "2026-09-30").moved
    links = link_namesakes([namesake], "2026-11-20")
    effect = measure_effect(make, load_facts(folder), [update], "2026-11-20", "2026-09-30", links=links)
    assert [(one.name, one.code_after) for one in effect.moved] == [("MEITUAN-CLASS B", "4A")]
    accept(folder, update, "2026-11-20")
    add_links(tmp_path / "universe", load_editions(folder), links)
    assert load_facts(folder).links[-1].own
    assert make(load_facts(folder), "2026-09-30").positions["code"][0] == "4A"


def test_the_same_names_again_move_nothing(tmp_path, make):
    effect = measure_effect(
        make, load_reference(), [edition(tmp_path, names_on_file(), "2026-07-20")], "2026-09-30", "2026-09-30")
    assert not effect.moved and describe_moves(effect.moved) == ""


def test_what_was_shown_is_what_holds_after_it_was_accepted(tmp_path, make):
    folder = tmp_path / "lists"
    update = edition(tmp_path, [*names_on_file(), "River Drone Co., Ltd."], "2026-07-20", folder)
    before = make(load_facts(folder), "2026-09-30")
    effect = measure_effect(make, load_facts(folder), [update], "2026-11-20", "2026-09-30", before)
    accept(folder, update, "2026-11-20")
    after = make(load_facts(folder), "2026-09-30")
    assert compare_analyses(before, after) == effect.moved and len(effect.moved) == 1


def test_an_accepted_edition_is_a_step_in_the_log_of_the_project(tmp_path, holdings):
    folder = tmp_path / "lists"
    update = edition(tmp_path, [*names_on_file(), "River Drone Co., Ltd."], "2026-07-20", folder)
    project = Project.create(tmp_path / "p.sinolens", None)
    try:
        save_holdings(project, holdings, Question(as_of="2026-09-30"))
        session = Session.open(project, folder)
        accept(folder, update, "2026-11-20")
        outcome = session.apply(record_editions(folder, [update]))
        assert outcome.analysis is not None and outcome.changed.title == "Accept Section 1260H list of 2026-07-20"
        row = project.rows("edition")[f"{LIST}:2026-07-20"]
        assert row["state"] == "accepted" and b"River Drone" in project.content(row["content"])
        codes = dict(zip(outcome.analysis.positions["name"], outcome.analysis.positions["code"], strict=True))
        assert codes["River Drone Co. Ltd."] == "4A"
        undone = session.undo()
        assert undone is None or undone.changed.title != outcome.changed.title, "an accepted edition is not undone"
        assert project.rows("edition")
    finally:
        project.close()
