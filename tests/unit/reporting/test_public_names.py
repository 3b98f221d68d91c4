"""What the public version takes for the name of a company, and what it does not."""

import dataclasses

import pytest
import synthetic_analysis

from sinolens.reporting.redaction import redact, scrubber
from sinolens.reporting.report import compose
from sinolens.reporting.scrubber import WITHHELD


@pytest.fixture(scope="module")
def analysis():
    return synthetic_analysis.build(60, 4)


def with_fund_name(analysis, name):
    positions = analysis.positions.copy()
    fund = int((positions["instrument"] == "private_fund").to_numpy().nonzero()[0][0])
    positions.loc[fund, "name"] = name
    return dataclasses.replace(analysis, positions=positions)


def names_shown(analysis):
    report = compose(analysis, "public")
    return set(report.lines.frame["name"]), {item.text for item in report.withheld}


@pytest.mark.parametrize("kind", ["cash", "money_market", "currency"])
def test_cash_inside_a_fund_is_no_company(analysis, kind):
    slices = analysis.slices.copy()
    line = int((slices["depth"] == 1).to_numpy().nonzero()[0][0])
    slices.loc[line, ["name", "issuer", "instrument", "issuer_id"]] = ["USD Cash", "USD Cash", kind, ""]
    shown, withheld = names_shown(dataclasses.replace(analysis, slices=slices))
    assert "USD Cash" in shown
    assert "USD Cash" not in withheld


def test_a_fund_inside_a_fund_is_still_withheld(analysis):
    slices = analysis.slices.copy()
    line = int(((slices["depth"] == 1) & (slices["method"] == "scaled")).to_numpy().nonzero()[0][0])
    slices.loc[line, ["name", "issuer", "instrument"]] = ["Inner Vehicle", "Inner Vehicle", "private_fund"]
    shown, withheld = names_shown(dataclasses.replace(analysis, slices=slices))
    assert "Inner Vehicle" not in shown
    assert "Inner Vehicle" in withheld


def test_an_own_issuer_is_withheld_from_the_name_of_a_fund(analysis):
    own = ("Quetzal Nimbus Co., Ltd.", "Ox")
    named = dataclasses.replace(with_fund_name(analysis, "QUETZAL NIMBUS Series B SPV"), own_names=own)
    public, withheld = redact(named)
    assert f"{WITHHELD} Series B SPV" in set(public.positions["name"])
    assert public.own_names == ()
    listed = {item.text for item in withheld}
    assert "Quetzal Nimbus" in listed
    # Nobody would look for a name that stood nowhere.
    assert not listed & {"Quetzal Nimbus Co., Ltd.", "Ox"}


def test_an_own_issuer_is_withheld_from_what_staff_type(analysis):
    clean = scrubber(dataclasses.replace(analysis, own_names=("Quetzal Nimbus Ltd",)))
    assert clean("Ask about Quetzal Nimbus, again") == f"Ask about {WITHHELD}, again"
    assert scrubber(analysis)("Ask about Quetzal Nimbus") == "Ask about Quetzal Nimbus"


def test_a_chinese_name_is_found_though_no_space_stands_around_it(analysis):
    named = dataclasses.replace(with_fund_name(analysis, "投资凤鸣九皋专项基金"), own_names=("凤鸣九皋",))
    public, withheld = redact(named)
    assert f"投资{WITHHELD}专项基金" in set(public.positions["name"])
    assert "凤鸣九皋" in {item.text for item in withheld}
