"""Dialogs say what is the case: a file without a name, nothing that moved; none has stock pictures on its buttons."""

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QStyle

from sinolens.qt.base.moved import Moved
from sinolens.qt.pages.moved_list import MovedList
from sinolens.qt.windows.project_dialogs import NewProject


@pytest.mark.parametrize("place", ["/", "folder"])
def test_a_folder_is_no_place_for_a_new_project(desk, tmp_path, place):
    folder = "/" if place == "/" else f"{tmp_path}/"
    dialog = NewProject(desk.window, tmp_path, "", has_holdings=False)
    dialog.place.setText(folder)
    assert "is a folder" in dialog.note.text() and "exists already" not in dialog.note.text()
    assert not dialog.create.isEnabled()
    taken = tmp_path / "Taken.sinolens"
    taken.write_bytes(b"")
    dialog.place.setText(str(taken))
    assert dialog.note.text().startswith("Taken.sinolens exists already")
    dialog.close()


def test_nothing_moved_is_said(desk, holdings_file):
    desk.import_file(holdings_file)
    dialog = MovedList(desk.window, desk.workspace.appearance, desk.workspace.analysis,
                       Moved("Another date.", (), (100, 100), (("As of", "2026-06-30", "2026-09-30"),)))
    dialog.open()
    assert dialog.nothing.isVisible() and dialog.nothing._title.text() == "No position moved."
    assert not dialog.table.isVisible()
    dialog.close()


def test_no_dialog_has_stock_pictures_on_its_buttons(desk):
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel |
                           QDialogButtonBox.StandardButton.Close, desk.window)
    box.show()
    hint = QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons
    assert not box.style().styleHint(hint, None, box)
    assert all(button.icon().isNull() for button in box.buttons())
