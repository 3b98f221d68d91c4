"""Puts the bundled facts together into one `Reference` and checks what one table says of another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from sinolens.reference.activities import load_activities
from sinolens.reference.attributes import load_attributes, load_topics
from sinolens.reference.benchmarks import load_benchmarks
from sinolens.reference.definitions import load_definitions
from sinolens.reference.institutions import load_institutions
from sinolens.reference.issuers import load_issuers
from sinolens.reference.lines import load_lines
from sinolens.reference.links import load_links
from sinolens.reference.lists import load_editions, merge_editions
from sinolens.reference.loader import MissingList, Reference
from sinolens.reference.markets import load_countries, load_markets
from sinolens.reference.models import load_training_compute
from sinolens.reference.other_lines import load_other_lines
from sinolens.reference.rules import load_rules
from sinolens.reference.scenarios import load_scenarios
from sinolens.reference.taxonomy import load_taxonomy
from sinolens.reference.vehicles import load_vehicles

# Folders under resources/ that hold no facts: what is in them never changes an answer.
NOT_FACTS = frozenset({"credits", "fonts", "help", "icons", "imported", "reporting", "sample"})
FACT_SUFFIXES = (".csv", ".toml")
ID_LENGTH = 12


def assemble(root: Traversable, imported: Path | None = None) -> Reference:
    """Read every pack.

    Args:
        root: the resources folder.
        imported: folder of list editions the user has imported, in the schema of `resources/lists`; None = none.

    Raises:
        PackError: a fault in a file.
    """
    categories = load_taxonomy(root)
    issuers = load_issuers(root, categories)
    topics = load_topics(root)
    editions = load_editions(root)
    if imported is not None and (imported / "editions.csv").is_file():
        editions = merge_editions(editions, imported)
    else:
        imported = None
    rules = load_rules(root)
    named = (entry.id for entries in editions.entries.values() for entry in entries)
    return Reference(
        id=identify(root, imported),
        categories=categories,
        issuers=issuers,
        lines=load_lines(root, issuers),
        vehicles=load_vehicles(root),
        editions=editions.editions,
        entries=editions.entries,
        missing_lists=tuple(
            MissingList(one.list_id, one.title, one.short_title, one.note) for one in editions.lists_without_edition()
        ),
        links=load_links(root),
        rules=rules,
        definitions=load_definitions(root),
        institutions=load_institutions(root),
        markets=load_markets(root),
        countries=load_countries(root),
        activities=(*load_training_compute(root, issuers), *load_activities(root, issuers, named, rules)),
        benchmarks=load_benchmarks(root),
        other_lines=load_other_lines(root),
        scenarios=load_scenarios(root),
        attribute_topics=topics,
        attributes=load_attributes(root, issuers, topics),
    )


def identify(root: Traversable, imported: Path | None = None) -> str:
    """First digits of a SHA-256 over the names and bytes of all files of facts, in the order of their names."""
    digest = hashlib.sha256()
    for path, file in sorted(fact_files(root, imported), key=lambda item: item[0]):
        data = file.read_bytes()
        # Length before content, so that no two sets of files run together to the same bytes.
        digest.update(f"{path}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:ID_LENGTH]


def fact_files(root: Traversable, imported: Path | None = None) -> Iterator[tuple[str, Traversable]]:
    """Every file of facts with its path below `root`, in no particular order."""
    for item in root.iterdir():
        if item.is_dir() and item.name not in NOT_FACTS:
            yield from _files(item, item.name)
    if imported is not None:
        yield from _files(imported, "imported")


def _files(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _files(item, f"{path}/{item.name}")
        elif item.name.endswith(FACT_SUFFIXES):
            yield f"{path}/{item.name}", item
