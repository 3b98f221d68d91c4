"""A join is seen, can be refused, and leaves the template of a layout its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from import_files import FIXTURES

from sinolens.importing.batch import import_files
from sinolens.importing.errors import UnreadableFile
from sinolens.importing.inspection import inspect_file, template_of
from sinolens.importing.options import ImportOptions
from sinolens.importing.workbook import import_file
from sinolens.reference.loader import Reference


@pytest.fixture
def joined(tmp_path: Path) -> Path:
    case = next(case for case in FIXTURES if case.name == "two_sheets_joined")
    path = tmp_path / "joined.xlsx"
    case.write(path)
    return path


def test_looked_up_columns_are_shown_and_have_no_address_of_their_own(joined: Path, places: Reference) -> None:
    imported = import_file(joined, places)
    table = imported.tables[0]
    assert imported.looked_up == (("joined.xlsx", "Security Master", 1),)
    assert table.address(4, "isin") == ""
    assert table.address(4, "market_value") == "D4"
    shown = {column.field: column.header for column in inspect_file(imported)[0].columns if column.field}
    assert shown["isin"] == "ISIN"
    assert imported.sheets[0].values.shape[1] > 4


def test_without_the_join_nothing_is_looked_up(joined: Path, places: Reference) -> None:
    imported = import_file(joined, places, ImportOptions(join=False))
    assert imported.looked_up == ()
    assert set(imported.tables[0].frame["isin"]) == {""}


def test_template_keeps_to_the_columns_of_the_file(joined: Path, places: Reference) -> None:
    template = template_of(import_file(joined, places).tables[0], "custodian")
    assert set(template.columns.values()) == {"Account Number", "Security ID", "Shares/Par", "Base Market Value"}
    again = import_file(joined, places, ImportOptions(template=template))
    assert again.tables[0].frame["isin"].tolist()[0] == "US67066G1040"


def test_a_master_alone_is_refused_with_what_to_do(tmp_path: Path, places: Reference) -> None:
    path = tmp_path / "master.csv"
    lines = ("Security ID,Security Name,ISIN", "A1,NVIDIA CORP,US67066G1040", "A2,APPLE INC,US0378331005")
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UnreadableFile, match="together with the file of the holdings"):
        import_files([(path, ImportOptions())], places)
