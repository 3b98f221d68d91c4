"""Use case: every legal entity, list entry and fund on file, described for a person who has to choose one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from sinolens.domain.official_list import Relation
from sinolens.matching.candidates import find_candidates
from sinolens.matching.entities import EntityIndex
from sinolens.matching.entity import Entity
from sinolens.matching.normaliser import fold, normalise
from sinolens.reference.loader import Reference
from sinolens.services.entity_indexes import entity_index

KINDS = {"issuer": "Issuer", "entry": "List entry", "vehicle": "Fund"}


@dataclass(frozen=True, slots=True)
class EntityCard:
    """What is on file about an entity.

    Attributes:
        entity_id: what a decision names.
        name: legal name.
        kind: "Issuer", "List entry" or "Fund".
        countries: ISO codes of where it is at home.
        identifiers: of its lines and its own.
        lists: entries it or a relative stands on, a line each: list, entry, relation, edition.
    """

    entity_id: str
    name: str
    kind: str
    countries: tuple[str, ...]
    identifiers: tuple[str, ...]
    lists: tuple[str, ...]


class EntityDirectory:
    """Looks entities up in one set of facts, with the list editions of one day. Safe to read from any thread."""

    def __init__(self, reference: Reference, as_of: str) -> None:
        self._reference = reference
        self._as_of = as_of
        self._index: EntityIndex = entity_index(reference)

    def __contains__(self, entity_id: object) -> bool:
        return isinstance(entity_id, str) and self._index.place_of(entity_id) is not None

    def name_of(self, entity_id: str) -> str:
        """Name of an entity, its id when it is no longer on file, "" for none."""
        place = self._index.place_of(entity_id)
        return entity_id if place is None else self._index.entities[place].name

    def describe(self, entity_id: str) -> EntityCard:
        """What is on file about an entity.

        Raises:
            KeyError: no such entity.
        """
        place = self._index.place_of(entity_id)
        if place is None:
            raise KeyError(entity_id)
        return self._card(self._index.entities[place])

    def search(self, text: str, most: int = 40) -> list[EntityCard]:
        """Entities of which the names and identifiers hold every word, shortest names first; then the nearest ones."""
        words = fold(text).casefold().split()
        if not words:
            return []
        hay, entities = self._haystack, self._index.entities
        found = [place for place, line in enumerate(hay) if all(word in line for word in words)]
        found.sort(key=lambda place: (not hay[place].startswith(words[0]), len(entities[place].name), place))
        if len(found) < most:
            known = set(found)
            near = find_candidates([normalise(text)], self._index, most - len(found))[0]
            found.extend(one.entity for one in near if one.entity not in known)
        return [self._card(entities[place]) for place in found[:most]]

    def _card(self, entity: Entity) -> EntityCard:
        own = dict.fromkeys(self._entries[entry][0] for entry in entity.entry_ids if entry in self._entries)
        lists = {**own, **dict.fromkeys(self._relatives.get(entity.issuer_id, ()))} if entity.issuer_id else own
        return EntityCard(
            entity.id, entity.name, KINDS.get(entity.kind, entity.kind), tuple(sorted(entity.countries)),
            self._identifiers(entity), tuple(lists),
        )

    def _identifiers(self, entity: Entity) -> tuple[str, ...]:
        found = dict.fromkeys(self._lines.get(entity.issuer_id, ()))
        issuer = self._reference.issuers.get(entity.issuer_id)
        if issuer is not None:
            found |= dict.fromkeys(text for text in (issuer.lei, issuer.uscc) if text)
        vehicle = self._reference.vehicles.get(entity.vehicle_id)
        if vehicle is not None:
            found |= dict.fromkeys(text for text in (vehicle.isin, vehicle.cusip, vehicle.ticker) if text)
        for entry_id in entity.entry_ids:
            found |= dict.fromkeys(self._entries.get(entry_id, ("", ()))[1])
        return tuple(found)

    @cached_property
    def _haystack(self) -> list[str]:
        """Names and identifiers of each entity on one line, its own name first."""
        names: dict[int, list[str]] = defaultdict(list)
        for name in self._index.names:
            names[name.entity].append(name.text)
        return [
            fold(" | ".join((
                entity.name, *names[place], *self._identifiers(entity),
                # Romanised names are often typed run together.
                *(name.replace(" ", "") for name in names[place] if " " in name),
            ))).casefold()
            for place, entity in enumerate(self._index.entities)
        ]

    @cached_property
    def _entries(self) -> dict[str, tuple[str, tuple[str, ...]]]:
        """Each entry in force on the day: its words and its identifiers."""
        found: dict[str, tuple[str, tuple[str, ...]]] = {}
        for list_id in dict.fromkeys(edition.list_id for edition in self._reference.editions):
            edition = self._reference.edition_on(list_id, self._as_of)
            for entry in self._reference.entries_on(list_id, self._as_of):
                told = f"{edition.short_title if edition else list_id}: {entry.name}, edition {entry.edition}"
                found[entry.id] = (told, tuple(one.value for one in entry.identifiers))
        return found

    @cached_property
    def _relatives(self) -> dict[str, list[str]]:
        """Entries of an issuer and of its relatives, the issuer's own first."""
        found: dict[str, list[str]] = defaultdict(list)
        for link in sorted(self._reference.links, key=lambda link: link.relation is not Relation.EXACT):
            if link.entry_id in self._entries:
                told = self._entries[link.entry_id][0]
                exact = link.relation is Relation.EXACT
                kin = "" if exact else f" ({link.relation.value.replace('_', ' ')}, not the entity itself)"
                found[link.issuer_id].append(f"{told}{kin}")
        return found

    @cached_property
    def _lines(self) -> dict[str, list[str]]:
        """Identifiers of an issuer's lines."""
        found: dict[str, list[str]] = defaultdict(list)
        for line in self._reference.lines:
            ticker = f"{line.mic}:{line.ticker}" if line.ticker else ""
            found[line.issuer_id].extend(text for text in (line.isin, ticker) if text)
        return found
