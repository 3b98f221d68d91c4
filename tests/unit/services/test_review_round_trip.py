"""The review queue goes out as a workbook and comes back: the same decisions, and nothing dropped in silence."""

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinolens.domain.finding import Severity
from sinolens.domain.match import Match, ScreeningState
from sinolens.importing.errors import UnreadableFile
from sinolens.matching.alignment import WordPair
from sinolens.matching.decisions import Decision, string_key
from sinolens.matching.review import ReviewCandidate, ReviewItem
from sinolens.reference.loader import load_reference
from sinolens.reporting.review_workbook import write_review
from sinolens.services.errors import WrongUse
from sinolens.services.projects import load_decisions
from sinolens.services.review import (
    ChangeKind,
    accept_changes,
    compare_review,
    read_review,
    revoke_decisions,
)
from sinolens.storage.project import Project

WRITTEN = "2026-10-01T09:00:00+00:00"
HEADER = 5
NAMES = ("LOTUS CMPTE HLDGS", "JADE FNDRY INTL", "RIVER CLOUD 江云", "SAGE MODEL")


def candidate(entity, name):
    return ReviewCandidate(
        entity, entity, (), "", name, name, 91.0, (WordPair("LOTUS", "LOTUS", 1.0),), ("HLDGS",), (),
        frozenset({"CN"}), "",
    )


def item(string, value=100_00, offers=("lotus", "jade")):
    return ReviewItem(
        string, Match(ScreeningState.POSSIBLE, "candidate"), (0,), value, (("country", "CN"),),
        tuple(candidate(one, f"{one.title()} Ltd") for one in offers),
    )


def write(folder, items, name="queue.xlsx"):
    path = folder / name
    frame = pd.DataFrame({"file": ["custodian.xlsx"], "sheet": ["Holdings"], "row": [7]})
    write_review(items, path, frame, load_reference(), institution="Fernwood", as_of="2026-09-30", written_at=WRITTEN)
    return path


def columns(sheet):
    return {cell.value: cell.column for cell in sheet[HEADER]}


def fill(path, answers, edit=None):
    """Type answers (name to decision, entity, why, who) into the workbook as a person would."""
    book = openpyxl.load_workbook(path)
    sheet = book["Review"]
    at = columns(sheet)
    rows = {sheet.cell(row, at["Name as typed"]).value: row for row in range(HEADER + 1, sheet.max_row + 1)}
    for name, answer in answers.items():
        for heading, text in zip(("Decision", "Entity id", "Why", "Who"), answer, strict=True):
            sheet.cell(rows[name], at[heading]).value = text
    if edit:
        edit(book, sheet, at, rows)
    book.save(path)
    return path


def codes(read):
    return [finding.code for finding in read.findings]


@pytest.fixture
def queue(tmp_path):
    return write(tmp_path, [item(name, 100_00 * (9 - place)) for place, name in enumerate(NAMES)])


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.sinolens", None) as made:
        yield made


def test_an_untouched_queue_decides_nothing(queue):
    read = read_review(queue)
    assert read.proposals == () and read.findings == () and read.undecided == len(NAMES)
    assert read.written_at == WRITTEN


def test_decisions_come_back_with_their_cells(queue):
    fill(queue, {
        NAMES[0]: ("same", "lotus", "prospectus p. 3", "Ann"),
        NAMES[1]: ("Different ", "Jade Ltd", "other country", "Ann"),
        NAMES[2]: ("NONE", None, "a local shop", "Ann"),
        NAMES[3]: ("leave", None, None, None),
    })
    read = read_review(queue)
    assert [p.decision for p in read.proposals] == [
        Decision(NAMES[0], "lotus", "same", "Ann", "", "prospectus p. 3"),
        Decision(NAMES[1], "jade", "different", "Ann", "", "other country"),
        Decision(NAMES[2], "", "none", "Ann", "", "a local shop"),
    ]
    assert read.proposals[0].address == "queue.xlsx › Review!K6"
    assert read.findings == () and read.undecided == 1


def test_moved_columns_and_sorted_rows_are_found_again(queue):
    def shuffle(book, sheet, at, rows):
        cells = [[sheet.cell(row, column).value for column in range(1, sheet.max_column + 1)]
                 for row in range(HEADER, sheet.max_row + 1)]
        turned = [row[::-1] for row in (cells[0], *cells[:0:-1])]
        sheet.delete_rows(HEADER, len(cells))
        sheet.insert_rows(1, 3)
        for number, row in enumerate(turned):
            for column, value in enumerate(row, 2):
                sheet.cell(HEADER + 3 + number, column).value = value

    fill(queue, {NAMES[0]: ("same", "lotus", "seen", "Ann")}, shuffle)
    read = read_review(queue)
    assert [p.decision for p in read.proposals] == [Decision(NAMES[0], "lotus", "same", "Ann", "", "seen")]
    assert read.findings == ()


