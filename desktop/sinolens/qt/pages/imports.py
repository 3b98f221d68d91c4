"""Import: files in, what was understood of each, seven steps to look at, and one button that takes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from sinolens.importing.workbook import ImportedTable
from sinolens.qt.base.labels import as_tooltip
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.import_chooser import At, TableChooser
from sinolens.qt.pages.import_concern import look_at_concern, split_address
from sinolens.qt.pages.import_files import FileExchange
from sinolens.qt.pages.import_history import ChoiceHistory, UndoKeys
from sinolens.qt.pages.import_layouts import LayoutsDialog
from sinolens.qt.pages.import_note import ProjectNote
from sinolens.qt.pages.import_stack import StepStack
from sinolens.qt.pages.import_step import WORDS, StepBar, StepFoot
from sinolens.qt.pages.import_work import Drafts
from sinolens.qt.pages.page import Page, button, follow_recent
from sinolens.services.import_arrival import attachments_of, fund_positions, holdings_of, question_of
from sinolens.services.import_draft import Draft, is_changed, obstacles, place_of
from sinolens.services.import_progress import (
    BLOCKED,
    SETTLED,
    STEPS,
    describe_state,
    file_states,
    worst,
)

AS_UNDERSTOOD, COMMIT = "Import as understood", "Commit"


class ImportPage(Page):
    """The files and the steps. Nothing is written before the button is pressed.

    Signals:
        analyse_wanted: `Holdings` and `Question`.
    """

    title = "Import"
    needs_analysis = False
    scrolls = False
    analyse_wanted = Signal(object, object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.drafts = Drafts(workspace, self)
        self.exchange = FileExchange(workspace, self)
        self._step = "source"
        self._analysing = False
        self._attached: dict[At, str] = {}
        self.history = ChoiceHistory(self)
        self._note = ProjectNote(workspace, self)
        self._layouts: LayoutsDialog | None = None
        self._saved = button("Saved layouts…", tip="Layouts of workbooks you confirmed before")
        self._add = button("Add files…")
        self._discard = button("Discard", tip="Take all files out; nothing of them is kept")
        self._analyse = button(AS_UNDERSTOOD, primary=True)
        self.tools.addStretch(1)
        for made, act in ((self._saved, self.show_layouts), (self._add, self.choose_files),
                          (self._discard, self._forget), (self._analyse, self._want_analysis)):
            made.clicked.connect(act)
            self.tools.addWidget(made)
        self.bar = StepBar()
        self.bar.chosen.connect(self.show_step)
        self.chooser = TableChooser()
        self.chooser.chosen.connect(self._show_again)
        self.steps = StepStack(workspace, self._content)
        self.foot = StepFoot()
        for made, act in ((self.foot.undo, self.undo), (self.foot.go, self._go_to_worst),
                          (self.foot.back, self._go_back), (self.foot.next, self._go_on)):
            made.clicked.connect(act)
        # Not the buttons' own shortcuts: those wait for the button to have been drawn pressed.
        for keys, act in (("Ctrl+PgUp", self._go_back), ("Ctrl+PgDown", self._go_on)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.body.setSpacing(12)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.chooser)
        self.body.addWidget(self.steps, 1)
        self.body.addWidget(self.foot)
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        steps = self.steps
        steps.wanted.connect(self._wish)
        steps.cell_wanted.connect(self.show_cell)
        steps.layout_wanted.connect(self._ask_layout_name)
        steps.attached.connect(self._attach)
        steps.copy_wanted.connect(self._save_copy)
        steps.mended_wanted.connect(self._read_mended)
        source = steps.source
        source.files_given.connect(self.add_files)
        source.acted.connect(self._act)
        source.opened.connect(self._open_table)
        source.password_wanted.connect(self._ask_password)
        source.removed.connect(self.drafts.remove)
        self.drafts.changed.connect(self.refresh_later)
        self.drafts.arrived.connect(self._arrived)
        self.workspace.reference_loaded.connect(self._fill_definitions)
        self._note.changed.connect(self._show_state)
        self.history.changed.connect(self._show_state)
        self.installEventFilter(UndoKeys(self.history, self.undo, self.redo, self))

    # -- what is shown ------------------------------------------------------------------------------------------------

    @property
    def pending(self) -> tuple[Draft, ...]:
        """Files given and not imported yet."""
        return self.drafts.all

    @property
    def step(self) -> str:
        """Key of the step shown."""
        return self._step

    @property
    def draft(self) -> Draft | None:
        """The file the steps are about."""
        return self.chooser.draft(self.drafts.all)

    @property
    def current_table(self) -> ImportedTable | None:
        """The table the steps are about."""
        return self.chooser.table(self.drafts.all)

    def refresh(self) -> None:
        """Show the files and the step as they stand."""
        drafts = self.drafts.all
        self.chooser.settle(drafts)
        has = bool(drafts)
        if not has:
            self._step = "source"
        with self.rearranging():
            for part in (self.bar, self.foot, self._discard, self._analyse):
                part.setVisible(has)
            self._saved.setVisible(self.drafts.shelf is not None)
        self._show_again()

    def show_file(self, name: str, sheet: str) -> None:
        """Go to a file of the open analysis; told where those that wait to be imported stand in its place."""
        self.show_step("source")
        if not self.steps.source.choose_file(name, sheet) and self.pending:
            self.workspace.tell(f"{name} was imported before.", "info",
                                "It is shown here again when the files that wait are imported or discarded.")
        self.steps.source.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_step(self, key: str) -> None:
        """Go to a step; any of them, at any time. Where one needs the user, to the table that does."""
        self._step = key
        self.chooser.go_to(self.drafts.all, key, BLOCKED)
        self._show_again()

    def show_cell(self, place: str) -> None:
        """Show a cell ("H12"), or a row ("12"), on the sheet."""
        self.show_step("sheet")
        self.steps.sheet.view.look_at(*split_address(place))
        self.steps.sheet.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def tint(self) -> None:
        """The steps take the theme."""
        theme = self.workspace.appearance.theme
        self.bar.tint(theme)
        self.steps.tint(theme)

    def _show_again(self) -> None:
        held = self.window().focusWidget()
        inside = held is not None and self.isAncestorOf(held)
        self.chooser.fill(self.drafts.all, wanted=self._step != "source")
        self._show_step()
        self._show_state()
        now = self.window().focusWidget()
        if inside and self.isVisible() and (now is None or not self.isAncestorOf(now) or not now.isVisibleTo(self)):
            # What the user was on is gone, such as a question that was answered: he goes on from here.
            on = self.foot.next if self.foot.next.isEnabled() else self.bar.buttons[self._step]
            on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_step(self) -> None:
        step, draft = self.steps.show_step(self._step), self.draft
        if step is None:
            analysis = self.workspace.analysis
            self.steps.source.show_files(self.drafts.all, analysis.inputs if analysis is not None else ())
            return
        if draft is None:
            return
        table = self.current_table
        step.show_table(draft, table)
        at = self.chooser.at
        if self._step == "accounts" and table is not None and table.role == "fund_holdings" and at is not None:
            self.steps.accounts.offer_positions(
                fund_positions(self.drafts.all, self.workspace.analysis, table), self._attached.get(at, ""))
        if self._step == "review":
            self._fill_definitions()
            if not self.drafts.is_busy:
                self._note.look(self.drafts.all)

    def _show_state(self) -> None:
        drafts = self.drafts.all
        states = file_states(drafts)
        self.bar.show_states(states, self._step)
        place, busy = STEPS.index(self._step), self.drafts.is_busy or self._analysing
        self.foot.undo.setVisible(self.history.can_undo)
        self.foot.back.setEnabled(place > 0)
        self.foot.next.setEnabled(place < len(STEPS) - 1 and any(draft.read is not None for draft in drafts))
        stop = worst(states[key] for key in STEPS[:-1])
        said = describe_state(drafts, states, dict(WORDS))
        if self._analysing:
            said = "Analysing…"
        elif busy and said != "Reading…":
            said = "Reading again; what was understood before is shown until then."
        self.foot.status.setText(said)
        self.foot.status.setToolTip(as_tooltip(said))
        self.foot.go.setVisible(stop.state != SETTLED and not busy)
        self._analyse.setText(COMMIT if self._step == "review" else AS_UNDERSTOOD)
        self._analyse.setEnabled(any(d.is_usable for d in drafts) and stop.state != BLOCKED and not busy)
        self._analyse.setToolTip(as_tooltip(stop.note if stop.state == BLOCKED else self._note.words(drafts)))
        if self._step == "review":
            changed = any(is_changed(d, place_of(t)) for d in drafts if d.read is not None for t in d.read.tables)
            self.steps.review.show_files(
                drafts, obstacles(drafts), self._note.words(drafts), self.workspace.session is None,
                changed and self.drafts.shelf is not None)

    # -- files --------------------------------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for files."""
        paths = self.exchange.choose_holdings(self)
        if paths:
            self.add_files(paths)

    def add_files(self, paths: list[Path]) -> None:
        """Read files in the background; each is shown as soon as it is read."""
        self.workspace.reference()
        self.exchange.begin()
        self.drafts.add(paths)

    @property
    def is_analysing(self) -> bool:
        """The files were handed over and it is not known yet what became of them: they are not handed over twice."""
        return self._analysing

    def wait_for_analysis(self, waits: bool) -> None:
        """The analysis of the files began, or it ended without them being taken."""
        self._analysing = waits
        self._show_state()

    def take_analysed(self) -> None:
        """The files were imported: they wait no more, and layouts placed by hand are kept for the next ones."""
        self._analysing = False
        reviewed = self.steps.reviewed
        if reviewed is None or reviewed.remember.isChecked():
            self.exchange.remember(self.drafts.shelf, self.drafts.all)
        self._forget()

    def _arrived(self, draft: Draft) -> None:
        if draft.refused is not None and draft.refused.code == "password" and self.isVisible():
            self._ask_password(draft.path)
        else:
            self.exchange.tell_arrival(draft)

    def _ask_password(self, path: Path) -> None:
        again = self.drafts.has(path) and bool(self.drafts.at(path).options.password)
        self.exchange.ask_password(self, path, self._give_password, again)

    def _give_password(self, path: Path, words: str) -> None:
        if self.drafts.has(path):
            self.drafts.read(path, replace(self.drafts.at(path).options, password=words))

    def _save_copy(self) -> None:
        if self.draft is not None:
            self.exchange.save_copy(self, self.draft)

    def _read_mended(self) -> None:
        draft = self.draft
        other = self.exchange.choose_mended(self, draft) if draft is not None else None
        if draft is not None and other is not None:
            self.drafts.replace_file(draft.path, other)

    def _forget(self) -> None:
        self._attached.clear()
        self.history.clear()
        self.chooser.at = None
        self._step = "source"
        self._note.forget()
        self.drafts.clear()

    # -- tables and steps ---------------------------------------------------------------------------------------------

    def _open_table(self, draft: Draft, summary: Any) -> None:
        self.chooser.at = (draft.path, (summary.sheet, summary.header_row))
        self.show_step("sheet")

    def _go_to_worst(self) -> None:
        self._take_typed()
        drafts = self.drafts.all
        states = file_states(drafts)
        stop = worst(states[key] for key in STEPS[:-1])
        key = next(key for key in STEPS if states[key].state == stop.state)
        self.chooser.go_to(drafts, key, stop.state)
        self.show_step(key)
        self._look_at_concern()
        # Once more when the step has its size: a sheet shown for the first time has none yet.
        QTimer.singleShot(0, self, self._look_at_concern)

    def _take_typed(self) -> None:
        """What is typed and not said yet belongs to the table it was typed for."""
        held = self.window().focusWidget()
        if held is not None and self.steps.isAncestorOf(held):
            held.clearFocus()

    def _look_at_concern(self) -> None:
        look_at_concern(self.steps, self._step, self.draft, self.current_table)

    def _go_back(self) -> None:
        if not self.foot.back.isEnabled() or not self.drafts.all:
            return
        self.show_step(STEPS[max(STEPS.index(self._step) - 1, 0)])

    def _go_on(self) -> None:
        if not self.foot.next.isEnabled() or not self.drafts.all:
            return
        self.show_step(STEPS[min(STEPS.index(self._step) + 1, len(STEPS) - 1)])

    def _wish(self, options: Any) -> None:
        path = self.chooser.at[0] if self.chooser.at is not None else None
        if path is not None and self.drafts.has(path):
            self.history.choose(lambda wish: self.drafts.wish(path, wish), self.drafts.at(path).options, options)

    def _attach(self, place: At, position: str) -> None:
        self.history.choose(lambda name: self._put_attached(place, name), self._attached.get(place, ""), position)

    def _put_attached(self, place: At, position: str) -> None:
        self._attached[place] = position
        self._show_again()

    # -- choices taken back -------------------------------------------------------------------------------------------

    def undo(self) -> None:
        """Take the last choice back."""
        self.steps.forget_moves()
        self.history.undo()

    def redo(self) -> None:
        """Make the choice taken back last again."""
        self.steps.forget_moves()
        self.history.redo()

    # -- layouts ------------------------------------------------------------------------------------------------------

    def show_layouts(self) -> None:
        """The saved layouts."""
        shelf = self.drafts.shelf
        if shelf is not None:
            self._layouts = LayoutsDialog(self.workspace.appearance, shelf, self)
            self._layouts.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._layouts.open()

    def _ask_layout_name(self) -> None:
        draft, table = self.draft, self.current_table
        if draft is not None and table is not None:
            self.exchange.ask_layout(self, self.drafts.shelf, draft, table)

    # -- commit -------------------------------------------------------------------------------------------------------

    def _want_analysis(self) -> None:
        if self._analysing:
            return
        drafts = self.drafts.all
        holdings = holdings_of(drafts, attachments_of(drafts, self._attached))
        asked = self.steps.reviewed
        question = question_of(
            holdings, (asked.definition.currentData() or "") if asked else "",
            asked.institution.text().strip() if asked else "")
        self.analyse_wanted.emit(holdings, question)

    def _act(self, key: str) -> None:
        if key == "choose":
            self.choose_files()
        else:
            follow_recent(key, self.workspace)

    def _fill_definitions(self) -> None:
        reference = self.workspace.reference()
        if reference is not None and self.steps.reviewed is not None:
            self.steps.reviewed.offer_definitions(reference.definitions)
