"""Damaged files of every kind: a clear refusal or a sound result, never a crash, a hang or half a result.

150 seeds here, 2,000 with `--full`. A seed always makes the same file.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from import_files.ordeal import check_seed

from sinolens.reference.loader import Reference


@pytest.mark.parametrize("group", range(15))
def test_damaged_files(group: int, tmp_path: Path, places: Reference) -> None:
    for seed in range(group * 10, group * 10 + 10):
        check_seed(seed, tmp_path, places)


@pytest.mark.full
@pytest.mark.parametrize("group", range(37))
def test_many_damaged_files(group: int, tmp_path: Path, places: Reference) -> None:
    for seed in range(150 + group * 50, 150 + group * 50 + 50):
        check_seed(seed, tmp_path, places)
