"""The start: nothing heavy before the first painted window, and the services come in behind it."""

import json
import os
import subprocess
import sys

import pytest

HEAVY = ("pandas", "numpy", "pyqtgraph", "openpyxl", "apsw", "typst", "xlsxwriter", "python_calamine")
SLOW = {"QtCore": ("Qt",), "QtGui": ("QTabletEvent",), "QtWidgets": ("QWizard", "QStyle", "QMessageBox")}
"""Of PySide: what takes a quarter of the start to make, and what stands for all events and all widgets of Qt."""
PROGRAM = """
import importlib, json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
import sinolens.app as app
from sinolens.storage.paths import Home

seen = {}
begin = app.Starter.begin

def watched(self):
    app.QApplication.processEvents()
    seen["early"] = [name for name in HEAVY if name in sys.modules]
    # Classes are made when they are first named.
    seen["made"] = [name for module, names in SLOW.items() for name in names
                    if name in vars(importlib.import_module(f"PySide6.{module}"))]
    seen["painted"] = self._window.isVisible()
    timer = QTimer(self._window)
    timer.timeout.connect(lambda: self._window.commands["file.sample"].isEnabled() and self._window.close())
    timer.start(20)
    begin(self)

app.Starter.begin = watched
seen["code"] = app.run([], Home.at(Path(sys.argv[1])))
print(json.dumps(seen))
"""


DARK = """
import sys
from PySide6.QtGui import QColor, QPalette
from pathlib import Path
import sinolens.app as app
from sinolens.qt.base.settings import Settings

application = app.make_application([])
colours = QPalette()
colours.setColor(QPalette.ColorRole.Window, QColor(sys.argv[2]))
colours.setColor(QPalette.ColorRole.WindowText, QColor(sys.argv[3]))
application.setPalette(colours)
window = app.open_window(application, Settings(Path(sys.argv[1])))
shown = window.workspace.appearance.theme.name
window.workspace.appearance.follow_system()
print(shown, window.workspace.appearance.theme.name)
app.dispose(window)
"""


@pytest.fixture
def environment():
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def test_the_window_is_painted_before_anything_heavy_is_imported(tmp_path, environment):
    program = f"HEAVY = {HEAVY}\nSLOW = {SLOW}\n{PROGRAM}"
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, timeout=60,
                          check=False, env=environment)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen == {"early": [], "made": [], "painted": True, "code": 0}
    assert "Traceback" not in done.stderr
    # Only its owner may look into the program's own folders, and they hold no holdings.
    assert (tmp_path / "config").is_dir()


@pytest.mark.parametrize(("ground", "words", "theme"),
                         [("#202020", "#f0f0f0", "dark"), ("#fafafa", "#101010", "light")])
def test_the_first_window_follows_the_systems_colours(tmp_path, environment, ground, words, theme):
    done = subprocess.run([sys.executable, "-c", DARK, str(tmp_path), ground, words], capture_output=True, text=True,
                          timeout=60, check=False, env=environment)
    assert done.stdout.split() == [theme, theme], done.stderr
