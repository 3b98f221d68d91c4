"""Overrides of a project: beside what was calculated, marked, listed, and never inside a total."""


import pytest

from sinolens.reporting.report import compose
from sinolens.services.answers import targets_of
from sinolens.storage import commands

FILE = """As of 2026-09-30
Account,Security,ISIN,Ticker,Exchange,Country,Asset Type,Quantity,Price,Market Value
A1,TENCENT HLDGS LTD,KYG875721634,700,XHKG,CN,Common Stock,100,50.00,5000.00
A1,CHINA MOBILE LTD,HK0941009539,941,XHKG,HK,Common Stock,10,100.00,1000.00
Total,,,,,,,,,6000.00
"""


@pytest.fixture
def session(hold, open_on):
    return open_on(hold(FILE), None)


def propose(session, row, value, evidence="", expires="", key="o1"):
    target = targets_of(session.analysis.positions)[row]
    was = session.analysis.positions["code"].iloc[row]
    return session.apply(lambda project: commands.propose_override(
        project, key, target, "tier", value, was, "another entity is meant", "Ana", "2026-10-01T09:00:00-05:00",
        evidence, expires,
    )).analysis


def approve(session, key="o1"):
    return session.apply(
        lambda project: commands.judge_override(project, key, True, "Ben", "2026-10-02T09:00:00-05:00")
    ).analysis


def totals(analysis):
    return analysis.slices.groupby(["tier", "code"])["market_value"].sum().to_dict()


def notes_of(analysis, row):
    return " ".join(analysis.statuses[int(analysis.positions["status"].iloc[row])].notes)


def rows_of(analysis):
    (section,) = [section for section in compose(analysis).sections if section.key == "overrides"]
    return [row for table in section.tables for row in table.rows]


def test_what_is_not_approved_is_marked_and_changes_nothing(session):
    before = session.analysis
    after = propose(session, 0, "5")
    assert totals(after) == totals(before)
    assert after.positions["code"].tolist() == before.positions["code"].tolist()
    assert "waits for approval" in notes_of(after, 0)
    assert after.overrides[0].status is None
    assert "approval" not in notes_of(after, 1)
    assert rows_of(after)[0][4] == "Not approved yet"


def test_what_is_approved_stands_beside_the_calculated_status(session):
    before = session.analysis
    propose(session, 0, "5")
    after = approve(session)
    (made,) = after.overrides
    assert (made.state, made.calculated, made.value) == ("approved", before.positions["code"].iloc[0], "5")
    assert made.status.code == "5"
    assert made.status.actions == after.statuses[int(after.positions["status"].iloc[0])].actions
    assert after.positions["code"].tolist() == before.positions["code"].tolist()
    assert totals(after) == totals(before)
    assert "approved by Ben" in notes_of(after, 0)
    assert after.report_id != before.report_id
    row = rows_of(after)[0]
    assert (row[0], row[4], row[6], row[7]) == ("TENCENT HLDGS LTD", "Approved", "Ana", "Ben")


def test_the_bar_is_not_judged_away_without_a_document_even_if_a_record_says_so(session):
    propose(session, 1, "1C")
    session.project.apply(commands.replace_row(
        session.project, "override", "o1", {**session.project.row("override", "o1"), "value": "5", "state": "approved",
                                            "checker": "Ben"}, "approve-override", "x",
    ))
    (made,) = session.analyse().overrides
    assert made.state == "refused"
    assert "document" in made.why_not
    assert made.status is None
    assert "judgement" not in notes_of(session.analysis, 1)


def test_an_expired_override_is_listed_and_no_longer_marked(session):
    propose(session, 0, "5", expires="2026-10-31")
    approve(session)
    later = session.analyse_by(session.facts(), as_of="2026-11-01")
    assert later.overrides[0].state == "expired"
    assert notes_of(later, 0).count("judgement") == 0
    assert rows_of(later)[0][4] == "Expired"


def test_an_override_of_what_is_no_longer_held_stays_listed(session):
    values = {"target": "A1|isin:US0378331005", "field": "tier", "value": "5", "was": "U1", "reason": "r",
              "evidence": "", "expires": "", "state": "approved", "maker": "Ana", "checker": "Ben",
              "changed_at": "2026-10-02"}
    after = session.apply(
        lambda project: commands.replace_row(project, "override", "o2", values, "propose-override", "x")
    ).analysis
    assert after.overrides[0].row == -1
    assert "not held now" in rows_of(after)[0][0]


def test_the_public_sees_no_override(session):
    propose(session, 0, "5")
    text = repr(compose(approve(session), audience="public"))
    assert "another entity is meant" not in text
    assert "Ben" not in text
