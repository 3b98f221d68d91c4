"""The real window in a throw-away home, and what tests ask of it again and again."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sinolens.app import dispose, make_application, open_window
from sinolens.qt.base.settings import Settings
from sinolens.qt.charts.classes import classes_of
from sinolens.qt.windows.usecases import UseCases

KEY = "correct horse battery staple"
ORCHID = "GOLDEN ORCHID TECH HLDGS LTD"
FILE = """As of 2026-09-30
Account,Security,ISIN,Ticker,Exchange,Country,Asset Type,Quantity,Price,Market Value
A1,TENCENT HLDGS LTD,KYG875721634,700,XHKG,CN,Common Stock,100,50.00,5000.00
A1,GOLDEN ORCHID TECH HLDGS LTD,,,,KY,Common Stock,10,100.00,1000.00
A1,Jade Hill Growth Fund II L.P.,,,,KY,Limited Partnership,1,2500.00,2500.00
Total,,,,,,,,,8500.00
"""


class Desk:
    """The window with its use cases, driven as a user would."""

    def __init__(self, qtbot, home):
        self.qtbot, self.home = qtbot, home
        home.make()
        self.settings = Settings(home.config)
        self.window = open_window(make_application([]), self.settings, home)
        self.now = 0.0
        self.cases = UseCases(self.window, lambda: self.now)
        self.window.fill_menus()
        self.workspace = self.window.workspace
        self.unexpected = []
        self.workspace.tasks.unexpected.connect(self.unexpected.append)
        # A slow machine must not lose what a test is about to read.
        self.window.messages.fade_ms = 0
        self.window.show()
        self.window.activateWindow()

    @property
    def projects(self):
        return self.cases.projects

    @property
    def commands(self):
        return self.window.commands

    @property
    def told(self):
        """The message shown, "" when there is none."""
        message = self.window.messages.message
        return message.text if message is not None else ""

    @property
    def names(self):
        """Names of the positions shown, in the order of the file."""
        analysis = self.workspace.analysis
        return list(analysis.positions["name"]) if analysis is not None else []

    def wait(self, condition, timeout=30_000):
        self.qtbot.waitUntil(condition, timeout=timeout)

    def settle(self):
        """Until no work runs any more, what is put off to the next turn included."""
        QApplication.processEvents()
        self.wait(lambda: not classes_of(self.window).pending)
        QTest.qWait(2)
        self.wait(lambda: not self.workspace.tasks.running)
        QTest.qWait(4)
        self.wait(lambda: not self.workspace.tasks.running)
        # Files handed over are taken in turns, unless the user is asked first what to do with them.
        page = self.window.pages.get("import")
        self.wait(lambda: page is None or not page.is_analysing or self.cases.arrivals.question is not None)
        QApplication.processEvents()
        assert not self.unexpected, self.unexpected

    def add_files(self, paths):
        """Give files to the page of imports. On a page that was only just built they are read a moment later."""
        self.cases.add_files(paths)
        page = self.window.pages["import"]
        self.wait(lambda: all(page.drafts.has(path) for path in paths))

    def import_file(self, path):
        """Import a file and analyse it, with the button of the page."""
        self.add_files([path])
        self.settle()
        page = self.window.pages["import"]
        page._analyse.click()
        self.settle()

    def show_holdings(self, folder, text):
        """Import a table typed in a test, and show its positions."""
        file = folder / "holdings.csv"
        file.write_text(text, encoding="utf-8")
        self.import_file(file)
        self.show("holdings")

    def show(self, page):
        """Show a page as soon as it is filled."""
        self.window.show_page(page)
        self.settle()

    def create(self, path, passphrase=KEY, keep_open=True):
        """Make a project through the dialog."""
        self.commands["file.new"].trigger()
        self.wait(lambda: self.projects.dialog is not None)
        dialog = self.projects.dialog
        dialog.place.setText(str(path))
        if passphrase is None:
            dialog.secret.plain.setChecked(True)
        else:
            dialog.secret.first.setText(passphrase)
            dialog.secret.second.setText(passphrase)
        dialog.keep.setChecked(keep_open)
        self.wait(dialog.create.isEnabled)
        dialog.create.click()
        self.settle()

    def open(self, path, passphrase=KEY):
        """Open a project through the dialog."""
        self.projects.open_path(path)
        self.settle()
        if passphrase is not None:
            self.give(passphrase)

    def give(self, passphrase):
        """Answer the dialog that asks for a passphrase."""
        dialog = self.projects.dialog
        dialog.field.setText(passphrase)
        dialog._open.click()
        self.settle()

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        """A key, as the window gets it when it is in front."""
        self.window.activateWindow()
        QApplication.processEvents()
        self.qtbot.keyClick(self.window, key, modifiers)
        self.settle()

    def close(self):
        # Without a screen Qt dies at the end of the process over what is left on its clipboard.
        QApplication.clipboard().clear()
        self.window.close()
        dispose(self.window)
