"""Made-up analyses for the tests of this folder."""

import importlib.util
import sys
from pathlib import Path

import pytest

SUPPORT = Path(__file__).parents[2] / "support"


def load_support(name):
    """A module of tests/support; test folders are no packages, so it is loaded by its path."""
    full = f"sinolens_test_support_{name}"
    if full not in sys.modules:
        spec = importlib.util.spec_from_file_location(full, SUPPORT / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[full] = module
        spec.loader.exec_module(module)
    return sys.modules[full]


@pytest.fixture(scope="session")
def build_large():
    """Builder of analyses of any size."""
    return load_support("large_analysis").build


@pytest.fixture(scope="session")
def analysis(build_large):
    """300 positions, 2,500 lines."""
    return build_large(300, 2_500)


@pytest.fixture(scope="session")
def cube(analysis):
    """Its cube."""
    from sinolens.exposure.cube import Cube

    return Cube(analysis)
