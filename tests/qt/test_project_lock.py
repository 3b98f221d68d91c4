"""The idle lock, in the real window."""

import contextlib
import itertools
import threading
import time

import pytest
from desktop import KEY
from PySide6.QtCore import QAbstractItemModel, QObject, Qt
from PySide6.QtGui import QAccessible, QClipboard, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from sinolens.qt.base.tasks import Task
from sinolens.qt.charts.hover import HoverCard
from sinolens.qt.charts.picture import PictureWidget
from sinolens.qt.windows.project_dialogs import NewFile
from sinolens.storage.backups import list_backups
from sinolens.storage.project import Project


@pytest.fixture
def path(open_desk):
    return open_desk.workspace.project.path


def idle(desk, seconds):
    desk.now += seconds
    desk.cases.locking.watch.check()
    desk.settle()


def test_nobody_there_for_the_time_hides_and_closes_everything(open_desk, path):
    open_desk.commands["file.backups"].trigger()
    assert open_desk.cases.backups.dialog.isVisible()
    idle(open_desk, 14 * 60)
    assert not open_desk.workspace.locked
    idle(open_desk, 61)
    window, page = open_desk.window, open_desk.cases.locking.page
    assert open_desk.workspace.locked
    assert page.isVisible()
    assert not window.stack.isVisible()
    assert not window.menuBar().isVisible()
    assert window.windowTitle() == "Locked – Sinolens"
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window] == []
    assert open_desk.workspace.analysis is None
    assert open_desk.workspace.opened_project.passphrase is None
    with Project.open(path, KEY) as other:  # the file is free: it was closed
        assert not other.read_only


NEEDLES = ("ORCHID", "TENCENT", "Tencent", "Jade Hill", "8,500", "5,000", "2,500")


def texts_of(part):
    """Everything an object of the window says of itself: its texts, names and tips, and the cells of its model."""
    for name in ("text", "title", "windowTitle", "toolTip", "statusTip", "whatsThis", "accessibleName",
                 "accessibleDescription", "placeholderText", "currentText", "toPlainText"):
        ask = getattr(part, name, None)
        if callable(ask):
            with contextlib.suppress(TypeError):  # a model's or an action's own meaning of the word
                yield ask()
    if isinstance(part, QAbstractItemModel):
        for row, column in itertools.product(range(part.rowCount()), range(part.columnCount())):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
                yield part.data(part.index(row, column), role)


def accessible_texts(node):
    """What a screen reader, or any program that asks as one, gets below a node."""
    for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help):
        yield node.text(kind)
    for number in range(node.childCount()):
        child = node.child(number)
        if child is not None:
            yield from accessible_texts(child)


def readable():
    """Needles that can be read anywhere in the program."""
    parts = {id(part): part for widget in QApplication.allWidgets() for part in (widget, *widget.findChildren(QObject))}
    said = [text for part in parts.values() for text in texts_of(part)]
    for window in QApplication.topLevelWidgets():
        said.extend(accessible_texts(QAccessible.queryAccessibleInterface(window)))
    said.append(QApplication.clipboard().text())
    return {needle for needle in NEEDLES for text in said if isinstance(text, str) and needle in text}


def test_no_name_and_no_amount_can_be_read_while_locked(open_desk, monkeypatch):
    for page in ("overview", "holdings", "review", "audit"):
        open_desk.window.show_page(page)
        open_desk.settle()
    open_desk.window.show_page("holdings")
    open_desk.window.page.table.choose_row(0)
    open_desk.commands["edit.copy"].trigger()
    assert readable() == set(NEEDLES)
    # The platform without a screen does not know whose the clipboard is.
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda self: True)
    open_desk.commands["file.lock"].trigger()
    open_desk.wait(lambda: not open_desk.window.pages)
    open_desk.settle()
    assert readable() == set()
    locked = open_desk.cases.locking.page
    assert open_desk.window.focusWidget() is locked.field
    locked.field.setText(KEY)
    locked.unlock.click()
    open_desk.settle()
    open_desk.settle()
    assert open_desk.window.page is open_desk.window.pages["holdings"]
    assert {"ORCHID", "5,000"} <= readable()


def test_the_card_beside_the_pointer_goes_with_the_lock(open_desk):
    open_desk.window.show_page("overview")
    open_desk.settle()
    picture = next(part for part in open_desk.window.page.findChildren(PictureWidget) if part.isVisible())
    picture.focus_mark(picture.mark_map.first().id)
    card = open_desk.window.findChild(HoverCard)
    said = [text for part in card.findChildren(QLabel) for text in texts_of(part) if text]
    assert card.isVisible()
    assert said
    open_desk.commands["file.lock"].trigger()
    assert open_desk.window.findChild(HoverCard) is None
    open_desk.wait(lambda: not open_desk.window.pages)
    open_desk.settle()
    assert not [part for part in QApplication.allWidgets() if isinstance(part, HoverCard)]


