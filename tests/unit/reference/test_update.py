"""A second edition by file: what it changes, what is refused, and that the old edition keeps its dates."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sinolens.domain.official_list import ListEdition, ListEntry
from sinolens.reference.acceptance import preview, render
from sinolens.reference.formats.rows import ListFileError
from sinolens.reference.lists import parse_identifier
from sinolens.reference.loader import Reference, forget_reference, load_reference
from sinolens.reference.pairing import entry_key, squeezed
from sinolens.reference.update import UpdateRefusedError, read_updates
from sinolens.regulation.listings import Listings

LIST = "dod-1260h"
CODE = "uscc:91330000733796106P"


def entry(key: str, name: str, edition: str = "2026-06-08", **values: object) -> ListEntry:
    return replace(ListEntry(f"{LIST}:{key}", LIST, edition, name, citation="c"), **values)


@pytest.fixture
def facts() -> Reference:
    """Five made-up entities in one edition in force since June."""
    whole = load_reference()
    edition = next(e for e in whole.editions if e.list_id == LIST and not e.withdrawn)
    entries = (
        entry("river-drone-co-ltd", "River Drone Co., Ltd."),
        entry("quay-chips", "Quay Chips", aliases=("QC Semiconductor",)),
        entry("hill-labs", "Hill Labs", country="CN"),
        entry("mole-works", "Mole Works"),
        entry("fen-cloud", "Fen Cloud"),
    )
    return replace(
        whole, editions=(replace(edition, count=5),), entries={(LIST, edition.edition): entries}, missing_lists=(),
    )


def simple(folder: Path, *lines: str, columns: str = "name") -> list[Path]:
    path = folder / "new.csv"
    path.write_text("\n".join([columns, *lines]) + "\n", encoding="utf-8")
    return [path]


def test_added_removed_and_changed(facts: Reference, tmp_path: Path) -> None:
    paths = simple(
        tmp_path, '"RIVER DRONE CO, LTD",RDC', "Quay Chips,QC Semiconductor", "Hill Labs,", "Mole Works,", "New One,",
        columns="name,aliases",
    )
    (update,) = read_updates(paths, facts, LIST, "2026-11-20")
    assert [e.name for e in update.added] == ["New One"] and [e.name for e in update.removed] == ["Fen Cloud"]
    (change,) = update.changed
    assert change.before.id == change.after.id == f"{LIST}:river-drone-co-ltd"
    assert change.fields == ("name", "aliases")
    assert not update.collapsed and not update.is_unchanged
    assert update.current is not None and update.current.edition == "2026-06-08"


def test_same_names_again_only_make_the_list_younger(facts: Reference, tmp_path: Path) -> None:
    names = [f'"{e.name}","{"|".join(e.aliases)}"' for e in facts.entries[LIST, "2026-06-08"]]
    (update,) = read_updates(simple(tmp_path, *names, columns="name,aliases"), facts, LIST, "2026-11-20")
    assert update.is_unchanged


def test_a_renamed_entity_keeps_its_id_by_alias_or_code(facts: Reference, tmp_path: Path) -> None:
    coded = entry("hill-labs", "Hill Labs", country="CN", identifiers=(parse_identifier(CODE),))
    facts = replace(facts, entries={(LIST, "2026-06-08"): (coded, facts.entries[LIST, "2026-06-08"][1])})
    path = simple(
        tmp_path, f"Upland Science,{CODE},", "QC Semiconductor,,Quay Chips", columns="name,identifiers,aliases"
    )
    (update,) = read_updates(path, facts, LIST, "2026-11-20")
    assert {c.after.name: c.after.id for c in update.changed} == {
        "Upland Science": f"{LIST}:hill-labs", "QC Semiconductor": f"{LIST}:quay-chips",
    }
    assert not update.added and not update.removed


def test_a_name_once_on_file_stays_with_its_entity(facts: Reference, tmp_path: Path) -> None:
    names = [f'"{e.name}"' for e in facts.entries[LIST, "2026-06-08"]]
    (fewer,) = read_updates(simple(tmp_path, *names), facts, LIST, "2026-11-20")
    kept = {e.name: e.aliases for e in fewer.entries}
    assert kept["Quay Chips"] == ("QC Semiconductor",) and fewer.is_unchanged
    (split,) = read_updates(simple(tmp_path, *names, "QC Semiconductor"), facts, LIST, "2026-11-20")
    assert {e.name: e.aliases for e in split.entries}["Quay Chips"] == (), "the name is another row's own by now"
    assert [e.name for e in split.added] == ["QC Semiconductor"]


def test_an_alias_two_rows_share_carries_no_id(facts: Reference, tmp_path: Path) -> None:
    path = simple(tmp_path, "Quay A,QC Semiconductor", "Quay B,QC Semiconductor", columns="name,aliases")
    (update,) = read_updates(path, facts, LIST, "2026-11-20")
    assert [e.id for e in update.added] == [f"{LIST}:quay-a", f"{LIST}:quay-b"]


def test_a_collapsed_count_is_refused_until_confirmed(facts: Reference, tmp_path: Path) -> None:
    (update,) = read_updates(simple(tmp_path, "Mole Works", "Fen Cloud", "Hill Labs"), facts, LIST, "2026-11-20")
    assert update.collapsed
    with pytest.raises(UpdateRefusedError, match="3 entries where 5 are on file"):
        render(update, "2026-11-20")
    assert "editions.csv" in render(update, "2026-11-20", confirmed=True)
    (four,) = read_updates(simple(tmp_path, "A", "B", "C", "D"), facts, LIST, "2026-11-20")
    assert not four.collapsed, "four fifths is not a collapse"


def test_a_date_is_needed_and_must_be_one(facts: Reference, tmp_path: Path) -> None:
    paths = simple(tmp_path, "A", "B", "C", "D", "E")
    (update,) = read_updates(paths, facts, LIST)
    with pytest.raises(UpdateRefusedError, match="no date"):
        render(update, "2026-11-20")
    with pytest.raises(UpdateRefusedError, match="ISO date"):
        read_updates(paths, facts, LIST, "20 November")
    with pytest.raises(ListFileError, match="name the list"):
        read_updates(paths, facts)


def test_an_older_edition_is_noticed(facts: Reference, tmp_path: Path) -> None:
    (update,) = read_updates(simple(tmp_path, "A", "B", "C", "D"), facts, LIST, "2025-01-07")
    assert [f.code for f in update.parsed.findings] == ["list-edition-older"]


def test_preview_changes_answers_from_its_date_on_and_nothing_else(facts: Reference, tmp_path: Path) -> None:
    (update,) = read_updates(simple(tmp_path, "A", "B", "C", "D"), facts, LIST, "2026-11-20")
    after = preview(facts, update, "2026-11-22")
    assert [e.name for e in after.entries_on(LIST, "2026-11-20")] == ["A", "B", "C", "D"]
    assert len(after.entries_on(LIST, "2026-11-19")) == 5
    assert facts.edition_on(LIST, "2026-11-20") == facts.editions[0], "the facts in use are untouched"
    assert after.id != facts.id
    latest = after.edition_on(LIST, "2026-12-31")
    assert latest is not None and latest.checked_on == "2026-11-22" and latest.count == 4


def test_a_second_edition_tells_held_at_listing_from_designated_later(tmp_path: Path) -> None:
    bundled = load_reference()
    names = [f'"{e.name}"' for e in bundled.entries_on(LIST, "2026-09-30")]
    (update,) = read_updates(simple(tmp_path, *names, '"River Drone Co., Ltd."'), bundled, LIST, "2026-11-20")
    new = f"{LIST}:river-drone-co-ltd"
    old = f"{LIST}:alibaba-group-holding-limited"
    before = Listings(bundled, "2026-11-22", 90)
    after = Listings(preview(bundled, update, "2026-11-22"), "2026-11-22", 90)
    assert before.was_listed(LIST, new, "2026-09-30") is False and before.was_listed(LIST, old, "2026-09-30") is True
    assert after.was_listed(LIST, new, "2026-09-30") is False, "held before: designated later"
    assert after.was_listed(LIST, new, "2026-11-20") is True, "bought after: held at listing"
    assert after.was_listed(LIST, old, "2026-11-20") is True
    assert after.was_listed(LIST, old, "2026-06-07") is None, "no edition answers for that day"


def keep(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())


def test_kept_files_are_laid_over_the_bundled_lists(tmp_path: Path) -> None:
    """The whole way: file, update, folder, facts; a second import adds to the first."""
    bundled = load_reference()
    folder = tmp_path / "lists"
    folder.mkdir()
    names = [e.name for e in bundled.entries_on(LIST, "2026-09-30")] + ["River Drone Co., Ltd."]
    (update,) = read_updates(simple(tmp_path, *(f'"{n}"' for n in names)), bundled, LIST, "2026-11-20")
    assert [e.name for e in update.added] == ["River Drone Co., Ltd."] and not update.removed
    keep(folder, render(update, "2026-11-21"))
    try:
        loaded = load_reference(folder)
        assert loaded.id != bundled.id
        old, new = loaded.edition_on(LIST, "2026-09-30"), loaded.edition_on(LIST, "2026-11-20")
        assert isinstance(old, ListEdition) and old.edition == "2026-06-08" and old.in_force_to == "2026-11-20"
        assert isinstance(new, ListEdition) and new.checked_on == "2026-11-21"
        assert f"{LIST}:river-drone-co-ltd" in {e.id for e in loaded.entries_on(LIST, "2026-11-20")}
        assert f"{LIST}:river-drone-co-ltd" not in {e.id for e in loaded.entries_on(LIST, "2026-11-19")}

        again = read_updates(simple(tmp_path, "Quay Trading"), loaded, "bis-unverified-list", "2026-11-21")
        keep(folder, render(again[0], "2026-11-21", (folder / "editions.csv").read_text(encoding="utf-8")))
        forget_reference()
        both = load_reference(folder)
        assert both.edition_on("bis-unverified-list", "2026-11-21") and both.edition_on(LIST, "2026-11-20") == new
        assert "bis-unverified-list" not in {one.list_id for one in both.missing_lists}
    finally:
        forget_reference()


def test_same_edition_again_replaces_and_a_damaged_folder_is_refused(facts: Reference, tmp_path: Path) -> None:
    (update,) = read_updates(simple(tmp_path, "A", "B", "C", "D"), facts, LIST, "2026-11-20")
    first = render(update, "2026-11-20")
    second = render(update, "2026-11-25", first["editions.csv"])
    assert second["editions.csv"].count(LIST) == first["editions.csv"].count(LIST)
    assert "2026-11-25" in second["editions.csv"]
    with pytest.raises(UpdateRefusedError, match="damaged"):
        render(update, "2026-11-25", "list_id,edition\nx,y\n")


def test_no_folder_or_an_empty_one_is_the_bundled_facts(tmp_path: Path) -> None:
    assert load_reference(tmp_path).id == load_reference(tmp_path / "none").id == load_reference().id


def test_keys() -> None:
    assert entry_key("SMIC, Américas & Co. (HK)") == "smic-americas-and-co-hk" and entry_key("中芯国际") == "entry"
    assert squeezed("32 Group China, Ltd.") == squeezed("32Group China Ltd") and squeezed("中芯") == "中芯"


def test_a_column_the_table_does_not_have_changes_nothing_and_loses_nothing(facts: Reference, tmp_path: Path) -> None:
    parent = facts.entries[LIST, "2026-06-08"][2]
    child = entry(
        "hill-labs-north", "Hill Labs North", country="HK", parent_entry_id=parent.id, listed_on="2026-06-08",
        footnotes=("4",), identifiers=(parse_identifier(CODE),), licence_policy="Presumption of denial",
        policy_source="a paper",
    )
    facts = replace(facts, entries={(LIST, "2026-06-08"): (parent, child)})
    (update,) = read_updates(simple(tmp_path, "Hill Labs", "Hill Labs North", "New One"), facts, LIST, "2026-11-20")
    assert not update.changed and [e.name for e in update.added] == ["New One"]
    kept = next(e for e in update.entries if e.id == child.id)
    assert replace(kept, edition=child.edition, verified=child.verified) == child
    (finding,) = update.parsed.findings
    assert finding.code == "list-columns-kept" and "parent, country, listing date" in finding.message
    (orphan,) = read_updates(simple(tmp_path, "Hill Labs North"), facts, LIST, "2026-11-20")
    assert not next(e for e in orphan.entries if e.id == child.id).parent_entry_id, "its parent left the list"


def test_a_column_the_table_has_counts_even_where_it_is_empty(facts: Reference, tmp_path: Path) -> None:
    names = [e.name for e in facts.entries[LIST, "2026-06-08"]]
    paths = simple(tmp_path, *(f'"{n}",,2026-06-01' for n in names), columns="name,country,listed_on")
    (update,) = read_updates(paths, facts, LIST, "2026-11-20")
    assert {c.after.name: c.fields for c in update.changed}["Quay Chips"] == ("listed_on",)
    assert not any("country" in c.fields for c in update.changed), "several addresses leave the country open"


def test_dates_out_of_order_are_refused_before_they_are_kept(facts: Reference, tmp_path: Path) -> None:
    paths = simple(
        tmp_path, "A,2026-06-08,2026-06-01", "B,,", "C,,", "D,,", columns="name,listed_on,effective_on")
    (update,) = read_updates(paths, facts, LIST, "2026-11-20")
    with pytest.raises(UpdateRefusedError, match="A: listing, effective and divestment dates"):
        render(update, "2026-11-20")


def test_a_policy_the_publisher_prints_is_kept_and_one_stated_elsewhere_is_not_written(
    facts: Reference, tmp_path: Path
) -> None:
    names = [e.name for e in facts.entries[LIST, "2026-06-08"]]
    old = tuple(
        replace(e, licence_policy="Presumption of denial", policy_source="a paper")
        for e in facts.entries[LIST, "2026-06-08"])
    facts = replace(facts, entries={(LIST, "2026-06-08"): old})
    paths = simple(
        tmp_path, f'"{names[0]}",Case by case', f'"{names[1]}",Presumption of denial.',
        *(f'"{n}",' for n in names[2:]), columns="name,licence_policy")
    (update,) = read_updates(paths, facts, LIST, "2026-11-20")
    (change,) = update.changed
    assert change.fields == ("licence_policy",) and change.after.licence_policy == "Case by case"
    table = render(update, "2026-11-20")[f"{LIST}-2026-11-20.csv"]
    assert table.count("Case by case") == 1 and table.count("Presumption of denial.") == 1
    (silent,) = read_updates(simple(tmp_path, *(f'"{n}"' for n in names)), facts, LIST, "2026-11-20")
    assert "Presumption" not in render(silent, "2026-11-20")[f"{LIST}-2026-11-20.csv"]
