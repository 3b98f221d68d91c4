"""Places for the importer's tests: the bundled markets and countries, without the rest of the reference."""

from __future__ import annotations

import pytest

from sinolens.reference.loader import Reference, resources
from sinolens.reference.markets import load_countries, load_markets


@pytest.fixture(scope="session")
def places() -> Reference:
    root = resources()
    return Reference("places", {}, {}, (), {}, (), {}, (), (), (), {}, {}, load_markets(root), load_countries(root))
