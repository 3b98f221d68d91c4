"""Tiers and what their codes are called."""

from __future__ import annotations

import csv

import pytest

from sinolens.domain.tier import CODE_LABELS, CODES, tier_of
from sinolens.reference.loader import resources


def test_every_code_has_one_name_in_the_table_and_no_other_stands_there() -> None:
    rows = list(csv.DictReader((resources() / "taxonomy" / "codes.csv").read_text(encoding="utf-8").splitlines()))
    assert sorted(row["code"] for row in rows) == sorted(CODES)
    assert tuple(CODE_LABELS) == CODES and all(CODE_LABELS.values())
    assert len(set(CODE_LABELS.values())) == len(CODES)


def test_a_code_belongs_to_the_tier_it_begins_with() -> None:
    assert [tier_of(code).value for code in ("1A", "2C", "3B", "4A", "5", "U3")] == ["T1", "T2", "T3", "T4", "T5", "U"]
    with pytest.raises(KeyError):
        tier_of("6A")
