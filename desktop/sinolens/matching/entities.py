"""The entities that a string or an identifier can mean: issuers, entries of official lists, pooled vehicles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from sinolens.domain.identifier import IdentifierKind
from sinolens.domain.issuer import Issuer, Vehicle
from sinolens.domain.official_list import ListEntry, Relation
from sinolens.domain.region import Region
from sinolens.matching.alignment import WordWeights
from sinolens.matching.beginnings import Beginnings
from sinolens.matching.entity import CHINA_FAMILY, Entity, EntityName
from sinolens.matching.fund_names import fund_key
from sinolens.matching.identifiers import IdentifierTable, bare_ticker
from sinolens.matching.normaliser import normalise
from sinolens.matching.trigrams import TrigramIndex
from sinolens.matching.vocabulary import Vocabulary, vocabulary
from sinolens.reference.loader import Market, Reference

_WHOLE_FORMS = frozenset({"LTD"})
_BRAND_WORDS = 2
_BRAND_LETTERS = 3
_HOME = {Region.PRC: "CN", Region.HONG_KONG: "HK", Region.MACAU: "MO", Region.TAIWAN: "TW"}


class EntityIndex:
    """All entities with their names and identifiers, ready to be searched. Build once, use for every table.

    Attributes:
        entities: what a match can answer.
        names: every name of every entity.
        keys: glued words of a name to the indexes of the names that share them.
        markets: markets by MIC; none for a list of the user's own.
        identifiers: own identifiers of lines, issuers, entries and vehicles.
        weights: how telling each word is.
        trigrams: for candidates.
        beginnings: for names that were cut.
        fund_names: what is left of a fund's name to the entities that bear it.
        listed: entities that an official list names.
        brands: whole names of one word, or of two joined by a hyphen, to the listed Chinese issuers that
            bear them.
        others: names of entities that are not searched, for cut ones.
        vehicle_codes: ISINs, CUSIPs and bare tickers of vehicles.
        us_lines: issuers at home elsewhere with a line on a U.S. market, so that a U.S. code speaks not against them.
        names_only: a list of the user's own, compared by name alone.
        joined: entries taken for an issuer because legal name and form are the same, though no link says so.
    """

    def __init__(self, reference: Reference, beside: Reference | None = None) -> None:
        """Index the facts.

        Args:
            reference: what can be meant.
            beside: more facts, whose names only tell that a cut name may mean others too: whose a name is must not
                depend on the edition asked. None takes none.
        """
        self.entities: list[Entity] = []
        self.names: list[EntityName] = []
        self.joined: list[tuple[str, str]] = []
        self.markets: dict[str, Market] = dict(reference.markets)
        us_markets = {mic for mic, market in reference.markets.items() if market.country == "US"}
        self.identifiers = IdentifierTable(us_markets)
        self.names_only = False
        self._instruments: dict[int, str] = {}
        self.vehicle_codes: set[str] = set()
        self.us_lines: set[int] = set()
        self.listed: set[int] = set()
        self._places: dict[str, int] = {}
        self._spellings: set[tuple[int, str]] = set()
        self._add_issuers(reference)
        self._add_entries(reference)
        self._add_vehicles(reference.vehicles.values())
        self._finish()
        self._add_others(beside or reference)

    @classmethod
    def from_table(cls, rows: Iterable[tuple[str, str, tuple[str, ...]]]) -> EntityIndex:
        """Index of a list of the user's own.

        Args:
            rows: id, name and aliases of each entity. Repeated ids add names to the same entity.
        """
        index = cls.__new__(cls)
        index.entities, index.names, index.joined = [], [], []
        index.identifiers, index.markets = IdentifierTable(set()), {}
        index._places, index._spellings = {}, set()
        index.names_only, index.listed, index._instruments, index.vehicle_codes = True, set(), {}, set()
        index.us_lines = set()
        for entity_id, name, aliases in rows:
            place = index._places.get(entity_id)
            if place is None:
                place = index._add(Entity(entity_id, "own", name))
            index._name(place, name, "legal")
            for alias in aliases:
                index._name(place, alias, "alias")
        index._finish()
        index.others, index._other_names = Beginnings([]), []
        return index

    def place_of(self, entity_id: str) -> int | None:
        """Index of an entity by its id; the ids of all entries that stand for it are known too."""
        return self._places.get(entity_id)

    def names_of(self, place: int) -> list[EntityName]:
        """Every name of an entity."""
        return self._names_of.get(place, [])

    def other_bearers(self, compact: str, but: int) -> list[str]:
        """Names that go on after a cut one and are not searched: of other editions, or on no list; `but` has none."""
        found = (self._other_names[place] for place in self.others.longer(compact))
        return [text for text, owner in found if owner != but]

    def is_name(self, compact: str) -> bool:
        """Some entity's name has just these letters and digits, its legal form included."""
        return compact in self._compacts

    def has_whole_chinese_name(self, place: int) -> bool:
        """An entity's Chinese name is on file with its legal form."""
        return place in self._whole_chinese

    def find_bare(self, ticker: str, countries: frozenset[str], as_of: str) -> frozenset[int]:
        """Entities whose ticker it is on some market of the countries."""
        mics = [mic for mic, market in self.markets.items() if market.country in countries]
        return frozenset(place for mic in mics for place in self.identifiers.find_ticker(mic, ticker, as_of))

    def instrument_of(self, place: int) -> str:
        """Instrument of a vehicle, "" for every other entity."""
        return self._instruments.get(place, "")

    def _finish(self) -> None:
        self._names_of: dict[int, list[EntityName]] = defaultdict(list)
        for name in self.names:
            self._names_of[name.entity].append(name)
        self._compacts = {name.normalised.compact for name in self.names}
        self._whole_chinese = {
            name.entity for name in self.names
            if name.normalised.han and not name.normalised.tokens and name.normalised.forms & _WHOLE_FORMS
        }
        self.keys: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self.names):
            for key in name.normalised.keys:
                self.keys[key].append(place)
        self.keys = dict(self.keys)
        self.weights = WordWeights((name.normalised.words, name.entity) for name in self.names)
        self.beginnings = Beginnings([(name.normalised, name.entity) for name in self.names])
        self.fund_names: dict[str, set[int]] = defaultdict(set)
        for name in self.names:
            if self.entities[name.entity].kind == "vehicle":
                self.fund_names[fund_key(name.text)].add(name.entity)
        self.trigrams = TrigramIndex([name.normalised.words for name in self.names])
        self.brands = self._find_brands()

    def _add_others(self, reference: Reference) -> None:
        """Names of editions that are not searched, each with whose it is by a link, and lines of no issuer."""
        linked = {
            link.entry_id: self._places.get(link.issuer_id, -1) for link in reference.links
            if link.relation is Relation.EXACT
        }
        texts = [
            (name, self._places.get(entry.id, linked.get(entry.id, -1)))
            for entries in reference.entries.values() for entry in entries for name in (entry.name, *entry.aliases)
        ] + [(line.name, -1) for line in reference.other_lines]
        # Most names are searched; only the rest is taken apart.
        spelled = {" ".join(name.text.split()).upper() for name in self.names}
        rest = [(text, owner) for text, owner in dict.fromkeys(texts) if " ".join(text.split()).upper() not in spelled]
        read = [(normalise(text), text, owner) for text, owner in rest]
        kept = [(name, text, owner) for name, text, owner in read if name.compact not in self._compacts]
        self._other_names = [(text, owner) for _, text, owner in kept]
        self.others = Beginnings([(name, owner) for name, _, owner in kept])

    def _find_brands(self) -> dict[str, tuple[int, ...]]:
        """One telling word, or two glued, that are the whole name of listed Chinese issuers of the universe alone."""
        owners: dict[str, set[int]] = defaultdict(set)
        for name in self.names:
            words = name.normalised.tokens
            if 1 <= len(words) <= _BRAND_WORDS and len("".join(words)) >= _BRAND_LETTERS and (
                (len(words) == 1 and self.weights.is_telling(words[0])) or "-" in name.text
            ):
                owners["".join(words)].add(name.entity)
        return {
            brand: tuple(sorted(places, key=lambda place: self.entities[place].name))
            for brand, places in owners.items() if all(
                place in self.listed and self.entities[place].kind == "issuer" and self.entities[place].is_chinese
                for place in places
            )
        }

    def _add(self, entity: Entity) -> int:
        place = len(self.entities)
        self.entities.append(entity)
        self._places[entity.id] = place
        return place

    def _name(self, place: int, text: str, role: str) -> None:
        spelling = " ".join(text.split()).upper()
        if not spelling or (place, spelling) in self._spellings:
            return
        self._spellings.add((place, spelling))
        normalised = normalise(text)
        if normalised.keys:
            self.names.append(EntityName(place, text, role, normalised))

    def _add_issuers(self, reference: Reference) -> None:
        for issuer in reference.issuers.values():
            place = self._add(Entity(
                issuer.id, "issuer", issuer.name, issuer_id=issuer.id, countries=_issuer_countries(issuer),
                seats=frozenset(code for code in (issuer.incorporation, issuer.domicile) if code),
            ))
            self._name(place, issuer.name, "legal")
            self._name(place, issuer.name_zh, "legal")
            for alias in issuer.aliases:
                self._name(place, alias, "alias")
            for former in issuer.former_names:
                self._name(place, former, "former")
            self.identifiers.add(IdentifierKind.LEI, issuer.lei, place)
            self.identifiers.add(IdentifierKind.USCC, issuer.uscc, place)
        for line in reference.lines:
            place = self._places[line.issuer_id]
            self.identifiers.add(IdentifierKind.ISIN, line.isin, place)
            self.identifiers.add(IdentifierKind.FIGI, line.figi, place)
            self.identifiers.add_ticker(line.mic, line.ticker, place, line.valid_from, line.valid_to)
            market = self.markets.get(line.mic)
            if market is not None and market.country == "US":
                self.us_lines.add(place)

    def _add_entries(self, reference: Reference) -> None:
        linked = {link.entry_id: link.issuer_id for link in reference.links if link.relation is Relation.EXACT}
        issuer_names: dict[tuple[str, frozenset[str]], set[int]] = defaultdict(set)
        for name in self.names:
            if name.role == "legal":
                issuer_names[strict_name(name.text)].add(name.entity)
        groups = _EntryGroups(self, issuer_names)
        for entries in reference.entries.values():
            for entry in entries:
                issuer_id = linked.get(entry.id, "")
                place = self._places[issuer_id] if issuer_id in self._places else groups.place(entry)
                self._places.setdefault(entry.id, place)
                self.listed.add(place)
                self._name(place, entry.name, "legal")
                for alias in entry.aliases:
                    self._name(place, alias, "alias")
                for identifier in entry.identifiers:
                    if identifier.kind is IdentifierKind.TICKER:
                        self.identifiers.add_ticker(identifier.market, identifier.value, place, "", "", listed=True)
                    else:
                        self.identifiers.add(identifier.kind, identifier.value, place)

    def _add_vehicles(self, vehicles: Iterable[Vehicle]) -> None:
        for vehicle in vehicles:
            place = self._add(Entity(f"vehicle:{vehicle.id}", "vehicle", vehicle.name, vehicle_id=vehicle.id))
            self._instruments[place] = vehicle.instrument
            self._name(place, vehicle.name, "legal")
            for alias in vehicle.aliases:
                self._name(place, alias, "alias")
            self.identifiers.add(IdentifierKind.ISIN, vehicle.isin, place)
            self.identifiers.add(IdentifierKind.CUSIP, vehicle.cusip, place)
            self.identifiers.add_ticker(vehicle.mic, vehicle.ticker, place, "", "")
            codes = (vehicle.isin, vehicle.cusip, bare_ticker(vehicle.ticker))
            self.vehicle_codes.update(code for code in codes if code)

    def add_entry_to(self, place: int, entry_id: str) -> None:
        """Let an entity stand for one more entry."""
        entity = self.entities[place]
        if entry_id not in entity.entry_ids:
            self.entities[place] = Entity(
                entity.id, entity.kind, entity.name, entity.issuer_id, (*entity.entry_ids, entry_id),
                entity.vehicle_id, entity.countries, entity.seats,
            )

    def new_entry(self, entry: ListEntry) -> int:
        """A new entity for an entry that no issuer stands for."""
        countries = frozenset({entry.country}) if entry.country else frozenset()
        return self._add(Entity(entry.id, "entry", entry.name, entry_ids=(entry.id,), countries=countries))


