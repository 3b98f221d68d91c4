"""Importing a list: what a publisher's file would change, on the list and in the holdings, before it is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from sinolens.qt.base.cards import GRID
from sinolens.qt.base.dialogs import button_row
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.list_import_form import ImportForm
from sinolens.qt.pages.list_import_renewal import Renewal
from sinolens.qt.pages.list_import_stack import ImportStack
from sinolens.qt.pages.list_import_tables import TABLES, Cells, moved_rows
from sinolens.qt.pages.list_import_words import (
    NAMESAKES,
    describe_effect,
    describe_file,
    describe_loss,
    describe_tick,
    explain_no_effect,
)
from sinolens.qt.pages.list_import_work import (
    KeepingLists,
    MeasuringEffect,
    OpenHoldings,
    ReadingList,
    links_of,
    open_holdings,
)
from sinolens.qt.pages.page import button, day
from sinolens.qt.pages.shelves import Segments
from sinolens.services.list_effect import effect_days, find_namesakes, record_editions

if TYPE_CHECKING:
    from sinolens.qt.base.tasks import Task
    from sinolens.reference.update import ListUpdate
    from sinolens.services.list_effect import Effect, Namesake


class ListImport(QDialog):
    """Shows one file, or a set of files that belong together; several lists in them one at a time.

    Attributes:
        updates: what was read; empty while reading or when the files were refused.
        refusal: why the files could not be read, "" when they could.
        effect: on the open holdings; None while it is not known.
    """

    def __init__(
        self, workspace: Workspace, paths: Sequence[Path], list_id: str, parent: QWidget | None = None,
    ) -> None:
        """`list_id`: the list the user was on, taken where the files do not say which list they are."""
        super().__init__(parent)
        folder = workspace.lists
        if folder is None:
            raise LookupError("no folder to keep editions in")
        self._workspace, self._paths, self._fallback, self._folder = workspace, tuple(paths), list_id, folder
        self.updates: tuple[ListUpdate, ...] = ()
        self.refusal = ""
        self.effect: Effect | None = None
        self._kept: dict[str, bool] = {}
        self._round = 0
        self._namesakes: tuple[Namesake, ...] = ()
        self._joined: set[Namesake] = set()
        self._measured: object = None
        self._measuring: Task | None = None
        self._asked = ""
        self._table = TABLES[0].key
        self.setWindowTitle("Import a list")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1040, 680)
        self._build()
        self.finished.connect(self._stop)
        self._read()

    # -- building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(24, 20, 24, 20)
        lines.setSpacing(12)
        self._title = label("", "stateTitle", wrap=True, selectable=True)
        self._summary = label("", "stateText", wrap=True, selectable=True)
        lines.addWidget(self._title)
        self.form = ImportForm()
        self.form.list_box.activated.connect(self._read)
        self.form.found_box.activated.connect(self._show_update)
        self.form.edition_date.editingFinished.connect(self._date_edited)
        lines.addWidget(self.form)
        lines.addWidget(self._summary)
        self._warning = label("", "danger", wrap=True, selectable=True)
        self.keep_box = QCheckBox()
        self.keep_box.toggled.connect(self._keep)
        lines.addWidget(self._warning)
        lines.addWidget(self.keep_box)
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        self.segments = Segments([(table.key, table.word) for table in TABLES], "What would change")
        self.segments.chosen.connect(self._show_table)
        self.days = QComboBox()
        self.days.setAccessibleName("Compare the holdings as of")
        self.days.activated.connect(self._measure)
        self.join_button = button(
            "One legal entity", tip="Take the entry and the issuer for one legal entity, or take that back")
        self.join_button.clicked.connect(self._join)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find…")
        self.search.setAccessibleName("Find in the table")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(220)
        self.search.textChanged.connect(self._filter)
        bar.addWidget(self.segments)
        bar.addStretch(1)
        bar.addWidget(self.join_button)
        bar.addWidget(self.days)
        bar.addWidget(self.search)
        lines.addLayout(bar)
        self._note = label("", "caption", wrap=True)
        lines.addWidget(self._note)
        self.stack = ImportStack(self._workspace.appearance)
        self.stack.row_told.connect(self._tell_row)
        self.tables, self._rows = self.stack.tables, self.stack.rows
        lines.addWidget(self.stack, 1)
        self._detail = label("", "caption", wrap=True, selectable=True)
        lines.addWidget(self._detail)
        _hide(self._warning, self.keep_box, self.join_button, self.days, self._note, self._detail)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(label("The edition before it stays on file and answers for its own dates.", "caption"))
        foot.addStretch(1)
        self.cancel_button = button("Cancel")
        self.cancel_button.clicked.connect(self.reject)
        self.accept_button = button("Accept this edition", primary=True)
        self.accept_button.clicked.connect(self._accept)
        foot.addWidget(button_row(self.accept_button, self.cancel_button))
        lines.addLayout(foot)

    # -- reading ----------------------------------------------------------------------------------------------------

    @property
    def update_shown(self) -> ListUpdate | None:
        """The update of the list shown."""
        place = max(0, self.form.found_box.currentIndex())
        return self.updates[place] if self.updates else None

    @property
    def kept(self) -> tuple[ListUpdate, ...]:
        """The updates that would be kept."""
        return tuple(one for one in self.updates if self._kept.get(one.official.list_id))

    def _read(self) -> None:
        self._round += 1
        self.updates, self.refusal, self.effect = (), "", None
        self._title.setText(f"Reading {_names(self._paths)}")
        self._say("Reading the file", "")
        self._offer()
        ours = self._round
        self._workspace.tasks.run(
            f"Reading {_names(self._paths)}",
            ReadingList(self._folder, self._paths, self.form.list_box.currentData(), self._fallback, self._asked),
            lambda updates: self._take(updates, ours), lambda error: self._refused(error, ours), cancellable=False)

    def _date_edited(self) -> None:
        asked = self.form.edition
        shown = self.update_shown
        if asked != (shown.edition if shown else self._asked):
            self._asked = asked
            self._read()

    def _take(self, updates: tuple[ListUpdate, ...], ours: int) -> None:
        if ours != self._round:
            return
        self.updates = updates
        # A list that lost many entries is kept only when someone says so.
        self._kept = {one.official.list_id: not one.collapsed for one in updates}
        self._title.setText(f"What {_names(self._paths)} would change")
        self.form.offer_lists([one.official.short_title for one in updates])
        self._show_update()
        self._offer_days()
        self._measure()
        self.tables[self._table].setFocus()

    def _refused(self, error: Exception, ours: int) -> None:
        from sinolens.services.errors import Refused

        if ours != self._round:
            return
        if not isinstance(error, Refused):
            self._workspace.tasks.unexpected.emit(error)
            self.reject()
            return
        self.refusal = str(error)
        self._title.setText(f"{_names(self._paths)} could not be read as a list")
        self._say("Nothing was changed", self.refusal)
        self._offer()

    # -- showing ----------------------------------------------------------------------------------------------------

    def _show_update(self) -> None:
        update = self.update_shown
        if update is None:
            return
        self._summary.setText(describe_file(update))
        if update.edition:
            self.form.set_edition(update.edition)
        self._warning.setText(describe_loss(update))
        self._warning.setVisible(update.collapsed)
        self.keep_box.blockSignals(True)
        self.keep_box.setChecked(self._kept[update.official.list_id])
        self.keep_box.setText(describe_tick(update))
        self.keep_box.blockSignals(False)
        self.keep_box.setVisible(update.collapsed or len(self.updates) > 1)
        for table in TABLES:
            if table.rows is not None:
                self._fill(table.key, table.rows(update))
        self._fill_namesakes()
        if self._table != "effect" and not self._rows[self._table]:
            self._table = next((t.key for t in TABLES if self._rows.get(t.key)), "added")
            self.segments.buttons[self._table].setChecked(True)
        self._filter()
        self._offer()

    def _fill(self, key: str, rows: Cells) -> None:
        self.stack.fill(key, rows)
        self.segments.set_word(key, f"{self.stack.word(key)} {len(rows):,}")

    def _fill_namesakes(self) -> None:
        reference, update, cube = self._workspace.reference(), self.update_shown, self._workspace.cube
        held = cube.by("issuer") if cube is not None else {}
        self._namesakes = find_namesakes(update, reference) if reference is not None and update is not None else ()
        self._fill("namesakes", [
            (one.entry_name, one.issuer_name, held.get(one.issuer_id, 0),
             "one legal entity" if one in self._joined else "not decided") for one in self._namesakes])

    def _join(self) -> None:
        """Take the entry and the issuer the user is on for one legal entity, or take that back."""
        current = self.tables["namesakes"].currentIndex()
        if current.isValid():
            source = self.stack.models["namesakes"].source_row(current.row())
            self._joined ^= {self._namesakes[source]}
            self._fill_namesakes()
            self._measure()
            self.tables["namesakes"].choose_row(source)

    def _show_table(self, key: str) -> None:
        self._table = key
        self._filter()

    def _filter(self) -> None:
        key = self._table
        self._detail.hide()
        self.days.setVisible(key == "effect" and self.days.count() > 1)
        self.join_button.setVisible(key == "namesakes" and bool(self._namesakes))
        notes = {"effect": describe_effect(self.effect) if self.effect is not None else "",
                 "namesakes": NAMESAKES if self._namesakes else ""}
        self._note.setText(notes.get(key, ""))
        self._note.setVisible(bool(self._note.text()))
        if self.refusal or not self.updates:
            return
        if key == "effect" and self.effect is None:
            self._say(*explain_no_effect(self._held() is not None, self.kept))
            return
        self.stack.show_table(key, self.search.text())

    def _tell_row(self, told: str) -> None:
        self._detail.setText(told)
        self._detail.show()

    def _say(self, title: str, text: str) -> None:
        self.stack.say(title, text)

    def _offer(self) -> None:
        """Only what can be accepted is offered to be."""
        kept = self.kept
        self.accept_button.setText("Accept this edition" if len(kept) < 2 else f"Accept {len(kept)} editions")
        self.accept_button.setEnabled(bool(kept) and all(one.edition for one in kept))
        undated = bool(kept) and not all(one.edition for one in kept)
        self.accept_button.setToolTip("Give the date of the edition first" if undated else "")
        if undated:
            self._summary.setText(self._summary.text().split(" Give the date")[0] + " Give the date of the edition.")

    def _keep(self, on: bool) -> None:
        update = self.update_shown
        if update is not None:
            self._kept[update.official.list_id] = on
            self._offer()
            self._measure()

    # -- effect -----------------------------------------------------------------------------------------------------

    def _held(self) -> OpenHoldings | None:
        return open_holdings(self._workspace)

    def _offer_days(self) -> None:
        held = self._held()
        self.days.clear()
        if held is None:
            return
        for one in effect_days([u for u in self.updates if u.edition], held.shown.as_of):
            words = "the holdings" if one == held.shown.as_of else "the edition"
            self.days.addItem(f"As of {day(one)}, the day of {words}", one)
        # On the day of the holdings a later edition does not answer; what it will do shows on its own first day.
        self.days.setCurrentIndex(self.days.count() - 1)

    def _measure(self) -> None:
        held, kept = self._held(), self.kept
        if self._measuring is not None:
            self._measuring.cancel()
        self.effect = None
        self._fill("effect", [])
        self.segments.set_word("effect", "Effect on the holdings")
        if held is not None and kept and all(one.edition for one in kept):
            ours = self._round
            self._measured = (kept, self.days.currentData(), frozenset(self._joined))
            asked = self._measured
            links = links_of(self._joined, kept, self.form.checked_on)
            self._measuring = self._workspace.tasks.run(
                "Comparing the holdings",
                MeasuringEffect(
                    self._folder, held, kept, self.form.checked_on, self.days.currentData(), links),
                lambda effect: self._take_effect(effect, ours, asked), self._workspace.refuse,
                project=held.session is not None)
        self._filter()

    def _stop(self) -> None:
        # Answers that come later belong to nobody.
        self._round += 1
        if self._measuring is not None:
            self._measuring.cancel()

    def _take_effect(self, effect: Effect, ours: int, asked: object) -> None:
        if ours != self._round or asked != self._measured:
            return
        self.effect = effect
        self._fill("effect", moved_rows(effect.moved))
        self._filter()

    # -- accepting --------------------------------------------------------------------------------------------------

    def _accept(self) -> None:
        kept = self.kept
        confirmed = frozenset(one.official.list_id for one in kept if one.collapsed)
        links = links_of(self._joined, kept, self.form.checked_on)
        self.accept_button.setEnabled(False)
        self._workspace.tasks.run(
            "Keeping the list", KeepingLists(self._folder, kept, self.form.checked_on, confirmed, links),
            self._have_kept, self._not_kept, cancellable=False)

    def _not_kept(self, error: Exception) -> None:
        self._workspace.refuse(error)
        self.reject()

    def _have_kept(self, updates: tuple[ListUpdate, ...]) -> None:
        # The dialog is gone by the time the holdings are renewed: the renewal must not belong to it.
        told = ", ".join(f"{one.official.short_title} of {day(one.edition)}" for one in updates)
        folder, links = self._folder.folder, links_of(self._joined, updates, self.form.checked_on)
        Renewal(self._workspace, self._folder, self._held(),
                f"{told} {'is' if len(updates) == 1 else 'are'} on file.", updates,
                lambda project: record_editions(folder, updates, links)(project), ("edit.withdraw", "Withdraw it…"),
                ).start()
        self.accept()


def _names(paths: Sequence[Path]) -> str:
    return ", ".join(path.name for path in paths)


def _hide(*parts: QWidget) -> None:
    for part in parts:
        part.hide()
