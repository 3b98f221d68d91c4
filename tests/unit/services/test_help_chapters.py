"""The help: a chapter for every page, and one made from the facts that says what they say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sinolens.reference.credits import load_credits
from sinolens.reference.loader import load_reference, resources
from sinolens.services.help import CHAPTERS, CommandNote, find_chapters, read_chapter, write_sources


@pytest.mark.parametrize("chapter", [chapter.id for chapter in CHAPTERS])
def test_every_chapter_has_a_title_and_names_no_web_page_to_load(chapter):
    commands = [CommandNote("File", f"Do {number}", "Ctrl+D", "What it does") for number in range(10)]
    text = read_chapter(chapter, load_reference(), "2026-09-30", commands)
    assert text.startswith("# ") and len(text) > 300
    assert "](" not in text and "<" not in text.replace("\\<", "")


def test_the_chapter_on_sources_names_every_list_rule_source_and_gap():
    reference = load_reference()
    text = write_sources(reference, "2026-09-30").replace("\\", "")
    for edition in reference.editions:
        assert edition.short_title in text and edition.edition in text
        assert edition.withdrawn or " ".join(edition.citation.split()) in text
    for missing in reference.missing_lists:
        assert missing.short_title in text
    for rule in reference.rules:
        assert rule.name in text
    for credit in load_credits(resources()):
        assert credit.licence in text and credit.credit in text


def test_ages_and_states_follow_the_day():
    reference = load_reference()
    line = next(one for one in write_sources(reference, "2026-07-19").splitlines() if "188 entries" in one)
    assert "in use" in line and "10 days before" in line
    line = next(one for one in write_sources(reference, "2026-06-01").splitlines() if "188 entries" in one)
    assert "answers for other dates" in line


def test_text_of_facts_stays_text():
    reference = load_reference()
    edition = replace(reference.editions[0], note="![x](http://a.example/x.png) <img src=x> # no title")
    text = write_sources(replace(reference, editions=(edition,)), "2026-09-30")
    assert "\\!" in text or "!\\[x\\]" in text
    assert "<img" not in text.replace("\\<", "")


def test_words_find_chapters():
    assert [chapter.id for chapter in find_chapters("designated later")][-1] == "glossary"
    assert find_chapters("") == CHAPTERS and find_chapters("zzz qqq") == ()
