"""Made-up analyses for the tests of this folder."""

import large_analysis
import pytest

from sinolens.exposure.cube import Cube
from sinolens.reference.loader import Reference


@pytest.fixture(scope="session")
def cube():
    """300 positions, 2,500 lines."""
    return Cube(large_analysis.build(300, 2_500))


@pytest.fixture(scope="session")
def reference():
    """Facts without any issuer: every place but the region is not known."""
    return Reference(
        id="made", categories={}, issuers={}, lines=(), vehicles={}, editions=(), entries={}, missing_lists=(),
        links=(), rules=(), definitions={}, institutions={}, markets={}, countries={"ky": "KY", "cayman islands": "KY"},
    )
