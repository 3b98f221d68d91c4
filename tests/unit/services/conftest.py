"""What the tests of services on the user's own facts share."""

import pytest
from own_facts import AS_OF, HOLDINGS, KEY

from sinolens.reference.loader import forget_reference, load_reference
from sinolens.services import projects
from sinolens.services.analysis import Question
from sinolens.services.holdings import Source, read_holdings
from sinolens.services.session import Session
from sinolens.storage.project import Project


@pytest.fixture
def fresh_facts():
    """What a test has made of the facts does not reach the next."""
    yield
    forget_reference()


@pytest.fixture
def lists(tmp_path):
    """The folder of imported list editions of a computer of its own; not made yet."""
    return tmp_path / "home" / "data" / "lists"


@pytest.fixture
def write(tmp_path):
    """Writes a text under a name and gives its path."""
    def make(text, name="birch.toml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path
    return make


@pytest.fixture
def hold(write):
    """Reads a text of holdings."""
    return lambda text=HOLDINGS: read_holdings([Source(write(text, "holdings.csv"))], load_reference())


@pytest.fixture
def open_on(tmp_path, lists):
    """Opens a new project on holdings, encrypted unless told otherwise; closed after the test."""
    made = []

    def make(held, key=KEY):
        project = Project.create(tmp_path / "p.sinolens", key)
        made.append(project)
        projects.save_holdings(project, held, Question(as_of=AS_OF))
        return Session.open(project, lists)

    yield make
    for project in made:
        project.close()
