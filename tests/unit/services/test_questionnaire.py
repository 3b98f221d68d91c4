"""A questionnaire goes to a manager and comes back: the same answers, ugly edits as findings with their cells."""

import datetime
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from synthetic_analysis import build

from sinolens.domain.coverage import FundCoverage
from sinolens.domain.finding import Severity
from sinolens.lookthrough.fund_table import Basis, is_country_split
from sinolens.lookthrough.fund_table import read_shares as read_table_shares
from sinolens.reference.loader import load_reference
from sinolens.reporting.questionnaire import write_questionnaire
from sinolens.reporting.questionnaire_layout import china_ai_names, listed_names
from sinolens.services.errors import WrongUse
from sinolens.services.questionnaire import (
    TrackerState,
    read_answers,
    receive_answers,
    send_questionnaire,
    tracker,
)
from sinolens.storage import questionnaires
from sinolens.storage.errors import Conflict
from sinolens.storage.project import Project

FACTS = load_reference()
_LISTED = {name.issuer_id for name in listed_names(FACTS, "2026-09-30")[:12]}
# Few names keep the workbooks small; what all of them are is looked at by a test of its own.
REFERENCE = replace(FACTS, issuers={
    key: issuer for place, (key, issuer) in enumerate(FACTS.issuers.items()) if key in _LISTED or place < 12
})
MANAGER, ONE, TWO = "Orchard Lane", "Orchard Lane Fund VIII, L.P.", "Orchard Lane Fund IX, L.P."
AT = "2026-10-01T09:00:00+00:00"


def coverage(position, name, value, manager=MANAGER, method="not_disclosed"):
    return FundCoverage(
        position, name, manager, "private_fund", value, 0, value, method, None, "2026-06-30", "unknown",
        missing="holdings",
    )


def analysis(*names):
    funds = [coverage(place, name, 100_000_00 * (place + 1)) for place, name in enumerate(names)]
    return replace(build(positions=5), funds=(*funds, coverage(9, "Another", 5_00, "Somebody Else")))


def write(folder, *names, name="quest.xlsx"):
    path = folder / name
    asked = write_questionnaire(analysis(*names), MANAGER, path, "2026-11-15", REFERENCE, "q-1")
    assert set(asked) == set(names)
    return path


def headings(sheet):
    """Row and columns of the table of a sheet."""
    marks = {"Fund", "Holding", "Country", "No."}
    for row in sheet.iter_rows(min_row=1, max_row=40):
        found = {cell.value: cell.column for cell in row if isinstance(cell.value, str)}
        if row[0].value in marks and len(found) > 1:
            return row[0].row, found
    raise AssertionError(sheet.title)


def edit(path, change):
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def fill_holdings(book, rows):
    sheet = book["Holdings"]
    header, at = headings(sheet)
    for row, cells in enumerate(rows, header + 1):
        for heading, value in zip(("Fund", "Holding", "Identifier", "Country", "Weight", "Value (USD)"), cells,
                                  strict=True):
            sheet.cell(row, at[heading]).value = value


def fill_split(book, fund, weights):
    sheet = book["Country split"]
    header, at = headings(sheet)
    rows = {sheet.cell(row, 1).value: row for row in range(header + 1, sheet.max_row + 1)}
    free = next(row for row in range(header + 1, sheet.max_row + 1) if not sheet.cell(row, 1).value)
    for country, weight in weights.items():
        row = rows.get(country)
        if row is None:
            row, free = free, free + 1
            sheet.cell(row, 1).value = country
        sheet.cell(row, at[fund]).value = weight


def fill_cover(book, dates, reasons=()):
    sheet = book["Request"]
    header, at = headings(sheet)
    for row in range(header + 1, header + 4):
        fund = sheet.cell(row, 1).value
        if fund in dict(dates):
            sheet.cell(row, at["As-of date of your answer"]).value = dict(dates)[fund]
        if fund in dict(reasons):
            sheet.cell(row, at["If you cannot answer, why"]).value = dict(reasons)[fund]
    for row in sheet.iter_rows():
        if row[0].value == "Completed by (role)":
            row[1].value = "Head of client reporting"


def label_cell(sheet, label):
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == label:
                return sheet.cell(cell.row, cell.column + 1)
    raise AssertionError(label)


def codes(answers):
    return [finding.code for finding in answers.findings]


def finding(answers, code):
    (found,) = [one for one in answers.findings if one.code == code]
    return found


