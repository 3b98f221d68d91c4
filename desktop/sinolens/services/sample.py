"""Use case: the bundled sample endowment, so that a newcomer and every test start from the same holdings."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path

from sinolens.importing.options import ImportOptions
from sinolens.reference.loader import resources
from sinolens.services.analysis import Question
from sinolens.services.holdings import Source


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample's files, which fund each holdings file is for, and the question asked of it."""

    sources: tuple[Source, ...]
    attachments: tuple[tuple[str, str], ...]
    question: Question


@contextmanager
def open_sample() -> Iterator[Sample]:
    """The sample as files on disk, for as long as the context lasts."""
    with as_file(resources() / "sample") as folder:
        yield read_sample(folder)


def read_sample(folder: Path) -> Sample:
    """The sample in a folder: `manifest.toml` and the files it names.

    Raises:
        KeyError: the manifest lacks a field.
    """
    with (folder / "manifest.toml").open("rb") as file:
        manifest = tomllib.load(file)
    sources = [Source(folder / name) for name in manifest["files"]]
    attachments = []
    for item in manifest.get("fund_holdings", []):
        sources.append(Source(folder / item["file"], ImportOptions(role="fund_holdings", fund=item["fund"])))
        attachments.append((item["fund"], item["fund"]))
    question = Question(
        as_of=manifest["as_of"],
        definition=manifest.get("definition", Question().definition),
        institution=manifest.get("institution", ""),
        institution_name=manifest["title"],
        title=manifest["title"],
        sample=True,
    )
    return Sample(tuple(sources), tuple(attachments), question)
