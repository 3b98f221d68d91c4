"""What kind of instrument a position is, as far as rules and exposure care."""

from __future__ import annotations

from enum import StrEnum


class Instrument(StrEnum):
    """Kinds of instrument."""

    EQUITY = "equity"
    DEPOSITARY_RECEIPT = "depositary_receipt"
    PREFERRED = "preferred"
    BOND = "bond"
    CONVERTIBLE = "convertible"
    GOVERNMENT_BOND = "government_bond"
    WARRANT = "warrant"
    OPTION = "option"
    FUTURE = "future"
    SWAP = "swap"
    INDEX_DERIVATIVE = "index_derivative"
    ETF = "etf"
    MUTUAL_FUND = "mutual_fund"
    COMMINGLED_FUND = "commingled_fund"
    HEDGE_FUND = "hedge_fund"
    PRIVATE_FUND = "private_fund"
    DIRECT_PRIVATE = "direct_private"
    CASH = "cash"
    MONEY_MARKET = "money_market"
    CURRENCY = "currency"
    REAL_ASSET = "real_asset"
    OTHER = "other"

    @property
    def is_fund(self) -> bool:
        """A pooled vehicle whose exposure lies in what it holds."""
        return self in _FUNDS

    @property
    def is_cash_like(self) -> bool:
        """Cash, currencies and money market: nothing to screen."""
        return self in _CASH_LIKE

    @property
    def is_private(self) -> bool:
        """Not a publicly traded security by its kind."""
        return self in _PRIVATE


_FUNDS = frozenset({
    Instrument.ETF, Instrument.MUTUAL_FUND, Instrument.COMMINGLED_FUND, Instrument.HEDGE_FUND, Instrument.PRIVATE_FUND,
})
_CASH_LIKE = frozenset({Instrument.CASH, Instrument.MONEY_MARKET, Instrument.CURRENCY})
_PRIVATE = frozenset({
    Instrument.COMMINGLED_FUND, Instrument.HEDGE_FUND, Instrument.PRIVATE_FUND, Instrument.DIRECT_PRIVATE,
})
