"""Draws every page on fixed, made-up holdings into small PNG files. A program of its own: its start sets the scale.

python tests/support/page_pictures.py FOLDER [page to leave a panel out of]
"""

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).parent))

SIZE = (1280, 800)
KEPT = (640, 400)
LIMIT = 60


def draw_pages(target, without=""):
    """Write `THEME-PAGE.png` for every page in both themes; `without` leaves the panel of health off the overview."""
    import keyring
    import keyring.backends.null
    import synthetic_analysis
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    keyring.set_keyring(keyring.backends.null.Keyring())
    from sinolens.app import dispose, make_application, open_window
    from sinolens.qt.base.settings import Settings
    from sinolens.qt.base.workspace import prepare
    from sinolens.qt.pages.catalogue import PAGES
    from sinolens.qt.windows.usecases import UseCases

    application = make_application([])
    window = open_window(application, Settings(Path(tempfile.mkdtemp())))
    UseCases(window)
    window.fill_menus()
    workspace = window.workspace
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.resize(*SIZE)
    window.show()
    workspace.open(prepare(synthetic_analysis.build(60)))

    def settle(quiet):
        """Until no work has run for so many seconds: a preview begins a moment after its page is shown."""
        end, since, rounds = time.monotonic() + LIMIT, time.monotonic(), 0
        while (rounds < 12 or time.monotonic() < since + quiet) and time.monotonic() < end:
            QApplication.processEvents()
            rounds += 1
            # The strip goes a moment after the work it was about.
            if workspace.tasks.running or window.progress.isVisible() or window.messages.isVisible():
                since, rounds = time.monotonic(), 0
            time.sleep(0.005)
        assert time.monotonic() < end, "the window did not come to rest"

    for theme in ("light", "dark"):
        workspace.appearance.set_mode(theme)
        for entry in PAGES:
            if without and entry.id != without:
                continue
            window.show_page(entry.id)
            settle(1.5 if entry.id == "reports" else 0.1)
            if without:
                window.page.treemap.hide()
                settle(0.1)
            small = window.grab().toImage().scaled(
                *KEPT, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
            small.setDevicePixelRatio(1.0)
            small.convertToFormat(small.Format.Format_RGB888).save(str(target / f"{theme}-{entry.id}.png"))
    window.close()
    dispose(window)


if __name__ == "__main__":
    draw_pages(Path(sys.argv[1]), *sys.argv[2:])
