"""The desktop program: makes the application, its theme and fonts, and the main window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from sinolens import __version__
from sinolens.qt.base.errors import Crashes
from sinolens.qt.base.fonts import load_fonts, text_font
from sinolens.qt.base.settings import Settings
from sinolens.qt.base.tasks import GarbageTimer, Tasks
from sinolens.qt.base.theme import Appearance
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.windows.main import MainWindow


def run(argv: Sequence[str], home: Path) -> int:
    """Open the window and stay until it is closed.

    Args:
        argv: what follows the program's name: `--sample`, files of holdings, or nothing.
        home: folder for what the program remembers; made when missing.

    Returns:
        The exit code.
    """
    arguments = _parse(argv)
    home.mkdir(parents=True, exist_ok=True)
    settings = Settings(home)
    # Qt reads this when the application is made.
    if settings.get("scale") != "100" and "QT_SCALE_FACTOR" not in os.environ:
        os.environ["QT_SCALE_FACTOR"] = str(int(settings.get("scale")) / 100)
    application = make_application(sys.argv[:1])
    window = open_window(application, settings)
    crashes = Crashes(window)
    crashes.install()
    window.workspace.tasks.unexpected.connect(crashes.report)
    garbage = GarbageTimer(window)
    geometry = settings.geometry()
    if geometry is not None:
        window.restoreGeometry(geometry)
    window.show()
    window.begin(arguments.sample, [Path(name) for name in arguments.files])
    code = application.exec()
    garbage.stop()
    crashes.remove()
    return int(code)


def make_application(argv: Sequence[str]) -> QApplication:
    """The application object with the bundled fonts; the one there is when there is one."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(list(argv) or ["sinolens"])
    application.setApplicationName("Sinolens")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("sinolens")
    application.setFont(text_font(load_fonts()))
    return application


def open_window(application: QApplication, settings: Settings) -> MainWindow:
    """The main window on an empty workspace, not yet shown."""
    # Late: the accessible readers come with the chart widgets.
    from sinolens.qt.charts.reading import install_readers

    install_readers()
    appearance = Appearance(application, settings.get("theme"))
    workspace = Workspace(appearance, settings, Tasks())
    window = MainWindow(workspace)
    workspace.setParent(window)
    workspace.tasks.setParent(window)
    window.fill_menus()
    window.show_page("overview")
    return window


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sinolens", add_help=False)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("files", nargs="*")
    return parser.parse_args(list(argv))