ADDRESSED = {"questionnaire-names-open", "questionnaire-unsigned", "questionnaire-sheet-missing",
             "questionnaire-names-deleted", "form-heading-missing"}


def answer_names(book, words="Held where marked yes; no other name is held"):
    for name in ("Listed names", "China AI names"):
        label_cell(book[name], "This answer covers").value = words


# -- writing ----------------------------------------------------------------------------------------------------------


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


# -- reading ----------------------------------------------------------------------------------------------------------


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


# -- the project ------------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.sinolens", None) as made:
        yield made


def send(project, path, *names, due="2026-11-15"):
    command = send_questionnaire(project, analysis(*names), REFERENCE, MANAGER, path, due, "ana", AT)
    project.apply(command)
    return questionnaires.read_questionnaires(project)[-1]


def states(project, today, funds):
    return [(row.manager, row.state, row.funds) for row in tracker(project, today, funds)]


def test_the_tracker_follows_a_questionnaire(project, tmp_path):
    funds = analysis(ONE, TWO).funds
    other = ("Somebody Else", TrackerState.NOT_ASKED, ("Another",))
    assert states(project, "2026-10-02", funds) == [(MANAGER, TrackerState.NOT_ASKED, (ONE, TWO)), other]
    sent = send(project, tmp_path / "q.xlsx", ONE, TWO)
    assert (sent.manager, sent.due, sent.state, set(sent.funds)) == (MANAGER, "2026-11-15", "sent", {ONE, TWO})
    assert states(project, "2026-11-15", funds)[0][1] is TrackerState.DUE
    assert states(project, "2026-11-16", funds)[0][1] is TrackerState.OVERDUE
    project.apply(questionnaires.withdraw_questionnaire(project, sent.id, "asked by phone"))
    assert states(project, "2026-11-16", funds)[0][1] is TrackerState.NOT_ASKED
    project.undo()
    project.undo()
    assert questionnaires.read_questionnaires(project) == []


def test_an_answer_is_one_step_with_tables_attachments_and_evidence(project, tmp_path):
    path = tmp_path / "q.xlsx"
    sent = send(project, path, ONE, TWO)

    def change(book):
        fill_holdings(book, [(ONE, "A CO", None, "Japan", 0.4, None), (ONE, "B CO", None, "China", 0.6, None)])
        fill_split(book, TWO, {"Mainland China": 30, "Hong Kong": 0, "Macau": 0, "Taiwan": 0, "Japan": 70})
        fill_cover(book, {ONE: datetime.date(2026, 9, 30), TWO: datetime.date(2026, 9, 30)})

    answers = read_answers(edit(path, change), REFERENCE)
    project.apply(receive_answers(project, answers, "ana", AT, path))
    (kept,) = questionnaires.read_questionnaires(project)
    assert (kept.state, kept.sha256, kept.file) == ("received", answers.sha256, "q.xlsx")
    assert {key: row["fund_table"] for key, row in project.rows("attachment").items()} == {ONE: ONE, TWO: TWO}
    assert len(project.rows("import_table")) == 2 and len(project.rows("evidence")) == 1
    assert states(project, "2027-01-01", analysis(ONE, TWO).funds)[-1][1] is TrackerState.RECEIVED
    with pytest.raises(Conflict, match="already"):
        receive_answers(project, answers, "ana", AT)
    # A corrected answer takes the place of the first.
    edit(path, lambda book: fill_cover(book, {ONE: datetime.date(2026, 8, 31)}))
    project.apply(receive_answers(project, read_answers(path, REFERENCE), "ana", AT))
    assert len(project.rows("import_table")) == 2 and len(project.rows("import")) == 1
    assert {row["as_of"] for row in project.rows("import_table").values()} == {"2026-08-31", "2026-09-30"}
    project.undo()
    project.undo()
    assert project.rows("import_table") == {} and project.rows("attachment") == {} and project.rows("evidence") == {}
    assert questionnaires.read_questionnaires(project)[0] == sent


def test_an_answer_for_an_earlier_date_does_not_count_for_the_next(project, tmp_path):
    from sinolens.storage import commands

    path = tmp_path / "q.xlsx"
    send(project, path, ONE)
    project.apply(receive_answers(project, read_answers(path, REFERENCE), "ana", AT))
    project.apply(commands.set_setting(project, "as_of", "2026-12-31"))
    rows = tracker(project, "2027-01-05", analysis(ONE).funds)
    assert {row.state for row in rows} == {TrackerState.NOT_ASKED}


