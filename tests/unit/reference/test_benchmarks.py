"""What lies under an index contract, by its name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sinolens.domain.benchmark import Benchmark
from sinolens.domain.region import Region
from sinolens.reference.benchmarks import find_benchmark
from sinolens.reference.loader import load_reference

OUTSIDE = (Region.OTHER, Region.TAIWAN)


@pytest.fixture(scope="module")
def find() -> Callable[[str], Benchmark | None]:
    benchmarks = load_reference().benchmarks
    return lambda name: find_benchmark(name, benchmarks)


@pytest.mark.parametrize("name", ["S&P 500 INDEX FUTURE DEC26", "NIKKEI 225 MINI DEC26", "US 10YR NOTE (CBT) DEC26"])
def test_an_index_of_one_country_outside_china_is_known_to_be_outside(
    find: Callable[[str], Benchmark | None], name: str
) -> None:
    found = find(name)
    assert found is not None
    assert found.region in OUTSIDE


@pytest.mark.parametrize("name", [
    "MSCI CHINA INDEX FUTURE", "FTSE CHINA A50 FUTURE OCT26", "HSCEI FUTURE DEC26", "HANG SENG CHINA ENT FUTURE",
    "MSCI EM SWAP", "MINI MSCI EMG MKT DEC26", "MSCI EAFE FUTURE", "SWAP S&P 500 VS HSCEI",
])
def test_an_index_that_may_hold_china_or_hong_kong_is_never_outside(
    find: Callable[[str], Benchmark | None], name: str
) -> None:
    found = find(name)
    assert found is not None
    assert found.region is Region.UNKNOWN


def test_a_contract_on_a_company_names_no_index(find: Callable[[str], Benchmark | None]) -> None:
    assert find("BABA US 01/15/27 C100") is None
    assert find("MSCI INC CALL") is None
