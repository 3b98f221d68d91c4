"""The way of a list update through the use cases: show, accept, keep, and a folder that was damaged since."""

from __future__ import annotations

from pathlib import Path

import pytest

from sinolens.reference.loader import forget_reference
from sinolens.services.errors import Refused
from sinolens.services.list_withdrawal import imported_editions, load_facts_without, withdraw
from sinolens.services.lists import accept, describe, describe_update, load_facts, read

pytestmark = pytest.mark.usefixtures("fresh_facts")


@pytest.fixture
def update_file(tmp_path: Path) -> Path:
    path = tmp_path / "names.csv"
    path.write_text("name,country\nQuay Trading Co.,China\nRiver Drone Co.,China\n", encoding="utf-8")
    return path


def test_an_accepted_update_is_on_file_the_next_time(tmp_path: Path, update_file: Path) -> None:
    folder = tmp_path / "lists"
    (update,) = read(folder, [update_file], "bis-unverified-list", "2026-11-20")
    assert any("2 added" in line for line in describe_update(update))
    accept(folder, update, "2026-11-21")
    facts = load_facts(folder)
    assert len(facts.entries_on("bis-unverified-list", "2026-11-22")) == 2
    assert facts.edition_on("bis-unverified-list", "2026-11-19") is None
    assert any("Unverified List" in line and "2026-11-20" in line for line in describe(folder, "2026-11-22"))


def test_a_collapsed_list_needs_someone_to_confirm_it(tmp_path: Path, update_file: Path) -> None:
    folder = tmp_path / "lists"
    (update,) = read(folder, [update_file], "dod-1260h", "2026-11-20")
    with pytest.raises(Refused, match="2 entries where 188 are on file"):
        accept(folder, update, "2026-11-21")
    assert not folder.exists() or not any(folder.iterdir()), "nothing half kept"
    accept(folder, update, "2026-11-21", confirmed=True)
    assert len(load_facts(folder).entries_on("dod-1260h", "2026-11-22")) == 2


def test_a_damaged_folder_is_refused_with_file_line_and_a_way_on(tmp_path: Path, update_file: Path) -> None:
    folder = tmp_path / "lists"
    (update,) = read(folder, [update_file], "bis-unverified-list", "2026-11-20")
    accept(folder, update, "2026-11-21")
    table = folder / "bis-unverified-list-2026-11-20.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("Quay", "Quai"), encoding="utf-8", newline="")
    forget_reference()
    with pytest.raises(Refused, match=r"editions\.csv, line 2.*Move that folder away"):
        load_facts(folder)


def test_a_file_that_is_no_list_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("hello\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"notes\.txt.*none of the formats"):
        read(None, [path])


def test_a_withdrawn_edition_is_moved_aside_and_the_facts_are_what_they_were(tmp_path: Path, update_file: Path) -> None:
    folder = tmp_path / "lists"
    bundled = load_facts(folder)
    for day in ("2026-11-20", "2026-11-22"):
        (update,) = read(folder, [update_file], "bis-unverified-list", day)
        accept(folder, update, "2026-11-23")
    facts = load_facts(folder)
    first = imported_editions(folder, facts)["bis-unverified-list", "2026-11-20"]
    second = imported_editions(folder, facts)["bis-unverified-list", "2026-11-22"]
    foreseen = load_facts_without(folder, second)
    assert foreseen.edition_on("bis-unverified-list", "2026-11-23").edition == "2026-11-20"
    aside = withdraw(folder, second)
    assert load_facts(folder).editions == foreseen.editions
    assert len((aside / "bis-unverified-list-2026-11-22.csv").read_text(encoding="utf-8").splitlines()) == 3
    with pytest.raises(Refused, match="not among the imported editions"):
        withdraw(folder, second)
    assert load_facts_without(folder, first).id == bundled.id
    withdraw(folder, first)
    assert load_facts(folder).editions == bundled.editions and not imported_editions(folder, bundled)
    (update,) = read(folder, [update_file], "bis-unverified-list", "2026-11-20")
    accept(folder, update, "2026-11-23")
    assert load_facts(folder).edition_on("bis-unverified-list", "2026-11-23") is not None
