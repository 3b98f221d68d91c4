"""The log of the open project: what was done, by whom, when, and whether the chain is whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from sinolens.domain.counting import counted
from sinolens.domain.day import spell_moment
from sinolens.qt.base.cards import Card
from sinolens.qt.base.icons import pixmap
from sinolens.qt.base.labels import label
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.table import TableColumn
from sinolens.qt.pages.facts import Fact, Section, given
from sinolens.qt.pages.page import button
from sinolens.qt.pages.table_page import TablePage
from sinolens.services.audit_log import changed_fields, describe, name_action, write_log
from sinolens.storage.audit import LIMITS, ChainState, Entry

if TYPE_CHECKING:
    from sinolens.storage.project import Project

KINDS = (
    ("", "All entries"), ("import", "Imports"), ("judgement", "Judgements"), ("undo", "Undone and redone"),
    ("export", "Exported reports"), ("file", "The file itself"),
)
_FILE = frozenset({
    "create-project", "save-as", "change-passphrase", "encrypt-project", "restore-backup", "archive",
    "freeze-snapshot", "lock-period", "start-version", "use-facts",
})


@dataclass(frozen=True)
class Log:
    """The log as it was read."""

    entries: tuple[Entry, ...]
    chain: ChainState


def read_log(project: Project) -> Log:
    """All entries, newest first, and whether they fit together. For the project's own thread."""
    return Log(tuple(project.entries(newest_first=True)), project.verify())


def kind_of(action: str) -> str:
    """Which of `KINDS` an action belongs to."""
    if action.startswith(("undo ", "redo ")):
        return "undo"
    if action in ("import", "remove-import", "replace-import", "attach-fund"):
        return "import"
    if action == "export":
        return "export"
    return "file" if action in _FILE else "judgement"