def test_deleted_rows_are_said(queue):
    fill(queue, {}, lambda book, sheet, at, rows: sheet.delete_rows(rows[NAMES[1]]))
    read = read_review(queue)
    (finding,) = read.findings
    assert finding.code == "review-row-missing" and NAMES[1] in finding.message
    assert finding.sheet == "Candidates" and finding.cell.startswith("A")


@pytest.mark.parametrize(
    ("answer", "code", "column"),
    [
        (("maybe", "lotus", "x", "Ann"), "review-decision-unread", "K"),
        ((42, "lotus", "x", "Ann"), "review-decision-unread", "K"),
        (("same", "no-such-thing", "x", "Ann"), "review-entity-unknown", "L"),
        (("same", None, "x", "Ann"), "review-without-entity", "L"),
        (("different", None, "x", "Ann"), "review-without-entity", "L"),
        (("none", "lotus", "x", "Ann"), "review-entity-with-none", "L"),
        ((None, "lotus", "x", "Ann"), "review-undecided", "K"),
    ],
)
def test_nonsense_is_a_finding_at_its_cell(queue, answer, code, column):
    fill(queue, {NAMES[1]: answer})
    read = read_review(queue, {"lotus", "jade"})
    assert read.proposals == ()
    (finding,) = read.findings
    assert (finding.code, finding.file, finding.sheet, finding.cell) == (code, "queue.xlsx", "Review", f"{column}7")


def test_an_entity_that_was_no_candidate_is_taken_with_a_remark_when_it_is_on_file(queue):
    fill(queue, {NAMES[0]: ("same", "river", "x", "Ann")})
    read = read_review(queue, {"river"})
    assert read.proposals[0].decision.entity == "river" and codes(read) == ["review-not-a-candidate"]
    assert codes(read_review(queue)) == ["review-entity-unknown"]


def test_a_name_that_was_changed_is_not_read(queue):
    fill(queue, {NAMES[0]: ("same", "lotus", "x", "Ann")},
         lambda book, sheet, at, rows: sheet.cell(rows[NAMES[0]], at["Name as typed"], "SOMETHING ELSE"))
    read = read_review(queue)
    assert read.proposals == () and codes(read) == ["review-name-changed"]
    assert read.findings[0].cell == "C6"


def test_a_row_added_by_hand_is_taken_with_a_remark(queue):
    def add(book, sheet, at, rows):
        row = sheet.max_row + 1
        for heading, value in (("Name as typed", "NEW NAME LTD"), ("Decision", "none"), ("Why", "seen")):
            sheet.cell(row, at[heading], value)

    read = read_review(fill(queue, {}, add))
    assert read.proposals[0].decision == Decision("NEW NAME LTD", "", "none", "", "", "seen")
    assert codes(read) == ["review-row-added"]


def test_a_formula_without_a_value_is_said(queue):
    fill(queue, {NAMES[0]: ('="same"', "lotus", "x", "Ann")})
    read = read_review(queue)
    assert read.proposals == ()
    assert ("form-formula", "K6") in [(f.code, f.cell) for f in read.findings]


def test_a_missing_column_is_said(queue):
    fill(queue, {NAMES[0]: ("none", None, "x", "Ann")},
         lambda book, sheet, at, rows: sheet.delete_cols(at["Why"]))
    read = read_review(queue)
    assert [p.decision.verdict for p in read.proposals] == ["none"]
    assert codes(read) == ["form-heading-missing", "review-without-reason"]


def test_a_deleted_sheet_of_candidates_is_said(queue):
    fill(queue, {NAMES[0]: ("same", "lotus", "x", "Ann")}, lambda book, *rest: book.remove(book["Candidates"]))
    assert codes(read_review(queue)) == ["review-candidates-missing", "review-entity-unknown"]
    assert read_review(queue, {"lotus"}).proposals[0].decision.entity == "lotus"


def test_another_workbook_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "hello"
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(WrongUse, match="no review queue"):
        read_review(tmp_path / "other.xlsx")
    (tmp_path / "empty.xlsx").write_bytes(b"")
    with pytest.raises(UnreadableFile):
        read_review(tmp_path / "empty.xlsx")


HOSTILE = ("=1+1", "+A1", "-5", "@x", "tab\there", "  two  blanks ", "bell\x07", "0\x1f\xad", "名" * 40, "L" * 1500,
           "'quoted", '"', "#N/A", "TRUE", "1e5", "0012", "é́", "ＦＵＬＬ width", "\u202eturned", "a\nb")


