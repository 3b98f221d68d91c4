"""Every sub-code of the scheme is reached: by a position of the sample, or by a fictional pack where no list can."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sinolens.domain.tier import CODE_LABELS, tier_of
from sinolens.exposure.analysis import Analysis
from sinolens.reference.loader import Reference, load_reference
from sinolens.services.analysis import analyse
from sinolens.services.holdings import read_holdings
from sinolens.services.sample import open_sample

BY_SAMPLE = frozenset({"1B", "1E", "2A", "2B", "3B", "4A", "4B", "4C", "5", "U1", "U2"})
FICTIONAL: dict[str, dict[str, object]] = {
    "1A": {"issuer": "blocked"},
    "1C": {"issuer": "winddown"},
    "1D": {"issuer": "pending"},
    "2C": {"issuer": "moonshot", "instrument": "direct_private", "fields": {"commitment_date": "2026-02-15"},
           "answers": {"activity": "ai-compute-notifiable", "knowledge_date": "2026-03-20"}},
    "3A": {"issuer": "alibaba", "holder": "tx-papers"},
    "U3": {"issuer": "us-share", "as_of": "2026-10-08"},
    "U4": {"issuer": "moutai", "as_of": "2021-06-02"},
}
"""Codes the sample cannot reach on its day: no bundled list has such an entry, paper or age. By the tests' own pack."""


@pytest.fixture(scope="module")
def sample() -> Analysis:
    reference = load_reference()
    with open_sample() as files:
        holdings = read_holdings(files.sources, reference, files.attachments)
        return analyse(holdings, files.question, reference)


def test_the_two_ways_cover_the_scheme_and_do_not_overlap() -> None:
    assert set(FICTIONAL) | BY_SAMPLE == set(CODE_LABELS)
    assert not set(FICTIONAL) & BY_SAMPLE


@pytest.mark.parametrize("code", sorted(BY_SAMPLE))
def test_a_position_of_the_sample_reaches_the_code(code: str, sample: Analysis) -> None:
    held = sample.positions[sample.positions["code"] == code]
    assert len(held), f"no position of the sample is {code} {CODE_LABELS[code]}"
    status = sample.statuses[int(held["status"].iloc[0])]
    assert (status.code, status.tier) == (code, tier_of(code))
    assert CODE_LABELS[code] in status.explanation or code == "5"
    assert status.triggers or code[0] in "5U"


def test_the_sample_reaches_no_code_that_is_said_to_need_a_fictional_pack(sample: Analysis) -> None:
    assert not set(sample.positions["code"]) & set(FICTIONAL)


@pytest.mark.parametrize("code", sorted(FICTIONAL))
def test_a_fictional_pack_reaches_the_code(
    code: str, reference: Reference, institutions: dict, holding: Callable, assess: Callable
) -> None:
    case = dict(FICTIONAL[code])
    day = str(case.pop("as_of", "2026-09-30"))
    holder = case.pop("holder", None)
    status = assess(reference, [holding(**case)], day, institutions[str(holder)] if holder else None).position()
    assert status.code == code, status.explanation
    assert CODE_LABELS[code] in status.explanation
