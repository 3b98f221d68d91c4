"""The columns of every table that travels between layers: name, type, unit and meaning, declared once.

Tables are pandas frames with a RangeIndex. Text is never missing: "" means not given. Dates are ISO text.
Money is whole cents of the base currency: `int64` where it must be there, `Int64` where it may be missing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `dtype` is a pandas dtype name; `unit` is "" for plain text."""

    name: str
    dtype: str
    unit: str
    meaning: str


POSITION_COLUMNS: tuple[Column, ...] = (
    Column("file", "str", "", "name of the source file, without its folder"),
    Column("sheet", "str", "", "sheet in that file; empty for text files"),
    Column("row", "int64", "", "row as the user sees it, first row = 1"),
    Column("account", "str", "", "custody account, name or number"),
    Column("manager", "str", "", "managing firm"),
    Column("asset_class", "str", "", "asset class as the source or the account table gives it"),
    Column("name", "str", "", "name of the security or fund as typed in the source"),
    Column("isin", "str", "", "ISIN after repair, check digit valid or empty"),
    Column("cusip", "str", "", "CUSIP or CINS after repair, check digit valid or empty"),
    Column("sedol", "str", "", "SEDOL after repair, check digit valid or empty"),
    Column("figi", "str", "", "FIGI"),
    Column("lei", "str", "", "LEI of the issuer"),
    Column("uscc", "str", "", "Unified Social Credit Code of the issuer"),
    Column("ticker", "str", "", "ticker without market suffix"),
    Column("mic", "str", "", "market of the ticker (MIC), empty when not known"),
    Column("internal_id", "str", "", "the source's own identifier"),
    Column("issuer_name", "str", "", "issuer as the source gives it, when it has such a column"),
    Column("country", "str", "ISO 3166 alpha-2", "country as the source gives it (risk or domicile)"),
    Column("currency", "str", "ISO 4217", "currency the position trades in"),
    Column("quantity", "float64", "shares, par or units", "quantity; NaN when not given; negative = short"),
    Column("price", "float64", "local currency", "price; NaN when not given"),
    Column("market_value", "int64", "cents, base", "market value without accrued income; negative = short, overdraft"),
    Column("accrued", "Int64", "cents, base", "accrued income, kept apart from market value"),
    Column("cost", "Int64", "cents, base", "book cost"),
    Column("instrument", "str", "", "value of domain.instrument.Instrument"),
    Column("as_of", "str", "ISO date", "date the position is true for"),
    Column("nav_date", "str", "ISO date", "valuation date of a fund interest"),
    Column("commitment", "Int64", "cents, base", "capital promised to a private fund"),
    Column("called", "Int64", "cents, base", "capital paid in"),
    Column("unfunded", "Int64", "cents, base", "capital still callable"),
    Column("commitment_date", "str", "ISO date", "date of the binding commitment or of the purchase"),
    Column("fund_registration", "str", "", "1940_act, ucits, unregistered or empty"),
    Column("fund_domicile", "str", "ISO 3166 alpha-2", "where the fund is organised"),
    Column("assurance_date", "str", "ISO date", "date of a binding assurance letter on file"),
    Column("special_rights", "str", "", "yes, no or empty: rights beyond standard minority protections"),
    Column("secondary", "str", "", "yes, no or empty: bought from another holder"),
    Column("reinvest", "str", "", "yes, no or empty: dividends are reinvested"),
    Column("notes", "str", "", "remarks typed in the source"),
    Column("notional", "Int64", "cents, base", "size of a derivative's underlying, signed; missing when not known"),
    Column("delta", "float64", "", "change of the option's value for one of the underlying's; NaN when not given"),
)

FUND_HOLDING_COLUMNS: tuple[Column, ...] = (
    *POSITION_COLUMNS,
    Column("weight", "float64", "share of the fund, 0.05 = 5 %", "weight in the fund; NaN when not given"),
)

SLICE_COLUMNS: tuple[Column, ...] = (
    Column("position", "int64", "", "row number in the position table"),
    Column("path", "str", "", "names of the funds from the position down, joined by ' ▸ '; empty for direct lines"),
    Column("depth", "int64", "", "0 = the position itself"),
    Column("method", "str", "", "direct, known, scaled, split, proxy, residual or not_disclosed"),
    Column("weight", "float64", "share of the position", "part of the position this slice is"),
    Column("scale_factor", "float64", "", "custodian value / sum of the fund file; NaN where no file is used"),
    Column("data_date", "str", "ISO date", "date the slice's data is true for"),
    Column("confidence", "str", "", "confirmed, stated, estimated, proxy or unknown"),
    Column("file", "str", "", "where the leaf was read: file"),
    Column("sheet", "str", "", "where the leaf was read: sheet"),
    Column("row", "int64", "", "where the leaf was read: row"),
    Column("name", "str", "", "name of the leaf as typed"),
    Column("isin", "str", "", "ISIN of the leaf"),
    Column("cusip", "str", "", "CUSIP of the leaf"),
    Column("sedol", "str", "", "SEDOL of the leaf"),
    Column("figi", "str", "", "FIGI of the leaf"),
    Column("lei", "str", "", "LEI of the leaf's issuer"),
    Column("uscc", "str", "", "USCC of the leaf's issuer"),
    Column("ticker", "str", "", "ticker of the leaf"),
    Column("mic", "str", "", "market of the ticker"),
    Column("issuer_name", "str", "", "issuer as the source gives it"),
    Column("country", "str", "ISO 3166 alpha-2", "country as the source gives it"),
    Column("currency", "str", "ISO 4217", "currency the leaf trades in"),
    Column("instrument", "str", "", "value of domain.instrument.Instrument"),
    Column("market_value", "int64", "cents, base", "value of the slice; those of a position add to its market value"),
    Column("notional", "Int64", "cents, base", "the position's part of a derivative's notional; missing: not known"),
    Column("delta", "float64", "", "delta of an option; NaN when not given"),
)

ASSESSED_COLUMNS: tuple[Column, ...] = (
    Column("match", "int64", "", "index into Analysis.matches"),
    Column("issuer_id", "str", "", "issuer of the universe, empty when none"),
    Column("issuer", "str", "", "issuer or leaf name for people"),
    Column("region", "str", "", "value of domain.region.Region"),
    Column("category", "str", "", "category code (first by share)"),
    Column("group", "str", "", "category group, one letter"),
    Column("intensity", "str", "", "value of domain.category.Intensity, unknown when in part; empty when not AI"),
    Column("low", "int64", "cents, base", "AI-weighted value, low"),
    Column("base", "int64", "cents, base", "AI-weighted value, base (low where the intensity is unknown)"),
    Column("high", "int64", "cents, base", "AI-weighted value, high"),
    Column("status", "int64", "", "index into Analysis.statuses"),
    Column("tier", "str", "", "value of domain.tier.Tier"),
    Column("code", "str", "", "tier sub-code"),
)
"""Added to positions and to slices by the analysis (positions: without low, base, high)."""
