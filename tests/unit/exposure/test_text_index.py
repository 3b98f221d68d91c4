"""Free text is found in exactly the names that hold it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sinolens.exposure.text_index import TextIndex

names = st.lists(st.text(alphabet="abAB é中ß\n", max_size=8), max_size=12)


@given(names, st.text(alphabet="abAé中ß", min_size=1, max_size=3))
def test_a_word_is_found_where_it_stands_and_nowhere_else(given_names, word):
    expected = [word.casefold() in " ".join(name.casefold().split("\n")) for name in given_names]
    assert TextIndex(given_names).find(word).tolist() == expected


def test_a_word_never_runs_over_two_names():
    index = TextIndex(["lotus", "jade", ""])
    assert index.find("sj").tolist() == [False, False, False]
    assert index.find("JADE").tolist() == [False, True, False]
    assert index.find("").tolist() == [False, False, False]
    assert TextIndex([]).find("x").tolist() == []