@settings(max_examples=25, deadline=None)
@given(
    strings=st.lists(
        st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)),
        min_size=1, max_size=8, unique_by=string_key,
    ).filter(lambda found: all(string_key(text) for text in found)),
    verdicts=st.lists(st.sampled_from(["same", "different", "none", "leave", None]), min_size=8, max_size=8),
)
def test_what_is_filled_in_is_what_comes_back(tmp_path_factory, strings, verdicts):
    path = write(tmp_path_factory.mktemp("q"), [item(string) for string in strings])
    book = openpyxl.load_workbook(path)
    sheet = book["Review"]
    at = columns(sheet)
    wanted = []
    for row, (string, verdict) in enumerate(zip(strings, verdicts, strict=False), HEADER + 1):
        assert sheet.cell(row, at["Name as typed"]).data_type != "f"
        entity = "lotus" if verdict in ("same", "different") else ""
        sheet.cell(row, at["Decision"]).value = verdict
        sheet.cell(row, at["Entity id"]).value = entity or None
        sheet.cell(row, at["Why"]).value = "seen"
        if verdict not in (None, "leave"):
            wanted.append((string_key(string), entity, verdict))
    book.save(path)
    read = read_review(path, strings=strings)
    assert [(string_key(p.decision.string), p.decision.entity, p.decision.verdict) for p in read.proposals] == wanted
    assert not [finding for finding in read.findings if finding.severity is Severity.ERROR]
    assert read.undecided == len(strings) - len(wanted)


# -- from proposals to the project ------------------------------------------------------------------------------------


def test_changes_are_told_apart(queue):
    fill(queue, {
        NAMES[0]: ("same", "lotus", "x", "Ann"),
        NAMES[1]: ("same", "jade", "x", "Ann"),
        NAMES[2]: ("same", "lotus", "x", "Ann"),
        NAMES[3]: ("none", None, "x", "Ann"),
    })
    decided = [
        Decision(NAMES[1].lower(), "jade", "same", "Bo", "2026-09-01"),
        Decision(NAMES[2], "jade", "same", "Bo", "2026-09-01"),
        Decision(NAMES[3], "jade", "same", "Bo", "2026-10-02T08:00:00+00:00"),
    ]
    compared = compare_review(decided, read_review(queue))
    assert [change.kind for change in compared.changes] == [
        ChangeKind.NEW, ChangeKind.SAME, ChangeKind.CHANGED, ChangeKind.CONFLICTING,
    ]
    assert compared.changes[2].standing == decided[1]
    assert "Bo" in compared.changes[3].reason and compared.of(ChangeKind.NEW) == compared.changes[:1]


def test_two_answers_in_one_file_are_a_conflict_and_cannot_both_be_taken(queue, project):
    def copy(book, sheet, at, rows):
        row = sheet.max_row + 1
        for column in range(1, sheet.max_column + 1):
            sheet.cell(row, column).value = sheet.cell(rows[NAMES[0]], column).value
        sheet.cell(row, at["Entity id"]).value = "jade"

    fill(queue, {NAMES[0]: ("same", "lotus", "x", "Ann")}, copy)
    read = read_review(queue)
    assert "review-row-twice" in codes(read)
    changes = compare_review((), read).changes
    assert {change.kind for change in changes} == {ChangeKind.CONFLICTING}
    assert "K10" in changes[0].reason
    with pytest.raises(WrongUse, match="contradict"):
        accept_changes(project, changes, "ana", "2026-10-03")
    project.apply(accept_changes(project, changes[1:], "ana", "2026-10-03"))
    assert [d.entity for d in load_decisions(project)] == ["jade"]


def test_accepted_changes_are_one_step(queue, project):
    fill(queue, {NAMES[0]: ("same", "lotus", "x", None), NAMES[1]: ("none", None, "y", "Bo")})
    changes = compare_review((), read_review(queue)).changes
    project.apply(accept_changes(project, changes, "ana", "2026-10-03"))
    assert load_decisions(project) == (
        Decision(NAMES[0], "lotus", "same", "ana", "2026-10-03", "x"),
        Decision(NAMES[1], "", "none", "Bo", "2026-10-03", "y"),
    )
    again = compare_review(load_decisions(project), read_review(queue)).changes
    assert [change.kind for change in again] == [ChangeKind.SAME] * 2
    with pytest.raises(WrongUse):
        accept_changes(project, again, "ana", "x")
    project.undo()
    assert load_decisions(project) == ()


def test_several_rejections_of_a_name_stand_beside_each_other(project):
    from sinolens.matching.decisions import DecisionTable
    from sinolens.storage.decisions import decide_matches

    for entity in ("lotus", "jade"):
        project.apply(decide_matches(project, [Decision("X CO", entity, "different", "ana", "2026-10-01", "no")]))
    assert DecisionTable.of(load_decisions(project)).rejected_for("x co") == {"lotus", "jade"}
    project.apply(decide_matches(project, [Decision("X CO", "jade", "same", "ana", "2026-10-02", "after all")]))
    table = DecisionTable.of(load_decisions(project))
    assert table.settled_for("X CO").entity == "jade" and table.rejected_for("X CO") == {"lotus"}
    project.apply(decide_matches(project, [Decision("X CO", "jade", "different", "ana", "2026-10-03", "no")]))
    assert DecisionTable.of(load_decisions(project)).settled_for("X CO") is None
    project.apply(revoke_decisions(project, ["x  co"], "asked again"))
    assert load_decisions(project) == ()
    project.undo()
    assert len(load_decisions(project)) == 2
    with pytest.raises(WrongUse):
        revoke_decisions(project, ["unheard of"], "why")
    with pytest.raises(WrongUse):
        revoke_decisions(project, ["X CO"], " ")
