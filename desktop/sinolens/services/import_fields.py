"""What a column may mean, in the user's words, in the order a person looks for it."""

from __future__ import annotations

from functools import cache

from sinolens.importing.vocabulary import load_vocabulary

_TITLES = {
    "name": "Name of the security", "name_more": "Name, second part", "issuer_name": "Issuer", "fund": "Fund name",
    "isin": "ISIN", "cusip": "CUSIP", "sedol": "SEDOL", "figi": "FIGI", "lei": "LEI", "uscc": "USCC",
    "ticker": "Ticker", "market": "Market of the ticker", "identifier": "Identifier of any kind",
    "internal_id": "The source's own number",
    "quantity": "Quantity", "price": "Price", "price_local": "Price, local", "price_base": "Price, base",
    "market_value": "Market value", "market_value_base": "Market value, base",
    "market_value_local": "Market value, local",
    "market_value_accrued": "Market value with accrued income", "nav": "Net asset value", "weight": "Weight, percent",
    "accrued": "Accrued income", "cost": "Cost", "fx_rate": "Exchange rate", "fx_divisor": "Exchange rate, divides",
    "currency": "Currency", "base_currency": "Base currency", "total_value": "Total value",
    "account": "Account", "account_name": "Account name", "manager": "Manager", "asset_class": "Asset class",
    "asset_subclass": "Asset class, finer", "security_type": "Type of security", "as_of": "As-of date",
    "nav_date": "NAV date", "commitment": "Commitment", "called": "Called", "unfunded": "Unfunded",
    "commitment_date": "Commitment date", "country": "Country", "country_risk": "Country of risk",
    "country_domicile": "Country of domicile", "region": "Region", "include": "Counts or not", "notes": "Notes",
    "put_call": "Put or call", "long_short": "Long or short", "underlying": "Underlying of a contract",
    "special_rights": "Special rights of the holder", "secondary": "Bought from another investor",
    "reinvest": "Distributions are reinvested",
}
_GROUPS = (
    ("What it is", "name", "fund"), ("Identifiers", "isin", "internal_id"), ("Amounts", "quantity", "total_value"),
    ("Who holds it", "account", "security_type"), ("Dates and commitment", "as_of", "commitment_date"),
    ("Where", "country", "region"), ("Contract and notes", "include", "reinvest"),
)
"""Title of each group with its first and last field in the order of `_TITLES`."""
OTHER = "Others"
_ENDS = (("_local", ", local"), ("_base", ", base"))
NOT_USED = "Not used"


def field_title(name: str) -> str:
    """A field in the user's words; "" is a column that is not used."""
    if not name:
        return NOT_USED
    if name in _TITLES:
        return _TITLES[name]
    for end, words in _ENDS:
        if name.endswith(end):
            return field_title(name.removesuffix(end)) + words
    return name.replace("_", " ").capitalize()


@cache
def grouped_fields() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Every field a column may be given under the title of its group; a variant stands behind what it varies."""
    order = list(_TITLES)
    spans = [(title, order.index(first), order.index(last)) for title, first, last in _GROUPS]
    found: dict[str, list[str]] = {title: [] for title in (*(span[0] for span in spans), OTHER)}
    for name in fields_to_choose():
        stem = name if name in _TITLES else next(
            (name.removesuffix(end) for end, _ in _ENDS if name.endswith(end)), name)
        place = order.index(stem) if stem in _TITLES else -1
        found[next((title for title, first, last in spans if first <= place <= last), OTHER)].append(name)
    return tuple((title, tuple(names)) for title, names in found.items() if names)


@cache
def fields_to_choose() -> tuple[str, ...]:
    """Every field a column may be given, the usual ones first."""
    known = {entry.field for entries in load_vocabulary().headers.values() for entry in entries} - {"ignore"}
    first = [name for name in _TITLES if name in known or name in ("market_value", "name")]
    return (*first, *sorted(known - set(first), key=field_title))
