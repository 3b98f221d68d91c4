"""Nothing that a session of work writes holds a name or an amount in plain text, project and backups included."""

import io
import tempfile
import zipfile
import zlib

from desktop import KEY, ORCHID

from sinolens.qt.base.errors import Crashes
from sinolens.reference.loader import load_reference
from sinolens.services.own_issuers import keep_own
from sinolens.services.universe import OwnEntry
from sinolens.storage import commands

HERON = OwnEntry("own-heron", {
    "name": "Heron Robotics Secret Holding", "region": "PRC", "listed": "no", "source": "visit", "as_of": "2026-10-01",
    "verified": "unverified"})
NEEDLES = (
    "Heron Robotics", "the letter says", "GOLDEN ORCHID", "TENCENT", "Jade Hill", "850000", "8500.00", "the prospectus",
)


def found_in(data):
    """Needles in bytes as they are, as UTF-16, in every zlib stream among them, and in the members of a package."""
    texts = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return {needle for name in package.namelist() for needle in found_in(name.encode() + package.read(name))}
    for start in range(len(data) - 2):
        if data[start] == 0x78 and data[start + 1] in (0x01, 0x5E, 0x9C, 0xDA):
            try:
                texts.append(zlib.decompressobj().decompress(data[start:], 1 << 20))
            except zlib.error:
                continue
    return {
        needle for needle in NEEDLES for text in texts
        if needle.encode() in text or needle.encode("utf-16-le") in text
    }


def work(desk, path, holdings_file):
    desk.import_file(holdings_file)
    desk.create(path)
    desk.workspace.change("x", lambda p: commands.propose_override(
        p, "k", f"A1|name:{ORCHID}", "tier", "T3", "T2", "see the prospectus", "ana", "2026-10-01"))
    desk.settle()
    desk.workspace.change("x", lambda p: commands.add_evidence(p, "letter.txt", b"the letter says", "ana", "2026"))
    desk.workspace.change("x", lambda p: keep_own(p, load_reference(), HERON))
    desk.settle()
    desk.workspace.choose((("issuer", "tencent"),))
    desk.commands["file.freeze"].trigger()
    desk.settle()
    desk.cases.periods.dialog.freeze.click()
    desk.settle()
    desk.settle()
    (period,) = desk.cases.periods.dialog._periods
    desk.cases.periods.archive(period, [], path.with_name("shelf.zip"))
    desk.settle()
    desk.cases.periods.dialog.close()
    for page in ("holdings", "review", "audit", "settings"):
        desk.window.show_page(page)
        desk.settle()
    desk.cases.backups.make_now()
    desk.settle()
    desk.commands["file.lock"].trigger()
    desk.settle()


def test_no_file_holds_a_name_or_an_amount(desk, tmp_path, holdings_file, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    work(desk, tmp_path / "endowment.sinolens", holdings_file)
    files = [file for file in tmp_path.rglob("*") if file.is_file() and file != holdings_file]
    assert tmp_path / "endowment.sinolens" in files
    assert any(file.suffix == ".sinolens" and "backups" in file.parts for file in files)
    assert any(file.suffix == ".ini" for file in files)
    assert tmp_path / "shelf.zip" in files
    assert {file.name: found for file in files if (found := found_in(file.read_bytes()))} == {}


def test_the_search_finds_what_an_unencrypted_file_holds(desk, tmp_path, holdings_file):
    path = tmp_path / "plain.sinolens"
    desk.import_file(holdings_file)
    desk.create(path, None)
    assert "TENCENT" in found_in(path.read_bytes())
    assert KEY.encode() not in path.read_bytes()


def test_an_error_inside_the_program_prints_places_and_no_value(qtbot, capsys, monkeypatch):
    # Desktops keep what a program prints, in a file nobody encrypts.
    from PySide6.QtWidgets import QMessageBox

    monkeypatch.setattr(QMessageBox, "open", lambda _box: None)
    errors = Crashes()
    try:
        raise KeyError(f"{ORCHID} 8500.00")
    except KeyError as error:
        errors.report(error)
    printed = capsys.readouterr().err
    assert "KeyError" in printed and "test_project_secrecy.py" in printed
    assert found_in(printed.replace('f"{ORCHID} 8500.00"', "").encode()) == set()
    qtbot.waitUntil(lambda: not errors._waiting)
