"""An open project: every change renews what rests on it, and nothing else."""


import pytest

from sinolens.matching.decisions import SAME, Decision
from sinolens.services.answers import target_of
from sinolens.storage import commands
from sinolens.storage.decisions import decide_matches

FILE = """As of 2026-09-30
Account,Security,ISIN,Ticker,Exchange,Country,Asset Type,Quantity,Price,Market Value
A1,TENCENT HLDGS LTD,KYG875721634,700,XHKG,CN,Common Stock,100,50.00,5000.00
A1,GOLDEN ORCHID TECH HLDGS LTD,,,,KY,Common Stock,10,100.00,1000.00
A1,Jade Hill Growth Fund II L.P.,,,,KY,Limited Partnership,1,2500.00,2500.00
Total,,,,,,,,,8500.00
"""


@pytest.fixture
def session(hold, open_on):
    return open_on(hold(FILE), None)


def position(analysis, name):
    (row,) = [row for row in analysis.positions.to_dict("records") if name in row["name"]]
    return row


def test_a_project_analyses_what_it_keeps(session):
    assert session.analysis.positions["market_value"].sum() == 850000
    assert position(session.analysis, "TENCENT")["issuer_id"]


def test_a_decision_changes_the_answer_and_undo_takes_it_back(session):
    tencent = position(session.analysis, "TENCENT")["issuer_id"]
    name = "GOLDEN ORCHID TECH HLDGS LTD"
    assert position(session.analysis, "ORCHID")["issuer_id"] == ""

    def decide(project):
        return decide_matches(project, [Decision(name, tencent, SAME, "ana", "2026-10-01", "prospectus")])

    outcome = session.apply(decide)
    assert position(outcome.analysis, "ORCHID")["issuer_id"] == tencent
    outcome = session.undo()
    assert position(outcome.analysis, "ORCHID")["issuer_id"] == ""
    outcome = session.redo()
    assert position(outcome.analysis, "ORCHID")["issuer_id"] == tencent


def test_an_answer_is_laid_over_the_position_and_the_source_stays(session):
    target = target_of("A1", "Jade Hill Growth Fund II L.P.", "", "", "", "", "")

    def answer(project):
        return commands.answer_question(project, target, "commitment_date", "2024-06-30", "ana", "2026-10-01")

    outcome = session.apply(answer)
    assert position(outcome.analysis, "Jade Hill")["commitment_date"] == "2024-06-30"
    assert "2024-06-30" not in session.holdings.positions["commitment_date"].tolist()
    assert session.undo().analysis is not None
    assert position(session.analysis, "Jade Hill")["commitment_date"] == ""


def test_what_the_analysis_does_not_rest_on_does_not_renew_it(session):
    before = session.analysis
    outcome = session.apply(lambda project: commands.add_evidence(project, "a.pdf", b"x", "ana", "2026-10-01"))
    assert outcome.analysis is None
    assert session.analysis is before


def test_another_date_and_definition_renew_it(session):
    outcome = session.apply(lambda project: commands.set_setting(project, "as_of", "2026-10-31"))
    assert outcome.analysis.as_of == "2026-10-31"
    outcome = session.apply(lambda project: commands.set_setting(project, "definition", "prc-only"))
    assert outcome.analysis.definition.id == "prc-only"


def test_undoing_the_import_leaves_an_empty_project(session):
    outcome = session.undo()
    assert outcome.changed.name == "import"
    assert outcome.analysis is None
    assert len(session.holdings.positions) == 0
    assert session.redo().analysis.positions["market_value"].sum() == 850000
    assert session.project.verify().whole
