"""A part is a share of its own asset classes or managers, and filtering to it changes neither share nor whole."""

from __future__ import annotations

import pytest

from sinolens.exposure.selection import Selection
from sinolens.exposure.wholes import Wholes, whole_of


@pytest.mark.parametrize("against", ["pool", "asset_class", "manager", "china"])
def test_a_part_has_the_same_whole_before_and_after_it_is_filtered_to(cube, against):
    before = Wholes(cube, Selection(), against)
    for dimension in ("tier", "issuer", "manager"):
        for value in cube.values(dimension)[:5]:
            part = Selection().only(dimension, value)
            assert before.of(((dimension, value),)) == whole_of(cube, part, against)


def test_the_whole_of_one_class_is_named_and_of_many_counted(cube):
    wholes = Wholes(cube, Selection(), "asset_class")
    classes = cube.values("asset_class")
    one = wholes.of((("asset_class", classes[0]),))
    assert one.name == f"asset class {cube.label('asset_class', classes[0])}"
    assert one.cents == cube.by("asset_class")[classes[0]]
    two = wholes.of(tuple(("asset_class", value) for value in classes[:2]))
    assert two.name.startswith("asset classes ") and " and " in two.name
    assert two.cents == sum(cube.by("asset_class")[value] for value in classes[:2])
    assert wholes.of_all().cents == cube.total()
    with pytest.raises(KeyError):
        Wholes(cube, Selection(), "house")
