"""The page of reports in the real window: the form drives the real pages, and what leaves is kept with id and hash."""

import hashlib
import struct
import zlib
from dataclasses import replace

import msoffcrypto
import openpyxl
import pypdf
import pytest
import synthetic_analysis
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLabel, QPushButton

from sinolens.exposure.scenarios import run_scenarios
from sinolens.qt.base.workspace import prepare
from sinolens.reference.loader import load_reference
from sinolens.reporting.pdf import write_pdf
from sinolens.services.exports import INTERNAL, compose_choice, remembered, targets
from sinolens.services.periods import freeze_period
from sinolens.storage.commands import set_setting
from sinolens.storage.project import Project

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    b'<rect width="40" height="20" fill="#1f5fae"/></svg>'
)


def png(width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x1f\x5f\xae" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def open_page(desk):
    desk.window.show_page("reports")
    made = desk.window.pages["reports"]
    desk.wait(lambda: made.preview.pages is not None)
    desk.settle()
    return made


@pytest.fixture
def page(desk):
    desk.workspace.open(prepare(synthetic_analysis.build(30)))
    return open_page(desk)


def settled(desk, page, act):
    """Do something and wait for the pages that follow from it."""
    before = page.preview.pages
    act()
    desk.wait(lambda: page.preview.pages is not before)
    desk.settle()
    return page.preview.pages


def write(desk, page, folder):
    with desk.qtbot.waitSignal(page.written, timeout=60_000) as caught:
        page.write(folder)
    desk.settle()
    return caught.args[0]


def words_of(path):
    return " ".join(part.extract_text() for part in pypdf.PdfReader(path).pages)


def test_the_real_pages_are_shown_and_listed(page):
    pages = page.preview.pages
    assert len(pages.images) > 5
    assert page.preview.list.count() == len(pages.images)
    assert all(image.startswith(b"\x89PNG") for image in pages.images)
    assert page.preview.state.text() == f"{len(pages.images)} pages"


def test_the_pages_follow_the_form(desk, page, tmp_path):
    letter = struct.unpack(">II", page.preview.pages.images[0][16:24])
    page.form.paper.setCurrentIndex(page.form.paper.findData("a4"))
    a4 = settled(desk, page, lambda: page.form.paper.activated.emit(1))
    wide, tall = struct.unpack(">II", a4.images[0][16:24])
    assert tall / wide > letter[1] / letter[0]
    many = len(a4.images)
    fewer = settled(desk, page, lambda: [box.setChecked(False) for box in page.form.sections.values()])
    assert len(fewer.images) < many
    settled(desk, page, lambda: page.form.cover["subject"].setText("Item for the spring meeting"))
    settled(desk, page, lambda: page.form.mark.setEditText("For discussion"))
    target = tmp_path / "seen.pdf"
    write_pdf(compose_choice(page.workspace.analysis, page.preview.pages.choice), target)
    said = words_of(target)
    assert "Item for the spring meeting" in said
    assert "For discussion" in said
    assert "Left out by choice" in said


def test_each_audience_has_its_own_parts_and_remembers_them(desk, page):
    page.form.sections["tier"].setChecked(False)
    settled(desk, page, lambda: page.form.audiences.buttons()[1].setChecked(True))
    assert page.form.audience == "public"
    assert "appendix" not in page.form.sections
    assert page.form.sections["tier"].isChecked()
    settled(desk, page, lambda: page.form.audiences.buttons()[0].setChecked(True))
    assert not page.form.sections["tier"].isChecked()


def test_a_newer_choice_wins_over_one_under_way(desk, page):
    for words in ("one", "two", "three"):
        page.form.cover["to"].setText(words)
        page.preview._set()
    desk.wait(lambda: page.preview.pages.choice.cover.to == "three")
    desk.settle()
    assert page.preview.pages.choice.cover.to == "three"


def test_pages_of_an_earlier_choice_are_pale(desk, page):
    settled(desk, page, lambda: page.form.mark.setEditText("For discussion"))
    assert not any(sheet.stale for sheet in page.preview._sheets)
    page.form.mark.setEditText("Draft")
    assert all(sheet.stale for sheet in page.preview._sheets)
    settled(desk, page, lambda: None)
    assert not any(sheet.stale for sheet in page.preview._sheets)


def test_a_hidden_page_sets_nothing(desk, page):
    desk.window.show_page("overview")
    before = page.preview.pages
    page.form.cover["to"].setText("Nobody looks")
    desk.qtbot.wait(600)
    desk.settle()
    assert page.preview.pages is before
    desk.window.show_page("reports")
    desk.wait(lambda: page.preview.pages.choice.cover.to == "Nobody looks")


def test_zoom_and_page_list(desk, page):
    page.preview.zoom.setCurrentIndex(page.preview.zoom.findData("2.0"))
    page.preview.zoom.activated.emit(5)
    desk.wait(lambda: page.preview.pages.resolution > 180)
    assert page.preview._sheets[0].width() == pytest.approx(8.5 * 96 * 2, abs=3)
    bar = page.preview._area.verticalScrollBar()
    desk.wait(lambda: bar.maximum() > 10_000)
    page.preview.list.setCurrentRow(3)
    assert bar.value() == pytest.approx(page.preview._sheets[3].y(), abs=40)
    bar.setValue(0)
    assert page.preview.list.currentRow() == 0


def test_files_are_written_with_id_and_hash(desk, page, tmp_path):
    for box in page.form.kinds.values():
        box.setChecked(True)
    written = write(desk, page, tmp_path)
    assert [file.kind for file in written] == ["xlsx", "pdf", "pptx"]
    for file in written:
        assert file.sha256 == hashlib.sha256(file.path.read_bytes()).hexdigest()
        assert file.report_id
    assert [row.sha256 for row in page.history.rows] == [file.sha256 for file in reversed(written)]
    page.history.view.choose_row(0)
    assert page.history.show_button.isEnabled()
    written[-1].path.unlink()
    page.history._chosen(0)
    assert not page.history.show_button.isEnabled()


def test_a_password_locks_the_workbook(desk, page, tmp_path):
    page.form.kinds["pdf"].setChecked(False)
    page.form.password.setText("orchid staple")
    (file,) = write(desk, page, tmp_path)
    with file.path.open("rb") as sealed:
        book = msoffcrypto.OfficeFile(sealed)
        assert book.is_encrypted()
        book.load_key(password="orchid staple", verify_password=True)


def test_the_public_version_leaves_its_withheld_list_apart(desk, page, tmp_path):
    page.form.audiences.buttons()[1].setChecked(True)
    written = write(desk, page, tmp_path)
    assert written[-1].kind == "withheld"
    assert written[-1].path.parent == tmp_path / INTERNAL
    names = {cell.value for cell in openpyxl.load_workbook(written[-1].path).active["C"]}
    assert "Jade Foundry International Corp" in names
    public = next(file.path for file in written if file.kind == "pdf")
    assert "Jade Foundry" not in words_of(public)


def test_exports_are_kept_in_the_project(desk, holdings_file, tmp_path):
    desk.import_file(holdings_file)
    target = tmp_path / "kept.sinolens"
    desk.create(target, passphrase=None)
    page = open_page(desk)
    folder = tmp_path / "out"
    folder.mkdir()
    write(desk, page, folder)
    assert {row.kind for row in page.history.rows} == {"xlsx", "pdf"}
    assert desk.told.startswith("Written:")
    desk.commands["file.close"].trigger()
    desk.settle()
    with Project.open(target, None, read_only=True) as project:
        kept = remembered(project)
    assert {file.kind for file in kept} == {"xlsx", "pdf"}
    assert all(len(file.sha256) == 64 and str(tmp_path) not in str(file.path) for file in kept)


def test_a_logo_is_checked_and_used(desk, page):
    plain = page.preview.pages.images[0]
    settled(desk, page, lambda: page.form.take_logo("crest.svg", SVG))
    assert page.preview.pages.images[0] != plain
    assert not page.form.take_logo("big.png", png(8, 8) + b"\0" * 600_000)
    assert "KB" in desk.told
    assert not page.form.take_logo("link.svg", SVG.replace(b"<rect", b'<image href="file:///etc/passwd"/><rect'))
    assert not page.form.take_logo("torn.png", png(200, 200)[:120])
    assert page.form.logo_data[0] == "crest.svg"


def test_a_logo_is_kept_in_the_project(desk, holdings_file, tmp_path):
    desk.import_file(holdings_file)
    target = tmp_path / "logo.sinolens"
    desk.create(target, passphrase=None)
    page = open_page(desk)
    assert page.form.take_logo("crest.png", png(60, 30))
    page.form.keep.setChecked(True)
    desk.settle()
    desk.commands["file.close"].trigger()
    desk.settle()
    page.form.remove_logo()
    desk.open(target, passphrase=None)
    desk.settle()
    assert page.form.logo_data == ("crest.png", png(60, 30))


def freeze(desk, name):
    workspace = desk.workspace
    workspace.change("Freezing", freeze_period(name, workspace.analysis.as_of, workspace.lists))
    desk.settle()


def test_a_report_is_of_a_frozen_period_or_compared_with_one(desk, holdings_file, tmp_path):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "periods.sinolens", passphrase=None)
    freeze(desk, "As first seen")
    desk.workspace.change("x", lambda project: set_setting(project, "definition", "prc-only"))
    desk.settle()
    page = open_page(desk)
    periods = page.form.periods
    desk.wait(lambda: periods.previous.count() == 2)
    assert "As first seen" in periods.previous.itemText(1)
    key = periods.previous.itemData(1)
    compared = settled(desk, page, lambda: periods.choose("", key))
    assert not periods.waits
    assert len(compared.images) > 5
    (tmp_path / "compared").mkdir()
    written = write(desk, page, tmp_path / "compared")
    said = words_of(next(file.path for file in written if file.kind == "pdf"))
    assert "Opening," in said
    assert "The earlier figures were made by another definition" in " ".join(said.split())
    # The frozen state itself, and never compared with itself.
    settled(desk, page, lambda: periods.choose(key, key))
    assert periods.previous.currentData() == ""
    assert page.preview.pages.choice is not compared.choice
    (tmp_path / "frozen").mkdir()
    first = write(desk, page, tmp_path / "frozen")
    (tmp_path / "again").mkdir()
    again = write(desk, page, tmp_path / "again")
    assert [file.sha256 for file in first] == [file.sha256 for file in again]
    assert first[0].report_id != written[0].report_id
    desk.commands["file.close"].trigger()
    desk.settle()
    assert periods.previous.count() == 1
    assert not periods.previous.isEnabled()