class AuditPage(TablePage):
    """Newest entry first. Read only while it is shown: a step elsewhere marks it as old."""

    title = "Audit"
    needs_analysis = False
    card_title = "Log"
    sort_key, descending = "seq", True
    search_hint = "Find in the log…"
    hint = ("audit", "Choose an entry", "What stood before and after it is shown here.")
    columns = (
        TableColumn("seq", "No.", 56, right=True, text=lambda value: f"{value:,}"),
        # A number's place, so that it is never cut: a moment without its time says too little.
        TableColumn("at", "When", 140, right=True, text=lambda iso: spell_moment(iso, seconds=False)),
        TableColumn("user", "Who", 64),
        TableColumn("action", "What", 136),
        TableColumn("object", "On", 260, stretch=True),
        TableColumn("change", "Before → after", 200, spare=True),
        TableColumn("reason", "Reason", 120, spare=True),
    )
    nothing = ("audit", "No project file is open",
               "The log is kept in the project file. Save what is open as a project, and every step from then on is "
               "written down and chained.", (("file.new", "New project…"), ("file.open", "Open project…")))

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self._log: Log | None = None
        self._entries: list[Entry] = []
        self._old = True
        self._reading = False
        self._session: object = None
        self.kind = QComboBox()
        self.kind.setAccessibleName("Entries shown")
        for key, words in KINDS:
            self.kind.addItem(words, key)
        self.kind.activated.connect(self._choose_kind)
        self.export_button = button("Export…", tip="The whole log as a workbook or CSV file")
        self.export_button.clicked.connect(self._choose_file)
        self.tools.insertWidget(1, self.kind)
        self.tools.addWidget(self.export_button)
        self.body.insertWidget(0, self._make_banner())
        self._nothing.acted.connect(workspace.action_wanted)
        workspace.project_changed.connect(self._grow_old)

    @property
    def chain(self) -> ChainState | None:
        """What the last check found."""
        return self._log.chain if self._log is not None else None

    def _make_banner(self) -> Card:
        self.banner = Card()
        self.banner.body.setContentsMargins(16, 12, 16, 12)
        self._picture = QLabel()
        self.state = label("", "strong", wrap=True, selectable=True)
        self.limits = label(LIMITS, "caption", wrap=True, selectable=True)
        self.verify_button = button("Verify", tip="Read every page of the file and check the whole chain")
        self.verify_button.clicked.connect(self.verify)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.state)
        words.addWidget(self.limits)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.verify_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.banner.body.addLayout(row)
        return self.banner

    def refresh(self) -> None:
        """Another project or a new entry: read it when somebody looks."""
        project = self.workspace.project
        if self.workspace.session is not self._session:
            # What the project before was asked is answered no more.
            self._session, self._reading = self.workspace.session, False
            self.verify_button.setEnabled(True)
        self.banner.setVisible(project is not None)
        for part in (self.kind, self.export_button, self.search):
            part.setVisible(project is not None)
        if project is None:
            self._log = None
            self._show_log()
        elif self._old and self.isVisible() and not self._reading:
            self._reading = True
            self.workspace.ask("Reading the log", read_log, self._take, self._failed)

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        super().showEvent(event)
        self.refresh()

    def show_all(self) -> None:
        """Take the search and the choice of entries away."""
        self.kind.setCurrentIndex(0)
        super().show_all()
        self._show_log()

    def verify(self) -> None:
        """Read every page of the file and check the whole chain now."""
        if self.workspace.project is not None:
            self.verify_button.setEnabled(False)
            self.workspace.ask("Verifying the project", lambda project: project.check(), self._verified, self._failed)

    def export(self, target: Path) -> None:
        """Write the whole log to a file."""
        if self._log is not None and self.workspace.project is not None:
            work = _Exporting(self._log, self.workspace.project.name, target)
            self.workspace.tasks.run("Writing the log", work, self._exported, self._not_exported, cancellable=False)

    def facts(self, row: int) -> tuple[str, str, list[Section]]:
        """An entry in full."""
        entry = self._entries[row]
        fields = changed_fields(entry.before, entry.after)
        changes = tuple(Fact(field, f"{old or '–'}  →  {new or '–'}") for field, old, new in fields)
        told = given(Fact("Before", "; ".join(describe(entry.before))), Fact("After", "; ".join(describe(entry.after))))
        return f"Entry {entry.seq:,}: {name_action(entry.action).lower()}", spell_moment(entry.at_local), [
            Section("Entry", given(
                Fact("Who", entry.user), Fact("Action", entry.action), Fact("On", entry.object),
                Fact("Reason", entry.reason), Fact("UTC", entry.at_utc),
            )),
            Section("What changed", changes or told),
            Section("Chain", given(Fact("Hash", _parted(entry.hash)), Fact("Entry before", _parted(entry.previous)))),
        ]

    def tint(self) -> None:
        """Icons take the theme."""
        super().tint()
        chain = self.chain
        theme = self.workspace.appearance.theme
        name, colour = ("check", theme.positive) if chain is None or chain.whole else ("error", theme.danger)
        self._picture.setPixmap(pixmap(name, colour, 20, self.devicePixelRatioF()))

    def _grow_old(self) -> None:
        self._old = True
        self.refresh()

    def _take(self, log: Log) -> None:
        self._reading, self._old = False, False
        self._log = log
        self._show_log()

    def _failed(self, error: Exception) -> None:
        self._reading = False
        self.verify_button.setEnabled(True)
        self.workspace.refuse(error)

    def _show_log(self) -> None:
        kind = self.kind.currentData()
        current = self.table.currentIndex()
        was = self._entries[self.model.source_row(current.row())].seq if current.isValid() and self._entries else 0
        self.table.clearSelection()
        self.table.setCurrentIndex(QModelIndex())
        entries = self._log.entries if self._log is not None else ()
        self._entries = [entry for entry in entries if not kind or kind_of(entry.action) == kind]
        changes = [_change(entry) for entry in self._entries]
        note = ""
        if self._log is not None:
            note = counted(len(entries), "entry", "entries")
            if kind:
                note = f"{len(self._entries):,} of {note}"
        self.fill({
            "seq": [e.seq for e in self._entries], "at": [e.at_local for e in self._entries],
            "user": [e.user for e in self._entries], "action": [name_action(e.action) for e in self._entries],
            "object": [e.object for e in self._entries], "change": changes,
            "reason": [e.reason for e in self._entries],
        }, note, [
            f"{e.user} {e.action} {name_action(e.action)} {e.object} {e.reason} {spell_moment(e.at_local)} {change}"
            for e, change in zip(self._entries, changes, strict=True)])
        # New entries stand above: the user stays on the entry, not on the line.
        self.table.choose_row(next((row for row, entry in enumerate(self._entries) if entry.seq == was), -1))
        if self._log is not None and not self._entries:
            self._no_match.say("No entry of this kind", "The log holds none of them yet.")
            self._stack.setCurrentIndex(2)
        self._say(self.chain)

    def _say(self, chain: ChainState | None) -> None:
        if chain is not None:
            self.state.setText(chain.message if chain.whole else f"The chain is broken. {chain.message}")
            self.state.setObjectName("strong" if chain.whole else "danger")
            self.state.style().unpolish(self.state)
            self.state.style().polish(self.state)
        self.tint()

    def _verified(self, chain: ChainState) -> None:
        self.verify_button.setEnabled(True)
        if self._log is not None:
            self._log = Log(self._log.entries, chain)
        self._say(chain)
        if chain.whole:
            self.workspace.tell(f"Verified just now. {chain.message}", "done",
                                "Every page of the file was read and checked.")
        else:
            self.workspace.tell(chain.message, "error", "The entries from there on cannot be trusted.")

    def _choose_kind(self) -> None:
        self._show_log()

    def _choose_file(self) -> None:
        project = self.workspace.project
        if project is None:
            return
        folder = self.workspace.settings.get("folder") or str(Path.home())
        name, _ = QFileDialog.getSaveFileName(
            self, "Export the log", str(Path(folder) / f"{project.name} audit log.xlsx"),
            "Workbook (*.xlsx);;Comma-separated values (*.csv)")
        if name:
            self.export(Path(name))

    def _exported(self, target: Path) -> None:
        self.workspace.tell(f"Written: {target.name}.", "done",
                            f"{target.parent} · The file is not encrypted: it names holdings and people.")

    def _not_exported(self, error: Exception) -> None:
        from sinolens.reporting.errors import ExportFailed
        from sinolens.services.errors import Refused

        if isinstance(error, ExportFailed):
            self.workspace.tell(f"The log was not written. {error.reason}", "error",
                                f"{error.path} · Choose another place with Export….")
        elif isinstance(error, Refused):
            self.workspace.tell(str(error), "error")
        else:
            self.workspace.tasks.unexpected.emit(error)


class _Exporting:
    """Writes the log; knows no widget."""

    def __init__(self, log: Log, name: str, target: Path) -> None:
        self._log, self._name, self._target = log, name, target

    def __call__(self, task: Any) -> Path:
        del task
        write_log(self._log.entries[::-1], self._log.chain, self._name, self._target)
        return self._target


def _change(entry: Entry) -> str:
    fields = changed_fields(entry.before, entry.after)
    if not fields:
        return "; ".join(describe(entry.after) or describe(entry.before))
    field, old, new = fields[0]
    more = f" (+{len(fields) - 1})" if len(fields) > 1 else ""
    return f"{field}: {old or '–'} → {new or '–'}{more}"


def _parted(digest: str) -> str:
    """A hash in groups, so that it can wrap and be compared by eye."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