def test_an_answer_to_somebody_elses_question_is_refused(project, tmp_path):
    path = tmp_path / "q.xlsx"
    write(tmp_path, ONE, name="q.xlsx")
    with pytest.raises(WrongUse, match="never sent"):
        receive_answers(project, read_answers(path, REFERENCE), "ana", AT)
    send(project, path, ONE)
    answers = read_answers(path, REFERENCE)
    with pytest.raises(WrongUse, match="was sent to"):
        receive_answers(project, replace(answers, manager="Mallory"), "ana", AT)
    with pytest.raises(WrongUse, match="not asked about"):
        receive_answers(project, replace(answers, funds=(replace(answers.funds[0], fund="Other Fund"),)), "ana", AT)


def test_sending_needs_a_date_to_come_and_a_fund(project, tmp_path):
    for manager, due in ((MANAGER, "2026-09-01"), (MANAGER, "soon"), ("Nobody", "2026-11-15"), (" ", "2026-11-15")):
        with pytest.raises(WrongUse):
            send_questionnaire(
                project, analysis(ONE), REFERENCE, manager, tmp_path / "none.xlsx", due, "ana", AT
            )
    assert not (tmp_path / "none.xlsx").exists() and questionnaires.read_questionnaires(project) == []


HOLDINGS = """As of 2026-09-30
Account,Security,ISIN,Country,Asset Type,Manager,Quantity,Price,Market Value
A1,TENCENT HLDGS LTD,KYG875721634,CN,Common Stock,In-house,100,50.00,5000.00
A1,Jade Hill Growth Fund II L.P.,,KY,Limited Partnership,Jade Hill,1,2500.00,2500.00
A1,Jade Hill Global Fund L.P.,,KY,Limited Partnership,Jade Hill,1,1000.00,1000.00
Total,,,,,,,,8500.00
"""


def test_answers_replace_what_was_not_disclosed_to_the_cent(tmp_path):
    from sinolens.services import projects
    from sinolens.services.analysis import Question
    from sinolens.services.holdings import Source, read_holdings
    from sinolens.services.session import Session

    file = tmp_path / "holdings.csv"
    file.write_text(HOLDINGS, encoding="utf-8")
    growth, world = "Jade Hill Growth Fund II L.P.", "Jade Hill Global Fund L.P."
    with Project.create(tmp_path / "p.sinolens", None) as project:
        projects.save_holdings(project, read_holdings([Source(file)], FACTS), Question(as_of="2026-09-30"))
        session = Session.open(project)
        assert sum(fund.undisclosed_value for fund in session.analysis.funds) == 3500_00
        path = tmp_path / "q.xlsx"
        session.apply(lambda project: send_questionnaire(
            project, session.analysis, FACTS, "Jade Hill", path, "2026-11-15", "ana", AT))

        def change(book):
            fill_holdings(book, [
                (growth, "TENCENT HLDGS LTD", "KYG875721634", "China", 40, None),
                (growth, "Elm Energy Corp", None, "USA", 50, None),
            ])
            fill_split(book, world, {
                "Mainland China": 20, "Hong Kong": 5, "Macau": 0, "Taiwan": 5, "Cash and cash equivalents": 10,
                "All other countries (none of the first four)": 60,
            })
            fill_cover(book, {growth: datetime.date(2026, 9, 30), world: datetime.date(2026, 9, 30)})

        answers = read_answers(edit(path, change), FACTS)
        assert "90.00 %" in finding(answers, "questionnaire-sum").message
        outcome = session.apply(lambda project: receive_answers(project, answers, "ana", AT, path))
        funds = {fund.name: fund for fund in outcome.analysis.funds}
        assert (funds[growth].method, funds[growth].undisclosed_value) == ("known", 250_00)
        assert (funds[world].method, funds[world].undisclosed_value) == ("split", 0)
        slices = outcome.analysis.slices
        regions = slices[slices["path"] == world].groupby("region")["market_value"].sum().to_dict()
        assert {region: cents for region, cents in regions.items() if cents} == {
            "PRC": 200_00, "HK": 50_00, "TW": 50_00, "OTHER": 700_00}
        assert slices["market_value"].sum() == 8500_00
        outcome = session.undo()
        assert sum(fund.undisclosed_value for fund in outcome.analysis.funds) == 3500_00
