"""A questionnaire comes back: the same answers, ugly edits as findings with their cells."""

import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from questionnaire_forms import (
    ADDRESSED,
    MANAGER,
    ONE,
    REFERENCE,
    TWO,
    answer_names,
    codes,
    edit,
    fill_cover,
    fill_holdings,
    fill_split,
    finding,
    headings,
    label_cell,
    write,
)

from sinolens.domain.finding import Severity
from sinolens.lookthrough.fund_table import Basis, is_country_split
from sinolens.lookthrough.fund_table import read_shares as read_table_shares
from sinolens.services.errors import WrongUse
from sinolens.services.questionnaire import read_answers


def test_an_empty_answer_leaves_everything_open(tmp_path):
    answers = read_answers(write(tmp_path, ONE, TWO), REFERENCE)
    assert (answers.request_id, answers.manager) == ("q-1", MANAGER)
    assert {a.fund: (a.basis, a.as_of) for a in answers.funds} == {ONE: ("none", ""), TWO: ("none", "")}
    assert {statement.held for statement in answers.statements} == {None}
    assert codes(answers) == [
        "questionnaire-fund-open", "questionnaire-fund-open", "questionnaire-names-open", "questionnaire-names-open",
        "questionnaire-unsigned",
    ]
    assert answers.tables == ()


def test_holdings_come_back_as_a_table_look_through_can_use(tmp_path):
    def change(book):
        fill_holdings(book, [
            (ONE, "LOTUS COMPUTE LTD", "KYG875721634", "China", 0.6, None),
            (ONE, "Elm Energy", "037833100", "USA", "30%", None),
            (ONE, "Cash", None, None, 0.1, None),
            (ONE, "Total", None, None, 1.0, None),
        ])
        fill_cover(book, {ONE: datetime.date(2026, 9, 30)})
        answer_names(book)

    answers = read_answers(edit(write(tmp_path, ONE), change), REFERENCE)
    (answer,) = answers.funds
    assert (answer.basis, answer.as_of) == ("holdings", "2026-09-30")
    frame = answer.table.frame
    assert frame["name"].tolist() == ["LOTUS COMPUTE LTD", "Elm Energy", "Cash"]
    assert frame["isin"].tolist() == ["KYG875721634", "", ""] and frame["cusip"].tolist() == ["", "037833100", ""]
    assert frame["country"].tolist() == ["CN", "US", ""] and frame["weight"].tolist() == [0.6, 0.3, 0.1]
    assert frame["instrument"].tolist()[2] == "cash"
    reading = read_table_shares(answer.table, REFERENCE.countries)
    assert reading.basis is Basis.WEIGHTS and reading.residual == 0
    assert codes(answers) == ["questionnaire-total-row"]
    assert answers.signature["Completed by (role)"] == "Head of client reporting"


@pytest.mark.parametrize("weights", [
    {"Mainland China": 35, "Hong Kong": 5, "Macau": 0, "Taiwan": 10, "United States": 50},
    {"Mainland China": 0.35, "Hong Kong": 0.05, "Macau": 0, "Taiwan": 0.1, "United States": 0.5},
    {"Mainland China": "35%", "Hong Kong": "5 %", "Macau": "0", "Taiwan": "10,0%", "United States": "50%"},
    {"Mainland China": 35, "Hong Kong": 0.05, "Macau": 0, "Taiwan": 0.1, "United States": 50},
])
def test_a_country_split_comes_back_whichever_way_percents_are_typed(tmp_path, weights):
    answers = read_answers(edit(write(tmp_path, ONE), lambda book: fill_split(book, ONE, weights)), REFERENCE)
    (table,) = answers.tables
    found = dict(zip(table.frame["country"], table.frame["weight"], strict=True))
    assert found == pytest.approx({"CN": 0.35, "HK": 0.05, "MO": 0.0, "TW": 0.1, "US": 0.5})
    assert is_country_split(table.frame, REFERENCE.countries)
    assert read_table_shares(table, REFERENCE.countries).residual == pytest.approx(0)
    mixed = weights["Mainland China"] == 35 and weights["Hong Kong"] == 0.05
    assert ("questionnaire-weights-mixed" in codes(answers)) == mixed


@pytest.mark.parametrize(("last", "total"), [(49, "99.00"), (54, "104.00"), (0.49, "99.00"), (0.54, "104.00")])
def test_a_split_that_misses_the_whole_is_an_error_at_its_fund_and_is_not_rescaled(tmp_path, last, total):
    points = last > 1
    split = {"Mainland China": 35, "Hong Kong": 15, "Macau": 0, "Taiwan": 0, "Japan": last}
    weights = {name: weight if points or weight == last else weight / 100 for name, weight in split.items()}
    answers = read_answers(edit(write(tmp_path, ONE, TWO), lambda book: fill_split(book, TWO, weights)), REFERENCE)
    found = finding(answers, "questionnaire-sum")
    assert total in found.message and found.severity is Severity.ERROR
    assert found.sheet == "Country split" and found.cell == "C6"  # most undisclosed dollars first
    assert answers.tables[0].frame["weight"].sum() == pytest.approx(float(total) / 100)


