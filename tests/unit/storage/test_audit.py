import pytest

from sinolens.storage import cipher, commands
from sinolens.storage.project import Project

from .conftest import KEY  # noqa: TID252


@pytest.fixture
def filled(path):
    with Project.create(path, KEY) as project:
        for number in range(5):
            project.apply(commands.set_setting(project, "x", number))
    return path


def tamper(path, *statements):
    connection = cipher.connect(path, KEY)
    connection.execute("drop trigger audit_stays; drop trigger audit_keeps")
    for statement in statements:
        connection.execute(statement)
    connection.close()
    with Project.open(path, KEY) as project:
        return project.verify()


def test_an_untouched_chain_holds(filled):
    with Project.open(filled, KEY) as project:
        state = project.verify()
    assert state.whole
    assert state.entries == 6


def test_the_log_refuses_changes_by_its_own_rule(filled):
    import apsw

    connection = cipher.connect(filled, KEY)
    for statement in ("update audit set reason = 'x'", "delete from audit where seq = 2"):
        with pytest.raises(apsw.ConstraintError, match="append-only"):
            connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("column", ["at_utc", "at_local", "user", "action", "object", "before", "after", "reason"])
def test_an_altered_entry_is_pointed_at(filled, column):
    state = tamper(filled, f'update audit set "{column}" = \'forged\' where seq = 3')
    assert state.broken_at == 3


def test_a_removed_entry_is_pointed_at(filled):
    assert tamper(filled, "delete from audit where seq = 4").broken_at == 4


def test_a_cut_tail_is_pointed_at(filled):
    assert tamper(filled, "delete from audit where seq >= 5").broken_at == 5


def test_swapped_entries_are_pointed_at(filled):
    state = tamper(
        filled, "update audit set seq = -1 where seq = 2", "update audit set seq = 2 where seq = 3",
        "update audit set seq = 3 where seq = -1",
    )
    assert state.broken_at == 2


def test_entries_carry_who_when_and_what(filled):
    with Project.open(filled, KEY) as project:
        last = next(iter(project.entries(newest_first=True)))
    assert last.action == "set-setting"
    assert last.user
    assert last.at_utc.endswith("+00:00")
    assert '"3"' in last.before and '"4"' in last.after
