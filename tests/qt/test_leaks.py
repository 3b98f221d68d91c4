"""Opening, filtering, grouping and closing again and again leaves no widget, timer or thread behind."""

import threading

import synthetic_analysis
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication

from sinolens.exposure.selection import Selection
from sinolens.qt.base.workspace import prepare
from sinolens.qt.charts.picture import PictureWidget

PAGES = ("overview", "charts", "holdings", "funds")


def count(desk):
    for _ in range(3):
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return len(QApplication.allWidgets()), len(desk.window.findChildren(QTimer)), threading.active_count()


def draw_all(page):
    """Paint every picture, seen or scrolled away: a plot makes its scene when it is painted first."""
    for picture in page.findChildren(PictureWidget):
        picture.grab()


def work(desk, opened):
    workspace = desk.workspace
    workspace.open(opened)
    for page in PAGES:
        desk.window.show_page(page)
        desk.settle()
        draw_all(desk.window.pages[page])
        for tier in ("T1", "T4"):
            workspace.select(Selection().only("tier", tier).excluding("manager", "In-house"))
            QApplication.processEvents()
        workspace.lens.show_measure("base")
        workspace.lens.group("overview.map", ("manager", "issuer"))
        for button in (desk.window.pages["overview"].treemap.grouping, desk.window.pages["overview"].bars.grouping):
            button.menu().aboutToShow.emit()
        workspace.lens.take({})
        workspace.back()
    workspace.close()
    desk.settle()


def test_nothing_is_left_behind(desk):
    opened = prepare(synthetic_analysis.build(40))
    for _ in range(2):
        work(desk, opened)
    before = count(desk)
    for _ in range(4):
        work(desk, opened)
    after = count(desk)
    assert after[0] <= before[0] + 2, "widgets"
    assert after[1] <= before[1], "timers"
    assert after[2] <= before[2], "threads"
