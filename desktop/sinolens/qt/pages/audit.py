"""The log of the open project: what was done, by whom, when, and whether the chain is whole."""

from __future__ import annotations

from sinolens.qt.base.workspace import Workspace
from sinolens.qt.models.table import TableColumn
from sinolens.qt.pages.facts import Fact, Section, given
from sinolens.qt.pages.table_page import TablePage


class AuditPage(TablePage):
    """Newest entry first."""

    title = "Audit"
    needs_analysis = False
    card_title = "Log"
    search_hint = "Find in the log…"
    hint = ("audit", "Choose an entry", "What stood before and after it is shown here.")
    columns = (
        TableColumn("seq", "No.", 56, right=True, text=str),
        TableColumn("at", "When", 170, fixed=True),
        TableColumn("user", "Who", 110),
        TableColumn("action", "What", 160),
        TableColumn("object", "On", 160, stretch=True),
        TableColumn("reason", "Reason", 150),
    )
    nothing = ("audit", "No project file is open",
               "The log is kept in the project file. Save what is open as a project, and every step from then on is "
               "written down and chained.", (("file.save_as", "Save project as…"), ("file.open", "Open project…")))

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._nothing.acted.connect(workspace.action_wanted)
        workspace.project_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Another project, or a new entry."""
        project = self.workspace.project
        self._entries = list(project.entries(newest_first=True)) if project is not None else []
        note = project.verify().message if project is not None else ""
        self.fill({
            "seq": [e.seq for e in self._entries], "at": [e.at_local for e in self._entries],
            "user": [e.user for e in self._entries], "action": [e.action for e in self._entries],
            "object": [e.object for e in self._entries], "reason": [e.reason for e in self._entries],
        }, note, [f"{e.user} {e.action} {e.object} {e.reason}" for e in self._entries])

    def facts(self, row: int) -> tuple[str, str, list[Section]]:
        """An entry in full."""
        entry = self._entries[row]
        return f"Entry {entry.seq:,}: {entry.action}", entry.at_local, [
            Section("Entry", given(
                Fact("Who", entry.user), Fact("On", entry.object), Fact("Before", entry.before),
                Fact("After", entry.after), Fact("Reason", entry.reason),
            )),
            Section("Chain", given(Fact("Hash", entry.hash), Fact("Entry before", entry.previous))),
        ]
