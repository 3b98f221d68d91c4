"""Made-up analyses for the tests of this folder."""

import large_analysis
import pytest

from sinolens.exposure.cube import Cube


@pytest.fixture(scope="session")
def build_large():
    """Builder of analyses of any size."""
    return large_analysis.build


@pytest.fixture(scope="session")
def analysis():
    """300 positions, 2,500 lines."""
    return large_analysis.build(300, 2_500)


@pytest.fixture(scope="session")
def cube(analysis):
    """Its cube."""
    return Cube(analysis)
