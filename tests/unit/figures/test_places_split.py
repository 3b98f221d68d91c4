"""Of each place, what rests on an estimate is part of the whole, on every basis and under every filter."""

import pytest

from sinolens.exposure.geography import BASES, by_basis, split_by_basis
from sinolens.exposure.selection import Selection


@pytest.mark.parametrize("basis", BASES)
@pytest.mark.parametrize("selection", [
    Selection(), Selection().only("tier", "T2"), Selection().only("knowledge", "estimated"),
    Selection().excluding("knowledge", "estimated"),
])
def test_the_estimated_part_is_what_the_filter_for_it_leaves(cube, reference, basis, selection):
    view = cube.select(selection)
    whole, estimated = split_by_basis(view, reference, basis, "full", ("china_ai",))
    assert whole == by_basis(view, reference, basis)
    assert list(whole) == sorted(whole, key=lambda place: (-whole[place], place))
    assert sum(whole.values()) == view.totals((), "full", ("china_ai",))[()]
    if "estimated" in selection.excluded_values("knowledge"):
        assert not estimated
    else:
        alone = by_basis(cube.select(selection.only("knowledge", "estimated")), reference, basis)
        assert {place: value for place, value in estimated.items() if value} == {
            place: value for place, value in alone.items() if value}


def test_no_such_basis(cube, reference):
    with pytest.raises(KeyError):
        split_by_basis(cube, reference, "moon")
