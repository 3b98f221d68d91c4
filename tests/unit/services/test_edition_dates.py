"""An edition imported by file acts from its own day on, and moves nothing before it."""

from __future__ import annotations

import pytest

from sinolens.reference.loader import load_reference
from sinolens.services.analysis import Question, analyse
from sinolens.services.lists import accept, load_facts, read

pytestmark = pytest.mark.usefixtures("fresh_facts")

LIST = "dod-1260h"
BEFORE, DAY, AFTER = "2026-09-17", "2026-09-18", "2026-09-19"
FILE = """As of 2026-09-17
Account,Security,ISIN,Ticker,Exchange,Country,Asset Type,Quantity,Price,Market Value
A1,River Drone Co. Ltd.,,,,CN,Common Stock,10,100.00,1000.00
A1,RIVER DRONE CO LTD,,300999,XSHE,CN,Common Stock,10,100.00,1000.00
A1,River Drone Co. Ltd.,,,,US,Common Stock,10,100.00,1000.00
A1,River Drone Co. Ltd.,,,,,Common Stock,10,100.00,1000.00
A1,River Drones Technology,,,,CN,Common Stock,10,100.00,1000.00
A1,TENCENT HLDGS LTD,KYG875721634,700,XHKG,CN,Common Stock,100,50.00,5000.00
A1,CHINA MOBILE LTD,HK0941009539,941,XHKG,HK,Common Stock,10,100.00,1000.00
A1,Plain Steel Corp.,,,,US,Common Stock,10,70.00,700.00
Total,,,,,,,,,10700.00
"""
NAMED = (0, 1)
"""Rows that the country and the full name tie to the entry."""


@pytest.fixture
def held(hold):
    return hold(FILE)


def import_edition(tmp_path, names, day):
    """Import a list by file, as the window and the command line do; gives the facts in use from then on."""
    folder = tmp_path / "lists"
    file = tmp_path / f"names-{day}.csv"
    lines = (f'"{name}",{"China" if name.startswith("River") else ""}\n' for name in names)
    file.write_text("name,country\n" + "".join(lines), encoding="utf-8")
    (update,) = read(folder, [file], LIST, day)
    accept(folder, update, "2026-11-20")
    return load_facts(folder)


def answers(held, facts, day):
    made = analyse(held, Question(as_of=day), facts)
    return [
        (status.code, status.other_codes, status.triggers, status.actions)
        for status in (made.statuses[number] for number in made.positions["status"])
    ]


def names_on_file():
    return [entry.name for entry in load_reference().entries_on(LIST, BEFORE)]


def test_a_name_that_comes_acts_on_its_day_and_neither_bars_nor_clears_before(tmp_path, held):
    plain = {day: answers(held, load_reference(), day) for day in (BEFORE, DAY, AFTER)}
    assert [plain[BEFORE][row][0] for row in NAMED] == ["U1", "U1"]
    facts = import_edition(tmp_path, [*names_on_file(), "River Drone Co., Ltd."], DAY)
    assert answers(held, facts, BEFORE) == plain[BEFORE], "nothing moves before the day, up or down"
    for day in (DAY, AFTER):
        found = answers(held, facts, day)
        assert [found[row][0] for row in NAMED] == ["4A", "4A"]
        # A name alone, or a likeness, waits for a person: it neither bars nor clears.
        assert [found[row][0] for row in (2, 3, 4)] == ["U1", "U1", "U1"]
        assert [one[0] for one in found[5:]] == [one[0] for one in plain[day][5:]]


def test_a_name_that_goes_stays_until_its_day(tmp_path, held):
    plain = answers(held, load_reference(), BEFORE)
    names = [name for name in names_on_file() if "TENCENT" not in name.upper()]
    facts = import_edition(tmp_path, names, DAY)
    tencent = 5
    assert plain[tencent][0] == "4A"
    assert answers(held, facts, BEFORE) == plain
    for day in (DAY, AFTER):
        assert answers(held, facts, day)[tencent][0] != "4A"


def test_an_edition_of_an_earlier_day_does_not_change_the_one_in_force(tmp_path, held):
    plain = {day: answers(held, load_reference(), day) for day in (BEFORE, DAY)}
    facts = import_edition(tmp_path, [*names_on_file(), "River Drone Co., Ltd."], "2026-01-07")
    for day in (BEFORE, DAY):
        assert answers(held, facts, day) == plain[day]
