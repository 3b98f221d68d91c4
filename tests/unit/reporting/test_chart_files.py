"""Charts as files: five, as SVG and PNG, each saying what it is true for; no window system needed."""

import re

import pytest
import synthetic_analysis
from defusedxml import ElementTree

from sinolens.reporting.charts import write_charts
from sinolens.reporting.errors import ExportFailed


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_charts_are_written_with_title_date_and_source(tmp_path, theme):
    files = write_charts(synthetic_analysis.build(60), tmp_path / "charts", theme)
    assert len(files) == 10
    for file in files:
        if file.suffix == ".svg":
            root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
            text = " ".join(root.itertext())
            assert "as of 30 Sep 2026" in text
            assert re.search(r"report [0-9a-f]{12}", text)
            assert "Sample" in text
        else:
            assert file.read_bytes().startswith(b"\x89PNG")


def test_the_same_analysis_gives_the_same_files(tmp_path):
    first = write_charts(synthetic_analysis.build(30), tmp_path / "a")
    second = write_charts(synthetic_analysis.build(30), tmp_path / "b")
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]


def test_hostile_and_empty_portfolios_are_drawn(tmp_path):
    write_charts(synthetic_analysis.build(60, names=synthetic_analysis.HOSTILE), tmp_path / "hostile")
    write_charts(synthetic_analysis.build(1), tmp_path / "one")


def test_a_file_in_the_way_is_said(tmp_path):
    (tmp_path / "charts").write_text("in the way")
    with pytest.raises(ExportFailed, match="could not be made"):
        write_charts(synthetic_analysis.build(3), tmp_path / "charts")
