"""Reads the pooled vehicles that holders may own. Their holdings are never bundled."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from sinolens.domain.instrument import Instrument
from sinolens.domain.issuer import Vehicle
from sinolens.domain.region import Region
from sinolens.reference.identifiers import is_cusip, is_isin
from sinolens.reference.pack import (
    FieldSpec,
    Row,
    checked,
    country,
    iso_date,
    mic,
    one_of,
    read_table,
    slug,
    texts,
    unique_by,
    verified_mark,
)

VEHICLES_FILE = "vehicles/vehicles.csv"
FOCUSES = ("china", "emerging", "asia", "technology", "developed", "us", "global", "other", "")
REGISTRATIONS = ("1940_act", "ucits", "unregistered", "")


def load_vehicles(root: Traversable) -> dict[str, Vehicle]:
    """Vehicles by id, in the order of the file. Columns are the fields of `Vehicle`; aliases are joined by "|".

    Raises:
        sinolens.reference.pack.PackError: a repeated id, a ticker twice on one market, an instrument that is no fund,
            a check digit that fails, or a proxy region without a benchmark.
    """
    rows = read_table(root, VEHICLES_FILE, {
        "id": FieldSpec(slug, required=True),
        "name": FieldSpec(required=True),
        "ticker": str,
        "mic": mic,
        "isin": checked("ISIN", is_isin),
        "cusip": checked("CUSIP", is_cusip),
        "aliases": texts,
        "instrument": one_of(*(item.value for item in Instrument if item.is_fund)),
        "registration": one_of(*REGISTRATIONS),
        "domicile": country,
        "benchmark": str,
        "focus": one_of(*FOCUSES),
        "proxy_region": one_of("", *(item.value for item in Region)),
        "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True),
        "verified": verified_mark,
    })
    found = unique_by(rows, "id")
    _check_tickers(rows)
    for row in rows:
        if row["proxy_region"] and not row["benchmark"]:
            row.fail("proxy_region", "only a named benchmark can answer for an undisclosed fund")
    return {key: Vehicle(**row) for key, row in found.items()}


def _check_tickers(rows: list[Row]) -> None:
    seen: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not row["ticker"]:
            continue
        key = (row["mic"], row["ticker"])
        if key in seen:
            row.fail("ticker", f"{row['ticker']} already stands on line {seen[key].line}")
        seen[key] = row
