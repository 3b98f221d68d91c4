"""Damaged files of every kind: a clear refusal or a sound result, never a crash, a hang or half a result.

150 seeds here, 2,000 with `--full`. A seed always makes the same file.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from import_files.ordeal import check_commit, check_seed

from sinolens.reference.loader import Reference
from sinolens.storage.project import Project


@pytest.mark.parametrize("group", range(15))
def test_damaged_files(group: int, tmp_path: Path, places: Reference) -> None:
    for seed in range(group * 10, group * 10 + 10):
        check_seed(seed, tmp_path, places)


@pytest.mark.full
@pytest.mark.parametrize("group", range(37))
def test_many_damaged_files(group: int, tmp_path: Path, places: Reference) -> None:
    for seed in range(150 + group * 50, 150 + group * 50 + 50):
        check_seed(seed, tmp_path, places)


def commit_all(seeds: range, folder: Path, places: Reference) -> set[str]:
    project = Project.create(folder / "endowment.sinolens", "correct horse battery staple")
    try:
        return {check_commit(seed, folder, places, project) for seed in seeds}
    finally:
        project.close()


def test_a_damaged_file_never_goes_into_a_project_in_part(tmp_path: Path, places: Reference) -> None:
    outcomes = commit_all(range(5000, 5016), tmp_path, places)
    # Both ways are met: some are refused, some go in.
    assert "" in outcomes
    assert len(outcomes) > 1


@pytest.mark.full
def test_many_damaged_files_never_go_into_a_project_in_part(tmp_path: Path, places: Reference) -> None:
    commit_all(range(6000, 6200), tmp_path, places)
