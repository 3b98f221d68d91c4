"""What tests of the import do again and again: give files to the page, click, type."""

from import_files import FIXTURES
from PySide6.QtCore import Qt


def give(desk, folder, *names, **texts):
    """Give files to the page and wait until they are read: names of shapes, and texts of CSV files by name."""
    paths = []
    for name in names:
        shape = next(one for one in FIXTURES if one.name == name)
        path = folder / f"{name}{shape.suffix}"
        shape.write(path)
        paths.append(path)
    for name, text in texts.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    desk.add_files(paths)
    desk.settle()
    return desk.window.pages["import"]


def click(desk, button):
    """Click a button and wait for what it starts."""
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.settle()


def say(desk, field, text):
    """Type into a field and press Enter, with the keyboard alone."""
    field.setFocus()
    field.selectAll()
    desk.qtbot.keyClicks(field, text)
    desk.qtbot.keyClick(field, Qt.Key.Key_Return)
    desk.settle()