@pytest.mark.parametrize("busy", [False, True])
def test_a_project_closed_just_before_the_program_ends_is_closed(open_desk, path, busy):
    def work(task):
        while True:
            task.check()
            time.sleep(0.005)

    if busy:
        # What closes the file then waits behind it.
        open_desk.workspace.tasks.run("Backing up", work, lambda _: None, project=True)
    open_desk.projects.close_project()
    open_desk.window.close()
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(".endowment")] == []
    with Project.open(path, KEY) as again:
        assert not again.recovered


def test_what_was_worked_on_is_not_left_in_the_rail(open_desk):
    strip = open_desk.window.progress
    task = Task("Undoing: Accept match of TENCENT", cancellable=True)
    task.report(1, 2, "TENCENT")
    open_desk.workspace.tasks.progressed.emit(task)

    def said():
        return [text for part in strip.findChildren(QWidget) for text in texts_of(part) if "TENCENT" in str(text)]

    assert strip.isVisible()
    assert len(said()) >= 2
    open_desk.workspace.tasks.progressed.emit(None)
    assert not strip.isVisible()
    assert said() == []


def test_stopping_work_leaves_the_keyboard_where_it_is(open_desk):
    window = open_desk.window
    window.show_page("holdings")
    open_desk.settle()
    window.activateWindow()
    open_desk.wait(window.isActiveWindow)
    window.page.table.setFocus()
    task = Task("Reading", cancellable=True)
    open_desk.workspace.tasks.progressed.emit(task)
    stop = window.progress.findChild(QPushButton)
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    assert task.stopping
    assert QApplication.focusWidget() is window.page.table
    assert stop.focusPolicy() & Qt.FocusPolicy.TabFocus
    open_desk.workspace.tasks.progressed.emit(None)


def test_stop_pressed_by_keyboard_keeps_the_focus_and_the_work_is_announced(open_desk, monkeypatch):
    window, said = open_desk.window, []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event))
    open_desk.settle()
    window.activateWindow()
    open_desk.wait(window.isActiveWindow)
    said.clear()
    task = Task("Reading", cancellable=True)
    for _ in range(3):
        open_desk.workspace.tasks.progressed.emit(task)
    told = [event for event in said if event.type() == QAccessible.Event.Announcement]
    assert [event.message() for event in told] == ["Reading"]
    assert told[0].object() is window.progress
    stop = window.progress.findChild(QPushButton)
    stop.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(2):
        QTest.keyClick(stop, Qt.Key.Key_Space)
        assert QApplication.focusWidget() is stop
    assert task.stopping
    open_desk.workspace.tasks.progressed.emit(None)


def test_no_page_is_built_behind_the_lock(open_desk):
    open_desk.window.show_page("holdings")
    open_desk.settle()
    open_desk.commands["file.lock"].trigger()
    open_desk.wait(lambda: not open_desk.window.pages)
    open_desk.window.show_page("overview")
    open_desk.cases._show_imported(open_desk.window.page)
    open_desk.settle()
    assert open_desk.window.pages == {}
    assert open_desk.window._waiting == {}
    open_desk.cases.locking.page.field.setText(KEY)
    open_desk.cases.locking.page.unlock.click()
    open_desk.settle()
    assert open_desk.window.page is open_desk.window.pages["overview"]


def test_a_page_asked_for_behind_the_lock_is_shown_with_pages_still_there(open_desk):
    open_desk.window.show_page("holdings")
    open_desk.settle()
    # Work that goes on keeps the pages until it is done.
    release = threading.Event()
    open_desk.workspace.tasks.run("Exporting", lambda _: release.wait(60), lambda _: None, cancellable=False)
    open_desk.commands["file.lock"].trigger()
    open_desk.window.show_page("charts")
    assert open_desk.window.page is open_desk.window.pages["holdings"]
    open_desk.cases.locking.leave()
    assert open_desk.window.page is not open_desk.window.pages.get("holdings")
    assert open_desk.settings.get("page") == "charts"
    release.set()
    open_desk.settle()


def test_nothing_is_asked_over_a_locked_window(open_desk, path):
    open_desk.projects.change_passphrase("another long passphrase of mine")
    open_desk.settle()
    old = list_backups(open_desk.home.backups, path)[-1]
    release = threading.Event()
    # The restore comes to its turn when the window is locked.
    open_desk.workspace.tasks.run("Backing up", lambda _: release.wait(60), lambda _: None, project=True,
                                  cancellable=False)
    open_desk.cases.backups.restore(old)
    open_desk.commands["file.lock"].trigger()
    release.set()
    open_desk.settle()
    assert open_desk.workspace.locked
    assert open_desk.cases.backups.question is None
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not open_desk.window] == []
    page = open_desk.cases.locking.page
    page.field.setText("another long passphrase of mine")
    page.unlock.click()
    open_desk.settle()
    assert len(open_desk.names) == 3


