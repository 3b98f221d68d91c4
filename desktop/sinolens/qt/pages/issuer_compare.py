"""Two to four issuers side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from sinolens.domain.money import format_dollars, format_percent
from sinolens.qt.base.labels import label
from sinolens.qt.base.theme import Appearance
from sinolens.qt.models.table import TableColumn, TableModel
from sinolens.qt.models.view import TableView
from sinolens.qt.pages.issuer_facts import IssuerBook, chinese_name, weight_words
from sinolens.qt.pages.words import LEVEL_WORDS, LINE_WORDS, checked_word, spoken

if TYPE_CHECKING:
    from sinolens.domain.issuer import Issuer
    from sinolens.exposure.cube import Cube

MOST = 4


def compare_issuers(issuers: Sequence[Issuer], book: IssuerBook, cube: Cube | None) -> list[tuple[str, ...]]:
    """Rows of name and one text per issuer; what is not on file reads "not on file", never "none"."""
    held = cube.by("issuer") if cube is not None else {}
    rows: list[tuple[str, ...]] = []

    def add(name: str, texts: Sequence[str], absent: str = "not on file") -> None:
        rows.append((name, *(text or absent for text in texts)))

    add("Chinese name", [chinese_name(one) for one in issuers])
    add("Other names", [", ".join(name for name in one.aliases if name not in one.romanised) for one in issuers])
    add("Principal place", [book.place_of(one) for one in issuers])
    add("Incorporated in", [book.country(one.incorporation) for one in issuers])
    add("Parent", [book.parent_of(one) for one in issuers])
    add("State link", [one.state_link for one in issuers])
    add("VIE", [{True: "yes", False: "no", None: ""}[one.vie] for one in issuers])
    add("Listed", ["listed" if one.listed else "private" for one in issuers])
    add("Lines", ["; ".join(f"{line.ticker or line.isin} {line.mic} ({LINE_WORDS.get(line.kind, line.kind)})"
                            for line in book.lines[one.id]) for one in issuers])
    add("Category", [", ".join(f"{part.code} {book.reference.categories[part.code].name}" for part in one.categories
                               if part.code in book.reference.categories) for one in issuers])
    add("Intensity", [", ".join(str(part.intensity) for part in one.categories) for one in issuers])
    add("AI weight", ["; ".join(weight_words(part) for part in one.categories) for one in issuers])
    add("Named on", [", ".join(book.titles[key] for key in book.lists_of(one.id)) for one in issuers],
        "none of the lists on file")
    add("Relatives named on", [
        ", ".join(book.titles[key] for key in book.lists_of(one.id, exact=False)) for one in issuers],
        "none of the lists on file")
    for topic in book.reference.attribute_topics.values():
        add(f"{'Driver' if topic.kind == 'driver' else 'Risk'}: {topic.name}", [
            LEVEL_WORDS[str(book.attributes[one.id][topic.id].level)] if topic.id in book.attributes[one.id] else ""
            for one in issuers], "unknown")
    add("Largest training run, estimated", [_largest(one, book) for one in issuers])
    if cube is not None:
        add("Held", [f"{format_dollars(held[one.id])}, {format_percent(held[one.id], cube.pool)} of pool"
                     if held.get(one.id) else "" for one in issuers], "nothing known")
    add("Checked", [checked_word(one.verified) + (", yours" if one.own else "") for one in issuers])
    return rows


def _largest(issuer: Issuer, book: IssuerBook) -> str:
    found = max((one for one in book.activities[issuer.id] if one.measure), key=lambda one: one.value, default=None)
    return f"{found.value:.1e} {spoken(found.measure)} ({found.subject}, {found.confidence})" if found else ""


class IssuerComparison(QDialog):
    """The comparison as a table, which can be copied."""

    def __init__(self, appearance: Appearance, issuers: Sequence[Issuer], book: IssuerBook, cube: Cube | None,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Compare issuers")
        self.resize(360 + 220 * len(issuers), 720)
        rows = compare_issuers(issuers, book, cube)
        columns = (TableColumn("name", "", 180, fixed=True), *(
            TableColumn(one.id, one.name, 220, stretch=number == len(issuers) - 1)
            for number, one in enumerate(issuers)))
        self.model = TableModel(columns, self)
        self.model.fill({column.key: [row[place] for row in rows] for place, column in enumerate(columns)})
        self.table = TableView(appearance, self.model, "Issuers side by side")
        # Sentences of different length stand side by side: rows as high as they need, few enough to afford it.
        self.table.setWordWrap(True)
        for place in range(1, len(columns)):
            self.table.setColumnWidth(place, 220)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        lines.addWidget(label(" · ".join(one.name for one in issuers), "stateTitle", wrap=True, selectable=True))
        lines.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.copy_button = QPushButton("Copy as a table")
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        close = QPushButton("Close")
        close.setProperty("kind", "primary")
        close.clicked.connect(self.accept)
        foot.addWidget(self.copy_button)
        foot.addStretch(1)
        foot.addWidget(close)
        lines.addLayout(foot)
        self.table.horizontalHeader().setSortIndicatorShown(False)
        self.table.resizeRowsToContents()
        for row in range(self.model.rowCount()):
            self.table.setRowHeight(row, self.table.rowHeight(row) + 8)

    def _copy(self) -> None:
        self.table.selectAll()
        self.table.copy_rows()
