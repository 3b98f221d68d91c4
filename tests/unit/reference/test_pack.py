from __future__ import annotations

from pathlib import Path

import pytest

from sinolens.domain.region import Region
from sinolens.reference.pack import (
    FieldSpec,
    PackError,
    fraction,
    iso_date,
    member,
    number,
    one_of,
    parse_table,
    read_document,
    read_table,
    slug,
    texts,
    unique_by,
    verified_mark,
    whole_number,
    yes_no,
    yes_no_unknown,
)

FIELDS = {
    "id": FieldSpec(slug, required=True),
    "on": iso_date,
    "mark": verified_mark,
    "names": FieldSpec(texts, optional=True),
}


def test_table_is_read_with_lines_of_the_file() -> None:
    rows = parse_table('id,on,mark\na-1,2026-06-08,verified\n"b",,unverified\n', "x/y.csv", FIELDS)
    assert [dict(r) for r in rows] == [
        {"names": (), "id": "a-1", "on": "2026-06-08", "mark": True},
        {"names": (), "id": "b", "on": "", "mark": False},
    ]
    assert [(r.file, r.line) for r in rows] == [("x/y.csv", 2), ("x/y.csv", 3)]


@pytest.mark.parametrize(
    ("text", "line", "field", "words"),
    [
        ("id,on\n", 1, "mark", "missing"),
        ("id,on,mark,extra\n", 1, "extra", "unknown column"),
        ("id,on,mark,on\n", 1, "on", "twice"),
        ("id,on,mark\na,2026-02-30,verified\n", 2, "on", "calendar"),
        ("id,on,mark\na,8 June,verified\n", 2, "on", "ISO date"),
        ("id,on,mark\na,,yes\n", 2, "mark", "verified"),
        ("id,on,mark\n,,verified\n", 2, "id", "empty"),
        ("id,on,mark\nA B,,verified\n", 2, "id", "an id"),
        ("id,on,mark\na,,verified\nb,verified\n", 3, "", "2 cells"),
        ('id,on,mark\n"a,,verified\n', 2, "", "CSV"),
        ("id,on,mark,names\na,,verified,x||y\n", 2, "names", "empty part"),
        ("id,on,mark,names\na,,verified,x|x\n", 2, "names", "twice"),
    ],
)
def test_faults_name_file_line_and_field(text: str, line: int, field: str, words: str) -> None:
    with pytest.raises(PackError) as caught:
        parse_table(text, "packs/p.csv", FIELDS)
    error = caught.value
    assert (error.file, error.line, error.field) == ("packs/p.csv", line, field)
    assert words in error.reason
    assert "packs/p.csv" in str(error) and f"line {line}" in str(error)


def test_line_is_the_first_of_a_quoted_cell_over_two_lines() -> None:
    text = 'id,on,mark\n"a\nb",,verified\n'
    with pytest.raises(PackError) as caught:
        parse_table(text, "p.csv", FIELDS)
    assert caught.value.line == 2


def test_missing_and_undecodable_files(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="missing"):
        read_table(tmp_path, "no/such.csv", FIELDS)
    (tmp_path / "bad.csv").write_bytes(b"id,on,mark\nna\xefve,,verified\n")
    with pytest.raises(PackError, match="UTF-8") as caught:
        read_table(tmp_path, "bad.csv", FIELDS)
    assert caught.value.line == 2


def test_document(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text('[a]\nb = "c"\n', encoding="utf-8")
    assert read_document(tmp_path, "good.toml") == {"a": {"b": "c"}}
    (tmp_path / "bad.toml").write_text("[a]\nb = \n", encoding="utf-8")
    with pytest.raises(PackError, match="TOML") as caught:
        read_document(tmp_path, "bad.toml")
    assert caught.value.line == 2


def test_unique_by_names_both_lines() -> None:
    rows = parse_table("id,on,mark\na,,verified\na,,verified\n", "p.csv", FIELDS)
    with pytest.raises(PackError, match="line 2") as caught:
        unique_by(rows, "id")
    assert caught.value.line == 3


def test_converters() -> None:
    assert yes_no("yes") is True and yes_no_unknown("") is None
    assert member(Region)("HK") is Region.HONG_KONG
    assert fraction("0.25") == 0.25 and number("-3") == -3.0 and whole_number("12") == 12
    assert one_of("", "x")("") == ""
    for convert, cell in (
        (yes_no, "true"), (member(Region), "HKG"), (fraction, "1.5"), (number, "1e3"), (number, "nan"),
        (whole_number, "1.0"), (one_of("x"), "y"),
    ):
        with pytest.raises(ValueError, match=cell):
            convert(cell)