@pytest.mark.parametrize("ready", [True, False])
def test_a_project_asked_for_before_the_lock_stays_closed_behind_it(open_desk, tmp_path, ready):
    other = tmp_path / "other.sinolens"
    Project.create(other, KEY).close()
    open_desk.window.show_page("holdings")
    open_desk.settle()
    open_desk.projects.open_path(other, KEY if ready else None)
    # It is under way, and not stopped any more.
    for task in open_desk.workspace.tasks.running:
        task.cancellable = False
    open_desk.commands["file.lock"].trigger()
    open_desk.settle()
    open_desk.settle()
    assert open_desk.workspace.locked
    assert open_desk.projects.dialog is None
    with Project.open(other, KEY) as again:
        assert not again.recovered
    page = open_desk.cases.locking.page
    page.field.setText(KEY)
    page.unlock.click()
    open_desk.settle()
    assert open_desk.window.page is open_desk.window.pages["holdings"]


@pytest.mark.parametrize("act", ["open", "rekey", "restore", "copy", "create"])
def test_a_project_that_comes_when_the_window_is_closed_is_closed(open_desk, path, tmp_path, act):
    other, new = tmp_path / "other.sinolens", "another long passphrase of mine"
    Project.create(other, KEY).close()
    target, key = {"open": (other, KEY), "rekey": (path, new), "copy": (tmp_path / "copy.sinolens", KEY),
                   "restore": (path, KEY), "create": (tmp_path / "new.sinolens", KEY)}[act]
    projects, tasks = open_desk.projects, open_desk.workspace.tasks
    if act == "open":
        projects.open_path(other, KEY)
    elif act == "rekey":
        projects.change_passphrase(new)
    elif act == "copy":
        projects.copy_to(target)
    elif act == "create":
        projects.create(NewFile(target, KEY, False, False))
    else:
        open_desk.cases.backups.restore(list_backups(open_desk.home.backups, path)[0])
    # Done in its thread, while the window has not taken the outcome yet.
    tasks._submit()
    tasks._executors["project"].submit(lambda: None).result(60)
    open_desk.window.close()
    for file in {path, target}:
        assert [left.name for left in file.parent.iterdir() if left.name.startswith(f".{file.name}")] == []
    with Project.open(target, key) as again:
        assert not again.recovered


def test_shortcuts_do_nothing_while_locked(open_desk):
    open_desk.commands["file.lock"].trigger()
    open_desk.settle()
    open_desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    open_desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert open_desk.projects.dialog is None
    assert open_desk.cases.locking.page.isVisible()


def test_the_passphrase_brings_back_page_and_filter(open_desk):
    open_desk.window.show_page("holdings")
    open_desk.workspace.choose((("account", "A1"),))
    selection = open_desk.workspace.selection
    open_desk.commands["file.lock"].trigger()
    open_desk.settle()
    page = open_desk.cases.locking.page
    page.field.setText("not the passphrase at all")
    page.unlock.click()
    open_desk.settle()
    assert "does not open" in page.note.text()
    assert open_desk.workspace.locked
    page.field.setText(KEY)
    page.unlock.click()
    open_desk.settle()
    assert not open_desk.workspace.locked
    assert len(open_desk.names) == 3
    assert open_desk.workspace.selection == selection
    assert open_desk.window.page is open_desk.window.pages["holdings"]
    assert open_desk.window.menuBar().isVisible()
    assert open_desk.commands["edit.undo"].isEnabled()


def test_input_puts_the_lock_off(open_desk):
    open_desk.now += 14 * 60
    # As the system hands it over: to the window, not to the widget inside.
    QTest.keyClick(open_desk.window.windowHandle(), Qt.Key.Key_Shift)
    idle(open_desk, 2 * 60)
    assert not open_desk.workspace.locked


def test_input_in_a_dialog_puts_the_lock_off_too(open_desk):
    open_desk.commands["file.backups"].trigger()
    dialog = open_desk.cases.backups.dialog
    open_desk.settle()
    open_desk.now += 14 * 60
    QTest.mouseClick(dialog.windowHandle(), Qt.MouseButton.LeftButton)
    idle(open_desk, 2 * 60)
    assert not open_desk.workspace.locked
    idle(open_desk, 15 * 60)
    assert open_desk.workspace.locked


def test_what_an_input_method_composes_puts_the_lock_off(open_desk, qtbot):
    open_desk.window.show_page("holdings")
    open_desk.commands["edit.find"].trigger()
    open_desk.window.activateWindow()
    qtbot.waitUntil(lambda: QGuiApplication.focusObject() is not None, timeout=30_000)
    open_desk.now += 14 * 60
    QApplication.sendEvent(QGuiApplication.focusObject(), QInputMethodEvent("中", []))
    idle(open_desk, 2 * 60)
    assert not open_desk.workspace.locked


def test_the_lock_can_be_switched_off(open_desk):
    open_desk.settings.put("idle_lock", "0")
    idle(open_desk, 24 * 3600)
    assert not open_desk.workspace.locked
