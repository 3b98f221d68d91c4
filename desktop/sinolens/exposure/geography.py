"""The same exposure by each basis of "where": the answer depends on which field of an issuer is asked."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sinolens.domain.region import Region
from sinolens.exposure.cube import Cube
from sinolens.exposure.dimension import REGION_NAMES
from sinolens.reference.loader import Reference

BASES: dict[str, str] = {
    "region": "Principal place of business",
    "headquarters": "Headquarters",
    "incorporation": "Incorporation",
    "domicile": "Domicile",
    "listing": "Listing",
    "source": "As the source says",
}
"""Bases and their titles. Revenue and ownership are left out: no file of the program holds them for all issuers."""
NOT_KNOWN = ""
_SMALL_WORDS = frozenset({"and", "of", "the"})
_COUNTRY_OF_REGION = {Region.PRC: "CN", Region.HONG_KONG: "HK", Region.MACAU: "MO", Region.TAIWAN: "TW"}


def by_basis(
    cube: Cube, reference: Reference, basis: str, measure: str = "full", scopes: tuple[str, ...] = ("china_ai",),
) -> dict[str, int]:
    """Totals by place on one basis, largest first.

    Args:
        cube: a view; its totals are shared out, so the values add to its total.
        reference: where the fields of issuers and the countries of markets stand.
        basis: one of `BASES`.
        measure: see `Cube`.
        scopes: which lines.

    Returns:
        Place to cents. A place is an ISO 3166 alpha-2 code, "OTHER" for an issuer outside greater China whose country
        is not on file, or `NOT_KNOWN`.

    Raises:
        KeyError: no such basis.
    """
    if basis not in BASES:
        raise KeyError(basis)
    if basis in ("listing", "source"):
        places = _line_places(cube, reference, basis, measure, scopes)
    else:
        places = _issuer_places(cube, reference, basis, measure, scopes)
    return dict(sorted(places.items(), key=lambda item: (-item[1], item[0])))


def place_name(reference: Reference, place: str) -> str:
    """Name of a place for people."""
    if place == NOT_KNOWN:
        return "Not known"
    if place == "OTHER":
        return "Elsewhere"
    region = next((region for region, code in _COUNTRY_OF_REGION.items() if code == place), None)
    if region is not None:
        return REGION_NAMES[region]
    # The reference holds spellings by country, the plain name first after the two codes.
    spelt = next((name for name, code in reference.countries.items() if code == place and len(name) > 3), place)
    return spelt if spelt == place else " ".join(w if w in _SMALL_WORDS else w.capitalize() for w in spelt.split())


def _issuer_places(
    cube: Cube, reference: Reference, basis: str, measure: str, scopes: tuple[str, ...],
) -> dict[str, int]:
    places: dict[str, int] = {}
    for (issuer_id, region), value in cube.totals(("issuer", "region"), measure, scopes).items():
        issuer = reference.issuers.get(issuer_id)
        if basis == "region":
            known = Region(region)
            place = NOT_KNOWN if known is Region.UNKNOWN else _COUNTRY_OF_REGION.get(known, "OTHER")
        else:
            place = str(getattr(issuer, basis)) if issuer is not None else NOT_KNOWN
        places[place] = places.get(place, 0) + value
    return places


def _line_places(
    cube: Cube, reference: Reference, basis: str, measure: str, scopes: tuple[str, ...],
) -> dict[str, int]:
    """Listing is a fact of the line held, not of its issuer; so is the country its source gives."""
    if measure not in ("full", "low", "base", "high"):
        raise KeyError(measure)
    inside = cube.lines()
    if scopes:
        scope = cube.values("scope")
        wanted = np.array([name in scopes for name in scope])
        inside = inside[wanted[cube.codes("scope")[inside]]]
    rows = cube.analysis.slices.iloc[inside]
    numbers, found = pd.factorize(rows["country" if basis == "source" else "mic"])
    countries = {mic: market.country for mic, market in reference.markets.items()}
    known = [str(text) if basis == "source" else countries.get(str(text), NOT_KNOWN) for text in found]
    cents = rows["market_value" if measure == "full" else measure].to_numpy(np.int64)
    sums = np.zeros(len(known), np.int64)
    np.add.at(sums, numbers, cents)
    places: dict[str, int] = {}
    for place, value in zip(known, sums.tolist(), strict=True):
        places[place] = places.get(place, 0) + value
    return places
