"""What the window says when the file cannot be written, is gone, is another's, or the key store fails."""

import apsw
import keyring
import pytest
from desktop import KEY
from faulty_files import faulty_files
from keyring.backend import KeyringBackend

from sinolens.qt.windows.passphrase import Unlock
from sinolens.storage import cipher, commands, schema
from sinolens.storage.project import Project


class KeptInMemory(KeyringBackend):
    """A key store that works, until it is told to be silent."""

    priority = 1
    name = "store of the test"

    def __init__(self):
        super().__init__()
        self.kept, self.silent = {}, False

    def _answer(self):
        if self.silent:
            raise OSError("no bus")

    def get_password(self, service, username):
        self._answer()
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self._answer()
        self.kept[service, username] = password

    def delete_password(self, service, username):
        self._answer()
        del self.kept[service, username]


@pytest.fixture
def faults():
    with faulty_files() as made:
        yield made


@pytest.fixture
def path(tmp_path):
    return tmp_path / "endowment.sinolens"


@pytest.fixture
def opened(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path)
    return desk


def change(desk, value="prc-only"):
    desk.workspace.change("x", lambda p: commands.set_setting(p, "definition", value))
    desk.settle()


def shut(desk):
    desk.commands["file.close"].trigger()
    desk.settle()


@pytest.mark.parametrize(("fault", "words"), [("room", "There is no room left"), ("write", "did not read or write")])
def test_a_full_or_failing_disk_is_told_and_nothing_is_lost(faults, desk, path, holdings_file, fault, words):
    desk.import_file(holdings_file)
    desk.create(path)
    setattr(faults, fault, 0 if fault == "room" else True)
    change(desk)
    assert words in desk.told and path.name in desk.told
    assert desk.window.messages.message.severity == "error"
    assert desk.workspace.analysis.definition.id != "prc-only"
    desk.commands["edit.undo"].trigger()
    desk.settle()
    assert words in desk.told
    assert len(desk.names) == 3
    faults.clear()
    change(desk)
    assert desk.workspace.analysis.definition.id == "prc-only"


def test_a_project_that_cannot_be_made_is_told_in_the_dialog(faults, desk, path):
    faults.room = 0
    desk.create(path)
    assert "no room left" in desk.projects.dialog.note.text()
    assert not path.exists()


def test_a_file_moved_away_can_be_put_back(opened, path):
    away = path.rename(path.with_name("elsewhere.sinolens"))
    change(opened)
    assert "is no longer at" in opened.told and "Put it back" in opened.told
    away.rename(path)
    change(opened)
    assert opened.workspace.analysis.definition.id == "prc-only"


def test_a_file_deleted_while_open_is_saved_as_another(opened, path, tmp_path):
    change(opened)
    path.unlink()
    change(opened, "prc-hk-macau")
    assert "deleted" in opened.told
    assert opened.window.messages.message.action == ("file.save_as", "Save as…")
    opened.projects.copy_to(tmp_path / "saved.sinolens")
    opened.settle()
    assert opened.told == "Saved as saved.sinolens; it is the open project now."
    assert not cipher.is_plain(tmp_path / "saved.sinolens")
    change(opened, "prc-hk-macau")
    assert opened.workspace.analysis.definition.id == "prc-hk-macau"
    shut(opened)
    with Project.open(tmp_path / "saved.sinolens", KEY) as kept:
        assert kept.verify().whole
        assert len(commands.stored_tables(kept)) == 1


def test_a_file_of_a_newer_version_opens_read_only(opened, path):
    shut(opened)
    connection = cipher.connect(path, KEY)
    connection.pragma("user_version", schema.VERSION + 1)
    connection.close()
    opened.open(path)
    assert "newer version of Sinolens" in opened.told and "Update the program" in opened.told
    assert opened.window.windowTitle() == "endowment [read-only] – Sinolens"
    assert len(opened.names) == 3
    change(opened)
    assert opened.workspace.analysis.definition.id != "prc-only"
    assert not opened.commands["file.passphrase"].isEnabled()


