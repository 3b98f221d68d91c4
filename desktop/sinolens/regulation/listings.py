"""Which entries of which editions touch a legal entity on the as-of date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sinolens.domain.official_list import EntityLink, ListEdition, ListEntry, Relation
from sinolens.reference.loader import Reference
from sinolens.regulation.calendar import count_days

_HALF = 50.0
_MAX_CHAIN = 12
_STATABLE = frozenset({Relation.SUBSIDIARY, Relation.OWNED_50})


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """One list on the as-of date. `edition` None: no edition on file answers for that date."""

    list_id: str
    short_title: str
    edition: ListEdition | None
    age_days: int
    stale: bool


@dataclass(frozen=True, slots=True)
class Relative:
    """A listed entity above or below an issuer.

    `share` is percent along the chain, 0 = not on file. `stated`: an official record or a filing of the issuer calls
    the one a subsidiary of the other, which is half or more. `upward`: the listed entity owns the issuer.
    """

    entry: ListEntry
    edition: ListEdition
    relation: Relation
    share: float
    as_of: str
    evidence: str
    verified: bool
    stated: bool = False

    @property
    def known(self) -> bool:
        """Half or more, known and dated."""
        return (self.share >= _HALF or (self.stated and not self.share)) and bool(self.as_of)

    @property
    def ruled_out(self) -> bool:
        """Known and dated to be less than half."""
        return 0 < self.share < _HALF and bool(self.as_of)

    @property
    def upward(self) -> bool:
        """The listed entity stands above the issuer."""
        return self.relation in (Relation.PARENT, Relation.OWNED_50)


class Listings:
    """The lists as they answer on one day.

    Attributes:
        answers: every list of which an edition is on file, by id.
        missing: short titles of lists without any edition on file, by id.
    """

    def __init__(self, reference: Reference, as_of: str, stale_days: int) -> None:
        self._reference = reference
        self._as_of = as_of
        self.answers: dict[str, ListAnswer] = {}
        self.missing = {missing.list_id: missing.short_title for missing in reference.missing_lists}
        self._entries: dict[str, tuple[ListEntry, ListEdition]] = {}
        for edition in sorted(reference.editions, key=lambda e: (e.list_id, e.edition)):
            if edition.list_id not in self.answers and not edition.withdrawn:
                self.answers[edition.list_id] = self._answer(edition, stale_days)
        for answer in self.answers.values():
            if answer.edition is not None:
                for entry in reference.entries.get((answer.list_id, answer.edition.edition), ()):
                    self._entries[entry.id] = (entry, answer.edition)
        self._links: defaultdict[str, list[EntityLink]] = defaultdict(list)
        for link in reference.links:
            self._links[link.issuer_id].append(link)
        self._children: defaultdict[str, list[str]] = defaultdict(list)
        for issuer in reference.issuers.values():
            if issuer.parent_id:
                self._children[issuer.parent_id].append(issuer.id)
        self._relatives: dict[str, tuple[Relative, ...]] = {}
        self._named: dict[tuple[str, tuple[str, ...]], tuple[tuple[ListEntry, ListEdition], ...]] = {}

    def _answer(self, some: ListEdition, stale_days: int) -> ListAnswer:
        edition = self._reference.edition_on(some.list_id, self._as_of)
        age = max(0, count_days(edition.checked_on, self._as_of)) if edition and edition.checked_on else 0
        return ListAnswer(some.list_id, some.short_title, edition, age, age > stale_days)

    def find_named(self, issuer_id: str, entry_ids: tuple[str, ...]) -> tuple[tuple[ListEntry, ListEdition], ...]:
        """Entries in force that name the legal entity itself, sorted by list and id.

        An entry listed after the as-of date does not name it yet.
        """
        key = (issuer_id, entry_ids)
        if key not in self._named:
            self._named[key] = self._find_named(issuer_id, entry_ids)
        return self._named[key]

    def _find_named(self, issuer_id: str, entry_ids: tuple[str, ...]) -> tuple[tuple[ListEntry, ListEdition], ...]:
        exact = [link.entry_id for link in self._links[issuer_id] if link.relation is Relation.EXACT]
        found = {entry_id: self._entries[entry_id] for entry_id in (*exact, *entry_ids) if entry_id in self._entries}
        named = [pair for pair in found.values() if pair[0].listed_on <= self._as_of]
        return tuple(sorted(named, key=lambda pair: (pair[0].list_id, pair[0].id)))

    def country_of(self, entry: ListEntry) -> str:
        """Country of an entry; one printed under another without a country of its own takes that one's."""
        if entry.country or not entry.parent_entry_id:
            return entry.country
        above = self._entries.get(entry.parent_entry_id)
        return above[0].country if above else ""

    def find_relatives(self, issuer_id: str) -> tuple[Relative, ...]:
        """Listed entities up and down the chain of an issuer, from links and from the parents on file, sorted."""
        if issuer_id not in self._relatives:
            self._relatives[issuer_id] = self._collect_relatives(issuer_id)
        return self._relatives[issuer_id]

    def was_listed(self, list_id: str, entry_id: str, day: str) -> bool | None:
        """Whether the edition that answered on another day has an entry; None when no edition answers for that day."""
        edition = self._reference.edition_on(list_id, day)
        if edition is None:
            return None
        entries = self._reference.entries.get((list_id, edition.edition), ())
        return any(entry.id == entry_id and entry.listed_on <= day for entry in entries)

    def _collect_relatives(self, issuer_id: str) -> tuple[Relative, ...]:
        found: dict[str, Relative] = {}
        own = {entry.id for entry, _ in self.find_named(issuer_id, ())}
        for relative in (*self._linked(issuer_id), *self._above(issuer_id), *self._below(issuer_id)):
            key = relative.entry.id
            if key in own:
                continue
            if key not in found or (relative.known and not found[key].known):
                found[key] = relative
        return tuple(sorted(found.values(), key=lambda relative: relative.entry.id))

    def _linked(self, issuer_id: str) -> list[Relative]:
        found = []
        for link in self._links[issuer_id]:
            pair = self._entries.get(link.entry_id)
            if link.relation is Relation.EXACT or pair is None or pair[0].listed_on > self._as_of:
                continue
            stated = link.stated and link.relation in _STATABLE
            found.append(Relative(*pair, link.relation, link.share, link.as_of, link.evidence, link.verified, stated))
        return found

    def _above(self, issuer_id: str) -> list[Relative]:
        found: list[Relative] = []
        seen = {issuer_id}
        share, as_of, here = 100.0, "9999", issuer_id
        for _ in range(_MAX_CHAIN):
            issuer = self._reference.issuers.get(here)
            if issuer is None or not issuer.parent_id or issuer.parent_id in seen:
                break
            share = min(share, issuer.parent_share) if issuer.parent_as_of else 0.0
            as_of = min(as_of, issuer.parent_as_of)
            here = issuer.parent_id
            seen.add(here)
            found += self._by_chain(here, Relation.PARENT, share, as_of)
        return found

    def _below(self, issuer_id: str) -> list[Relative]:
        found: list[Relative] = []
        seen = {issuer_id}
        open_ones = [(child, 100.0, "9999") for child in self._children[issuer_id]]
        while open_ones:
            here, share, as_of = open_ones.pop()
            issuer = self._reference.issuers.get(here)
            if issuer is None or here in seen:
                continue
            seen.add(here)
            share = min(share, issuer.parent_share) if issuer.parent_as_of else 0.0
            as_of = min(as_of, issuer.parent_as_of)
            found += self._by_chain(here, Relation.SUBSIDIARY, share, as_of)
            open_ones += [(child, share, as_of) for child in self._children[here]]
        return found

    def _by_chain(self, other_id: str, relation: Relation, share: float, as_of: str) -> list[Relative]:
        other = self._reference.issuers.get(other_id)
        if other is None:
            return []
        side = "parent" if relation is Relation.PARENT else "subsidiary"
        return [
            Relative(entry, edition, relation, share, as_of, f"{other.name} is a {side} on file", other.verified)
            for entry, edition in self.find_named(other_id, ())
        ]
