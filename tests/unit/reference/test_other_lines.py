"""Lines of China whose trade is plainly not AI."""

import pytest

from sinolens.reference.loader import load_reference
from sinolens.reference.other_lines import OTHER_LINES_FILE, load_other_lines
from sinolens.reference.pack import PackError

HEAD = "mic,ticker,isin,name,trade,source,as_of,verified\n"
LINE = "XHKG,0857,CNE1000003W8,Oil Company,Energy,table,2026-08-01,unverified\n"


def load(folder, text):
    (folder / OTHER_LINES_FILE).parent.mkdir(exist_ok=True)
    (folder / OTHER_LINES_FILE).write_text(text, encoding="utf-8")
    return load_other_lines(folder)


def test_a_line_is_read_with_its_ground(tmp_path):
    (line,) = load(tmp_path, HEAD + LINE)
    assert (line.mic, line.ticker, line.isin, line.trade, line.verified) == (
        "XHKG", "0857", "CNE1000003W8", "Energy", False)


@pytest.mark.parametrize(("text", "words"), [
    (LINE.replace("CNE1000003W8", "CNE1000003W9"), "line 2, field 'isin'"),
    (LINE + LINE.replace("0857", "0858"), "line 3, field 'isin'"),
    (LINE + LINE.replace("CNE1000003W8", ""), "line 3, field 'ticker': XHKG 0857 stands twice"),
    (LINE.replace("Energy", ""), "line 2, field 'trade'"),
])
def test_a_fault_is_named_by_line_and_field(tmp_path, text, words):
    with pytest.raises(PackError, match=words):
        load(tmp_path, HEAD + text)


def test_facts_frozen_without_the_table_have_none(tmp_path):
    assert load_other_lines(tmp_path) == ()


def test_none_of_the_bundled_lines_is_of_an_issuer_on_file():
    reference = load_reference()
    assert len(reference.other_lines) > 1_000
    assert not {(line.mic, line.ticker) for line in reference.lines if not line.valid_to} & {
        (line.mic, line.ticker) for line in reference.other_lines}
