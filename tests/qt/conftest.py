"""Every test of the window runs without a screen, in a throw-away home, and touches no key store."""

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import keyring
import keyring.backends.null
import pytest
from desktop import FILE, Desk

from sinolens.storage.paths import Home


@pytest.fixture
def keyless(monkeypatch):
    """No key store of the computer is ever touched by a test."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.null.Keyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def desk(qtbot, tmp_path, keyless):
    made = Desk(qtbot, Home.at(tmp_path / "home"))
    yield made
    made.close()


@pytest.fixture
def holdings_file(tmp_path):
    file = tmp_path / "holdings.csv"
    file.write_text(FILE, encoding="utf-8")
    return file


@pytest.fixture
def open_desk(desk, tmp_path, holdings_file):
    """The window with a project open, kept in its folder."""
    desk.import_file(holdings_file)
    desk.create(tmp_path / "endowment.sinolens")
    return desk


def pytest_collection_modifyitems(items):
    # What Qt warns about is a defect like any other, but for what the platform without a screen says of itself.
    for item in items:
        item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
        item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
