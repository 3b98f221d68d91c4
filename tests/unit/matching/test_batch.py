"""Tables of names against the facts on file or a list of the user's own."""

from __future__ import annotations

import pandas as pd
import pytest

from sinolens.matching.batch import MATCH_COLUMNS, ColumnMissing, index_of_table, match_table


def test_columns_are_added_behind_the_users_own(index):
    rows = [("1", "TENCENT HLDGS LTD", "x", ""), ("2", "APPLE INC", "y", "US")]
    names = pd.DataFrame(rows, columns=["row", "name", "note", "country"])
    found = match_table(names, index)
    assert list(found.columns) == ["row", "name", "note", "country", *MATCH_COLUMNS]
    first, second = found.iloc[0], found.iloc[1]
    assert (first["state"], first["entity_id"], first["entity"], first["score"]) == (
        "hit",
        "tencent",
        "Tencent Holdings Limited",
        100.0,
    )
    assert (second["state"], second["entity_id"], second["note"]) == ("none", "", "y")


def test_a_possible_answer_names_its_entity(index):
    found = match_table(pd.DataFrame({"name": ["HIKVISION DIGITAL"]}), index).iloc[0]
    assert (found["state"], found["entity_id"]) == ("possible", "hikvision") and 0 < found["score"] < 100


def test_identifier_columns_are_used(index):
    found = match_table(pd.DataFrame({"name": ["?"], "isin": ["KYG875721634"]}), index).iloc[0]
    assert found["entity_id"] == "tencent" and found["method"] == "isin"


def test_rows_keep_their_order_and_repeats(index):
    names = ["APPLE INC", "TENCENT HLDGS LTD", "APPLE INC", "TENCENT HLDGS LTD"]
    table = pd.DataFrame({"name": names, "country": ["US", "HK"] * 2}, index=[9, 8, 7, 6])
    found = match_table(table, index)
    assert found["state"].tolist() == ["none", "hit", "none", "hit"] and found.index.tolist() == [9, 8, 7, 6]


def test_a_list_of_the_users_own():
    own = index_of_table(
        pd.DataFrame(
            {
                "id": ["R1", "R2", ""],
                "name": ["Acme Widgets Holdings Inc.", "Überbank AG", "No Id Ltd"],
                "aliases": ["Acme|AW", "", ""],
            }
        )
    )
    names = pd.DataFrame({"name": ["ACME WIDGETS HLDGS INC COM", "UBERBANK", "ACME", "NO ID", "SOMETHING ELSE", ""]})
    found = match_table(names, own)
    assert found["entity_id"].tolist() == ["R1", "R2", "R1", "No Id Ltd", "", ""]
    assert found["state"].tolist()[4:] == ["none", "not_screened"]


def test_an_empty_list_matches_nothing():
    own = index_of_table(pd.DataFrame({"id": [], "name": []}, dtype="str"))
    assert match_table(pd.DataFrame({"name": ["TENCENT HLDGS"]}), own)["state"].tolist() == ["none"]


def test_a_missing_column_is_named(index):
    with pytest.raises(ColumnMissing, match="'name'") as caught:
        match_table(pd.DataFrame({"Names": ["x"]}), index)
    assert caught.value.found == ("Names",)
    with pytest.raises(ColumnMissing, match="'id'"):
        index_of_table(pd.DataFrame({"name": ["x"]}))


def test_missing_cells_are_empty_names(index):
    found = match_table(pd.DataFrame({"name": [None, float("nan"), "TENCENT HLDGS LTD"]}), index)
    assert found["state"].tolist() == ["not_screened", "not_screened", "hit"]
