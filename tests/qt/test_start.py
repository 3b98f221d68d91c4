"""The start: nothing heavy before the first painted window, and the services come in behind it."""

import json
import os
import subprocess
import sys

import pytest

HEAVY = ("pandas", "numpy", "pyqtgraph", "openpyxl", "apsw", "typst", "xlsxwriter", "python_calamine")
PROGRAM = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
import sinolens.app as app
from sinolens.storage.paths import Home

seen = {}
begin = app.Starter.begin

def watched(self):
    app.QApplication.processEvents()
    seen["early"] = [name for name in HEAVY if name in sys.modules]
    seen["painted"] = self._window.isVisible()
    timer = QTimer(self._window)
    timer.timeout.connect(lambda: self._window.commands["file.sample"].isEnabled() and self._window.close())
    timer.start(20)
    begin(self)

app.Starter.begin = watched
seen["code"] = app.run([], Home.at(Path(sys.argv[1])))
print(json.dumps(seen))
"""


@pytest.fixture
def environment():
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def test_the_window_is_painted_before_anything_heavy_is_imported(tmp_path, environment):
    program = f"HEAVY = {HEAVY}\n{PROGRAM}"
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, timeout=60,
                          check=False, env=environment)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen == {"early": [], "painted": True, "code": 0}
    assert "Traceback" not in done.stderr
    # Only its owner may look into the program's own folders, and they hold no holdings.
    assert (tmp_path / "config").is_dir()
