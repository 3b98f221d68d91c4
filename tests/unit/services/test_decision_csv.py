"""Decisions as CSV: out, in, and what is wrong with a row."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sinolens.domain.finding import Severity
from sinolens.matching.decisions import Decision
from sinolens.services.decision_csv import COLUMNS, read_decisions, write_decisions
from sinolens.services.errors import WrongUse

texts = st.one_of(
    st.sampled_from(["=1+1", "'=1", "''-x", "+", "@a", "\tx", "a;b|c", 'say "hi"', "two\nlines", "r\rr", "名"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
)
names = texts.filter(lambda text: text.strip())


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(names, st.sampled_from(["same", "different", "none"]), texts, texts), max_size=6))
def test_decisions_come_back_as_they_went(tmp_path_factory, rows):
    decisions = [
        Decision(name, "" if verdict == "none" else "lotus", verdict, who, "2026-10-01", why)
        for name, verdict, who, why in rows
    ]
    path = tmp_path_factory.mktemp("c") / "decisions.csv"
    path.write_text(write_decisions(decisions), encoding="utf-8", newline="")
    read = read_decisions(path, {"lotus"})
    assert [proposal.decision for proposal in read.proposals] == decisions
    assert read.findings == ()


def test_no_cell_is_a_formula():
    text = write_decisions([Decision("=HYPERLINK(1)", "a", "same", "-x", "", "@y")])
    assert "'=HYPERLINK" in text and "'-x" in text and "'@y" in text


def test_wrong_rows_are_findings_with_their_cells(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text(
        "Verdict,string,Entity,when\nsame,A CO,lotus,yesterday\nperhaps,B CO,lotus,\nsame,C CO,,\n"
        "none,D CO,lotus,\nsame,E CO,unheard-of,\nsame,,lotus,\n\nnone,F CO,,2026-10-01\n",
        encoding="utf-8-sig",
    )
    read = read_decisions(path, {"lotus"})
    assert [p.decision.string for p in read.proposals] == ["A CO", "F CO"]
    assert read.proposals[0].decision.when == "" and read.proposals[1].decision.when == "2026-10-01"
    assert [(f.code, f.cell) for f in read.findings] == [
        ("decision-date", "D2"), ("decision-unread", "A3"), ("decision-entity", "C4"), ("decision-entity", "C5"),
        ("decision-entity-unknown", "C6"), ("decision-without-name", "B7"),
    ]
    assert [f.severity for f in read.findings] == [Severity.WARNING] + [Severity.ERROR] * 5


def test_other_separators_and_other_files(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text(";".join(COLUMNS) + "\nA, Inc;;none;;;\n", encoding="utf-8")
    assert read_decisions(path).proposals[0].decision.string == "A, Inc"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="lacks the column"):
        read_decisions(path)
    with pytest.raises(WrongUse, match="cannot be read"):
        read_decisions(tmp_path / "none.csv")
