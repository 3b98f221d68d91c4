"""A questionnaire in the project: sent, tracked, answered, and what the answer makes known."""

import datetime
from dataclasses import replace

import pytest
from questionnaire_forms import (
    AT,
    FACTS,
    MANAGER,
    ONE,
    REFERENCE,
    TWO,
    analysis,
    edit,
    fill_cover,
    fill_holdings,
    fill_split,
    finding,
    write,
)

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
