"""Imported list editions go with the project: kept with their entries, told where they lack, taken into use there."""

import json

import pytest
from own_facts import AS_OF, INSTITUTION, KEY, TENCENT

from sinolens.cli import run
from sinolens.reference.loader import forget_reference, load_reference
from sinolens.services import periods, project_files
from sinolens.services.edition_folder import put_back, read_index
from sinolens.services.errors import Refused
from sinolens.services.list_effect import record_editions
from sinolens.services.list_withdrawal import imported_editions, record_withdrawal, withdraw, withdrawn_editions
from sinolens.services.lists import accept, load_facts, read
from sinolens.services.own_rules import keep_rules
from sinolens.services.rule_packs import check_pack
from sinolens.storage.changes import Change, Command
from sinolens.storage.commands import set_setting
from sinolens.storage.project import Project

pytestmark = pytest.mark.usefixtures("fresh_facts")

LIST, DAY = "dod-1260h", "2026-07-20"
ID = f"{LIST}:{DAY}"


@pytest.fixture
def elsewhere(tmp_path):
    """The folder of imported editions of another computer."""
    return tmp_path / "other home" / "data" / "lists"


@pytest.fixture
def bring(write):
    """Imports an edition without one name into a folder, with no project open."""
    def make(folder, left_out="TENCENT", day=DAY, checked_on="2026-07-21"):
        names = [one.name for one in load_reference().entries_on(LIST, AS_OF) if left_out not in one.name.upper()]
        rows = "".join(f'"{name}",\n' for name in names)
        (update,) = read(folder, [write(f"name,country\n{rows}", "names.csv")], LIST, day)
        accept(folder, update, checked_on)
        return update
    return make


@pytest.fixture
def path(tmp_path, lists, bring, hold, open_on):
    """A project that was answered with an edition imported while it was not open; closed."""
    bring(lists)
    session = open_on(hold())
    session.close()
    return session.project.path


@pytest.fixture
def open_at(path):
    """Opens the project on a computer."""
    made = []

    def make(folder, **more):
        made.append(project_files.open_project(path, KEY, folder, **more))
        return made[-1]

    yield make
    for session in made:
        session.close()


def code(session):
    return session.analysis.positions["code"].iloc[0]


def log(session):
    return [entry.action for entry in session.project.entries()]


def test_an_edition_in_use_is_kept_with_its_entries_once(path, open_at, lists):
    session = open_at(lists)
    assert code(session) != "4A" and session.notice == "" and session.lacking == ()
    row = session.project.row("used_edition", ID)
    assert session.project.content(row["content"]) == (lists / f"{LIST}-{DAY}.csv").read_bytes()
    assert json.loads(row["line"]) == read_index(lists)[0] and row["state"] == "used"
    assert log(session).count("use-facts") == 1
    session.analyse()
    session.apply(lambda project: set_setting(project, "as_of", "2026-10-31"))
    assert log(session).count("use-facts") == 1
    (noted,) = [entry for entry in session.project.entries() if entry.action == "use-facts"]
    assert f"keeps {LIST} of {DAY}" in noted.object
    # The table of entries is small beside its project: nothing but it is added.
    size = len(session.project.content(row["content"]))
    assert size < 100_000 and session.project.verify().whole


def test_the_same_answers_on_another_computer(path, open_at, lists, elsewhere):
    before = open_at(lists)
    answered = (code(before), before.facts().id, before.analysis.report_id)
    before.close()
    for _ in range(2):
        # Not only the first time: until someone decides.
        session = open_at(elsewhere)
        assert "answers rest on a list edition that it keeps: Section 1260H list of 20 Jul 2026 is not on this " \
               "computer." in session.notice
        assert code(session) == "4A"
        session.close()
    session = open_at(elsewhere)
    outcome = session.take_editions()
    assert outcome.analysis is session.analysis and outcome.changed.tables == {"edition"}
    assert (code(session), session.facts().id, session.analysis.report_id) == answered
    assert session.lacking == () and log(session)[-2:] == ["take-editions", "use-facts"]
    assert (elsewhere / f"{LIST}-{DAY}.csv").read_bytes() == (lists / f"{LIST}-{DAY}.csv").read_bytes()
    assert (elsewhere / "editions.csv").read_bytes() == (lists / "editions.csv").read_bytes()
    assert session.project.passed_title.startswith("Take Section 1260H list of 20 Jul 2026 into use")
    assert session.project.verify().whole
    session.close()
    assert open_at(elsewhere).notice == ""


