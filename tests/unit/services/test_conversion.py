"""Values in several currencies: converted by the user's dated rates, or left out visibly; never added as dollars."""

from __future__ import annotations

import openpyxl
import pytest

from sinolens.domain.finding import Severity
from sinolens.domain.money import Rate
from sinolens.importing.options import ImportOptions
from sinolens.reference.loader import load_reference
from sinolens.services.analysis import Question, analyse, blocking
from sinolens.services.conversion import choose_rates, convert
from sinolens.services.errors import WrongUse
from sinolens.services.holdings import Source, read_holdings
from sinolens.services.projects import load_question, save_holdings
from sinolens.services.rates import load_rates, read_rates, set_rates
from sinolens.storage.project import Project

# Prices in each row's own currency prove that the values are local.
FILE = """As of 2026-09-30
Account,Security,ISIN,Currency,Country,Asset Type,Quantity,Price,Market Value
A1,TENCENT HLDGS LTD,KYG875721634,HKD,CN,Common Stock,100,500.00,50000.00
A1,PING AN INSURANCE H,CNE1000003X6,HKD,CN,Common Stock,1000,50.00,50000.00
A1,KWEICHOW MOUTAI A,CNE0000018R8,CNY,CN,Common Stock,10,1500.00,15000.00
A1,NVIDIA CORP,US67066G1040,USD,US,Common Stock,10,100.00,1000.00
"""
HKD = Rate("HKD", 0.128, "2026-09-30", "custodian")
CNY = Rate("CNY", 0.14, "2026-09-29")
FACTS = load_reference()


@pytest.fixture(scope="module")
def holdings(tmp_path_factory):
    file = tmp_path_factory.mktemp("fx") / "local.csv"
    file.write_text(FILE, encoding="utf-8")
    return read_holdings([Source(file)], FACTS)


def codes(analysis):
    return {finding.code: finding for finding in analysis.findings}


def test_without_rates_other_currencies_count_nothing_and_say_so(holdings):
    made = analyse(holdings, Question(as_of="2026-09-30"), FACTS)
    assert made.positions["market_value"].tolist() == [0, 0, 0, 1000_00]
    assert [(one.position, one.currency, one.amount) for one in made.excluded] == [
        (0, "HKD", 50000_00), (1, "HKD", 50000_00), (2, "CNY", 15000_00)]
    missing = codes(made)["fx-rate-missing"]
    assert missing.severity is Severity.BLOCKING and missing in blocking(made)
    assert "CNY 15,000.00 in 1 position" in missing.message and "HKD 100,000.00 in 2 positions" in missing.message
    assert "value-currency" not in codes(made)
    assert made.slices["market_value"].sum() == 1000_00


def test_rates_of_the_user_bring_values_into_dollars_with_their_date(holdings):
    made = analyse(holdings, Question(as_of="2026-09-30", rates=(HKD, CNY)), FACTS)
    assert made.positions["market_value"].tolist() == [6400_00, 6400_00, 2100_00, 1000_00]
    assert made.excluded == () and {rate.currency for rate in made.rates} == {"HKD", "CNY"}
    told = codes(made)["fx-converted"]
    assert told.severity is Severity.INFO and "HKD 0.128 of 2026-09-30 (custodian)" in told.message
    assert blocking(made) == []


def test_one_missing_rate_leaves_out_only_its_currency(holdings):
    made = analyse(holdings, Question(as_of="2026-09-30", rates=(HKD,)), FACTS)
    assert made.positions["market_value"].tolist() == [6400_00, 6400_00, 0, 1000_00]
    assert "CNY" in codes(made)["fx-rate-missing"].message and "HKD" in codes(made)["fx-converted"].message


def test_an_old_rate_is_said(holdings):
    old = Rate("HKD", 0.128, "2026-06-30")
    made = analyse(holdings, Question(as_of="2026-09-30", rates=(old, CNY)), FACTS)
    assert codes(made)["fx-converted"].severity is Severity.WARNING
    assert "More than 10 days from the date of the holdings: HKD" in codes(made)["fx-converted"].message


def test_of_several_rates_the_latest_up_to_the_date_is_taken():
    rates = [Rate("HKD", rate, day) for rate, day in
             ((0.127, "2026-06-30"), (0.129, "2026-10-31"), (0.128, "2026-09-30"))]
    assert choose_rates(rates, "2026-09-30")["HKD"].rate == 0.128
    assert choose_rates(rates[1:2], "2026-09-30")["HKD"].rate == 0.129


def test_values_accepted_as_dollars_stay_as_they_are(tmp_path):
    file = tmp_path / "local.csv"
    file.write_text(FILE, encoding="utf-8")
    options = ImportOptions(accept_difference="the administrator states values in dollars")
    accepted = read_holdings([Source(file, options)], FACTS)
    assert convert(accepted, (HKD,), "2026-09-30").holdings is accepted


