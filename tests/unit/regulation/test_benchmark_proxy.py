"""What only a fund's benchmark says is an estimate: never a bar, a duty or a mandate of the fund itself."""

import pytest

from sinolens.domain.tier import Tier

DAY = "2026-09-30"
ETF = {"fund_registration": "1940_act"}


@pytest.fixture
def fund(reference, holding, assess):
    def make(*held, instrument="etf", **fields):
        given = {"instrument": instrument, "fields": {**ETF, **fields}, "region": "PRC"}
        return assess(reference, [holding("", holds=held, **given)], DAY)
    return make


def test_a_barred_name_of_the_benchmark_bars_no_fund(fund):
    assert fund(("smic", "equity", 100)).position().code == "1B"
    found = fund(("proxy:smic", "equity", 40), ("proxy:alibaba", "equity", 60))
    status = found.position()
    assert (status.tier, status.code, status.triggers) == (Tier.U, "U2", ())
    assert "40.00 % of its benchmark is in names that" in status.explanation
    assert "Whether the fund holds them is not on file." in status.explanation
    assert "the fund's own holdings, or its word on these names" in status.evidence_needed
    assert "Its benchmark contains T1 names, 40.00 % of value, an estimate." in status.notes
    assert not any(note.startswith("Contains") for note in status.notes)
    assert status.actions.buy == "unknown"


def test_the_benchmarks_line_keeps_its_answer_and_says_what_it_is(fund):
    barred, named = fund(("proxy:smic", "equity", 40), ("proxy:alibaba", "equity", 60)).slices()
    assert (barred.code, barred.confidence, named.code, named.confidence) == ("1B", "proxy", "4A", "proxy")
    for status in (barred, named):
        assert "An estimate: the benchmark that stands in for the fund holds this line." in status.explanation
    assert "An estimate" not in fund(("smic", "equity", 100)).slices()[0].explanation


def test_one_line_of_the_funds_own_is_enough_beside_its_benchmarks(fund):
    status = fund(("smic", "equity", 1), ("proxy:hikvision", "equity", 99)).position()
    assert (status.code, status.confidence) == ("1B", "stated")
    assert "1.00 % of its value" in status.explanation
    assert "99" not in status.explanation
    assert "Its benchmark contains T1 names, 99.00 % of value, an estimate." in status.notes


def test_a_benchmark_without_such_names_leaves_no_doubt_of_its_own(fund):
    status = fund(("proxy:alibaba", "equity", 100)).position()
    assert not any("of its benchmark is in names" in line for line in status.explanation.splitlines())
    assert status.tier is not Tier.T1
