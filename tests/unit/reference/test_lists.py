from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sinolens.domain.identifier import Identifier, IdentifierKind
from sinolens.reference.lists import (
    EditionSet,
    age_in_days,
    format_identifier,
    load_editions,
    merge_editions,
    parse_identifier,
)
from sinolens.reference.loader import Reference, resources
from sinolens.reference.pack import PackError


@pytest.fixture(scope="module")
def bundled() -> EditionSet:
    return load_editions(resources())


def reference(editions: EditionSet) -> Reference:
    return Reference("", {}, {}, (), {}, editions.editions, editions.entries, (), (), (), {}, {}, {}, {})


@pytest.mark.parametrize(
    ("list_id", "as_of", "edition", "count"),
    [
        ("ofac-ns-cmic", "2021-06-02", None, 0),
        ("ofac-ns-cmic", "2021-06-03", "2021-06-03", 59),
        ("ofac-ns-cmic", "2021-12-09", "2021-06-03", 59),
        ("ofac-ns-cmic", "2021-12-10", "2021-12-10", 60),
        ("ofac-ns-cmic", "2021-12-16", "2021-12-16", 68),
        ("ofac-ns-cmic", "2026-09-30", "2021-12-16", 68),
        ("dod-1260h", "2026-02-13", None, 0),
        ("dod-1260h", "2026-06-07", None, 0),
        ("dod-1260h", "2026-06-08", "2026-06-08", 188),
        ("bis-entity-list", "2026-07-08", None, 0),
        ("bis-entity-list", "2026-07-09", "2026-07-09", 1069),
        ("bis-meu-list", "2026-09-30", "2026-07-09", 70),
        ("dhs-uflpa-list", "2026-09-30", "2026-07-09", 148),
        ("fcc-covered-list", "2026-09-30", "2026-07-09", 15),
        ("section-889", "2026-09-30", "2018-08-13", 5),
        ("section-5949", "2026-09-30", "2022-12-23", 3),
        ("section-154", "2026-09-30", "2023-12-22", 6),
        ("ofac-sdn", "2026-09-30", None, 0),
    ],
)
def test_which_edition_answers_and_how_many_entries_it_has(
    bundled: EditionSet, list_id: str, as_of: str, edition: str | None, count: int
) -> None:
    facts = reference(bundled)
    found = facts.edition_on(list_id, as_of)
    assert (found.edition if found else None) == edition
    assert len(facts.entries_on(list_id, as_of)) == count
    if found:
        assert found.count == count and not found.withdrawn


def test_withdrawn_edition_is_on_record_and_never_answers(bundled: EditionSet) -> None:
    withdrawn = [e for e in bundled.editions if e.withdrawn]
    assert [(e.list_id, e.edition) for e in withdrawn] == [("dod-1260h", "2026-02-13")]
    facts = reference(bundled)
    for day in ("2026-02-13", "2026-02-14", "2026-06-01"):
        assert facts.edition_on("dod-1260h", day) is None


def test_lists_named_as_not_on_file(bundled: EditionSet) -> None:
    assert {one.list_id for one in bundled.lists_without_edition()} == {"ofac-sdn", "bis-unverified-list", "bis-mieu"}


def test_notice_has_80_companies_and_108_printed_subsidiaries(bundled: EditionSet) -> None:
    entries = bundled.entries["dod-1260h", "2026-06-08"]
    ids = {e.id for e in entries}
    subsidiaries = [e for e in entries if e.parent_entry_id]
    assert len(entries) - len(subsidiaries) == 80 and len(subsidiaries) == 108
    assert {e.parent_entry_id for e in subsidiaries} <= ids
    parent = "dod-1260h:semiconductor-manufacturing-international-corporation"
    foundry = [e.name for e in subsidiaries if e.parent_entry_id == parent]
    assert len(foundry) == 12 and "SMIC, Americas" in foundry
    assert all(not e.listed_on for e in entries), "the notice gives no first listing dates"


def test_entity_list_footnotes(bundled: EditionSet) -> None:
    entries = bundled.entries["bis-entity-list", "2026-07-09"]
    count = {mark: sum(mark in e.footnotes for e in entries) for mark in "12345"}
    assert count == {"1": 51, "2": 51, "3": 119, "4": 93, "5": 16}
    by_name = {e.name: e for e in entries}
    assert "4" in by_name["4Paradigm Technology Co., Ltd."].footnotes


def test_clocks_come_from_the_publishers_record(bundled: EditionSet) -> None:
    entries = {e.id: e for e in bundled.entries["ofac-ns-cmic", "2021-12-16"]}
    limited = entries["ofac-ns-cmic:33114"]
    assert limited.name == "SENSETIME GROUP LIMITED"
    assert (limited.listed_on, limited.effective_on, limited.divest_by) == ("2021-12-10", "2022-02-08", "2022-12-10")
    assert {(e.listed_on, e.effective_on, e.divest_by) for e in entries.values()} == {
        ("2021-06-03", "2021-08-02", "2022-06-03"),
        ("2021-12-10", "2022-02-08", "2022-12-10"),
        ("2021-12-16", "2022-02-14", "2022-12-16"),
    }
    kinds = [{i.kind for i in e.identifiers} for e in entries.values()]
    assert sum(IdentifierKind.USCC in k for k in kinds) == 58
    assert sum(IdentifierKind.LEI in k for k in kinds) == 3
    # A U.S. ticker is printed without its exchange and has been given to another company since.
    assert not any(i.value == "CHA" for e in entries.values() for i in e.identifiers)
    telecom = entries["ofac-ns-cmic:30882"]
    assert Identifier(IdentifierKind.TICKER, "0728", "XHKG") in telecom.identifiers


