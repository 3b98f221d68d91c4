import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinolens.figures import text_width as module
from sinolens.figures.text_width import BOLD, CHINESE, REGULAR, FontTableError, advances, text_width


def test_figures_are_tabular():
    assert len({text_width(digit, 12) for digit in "0123456789"}) == 1
    assert len({text_width(digit, 12, bold=True) for digit in "0123456789"}) == 1


def test_widths_are_those_of_the_bundled_fonts():
    # IBM Plex Sans has 1,000 units to the em; a figure is 600 wide.
    assert text_width("1", 10) == pytest.approx(6.0)
    assert text_width("", 10) == 0


def test_a_chinese_character_is_a_full_square():
    assert text_width("云", 12) == pytest.approx(12.0)
    assert text_width("a云", 12) == pytest.approx(text_width("a", 12) + 12.0)


def test_a_character_no_font_has_is_taken_for_a_full_square():
    assert text_width("\U0001f409", 12) == 12.0


@given(st.text(max_size=20), st.text(max_size=20), st.floats(6, 40))
def test_widths_add_up_and_grow_with_size(first, second, size):
    assert text_width(first + second, size) == pytest.approx(text_width(first, size) + text_width(second, size))
    assert text_width(first, size * 2) == pytest.approx(2 * text_width(first, size))


@pytest.mark.parametrize("name", [REGULAR, BOLD, CHINESE])
def test_every_bundled_font_has_letters_of_a_width(name):
    table = advances(name)
    assert len(table) > 100
    assert all(0 <= width <= 3.5 for width in table.values())


def test_a_damaged_font_is_named(tmp_path, monkeypatch):
    folder = tmp_path / "fonts"
    folder.mkdir()
    (folder / "Broken.ttf").write_bytes(b"\0\1\0\0" + b"\0\2" + b"\0" * 40)
    monkeypatch.setattr(module, "resources", lambda: tmp_path)
    with pytest.raises(FontTableError, match=r"Broken\.ttf"):
        advances("Broken.ttf")
