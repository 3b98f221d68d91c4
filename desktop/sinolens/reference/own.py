"""The user's own issuers, names, lines, weights and links, laid over the bundled universe and marked as the user's.

A folder holds `issuers.csv`, `names.csv`, `lines.csv`, `categories.csv` and `links.csv` in the schema of
`resources/issuers`. Ids of the user's issuers begin with `own-`, which no bundled id does, so that an update of the
program never takes one. Names, lines, weights and links may also be given to a bundled issuer; weights then stand in
place of the bundled ones.

What a later update of the program contradicts (an ISIN it now knows under another issuer, an issuer it dropped) is set
aside with a sentence: nobody is kept from working by it, and nothing is lost from the folder.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources.abc import Traversable
from typing import Any

from sinolens.domain.category import CategoryAssignment, Intensity
from sinolens.domain.issuer import Issuer, Line
from sinolens.domain.official_list import EntityLink, Relation
from sinolens.reference.issuers import (
    ASSIGNMENT_FIELDS,
    FORMER,
    ISSUER_FIELDS,
    NAME_FIELDS,
    check_shares,
    is_assignable,
    read_assignment,
)
from sinolens.reference.lines import LINE_FIELDS, overlaps, read_line
from sinolens.reference.links import LINK_FIELDS
from sinolens.reference.loader import Reference
from sinolens.reference.pack import Row, read_table, unique_by
from sinolens.reference.taxonomy import IntensityWeights

PREFIX = "own-"
TABLES = {
    "issuers.csv": ISSUER_FIELDS,
    "names.csv": NAME_FIELDS,
    "lines.csv": LINE_FIELDS,
    "categories.csv": ASSIGNMENT_FIELDS,
    "links.csv": LINK_FIELDS,
}
UNRESOLVED = "U"
# By market and ticker: the issuer, and from when to when.
_Taken = defaultdict[tuple[str, str], list[tuple[str, Mapping[str, Any]]]]


@dataclass(frozen=True)
class Overlay:
    """The facts with the user's own laid over them.

    Attributes:
        reference: the facts; what the user added carries `own`.
        set_aside: a sentence for each own fact that is not used, and why.
    """

    reference: Reference
    set_aside: tuple[str, ...] = ()


def lay_over(reference: Reference, folder: Traversable, weights: Mapping[Intensity, IntensityWeights]) -> Overlay:
    """Lay the tables of a folder over the bundled facts.

    Args:
        reference: the bundled facts; untouched.
        folder: the user's tables; all five must be there.
        weights: by intensity, as `load_intensities` reads them.

    Raises:
        sinolens.reference.pack.PackError: a fault in a table: an id the program uses, a wrong check digit, a ticker
            without a market, shares that do not add to 1.
    """
    tables = {name: read_table(folder, name, fields) for name, fields in TABLES.items()}
    if not any(tables.values()):
        return Overlay(reference)
    work = _Work(reference, weights)
    work.add_issuers(unique_by(tables["issuers.csv"], "id"))
    work.add_names(tables["names.csv"])
    work.add_lines(tables["lines.csv"])
    work.add_categories(tables["categories.csv"])
    work.add_links(tables["links.csv"])
    return Overlay(
        replace(
            reference, id=f"{reference.id}-{_digest(folder)}", issuers=work.finish(),
            lines=(*reference.lines, *work.lines), links=(*reference.links, *work.links),
        ),
        tuple(work.set_aside),
    )


def own_names(reference: Reference) -> tuple[str, ...]:
    """Every name of the user's own issuers, and those the user gave bundled ones, in the order of the alphabet."""
    found: set[str] = set()
    for issuer in reference.issuers.values():
        found.update(issuer.own_names)
        if issuer.own:
            found.update((issuer.name, issuer.name_zh, *issuer.aliases, *issuer.former_names))
    return tuple(sorted(found - {""}))


