"""What cannot be read is refused in one sentence, and reading can be stopped."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from workbook_files import write_book

from sinolens.domain.progress import Cancelled
from sinolens.importing.options import Limits
from sinolens.importing.workbook import ImportOptions, UnreadableFile, import_file
from sinolens.reference.loader import Reference


def refuse(path: Path, places: Reference, options: ImportOptions | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        import_file(path, places, options or ImportOptions())
    error = caught.value
    assert error.file == path.name
    assert path.name in str(error)
    assert "\n" not in error.reason
    assert "Traceback" not in error.reason
    assert 20 < len(error.reason) < 260 or error.code == "empty"
    return error


HOLDINGS: list[list[object]] = [["Security", "Market Value"], ["ALPHA LTD", 10.0], ["BETA LTD", 20.0]]


def test_missing_file_and_folder(tmp_path: Path, places: Reference) -> None:
    assert refuse(tmp_path / "gone.xlsx", places).code == "missing"
    (tmp_path / "folder.xlsx").mkdir()
    assert refuse(tmp_path / "folder.xlsx", places).code == "kind"


@pytest.mark.parametrize("content", [b"", b"  \r\n\r\n", b"\xef\xbb\xbf", b"\x00" * 50])
def test_empty_file(content: bytes, tmp_path: Path, places: Reference) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(content)
    assert refuse(path, places).code == "empty"


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 ...", b"{\\rtf1 hello}", bytes(range(256)) * 20, b"\x89PNG\r\n\x1a\n" + bytes(300)]
)
def test_other_kinds_of_file(content: bytes, tmp_path: Path, places: Reference) -> None:
    path = tmp_path / "holdings.xlsx"
    path.write_bytes(content)
    assert refuse(path, places).code == "kind"


def test_workbook_without_holdings(tmp_path: Path, places: Reference) -> None:
    assert (
        refuse(write_book(tmp_path / "letter.xlsx", [["Dear investor"], ["thank you for your letter"]]), places).code
        == "no-table"
    )
    assert refuse(write_book(tmp_path / "blank.xlsx", []), places).code == "no-table"


def test_text_without_holdings(tmp_path: Path, places: Reference) -> None:
    path = tmp_path / "poem.csv"
    path.write_text("roses are red\nviolets are blue\n", encoding="utf-8")
    assert refuse(path, places).code == "no-table"


def test_sheet_that_is_not_there(tmp_path: Path, places: Reference) -> None:
    error = refuse(write_book(tmp_path / "h.xlsx", HOLDINGS), places, ImportOptions(sheet="Nowhere"))
    assert error.sheet == "Nowhere"
    assert "Sheet" in error.reason


def test_protected_workbook_asks_for_its_password(tmp_path: Path, places: Reference) -> None:
    import io

    from msoffcrypto.format.ooxml import OOXMLFile

    plain = write_book(tmp_path / "plain.xlsx", HOLDINGS)
    sealed = io.BytesIO()
    OOXMLFile(io.BytesIO(plain.read_bytes())).encrypt("right", sealed)
    path = tmp_path / "sealed.xlsx"
    path.write_bytes(sealed.getvalue())
    without = refuse(path, places)
    assert (without.code, "give the password" in without.reason) == ("password", True)
    wrong = refuse(path, places, ImportOptions(password="wrong"))
    assert (wrong.code, "wrong" in wrong.reason) == ("password", True)
    assert import_file(path, places, ImportOptions(password="right")).tables[0].summary.sum == 3000


def test_truncated_workbook(tmp_path: Path, places: Reference) -> None:
    whole = write_book(tmp_path / "whole.xlsx", HOLDINGS).read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole[: len(whole) // 2])
    assert refuse(path, places).code == "damaged"


def test_archive_without_workbook(tmp_path: Path, places: Reference) -> None:
    path = tmp_path / "pictures.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("cat.txt", "meow")
    assert refuse(path, places).code == "kind"


def test_bomb_is_refused_before_it_is_opened(tmp_path: Path, places: Reference) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (40 << 20))
    assert refuse(path, places).code == "too-large"


def test_entities_are_not_expanded(tmp_path: Path, places: Reference) -> None:
    path = tmp_path / "laughs.xls"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
        "<Row><Cell><Data>&b;</Data></Cell></Row></Table></Worksheet></Workbook>",
        encoding="utf-8",
    )
    assert refuse(path, places).code == "damaged"


def test_reader_that_takes_too_long_is_stopped(tmp_path: Path, places: Reference) -> None:
    error = refuse(write_book(tmp_path / "h.xlsx", HOLDINGS), places, ImportOptions(limits=Limits(seconds=0.0)))
    assert error.code == "time"


def test_reader_that_takes_too_much_memory_dies_alone(tmp_path: Path, places: Reference) -> None:
    path = tmp_path / "h.csv"
    path.write_text("Security,Market Value\n" + "".join(f"LINE {i},{i}\n" for i in range(400_000)), encoding="utf-8")
    assert refuse(path, places, ImportOptions(limits=Limits(memory=64 << 20))).code == "memory"


def test_many_small_blocks_are_read_in_one_go(tmp_path: Path, places: Reference) -> None:
    path = tmp_path / "blocks.csv"
    path.write_text("Security,Market Value\nALPHA,10\nBETA,20\n" * 15_000, encoding="utf-8")
    summary = import_file(path, places).tables[0].summary
    assert (summary.positions, summary.sum) == (30_000, 45_000_000)


class Stop:
    """Progress of a user who cancels at once."""

    def report(self, done: int, total: int, text: str) -> None:
        return

    def check(self) -> None:
        raise Cancelled


def test_cancel_ends_the_reader(tmp_path: Path, places: Reference) -> None:
    import multiprocessing

    with pytest.raises(Cancelled):
        import_file(write_book(tmp_path / "h.xlsx", HOLDINGS), places, ImportOptions(), Stop())
    assert not [p for p in multiprocessing.active_children() if p.name == "sinolens-reader"]
