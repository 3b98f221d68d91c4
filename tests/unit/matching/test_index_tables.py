"""One table names indices: what a contract is judged by, and what a name is read by. It must not contradict itself."""

from pathlib import Path

import pytest

from sinolens.domain.region import Region
from sinolens.matching.lexicon import lexicon
from sinolens.reference.benchmarks import load_benchmarks, load_index_words
from sinolens.reference.loader import resources
from sinolens.reference.pack import PackError

HEADER = "words,name,region,home,where,source,as_of,verified\n"


def table(folder: Path, row: str) -> Path:
    (folder / "vehicles").mkdir()
    (folder / "vehicles" / "benchmarks.csv").write_text(HEADER + row + "\n", encoding="utf-8")
    return folder


def test_words_of_one_table_judge_contracts_and_read_names():
    words = lexicon()
    read = {**words.indices, **words.whole_indices}
    judged = {one.words.upper(): one.region for one in load_benchmarks(resources())}
    assert len(judged) > 100 and len(read) > 150 and len(judged.keys() & read.keys()) > 50
    for phrase in judged.keys() & read.keys():
        outside = read[phrase] in {Region.OTHER.value, Region.TAIWAN.value}
        assert outside is (judged[phrase] is not Region.UNKNOWN), phrase


def test_words_that_only_read_names_answer_for_no_contract(tmp_path):
    root = table(tmp_path, "shiny metal,,,OTHER,whole,a test,2026-01-01,unverified")
    assert load_benchmarks(root) == ()
    found = load_index_words(root)[0]
    assert (found.words, found.home, found.whole) == ("SHINY METAL", "OTHER", True)


@pytest.mark.parametrize(("row", "field"), [
    ("some index,Some Index,OTHER,PRC,part,a test,2026-01-01,unverified", "home"),
    ("some index,Some Index,,OTHER,part,a test,2026-01-01,unverified", "home"),
    ("some index,Some Index,,PRC,,a test,2026-01-01,unverified", "where"),
    ("some index,,,,,a test,2026-01-01,unverified", "name"),
    ("Some Index,Some Index,,PRC,part,a test,2026-01-01,unverified", "words"),
])
def test_a_row_that_contradicts_itself_does_not_load(tmp_path, row, field):
    with pytest.raises(PackError) as fault:
        load_benchmarks(table(tmp_path, row))
    assert (fault.value.line, fault.value.field) == (2, field)
