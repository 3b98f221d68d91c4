"""Every measure of the filter, the value the whole window shows, and the table of exchange rates."""

import re

import pytest
from large_analysis import build

from sinolens.domain.money import format_percent
from sinolens.figures.primitives import Text
from sinolens.qt.base.workspace import prepare

LOCAL = """As of 2026-09-30
Account,Security,ISIN,Currency,Country,Asset Type,Quantity,Price,Market Value
A1,TENCENT HLDGS LTD,KYG875721634,HKD,CN,Common Stock,100,500.00,50000.00
A1,PING AN INSURANCE H,CNE1000003X6,HKD,CN,Common Stock,1000,50.00,50000.00
A1,NVIDIA CORP,US67066G1040,USD,US,Common Stock,10,100.00,1000.00
"""


@pytest.fixture
def open_desk(desk):
    desk.workspace.open(prepare(build(positions=40, lines=200, issuers=20)))
    desk.settle()
    return desk


def dialog(desk):
    return desk.cases.measuring.dialog


def shown(desk, title):
    model = dialog(desk).model
    rows = {model.value(row, "title"): row for row in range(len(model._values[0]))}
    return {column.key: model.value(rows[title], column.key) for column in model.columns}


def test_every_measure_of_the_filter_is_shown_with_its_share(open_desk):
    workspace = open_desk.workspace
    open_desk.commands["go.measures"].trigger()
    open_desk.settle()
    whole = shown(open_desk, "Net")
    assert whole["value"] == workspace.cube.total()
    assert shown(open_desk, "Long")["value"] + shown(open_desk, "Short")["value"] == whole["value"]
    box = dialog(open_desk).against
    workspace.select(workspace.selection.only("manager", workspace.cube.values("manager")[0]))
    open_desk.settle()
    of_pool = shown(open_desk, "Net")["share"]
    box.setCurrentIndex(box.findData("manager"))
    box.activated.emit(box.currentIndex())
    open_desk.settle()
    of_manager = shown(open_desk, "Net")["share"]
    assert of_pool != of_manager and shown(open_desk, "Net")["value"] == workspace.view.total()


def test_china_ai_can_be_parted_by_every_basis(open_desk):
    open_desk.commands["go.measures"].trigger()
    open_desk.wait(lambda: open_desk.workspace.reference() is not None)
    open_desk.settle()
    box, model = dialog(open_desk).question, dialog(open_desk).basis_model
    whole = open_desk.workspace.cube.by("scope")["china_ai"]
    assert box.count() == 9
    for place in range(box.count()):
        box.setCurrentIndex(place)
        box.activated.emit(place)
        values = [model.value(row, "value") for row in range(model.rowCount())]
        # One issuer can be on several lists.
        assert sum(values) == whole or box.currentData() == "list"
        assert values


def test_the_whole_window_shows_another_value_and_says_so(open_desk):
    workspace = open_desk.workspace
    market = workspace.analysis
    unfunded = int(market.positions["unfunded"].fillna(0).sum())
    open_desk.commands["go.measures"].trigger()
    open_desk.settle()
    box = dialog(open_desk).basis
    box.setCurrentIndex(box.findData("with_unfunded"))
    box.activated.emit(box.currentIndex())
    open_desk.wait(lambda: workspace.analysis.value_basis == "with_unfunded")
    open_desk.settle()
    assert workspace.cube.total() == int(market.positions["market_value"].sum()) + unfunded
    assert open_desk.window.page.meta().startswith("Values: nav and unfunded commitments")
    assert workspace.analysis.at_market is market
    # It stays over a change of the analysis, and the measures beside it stay at their own values.
    workspace.renew(prepare(build(positions=40, lines=200, issuers=20, seed=8)))
    open_desk.wait(lambda: workspace.analysis.value_basis == "with_unfunded")
    open_desk.settle()
    assert shown(open_desk, "Net")["value"] == int(workspace.analysis.at_market.positions["market_value"].sum())
    box.setCurrentIndex(box.findData("market_value"))
    box.activated.emit(box.currentIndex())
    open_desk.wait(lambda: workspace.analysis.value_basis == "market_value")
    assert "Values:" not in open_desk.window.page.meta()


