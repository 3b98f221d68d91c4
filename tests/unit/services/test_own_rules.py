"""Rules and institutions of one's own in a project: encrypted, undone, frozen; a frozen report needs no other file."""

import shutil

import pytest
from own_facts import INSTITUTION, KEY, WAIVED

from sinolens.reference.loader import load_reference
from sinolens.services import own_rules, periods, project_files
from sinolens.services.analysis import Question
from sinolens.services.errors import Refused
from sinolens.services.fact_source import FactSource
from sinolens.services.lists import load_facts
from sinolens.services.rule_packs import check_pack, keep_pack
from sinolens.services.session import StepKept
from sinolens.storage.commands import set_setting
from sinolens.storage.paths import rules_beside

pytestmark = pytest.mark.usefixtures("fresh_facts")


@pytest.fixture
def holdings(hold):
    return hold()


@pytest.fixture
def session(open_on, holdings):
    return open_on(holdings)


@pytest.fixture
def birch(write):
    return lambda text=INSTITUTION: write(text)


def keep(session, file):
    kept = dict(own_rules.kept_packs(session.project) or ())
    pack, text = check_pack(kept, file, load_reference())
    return session.apply(lambda project: own_rules.keep_rules(project, pack, text))


def ask(session, institution="birch-hall"):
    session.apply(lambda project: set_setting(project, "institution", institution))


def code(session):
    return session.analysis.positions["code"].iloc[0]


def test_an_own_institution_is_a_step_of_the_project_and_in_no_other_file(session, lists, birch):
    keep(session, birch())
    ask(session)
    assert code(session) == "3B"
    assert not rules_beside(lists).exists()
    assert b"Birch" not in session.project.path.read_bytes()
    keep(session, birch(WAIVED))
    assert code(session) == "4A"
    session.undo()
    assert code(session) == "3B"


def test_a_frozen_period_is_made_again_from_the_project_file_alone(session, lists, birch, tmp_path):
    keep(session, birch())
    ask(session)
    before = session.analysis
    session.apply(periods.freeze_period("Q3", "2026-09-30", lists))
    keep(session, birch(WAIVED))
    (period,) = periods.list_periods(session.project)
    for folder in (lists, rules_beside(lists)):
        shutil.rmtree(folder, ignore_errors=True)
    again = periods.open_period(session.project, period.id)
    assert (code(again), again.analysis.institution.name) == ("3B", "Birch Hall University")
    assert again.analysis.statuses == before.statuses
    assert code(session) == "4A"


def test_in_a_project_only_its_own_rules_count(session, lists, birch):
    keep_pack(lists, birch())
    assert "birch-hall" in load_facts(lists).institutions
    assert "birch-hall" not in session.facts().institutions
    assert "birch-hall" not in load_facts(FactSource(lists, (), ())).institutions
    kept = (("birch.toml", INSTITUTION),)
    assert "birch-hall" in load_facts(FactSource(lists, (), kept)).institutions
    # What other facts no longer know is told with file, line and field, and the holdings stay.
    with pytest.raises(Refused, match=r"own rules cannot be used: birch\.toml, line 12, field 'issuers'"):
        load_facts(FactSource(lists, (), (("birch.toml", INSTITUTION.replace("tencent", "nobody")),)))


def test_a_project_takes_in_what_this_computer_keeps_once(tmp_path, lists, holdings, birch):
    path, question = tmp_path / "new.sinolens", Question(as_of="2026-09-30")
    project_files.create_project(path, KEY, lists, holdings, question).close()
    keep_pack(lists, birch())
    read = project_files.open_project(path, KEY, lists, read_only=True)
    # One that is only read is answered by what is on this computer.
    assert own_rules.kept_packs(read.project) is None and "birch-hall" in read.facts().institutions
    read.close()
    for text in (INSTITUTION, WAIVED):
        keep_pack(lists, birch(text))
        session = project_files.open_project(path, KEY, lists)
        # From the first time on the two go their own ways.
        assert own_rules.kept_packs(session.project) == (("birch.toml", INSTITUTION),)
        session.close()
    made = project_files.create_project(tmp_path / "later.sinolens", KEY, lists, holdings, question)
    assert own_rules.kept_packs(made.project) == (("birch.toml", WAIVED),)
    made.close()


def test_an_institution_that_is_gone_is_told_and_the_step_stays(session, birch):
    keep(session, birch())
    with pytest.raises(StepKept):
        ask(session, "no-such-hall")
    ask(session)
    assert code(session) == "3B"
