"""A subsidiary printed under its parent in a notice is named on the list, though the print gives it no country."""

import pytest

from sinolens.reference.loader import load_reference
from sinolens.services.analysis import Question, analyse
from sinolens.services.holdings import Source, read_holdings


@pytest.fixture(scope="module")
def statuses(tmp_path_factory):
    reference = load_reference()
    edition = reference.edition_on("dod-1260h", "2026-09-30")
    printed = [e for e in reference.entries[(edition.list_id, edition.edition)] if e.parent_entry_id and not e.country]
    assert len(printed) > 50
    file = tmp_path_factory.mktemp("f") / "holdings.csv"
    rows = "".join(f'A1,"{entry.name}",CN,Common Stock,1000.00\n' for entry in printed)
    file.write_text(f"As of 2026-09-30\nAccount,Security,Country,Asset Type,Market Value\n{rows}", encoding="utf-8")
    holdings = read_holdings([Source(file)], reference)
    made = analyse(holdings, Question(as_of="2026-09-30"), reference)
    return {row["name"]: row["code"] for row in made.positions.to_dict("records")}


def test_none_of_them_is_clear(statuses):
    assert "5" not in statuses.values()


def test_almost_all_are_named_not_unresolved(statuses):
    unresolved = [name for name, code in statuses.items() if code == "U1"]
    assert len(unresolved) <= 0.05 * len(statuses), unresolved