def test_what_cannot_be_written_is_told_and_the_page_goes_on(desk, page, tmp_path):
    page.form.kinds["xlsx"].setChecked(False)
    (target,) = (path for _, path in targets(page.workspace.analysis, page.form.choice, ("pdf",), tmp_path))
    target.mkdir()
    page.write(tmp_path)
    desk.wait(lambda: page.export_button.isEnabled())
    desk.settle()
    assert "in the way" in desk.told
    assert not page.history.rows
    target.rmdir()
    assert [file.kind for file in write(desk, page, tmp_path)] == ["pdf"]


def test_every_control_has_a_name(page):
    for control in page.findChildren(QPushButton):
        assert control.text() or control.accessibleName()
    for field in (*page.form.cover.values(), page.form.paper, page.form.mark, page.form.password, page.preview.zoom,
                  page.form.periods.period, page.form.periods.previous):
        assert field.accessibleName()


def test_figures_and_choices_for_scenarios_are_kept_and_undone(desk, holdings_file, tmp_path):
    desk.import_file(holdings_file)
    desk.create(tmp_path / "scenarios.sinolens", passphrase=None)
    page = open_page(desk)
    card = page.form.scenarios
    assert "Waiting for a figure or a choice" in card.told.text() and "MKT-12" in card.told.text()
    assert card.limits.text()
    before = desk.workspace.analysis
    card.enter_button.click()
    dialog = card.dialog
    dialog.choose("MKT-12")
    field = dialog.fields["MKT-12.1"]
    field.setText("-250")
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    for one in dialog.fields.values():
        one.setText("-30")
    dialog.choose("MKT-4")
    first = dialog.names.item(0)
    first.setCheckState(Qt.CheckState.Checked)
    dialog.search.setText("no such name")
    assert first.isHidden()
    pages = settled(desk, page, dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click)
    after = desk.workspace.analysis
    # Only the scenarios are run anew: the positions are the very same table.
    assert after is not before and after.positions is before.positions
    assert after.entered.shocks["MKT-12.1"] == -30
    assert "MKT-4: 1 chosen" in card.told.text()
    assert pages.choice.entered is None
    report = compose_choice(after, pages.choice)
    rows = {row[0]: row for row in report.section("scenarios").tables[0].rows}
    assert "Chosen: " in rows["MKT-4"][-1]
    assert rows["MKT-12"][6].cents < 0
    assert report.id != compose_choice(before, pages.choice).id
    desk.workspace.undo()
    desk.settle()
    assert not (desk.workspace.analysis.entered or None)
    assert "Entered" not in card.told.text()
    desk.workspace.redo()
    desk.settle()
    freeze(desk, "With figures")
    desk.wait(lambda: page.form.periods.period.count() == 2)
    settled(desk, page, lambda: page.form.periods.choose(page.form.periods.period.itemData(1), ""))
    assert page.form.periods.analysis.entered == after.entered
    assert not card.enter_button.isEnabled()