def test_a_write_protected_file_opens_read_only(opened, path, monkeypatch):
    shut(opened)
    # Permissions do not bind every user who runs this: the database is asked, and says no.
    real = cipher.connect
    monkeypatch.setattr(cipher, "connect", lambda at, key, **more: real(at, key, **more | {"read_only": True}))
    opened.open(path)
    assert "is write-protected" in opened.told
    assert opened.window.windowTitle() == "endowment [read-only] – Sinolens"


def test_other_facts_than_the_last_time_are_told(opened, path):
    shut(opened)
    connection = cipher.connect(path, KEY)
    connection.execute("update used_facts set program = '0.0.1', reference = 'other'")
    connection.close()
    opened.open(path)
    assert "The facts are others than when this project was worked on last: the program is" in opened.told


def test_a_damaged_file_is_refused_and_the_window_goes_on(opened, path):
    shut(opened)
    break_page(path)
    opened.open(path)
    assert opened.told == f"{path.name} is damaged and was not opened. Restore one of its backups."
    assert opened.names == []


def break_page(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("gone", [False, True])
def test_a_file_that_does_not_open_comes_back_from_a_backup(opened, path, gone):
    opened.cases.backups.make_now()
    opened.settle()
    names = opened.names
    shut(opened)
    if gone:
        path.unlink()
        opened.projects.open_path(path)
        opened.settle()
        assert "There is no file" in opened.told
    else:
        break_page(path)
        opened.open(path)
        assert "is damaged" in opened.told
    assert opened.window.messages.message.action == ("file.backups_of_lost", "Restore a backup…")
    opened.window.messages._act()
    listed = opened.cases.backups.dialog
    assert not listed.now.isEnabled()
    listed.back.click()
    opened.cases.backups.question.buttons["restore"].click()
    opened.wait(lambda: isinstance(opened.cases.backups.question, Unlock))
    asked = opened.cases.backups.question
    asked.field.setText("not the passphrase")
    asked._open.click()
    opened.settle()
    assert "does not open with this passphrase" in asked.note.text()
    asked.field.setText(KEY)
    asked._open.click()
    opened.settle()
    opened.settle()
    assert opened.names == names and "The backup is the open project now" in opened.told
    kept = sorted(file.name for file in path.parent.glob("*before restore*"))
    assert len(kept) == (0 if gone else 1)
    assert opened.projects.lost is None and opened.cases.backups.question is None


@pytest.fixture
def store(keyless):
    made = KeptInMemory()
    keyring.set_keyring(made)
    return made


def test_the_key_store_opens_without_asking_and_the_passphrase_stays_the_way_in(store, opened, path):
    store.set_password("sinolens", str(path), KEY)
    shut(opened)
    opened.open(path, None)
    assert len(opened.names) == 3
    shut(opened)
    store.set_password("sinolens", str(path), "another passphrase altogether")
    opened.open(path, None)
    assert "does not open it any more" in opened.projects.dialog.note.text()
    opened.give(KEY)
    assert len(opened.names) == 3
    shut(opened)
    store.silent = True
    opened.open(path, None)
    assert "key store did not answer" in opened.projects.dialog.note.text()
    opened.give(KEY)
    assert len(opened.names) == 3


def test_a_passphrase_is_kept_replaced_and_forgotten_in_the_store(store, opened, path):
    opened.projects.change_passphrase("another long passphrase of mine", True)
    opened.settle()
    assert store.kept == {("sinolens", str(path)): "another long passphrase of mine"}
    store.silent = True
    opened.projects.change_passphrase("yet another long passphrase", True)
    opened.settle()
    assert "key store of this computer still has the old one or none" in opened.told
    store.silent = False
    opened.projects.change_passphrase(KEY, False)
    opened.settle()
    assert store.kept == {}


def test_errors_of_the_database_have_sentences(path):
    # Whatever the database can raise about a file is translated: no name of an exception reaches the user.
    from sinolens.storage.errors import ProjectError, translating

    for kind in (apsw.FullError, apsw.ReadOnlyError, apsw.BusyError, apsw.CantOpenError, apsw.NotADBError,
                 apsw.CorruptError, apsw.IOError):
        with pytest.raises(ProjectError, match="endowment") as caught, translating(path):
            raise kind("inner words")
        assert "inner words" not in str(caught.value)
