"""Reads the definitions of "China" (`definitions/definitions.csv`) and switches regions on or off in one.

`regions` are the regions that count as China; `basis` names the facts the body looks at and `reach` what it looks
through to. The program counts by region, each issuer by its principal place of business; what a body looks at beyond
that is named in the note of its profile, not computed. A definition is a profile to measure with, never legal advice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable

from sinolens.domain.definition import DefinitionProfile
from sinolens.domain.region import Region
from sinolens.reference.pack import FieldSpec, member, one_of, read_table, slug, texts, unique_by, verified_mark

DEFAULT_DEFINITION = "prc-hk-macau"
DEFINITIONS_FILE = "definitions/definitions.csv"
BASES = (
    "place_of_business", "incorporation", "headquarters", "listing", "state_ownership", "control", "official_list",
    "revenue", "assets", "fund_benchmark",
)
REACHES = ("all", "direct", "direct_and_products")
SWITCHES = {Region.HONG_KONG: "Hong Kong", Region.MACAU: "Macau", Region.TAIWAN: "Taiwan"}
_SWITCHED = re.compile(r"(?P<id>[a-z0-9-]+?)(?P<switches>(?:[+-](?:HK|MO|TW))*)")
_BASIS_TEXT = {
    "incorporation": "place of incorporation", "headquarters": "headquarters", "listing": "place of listing",
    "state_ownership": "ownership by the state", "control": "control", "official_list": "names on a list",
    "revenue": "revenue", "assets": "assets", "fund_benchmark": "membership of a benchmark",
}
_region = member(Region)
_basis = one_of(*BASES)


def _regions(cell: str) -> frozenset[Region]:
    regions = frozenset(_region(part) for part in texts(cell))
    if not regions or regions & {Region.OTHER, Region.UNKNOWN}:
        raise ValueError("names no region, or one that can never be China")
    return regions


def _bases(cell: str) -> tuple[str, ...]:
    return tuple(_basis(part) for part in texts(cell))


FIELDS = {
    "id": FieldSpec(slug, required=True),
    "name": FieldSpec(required=True),
    "version": FieldSpec(required=True),
    "regions": FieldSpec(_regions, required=True),
    "basis": FieldSpec(_bases, required=True),
    "reach": FieldSpec(one_of(*REACHES), required=True),
    "citation": FieldSpec(required=True),
    "source": FieldSpec(required=True),
    "note": FieldSpec(),
    "verified": FieldSpec(verified_mark, required=True),
}


def load_definitions(root: Traversable) -> dict[str, DefinitionProfile]:
    """Read all definitions, the default first, then by name.

    Raises:
        PackError: a fault in the table, or the default definition is missing.
    """
    rows = unique_by(read_table(root, DEFINITIONS_FILE, FIELDS), "id")
    found = [
        DefinitionProfile(
            row["id"], row["name"], row["version"], row["regions"], row["basis"], row["reach"], row["citation"],
            row["source"], f"{row['note']} {describe_limits(row['basis'], row['reach'])}".strip(), row["verified"],
        )
        for row in rows.values()
    ]
    if DEFAULT_DEFINITION not in rows:
        next(iter(rows.values())).fail("id", f"the default definition {DEFAULT_DEFINITION!r} is missing")
    found.sort(key=lambda one: (one.id != DEFAULT_DEFINITION, one.name))
    return {one.id: one for one in found}


def describe_limits(basis: tuple[str, ...], reach: str) -> str:
    """What a definition looks at that the figures do not, in a sentence; "" when they agree."""
    beyond = [_BASIS_TEXT[one] for one in basis if one in _BASIS_TEXT]
    said = []
    if beyond:
        listed = ", ".join(beyond[:-1]) + " and " + beyond[-1] if len(beyond) > 1 else beyond[0]
        verb = "are" if len(beyond) > 1 else "is"
        said.append(f"Issuers count here by their principal place of business; {listed} {verb} not computed.")
    if reach == "direct":
        said.append("Holdings through funds are counted here too; the figures by reach show the direct ones apart.")
    return " ".join(said)


def find_definition(definitions: Mapping[str, DefinitionProfile], text: str) -> DefinitionProfile:
    """A definition by its id, with switches after it if any: "prc-only+HK" adds Hong Kong, "-MO" takes Macau out.

    Raises:
        KeyError: no such definition.
    """
    found = _SWITCHED.fullmatch(text)
    if not found or found["id"] not in definitions:
        raise KeyError(text)
    marks = re.findall(r"([+-])(HK|MO|TW)", found["switches"])
    on = {region: sign == "+" for sign, region in marks}
    return switch_regions(
        definitions[found["id"]], hong_kong=on.get("HK"), macau=on.get("MO"), taiwan=on.get("TW")
    )


def switch_regions(
    profile: DefinitionProfile, *, hong_kong: bool | None = None, macau: bool | None = None, taiwan: bool | None = None
) -> DefinitionProfile:
    """The profile with Hong Kong, Macau or Taiwan switched on or off; None leaves a region as it is.

    A changed profile says so in its id ("prc-only+HK") and its name ("…, with Hong Kong"), so that every page that
    prints the definition prints the change; the profile as cited is returned unchanged when nothing changes.
    """
    wanted = {Region.HONG_KONG: hong_kong, Region.MACAU: macau, Region.TAIWAN: taiwan}
    added = [r for r, on in wanted.items() if on is True and r not in profile.regions]
    removed = [r for r, on in wanted.items() if on is False and r in profile.regions]
    if not added and not removed:
        return profile
    changes = [f"with {SWITCHES[r]}" for r in added] + [f"without {SWITCHES[r]}" for r in removed]
    return replace(
        profile,
        id=profile.id + "".join(f"+{r}" for r in added) + "".join(f"-{r}" for r in removed),
        name=f"{profile.name}, {', '.join(changes)}",
        regions=profile.regions.union(added).difference(removed),
        note=f"Changed from the definition as cited: {', '.join(changes)}. {profile.note}".rstrip(),
        verified=False,
    )