@dataclass
class _Work:
    reference: Reference
    weights: Mapping[Intensity, IntensityWeights]
    issuers: dict[str, Issuer] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    links: list[EntityLink] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.issuers = dict(self.reference.issuers)
        self._codes = {
            code: issuer for issuer in self.issuers.values() for code in (issuer.uscc, issuer.lei) if code
        }
        self._names: dict[str, str] = {}
        for issuer in self.issuers.values():
            for name in (issuer.name, issuer.name_zh, *issuer.aliases, *issuer.former_names):
                self._names.setdefault(_squeezed(name), issuer.id)

    def add_issuers(self, rows: Mapping[str, Row]) -> None:
        for row in rows.values():
            self._add_issuer(row)
        for row in rows.values():
            self._add_parent(row)

    def _add_issuer(self, row: Row) -> None:
        key = row["id"]
        if key in self.reference.issuers:
            row.fail("id", f"{key!r} is an issuer of the program; an id of your own begins with {PREFIX!r}")
        if not key.startswith(PREFIX):
            row.fail("id", f"an id of your own begins with {PREFIX!r}")
        codes: dict[str, str] = {}
        for kind in ("uscc", "lei"):
            owner = self._codes.get(row[kind])
            codes[kind] = "" if owner else row[kind]
            if owner:
                self._leave(f"{row['name']}: the {kind.upper()} {row[kind]} belongs to {owner.name}")
        for name in (row["name"], row["name_zh"]):
            if name and self._names.setdefault(_squeezed(name), key) != key:
                self._leave(f"{row['name']}: the same name stands for {self._name_of(self._names[_squeezed(name)])}, "
                            "which a match may take instead", used=True)
        self.issuers[key] = Issuer(
            id=key, name=row["name"], name_zh=row["name_zh"], region=row["region"],
            incorporation=row["incorporation"], domicile=row["domicile"], headquarters=row["headquarters"],
            state_link=row["state_link"], vie=row["vie"], source=row["source"], as_of=row["as_of"],
            verified=row["verified"], own=True, uscc=codes["uscc"], lei=codes["lei"],
        )
        for code in codes.values():
            if code:
                self._codes[code] = self.issuers[key]

    def _add_parent(self, row: Row) -> None:
        parent = row["parent_id"]
        if not parent:
            return
        if parent not in self.issuers:
            self._leave(f"{row['name']}: its parent {parent!r} is not on file")
            return
        step, seen = parent, {row["id"]}
        while step:
            if step in seen:
                row.fail("parent_id", "the chain of parents leads back to its start")
            seen.add(step)
            step = self.issuers[step].parent_id
        self._set(row["id"], parent_id=parent, parent_share=row["parent_share"], parent_as_of=row["parent_as_of"])

    def add_names(self, rows: list[Row]) -> None:
        for row in rows:
            issuer = self.issuers.get(row["issuer_id"])
            if issuer is None:
                self._leave(f"The name {row['name']}: the issuer {row['issuer_id']!r} is not on file")
                continue
            owner = self._names.setdefault(_squeezed(row["name"]), issuer.id)
            if owner != issuer.id:
                self._leave(f"The name {row['name']} of {issuer.name}: it is a name of {self._name_of(owner)}")
                continue
            if row["name"] in (issuer.name, issuer.name_zh, *issuer.aliases, *issuer.former_names):
                continue
            where = "former_names" if row["kind"] == FORMER else "aliases"
            self._set(issuer.id, own_names=(*issuer.own_names, row["name"]),
                      **{where: (*getattr(issuer, where), row["name"])})

    def add_lines(self, rows: list[Row]) -> None:
        owners = {line.isin: line.issuer_id for line in self.reference.lines if line.isin}
        taken: _Taken = defaultdict(list)
        for line in self.reference.lines:
            if line.ticker:
                taken[line.mic, line.ticker].append(
                    (line.issuer_id, {"valid_from": line.valid_from, "valid_to": line.valid_to}))
        for row in rows:
            self._add_line(row, owners, taken)

    def _add_line(self, row: Row, owners: dict[str, str], taken: _Taken) -> None:
        if not row["ticker"] and not row["isin"]:
            row.fail("ticker", "a line needs a ticker or an ISIN")
        if row["ticker"] and not row["mic"]:
            row.fail("mic", "a ticker means nothing without its market")
        if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]:
            row.fail("valid_to", "lies before valid_from")
        issuer = self.issuers.get(row["issuer_id"])
        words = " ".join(part for part in (row["mic"], row["ticker"], row["isin"]) if part)
        if issuer is None:
            self._leave(f"The line {words}: the issuer {row['issuer_id']!r} is not on file")
            return
        sharing = taken[row["mic"], row["ticker"]] if row["ticker"] else []
        same = [owner for owner, valid in sharing if overlaps(row, valid)]
        others = [owner for owner in (owners.get(row["isin"]) if row["isin"] else None, *same) if owner]
        if others:
            # The program knows the very line by now: its own record answers.
            if set(others) != {issuer.id}:
                other = next(owner for owner in others if owner != issuer.id)
                self._leave(f"The line {words} of {issuer.name}: it belongs to {self._name_of(other)}")
            return
        self.lines.append(replace(read_line(row), own=True))
        if row["isin"]:
            owners[row["isin"]] = issuer.id
        if row["ticker"]:
            taken[row["mic"], row["ticker"]].append((issuer.id, row))
        if row["kind"] != "bond" and not row["valid_to"]:
            self._set(issuer.id, listed=True)

    def add_categories(self, rows: list[Row]) -> None:
        by_issuer: defaultdict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_issuer[row["issuer_id"]].append(row)
        for issuer_id, mine in by_issuer.items():
            issuer = self.issuers.get(issuer_id)
            made: list[CategoryAssignment] = [replace(read_assignment(row, self.weights), own=True) for row in mine]
            check_shares(made, mine[-1])
            codes = [one.code for one in made]
            if len(set(codes)) < len(codes):
                mine[-1].fail("code", "a category stands twice for one issuer")
            unknown = [code for code in codes if not is_assignable(code, self.reference.categories)]
            if issuer is None:
                self._leave(f"Weights of {issuer_id!r}: the issuer is not on file")
            elif unknown:
                self._leave(f"Weights of {issuer.name}: {', '.join(unknown)} is no category of the taxonomy")
            else:
                self._set(issuer_id, categories=tuple(sorted(made, key=lambda one: -one.share)))

    def add_links(self, rows: list[Row]) -> None:
        pairs = {(link.entry_id, link.issuer_id) for link in self.reference.links}
        exact = {link.entry_id: link.issuer_id for link in self.reference.links if link.relation is Relation.EXACT}
        for row in rows:
            issuer = self.issuers.get(row["issuer_id"])
            pair = (row["entry_id"], row["issuer_id"])
            if issuer is None:
                self._leave(f"The link to {row['entry_id']}: the issuer {row['issuer_id']!r} is not on file")
            elif pair in pairs:
                continue
            elif row["relation"] is Relation.EXACT and exact.setdefault(*pair) != issuer.id:
                self._leave(f"The link of {issuer.name} to {row['entry_id']}: that entry is "
                            f"{self._name_of(exact[row['entry_id']])}")
            else:
                pairs.add(pair)
                self.links.append(EntityLink(**row, own=True))

    def finish(self) -> dict[str, Issuer]:
        """All issuers; an own one without a category is unresolved, of unknown weight."""
        for issuer in list(self.issuers.values()):
            if not issuer.categories:
                rule = self.weights[Intensity.UNKNOWN]
                self._set(issuer.id, categories=(CategoryAssignment(
                    UNRESOLVED, 1.0, Intensity.UNKNOWN, rule.low, rule.base, rule.high, "no category given",
                    issuer.source, issuer.as_of, own=True),))
        return self.issuers

    def _set(self, issuer_id: str, **values: Any) -> None:
        self.issuers[issuer_id] = replace(self.issuers[issuer_id], **values)

    def _leave(self, sentence: str, used: bool = False) -> None:
        self.set_aside.append(f"{sentence}." if used else f"{sentence}. It is not used.")

    def _name_of(self, issuer_id: str) -> str:
        return self.issuers[issuer_id].name if issuer_id in self.issuers else issuer_id


def _squeezed(name: str) -> str:
    return " ".join(name.casefold().split())


def _digest(folder: Traversable) -> str:
    digest = hashlib.sha256()
    for name in TABLES:
        data = folder.joinpath(name).read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:8]
