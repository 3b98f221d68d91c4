"""What is said of a row that means no entity on file: none found, or not screened and why."""

from __future__ import annotations

from sinolens.domain.instrument import Instrument
from sinolens.domain.match import Match, ScreeningState
from sinolens.matching.query import Query
from sinolens.matching.region import OFFSHORE

_CHINA = frozenset({"CN", "HK", "MO"})
_FOREIGN_FORMS = frozenset({
    "AG", "SE", "SA", "SPA", "NV", "AB", "ASA", "OYJ", "APS", "KK", "TBK", "BHD", "PLC", "GMBH", "KGAA", "JSC", "SARL",
    "SAS", "BV", "SRL", "PTY",
})
_UNNAMED = {
    "residual": "the part of a fund that its file does not itemise: no names to screen",
    "split": "a share of a fund by country: no names to screen",
}


def nothing_to_screen(query: Query, home: str) -> Match | None:
    """The answer for rows with no issuer to look for: cash, currencies, foreign government bonds; None for others."""
    if query.method in _UNNAMED:
        return _not_screened(_UNNAMED[query.method])
    kind = query.kind
    if kind.is_cash_like:
        return _not_screened(f"nothing to screen: {kind.value.replace('_', ' ')}")
    if kind is Instrument.GOVERNMENT_BOND and home not in _CHINA:
        return _not_screened("nothing to screen: government bond")
    if kind is Instrument.INDEX_DERIVATIVE:
        return _none("derivative on an index: no single issuer")
    return None


def unmatched(query: Query, home: str, as_of: str = "") -> Match:
    """The answer for a row that was looked for and not found, or that could not be looked for.

    A receipt or an offshore share without a country is not screened: its issuer's home is not known, so that the
    absence of a hit says nothing about it.
    """
    if not query.normalised.keys and not query.normalised_issuer.keys:
        typed = bool((query.name + query.issuer_name).strip())
        return _not_screened("the name holds no words" if typed else "no name, and no identifier on file")
    if not any(len(key) > 1 for key in (*query.normalised.keys, *query.normalised_issuer.keys)):
        return _not_screened("the name is a single character")
    if query.kind.is_fund:
        return _none("a pooled fund: its holdings answer for it")
    if not home and query.kind is not Instrument.REAL_ASSET:
        forms = query.normalised.forms | query.normalised_issuer.forms
        if query.receipt and not forms & _FOREIGN_FORMS:
            return _not_screened("a depositary receipt whose home country is not given")
        if query.isin[:2] in OFFSHORE or query.country in OFFSHORE:
            return _not_screened("an offshore company whose home country is not given")
    dated = f" as of {as_of}" if as_of else ""
    return _none(f"no entity on file has this name or these identifiers{dated}")


def _none(evidence: str) -> Match:
    return Match(ScreeningState.NONE, "none", evidence=evidence)


def _not_screened(evidence: str) -> Match:
    return Match(ScreeningState.NOT_SCREENED, "not_screened", evidence=evidence)
