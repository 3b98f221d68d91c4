"""What is said of a row that means no entity on file: none found, or not screened and why."""

from __future__ import annotations

from sinolens.domain.instrument import Instrument
from sinolens.domain.match import Match, ScreeningState
from sinolens.domain.region import Region
from sinolens.matching.codes import is_identifier_name
from sinolens.matching.homes import find_by_ticker, is_doubtful_us
from sinolens.matching.institutions import institution_home
from sinolens.matching.query import Query
from sinolens.matching.region import OFFSHORE, has_foreign_letter

_CHINA = frozenset({"CN", "HK", "MO"})
_FOREIGN_FORMS = frozenset({
    "AG", "SE", "SA", "SPA", "NV", "AB", "ASA", "OYJ", "APS", "KK", "TBK", "BHD", "PLC", "GMBH", "KGAA", "JSC", "SARL",
    "SAS", "BV", "SRL", "PTY",
})
_UNNAMED = {
    "residual": "the part of a fund that its file does not itemise: no names to screen",
    "split": "a share of a fund by country: no names to screen",
}


_EXEMPT = frozenset({Instrument.GOVERNMENT_BOND, Instrument.REAL_ASSET})
"""Their issuer is a state, or none."""
_CODE_ONLY = "no name but a code, and the code leads to nobody on file"
_CODE_OF_US = (
    "no name but a code, which leads to nobody on file: a U.S. code can be a depositary receipt of a Chinese company, "
    "or a bond of one sold in the United States"
)
_CLAIM = (
    "a claim on a bank of China or on its state by its name, paper of it, a deposit with it or a repo: no cash, and "
    "without an identifier the name alone cannot rule an entry out"
)
_DOUBTFUL = (
    "a U.S. code beside a name that is hardly a U.S. company's: a depositary receipt or a bond sold in the United "
    "States, it may be; its issuer's home country is not given"
)


def nothing_to_screen(query: Query, home: str) -> Match | None:
    """The answer for rows with no issuer to look for: cash, currencies, foreign government bonds; None for others."""
    if query.method in _UNNAMED:
        return _not_screened(_UNNAMED[query.method])
    kind = query.kind
    if kind.is_cash_like:
        return _not_screened(f"nothing to screen: {kind.value.replace('_', ' ')}")
    if kind is Instrument.GOVERNMENT_BOND and home not in _CHINA:
        return _not_screened("nothing to screen: government bond")
    underlying = query.underlying
    if underlying is not None and underlying.index:
        if underlying.region in (Region.OTHER, Region.TAIWAN):
            outside = "a contract on an index, rate or commodity outside China: no single issuer"
            return Match(ScreeningState.NONE, "index", evidence=outside)
        return Match(
            ScreeningState.NOT_SCREENED, "index",
            evidence="a contract on an index with Chinese companies, or on one whose composition is not on file",
        )
    return None


def unmatched(query: Query, home: str, as_of: str = "", *, names_only: bool = False) -> Match:
    """The answer for a row that was looked for and not found, or that could not be looked for.

    A receipt or an offshore share without a country is not screened: its issuer's home is not known, so that the
    absence of a hit says nothing about it. A name alone rules out no company of China: lists and the universe know few
    of the spellings, and of those in Chinese script fewest.

    Args:
        query: the row.
        home: see `Query.home`.
        as_of: ISO date for the reason.
        names_only: the list searched is compared by name alone, so that nothing else is asked of the row.
    """
    dated = f" as of {as_of}" if as_of else ""
    underlying = query.underlying
    if underlying is not None and underlying.ticker:
        return _none(f"no line on file has the underlying ticker {underlying.ticker} ({underlying.country}){dated}")
    if not query.normalised.keys and not query.normalised_issuer.keys:
        typed = bool((query.name + query.issuer_name).strip())
        if not typed and home == "US" and (query.has_identifier or query.ticker):
            return _not_screened(_CODE_OF_US)
        return _not_screened("the name holds no words" if typed else "no name, and no identifier on file")
    if not any(len(key) > 1 for key in (*query.normalised.keys, *query.normalised_issuer.keys)):
        return _not_screened("the name is a single character")
    if query.kind.is_fund:
        return _none("a pooled fund: its holdings answer for it")
    codes_only = is_identifier_name(query) or has_foreign_letter(query.name)
    if codes_only and query.kind not in _EXEMPT and underlying is None:
        return _not_screened(_CODE_OF_US if home in ("US", "") else _CODE_ONLY)
    if not home and query.kind is not Instrument.REAL_ASSET:
        forms = query.normalised.forms | query.normalised_issuer.forms
        if query.receipt and not forms & _FOREIGN_FORMS:
            return _not_screened("a depositary receipt whose home country is not given")
        if has_foreign_letter(query.ticker) and not forms & _FOREIGN_FORMS:
            return _not_screened("a foreign company by the last letter of its U.S. ticker, whose home is not given")
        if query.isin[:2] in OFFSHORE or query.country in OFFSHORE:
            return _not_screened("an offshore company whose home country is not given")
        if named := find_by_ticker(query.name):
            return _not_screened(f"the name is the U.S. ticker of {named.name}, of China by a table of such companies")
        if query.has_us_code and not query.country and not forms & _FOREIGN_FORMS and _is_doubtful(query):
            return _not_screened(_DOUBTFUL)
    beside = "" if names_only or query.known is None else (
        f"; it is the name of {query.known.name}, of China by a table of companies with U.S. lines")
    if not names_only and query.kind not in _EXEMPT and (open_question := _open_question(query, home)):
        return _not_screened(f"{open_question}{beside}")
    return _none(f"no entity on file has this name or these identifiers{dated}{beside}")


def _is_doubtful(query: Query) -> bool:
    return any(is_doubtful_us(name) for name in (query.issuer_name, query.name) if name)


def _open_question(query: Query, home: str) -> str:
    """Why a row without a match may still mean an entity on file; "" when it may not."""
    names = [name for name in (query.normalised, query.normalised_issuer) if name.keys]
    if names and not any(name.tokens for name in names):
        return "a name in Chinese characters cannot be ruled out: few Chinese names are on file"
    if query.has_identifier or (home and home not in _CHINA):
        return ""
    if query.underlying is not None:
        return "a contract whose underlying is not on file; its own country and exchange say nothing of it"
    if home and institution_home(query.name):
        return _CLAIM
    if home:
        return "a Chinese name without an identifier cannot be ruled out by name alone"
    return "neither home country nor identifier is given: the name alone cannot rule it out"


def _none(evidence: str) -> Match:
    return Match(ScreeningState.NONE, "none", evidence=evidence)


def _not_screened(evidence: str) -> Match:
    return Match(ScreeningState.NOT_SCREENED, "not_screened", evidence=evidence)
