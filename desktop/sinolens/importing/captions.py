"""Captions between the rows of a table: which name an account, and which a class of assets."""

from __future__ import annotations

from sinolens.importing.filling import first_given
from sinolens.importing.instruments import names_class
from sinolens.importing.table import Table
from sinolens.importing.texts import map_texts
from sinolens.importing.vocabulary import Vocabulary


def _names_account(caption: str, vocabulary: Vocabulary) -> bool:
    words = caption.lower().replace(":", " ").replace("#", " ").split()
    return any(word in vocabulary.words["account"] for word in words)


def account_captions(table: Table, vocabulary: Vocabulary) -> list[str]:
    """Captions between blocks that name an account."""
    plan = table.plan
    blocks = map_texts(plan.accounts, lambda c: "" if names_class(c, vocabulary) else c)
    return first_given(blocks, map_texts(plan.captions, lambda c: c if _names_account(c, vocabulary) else ""))


def class_captions(table: Table, vocabulary: Vocabulary) -> list[str]:
    """Captions that name a class of assets."""
    captions = map_texts(table.plan.captions, lambda c: "" if _names_account(c, vocabulary) else c)
    return first_given(captions, map_texts(table.plan.accounts, lambda c: c if names_class(c, vocabulary) else ""))
