"""While nothing is open: what can be opened is offered, and work under way is told in full at the foot of the rail."""

import json
from threading import Event

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QPushButton

KEPT = ["One & Two.sinolens", "Three.sinolens", "Four.sinolens", "Five.sinolens"]


@pytest.mark.parametrize("page", ["overview", "import", "review"])
def test_projects_opened_before_are_offered(desk, tmp_path, page):
    desk.settings.put("recent", json.dumps([str(tmp_path / name) for name in KEPT]))
    desk.show("settings")
    desk.show(page)
    asked = []
    desk.projects.open_path = asked.append
    offered = [one for one in desk.window.page.findChildren(QPushButton) if one.objectName().startswith("recent:")]
    assert [one.text() for one in offered] == ["One && Two.sinolens", "Three.sinolens", "Four.sinolens"]
    assert all(one.isVisible() for one in offered)
    offered[1].click()
    assert asked == [tmp_path / "Three.sinolens"]
    opens = [one for one in desk.window.page.findChildren(QPushButton, "file.open") if one.isVisible()]
    assert [one.text() for one in opens] == ["Open project…"]


def test_projects_are_not_offered_where_they_are_not_to_be_remembered(desk, tmp_path):
    desk.settings.put("recent", json.dumps([str(tmp_path / name) for name in KEPT]))
    desk.settings.put("remember_recent", "off")
    desk.show("settings")
    desk.show("overview")
    assert not [one for one in desk.window.page.findChildren(QPushButton) if one.objectName().startswith("recent:")]


def test_a_damaged_file_beside_an_open_project_leads_to_its_own_backups(desk, tmp_path, holdings_file):
    lost, other = tmp_path / "Lost.sinolens", tmp_path / "Other.sinolens"
    desk.import_file(holdings_file)
    desk.create(lost, passphrase=None)
    desk.cases.backups.make_now()
    desk.settle()
    desk.commands["file.close"].trigger()
    desk.settle()
    data = bytearray(lost.read_bytes())
    data[len(data) // 2:] = b"\0" * (len(data) - len(data) // 2)
    lost.write_bytes(data)
    desk.create(other, passphrase=None)
    desk.open(lost, passphrase=None)
    message = desk.window.messages.message
    assert "damaged" in message.text and message.action[1] == "Restore a backup…"
    desk.window.messages._act()
    listed = desk.cases.backups.dialog
    assert listed.windowTitle() == "Backups of Lost.sinolens" and listed.model.rowCount() and not listed.now.isEnabled()
    listed.back.click()
    desk.cases.backups.question.buttons["restore"].click()
    desk.settle()
    assert desk.workspace.project.path == lost and len(desk.names) == 3
    assert not desk.commands["file.backups_of_lost"].isVisible()


@pytest.fixture
def slow(desk):
    """Begins work with a title and shows it."""
    end, begun = Event(), []

    def begin(title):
        begun.append(desk.workspace.tasks.run(title, lambda task: end.wait(60), lambda result: None))
        desk.wait(lambda: desk.window.progress.isVisible())
        QApplication.processEvents()
        return begun[-1]

    yield begin
    end.set()


def test_work_under_way_is_told_in_full_at_the_least_size(desk, slow):
    desk.window.setMinimumSize(0, 0)
    desk.window.resize(1040, 680)
    desk.window.rail.show_institution("Fernwood College Endowment and its affiliates")
    task = slow("Analysing the holdings of the endowment")
    strip, rail = desk.window.progress, desk.window.rail
    assert "".join(strip._title.shown_lines).replace(" ", "") == task.title.replace(" ", "")
    assert len(strip._title.shown_lines) == 2 and not strip._title.toolTip()
    assert (strip._bar.minimum(), strip._bar.maximum()) == (0, 0), "what is not counted moves"
    assert not strip._words.isVisible()
    task.report(3, 10, "Reading tables")
    desk.wait(lambda: strip._words.text() == "Reading tables")
    assert strip._words.isVisible() and (strip._bar.value(), strip._bar.maximum()) == (3, 10)
    QApplication.processEvents()
    below = [strip, *rail.items.values()]
    places = [QRect(part.mapTo(rail, QPoint(0, 0)), part.size()) for part in below]
    assert all(rail.rect().contains(place) for place in places)
    assert all(part.height() >= part.minimumSizeHint().height() for part in below)
    assert not any(places[0].intersects(place) for place in places[1:])
    strip._stop.click()
    assert strip._words.text() == "Stopping…"
    muted = desk.workspace.appearance.theme.muted
    assert strip._stop.palette().color(strip._stop.foregroundRole()).name() == muted.lower(), "it looks spent"


def test_a_link_that_cannot_be_pressed_looks_so(desk):
    link = QPushButton("Columns…", desk.window)
    link.setProperty("kind", "link")
    link.ensurePolished()
    theme = desk.workspace.appearance.theme
    assert link.palette().color(link.foregroundRole()).name() == theme.accent.lower()
    link.setEnabled(False)
    picture = link.grab().toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert theme.accent.lower() not in colours


def test_a_title_longer_than_two_lines_is_told_whole_on_hover(desk, slow):
    title = "Comparing the holdings of the endowment with those of all periods that were frozen before"
    slow(title)
    lines = desk.window.progress._title.shown_lines
    assert len(lines) == 2 and lines[1].endswith("…") and title in desk.window.progress._title.toolTip()


def test_the_foot_of_the_rail_is_reached_on_a_screen_smaller_than_the_pages(desk, slow):
    desk.window.setMinimumSize(0, 0)
    desk.window.resize(700, 420)
    slow("Analysing the holdings")
    stop, view = desk.window.progress._stop, desk.window._body.viewport()
    assert not view.rect().contains(stop.mapTo(view, stop.rect().center()))
    stop.setFocus()
    desk.wait(lambda: view.rect().contains(stop.mapTo(view, stop.rect().center())))
