"""Nothing that a session of work writes holds a name or an amount in plain text, project and backups included."""

import tempfile
import zlib

from desktop import KEY, ORCHID

from sinolens.storage import commands

NEEDLES = ("GOLDEN ORCHID", "TENCENT", "Jade Hill", "850000", "8500.00", "the prospectus")


def found_in(data):
    """Needles in bytes as they are, as UTF-16, and in every zlib stream among them."""
    texts = [data]
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
    desk.workspace.choose((("issuer", "tencent"),))
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
    assert {file.name: found for file in files if (found := found_in(file.read_bytes()))} == {}


def test_the_search_finds_what_an_unencrypted_file_holds(desk, tmp_path, holdings_file):
    path = tmp_path / "plain.sinolens"
    desk.import_file(holdings_file)
    desk.create(path, None)
    assert "TENCENT" in found_in(path.read_bytes())
    assert KEY.encode() not in path.read_bytes()
