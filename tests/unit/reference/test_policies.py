"""How licences are reviewed: stated by rule, for the entries of that rule and no others, with who says so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sinolens.domain.official_list import ListEntry
from sinolens.reference.check import describe_coverage, find_faults
from sinolens.reference.loader import load_reference, resources
from sinolens.reference.pack import PackError
from sinolens.reference.policies import fill_policies, load_policies

HEADER = "list_id,citation,keys,policy,source,address,as_of,verified"
LIST = "bis-entity-list"


def write(root: Path, *lines: str) -> Path:
    (root / "lists").mkdir(exist_ok=True)
    (root / "lists" / "licence-policies.csv").write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return root


def entry(key: str, citation: str, policy: str = "") -> ListEntry:
    return ListEntry(f"{LIST}:{key}", LIST, "2026-07-09", key, citation=citation, licence_policy=policy)


def test_a_statement_reaches_the_entries_of_its_rule_only(tmp_path: Path) -> None:
    policies = load_policies(write(
        tmp_path, f"{LIST},1 FR 1,,Denial,a paper,https://a.example,2026-11-23,unverified",
        f"{LIST},2 FR 2,quay|fen,Case by case,a paper,https://a.example,2026-11-23,verified"))
    entries = (
        entry("hill", "1 FR 1"), entry("hill-revised", "1 FR 1; 3 FR 3"), entry("mole", "1 FR 1", "As printed"),
        entry("quay", "2 FR 2"), entry("river", "2 FR 2"))
    filled = fill_policies({(LIST, "2026-07-09"): entries}, policies)[LIST, "2026-07-09"]
    assert [one.licence_policy for one in filled] == ["Denial", "", "As printed", "Case by case", ""]
    assert filled[0].policy_source == "a paper, read 2026-11-23, not compared with the rule itself"
    assert filled[2].policy_source == "" and filled[3].policy_source == "a paper, read 2026-11-23"


@pytest.mark.parametrize("second", ["", "quay"])
def test_two_statements_on_one_entity_are_a_fault(tmp_path: Path, second: str) -> None:
    root = write(
        tmp_path, f"{LIST},1 FR 1,quay,Denial,a paper,https://a.example,2026-11-23,unverified",
        f"{LIST},1 FR 1,{second},Case by case,a paper,https://a.example,2026-11-23,unverified")
    with pytest.raises(PackError, match="two statements"):
        load_policies(root)


def test_without_a_table_nothing_is_stated(tmp_path: Path) -> None:
    assert load_policies(tmp_path) == {}


def test_bundled_statements_are_cited_and_speak_of_entries_on_file() -> None:
    facts = load_reference()
    assert not [fault for fault in find_faults(facts, resources()) if "licence policy" in fault.where]
    entries = facts.entries_on(LIST, "2026-09-30")
    known = [one for one in entries if one.licence_policy]
    assert known and all(one.policy_source for one in known), "the bundled edition prints none"
    assert all("not compared" in one.policy_source for one in known)
    revised = [one for one in entries if ";" in one.citation]
    assert revised and not any(one.licence_policy for one in revised)
    (line,) = [line for line in describe_coverage(facts, resources()) if line.startswith("licence policy known")]
    assert f"{len(known)} of {len(entries)} entries" in line and f"{len(known)} as other texts state it" in line


def test_a_statement_on_a_rule_without_entries_is_an_error(tmp_path: Path) -> None:
    facts = load_reference()
    gone = {
        key: tuple(replace(one, citation="1 FR 1") for one in some) if key[0] == LIST else some
        for key, some in facts.entries.items()}
    faults = find_faults(replace(facts, entries=gone), resources())
    assert any(fault.error and fault.where.startswith("licence policy") for fault in faults)
