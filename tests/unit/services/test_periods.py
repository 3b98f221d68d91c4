"""A frozen period opens as it was: the same report, byte for byte, whatever was done since."""

import pytest

from sinolens.importing.options import ImportOptions
from sinolens.matching.decisions import SAME, Decision
from sinolens.reference.loader import load_reference
from sinolens.services import periods, projects
from sinolens.services.analysis import Question
from sinolens.services.export import export_report
from sinolens.services.holdings import Source, read_holdings
from sinolens.services.session import Session
from sinolens.storage import commands, snapshots
from sinolens.storage.decisions import decide_matches
from sinolens.storage.errors import Conflict
from sinolens.storage.project import Project

HEAD = "Account,Security,ISIN,Ticker,Exchange,Country,Asset Type,Quantity,Price,Market Value\n"
ORCHID = "GOLDEN ORCHID TECH HLDGS LTD"


def read(folder, name, account):
    """Several files, so that their order matters."""
    file = folder / name
    file.write_text(
        f"As of 2026-09-30\n{HEAD}"
        f"{account},TENCENT HLDGS LTD,KYG875721634,700,XHKG,CN,Common Stock,100,50.00,5000.00\n"
        f"{account},{ORCHID},,,,KY,Common Stock,10,100.00,1000.00\n"
        f"{account},Jade Hill Growth Fund II L.P.,,,,KY,Limited Partnership,1,2500.00,2500.00\n"
        "Total,,,,,,,,,8500.00\n", encoding="utf-8")
    return read_holdings([Source(file, ImportOptions())], load_reference())


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.sinolens", None) as made:
        for number in range(5):
            holdings = read(tmp_path, f"custodian {number}.csv", f"A{number}")
            projects.save_holdings(made, holdings, Question(as_of="2026-09-30", institution_name="Example"))
        yield made


def report(analysis, folder, kind):
    target = folder / f"report.{kind}"
    export_report(analysis, target, kind)
    return target.read_bytes()


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_the_report_of_a_frozen_period_is_the_same_byte_for_byte(project, tmp_path, kind):
    session = Session.open(project)
    before = report(session.analysis, tmp_path, kind)
    session.apply(periods.freeze_period("Q3", "2026-09-30", None))
    tencent = session.analysis.positions["issuer_id"].iloc[0]
    session.apply(lambda p: decide_matches(
        p, [Decision(ORCHID, tencent, SAME, "ana", "2026-10-01", "prospectus")]))
    session.apply(lambda p: commands.set_setting(p, "definition", "prc-only"))
    assert report(session.analysis, tmp_path, kind) != before
    (period,) = periods.list_periods(project)
    assert period.label == "Q3"
    frozen = periods.open_period(project, period.id)
    assert frozen.analysis.reference_id == load_reference().id
    assert report(frozen.analysis, tmp_path, kind) == before


def test_imported_editions_are_frozen_with_it(project, tmp_path):
    lists = tmp_path / "lists"
    lists.mkdir()
    bundled = load_reference()
    edition = bundled.editions[0]
    from sinolens.reference.loader import resources

    head, *rows = (resources() / "lists" / "editions.csv").read_text(encoding="utf-8").splitlines()
    row = next(line for line in rows if line.startswith(f"{edition.list_id},"))
    (lists / "editions.csv").write_text(f"{head}\n{row}\n", encoding="utf-8")
    for file in (resources() / "lists").iterdir():
        if file.name.endswith(".csv") and file.name in row:
            (lists / file.name).write_bytes(file.read_bytes())
    session = Session.open(project, lists)
    session.apply(periods.freeze_period("Q3", "2026-09-30", lists))
    (period,) = periods.list_periods(project)
    frozen = periods.open_period(project, period.id)
    assert frozen.analysis.reference_id == session.analysis.reference_id != bundled.id


def test_an_empty_project_has_nothing_to_freeze(tmp_path):
    with Project.create(tmp_path / "e.sinolens", None) as project, pytest.raises(Conflict, match="nothing to freeze"):
        project.apply(periods.freeze_period("Q3", "2026-09-30", None)(project))


def test_a_frozen_session_changes_nothing(project):
    project.apply(periods.freeze_period("Q3", "2026-09-30", None)(project))
    (period,) = periods.list_periods(project)
    frozen = periods.open_period(project, period.id)
    assert frozen.project.read_only
    assert frozen.project.rows("snapshot") == {}
    frozen.close()
    assert project.rows("snapshot")


def test_locking_is_seen_in_the_list(project):
    project.apply(periods.freeze_period("Q3", "2026-09-30", None)(project))
    (period,) = periods.list_periods(project)
    assert not period.locked
    project.apply(snapshots.lock_period(project, period.id))
    (period,) = periods.list_periods(project)
    assert period.locked
