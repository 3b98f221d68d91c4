"""The editor of what the user says of an issuer: their own record, or names, lines and weights beside the program's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from sinolens.qt.base.date_field import DateField
from sinolens.qt.base.dialogs import button_row
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.issuer_entry import build_entry, line_fields, read_forms, weight_fields
from sinolens.qt.pages.issuer_saving import SavingIssuer, renew_after_edit
from sinolens.qt.pages.row_editor import RowEditor
from sinolens.qt.pages.words import REGION_WORDS
from sinolens.reference.loader import resources
from sinolens.reference.markets import load_country_names
from sinolens.services.errors import Refused
from sinolens.services.own_issuers import entries_of
from sinolens.services.universe import OwnEntry, new_id

if TYPE_CHECKING:
    from sinolens.domain.issuer import Issuer
    from sinolens.reference.loader import Reference
    from sinolens.services.fact_source import FactSource

_ISO = "yyyy-MM-dd"


class IssuerEditor(QDialog):
    """Keeps nothing before it is saved; what is refused is said in the dialog, which stays open.

    Attributes:
        fields: the single fields by the column they fill.
        lines, weights: the rows of lines and of categories.
        problem: what was refused last, "" when nothing was.
    """

    def __init__(self, workspace: Workspace, reference: Reference, lists: FactSource, issuer_id: str,
                 parent: QWidget | None = None) -> None:
        """`issuer_id`: "" = a new issuer of the user's."""
        super().__init__(parent)
        self._workspace, self._reference, self._lists = workspace, reference, lists
        self._issuer: Issuer | None = reference.issuers.get(issuer_id)
        self.is_own = self._issuer is None or self._issuer.own
        try:
            known = entries_of(lists)
            self.problem = ""
        except Refused as error:
            known, self.problem = {}, str(error)
        self._taken = {**reference.issuers, **known}
        self._entry = known.get(issuer_id, OwnEntry(issuer_id))
        self._names = {one.name: one.id for one in reference.issuers.values()}
        self.setWindowTitle("Your issuer" if self.is_own else "Yours beside the program's")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(960, 720)
        self._build()
        self._say(self.problem)

    def _build(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        title = "An issuer of your own" if self._issuer is None else self._issuer.name
        lines.addWidget(label(title, "stateTitle", wrap=True, selectable=True))
        lines.addWidget(label(
            "Kept in your own folder on this computer, apart from the program's facts: an update of the program never "
            "touches it. It holds no holdings and is not encrypted.", "stateText", wrap=True))
        sheet = QWidget()
        sheet.setObjectName("clear")
        self._sheet = QVBoxLayout(sheet)
        self._sheet.setContentsMargins(0, 0, 12, 0)
        self._sheet.setSpacing(12)
        self.fields: dict[str, QWidget] = {}
        self._build_record()
        self._build_rows()
        self._sheet.addStretch(1)
        area = QScrollArea()
        area.setObjectName("clear")
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        lines.addWidget(area, 1)
        self._told = label("", "danger", wrap=True, selectable=True)
        lines.addWidget(self._told)
        self.remove_button = QPushButton("Take away what is yours")
        self.remove_button.setAutoDefault(False)
        self.remove_button.clicked.connect(self._remove)
        cancel = QPushButton("Cancel")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.save_button = QPushButton("Save")
        self.save_button.setProperty("kind", "primary")
        self.save_button.clicked.connect(self._save)
        lines.addWidget(button_row(self.save_button, cancel, (self.remove_button,)))
        # The row shows what is put into it.
        self.remove_button.setVisible(not self._entry.is_empty)

    def _build_record(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        countries = (("", "Not given"), *sorted(load_country_names(resources()).items(), key=lambda one: one[1]))
        rows: list[tuple[str, str, QWidget]] = []
        if self.is_own:
            rows += [
                ("name", "Legal name", QLineEdit()), ("name_zh", "Chinese name", QLineEdit()),
                ("region", "Principal place", _choice(tuple(REGION_WORDS.items()))),
                ("headquarters", "Headquarters", _choice(countries)),
                ("incorporation", "Incorporated in", _choice(countries)),
                ("state_link", "State link", _choice((
                    ("", "Not known"), ("central", "Central state"), ("local", "Local state"),
                    ("private", "Private")))),
                ("parent_id", "Parent", QLineEdit()), ("parent_share", "Parent holds, %", QLineEdit()),
                ("uscc", "USCC", QLineEdit()), ("lei", "LEI", QLineEdit()),
            ]
        rows += [("source", "Where you have it from", QLineEdit()), ("as_of", "Seen on", _date())]
        for number, (key, words, field) in enumerate(rows):
            name = label(words, "fieldName")
            name.setBuddy(field)
            field.setAccessibleName(words)
            grid.addWidget(name, number // 2, 2 * (number % 2))
            grid.addWidget(field, number // 2, 2 * (number % 2) + 1)
            self.fields[key] = field
        self.verified = QCheckBox("I compared it with this source")
        grid.addWidget(self.verified, (len(rows) + 1) // 2, 0, 1, 4)
        if "parent_id" in self.fields:
            completer = QCompleter(sorted(self._names), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self.fields["parent_id"].setCompleter(completer)
        self._sheet.addLayout(grid)
        values, common = read_forms(self._entry, self._reference)
        for key, field in self.fields.items():
            _put(field, (common if key in ("source", "as_of") else values).get(key, ""))
        self.verified.setChecked(common["verified"] == "verified")

    def _build_rows(self) -> None:
        theme = self._workspace.appearance.theme
        names, former = QPlainTextEdit(), QPlainTextEdit()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for place, (key, words, field) in enumerate((
            ("names", "Other names, one a line", names), ("former", "Former names, one a line", former))):
            field.setFixedHeight(76)
            field.setTabChangesFocus(True)
            field.setAccessibleName(words)
            grid.addWidget(label(words, "fieldName"), 0, place)
            grid.addWidget(field, 1, place)
            self.fields[key] = field
            _put(field, "\n".join(one["name"] for one in self._entry.names
                                  if (one["kind"] == "former") == (key == "former")))
        self._sheet.addLayout(grid)
        self._sheet.addWidget(label("Listed lines", "sectionTitle"))
        self.lines = RowEditor(line_fields(self._reference), "Add a line", theme)
        self.lines.fill(self._entry.lines)
        self._sheet.addWidget(self.lines)
        self._sheet.addWidget(label("Categories and AI weights", "sectionTitle"))
        if not self.is_own:
            self._sheet.addWidget(label(
                "Yours stand in place of the program's as long as there are any.", "caption", wrap=True))
        self.weights = RowEditor(weight_fields(self._reference), "Add a category", theme)
        self.weights.fill([_percents(one) for one in self._entry.categories])
        self._sheet.addWidget(self.weights)

    def _save(self) -> None:
        values = {key: _get(field) for key, field in self.fields.items()}
        if self.is_own and not values["name"]:
            self._say("Give the legal name.")
            return
        if not values["source"]:
            self._say("Say where you have it from: a link, a filing, a letter.")
            return
        parent = values.get("parent_id", "")
        if parent and parent not in self._names:
            self._say(f"The parent “{parent}” is no issuer on file. Choose one from the list, or leave it empty.")
            return
        if parent:
            values["parent_id"] = self._names[parent]
        try:
            entry = build_entry(
                self._entry.issuer_id or new_id(values["name"], self._taken), self.is_own, values,
                "verified" if self.verified.isChecked() else "unverified", self.lines.values, self.weights.values,
                self._entry.links)
        except ValueError as error:
            self._say(str(error))
            return
        self._keep(entry)

    def _remove(self) -> None:
        self._keep(OwnEntry(self._entry.issuer_id))

    def _keep(self, entry: OwnEntry) -> None:
        self.save_button.setEnabled(False)
        self._workspace.tasks.run("Keeping your issuer", SavingIssuer(self._lists, entry), self._saved, self._refused,
                                  cancellable=False)

    def _saved(self, entry: OwnEntry) -> None:
        name = entry.record["name"] if entry.record else self._reference.issuers[entry.issuer_id].name if (
            entry.issuer_id in self._reference.issuers) else entry.issuer_id
        renew_after_edit(self._workspace, self._lists, entry, f"{name}: what is yours was "
                         f"{'taken away' if entry.is_empty else 'kept'}.")
        self.accept()

    def _refused(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, Refused):
            self._say(str(error))
        else:
            self._workspace.tasks.unexpected.emit(error)

    def _say(self, problem: str) -> None:
        self.problem = problem
        self._told.setText(problem)
        self._told.setVisible(bool(problem))


def _percents(cells: dict[str, str]) -> dict[str, str]:
    """Shares and weights as the user writes them."""
    return {key: f"{100 * float(cell):g}" if key in ("share", "low", "base", "high") and cell else cell
            for key, cell in cells.items()}


def _choice(choices: tuple[tuple[str, str], ...]) -> QComboBox:
    box = QComboBox()
    for value, words in choices:
        box.addItem(words, value)
    # As wide as the fields around it, whatever its longest choice.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box


def _date() -> DateField:
    field = DateField()
    field.setDate(QDate.currentDate())
    return field


def _put(field: QWidget, value: str) -> None:
    if isinstance(field, QComboBox):
        field.setCurrentIndex(max(0, field.findData(value)))
    elif isinstance(field, DateField):
        if value:
            field.setDate(QDate.fromString(value, _ISO))
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(value)
    else:
        field.setText(value)


def _get(field: QWidget) -> str:
    if isinstance(field, QComboBox):
        return str(field.currentData() or "")
    if isinstance(field, DateField):
        return field.date().toString(_ISO)
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    return field.text().strip()
