"""Properties that hold for any holdings."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sinolens.domain.instrument import Instrument
from sinolens.domain.tier import Tier, tier_of
from sinolens.reference.loader import Reference

DAYS = ("2020-12-31", "2021-12-16", "2025-01-02", "2026-06-08", "2026-09-30", "2026-11-23")
ISSUERS = ("", "smic", "cloudwalk", "alibaba", "jd", "moutai", "moonshot", "deepseek", "zhipu", "minimax", "blocked",
           "half-cmic", "affiliate-60", "affiliate-undated", "likeness", "us-share", "us-startup", "winddown", "yitu")
INSTRUMENTS = tuple(kind.value for kind in Instrument)
DATES = ("", "2019-06-01", "2025-01-02", "2026-02-15")
QUICK = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@st.composite
def drawn_holdings(draw: st.DrawFn) -> list[dict[str, object]]:
    """Descriptions of up to five holdings."""
    found = []
    for _ in range(draw(st.integers(1, 5))):
        instrument = draw(st.sampled_from(INSTRUMENTS))
        issuer = "" if Instrument(instrument).is_fund else draw(st.sampled_from(ISSUERS))
        holds: tuple[tuple[str, str, float], ...] = ()
        if Instrument(instrument).is_fund and draw(st.booleans()):
            leaves = draw(st.lists(st.sampled_from([*filter(None, ISSUERS), "undisclosed", "proxy-us"]), min_size=1,
                                   max_size=4, unique=True))
            kinds = st.sampled_from(("equity", "direct_private", "bond"))
            holds = tuple((leaf, draw(kinds), 100 / len(leaves)) for leaf in leaves)
        found.append({
            "issuer": issuer, "instrument": instrument, "holds": holds,
            "region": draw(st.sampled_from(("", "PRC", "HK", "TW", "OTHER", "UNKNOWN"))) if not issuer else "",
            "state": draw(st.sampled_from(("hit", "possible", "none", "not_screened"))),
            "provisional": draw(st.booleans()), "identified": draw(st.booleans()),
            "fields": {
                "commitment_date": draw(st.sampled_from(DATES)), "assurance_date": draw(st.sampled_from(DATES)),
                "special_rights": draw(st.sampled_from(("", "yes", "no"))),
                "secondary": draw(st.sampled_from(("", "yes", "no"))),
                "fund_domicile": draw(st.sampled_from(("", "US", "KY", "IE"))),
                "fund_registration": draw(st.sampled_from(("", "1940_act", "ucits", "unregistered"))),
                "reinvest": draw(st.sampled_from(("", "yes", "no"))),
            },
        })
    return found


@pytest.fixture(scope="module")
def judge(reference: Reference, holding: Callable, assess: Callable) -> Callable:
    """Assess described holdings. A function, so that a failing example is printed without the whole reference."""
    def run(described: list, day: str, **more: object) -> object:
        return assess(reference, [holding(**one, **more) for one in described], day)
    return run


@pytest.fixture(scope="module")
def judge_shuffled(reference: Reference, holding: Callable, assess: Callable) -> Callable:
    """The same with everything in the pack in another order."""
    rules = list(reference.rules)
    random.Random(7).shuffle(rules)
    turned = replace(reference, rules=tuple(rules), editions=tuple(reversed(reference.editions)),
                     links=tuple(reversed(reference.links)))
    return lambda described, day: assess(turned, [holding(**one) for one in described], day)


@QUICK
@given(described=drawn_holdings(), day=st.sampled_from(DAYS), seed=st.integers(0, 99))
def test_the_order_of_positions_and_rules_does_not_matter(
    described: list, day: str, seed: int, judge: Callable, judge_shuffled: Callable
) -> None:
    order = list(range(len(described)))
    random.Random(seed).shuffle(order)
    straight = judge(described, day)
    turned = judge_shuffled([described[place] for place in order], day)
    for row, place in enumerate(order):
        assert turned.position(row) == straight.position(place)


@QUICK
@given(described=drawn_holdings(), day=st.sampled_from(DAYS))
def test_a_status_hangs_together(
    described: list, day: str, judge: Callable
) -> None:
    found = judge(described, day)
    for status in (*found.slices(), *(found.position(row) for row in range(len(described)))):
        assert status.tier is tier_of(status.code)
        if status.tier in (Tier.T1, Tier.T2, Tier.T3, Tier.T4):
            assert status.triggers
            assert status.triggers[0].code == status.code
        every = {trigger.code for trigger in status.triggers}
        assert every <= {status.code, *status.other_codes}
        assert status.code not in status.other_codes
        order = [tier_of(code).precedence for code in (status.code, *status.other_codes)]
        assert order == sorted(order)
        if status.tier is Tier.U:
            assert status.code != "5"
            assert not status.triggers
            assert status.evidence_needed
        if status.code == "5":
            assert status.other_codes == ()
        assert "Screening aid, not a legal determination." in status.explanation
        for trigger in status.triggers:
            mark = "verified" if trigger.verified else "unverified"
            assert f"{trigger.citation} [{mark}]" in status.explanation


@QUICK
@given(described=drawn_holdings(), day=st.sampled_from(DAYS))
def test_what_is_unresolved_is_never_none_identified(
    described: list, day: str, judge: Callable
) -> None:
    unresolved = [{**one, "holds": (), "state": "possible", "issuer": ""} for one in described]
    found = judge(unresolved, day)
    for row, one in enumerate(unresolved):
        kind = Instrument(str(one["instrument"]))
        quiet = kind.is_cash_like or kind in (Instrument.GOVERNMENT_BOND, Instrument.INDEX_DERIVATIVE)
        if not quiet:
            assert found.position(row).tier is not Tier.T5


EVIDENCE = (
    {"special_rights": "no"}, {"listed_at_settlement": "yes"}, {"converts_to_public": "yes"},
    {"national_interest_exemption": "letter"}, {"assurance_date": "2026-01-05", "special_rights": "no"},
    {"fund_registration": "1940_act", "special_rights": "no"}, {"purchase_date": "2024-05-01"},
    {"commitment_total": "1000000", "special_rights": "no"}, {"activity": "no-covered-activity"},
    {"covered_foreign_person": "no"}, {"fund_domicile": "US"}, {"notice_filed": "2026-03-01"},
)


@QUICK
@given(described=drawn_holdings(), day=st.sampled_from(DAYS), evidence=st.sampled_from(EVIDENCE))
def test_evidence_for_an_exception_never_raises_a_tier(
    described: list, day: str, evidence: dict, judge: Callable
) -> None:
    plain = [{**one, "fields": {**one["fields"], "special_rights": ""}} for one in described]
    without = judge(plain, day)
    with_it = judge(plain, day, answers=evidence)
    for row in range(len(plain)):
        assert with_it.position(row).tier.precedence >= without.position(row).tier.precedence


@QUICK
@given(described=drawn_holdings())
def test_values_and_doubling_do_not_change_a_status(
    described: list, judge: Callable
) -> None:
    single = judge(described, "2026-09-30")
    double = judge([*described, *described], "2026-09-30", market_value=999)
    for row in range(len(described)):
        same = (double.position(row), double.position(row + len(described)))
        assert same[0] == same[1]
        assert (same[0].tier, same[0].code) == (single.position(row).tier, single.position(row).code)
