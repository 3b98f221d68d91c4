"""Every shape of file comes in right: positions, values, total, date, columns."""

from __future__ import annotations

from pathlib import Path

import pytest
from import_files import FIXTURES

from sinolens.domain.column import FUND_HOLDING_COLUMNS, POSITION_COLUMNS
from sinolens.importing.batch import import_files
from sinolens.importing.options import ImportOptions
from sinolens.reference.loader import Reference


@pytest.mark.parametrize("case", FIXTURES, ids=lambda c: c.name)
def test_file_comes_in_right(case, tmp_path: Path, places: Reference) -> None:
    path = tmp_path / f"{case.name}{case.suffix}"
    case.write(path)
    files = [(path, ImportOptions(**case.options))]
    for name, write in case.beside.items():
        write(tmp_path / name)
        files.append((tmp_path / name, ImportOptions()))
    imported, *others = import_files(files, places)
    assert not any(other.tables for other in others)
    assert all(other.findings[0].code == "join-source" for other in others)
    assert len(imported.tables) == case.tables, [t.summary for t in imported.tables]
    frames = [t.frame for t in imported.tables]
    rows = [row for frame in frames for row in frame.to_dict("records")]
    assert [(r["name"], r["market_value"]) for r in rows] == [(n, round(v * 100)) for n, v in case.positions]
    for number, expected in case.fields.items():
        for column, value in expected.items():
            got = rows[number][column]
            if value is None:
                assert got is None or got != got or str(got) == "<NA>", (number, column, got)
            elif isinstance(value, float):
                assert got == pytest.approx(value), (number, column)
            else:
                assert got == value, (number, column, got)
    first = imported.tables[0]
    for table in imported.tables:
        summary = table.summary
        assert table.role == case.role
        assert summary.as_of == case.as_of
        assert summary.rows_read == summary.positions + len(summary.skipped)
        assert summary.sum == int(table.frame["market_value"].sum())
        declared = FUND_HOLDING_COLUMNS if table.role == "fund_holdings" else POSITION_COLUMNS
        assert [(c, str(t)) for c, t in table.frame.dtypes.items()] == [(c.name, c.dtype) for c in declared]
        assert table.tie.within == case.ties, table.tie
        assert (summary.control_total is not None) == case.control, table.tie
    if case.fund:
        assert first.fund == case.fund
    assert {f: first.columns.get(f) for f in case.columns} == case.columns
    reasons = {s.reason for t in imported.tables for s in t.summary.skipped}
    assert set(case.skipped) <= reasons, reasons
    codes = {f.code for t in imported.tables for f in t.summary.findings} | {f.code for f in imported.findings}
    assert set(case.findings) <= codes, codes
