"""Official lists: dated editions, their entries, and how an entry is related to a legal entity."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sinolens.domain.identifier import Identifier


@dataclass(frozen=True, slots=True)
class ListEdition:
    """One edition of one official list.

    Attributes:
        list_id: stable id of the list.
        edition: ISO date that names the edition.
        title, short_title, publisher: as printed; `short_title` for screens.
        in_force_from: first as-of date the edition answers for. Before it, the answer is unknown.
        in_force_to: day after the last as-of date it answers for; "" while it is the latest.
        withdrawn: posted but never in force; never used for an answer.
        checked_on: the day the edition was last compared with its source; ages run from here.
        source, citation: where it comes from.
        count: number of entries as published.
        sha256: of the bundled entry file.
        complete: False when the bundled entries are known to miss some (`note` says which).
    """

    list_id: str
    edition: str
    title: str
    short_title: str
    publisher: str
    in_force_from: str
    in_force_to: str
    withdrawn: bool
    checked_on: str
    source: str
    citation: str
    count: int
    sha256: str
    complete: bool = True
    note: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One named entity of one edition.

    `id` is unique over all lists and editions and stable between editions of the same list ("list_id:key").
    `listed_on`, `effective_on`, `divest_by` are ISO dates taken from the publisher's record, "" when not given.
    `licence_policy` is how the publisher reviews licences to trade with the entity, "" when not known;
    `policy_source` says who else states it where the edition itself does not, "" when the edition does.
    """

    id: str
    list_id: str
    edition: str
    name: str
    aliases: tuple[str, ...] = ()
    parent_entry_id: str = ""
    country: str = ""
    listed_on: str = ""
    effective_on: str = ""
    divest_by: str = ""
    citation: str = ""
    notes: str = ""
    footnotes: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    verified: bool = False
    licence_policy: str = ""
    policy_source: str = ""


class Relation(StrEnum):
    """How a list entry is related to a legal entity. Only `EXACT` can bar anything."""

    EXACT = "exact"
    PARENT = "parent"
    SUBSIDIARY = "subsidiary"
    SISTER = "sister"
    OWNED_50 = "owned_50"
    NAME_ONLY = "name_only"


@dataclass(frozen=True, slots=True)
class EntityLink:
    """A list entry and an issuer, with the relation read as: the listed entity is the issuer's `relation`.

    `stated`: an official record or a filing of the issuer calls the listed entity its subsidiary, which means half or
    more even where the share itself is not on file. `own`: the user's own judgement, not the program's.
    """

    entry_id: str
    issuer_id: str
    relation: Relation
    share: float = 0.0
    evidence: str = ""
    source: str = ""
    as_of: str = ""
    verified: bool = False
    stated: bool = False
    own: bool = False
