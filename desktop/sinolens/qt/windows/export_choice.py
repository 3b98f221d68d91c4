"""What to export, asked where the user is: what the report is about, for whom, which files."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QDialog, QRadioButton, QVBoxLayout, QWidget

from sinolens.qt.base.cards import GRID
from sinolens.qt.base.dialogs import button_row
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.page import button
from sinolens.qt.pages.report_form import AUDIENCES, KINDS


class ExportChoice(QDialog):
    """Names what will be written before anything is.

    Signals:
        wanted: audience and kinds of file; what follows asks for the folder.
        more_wanted: the user wants the whole page of reports.
    """

    wanted = Signal(str, object)
    more_wanted = Signal()

    def __init__(self, parent: QWidget, workspace: Workspace, audience: str, kinds: tuple[str, ...]) -> None:
        """`audience`, `kinds`: what is chosen at first."""
        super().__init__(parent)
        self.setWindowTitle("Export report")
        self.setMinimumWidth(480)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(6)
        self.about = label(_about(workspace), "stateText", wrap=True)
        self.filter_note = label(_filter_note(workspace), "caption", wrap=True)
        self.filter_note.setVisible(bool(self.filter_note.text()))
        lines.addWidget(label("What is exported", "strong"))
        lines.addWidget(self.about)
        lines.addWidget(self.filter_note)
        lines.addSpacing(GRID)
        lines.addWidget(label("For whom", "strong"))
        self._group = QButtonGroup(self)
        self.audiences: dict[str, QRadioButton] = {}
        for key, words, meaning in AUDIENCES:
            choice = QRadioButton(words)
            choice.setProperty("audience", key)
            choice.setToolTip(meaning)
            choice.setAccessibleDescription(meaning)
            choice.setChecked(key == audience)
            self._group.addButton(choice)
            self.audiences[key] = choice
            lines.addWidget(choice)
        lines.addSpacing(GRID)
        lines.addWidget(label("Files", "strong"))
        self.kinds: dict[str, QCheckBox] = {}
        for key, words, meaning in KINDS:
            box = QCheckBox(words)
            box.setToolTip(meaning)
            box.setAccessibleDescription(meaning)
            box.setChecked(key in kinds)
            box.toggled.connect(self._follow)
            self.kinds[key] = box
            lines.addWidget(box)
        lines.addSpacing(GRID)
        self.act = button("Choose folder and export…", primary=True)
        self.act.setDefault(True)
        self.more = button("More choices…", tip="Pages before they are written, cover, logo, parts, earlier periods")
        cancel = button("Cancel")
        for made, follow in ((self.more, self._ask_more), (cancel, self.reject), (self.act, self._give)):
            made.clicked.connect(follow)
        lines.addWidget(button_row(self.act, cancel, (self.more,)))
        self.act.setFocus()
        self._follow()

    def _follow(self) -> None:
        self.act.setEnabled(any(box.isChecked() for box in self.kinds.values()))

    def _give(self) -> None:
        # Closed first: the folder is asked for over the window, not over this.
        audience = str(self._group.checkedButton().property("audience"))
        kinds = tuple(key for key, box in self.kinds.items() if box.isChecked())
        self.accept()
        self.wanted.emit(audience, kinds)

    def _ask_more(self) -> None:
        self.reject()
        self.more_wanted.emit()


def _about(workspace: Workspace) -> str:
    analysis = workspace.analysis
    if analysis is None:
        return ""
    from sinolens.reporting.identity import source_line

    return f"All {len(analysis.positions):,} positions. {source_line(analysis)}."


def _filter_note(workspace: Workspace) -> str:
    """A report is about everything: a filter on the screen must not be taken for a part of it."""
    if workspace.selection.is_empty or workspace.cube is None:
        return ""
    words = workspace.selection.words(workspace.cube.label)
    return f"The filter on the screen ({words}) is not part of it: totals in a report are never filtered."
