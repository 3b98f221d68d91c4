"""What a report is to be like: for whom, on which paper, which parts, what stands on the cover, which files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from sinolens.qt.base.cards import GAP, GRID, Card
from sinolens.qt.base.labels import ElidedLabel, doubled, label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.page import button
from sinolens.qt.pages.report_period import PeriodCard
from sinolens.qt.pages.report_scenarios import ScenarioCard
from sinolens.reporting.document import CoverFields, Logo
from sinolens.reporting.logo import LARGEST, UnusableLogo, read_logo
from sinolens.reporting.report import section_choices
from sinolens.services.exports import Choice

AUDIENCES = (
    ("committee", "Investment committee", "Everything, marked confidential."),
    ("public", "Public", "Without company names, notes and staff judgements. What is withheld is listed in a file "
                         "of its own. Read it before you publish it."),
    ("regulator", "Regulator or statute", "The tables a state law or a regulator asks for, with sources."),
)
KINDS = (
    ("xlsx", "Workbook (.xlsx)", "Live formulas and native charts; every sheet leads back to its rows."),
    ("pdf", "PDF (.pdf)", "The first page answers the committee alone."),
    ("pptx", "Slides (.pptx)", "Six to eight slides with native charts."),
)
MARKS = ("", "Draft", "For discussion", "Final")
PAPERS = (("letter", "US Letter"), ("a4", "A4"))
COVER = (
    ("to", "To"), ("sender", "From"), ("meeting", "Meeting"), ("meeting_date", "Date"),
    ("subject", "Subject"), ("action", "Action requested"), ("prepared_by", "Prepared by"),
    ("reviewed_by", "Reviewed by"), ("approved_by", "Approved by"), ("page_mark", "Page mark"),
)
_LOGO_SIZE = (120, 40)


class ReportForm(QWidget):
    """The form. `changed` fires at every change of what the report looks like."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._off: dict[str, set[str]] = {key: set() for key, _, _ in AUDIENCES}
        self._logo: Logo | None = None
        self._logo_data = ("", b"")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP)
        self.periods = PeriodCard(workspace, self)
        self.periods.changed.connect(self.changed)
        self.scenarios = ScenarioCard(workspace, self)
        self.scenarios.changed.connect(self.changed)
        for card in (self._audience_card(), self.periods, self.scenarios, self._file_card(), self._cover_card(),
                     self._logo_card(), self._section_card()):
            lines.addWidget(card)
        lines.addStretch(1)
        self._fill_sections()

    @property
    def audience(self) -> str:
        """Who reads."""
        return str(self.audiences.checkedButton().property("audience"))

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        off = self._off[self.audience]
        kept = frozenset(key for key in self.sections if key not in off) if off else None
        cover = CoverFields(**{key: field.text().strip() for key, field in self.cover.items()})
        return Choice(self.audience, str(self.paper.currentData()), self.mark.currentText().strip(), cover, kept,
                      self._logo, self.scenarios.entered)

    @property
    def chosen_kinds(self) -> tuple[str, ...]:
        """Kinds of file to write."""
        return tuple(kind for kind, box in self.kinds.items() if box.isChecked())

    def choose(self, audience: str, kinds: tuple[str, ...]) -> None:
        """Choose for whom, and which kinds of file."""
        for one in self.audiences.buttons():
            one.setChecked(one.property("audience") == audience)
        for kind, box in self.kinds.items():
            box.setChecked(kind in kinds)

    @property
    def logo_data(self) -> tuple[str, bytes]:
        """Name and content of the logo's file; empty without one."""
        return self._logo_data

    def take_logo(self, name: str, data: bytes) -> bool:
        """Use a picture as the logo; what cannot be used is told and changes nothing."""
        try:
            logo = read_logo(data)
        except UnusableLogo as problem:
            self._workspace.tell(str(problem), "warning", name)
            return False
        self._logo, self._logo_data = logo, (name, data)
        shown = QPixmap()
        shown.loadFromData(QByteArray(logo.picture), "PNG")
        ratio = self.devicePixelRatioF()
        shown = shown.scaled(round(_LOGO_SIZE[0] * ratio), round(_LOGO_SIZE[1] * ratio),
                             Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        shown.setDevicePixelRatio(ratio)
        self._picture.setPixmap(shown)
        self._logo_name.setText(name)
        self._show_logo()
        self.changed.emit()
        return True

    def remove_logo(self) -> None:
        """Use no logo."""
        self._logo, self._logo_data = None, ("", b"")
        self._show_logo()
        self.changed.emit()

    def set_project(self, *, writable: bool) -> None:
        """A project is open that could keep the logo, or none is."""
        self.keep.setEnabled(writable)
        self.keep.setToolTip("" if writable else "Open or make a project to keep it. Until then it is kept while the "
                                                 "program runs.")

    def _audience_card(self) -> Card:
        card = Card("For whom", parent=self)
        self.audiences = QButtonGroup(self)
        for number, (key, words, meaning) in enumerate(AUDIENCES):
            choice = QRadioButton(words)
            choice.setProperty("audience", key)
            choice.setChecked(number == 0)
            self.audiences.addButton(choice)
            card.body.addWidget(choice)
            card.body.addWidget(_indented(meaning))
        self.audiences.buttonToggled.connect(self._audience_changed)
        self.paper, self.mark = QComboBox(), QComboBox()
        for key, words in PAPERS:
            self.paper.addItem(words, key)
        self.paper.setCurrentIndex(self.paper.findData(self._workspace.settings.get("paper")))
        self.paper.activated.connect(self._paper_changed)
        self.mark.setEditable(True)
        self.mark.addItems(MARKS)
        self.mark.lineEdit().setPlaceholderText("None")
        self.mark.currentTextChanged.connect(self.changed)
        grid = _grid()
        for row, (words, field) in enumerate((("Paper", self.paper), ("Also marked", self.mark))):
            field.setAccessibleName(words)
            grid.addWidget(label(words), row, 0)
            grid.addWidget(field, row, 1)
        card.body.addLayout(grid)
        return card

    def _file_card(self) -> Card:
        card = Card("What is written", parent=self)
        self.kinds: dict[str, QCheckBox] = {}
        for key, words, meaning in KINDS:
            box = QCheckBox(words)
            box.setChecked(key != "pptx")
            self.kinds[key] = box
            card.body.addWidget(box)
            card.body.addWidget(_indented(meaning))
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText("None")
        self.password.setAccessibleName("Password of the workbook")
        self.show_password = QCheckBox("Show")
        self.show_password.toggled.connect(self._show_password)
        self.kinds["xlsx"].toggled.connect(self.password.setEnabled)
        grid = _grid()
        grid.addWidget(label("Password of the workbook"), 0, 0, 1, 2)
        grid.addWidget(self.password, 1, 0)
        grid.addWidget(self.show_password, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 0)
        card.body.addLayout(grid)
        card.body.addWidget(
            label("It is kept nowhere; without it the workbook cannot be opened.", "caption", wrap=True))
        return card

    def _cover_card(self) -> Card:
        card = Card("Cover", parent=self)
        card.body.addWidget(label("Empty fields print the usual words, or lines to fill in.", "caption", wrap=True))
        grid = _grid()
        self.cover: dict[str, QLineEdit] = {}
        for row, (key, words) in enumerate(COVER):
            field = QLineEdit()
            field.setAccessibleName(words)
            field.setMaxLength(400)
            field.textChanged.connect(self.changed)
            self.cover[key] = field
            grid.addWidget(label(words), row, 0)
            grid.addWidget(field, row, 1)
        self.cover["page_mark"].setPlaceholderText("Item 6g, Attachment 1")
        card.body.addLayout(grid)
        return card

    def _logo_card(self) -> Card:
        card = Card("Logo", parent=self)
        self._picture = QLabel()
        self._logo_name = ElidedLabel("", "caption")
        self._choose = button("Choose…", tip=f"A PNG or SVG of at most {LARGEST // 1024} KB")
        self._choose.clicked.connect(self._ask_logo)
        self._remove = button("Remove")
        self._remove.clicked.connect(self.remove_logo)
        self.keep = QCheckBox("Keep it in the project")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._choose)
        row.addWidget(self._remove)
        row.addStretch(1)
        card.body.addWidget(self._picture)
        card.body.addWidget(self._logo_name)
        card.body.addLayout(row)
        card.body.addWidget(self.keep)
        self._show_logo()
        return card

    def _section_card(self) -> Card:
        card = Card("Parts", parent=self)
        self._sections = QVBoxLayout()
        self._sections.setSpacing(2)
        self.sections: dict[str, QCheckBox] = {}
        card.body.addWidget(label(
            "Summary, data quality, sources and method always stand in it. What is left out is named under method; no "
            "total changes by it.", "caption", wrap=True))
        card.body.addLayout(self._sections)
        return card

    def _fill_sections(self) -> None:
        for box in self.sections.values():
            self._sections.removeWidget(box)
            box.deleteLater()
        self.sections = {}
        for key, title in section_choices(self.audience):
            box = QCheckBox(doubled(title))
            box.setProperty("section", key)
            box.setChecked(key not in self._off[self.audience])
            box.toggled.connect(self._section_toggled)
            self.sections[key] = box
            self._sections.addWidget(box)

    def _section_toggled(self, on: bool) -> None:
        key = str(self.sender().property("section"))
        (self._off[self.audience].discard if on else self._off[self.audience].add)(key)
        self.changed.emit()

    def _audience_changed(self, chosen: object, on: bool) -> None:
        del chosen
        if on:
            self._fill_sections()
            self.changed.emit()

    def _paper_changed(self) -> None:
        self._workspace.settings.put("paper", str(self.paper.currentData()))
        self.changed.emit()

    def _show_password(self, shown: bool) -> None:
        self.password.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _show_logo(self) -> None:
        there = self._logo is not None
        for part in (self._picture, self._logo_name, self._remove, self.keep):
            part.setVisible(there)

    def _ask_logo(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Logo of the institution", self._workspace.settings.get("folder"), "Pictures (*.png *.svg)")
        if name:
            self.read_logo_file(Path(name))

    def read_logo_file(self, path: Path) -> bool:
        """Use a file as the logo."""
        try:
            # One byte more than may be: enough to tell that it is too large, whatever its size.
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            self._workspace.tell("The logo could not be read.", "error", f"{path.name}: {error.strerror}")
            return False
        return self.take_logo(path.name, data)


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    return grid


def _indented(text: str) -> QLabel:
    note = label(text, "caption", wrap=True)
    note.setIndent(24)
    return note
