"""Overrides from proposal to end: who decides, what a decision changes, what undo leaves alone, where it is listed."""

import json
from importlib.resources import files

import jsonschema
import openpyxl
import pytest
from pypdf import PdfReader

from sinolens.reporting.json_output import to_json
from sinolens.reporting.pdf import write_pdf
from sinolens.reporting.report import compose
from sinolens.reporting.workbook import write_workbook
from sinolens.services import override_steps
from sinolens.services.diligence import Document
from sinolens.services.errors import WrongUse
from sinolens.storage.errors import Conflict

FILE = """As of 2026-09-30
Account,Security,ISIN,Ticker,Exchange,Country,Asset Type,Quantity,Price,Market Value
A1,TENCENT HLDGS LTD,KYG875721634,700,XHKG,CN,Common Stock,100,50.00,5000.00
A1,CHINA MOBILE LTD,HK0941009539,941,XHKG,HK,Common Stock,10,100.00,1000.00
A1,River Drone Co. Ltd.,,,,CN,Common Stock,10,100.00,1000.00
Total,,,,,,,,,7000.00
"""
LISTED, BARRED, NOBODY = 0, 1, 2
EARLY, NEXT, LATER = "2026-10-01T09:00:00-05:00", "2026-10-02T09:00:00-05:00", "2026-11-20T09:00:00-05:00"
LETTER = Document("letter.pdf", b"%PDF-1.4 opinion of counsel")
SCHEMA = json.loads((files("sinolens.resources") / "reporting" / "analysis.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def session(hold, open_on):
    return open_on(hold(FILE), None)


def propose(session, row=LISTED, value="5", who="ana", field="tier", document=None, expires="", at=EARLY):
    session.apply(lambda project: override_steps.propose(
        project, session.analysis, row, field, value, "another entity is meant", expires, document, who, at))
    return list(session.project.rows("override"))[-1]


def judge(session, key, who="ben", approve=True, at=NEXT, reason=""):
    return session.apply(lambda project: override_steps.judge(project, key, approve, who, at, reason)).analysis


def figures(analysis):
    return (analysis.positions[["tier", "code", "category"]].to_dict("list"),
            analysis.slices.groupby(["tier", "code", "category"])[["market_value", "low", "base", "high"]].sum()
            .to_dict())


def the(analysis, key):
    (found,) = [one for one in analysis.overrides if one.key == key]
    return found


@pytest.mark.parametrize(("field", "value"), [("tier", "5"), ("category", "N1")])
def test_no_figure_rests_on_a_proposal_nor_on_an_approval(session, field, value):
    before = figures(session.analysis)
    key = propose(session, field=field, value=value)
    assert figures(session.analysis) == before
    judge(session, key)
    assert figures(session.analysis) == before
    assert the(session.analysis, key).state == "approved"


def test_nobody_decides_what_they_proposed(session):
    key = propose(session)
    for who in ("ana", "ANA"):
        for approve in (True, False):
            with pytest.raises(Conflict, match="Another person"):
                judge(session, key, who, approve, reason="r")
    assert the(session.analysis, key).state == "submitted"


def test_a_project_can_let_one_person_decide_and_says_so_wherever_it_is_listed(session):
    key = propose(session)
    session.apply(lambda project: override_steps.allow_own_approval(project, True))
    made = the(judge(session, key, "ana"), key)
    assert made.own
    assert "approved by the same person" in made.mark
    (section,) = [one for one in compose(session.analysis).sections if one.key == "overrides"]
    assert "one person" in section.tables[0].rows[0][5]
    assert override_steps.allows_own_approval(session.project)
    session.apply(lambda project: override_steps.allow_own_approval(project, False))
    with pytest.raises(Conflict, match="Another person"):
        judge(session, propose(session, NOBODY, "4A"), "ana")


@pytest.mark.parametrize(("row", "field", "value", "words"), [
    (LISTED, "tier", "9Z", "There is no regulatory code"), (LISTED, "category", "4A", "There is no category"),
    (LISTED, "tier", "4A", "what the program calculated"),
])
def test_what_is_no_judgement_is_not_taken(session, row, field, value, words):
    with pytest.raises(WrongUse, match=words):
        propose(session, row, value, field=field)
    assert session.project.rows("override") == {}


def test_a_bar_is_judged_away_only_with_a_document(session):
    with pytest.raises(Conflict, match="document"):
        propose(session, BARRED, "4A")
    key = propose(session, BARRED, "4A", document=LETTER)
    made = the(judge(session, key), key)
    assert (made.calculated, made.status.code, made.evidence) == ("1B", "4A", "letter.pdf")
    assert made.status.actions.buy == "no", "a judgement loosens nothing"


def test_one_proposal_waits_at_a_time_and_a_later_approval_takes_the_place_of_the_first(session):
    first = propose(session)
    with pytest.raises(WrongUse, match="ana has proposed 5 already"):
        propose(session, who="cy", value="4B")
    judge(session, first)
    second = propose(session, who="cy", value="4B")
    after = judge(session, second)
    assert (the(after, first).state, the(after, second).state) == ("replaced", "approved")
    assert [one.key for one in after.overrides if one.mark] == [second]


def test_a_rejection_needs_a_reason_and_leaves_no_mark(session):
    key = propose(session)
    with pytest.raises(Conflict, match="reason"):
        judge(session, key, approve=False)
    made = the(judge(session, key, approve=False, reason="the filing says otherwise"), key)
    assert (made.state, made.mark, made.status) == ("rejected", "", None)


def test_what_stands_is_taken_back_with_a_reason_and_for_good(session):
    key = propose(session)
    judge(session, key)
    with pytest.raises(Conflict, match="reason"):
        session.apply(lambda project: override_steps.revoke(project, key, "cy", LATER, " "))
    after = session.apply(lambda project: override_steps.revoke(project, key, "cy", LATER, "sold")).analysis
    assert (the(after, key).state, the(after, key).mark) == ("revoked", "")
    with pytest.raises(Conflict, match="waits or stands"):
        session.apply(lambda project: override_steps.revoke(project, key, "cy", LATER, "again"))
    assert session.undo() is None or session.project.row("override", key)["state"] == "revoked"


def test_an_expired_proposal_is_not_approved(session):
    key = propose(session, expires="2026-10-31")
    with pytest.raises(Conflict, match="expired on 31 Oct 2026"):
        judge(session, key, at=LATER)


def test_undo_takes_back_a_proposal_and_never_a_decision(session):
    key = propose(session, LISTED)
    session.undo()
    assert session.project.rows("override") == {}
    session.redo()
    judge(session, key)
    waiting = propose(session, NOBODY, "4A")
    assert session.project.undo_title.startswith("Propose 4A")
    session.undo()
    assert waiting not in session.project.rows("override")
    for _ in range(5):
        session.undo()
    assert session.project.row("override", key)["state"] == "approved"
    assert "approve-override" not in {entry.action.removeprefix("undo ") for entry in session.project.entries()
                                      if entry.action.startswith("undo ")}


def test_the_history_says_who_did_what_when_and_why(session):
    key = propose(session)
    judge(session, key, reason="checked the registry")
    session.apply(lambda project: override_steps.revoke(project, key, "cy", LATER, "sold"))
    steps = override_steps.read_history(session.project)[key]
    assert [(step.what, step.why) for step in steps] == [
        ("proposed", "another entity is meant"), ("approved", "checked the registry"), ("taken back", "sold")]
    assert all(step.who and step.at for step in steps)


def test_the_json_lists_every_override(session):
    key = propose(session, BARRED, "4A", document=LETTER, expires="2027-03-31")
    propose(session, NOBODY, "4A", who="cy")
    judge(session, key)
    data = json.loads(json.dumps(to_json(session.analysis), allow_nan=False))
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    found = {one["position"]: one for one in data["overrides"]}
    one = found["CHINA MOBILE LTD"]
    assert (one["calculated"], one["judged"], one["state"]) == ("1B", "4A", "approved")
    assert (one["proposed_by"], one["decided_by"], one["expires"], one["document"]) == (
        "ana", "ben", "2027-03-31", "letter.pdf")
    assert one["source"]["row"] == data["positions"][BARRED]["source"]["row"]
    assert found["River Drone Co. Ltd."]["state"] == "submitted"
    assert [row["code"] for row in data["positions"]] == ["4A", "1B", "U1"]


def test_the_workbook_and_the_paper_list_them_with_who_why_and_until_when(session, tmp_path):
    key = propose(session, BARRED, "4A", document=LETTER, expires="2027-03-31")
    propose(session, NOBODY, "4A", who="cy")
    judge(session, key)
    report = compose(session.analysis)
    write_workbook(report, tmp_path / "r.xlsx")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    (sheet,) = [name for name in book.sheetnames if "verride" in name]
    cells = [str(cell) for row in book[sheet].iter_rows(values_only=True) for cell in row if cell is not None]
    for text in ("CHINA MOBILE LTD", "1B Locked in: no purchase, no sale", "Approved", "Not approved yet", "ana", "ben",
                 "another entity is meant", "letter.pdf"):
        assert text in cells
    assert any(cell.startswith("2027-03-31") for cell in cells)
    book.close()
    write_pdf(report, tmp_path / "r.pdf")
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(tmp_path / "r.pdf").pages).split())
    for words in ("Not approved yet", "another entity is meant", "ben"):
        assert words in text