def test_figures_without_a_project_hold_while_the_program_runs(desk):
    made = synthetic_analysis.build(20, 5)
    desk.workspace.open(prepare(replace(made, scenarios=run_scenarios(made, load_reference()))))
    page = open_page(desk)
    card = page.form.scenarios
    card.ask()
    card.dialog.choose("MKT-12")
    for field in card.dialog.fields.values():
        field.setText("-40")
    pages = settled(desk, page, card.dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click)
    assert pages.choice.entered.shocks["MKT-12.1"] == -40
    assert "Entered: MKT-12.1 -40 %" in card.told.text()
    card.ask()
    card.dialog.clear_button.click()
    settled(desk, page, card.dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click)
    assert "Entered" not in card.told.text()


def test_files_that_are_there_are_replaced_only_when_the_user_says_so(desk, page, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *asked: str(tmp_path))
    page.form.choose("committee", ("xlsx",))
    write(desk, page, tmp_path)
    file = next(tmp_path.glob("*.xlsx"))
    file.write_bytes(b"kept")
    page.ask()
    assert page.question.isVisible() and file.name in page.question.findChildren(QLabel)[-1].text()
    page.question.buttons["keep"].click()
    desk.settle()
    assert file.read_bytes() == b"kept"
    page.ask()
    with desk.qtbot.waitSignal(page.written, timeout=60_000):
        page.question.buttons["replace"].click()
    desk.settle()
    assert file.read_bytes() != b"kept"