def test_entry_ids_are_stable_between_editions(bundled: EditionSet) -> None:
    first = {e.id for e in bundled.entries["ofac-ns-cmic", "2021-06-03"]}
    last = {e.id for e in bundled.entries["ofac-ns-cmic", "2021-12-16"]}
    assert first < last


def test_age_runs_from_the_last_comparison_and_is_never_negative(bundled: EditionSet) -> None:
    edition = next(e for e in bundled.editions if e.list_id == "bis-entity-list")
    assert age_in_days(edition, "2026-09-30") == 83
    assert age_in_days(edition, "2026-07-01") == 0


def test_identifiers_are_written_as_they_are_read() -> None:
    for text in ("isin:CNE100000PM8", "ticker:0728@XHKG", "uscc:91330000733796106P"):
        assert format_identifier(parse_identifier(text)) == text
    for text in ("isin", "isin:", "ticker:0728", "isin:X@XHKG", "nonsense:1", "ticker:0728@hk"):
        with pytest.raises(ValueError, match=text.split(":")[0] if "hk" not in text else "market identifier"):
            parse_identifier(text)


HEADER = (
    "key,name,aliases,parent,country,listed_on,effective_on,divest_by,citation,footnotes,identifiers,notes,"
    "verified\n"
)
EDITIONS = (
    "list_id,edition,in_force_from,in_force_to,withdrawn,checked_on,citation,file,listed_by,count,sha256,complete,note,"
    "verified\n"
)


def write_folder(folder: Path, entries: str, edition: str = "2026-10-05", **change: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "names.csv").write_bytes((HEADER + entries).encode())
    values = {
        "list_id": "dod-1260h", "edition": edition, "in_force_from": edition, "in_force_to": "", "withdrawn": "no",
        "checked_on": edition, "citation": "c", "file": "names.csv", "listed_by": "",
        "count": str(entries.count("\n")), "sha256": hashlib.sha256((HEADER + entries).encode()).hexdigest(),
        "complete": "yes", "note": "", "verified": "unverified",
    } | change
    (folder / "editions.csv").write_text(EDITIONS + ",".join(values.values()) + "\n", encoding="utf-8")
    return folder


def test_imported_edition_ends_the_one_before_and_keeps_it(bundled: EditionSet, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "user", "new-co,New Co.,,,CN,,,,c,,,,unverified\n")
    facts = reference(merge_editions(bundled, folder))
    old, new = facts.edition_on("dod-1260h", "2026-10-04"), facts.edition_on("dod-1260h", "2026-10-05")
    assert old and old.edition == "2026-06-08" and old.in_force_to == "2026-10-05"
    assert new and new.edition == "2026-10-05"
    assert [e.id for e in facts.entries_on("dod-1260h", "2026-12-31")] == ["dod-1260h:new-co"]
    assert len(facts.entries_on("dod-1260h", "2026-09-30")) == 188


def test_imported_edition_of_the_same_date_replaces_the_bundled_one(bundled: EditionSet, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "user", "a,A Co.,,,CN,,,,c,,,,verified\n", "2026-06-08", checked_on="2026-11-01")
    merged = merge_editions(bundled, folder)
    (edition,) = [e for e in merged.editions if e.list_id == "dod-1260h" and not e.withdrawn]
    assert edition.checked_on == "2026-11-01" and len(merged.entries["dod-1260h", "2026-06-08"]) == 1


def test_list_not_on_file_is_on_file_after_an_import(bundled: EditionSet, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "user", "a,A Co.,,,CN,,,,c,,,,verified\n", list_id="bis-unverified-list")
    left = {one.list_id for one in merge_editions(bundled, folder).lists_without_edition()}
    assert left == {"ofac-sdn", "bis-mieu"}


@pytest.mark.parametrize(
    ("entries", "change", "file", "line", "field"),
    [
        ("a,A,,,CN,,,,c,,,,verified\n", {"count": "2"}, "editions.csv", 2, "count"),
        ("a,A,,,CN,,,,c,,,,verified\n", {"sha256": "0" * 64}, "editions.csv", 2, "sha256"),
        ("a,A,,,CN,,,,c,,,,verified\n", {"list_id": "no-such-list"}, "editions.csv", 2, "list_id"),
        ("a,A,,,CN,,,,c,,,,verified\n", {"file": "../names.csv"}, "editions.csv", 2, "file"),
        ("a,A,,,CN,,,,c,,,,verified\n", {"file": ""}, "editions.csv", 2, "file"),
        ("a,A,,,CN,,,,c,,,,verified\na,B,,,CN,,,,c,,,,verified\n", {}, "names.csv", 3, "key"),
        ("a,A,,b,CN,,,,c,,,,verified\n", {}, "names.csv", 2, "parent"),
        ("a,A,,,CN,2026-02-02,2026-02-01,,c,,,,verified\n", {}, "names.csv", 2, "listed_on"),
        ("a,A,,,CN,,,,c,,isin:,,verified\n", {}, "names.csv", 2, "identifiers"),
        ("a,A,,,CN,,,,,,,,verified\n", {}, "names.csv", 2, "citation"),
    ],
)
def test_faults_in_an_imported_folder_are_named(
    bundled: EditionSet, tmp_path: Path, entries: str, change: dict[str, str], file: str, line: int, field: str
) -> None:
    folder = write_folder(tmp_path / "user", entries, **change)
    with pytest.raises(PackError) as caught:
        merge_editions(bundled, folder)
    assert (caught.value.file, caught.value.line, caught.value.field) == (file, line, field)
