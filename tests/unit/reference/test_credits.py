from __future__ import annotations

from pathlib import Path

import pytest

from sinolens.reference.credits import load_credits
from sinolens.reference.loader import resources
from sinolens.reference.pack import PackError


def test_every_source_has_a_licence_and_open_licences_name_their_author() -> None:
    found = load_credits(resources())
    assert all(one.licence and one.retrieved for one in found)
    assert all(one.credit for one in found if not one.licence.startswith("Public domain"))
    assert any(one.licence == "CC BY 4.0" and "Epoch" in one.credit for one in found)


def test_a_credit_for_a_file_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "credits").mkdir()
    (tmp_path / "credits" / "credits.csv").write_bytes(resources().joinpath("credits", "credits.csv").read_bytes())
    with pytest.raises(PackError, match="is not there") as caught:
        load_credits(tmp_path)
    assert caught.value.line == 2
