"""What can be done about a fund: a file, a benchmark, percentages, or that it is not disclosed; and a question."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from sinolens.domain.coverage import DoubleCount, FundCoverage
from sinolens.domain.money import format_dollars
from sinolens.lookthrough.expansion import BOTH, ONE
from sinolens.qt.base.cards import GRID, Card
from sinolens.qt.base.labels import label


class FundPanel(Card):
    """Buttons for the fund that is shown, and the open question about a double count.

    Signals:
        file_wanted, split_wanted, not_disclosed_wanted, take_back_wanted: what the user chose.
        table_wanted: a table on hand; True = as the benchmark's.
        answered: the overlap, and "one", "both" or "" for open again.
    """

    file_wanted = Signal()
    table_wanted = Signal(bool)
    split_wanted = Signal()
    not_disclosed_wanted = Signal()
    take_back_wanted = Signal()
    answered = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("How it is known", " ", parent)
        self._overlap: DoubleCount | None = None
        self.attach = QPushButton("Attach a file…")
        self.attach.setProperty("kind", "primary")
        self.attach.setToolTip("Read a file with the fund's holdings; a file can be dropped here, too")
        self.attach.clicked.connect(self.file_wanted)
        self.other = QPushButton("Another way")
        self.menu = QMenu(self.other)
        for words, slot in (
            ("Holdings on hand…", self._want_own), ("Benchmark as proxy…", self._want_benchmark),
            ("Split by percent…", self.split_wanted), ("The manager does not disclose it",
                                                       self.not_disclosed_wanted),
        ):
            self.menu.addAction(words).triggered.connect(slot)
        self.menu.addSeparator()
        self.back = self.menu.addAction("Take back what was chosen")
        self.back.triggered.connect(self.take_back_wanted)
        self.other.setMenu(self.menu)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.attach, 1)
        row.addWidget(self.other, 1)
        self.body.addLayout(row)
        self.question = QWidget()
        self.question.setObjectName("clear")
        lines = QVBoxLayout(self.question)
        lines.setContentsMargins(0, 4, 0, 0)
        lines.setSpacing(6)
        self._asked = label("", "unverified", wrap=True)
        lines.addWidget(self._asked)
        answers = QHBoxLayout()
        answers.setSpacing(GRID)
        self.one, self.both, self.open = QPushButton("One holding"), QPushButton("Two holdings"), QPushButton("Open")
        for choice, answer, tip in (
            (self.one, ONE, "The lines are left out of the fund's file, and its other lines take their place"),
            (self.both, BOTH, "Both are counted"),
            (self.open, "", "Take the answer back"),
        ):
            choice.setProperty("answer", answer)
            choice.setToolTip(tip)
            choice.clicked.connect(self._answer)
            answers.addWidget(choice, 1)
        self.open.setAccessibleName("Leave the question open again")
        lines.addLayout(answers)
        self.body.addWidget(self.question)

    def show_fund(self, fund: FundCoverage, overlap: DoubleCount | None, *, said: bool) -> None:
        """Fill the panel. `said`: the user chose how the fund is known, so that it can be taken back."""
        self._overlap = overlap
        self.back.setEnabled(said)
        self.set_note("as you chose" if said else "by name and benchmark")
        self.setAccessibleName(f"How {fund.name} is known")
        self.question.setVisible(overlap is not None)
        if overlap is None:
            return
        count = len(overlap.rows)
        what = (
            f"{count:,} direct position{'' if count == 1 else 's'} worth "
            f"{format_dollars(overlap.value).removesuffix('.00')} of the same manager or account "
            f"{'is' if count == 1 else 'are'} in this fund's file, too. "
        )
        self._asked.setText(what + {
            ONE: "You said it is one holding: the file's lines are left out.",
            BOTH: "You said they are two holdings: both are counted.",
        }.get(overlap.answer, "One holding, or two? Until you say so both are counted."))
        for choice in (self.one, self.both, self.open):
            choice.setEnabled(choice.property("answer") != overlap.answer)
        self.open.setVisible(bool(overlap.answer))

    def _want_own(self) -> None:
        self.table_wanted.emit(False)

    def _want_benchmark(self) -> None:
        self.table_wanted.emit(True)

    def _answer(self) -> None:
        if self._overlap is not None:
            self.answered.emit(self._overlap, str(self.sender().property("answer")))
