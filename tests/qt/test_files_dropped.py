"""Files dropped on the window: good ones are read, bad ones get one sentence, and the window stays usable."""

import pytest
import synthetic_analysis
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from sinolens.qt.base.workspace import prepare


def drop(desk, *paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(QPointF(600, 400), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)
    desk.window.dropEvent(event)
    assert event.isAccepted()
    drafts = desk.window.pages["import"].drafts
    desk.wait(lambda: all(drafts.has(path) for path in paths))
    desk.settle()


@pytest.mark.parametrize(("name", "content"), [
    ("empty.xlsx", b""), ("picture.xlsx", b"\x89PNG not a workbook"), ("letter.csv", b"Dear committee,\nthank you.\n"),
])
def test_a_bad_file_gets_one_sentence_and_the_window_stays_usable(desk, tmp_path, name, content):
    desk.workspace.open(prepare(synthetic_analysis.build(30)))
    before = desk.workspace.analysis
    path = tmp_path / name
    path.write_bytes(content)
    drop(desk, path)
    message = desk.window.messages.message
    assert message.severity == "error"
    assert name in message.text
    assert "Traceback" not in message.text
    assert desk.window.messages.isVisible()
    assert desk.workspace.analysis is before
    desk.window.show_page("overview")
    assert desk.window.page.model.rowCount() == 30


def test_a_file_that_is_gone_is_said_to_be_missing(desk, tmp_path):
    drop(desk, tmp_path / "gone.xlsx")
    assert "gone.xlsx" in desk.told


def test_a_good_file_is_understood_analysed_and_shown(desk, holdings_file):
    drop(desk, holdings_file)
    page = desk.window.pages["import"]
    assert desk.window.page is page
    assert page.steps.source.model.rowCount() == 1
    title, _, sections = page.steps.source.facts(0)
    assert title == holdings_file.name
    facts = {fact.name: fact.value for section in sections for fact in section.facts}
    assert facts["Positions"] == "3"
    assert any(fact.value for section in sections if section.title == "Columns" for fact in section.facts)
    page.steps.review.institution.setText("Test College")
    desk.qtbot.mouseClick(page._analyse, Qt.MouseButton.LeftButton)
    desk.settle()
    assert desk.window.page is desk.window.pages["overview"]
    analysis = desk.workspace.analysis
    assert int(analysis.positions["market_value"].sum()) == 850_000
    assert analysis.institution.name == "Test College"
    assert not analysis.sample


def test_a_good_and_a_bad_file_together_keep_the_good_one(desk, holdings_file, tmp_path):
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"")
    drop(desk, bad, holdings_file)
    page = desk.window.pages["import"]
    assert page.steps.source.model.rowCount() == 2
    assert page._analyse.isEnabled()
    desk.qtbot.mouseClick(page._analyse, Qt.MouseButton.LeftButton)
    desk.settle()
    assert len(desk.workspace.analysis.positions) == 3