def test_what_is_only_read_brings_its_editions_too(path, open_at, elsewhere):
    before = path.read_bytes()
    session = open_at(elsewhere, read_only=True)
    assert session.lacking and code(session) == "4A"
    assert session.take_editions().analysis is not None
    assert code(session) != "4A" and session.lacking == ()
    session.close()
    assert path.read_bytes() == before


def test_going_on_with_this_computers_lists_asks_no_more_and_loses_nothing(path, open_at, lists, elsewhere):
    session = open_at(elsewhere)
    kept = session.project.row("used_edition", ID)
    session.leave_editions()
    assert session.project.row("used_edition", ID) == {**kept, "state": "left"}
    assert session.project.content(kept["content"]) and log(session)[-1] == "leave-editions"
    session.close()
    session = open_at(elsewhere)
    assert session.notice == "" and code(session) == "4A"
    session.close()
    # Where the edition answers, the project is answered with it again.
    session = open_at(lists)
    assert session.project.row("used_edition", ID) == kept and code(session) != "4A"


def test_other_entries_of_the_same_day_are_told_and_never_written_over(path, open_at, lists, elsewhere, bring):
    bring(elsewhere, left_out="HESAI")
    forget_reference()
    session = open_at(elsewhere)
    assert "has other entries on this computer" in session.notice and code(session) == "4A"
    mine = (lists / f"{LIST}-{DAY}.csv").read_bytes()
    assert session.project.content(session.project.row("used_edition", ID)["content"]) == mine
    session.take_editions()
    assert code(session) != "4A" and (elsewhere / f"{LIST}-{DAY}.csv").read_bytes() == mine
    # The other one was moved aside, not deleted.
    (aside,) = elsewhere.with_name("withdrawn lists").iterdir()
    assert TENCENT.split()[0].casefold() in (aside / f"{LIST}-{DAY}.csv").read_text(encoding="utf-8").casefold()


def test_leaving_other_entries_keeps_those_of_this_computer(path, open_at, elsewhere, bring):
    bring(elsewhere, left_out="HESAI")
    forget_reference()
    session = open_at(elsewhere)
    session.leave_editions()
    row = session.project.row("used_edition", ID)
    assert session.project.content(row["content"]) == (elsewhere / f"{LIST}-{DAY}.csv").read_bytes()
    session.close()
    assert open_at(elsewhere).notice == ""


def test_the_later_look_at_the_source_counts(path, open_at, lists, elsewhere, bring):
    bring(elsewhere, checked_on="2026-07-20")
    forget_reference()
    session = open_at(elsewhere)
    assert "was last compared with its source on 21 Jul 2026, on this computer on 20 Jul 2026" in session.notice
    assert json.loads(session.project.row("used_edition", ID)["line"])["checked_on"] == "2026-07-21"
    session.close()
    bring(elsewhere, checked_on="2026-09-01")
    forget_reference()
    session = open_at(elsewhere)
    assert session.lacking == ()
    assert json.loads(session.project.row("used_edition", ID)["line"])["checked_on"] == "2026-09-01"


def test_noting_editions_leaves_undo_and_redo(path, open_at, lists, bring):
    session = open_at(lists)
    session.apply(lambda project: set_setting(project, "as_of", "2026-10-31"))
    session.undo()
    session.close()
    bring(lists, left_out="HESAI", day="2026-08-20")
    forget_reference()
    session = open_at(lists)
    assert set(session.project.rows("used_edition")) == {ID, f"{LIST}:2026-08-20"}
    assert session.project.redo_title == "Change as of"
    session.redo()
    session.undo()
    assert session.undo().changed.name == "import"
    assert session.redo().changed.name == "import"
    assert session.project.verify().whole


def test_an_edition_accepted_in_the_project_is_kept_in_the_same_step(open_on, hold, lists, bring):
    session = open_on(hold())
    update = bring(lists)
    forget_reference()
    session.apply(record_editions(lists, [update]))
    row, kept = session.project.row("edition", ID), session.project.row("used_edition", ID)
    assert row["content"] == kept["content"] and row["state"] == "accepted"
    assert log(session)[-2:] == ["accept-edition", "use-facts"] and session.lacking == ()


