"""Reads the markets (`markets/markets.csv`) and the names of countries (`markets/countries.csv`)."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from sinolens.reference.loader import Market
from sinolens.reference.pack import FieldSpec, country, matching, mic, read_table, texts, unique_by, verified_mark

MARKETS_FILE = "markets/markets.csv"
COUNTRIES_FILE = "markets/countries.csv"

MARKET_FIELDS = {
    "mic": FieldSpec(mic, required=True),
    "name": FieldSpec(required=True),
    "country": FieldSpec(country, required=True),
    "after_space": FieldSpec(texts),
    "after_dot": FieldSpec(texts),
    "aliases": FieldSpec(texts, optional=True),
    "verified": FieldSpec(verified_mark, required=True),
}

COUNTRY_FIELDS = {
    "iso2": FieldSpec(country, required=True),
    "iso3": FieldSpec(matching(r"[A-Z]{3}", "an ISO 3166 alpha-3 country code"), required=True),
    "name": FieldSpec(required=True),
    "aliases": FieldSpec(texts),
    "verified": FieldSpec(verified_mark, required=True),
}


def load_markets(root: Traversable) -> dict[str, Market]:
    """Markets by MIC.

    Codes of other systems are what stands after a ticker, without the dot or space; markets may share one.

    Raises:
        PackError: a fault in the table.
    """
    rows = unique_by(read_table(root, MARKETS_FILE, MARKET_FIELDS), "mic")
    return {
        code: Market(code, row["name"], row["country"], row["after_space"], row["after_dot"], row["aliases"])
        for code, row in rows.items()
    }


def load_countries(root: Traversable) -> dict[str, str]:
    """ISO alpha-2 codes by name, alias, alpha-2 and alpha-3 code, all casefolded.

    Raises:
        PackError: a fault in the table, or one name for two countries.
    """
    found: dict[str, str] = {}
    for row in unique_by(read_table(root, COUNTRIES_FILE, COUNTRY_FIELDS), "iso2").values():
        for text in (row["iso2"], row["iso3"], row["name"], *row["aliases"]):
            if found.setdefault(text.casefold(), row["iso2"]) != row["iso2"]:
                row.fail("aliases", f"{text!r} already means {found[text.casefold()]}")
    return found


def load_country_names(root: Traversable) -> dict[str, str]:
    """Names of countries for people, by ISO alpha-2 code, in the order of the codes.

    Raises:
        PackError: a fault in the table.
    """
    return {row["iso2"]: row["name"] for row in read_table(root, COUNTRIES_FILE, COUNTRY_FIELDS)}
