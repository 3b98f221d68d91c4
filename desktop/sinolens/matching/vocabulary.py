"""The words that matching knows: abbreviations, legal forms, security noise, word classes and look-alike characters.

All of them are data below `resources/matching`. None names a company.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable

from sinolens.reference.loader import resources
from sinolens.reference.pack import FieldSpec, Row, read_table

_NAME = FieldSpec(required=True)
SHARES = "SHARES"
"""The mark of a company limited by shares among the words of a Chinese legal form; English forms do not tell."""


@dataclass(frozen=True)
class Vocabulary:
    """Word lists of the normaliser.

    Attributes:
        abbreviations: short form to whole word, upper case.
        forms_anywhere: legal-form word to its canonical words; dropped wherever it stands but first.
        forms_at_end: the same, dropped at the end of the name only.
        cuts: words after which nothing belongs to the issuer's name ("ADR", "ORD").
        tails: words dropped from the end ("COM", "CLASS").
        heads: words dropped from the beginning ("TRS").
        after_cut: words dropped from the end only when a cut word followed ("AMERICAN" of "AMERICAN DEPOSITARY").
        share_classes: single letters and marks of share classes.
        classes: word to "place", "industry", "generic", "filler", "common" or "stop"; what is absent is
            distinctive.
        characters: translation table of look-alike and traditional characters.
        han_form: finds legal forms in Chinese text.
        han_tail: finds share-class marks written with Chinese characters.
        han_word: splits Chinese text into classed words and the rest.
    """

    abbreviations: dict[str, str]
    forms_anywhere: dict[str, str]
    forms_at_end: dict[str, str]
    cuts: frozenset[str]
    tails: frozenset[str]
    heads: frozenset[str]
    after_cut: frozenset[str]
    share_classes: frozenset[str]
    classes: dict[str, str]
    characters: dict[int, str]
    han_form: re.Pattern[str]
    han_tail: re.Pattern[str]
    han_word: re.Pattern[str]


def is_han(text: str) -> bool:
    """Whether the first character is a Chinese one."""
    return bool(text) and "㐀" <= text[0] <= "鿿"


def read_vocabulary(root: Traversable) -> Vocabulary:
    """Read the word lists below `root`.

    Raises:
        sinolens.reference.pack.PackError: a file is missing or a line is wrong.
    """
    forms = read_table(root, "matching/legal-forms.csv", {"form": _NAME, "canonical": _NAME, "where": _NAME})
    noise = read_table(root, "matching/security-noise.csv", {"word": _NAME, "where": _NAME})
    tails = [row["tail"] for row in read_table(root, "matching/share-class-tails.csv", {"tail": _NAME})]
    classes = {
        row["word"]: row["class"]
        for row in read_table(root, "matching/word-classes.csv", {"word": _NAME, "class": _NAME})
    }
    # Cells are read stripped, so a character that stands for a blank has an empty cell.
    characters = {
        ord(row["seen"]): row["means"]
        for row in read_table(root, "matching/look-alikes.csv", {"seen": _NAME, "means": str})
    }
    characters = {code: means or " " for code, means in characters.items()}
    for row in read_table(root, "matching/han-variants.csv", {"traditional": _NAME, "simplified": _NAME}):
        characters[ord(row["traditional"])] = row["simplified"]
    han_forms = [row["form"] for row in forms if is_han(row["form"])]
    return Vocabulary(
        abbreviations={
            row["abbreviation"]: row["word"]
            for row in read_table(root, "matching/abbreviations.csv", {"abbreviation": _NAME, "word": _NAME})
        },
        forms_anywhere={row["form"]: row["canonical"] for row in forms if row["where"] == "any"},
        forms_at_end={row["form"]: row["canonical"] for row in forms},
        cuts=_words(noise, "cut"),
        tails=_words(noise, "tail"),
        heads=_words(noise, "head"),
        after_cut=_words(noise, "after_cut"),
        share_classes=frozenset(tails),
        classes=classes,
        characters=characters,
        han_form=_alternatives(han_forms),
        han_tail=_alternatives([tail for tail in tails if not tail.isascii()]),
        # Everyday words are told by the whole name: inside a longer one the same characters may be parts of two words.
        han_word=_alternatives([word for word, kind in classes.items() if is_han(word) and kind != "common"]),
    )


@cache
def vocabulary() -> Vocabulary:
    """The bundled word lists, read once per process."""
    return read_vocabulary(resources())


def _words(rows: list[Row], where: str) -> frozenset[str]:
    return frozenset(row["word"] for row in rows if row["where"] == where)


def _alternatives(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("(" + "|".join(map(re.escape, longest_first)) + ")")