def test_countries_left_blank_are_said_and_still_stand_in_the_table(tmp_path):
    split = {"Mainland China": 40, "All other countries (none of the first four)": 50, "Cash and cash equivalents": 10}
    answers = read_answers(edit(write(tmp_path, ONE), lambda book: fill_split(book, ONE, split)), REFERENCE)
    assert codes(answers).count("questionnaire-country-blank") == 3
    (table,) = answers.tables
    assert is_country_split(table.frame, REFERENCE.countries)
    assert table.frame["weight"].sum() == pytest.approx(1)


def test_other_countries_typed_by_hand(tmp_path):
    split = {"Mainland China": 40, "Hong Kong": 0, "Macau": 0, "Taiwan": 0, "Kazakhstan": 30, "Narnia": 30}
    answers = read_answers(edit(write(tmp_path, ONE), lambda book: fill_split(book, ONE, split)), REFERENCE)
    frame = answers.tables[0].frame.set_index("name")
    assert frame.loc["Kazakhstan", "country"] == "KZ" and frame.loc["Narnia", "country"] == ""
    assert "Narnia" in finding(answers, "questionnaire-country").message


@pytest.mark.parametrize(("row", "code", "column"), [
    ((ONE, "A CO", None, None, "lots", None), "questionnaire-number-unread", "E"),
    ((ONE, "A CO", None, None, 0.5, "n.b."), "questionnaire-number-unread", "F"),
    ((ONE, "A CO", None, None, datetime.date(2026, 1, 5), None), "questionnaire-number-unread", "E"),
    ((ONE, "A CO", None, "Narnia", 0.5, None), "questionnaire-country", "D"),
    (("Fund of Dreams", "A CO", None, None, 0.5, None), "questionnaire-fund-unknown", "A"),
    ((None, "A CO", None, None, 0.5, None), "questionnaire-fund-unknown", "A"),
    ((ONE, "A CO", None, None, None, None), "questionnaire-line-without-size", "B"),
    ((ONE, "A CO", 5.76e20, None, 0.5, None), "questionnaire-identifier", "C"),
])
def test_nonsense_in_a_line_is_a_finding_at_its_cell(tmp_path, row, code, column):
    def change(book):
        fill_holdings(book, [row, (ONE, "B CO", None, None, 0.5, None)])

    answers = read_answers(edit(write(tmp_path, ONE, TWO), change), REFERENCE)
    found = next(one for one in answers.findings if one.code == code)
    assert found.sheet == "Holdings" and found.cell.startswith(column) and found.row == int(found.cell[1:])


@pytest.mark.parametrize(("typed", "day", "code"), [
    ("30/09/2026", "2026-09-30", ""),
    ("September 30, 2026", "2026-09-30", ""),
    ("06/09/2026", "2026-06-09", "questionnaire-date-order"),
    (46295, "2026-09-30", ""),
    ("end of quarter", "", "questionnaire-date-unread"),
    (datetime.date(2026, 6, 30), "2026-06-30", "questionnaire-date-other"),
])
def test_dates_as_people_type_them(tmp_path, typed, day, code):
    answers = read_answers(edit(write(tmp_path, ONE), lambda book: fill_cover(book, {ONE: typed})), REFERENCE)
    assert answers.funds[0].as_of == day
    found = [one for one in answers.findings if one.code.startswith("questionnaire-date")]
    assert [one.code for one in found] == ([code] if code else [])
    assert all(one.sheet == "Request" and one.cell.startswith("G") for one in found)


def test_names_are_yes_no_or_open_never_a_silent_no(tmp_path):
    def change(book):
        sheet = book["Listed names"]
        header, at = headings(sheet)
        marks = ("yes", "No", "perhaps", None, None, "yes")
        for row, mark in enumerate(marks, header + 1):
            sheet.cell(row, at["Held?"]).value = mark
        sheet.cell(header + 1, at["Weight"]).value = 0.02
        sheet.cell(header + 5, at["Value (USD)"]).value = "1.5m"
        sheet.cell(header + 6, at["Value (USD)"]).value = -2500.5
        sheet.cell(header + 6, at["Fund"]).value = TWO
        label_cell(sheet, "This answer covers").value = "Held where marked yes; no other name is held"
        free = next(row for row in range(header + 1, sheet.max_row + 1) if not sheet.cell(row, at["No."]).value)
        sheet.cell(free, at["Name"]).value = "A NAME OF OUR OWN"
        sheet.cell(free, at["Held?"]).value = "x"
        label_cell(book["China AI names"], "This answer covers").value = (
            "Held where marked yes; the others were not checked")

    answers = read_answers(edit(write(tmp_path, ONE, TWO), change), REFERENCE)
    listed = [one for one in answers.statements if one.kind == "listed"]
    assert [one.held for one in listed[:6]] == [True, False, None, False, None, True]
    assert listed[0].weight == 0.02 and listed[5].value == -2500_50 and listed[5].fund == TWO
    assert listed[-1].name == "A NAME OF OUR OWN" and listed[-1].held
    assert {one.held for one in answers.statements if one.kind == "china_ai"} == {None}
    assert answers.coverage == {"listed": "marked", "china_ai": "partial"}
    assert finding(answers, "questionnaire-mark-unread").cell == listed[2].cell.partition("!")[2]
    assert finding(answers, "questionnaire-amount-without-yes").cell == listed[4].cell.partition("!")[2]


