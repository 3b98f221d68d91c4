"""The desktop program: makes the application, its theme and fonts, and the main window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from sinolens import __version__
from sinolens.qt.base.errors import Crashes
from sinolens.qt.base.fonts import load_fonts, text_font
from sinolens.qt.base.settings import Settings
from sinolens.qt.base.tasks import GarbageTimer, Tasks
from sinolens.qt.base.theme import STYLED, Appearance
from sinolens.qt.base.workspace import Workspace, prepare
from sinolens.qt.windows.main import MainWindow
from sinolens.storage.paths import Home

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis
    from sinolens.qt.base.tasks import Task
    from sinolens.qt.windows.usecases import UseCases


def run(argv: Sequence[str], home: Home | None = None) -> int:
    """Open the window and stay until it is closed.

    Args:
        argv: what follows the program's name: `--sample`, files of holdings, a project file, or nothing.
        home: the program's folders; None = the platform's own.

    Returns:
        The exit code.
    """
    arguments = _parse(argv)
    home = home or Home.of_user()
    home.make()
    settings = Settings(home.config)
    # Qt reads this when the application is made.
    if settings.get("scale") != "100" and "QT_SCALE_FACTOR" not in os.environ:
        os.environ["QT_SCALE_FACTOR"] = str(int(settings.get("scale")) / 100)
    application = make_application(sys.argv[:1])
    window = open_window(application, settings, home)
    crashes = Crashes(window)
    crashes.install()
    window.workspace.tasks.unexpected.connect(crashes.report)
    garbage = hold_garbage(window)
    geometry = settings.geometry()
    if geometry is not None:
        window.restoreGeometry(geometry)
    else:
        window.fit_screen()
    window.show()
    starter = Starter(window, arguments.sample, [Path(name) for name in arguments.files])
    # After the first picture: what is imported in the background would hold it up.
    QTimer.singleShot(10, starter.begin)
    code = application.exec()
    garbage.stop()
    crashes.remove()
    dispose(window)
    return int(code)


AHEAD = ("import", "overview", "holdings", "charts", "review", "issuers", "reports", "rules", "funds", "audit",
         "settings")
"""Pages built while nothing is asked of the window yet."""


class Starter(QObject):
    """Brings the services into a window that is shown already: they import pandas and more, in the background."""

    def __init__(self, window: MainWindow, sample: bool, files: list[Path]) -> None:
        super().__init__(window)
        self._window = window
        self._sample, self._files = sample, files

    def begin(self) -> None:
        """Import the services; what the program was started with follows."""
        self._window.workspace.appearance.follow_system()
        if self._sample or self._files:
            self._window.workspace.set_busy("Starting")
        self._window.workspace.tasks.run("Starting", _import_use_cases, self._attach, cancellable=False)

    def _attach(self, make: type[UseCases]) -> None:
        self._window.workspace.set_busy("")
        make(self._window).begin(self._sample, self._files)
        self._window.workspace.tasks.run("Starting", _import_pages, self._build_ahead, cancellable=False,
                                         quiet=True)

    def _build_ahead(self, nothing: None) -> None:
        """Pages are there when they are looked at, those needed first before the others; each in a turn of its own."""
        del nothing
        for number, page in enumerate(AHEAD, 1):
            QTimer.singleShot(50 * number, self._window, partial(self._window.build_ahead, page))


def _import_use_cases(task: Task) -> type[UseCases]:
    # The pages that are looked at first come along, so that showing one is not held up by its imports.
    from sinolens.qt.pages import charts, holdings, imports, overview
    from sinolens.qt.windows.usecases import UseCases

    del task, charts, holdings, imports, overview
    return UseCases


def _import_pages(task: Task) -> None:
    # The others follow when everything can be used, so that showing one only has to build it, with what they read.
    from sinolens.matching.vocabulary import vocabulary
    from sinolens.qt.charts import axes
    from sinolens.qt.pages import audit, funds, issuers, preferences, reports, review, rules
    from sinolens.reporting.wording import load_wording

    load_wording()
    vocabulary()
    del task, axes, audit, funds, issuers, preferences, reports, review, rules


def capture(
    analysis: Analysis, target: Path, *, page: str = "overview", theme: str = "light",
    size: tuple[int, int] = (1600, 1000),
) -> None:
    """Draw the window on an analysis into a PNG file, without a screen.

    Args:
        analysis: what to show.
        target: the file to write.
        page: id of the page to show.
        theme: "light" or "dark".
        size: of the window in logical pixels; QT_SCALE_FACTOR multiplies it.

    Raises:
        OSError: the file cannot be written.
    """
    import tempfile

    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt

    from sinolens.qt.windows.usecases import UseCases

    if QApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = make_application([])
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder))
        settings.put("theme", theme)
        window = open_window(application, settings)
        UseCases(window)
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        window.resize(*size)
        window.show()
        window.workspace.open(prepare(analysis))
        window.show_page(page)
        _come_to_rest(application, window)
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        window.grab().save(buffer, "PNG")
        window.close()
        dispose(window)
    target.write_bytes(bytes(data.data()))


def _come_to_rest(application: QApplication, window: MainWindow, seconds: float = 20.0) -> None:
    """Until nothing runs in the background and every picture in sight is drawn, for so long at most."""
    from time import monotonic, sleep

    from sinolens.qt.charts.picture import PictureWidget

    def is_drawn(picture: PictureWidget) -> bool:
        return not picture.waits or picture.visibleRegion().isEmpty()

    until, calm = monotonic() + seconds, 0
    # Layouts settle over a few rounds of events.
    while calm < 8 and monotonic() < until:
        application.processEvents()
        drawn = all(map(is_drawn, window.findChildren(PictureWidget)))
        calm = calm + 1 if drawn and not window.workspace.tasks.running else 0
        sleep(0.002)


def make_application(argv: Sequence[str]) -> QApplication:
    """The application object with the bundled fonts; the one there is when there is one."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        # As an argument: `setStyle` hands Python the style it made, and all its enumerations with it.
        application = QApplication([*(list(argv) or ["sinolens"]), "-style", "Fusion"])
        application.setProperty(STYLED, True)
    application.setApplicationName("Sinolens")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("sinolens")
    application.setFont(text_font(load_fonts()))
    return application


def open_window(application: QApplication, settings: Settings, home: Home | None = None) -> MainWindow:
    """The main window on an empty workspace, not yet shown."""
    appearance = Appearance(application, settings.get("theme"))
    workspace = Workspace(appearance, settings, Tasks(), home=home)
    window = MainWindow(workspace)
    # Everything goes when the window goes.
    for part in (appearance, workspace, workspace.tasks):
        part.setParent(window)
    window.fill_menus()
    window.show_page("overview")
    return window


def hold_garbage(window: MainWindow) -> GarbageTimer:
    """Collect garbage in the window's thread, and look at pages and analyses only when one is closed."""
    workspace = window.workspace
    garbage = GarbageTimer(window, tasks=workspace.tasks)
    window.page_built.connect(garbage.settle)
    workspace.analysis_changed.connect(
        lambda: garbage.release() if workspace.analysis is None and not workspace.busy else garbage.settle())
    return garbage


def dispose(window: MainWindow) -> None:
    """Delete a closed window now, children first, while the application is still there."""
    # Late: making this class costs more than any other at the start.
    from PySide6.QtCore import QEvent

    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sinolens", add_help=False)
    parser.add_argument("--sample", action="store_true")
    parser.add_argument("files", nargs="*")
    return parser.parse_args(list(argv))
