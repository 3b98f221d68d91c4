"""A questionnaire asks for what is missing, in a workbook whose open cells alone can be filled in."""

import openpyxl
import pytest
from questionnaire_forms import FACTS, MANAGER, ONE, REFERENCE, TWO, analysis, headings, write

from sinolens.reporting.questionnaire import write_questionnaire
from sinolens.reporting.questionnaire_layout import china_ai_names, listed_names
from sinolens.services.questionnaire import read_answers


def test_the_workbook_asks_for_what_is_missing(tmp_path):
    book = openpyxl.load_workbook(write(tmp_path, ONE, TWO))
    assert book.sheetnames == ["Request", "Holdings", "Country split", "Listed names", "China AI names"]
    text = " ".join(str(cell.value) for row in book["Request"].iter_rows() for cell in row if cell.value)
    for told in (MANAGER, ONE, TWO, "q-1", "2026-11-15", "Not disclosed", "Holdings", "30 Sep 2026"):
        assert told in text
    assert "Another" not in text
    header, at = headings(book["Country split"])
    assert {ONE, TWO} <= set(at)
    first = [book["Country split"].cell(header + number, 2).value for number in range(1, 5)]
    assert first == ["CN", "HK", "MO", "TW"]


def test_only_our_total_is_a_formula_and_only_open_cells_are_unlocked(tmp_path):
    book = openpyxl.load_workbook(write(tmp_path, "=1+1 Fund", TWO))
    formulas = [(sheet.title, cell.value) for sheet in book for row in sheet.iter_rows() for cell in row
                if cell.data_type == "f"]
    assert {title for title, _ in formulas} == {"Country split"} and all("SUM(" in text for _, text in formulas)
    assert all(sheet.protection.sheet for sheet in book)
    header, at = headings(book["Listed names"])
    assert book["Listed names"].cell(header + 1, at["Name"]).protection.locked
    assert not book["Listed names"].cell(header + 1, at["Held?"]).protection.locked


def test_every_listed_name_and_every_ai_name_is_asked_once():
    listed = listed_names(FACTS, "2026-09-30")
    others = china_ai_names(analysis(ONE), FACTS, listed)
    ids = [name.issuer_id for name in (*listed, *others)]
    assert len(ids) == len(set(ids)) and len(listed) > 50 and all(name.note for name in listed)
    assert len(others) > 50 and listed_names(FACTS, "1990-01-01") == ()


def test_a_manager_without_funds_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no fund"):
        write_questionnaire(analysis(ONE), "Nobody", tmp_path / "q.xlsx", "2026-11-15", REFERENCE)
    with pytest.raises(ValueError):
        write_questionnaire(analysis(ONE), MANAGER, tmp_path / "q.xlsx", "soon", REFERENCE)
    assert not list(tmp_path.iterdir())


def test_chosen_funds_go_to_whom_the_user_says(tmp_path):
    asked = write_questionnaire(
        analysis(ONE, TWO), "The Administrator", tmp_path / "q.xlsx", "2026-11-15", REFERENCE, "q-2", ("Another", TWO)
    )
    assert set(asked) == {"Another", TWO}
    assert read_answers(tmp_path / "q.xlsx", REFERENCE).manager == "The Administrator"