def test_a_withdrawal_in_the_project_is_no_lack(path, open_at, lists):
    session = open_at(lists)
    one = imported_editions(lists, load_facts(lists))[LIST, DAY]
    withdraw(lists, one)
    session.apply(lambda project: record_withdrawal(project, one))
    assert code(session) == "4A" and session.lacking == ()
    session.close()
    assert open_at(lists).notice == ""


def test_a_withdrawn_edition_is_put_back_as_it_was(path, lists):
    facts = load_facts(lists)
    one = imported_editions(lists, facts)[LIST, DAY]
    withdraw(lists, one)
    assert load_facts(lists).id != facts.id
    ((found, aside),) = withdrawn_editions(lists, load_facts(lists))
    assert found == one
    put_back(lists, aside)
    assert load_facts(lists).id == facts.id and withdrawn_editions(lists, facts) == []
    with pytest.raises(Refused, match="holds no list edition"):
        put_back(lists, aside)


@pytest.mark.parametrize(("field", "value", "words"), [
    ("sha256", "0" * 64, "is not the file this edition was made from"),
    ("list_id", "list-of-2040", "no list 'list-of-2040' is known"),
    ("file", "../../etc/x.csv", "the name of a CSV file in the same folder"),
    ("colour", "red", "does not know colour"),
])
def test_what_this_program_cannot_use_is_refused_and_nothing_is_written(
        path, open_at, elsewhere, bring, field, value, words):
    bring(elsewhere, left_out="HESAI", day="2026-08-20")
    forget_reference()
    before = {file.name: file.read_bytes() for file in elsewhere.iterdir()}
    session = open_at(elsewhere)
    row = session.project.row("used_edition", ID)
    line = json.dumps({**json.loads(row["line"]), field: value})
    session.project.apply(Command("x", "x", (Change("used_edition", ID, row, {**row, "line": line}),)))
    with pytest.raises(Refused, match=words):
        session.take_editions()
    assert {file.name: file.read_bytes() for file in elsewhere.iterdir()} == before
    assert code(session) == "4A"


def test_a_frozen_period_answers_elsewhere_without_taking_anything(path, open_at, lists, elsewhere):
    session = open_at(lists)
    session.apply(periods.freeze_period("Q3", AS_OF, lists))
    answered = code(session)
    session.close()
    session = open_at(elsewhere)
    (period,) = periods.list_periods(session.project)
    frozen = periods.open_period(session.project, period.id)
    assert code(frozen) == answered != code(session) and frozen.lacking == ()


def test_a_project_made_before_notes_its_editions_when_it_is_opened(path, lists, open_at, elsewhere):
    with Project.open(path, KEY) as project:
        row = project.row("used_edition", ID)
        project.apply(Command("x", "x", (Change("used_edition", ID, row, None),)))
    open_at(lists).close()
    assert open_at(elsewhere).lacking


def analysed(path, tmp_path, folder, *more):
    """Codes of the positions as the command line gives them."""
    secret, out = tmp_path / "secret.txt", tmp_path / "out.json"
    secret.write_text(f"{KEY}\n", encoding="utf-8")
    home = str(folder.parent.parent)
    done = run(["--home", home, "analyse", str(path), "--passphrase-file", str(secret), "--json", str(out), *more])
    assert done in (0, 1)
    return [one["code"] for one in json.loads(out.read_text(encoding="utf-8"))["positions"]]


def test_the_command_line_says_what_lacks_and_uses_it_when_told(path, tmp_path, lists, elsewhere, capsys):
    before = analysed(path, tmp_path, lists)
    assert "list edition" not in capsys.readouterr().err
    assert analysed(path, tmp_path, elsewhere) != before
    told = capsys.readouterr().err
    assert "Section 1260H list of 20 Jul 2026 is not on this computer" in told and "--project-lists" in told
    assert analysed(path, tmp_path, elsewhere, "--project-lists") == before
    assert "is not on this computer" not in capsys.readouterr().err and not elsewhere.exists()


def test_the_command_line_answers_by_the_projects_own_rules(open_on, hold, lists, elsewhere, tmp_path, write):
    session = open_on(hold())
    pack, text = check_pack({}, write(INSTITUTION), load_reference())
    session.apply(lambda project: keep_rules(project, pack, text))
    session.apply(lambda project: set_setting(project, "institution", "birch-hall"))
    assert code(session) == "3B"
    session.close()
    assert analysed(session.project.path, tmp_path, elsewhere) == ["3B"]