def test_rates_are_kept_in_the_project_and_undone(holdings, tmp_path):
    with Project.create(tmp_path / "p.sinolens", "correct horse") as project:
        save_holdings(project, holdings, Question(as_of="2026-09-30", rates=(HKD,)))
        assert load_question(project).rates == (HKD,)
        project.apply(set_rates(project, (HKD, CNY), "custodian's table"))
        assert load_rates(project) == (HKD, CNY)
        project.undo()
        assert load_rates(project) == (HKD,)


def test_a_table_of_rates_is_read_with_its_findings(tmp_path):
    path = tmp_path / "rates.csv"
    path.write_text(
        "Rates for the quarter\n\nCurrency,Rate,Date,Source\nHKD,0.128,2026-09-30,Custodian\nCNY,7.1,2026-09-30,\n"
        "EUR,1.08,,\nZZZ,2,2026-09-30,\nGBP,abc,2026-09-30,\nUSD,1,2026-09-30,\nHKD,0.129,2026-09-30,\n"
        "JPY,0.0067,30 Sep 2026,\n", encoding="utf-8")
    table = read_rates(path)
    assert [(rate.currency, rate.rate, rate.date, rate.source) for rate in table.rates] == [
        ("HKD", 0.128, "2026-09-30", "Custodian"), ("JPY", 0.0067, "2026-09-30", "")]
    told = {finding.cell: finding.message for finding in table.findings}
    assert "looks like CNY for one USD" in told["B5"] and "has no date" in told["C6"]
    assert "is no currency" in told["A7"] and "is no rate" in told["B8"] and "two rates" in told["B10"]


def test_a_workbook_of_rates_is_read(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Currency", "Rate", "Date", "Source"], ["CNY", 0.14, "2026-09-29", ""]):
        book.active.append(row)
    book.save(tmp_path / "rates.xlsx")
    assert read_rates(tmp_path / "rates.xlsx").rates == (CNY,)


def test_a_file_without_such_a_table_is_refused(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(WrongUse, match="no table with the headings"):
        read_rates(path)


EUROS = """Kestrel positions;;
Date;30.09.2026;

Name;ISIN;Stück;Marktwert EUR
TENCENT HLDGS LTD;KYG875721634;100;50.000,00
NVIDIA CORP;US67066G1040;10;1.000,00
Summe;;;51.000,00
"""
EUR = Rate("EUR", 1.1, "2026-09-30")


@pytest.fixture(scope="module")
def euros(tmp_path_factory):
    file = tmp_path_factory.mktemp("eur") / "kestrel.csv"
    file.write_text(EUROS, encoding="utf-8")
    return file


def test_a_file_all_in_another_currency_counts_nothing_without_a_rate_and_keeps_its_own_sum(euros):
    held = read_holdings([Source(euros)], FACTS)
    made = analyse(held, Question(), FACTS)
    assert made.positions["market_value"].tolist() == [0, 0]
    assert [(one.currency, one.amount) for one in made.excluded] == [("EUR", 50000_00), ("EUR", 1000_00)]
    (missing,) = blocking(made)
    assert missing.code == "fx-rate-missing" and "EUR 51,000.00 in 2 positions" in missing.message
    assert (made.inputs[0].currency, made.inputs[0].sum) == ("EUR", 51000_00)
    priced = analyse(held, Question(rates=(EUR,)), FACTS)
    assert priced.positions["market_value"].tolist() == [55000_00, 1100_00] and blocking(priced) == []


def test_a_reason_for_a_difference_never_makes_confirmed_euros_into_dollars(euros):
    options = ImportOptions(base_currency="EUR", control_total=52000_00, accept_difference="a late fee")
    held = read_holdings([Source(euros, options)], FACTS)
    made = analyse(held, Question(accept_difference="a late fee", rates=(EUR,)), FACTS)
    assert made.positions["market_value"].tolist() == [55000_00, 1100_00]
    dollars = read_holdings([Source(euros, ImportOptions(accept_difference="the header is wrong"))], FACTS)
    assert dollars.inputs[0].currency == "" and dollars.inputs[0].accepted_reason == "the header is wrong"
    assert analyse(dollars, Question(), FACTS).positions["market_value"].tolist() == [50000_00, 1000_00]


def test_lines_of_a_fund_in_another_currency_keep_their_shares_without_a_rate(euros):
    held = read_holdings([Source(euros, ImportOptions(role="fund_holdings", fund="Kestrel"))], FACTS)
    alone = convert(held, (), "2026-09-30").holdings
    assert alone.fund_tables[0].frame["market_value"].tolist() == [50000_00, 1000_00]
    assert alone.fund_tables[0].currency == "EUR"
    priced = convert(held, (EUR,), "2026-09-30").holdings
    assert priced.fund_tables[0].frame["market_value"].tolist() == [55000_00, 1100_00]
    assert priced.fund_tables[0].currency == ""
