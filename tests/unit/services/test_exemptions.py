"""Exceptions with their evidence, and sales between two periods, from files as a user has them."""

import pytest

from sinolens.reference.loader import load_reference
from sinolens.reporting.report import compose
from sinolens.services import holdings, projects
from sinolens.services.analysis import Question, analyse
from sinolens.services.diligence import Document, record_answers, target_of_row
from sinolens.services.holdings import Source
from sinolens.services.periods import freeze_period, list_periods, open_period
from sinolens.services.session import Session
from sinolens.storage.project import Project

HEAD = "Account,Security,ISIN,Ticker,Exchange,Country,Asset Type,Quantity,Price,Market Value"
SMIC = "A1,SEMICONDUCTOR MFG INTL CORP,KYG8020E1199,981,XHKG,KY,Common Stock,{units},10.00,{value}"
FUND = "A1,Jade Hill Growth Fund II L.P.,,,,KY,Limited Partnership,1,2500.00,2500.00"
OTHER = "A1,TENCENT HLDGS LTD,KYG875721634,700,XHKG,CN,Common Stock,{units},50.00,{value}"


def write(folder, day, smic, tencent):
    path = folder / f"holdings {day}.csv"
    rows = [HEAD, FUND]
    if smic:
        rows.append(SMIC.format(units=smic, value=f"{smic * 10:.2f}"))
    rows.append(OTHER.format(units=tencent, value=f"{tencent * 50:.2f}"))
    path.write_text(f"As of {day}\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def made_of(path, day):
    reference = load_reference()
    return analyse(holdings.read_holdings([Source(path)], reference, []), Question(as_of=day), reference)


@pytest.mark.parametrize("left", [40, 0])
def test_a_barred_holding_that_fell_is_in_the_log_and_one_that_is_not_barred_is_not(tmp_path, left):
    before = made_of(write(tmp_path, "2026-06-30", 100, 500), "2026-06-30")
    after = made_of(write(tmp_path, "2026-09-30", left, 100), "2026-09-30")
    assert {"1B", "4A"} <= set(before.positions["code"])
    table = compose(after, "regulator", previous=before).section("sales").tables[0]
    assert [row[0] for row in table.rows] == ["SEMICONDUCTOR MFG INTL CORP"]
    keys = [column.key for column in table.columns]
    row = dict(zip(keys, table.rows[0], strict=True))
    assert (row["after"], row["by"]) == ("2026-06-30", "2026-09-30")
    assert row["sold"].value == 100 - left
    assert row["value"].cents == (100 - left) * 10_00
    assert row["left"].cents == left * 10_00
    assert row["traded"] == row["proceeds"] == ""


def test_an_answer_with_its_document_is_evidence_and_its_absence_is_named(tmp_path):
    reference = load_reference()
    path = write(tmp_path, "2026-09-30", 100, 500)
    with Project.create(tmp_path / "own.sinolens", None) as project:
        projects.save_holdings(
            project, holdings.read_holdings([Source(path)], reference, []), Question(as_of="2026-09-30")
        )
        session = Session.open(project)
        row = int((session.analysis.positions["name"] == "Jade Hill Growth Fund II L.P.").to_numpy().argmax())
        assert not [one for one in session.analysis.exemptions if one.row == row and one.relied]
        rule = next(rule for rule in reference.rules if rule.questions and rule.exceptions)
        paper = Document("subscription.pdf", b"%PDF-1.7 signed on 6 May 2024")
        session.apply(
            lambda project: record_answers(
                project, reference, target_of_row(session.analysis, row), rule.name,
                {"commitment_date": "2024-05-06", "fund_domicile": "KY"}, paper, "A. Analyst",
                "2026-10-01T09:00:00+00:00",
            )
        )
        found = next(one for one in session.analysis.exemptions if one.row == row and one.relied)
        evidence = next(one for one in found.evidence if one.answer == "2024-05-06")
        assert (evidence.who, evidence.when[:10], evidence.document) == ("A. Analyst", "2026-10-01", "subscription.pdf")
        assert project.content(evidence.sha256) == paper.data
        # Nothing says that it was not bought from another holder: the exception rests on it all the same.
        assert found.missing
        session.apply(freeze_period("Q3", "2026-09-30", None))
        frozen = open_period(project, list_periods(project)[0].id).analysis
        assert frozen.exemptions == session.analysis.exemptions
        assert frozen.period.startswith("Q3 (")
        session.undo()
