"""What is copied says what it is true for: pictures as PNG and SVG, tables as TSV and HTML, with date and source."""

import pytest
import synthetic_analysis
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer

from sinolens.qt.base.workspace import prepare
from sinolens.qt.charts.picture import PictureWidget
from sinolens.qt.charts.sharing import copy_picture
from sinolens.qt.models.view import TableView


@pytest.fixture
def page(desk):
    desk.workspace.open(prepare(synthetic_analysis.build(30)))
    desk.window.show_page("overview")
    desk.settle()
    return desk.window.pages["overview"]


def copied():
    return QGuiApplication.clipboard().mimeData()


def test_every_picture_is_copied_with_its_date_and_source(desk, page):
    pictures = [picture for picture in page.findChildren(PictureWidget) if picture.isVisible()]
    assert pictures
    for picture in pictures:
        copy_picture(picture)
        mime = copied()
        svg = bytes(mime.data("image/svg+xml").data())
        assert QSvgRenderer(svg).isValid()
        flat = svg.decode()
        assert "as of 30 Sep 2026" in flat
        assert f"report {desk.workspace.analysis.report_id}"[:12] in flat
        assert picture.accessibleName().split(",")[0] in flat
        image = QImage.fromData(mime.data("image/png"), "PNG")
        assert image.width() > 2 * picture.width()
        assert mime.hasImage()


def test_a_filter_is_named_on_what_is_copied(desk, page):
    desk.workspace.choose((("tier", "T4"),))
    copy_picture(next(picture for picture in page.findChildren(PictureWidget) if picture.isVisible()))
    assert "filter:" in bytes(copied().data("image/svg+xml").data()).decode()


def test_rows_are_copied_as_a_table_with_their_source(desk):
    desk.workspace.open(prepare(synthetic_analysis.build(30, names=("=1+1", "<b>bold</b>"))))
    desk.window.show_page("holdings")
    desk.settle()
    table = desk.window.pages["holdings"].table
    table.selectAll()
    assert table.copy_rows()
    lines = copied().text().split("\n")
    width = lines[0].count("\t")
    assert all(line.count("\t") == width for line in lines[:-1])
    assert "as of 30 Sep 2026" in lines[-1]
    html = copied().html()
    assert "<b>bold</b>" not in html
    assert "as of 30 Sep 2026" in html


def test_every_table_and_picture_of_every_page_names_its_source(desk):
    desk.workspace.open(prepare(synthetic_analysis.build(30)))
    desk.wait(lambda: desk.workspace.reference() is not None)
    seen = {}
    for name in ("overview", "charts", "holdings", "review", "funds", "issuers", "rules", "reports", "audit"):
        desk.window.show_page(name)
        desk.settle()
        page = desk.window.pages[name]
        for key in getattr(page, "shelves", ()):
            page.show_shelf(key)
        shown = [*page.findChildren(TableView), *page.findChildren(PictureWidget)]
        seen[name] = len(shown)
        silent = [one.accessibleName() for one in shown if one.source is None or not one.source()]
        assert not silent, (name, silent)
    assert seen["charts"] >= 6 and seen["funds"] and seen["rules"] >= 7


@pytest.mark.parametrize("name", ["charts", "funds"])
def test_what_these_pages_show_is_copied_in_all_forms(desk, name):
    desk.workspace.open(prepare(synthetic_analysis.build(30)))
    desk.window.show_page(name)
    desk.settle()
    page = desk.window.pages[name]
    pictures = [one for one in page.findChildren(PictureWidget) if one.isVisible() and one.width() > 50]
    tables = [one for one in page.findChildren(TableView) if one.isVisible()]
    assert pictures or tables
    for picture in pictures:
        copy_picture(picture)
        svg = bytes(copied().data("image/svg+xml").data())
        assert QSvgRenderer(svg).isValid(), picture.accessibleName()
        assert "as of 30 Sep 2026" in svg.decode(), picture.accessibleName()
        assert QImage.fromData(copied().data("image/png"), "PNG").width() > picture.width()
    for table in tables:
        table.selectAll()
        assert table.copy_rows()
        assert "as of 30 Sep 2026" in copied().text().split("\n")[-1]
        assert "<table" in copied().html() and "as of 30 Sep 2026" in copied().html()
