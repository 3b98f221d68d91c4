import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinolens.figures.squarify import Rectangle, squarify

values = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=60).map(lambda found: sorted(found, reverse=True))
sides = st.floats(1, 3000)


@given(values, sides, sides)
def test_areas_are_in_proportion_inside_and_apart(found, width, height):
    place = Rectangle(10, 20, width, height)
    made = squarify(found, place)
    total, slack = sum(found), 1e-6 * max(width, height)
    for value, box in zip(found, made, strict=True):
        assert box.area == pytest.approx(place.area * value / total, rel=1e-6, abs=1e-6 * place.area)
        assert box.x >= place.x - slack
        assert box.y >= place.y - slack
        assert box.x + box.width <= place.x + place.width + slack
        assert box.y + box.height <= place.y + place.height + slack
    for i, first in enumerate(made):
        for second in made[:i]:
            across = min(first.x + first.width, second.x + second.width) - max(first.x, second.x)
            down = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
            assert across <= slack or down <= slack


def test_equal_values_make_squares():
    made = squarify([1.0] * 4, Rectangle(0, 0, 100, 100))
    assert {(box.width, box.height) for box in made} == {(50.0, 50.0)}


def test_the_example_of_the_paper():
    made = squarify([6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0], Rectangle(0, 0, 6, 4))
    assert [(round(box.width, 2), round(box.height, 2)) for box in made[:4]] == [
        (3.0, 2.0), (3.0, 2.0), (1.71, 2.33), (1.29, 2.33)]


@pytest.mark.parametrize("found", [[1.0, 2.0], [1.0, 0.0], [-1.0]])
def test_values_must_be_positive_and_fall(found):
    with pytest.raises(ValueError, match="positive"):
        squarify(found, Rectangle(0, 0, 10, 10))


def test_nothing_and_no_room():
    assert squarify([], Rectangle(0, 0, 10, 10)) == []
    assert [box.area for box in squarify([2.0, 1.0], Rectangle(0, 0, 0, 10))] == [0.0, 0.0]