def test_reports_stay_at_market_value_whatever_the_window_shows(open_desk):
    from sinolens.exposure.valuation import ValueBasis, revalue
    from sinolens.services.exports import Choice, compose_choice

    market = open_desk.workspace.analysis
    other = revalue(market, ValueBasis.WITH_UNFUNDED)
    assert other.positions["market_value"].sum() > market.positions["market_value"].sum()
    assert repr(compose_choice(other, Choice())) == repr(compose_choice(market, Choice()))


def test_rates_of_a_file_bring_values_in_and_can_be_taken_back(desk, tmp_path):
    file = tmp_path / "local.csv"
    file.write_text(LOCAL, encoding="utf-8")
    rates = tmp_path / "rates.csv"
    rates.write_text("Currency,Rate,Date,Source\nHKD,0.128,2026-09-30,Custodian\nEUR,1.1,,\n", encoding="utf-8")
    desk.import_file(file)
    desk.create(tmp_path / "p.sinolens")
    assert desk.workspace.analysis.positions["market_value"].tolist() == [0, 0, 100000]
    desk.commands["file.rates"].trigger()
    box = dialog(desk)
    assert box._lacking.text() == "Without a rate, counted as nothing: 2 in HKD."
    box.read_file(rates)
    desk.settle()
    assert desk.workspace.analysis.positions["market_value"].tolist() == [640000, 640000, 100000]
    assert "the rate of EUR has no date" in box._told.text()
    assert [box.model.text(0, column) for column in range(5)] == ["HKD", "0.128", "30 Sep 2026", "Custodian", "yes"]
    desk.commands["edit.undo"].trigger()
    desk.settle()
    assert desk.workspace.analysis.positions["market_value"].tolist() == [0, 0, 100000]


def test_the_denominator_is_told_on_every_card_and_tooltip(open_desk):
    desk = open_desk
    workspace = desk.workspace
    workspace.select(workspace.selection.only("manager", workspace.cube.values("manager")[0]))
    desk.window.show_page("overview")
    desk.settle()
    overview = desk.window.page
    before = overview.ring.picture.picture.marks[0]
    desk.commands["go.measures"].trigger()
    box = dialog(desk).against
    assert box.currentData() == ""
    box.setCurrentIndex(box.findData("manager"))
    box.activated.emit(box.currentIndex())
    desk.settle()
    dialog(desk).reject()
    whole = workspace.cube.select(workspace.selection).total()
    for card in overview.charts:
        assert card._note.text().endswith("shares of own manager")
        amounts = [value for mark in card.picture.picture.marks for name, value in mark.rows
                   if name == "Amount" and "%" in value]
        # Each part names its own manager; the chart by manager shows the others beside it.
        assert amounts and all(re.search(r" of (\d+ )?managers? ?", value) for value in amounts)
    after = overview.ring.picture.picture.marks[0]
    assert after.value == before.value and after.rows[0] != before.rows[0]
    assert format_percent(after.value, whole) in after.rows[0][1]
    captions = [card.figure.caption for card in overview._headline.cards]
    assert sum(" of manager" in caption for caption in captions) == 2
    printed = {item.mark: item.text for item in overview.ring.picture.picture.items
               if isinstance(item, Text) and item.share}
    assert printed[after.id] == format_percent(after.value, whole, 1)
    # Filtered to one part, the part is as large a share of the same whole.
    workspace.choose(after.filters)
    desk.settle()
    (same,) = [mark for mark in overview.ring.picture.picture.marks if mark.id == after.id]
    assert same.rows[0] == after.rows[0]
    workspace.choose(after.filters)
    desk.settle()
    kept = workspace.lens.to_json()
    workspace.lens.take({})
    assert all(not card._note.text().endswith("shares of own manager") for card in overview.charts)
    workspace.lens.take(kept)
    assert overview.ring.picture.picture.marks[0].rows == after.rows
