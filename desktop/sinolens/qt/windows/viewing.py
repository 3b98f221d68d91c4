"""Named views and the value shown, as commands of the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QMenu, QVBoxLayout, QWidget

from sinolens.qt.base.dialogs import make_buttons
from sinolens.qt.base.labels import label
from sinolens.qt.base.lens import FULL
from sinolens.qt.base.views import NamedView
from sinolens.qt.windows.main import MainWindow

LONGEST = 80


class NameDialog(QDialog):
    """Asks for the name of a view.

    Signals:
        given: the name.
    """

    given = Signal(str)

    def __init__(self, parent: QWidget, suggestion: str, taken: frozenset[str], renames: bool) -> None:
        """`taken`: names in use, in any spelling of their case; a new view may replace one of them."""
        super().__init__(parent)
        self._taken, self._renames = taken, renames
        self.setWindowTitle("Rename view" if renames else "Keep this view")
        self.setMinimumWidth(440)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit(suggestion)
        self.field.setMaxLength(LONGEST)
        self.field.setAccessibleName("Name of the view")
        self.hint = label("", "caption", wrap=True)
        buttons, self.act = make_buttons(self, "Rename" if renames else "Keep", self._give)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(8)
        lines.addWidget(label("Its name" if renames else "Filter, value and groupings are kept in the project under:",
                              "stateText", wrap=True))
        lines.addWidget(self.field)
        lines.addWidget(self.hint)
        lines.addWidget(buttons)
        self.field.textChanged.connect(self._check)
        self.field.selectAll()
        self._check()

    def _check(self) -> None:
        name = " ".join(self.field.text().split())
        is_taken = name.casefold() in self._taken
        self.hint.setText("" if not is_taken else "Another view has this name." if self._renames
                          else "The view of this name is replaced.")
        self.act.setEnabled(bool(name) and not (is_taken and self._renames))

    def _give(self) -> None:
        if self.act.isEnabled():
            self.given.emit(" ".join(self.field.text().split()))
            self.accept()


class Viewing(QObject):
    """Binds the commands.

    Attributes:
        dialog: asks for a name; None when it is closed.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._workspace = window, window.workspace
        self._renamed: NamedView | None = None
        self.dialog: NameDialog | None = None
        self._menu = QMenu(window)
        self._menu.aboutToShow.connect(self._fill)
        bind = window.commands.bind
        self._keep = bind("view.keep", self._workspace.views.ask_name)
        bind("view.named", self._fill).setMenu(self._menu)
        self._value = bind("view.value", self._switch)
        self._workspace.views.name_wanted.connect(self.ask_name)
        self._workspace.lens.changed.connect(self._follow)
        self._workspace.analysis_changed.connect(self._follow)
        self._follow()

    def ask_name(self, suggestion: str, view: NamedView | None) -> None:
        """Ask for the name of a new view, or another for one that is kept."""
        self._renamed = view
        taken = frozenset(one.name.casefold() for one in self._workspace.views.all if view is None or one.id != view.id)
        self.dialog = NameDialog(self._window, suggestion, taken, view is not None)
        self.dialog.given.connect(self._take)
        self.dialog.finished.connect(self._gone)
        self.dialog.open()

    def _take(self, name: str) -> None:
        if self._renamed is None:
            self._workspace.views.save(name)
        elif name != self._renamed.name:
            self._workspace.views.rename(self._renamed, name)

    def _gone(self) -> None:
        self.dialog = None

    def _fill(self) -> None:
        self._workspace.views.fill_menu(self._menu)

    def _switch(self) -> None:
        self._workspace.lens.show_measure("base" if self._value.isChecked() else FULL)

    def _follow(self) -> None:
        self._value.setChecked(self._workspace.lens.measure != FULL)
        for action in (self._keep, self._value):
            action.setEnabled(self._workspace.analysis is not None)
