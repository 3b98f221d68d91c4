"""What is open and in no project meets new files; and a holdings file is matched as it is."""

from pathlib import Path

import pytest

from sinolens.reference.loader import load_reference
from sinolens.services.analysis import Question, analyse
from sinolens.services.errors import WrongUse
from sinolens.services.holdings import Source, read_holdings
from sinolens.services.screening import match_file
from sinolens.services.unsaved import add_to, describe_meeting, meet

ONE = "As of 2026-06-30\nAccount,Security,ISIN,Market Value\nA,TENCENT HLDGS LTD,KYG875721634,100.00\n"
FUND = "Holdings as of 30 June 2026\nName,Weight (%)\nALIBABA GROUP HLDG LTD,60\nBAIDU INC,40\n"


@pytest.fixture(scope="module")
def reference():
    return load_reference()


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_that_is_open_already_is_left_out_and_the_rest_is_added(tmp_path, reference):
    first = written(tmp_path, "one.csv", ONE)
    second = written(tmp_path, "two.csv", ONE.replace("100.00", "250.00"))
    fund = written(tmp_path, "fund.csv", FUND)
    held = read_holdings([Source(first)], reference)
    meeting = meet(held, read_holdings([Source(first), Source(fund), Source(second)], reference))
    assert meeting.known == ("one.csv",)
    assert [summary.file for summary in meeting.fresh.inputs] == ["fund.csv", "two.csv"]
    assert len(meeting.fresh.fund_tables) == 1
    assert meeting.overlaps == (("A", "2026-06-30"),)
    assert "Both hold account A of 2026-06-30" in describe_meeting(meeting)
    together, question = add_to(held, meeting.fresh, Question(as_of="2026-03-31", institution_name="Mine"))
    assert together.positions["market_value"].tolist() == [10_000, 25_000]
    assert (question.as_of, question.institution_name) == ("2026-06-30", "Mine")


def test_a_holdings_file_without_a_column_of_names_is_matched(tmp_path, reference):
    text = match_file(written(tmp_path, "one.csv", ONE), None, reference)
    header, line = text.splitlines()
    assert header.startswith("sheet,row,name,")
    assert "TENCENT HLDGS LTD" in line
    assert ",hit,tencent," in line
    with pytest.raises(WrongUse, match="is no holdings file either"):
        match_file(written(tmp_path, "prose.csv", "a letter\nand nothing else\n"), None, reference)


def test_holdings_of_a_fund_alone_are_refused_for_what_they_are(tmp_path, reference):
    holdings = read_holdings([Source(written(tmp_path, "fund.csv", FUND))], reference)
    with pytest.raises(WrongUse, match="Only what funds hold was given"):
        analyse(holdings, Question(), reference)
