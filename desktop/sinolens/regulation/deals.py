"""The deals positions came from: when, how, and how much was promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from sinolens.domain.instrument import Instrument
from sinolens.domain.money import to_units
from sinolens.reference.loader import Market
from sinolens.regulation.facts import AT_LEAST, Deal
from sinolens.regulation.identity import find_identified, read_texts

_DEAL_FIELDS = (
    "commitment_date", "assurance_date", "special_rights", "secondary", "fund_registration", "fund_domicile",
)
_DEALT = frozenset({
    Instrument.EQUITY, Instrument.DEPOSITARY_RECEIPT, Instrument.PREFERRED, Instrument.CONVERTIBLE, Instrument.WARRANT,
    Instrument.DIRECT_PRIVATE, Instrument.OTHER,
})
_POOLED = frozenset({"unregistered", "ucits"})


def read_deals(
    positions: pd.DataFrame, answers: Mapping[int, Mapping[str, str]], markets: Mapping[str, Market]
) -> list[Deal | None]:
    """How each position was acquired, in row order; None where no question of acquisition arises.

    A question arises for what is not publicly traded, for special rights, and for a security whose date of purchase is
    given: it may have been subscribed before trading began. Commitments to the funds and vehicles of one manager are
    added up, for the limit on small commitments is an aggregate.
    """
    columns = {name: read_texts(positions, name) for name in (*_DEAL_FIELDS, "country", "instrument")}
    kind, registration = columns["instrument"], columns["fund_registration"]
    mutual = kind == Instrument.MUTUAL_FUND.value
    dealt = kind.isin(_values(_DEALT)) & ((columns["commitment_date"] != "") | ~find_identified(positions, markets))
    raised = kind.isin(_values(one for one in Instrument if one.is_private)) | dealt
    raised |= (mutual & registration.isin(_POOLED)) | (columns["special_rights"] == "yes")
    # An answer that serves an exception never raises the question; one that speaks against it does.
    against = [
        row for row, given in answers.items()
        if given.get("special_rights") == "yes" or given.get("listed_at_settlement") == "no"
        or given.get("derivative_confers_rights") == "yes"
    ]
    rows = sorted({*np.flatnonzero(raised.to_numpy(dtype=bool)).tolist(), *against})
    deals: list[Deal | None] = [None] * len(positions)
    commitments = _commitment_totals(positions)
    names = (*_DEAL_FIELDS, "country", "instrument")
    known: dict[tuple[str, ...], Deal] = {}
    cells = zip(*(columns[name].iloc[rows].tolist() for name in names), strict=True)
    for row, cell in zip(rows, cells, strict=True):
        if row in answers or row in commitments:
            deals[row] = _read_deal(dict(zip(names, cell, strict=True)), answers.get(row, {}), commitments.get(row))
            continue
        # Most rows say the same little of how they were acquired: each way is read once.
        deal = known.get(cell)
        if deal is None:
            deal = known[cell] = _read_deal(dict(zip(names, cell, strict=True)), {}, None)
        deals[row] = deal
    return deals


def _read_deal(values: dict[str, str], given: Mapping[str, str], committed: tuple[bool, int] | None) -> Deal:
    """One deal, from the cells of its row, the answers on its fact sheet, and what is committed in all."""
    instrument, country = Instrument(values.pop("instrument")), values.pop("country")
    if instrument is Instrument.DIRECT_PRIVATE:
        values["issuer_country"] = country
    values |= {name: value for name, value in given.items() if value}
    if instrument.is_fund:
        pooled = instrument is Instrument.MUTUAL_FUND and values["fund_registration"] in _POOLED
        registered = instrument is Instrument.ETF or (instrument is Instrument.MUTUAL_FUND and not pooled)
        values.setdefault("listed_at_settlement", "yes" if registered else "no")
    if committed is not None:
        whole, cents = committed
        values.setdefault("commitment_total" if whole else f"commitment_total{AT_LEAST}", str(to_units(cents)))
    return Deal.of(values)


def _commitment_totals(positions: pd.DataFrame) -> dict[int, tuple[bool, int]]:
    """Cents committed by row, added up over the vehicles of one manager, and whether that is the whole sum.

    Without a manager nothing says which co-investments belong to it: the row's own commitment is a lower bound.
    """
    if "commitment" not in positions:
        return {}
    own = positions["commitment"].reset_index(drop=True).dropna().astype("int64")
    manager = read_texts(positions, "manager").loc[own.index]
    added = own.groupby(manager).transform("sum").where(manager != "", own).astype("int64")
    sums = zip((manager != "").tolist(), added.tolist(), strict=True)
    return dict(zip(own.index.tolist(), sums, strict=True))


def _values(kinds: Iterable[Instrument]) -> list[str]:
    return [str(kind.value) for kind in kinds]
