"""Themes, fonts, icons, actions and settings."""

import pytest
import synthetic_analysis
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from sinolens.app import capture
from sinolens.figures.theme import DARK, LIGHT, contrast
from sinolens.qt.base.actions import COMMANDS
from sinolens.qt.base.fonts import FAMILY, load_fonts, text_font
from sinolens.qt.base.icons import pixmap
from sinolens.qt.base.settings import SETTINGS, Settings
from sinolens.qt.base.theme import palette, style_sheet
from sinolens.qt.base.workspace import prepare
from sinolens.qt.pages.catalogue import PAGES
from sinolens.reference.loader import resources


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_style_sheet_is_whole_and_its_text_can_be_read(qapp, theme):
    sheet = style_sheet(theme)
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")
    made = palette(theme)
    text, base = made.color(QPalette.ColorRole.Text).name(), made.color(QPalette.ColorRole.Base).name()
    assert contrast(text, base) >= 4.5
    highlighted = made.color(QPalette.ColorRole.HighlightedText).name()
    assert contrast(highlighted, made.color(QPalette.ColorRole.Highlight).name()) >= 4.5
    for token in ("muted", "accent", "positive", "warning", "danger"):
        assert contrast(theme.colour(token), theme.surface) >= 4.5, token
    assert contrast(theme.accent, theme.accent_soft) >= 4.5


def test_the_window_switches_theme_live_and_remembers_it(desk):
    desk.workspace.open(prepare(synthetic_analysis.build(30)))
    desk.window.show_page("settings")
    box = desk.window.page.choices["theme"]
    box.setCurrentIndex(box.findData("dark"))
    box.activated.emit(box.currentIndex())
    QApplication.processEvents()
    assert desk.workspace.appearance.theme is DARK
    assert desk.settings.get("theme") == "dark"
    assert desk.commands["view.dark"].isChecked()
    image = desk.window.grab().toImage()
    assert image.pixelColor(image.width() - 4, image.height() - 4).name() == DARK.background
    desk.commands["view.light"].trigger()
    assert desk.workspace.appearance.theme is LIGHT
    assert box.currentData() == "light"


def test_the_fonts_are_bundled_and_their_figures_are_tabular(qapp):
    families = load_fonts()
    assert families[0] == FAMILY
    assert len(families) >= 2
    assert QFontDatabase.hasFamily(FAMILY)
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(text_font(families))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1
    assert metrics.horizontalAdvance("智谷") > 0


def test_every_icon_named_anywhere_is_there(qapp):
    names = {command.icon for command in COMMANDS if command.icon} | {page.icon for page in PAGES}
    for name in names:
        image = pixmap(name, LIGHT.accent, 24, 2.0).toImage()
        assert image.width() == 48
        assert any(image.pixelColor(x, y).alpha() for x in range(0, 48, 2) for y in range(0, 48, 2)), name
    for entry in (resources() / "icons").iterdir():
        if entry.name.endswith(".svg"):
            assert "<svg" in entry.read_text(encoding="utf-8")


def test_no_two_visible_commands_share_a_shortcut_and_none_does_nothing(desk):
    made = desk.commands._made
    shown = [action for action in made.values() if action.isVisible()]
    keys = [action.shortcut().toString() for action in shown if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    assert all(action.receivers("2triggered(bool)") for action in shown if action.isEnabled())


def test_settings_keep_what_is_declared_and_nothing_else(tmp_path):
    settings = Settings(tmp_path)
    assert {key: settings.get(key) for key in SETTINGS} == {key: s.default for key, s in SETTINGS.items()}
    settings.put("theme", "dark")
    assert Settings(tmp_path).get("theme") == "dark"
    with pytest.raises(ValueError, match="theme"):
        settings.put("theme", "pink")
    with pytest.raises(KeyError):
        settings.get("colour of the sky")


@pytest.mark.parametrize("page", ["overview", "charts"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_of_the_window_is_made_without_a_screen(qapp, tmp_path, theme, page):
    target = tmp_path / "window.png"
    capture(synthetic_analysis.build(40), target, page=page, theme=theme, size=(1280, 800))
    from PySide6.QtGui import QImage

    image = QImage(str(target))
    assert (image.width(), image.height()) == (1280, 800)
    assert image.pixelColor(1276, 796).name() == {"light": LIGHT, "dark": DARK}[theme].background
    colours = {image.pixelColor(x, y).name() for x in range(200, 1240, 3) for y in range(240, 640, 3)}
    assert len(colours) > 50
    # Every card in sight has its picture, the last one too.
    right = {image.pixelColor(x, y).name() for x in range(760, 1240, 2) for y in range(400, 790, 2)}
    assert len(right) > 30
    assert Qt.WidgetAttribute.WA_DontShowOnScreen is not None