class _EntryGroups:
    """Finds which entries of different lists and editions name one legal entity: same words, no contrary legal form."""

    def __init__(self, index: EntityIndex, issuer_names: dict[tuple[str, frozenset[str]], set[int]]) -> None:
        self._index = index
        self._issuer_names = issuer_names
        self._by_entry: dict[str, int] = {}
        self._by_key: dict[str, list[tuple[int, frozenset[str], str]]] = defaultdict(list)

    def place(self, entry: ListEntry) -> int:
        """The entity an entry belongs to, made when there is none yet."""
        if entry.id in self._by_entry:
            return self._by_entry[entry.id]
        key, forms = strict_name(entry.name)
        issuers = self._issuer_names.get((key, forms), set())
        if key and forms and len(issuers) == 1:
            place = next(iter(issuers))
            entity = self._index.entities[place]
            if not entity.countries or not entry.country or entry.country in entity.countries or entity.is_chinese:
                self._index.joined.append((entry.id, entity.issuer_id))
                return self._keep(entry, place)
        for place, known, list_id in self._by_key[key]:
            # Lists print the same form more or less fully, but one list does not name one entity twice.
            looser = list_id != entry.list_id and (known <= forms or forms <= known)
            if key and (known == forms or looser):
                return self._keep(entry, place)
        place = self._index.new_entry(entry)
        self._by_key[key].append((place, forms, entry.list_id))
        self._by_entry[entry.id] = place
        return place

    def _keep(self, entry: ListEntry, place: int) -> int:
        self._index.add_entry_to(place, entry.id)
        self._by_entry[entry.id] = place
        return place


def strict_name(name: str) -> tuple[str, frozenset[str]]:
    """Glued words and legal form without writing abbreviations out: names that differ in a word stay apart."""
    taken_apart = normalise(name, _unabbreviated())
    return "|".join(taken_apart.keys), taken_apart.forms


@cache
def _unabbreviated() -> Vocabulary:
    return replace(vocabulary(), abbreviations={})


def _issuer_countries(issuer: Issuer) -> frozenset[str]:
    """What a row may rightly give as the issuer's country: home, incorporation, domicile, headquarters."""
    codes = {_HOME.get(issuer.region, ""), issuer.headquarters}
    if not codes & CHINA_FAMILY:
        codes |= {issuer.incorporation, issuer.domicile}
    return frozenset(code for code in codes if code)
