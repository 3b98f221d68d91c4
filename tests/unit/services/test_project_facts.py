"""The user's own issuers and the facts used, as records of a project: kept, undone, frozen, shared, told."""

import pytest
from own_facts import KEY

from sinolens.reference.loader import load_reference
from sinolens.services import own_issuers, periods, project_files, used_facts
from sinolens.services.analysis import Question
from sinolens.services.errors import Refused
from sinolens.services.fact_source import FactSource
from sinolens.services.lists import load_facts
from sinolens.services.session import Session
from sinolens.services.universe import OwnEntry, load_entries, save_entry
from sinolens.storage import cipher, schema
from sinolens.storage.changes import Change, Command
from sinolens.storage.paths import universe_beside

COMMON = {"source": "visit", "as_of": "2026-10-01", "verified": "unverified"}
HERON = OwnEntry("own-heron", {"name": "Heron Robotics Co., Ltd.", "region": "PRC", "listed": "no", **COMMON},
                 names=({"name": "HERON ROBOTICS", "kind": "alias", **COMMON},))
OWL = OwnEntry("own-owl", {"name": "Owl Lidar Co., Ltd.", "region": "PRC", "listed": "no", **COMMON})
FILE = """As of 2026-09-30
Account,Security,Country,Asset Type,Quantity,Price,Market Value
A1,HERON ROBOTICS,CN,Common Stock,10,100.00,1000.00
Total,,,,,,1000.00
"""


@pytest.fixture
def holdings(hold):
    return hold(FILE)


@pytest.fixture
def session(open_on, holdings):
    return open_on(holdings)


def issuer(session):
    return session.analysis.positions["issuer_id"].iloc[0]


def kept(project):
    return [entry.issuer_id for entry in own_issuers.read_own(project)]


def keep(session, entry):
    session.apply(lambda project: own_issuers.keep_own(project, load_reference(), entry))


def test_an_own_issuer_is_a_step_of_the_project_and_in_no_other_file(session, lists):
    assert issuer(session) == ""
    keep(session, HERON)
    assert issuer(session) == "own-heron"
    assert own_issuers.read_own(session.project) == (HERON,)
    assert not universe_beside(lists).exists()
    assert b"HERON" not in session.project.path.read_bytes()
    session.undo()
    assert issuer(session) == ""
    session.redo()
    assert issuer(session) == "own-heron"
    keep(session, OwnEntry("own-heron"))
    assert issuer(session) == ""


def test_what_contradicts_is_refused_and_nothing_is_kept(session):
    keep(session, HERON)
    with pytest.raises(Refused, match="same name"):
        keep(session, OwnEntry("own-owl", HERON.record))
    assert own_issuers.read_own(session.project) == (HERON,)


def test_a_frozen_period_keeps_its_own_issuers(session, lists):
    keep(session, HERON)
    session.apply(periods.freeze_period("Q3", "2026-09-30", lists))
    keep(session, OwnEntry("own-heron"))
    (period,) = periods.list_periods(session.project)
    assert issuer(session) == ""
    assert issuer(periods.open_period(session.project, period.id)) == "own-heron"


def test_a_new_project_begins_with_this_computers(tmp_path, lists, holdings):
    save_entry(universe_beside(lists), load_reference(), HERON)
    made = project_files.create_project(tmp_path / "new.sinolens", KEY, lists, holdings, Question(as_of="2026-09-30"))
    assert kept(made.project) == ["own-heron"]
    # From now on the two go their own ways.
    save_entry(universe_beside(lists), load_reference(), OWL)
    made.close()
    again = project_files.open_project(tmp_path / "new.sinolens", KEY, lists)
    assert kept(again.project) == ["own-heron"]
    assert "own-owl" not in again.facts().issuers
    again.close()


def test_sharing_between_projects_goes_through_this_computer(session, lists):
    assert own_issuers.take_computers(session.project, lists) is None
    keep(session, HERON)
    assert own_issuers.give_to_computer(session.project, lists) == 1
    assert load_entries(universe_beside(lists))["own-heron"].names == HERON.names
    save_entry(universe_beside(lists), load_reference(), OWL)
    session.apply(lambda project: own_issuers.take_computers(project, lists))
    assert kept(session.project) == ["own-heron", "own-owl"]
    assert own_issuers.take_computers(session.project, lists) is None


def test_with_a_project_open_only_its_own_count(lists):
    save_entry(universe_beside(lists), load_reference(), OWL)
    assert "own-owl" in load_facts(lists).issuers
    facts = load_facts(FactSource(lists, (HERON,)))
    assert "own-heron" in facts.issuers and "own-owl" not in facts.issuers
    assert load_facts(FactSource(lists, ())) is load_reference()
    assert list(own_issuers.entries_of(FactSource(lists, (HERON,)))) == ["own-heron"]
    assert list(own_issuers.entries_of(FactSource(lists))) == ["own-owl"]


def test_the_facts_used_are_written_down_once_and_told_when_they_are_others(session, monkeypatch):
    noted = session.project.row("used_facts", "latest")
    assert noted["reference"] == session.facts().id and session.notice == ""
    entries = session.project.verify().entries
    session.analyse()
    assert session.project.verify().entries == entries
    monkeypatch.setattr(used_facts, "__version__", "99.0")
    again = Session.open(session.project)
    assert "the program is 99.0, was" in again.notice
    assert session.project.row("used_facts", "latest")["program"] == "99.0"
    assert Session.open(session.project).notice == ""


def test_an_edition_that_is_not_here_is_named(session):
    reference = session.facts()
    title = reference.editions[0].short_title
    newest = max(one.edition for one in reference.editions if one.short_title == title)
    assert used_facts.note_facts(session.project, reference) is None
    row = session.project.row("used_facts", "latest")
    later = row["editions"].replace(f'"{title}": "{newest}"', f'"{title}": "2099-01-01"')
    assert later != row["editions"]
    change = Change("used_facts", "latest", row, {**row, "editions": later, "reference": "other"})
    session.project.apply(Command("use-facts", "x", (change,), undoable=False))
    assert f"{title} of 1 Jan 2099 is not on this computer" in used_facts.tell_changes(session.project, reference)


def test_an_older_project_takes_in_this_computers_when_it_is_brought_up_to_date(tmp_path, lists, holdings):
    path = tmp_path / "old.sinolens"
    project_files.create_project(path, KEY, lists, holdings, Question(as_of="2026-09-30")).close()
    connection = cipher.connect(path, KEY)
    for table in (*schema._SECOND_TABLES, *schema._THIRD_TABLES):
        connection.execute(f'drop table "{table}"')
    connection.pragma("user_version", 1)
    connection.close()
    save_entry(universe_beside(lists), load_reference(), HERON)
    read = project_files.open_project(path, KEY, lists, read_only=True)
    assert own_issuers.read_own(read.project) == ()
    read.close()
    for _ in range(2):
        session = project_files.open_project(path, KEY, lists)
        assert kept(session.project) == ["own-heron"]
        assert issuer(session) == "own-heron"
        session.close()
