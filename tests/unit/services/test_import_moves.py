"""What is said of one column moves no other, but for the ones it concerns; those are told of."""

import pytest

from sinolens.domain.progress import SilentProgress
from sinolens.importing.options import ImportOptions
from sinolens.reference.loader import load_reference
from sinolens.services.import_draft import follow, place_column, read_draft
from sinolens.services.import_moves import meanings_by_letters, moves_between

TEXT = """As of 2026-06-30
Account,Security,Ticker,Quantity,Local Price,Market Value,Market Value Base,Cost
P1,ALPHA CORP,ALP,100,50.00,5000.00,5500.00,4100.00
P1,BETA PLC,BET,200,20.00,4000.00,4400.00,3900.00
P1,GAMMA AG,GAM,300,10.00,3000.00,3300.00,3100.00
"""


@pytest.fixture(scope="module")
def facts():
    return load_reference()


@pytest.fixture
def draft(tmp_path, facts):
    path = tmp_path / "book.csv"
    path.write_text(TEXT, encoding="utf-8")
    return read_draft(path, ImportOptions(), facts, None, SilentProgress())


def place(draft, facts, letters, field):
    (table,) = draft.read.tables
    made = follow(draft, place_column(draft, table, letters, field), facts, SilentProgress())
    assert made.refused is None
    return made


@pytest.mark.parametrize("letters", list("ABCDEFGH"))
@pytest.mark.parametrize("field", ["notes", "manager", "market_value", "market_value_local", "cost", "name_more", ""])
def test_only_the_columns_a_choice_concerns_move(draft, facts, letters, field):
    (before,) = draft.read.tables
    was = meanings_by_letters(before)
    wished = place_column(draft, before, letters, field)
    made = follow(draft, wished, facts, SilentProgress())
    (now,) = made.read.tables
    assert meanings_by_letters(now)[letters] == field
    for move in moves_between(before, now):
        concerned = move.letters == letters or (field and move.before == field) or move.now == was[letters]
        assert concerned, f"{move.letters} moved from {move.before!r} to {move.now!r}"


def test_a_column_that_gave_way_has_its_field_back_when_it_is_given_up(draft, facts):
    (first,) = draft.read.tables
    where = next(letters for letters, field in meanings_by_letters(first).items() if field == "cost")
    taken = place(draft, facts, "F", "cost")
    assert meanings_by_letters(taken.read.tables[0])["F"] == "cost"
    assert meanings_by_letters(taken.read.tables[0])[where] != "cost"
    back = place(taken, facts, "F", "")
    assert meanings_by_letters(back.read.tables[0])[where] == "cost"


def test_a_move_is_told_in_the_users_words(draft, facts):
    (before,) = draft.read.tables
    (now,) = place(draft, facts, "H", "quantity").read.tables
    told = [move.words for move in moves_between(before, now)]
    assert "Column H (“Cost”) was Cost and is Quantity now." in told
    assert any(words.startswith("Column D (“Quantity”) was Quantity and is ") for words in told)
