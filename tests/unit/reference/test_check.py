from __future__ import annotations

from dataclasses import replace
from importlib.resources.abc import Traversable

import pytest

from sinolens.domain.identifier import Identifier, IdentifierKind
from sinolens.domain.official_list import EntityLink, Relation
from sinolens.reference.check import describe_coverage, describe_links, find_faults, main, measure
from sinolens.reference.loader import Reference, load_reference, resources


@pytest.fixture(scope="module")
def root() -> Traversable:
    return resources()


@pytest.fixture(scope="module")
def facts() -> Reference:
    return load_reference()


def errors(reference: Reference, root: Traversable) -> list[str]:
    return [f"{fault.where}: {fault.text}" for fault in find_faults(reference, root) if fault.error]


def test_bundled_facts_have_no_error(facts: Reference, root: Traversable) -> None:
    assert errors(facts, root) == []


def test_two_published_codes_with_a_wrong_check_digit_are_kept_and_named(facts: Reference, root: Traversable) -> None:
    named = [f.text for f in find_faults(facts, root) if "as published" in f.text]
    assert len(named) == 3, "two fail the check digit, one is printed without its last character"


def test_broken_facts_are_errors(facts: Reference, root: Traversable) -> None:
    link = EntityLink("ofac-ns-cmic:0", "nobody", Relation.EXACT, evidence="e", source="s", as_of="2026-01-01")
    found = errors(replace(facts, links=(*facts.links, link)), root)
    for words in ("no edition has this entry", "no such issuer"):
        assert any(words in text for text in found)
    owned = replace(facts.links[0], relation=Relation.OWNED_50, share=0.0)
    assert any("no such share" in text for text in errors(replace(facts, links=(owned, *facts.links[1:])), root))
    key = ("section-5949", "2022-12-23")
    short = replace(facts, entries={**facts.entries, key: facts.entries[key][:2]})
    assert any("2 entries on file, 3 published" in text for text in errors(short, root))
    wrong = replace(facts.entries[key][0], identifiers=(Identifier(IdentifierKind.ISIN, "US0378331006"),))
    silent = replace(facts, entries={**facts.entries, key: (wrong, *facts.entries[key][1:])})
    assert any("notes are silent" in text for text in errors(silent, root))
    rule = replace(facts.rules[0], list_ids=("no-such-list",))
    assert any("no list 'no-such-list'" in text for text in errors(replace(facts, rules=(rule,)), root))
    line = replace(facts.lines[0], mic="XXXX")
    assert any("the market is not on file" in text for text in errors(replace(facts, lines=(line,)), root))


def test_coverage_counts_facts_and_marks(facts: Reference, root: Traversable) -> None:
    by_file = {one.file: one for one in measure(root)}
    ns_cmic = by_file["lists/ofac-ns-cmic.csv"]
    assert (ns_cmic.facts, ns_cmic.verified, ns_cmic.marked) == (68, 68, True)
    report = "\n".join(describe_coverage(facts, root))
    assert "bis-unverified-list   not on file" in report and "withdrawn" in report and "1069" in report


def test_table_of_links_names_relation_and_evidence(facts: Reference) -> None:
    lines = list(describe_links(facts))
    assert len(lines) == len(facts.links) + 2 and all(line.count(" | ") == 7 for line in lines[2:])


def test_command_prints_the_report_and_says_whether_there_was_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "0 errors" in capsys.readouterr().out
    assert main(["--links"]) == 0
    assert "| list | entry |" in capsys.readouterr().out
