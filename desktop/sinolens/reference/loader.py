"""The bundled facts as one immutable object."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sinolens.domain.activity import ActivityEvidence
from sinolens.domain.attribute import AttributeTopic, IssuerAttribute
from sinolens.domain.benchmark import Benchmark
from sinolens.domain.category import Category
from sinolens.domain.definition import DefinitionProfile, Institution
from sinolens.domain.issuer import Issuer, Line, OtherLine, Vehicle
from sinolens.domain.official_list import EntityLink, ListEdition, ListEntry
from sinolens.domain.rule import Rule
from sinolens.domain.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Market:
    """A market: MIC, name, country, the codes other systems write after a ticker, and other names it goes by.

    `after_space` are codes as in "700 HK", `after_dot` as in "0700.HK".
    """

    mic: str
    name: str
    country: str
    after_space: tuple[str, ...]
    after_dot: tuple[str, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MissingList:
    """A list that is named in the rules but has no edition on file."""

    list_id: str
    title: str
    short_title: str
    note: str


@dataclass(frozen=True)
class Reference:
    """All facts. `id` is a SHA-256 over the files of facts, imported editions included, first 12 digits."""

    id: str
    categories: dict[str, Category]
    issuers: dict[str, Issuer]
    lines: tuple[Line, ...]
    vehicles: dict[str, Vehicle]
    editions: tuple[ListEdition, ...]
    entries: dict[tuple[str, str], tuple[ListEntry, ...]]
    missing_lists: tuple[MissingList, ...]
    links: tuple[EntityLink, ...]
    rules: tuple[Rule, ...]
    definitions: dict[str, DefinitionProfile]
    institutions: dict[str, Institution]
    markets: dict[str, Market]
    countries: dict[str, str]
    activities: tuple[ActivityEvidence, ...] = ()
    scenarios: dict[str, Scenario] = field(default_factory=dict)
    attribute_topics: dict[str, AttributeTopic] = field(default_factory=dict)
    attributes: tuple[IssuerAttribute, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    other_lines: tuple[OtherLine, ...] = ()

    def edition_on(self, list_id: str, as_of: str) -> ListEdition | None:
        """The edition of a list in force on `as_of`, or None: a later edition never answers for an earlier date."""
        found = [
            e for e in self.editions
            if e.list_id == list_id and not e.withdrawn and e.in_force_from <= as_of
            and (not e.in_force_to or as_of < e.in_force_to)
        ]
        return max(found, key=lambda e: e.edition, default=None)

    def entries_on(self, list_id: str, as_of: str) -> tuple[ListEntry, ...]:
        """Entries of the edition in force on `as_of`; empty when there is none."""
        edition = self.edition_on(list_id, as_of)
        return self.entries[(list_id, edition.edition)] if edition else ()


def resources() -> Traversable:
    """The folder of bundled facts, installed or editable."""
    return files("sinolens.resources")


@cache
def load_reference(imported: Path | None = None) -> Reference:
    """Load and check the bundled facts once per process, with the user's imported list editions laid over them.

    Args:
        imported: folder with `editions.csv` and its tables of entries in the schema of `resources/lists`. An imported
            edition ends the one before it; the old edition stays on file. None, or a folder without that file: the
            bundled editions alone. After the folder has changed, call `forget_reference` first.

    Raises:
        sinolens.reference.pack.PackError: a file names an unknown field, id or date; the message says file and line.
    """
    # Late imports keep the readers' own modules free to import this one's records.
    from sinolens.reference.assembly import assemble

    return assemble(resources(), imported)


def forget_reference() -> None:
    """Let the next `load_reference` read the files again."""
    load_reference.cache_clear()
