import pandas as pd
import pytest

from sinolens.domain.column import POSITION_COLUMNS
from sinolens.exposure.analysis import InputSummary, SkippedRow
from sinolens.storage import cipher
from sinolens.storage.commands import StoredTable
from sinolens.storage.project import Project

KEY = "correct horse battery staple"
SECRET_NAME = "ZYZZYVA HOLDINGS LTD"
SECRET_CENTS = 98765432101


def break_off(path, key=KEY):
    """Leave the project as a writer that died in mid-save does: torn, with what stood there in its journal."""
    connection = cipher.connect(path, key)
    connection.pragma("cache_size", 1)
    connection.execute("begin immediate")
    connection.execute("update setting set value = '9'")
    for number in range(300):
        connection.execute("insert into content values (?, 'x', 1, ?)", (str(number), bytes(3000)))
    journal = path.with_name(f"{path.name}-journal")
    torn, left = path.read_bytes(), journal.read_bytes()
    connection.execute("rollback")
    connection.close()
    path.write_bytes(torn)
    journal.write_bytes(left)


def make_table(name=SECRET_NAME, cents=SECRET_CENTS, rows=3, account="ACCT-77", as_of="2026-09-30", sha="ab" * 32):
    filled = {"name": name, "account": account, "as_of": as_of, "file": "holdings.xlsx", "sheet": "Holdings"}
    columns = {}
    for column in POSITION_COLUMNS:
        if column.dtype == "str":
            columns[column.name] = pd.array([filled.get(column.name, "")] * rows, dtype="str")
        elif column.dtype == "Int64":
            columns[column.name] = pd.array([None] * rows, dtype="Int64")
        elif column.dtype == "float64":
            columns[column.name] = pd.array([1.5] * rows).astype("float64")
        else:
            columns[column.name] = pd.Series([cents] * rows, dtype="int64")
    frame = pd.DataFrame(columns)
    summary = InputSummary(
        file="holdings.xlsx",
        sheet="Holdings",
        sha256=sha,
        header_row=5,
        mapping={"name": "Security"},
        mapping_confidence={"name": 0.9},
        rows_read=rows + 1,
        positions=rows,
        skipped=(SkippedRow(9, "total"),),
        as_of=as_of,
        control_total=None,
        sum=cents * rows,
        difference=None,
    )
    return StoredTable("positions", "", frame, summary)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "endowment.sinolens"


@pytest.fixture
def project(path):
    with Project.create(path, KEY) as made:
        yield made