def test_a_name_marked_yes_under_none_held_is_a_contradiction(tmp_path):
    def change(book):
        header, at = headings(book["Listed names"])
        book["Listed names"].cell(header + 1, at["Held?"]).value = "yes"
        answer_names(book, "None of these names is held")

    answers = read_answers(edit(write(tmp_path, ONE), change), REFERENCE)
    assert "questionnaire-contradiction" in codes(answers) and "questionnaire-amount-missing" in codes(answers)
    assert sum(one.held is False for one in answers.statements) == len(answers.statements) - 1


def test_deleted_rows_columns_and_sheets_are_said(tmp_path):
    def change(book):
        sheet = book["Listed names"]
        header, _ = headings(sheet)
        sheet.delete_rows(header + 2, 3)
        del book["Holdings"]
        split = book["Country split"]
        header, at = headings(split)
        split.delete_cols(at[TWO])
        book["China AI names"].sheet_state = "hidden"

    answers = read_answers(edit(write(tmp_path, ONE, TWO), change), REFERENCE)
    assert "No. 2, 3, 4" in finding(answers, "questionnaire-names-deleted").message
    assert [one.sheet for one in answers.findings if one.code == "questionnaire-sheet-missing"] == [
        "Holdings", "China AI names"]
    assert "hidden-sheet" in codes(answers)
    assert TWO in finding(answers, "form-heading-missing").message


def test_moved_columns_are_found_by_their_headings(tmp_path):
    def change(book):
        fill_holdings(book, [(ONE, "A CO", None, "Japan", 0.4, None), (ONE, "B CO", None, "China", 0.6, None)])
        sheet = book["Holdings"]
        cells = [[cell.value for cell in row][::-1] for row in sheet.iter_rows()]
        for at, row in enumerate(cells, 1):
            for column, value in enumerate(row, 2):
                if not isinstance(sheet.cell(at, column), openpyxl.cell.cell.MergedCell):
                    sheet.cell(at, column).value = value
            if not isinstance(sheet.cell(at, 1), openpyxl.cell.cell.MergedCell):
                sheet.cell(at, 1).value = None

    answers = read_answers(edit(write(tmp_path, ONE), change), REFERENCE)
    assert answers.tables[0].frame["name"].tolist() == ["A CO", "B CO"]
    assert answers.tables[0].frame["weight"].tolist() == [0.4, 0.6]


def test_another_workbook_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "hello"
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(WrongUse, match="no questionnaire"):
        read_answers(tmp_path / "other.xlsx", REFERENCE)


lines = st.lists(
    st.tuples(
        st.sampled_from([ONE, TWO]),
        st.one_of(st.sampled_from(["=1+1", "-x", "名字有限公司", "  A  B  "]),
                  st.text(st.characters(categories=["Lu", "Ll", "Nd"]), min_size=2, max_size=12)),
        st.integers(-500, 1500),
    ),
    min_size=1, max_size=12,
)


@settings(max_examples=15, deadline=None)
@given(rows=lines, points=st.booleans(), data=st.data())
def test_every_line_that_is_typed_comes_back_or_is_a_finding(tmp_path_factory, rows, points, data):
    path = write(tmp_path_factory.mktemp("q"), ONE, TWO)

    def change(book):
        fill_holdings(book, [
            (fund, name, None, None, weight / 10 if points else weight / 1000, 12.5) for fund, name, weight in rows
        ])
        header, at = headings(book["Holdings"])
        for row in range(header + 1, header + 1 + len(rows)):
            book["Holdings"].cell(row, at["Holding"]).data_type = "s"

    answers = read_answers(edit(path, change), REFERENCE)
    read = sum(len(answer.table.frame) for answer in answers.funds if answer.table)
    left = sum(one.code in ("questionnaire-total-row", "questionnaire-fund-unknown") for one in answers.findings)
    assert read + left == len(rows)
    for answer in answers.funds:
        wanted = [weight for fund, name, weight in rows if fund == answer.fund]
        if answer.table is not None and not left:
            weights = answer.table.frame["weight"]
            doubtful = any(one.code in ("questionnaire-weights-unit", "questionnaire-sum") and answer.fund in
                           one.message for one in answers.findings)
            # Percent points whose plain sum is a whole, such as a lone 1.0, read as shares by anyone.
            whole = points and abs(sum(wanted) / 10 - 1) <= 0.005
            unit = 10 if whole else 1000
            assert doubtful or weights.tolist() == pytest.approx([weight / unit for weight in wanted])
    for one in answers.findings:
        assert one.file == "quest.xlsx" and (one.cell or one.code in ADDRESSED)
