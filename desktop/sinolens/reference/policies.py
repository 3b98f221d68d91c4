"""Reads how licences to trade with listed entities are reviewed, as texts outside the editions state it by rule.

`lists/licence-policies.csv` has one statement a line: a rule, by the citation its entries bear, and what a text says of
every entity the rule added or of those it names. An entry that a later rule revised bears more than one citation; what
was said of the first rule need not hold for it any more, so it gets none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable

from sinolens.domain.official_list import ListEntry
from sinolens.reference.pack import FieldSpec, iso_date, read_table, slug, texts, verified_mark

POLICIES_FILE = "lists/licence-policies.csv"


@dataclass(frozen=True, slots=True)
class LicencePolicy:
    """What a text says of the entities one rule added.

    Attributes:
        list_id, citation: the list, and the citation the entries of the rule bear.
        keys: the entities it speaks of; empty = all the rule added.
        policy: how licences are reviewed.
        source, address: who says so, and where.
        as_of: ISO date it was read.
        verified: whether it was compared with the rule itself.
    """

    list_id: str
    citation: str
    keys: frozenset[str]
    policy: str
    source: str
    address: str
    as_of: str
    verified: bool

    def covers(self, entry: ListEntry) -> bool:
        """Whether the statement is about an entry."""
        return not self.keys or entry.id.removeprefix(f"{self.list_id}:") in self.keys


_Key = tuple[str, str]
Policies = dict[_Key, tuple[LicencePolicy, ...]]
"""Statements by list and citation."""


def load_policies(root: Traversable) -> Policies:
    """All statements; none where the table is missing.

    Raises:
        sinolens.reference.pack.PackError: a fault in the table, or two statements on all entities of one rule.
    """
    if not root.joinpath(*POLICIES_FILE.split("/")).is_file():
        return {}
    rows = read_table(root, POLICIES_FILE, {
        "list_id": FieldSpec(slug, required=True), "citation": FieldSpec(required=True),
        "keys": FieldSpec(lambda cell: frozenset(slug(part) for part in texts(cell))),
        "policy": FieldSpec(required=True), "source": FieldSpec(required=True),
        "address": FieldSpec(required=True), "as_of": FieldSpec(iso_date, required=True),
        "verified": FieldSpec(verified_mark, required=True),
    })
    found: defaultdict[_Key, list[LicencePolicy]] = defaultdict(list)
    for row in rows:
        said = found[row["list_id"], row["citation"]]
        one = LicencePolicy(**row)
        if any(not other.keys or not one.keys or other.keys & one.keys for other in said):
            row.fail("citation", f"two statements on the same entries of {row['citation']!r}")
        said.append(one)
    return {key: tuple(said) for key, said in found.items()}


def fill_policies(
    entries: Mapping[_Key, Sequence[ListEntry]], policies: Policies
) -> dict[_Key, tuple[ListEntry, ...]]:
    """Entries by list and edition, with the stated policy where the edition itself gives none."""
    lists = {list_id for list_id, _ in policies}
    return {
        key: tuple(_fill(entry, policies) for entry in some) if key[0] in lists else tuple(some)
        for key, some in entries.items()
    }


def _fill(entry: ListEntry, policies: Policies) -> ListEntry:
    if entry.licence_policy:
        return entry
    said = next((one for one in policies.get((entry.list_id, entry.citation), ()) if one.covers(entry)), None)
    if said is None:
        return entry
    mark = "" if said.verified else ", not compared with the rule itself"
    return replace(entry, licence_policy=said.policy, policy_source=f"{said.source}, read {said.as_of}{mark}")
