"""Files that leave the import or come back to it: marked copies, mended copies, saved layouts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from sinolens.domain.counting import counted
from sinolens.importing.workbook import ImportedFile, ImportedTable
from sinolens.qt.base.errors import OPENING
from sinolens.qt.base.tasks import Task
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.line_dialog import LineDialog
from sinolens.services.errors import Refused
from sinolens.services.import_arrival import changed_layouts, layout_of
from sinolens.services.import_draft import Draft
from sinolens.services.import_progress import describe_refusal
from sinolens.services.import_templates import TemplateShelf

_HOLDINGS = "Holdings (*.xlsx *.xlsm *.xlsb *.xls *.ods *.csv *.tsv *.txt);;All files (*)"
_COPIES = "Workbooks (*.xlsx *.xlsm)"
_DATED = re.compile(r"[\s_\-.]*\d[\d\-_. ]*$")


class _Copying:
    """The work of writing a marked copy: knows no widget."""

    def __init__(self, read: ImportedFile, target: Path) -> None:
        self._read, self._target = read, target

    def __call__(self, task: Task) -> int:
        from sinolens.importing.rejects import write_marked_copy

        task.report(0, 0, f"Marking {self._target.name}")
        return write_marked_copy(self._read, self._target)


class FileExchange(QObject):
    """Asks where to, and does the work in the background.

    Attributes:
        dialog: asks for a password or a name; None when none is open.
    """

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._refused = False
        self.dialog: LineDialog | None = None
        self._waiting: list[Callable[[], LineDialog]] = []

    def choose_holdings(self, parent: QWidget) -> list[Path]:
        """Ask for files to import; none when the user thinks better of it."""
        settings = self._workspace.settings
        names, _ = QFileDialog.getOpenFileNames(
            parent, "Holdings to import", settings.get("folder") or str(Path.home()), _HOLDINGS)
        if names:
            settings.put("folder", str(Path(names[0]).parent))
        return [Path(name) for name in names]

    def begin(self) -> None:
        """Other files were given: what is told of one of them is not told over by another one of them."""
        self._refused = False

    def tell_arrival(self, draft: Draft) -> None:
        """Tell of a file that was refused, and of saved layouts that would not fit one that was read."""
        if draft.refused is not None:
            self._workspace.tell(
                describe_refusal(draft.refused), "error", "It was left out. Nothing else changed.", about=OPENING)
            self._refused = True
        elif not self._refused:
            self._workspace.opened_well.emit()
        for use in draft.templates:
            if not use.applied:
                self._workspace.tell(
                    f"{draft.name} looks like the saved layout “{use.template.name}”, but {use.differences[0]}.",
                    "warning", "The layout was not used. Check the columns before you import.")

    def ask_password(self, parent: QWidget, path: Path, given: Callable[[Path, str], None],
                     again: bool = False) -> None:
        """Ask for the password of a protected file; it is kept in memory only, until the file is imported.

        Files that arrive together are asked about one after another.

        Args:
            parent: the page.
            path: of the file.
            given: gets the file and its password; not called when the user thinks better of it.
            again: the one given before was wrong.
        """
        question = (f"That is not the password of {path.name}. Try again:" if again
                    else f"{path.name} is protected. Its password:")
        self._waiting.append(lambda: LineDialog(
            parent, "Password", question, "Open", partial(given, path), secret=True))
        self._ask_next()

    def ask_layout(self, parent: QWidget, shelf: TemplateShelf | None, draft: Draft, table: ImportedTable) -> None:
        """Ask for the name of a layout, and keep it."""
        self._waiting.append(lambda: LineDialog(
            parent, "Save this layout", "Name of the layout:", "Save",
            partial(self.save_layout, shelf, draft, table), self.layout_name(draft)))
        self._ask_next()

    def _ask_next(self) -> None:
        if self.dialog is None and self._waiting:
            self.dialog = self._waiting.pop(0)()
            self.dialog.finished.connect(self._asked)
            self.dialog.open()

    def _asked(self) -> None:
        self.dialog = None
        # What a lock closed is not asked again over the locked window.
        if self._workspace.locked:
            self._waiting.clear()
        self._ask_next()

    def save_copy(self, parent: QWidget, draft: Draft) -> None:
        """Ask where the marked copy goes, and write it."""
        name = draft.path.stem + " marked" + (".xlsm" if draft.path.suffix.lower() == ".xlsm" else ".xlsx")
        target, _ = QFileDialog.getSaveFileName(parent, "Save a marked copy", str(draft.path.parent / name), _COPIES)
        if target:
            self.write_copy(draft, Path(target))

    def write_copy(self, draft: Draft, target: Path) -> None:
        """Write the marked copy; the file itself is never touched."""
        if draft.read is None:
            return
        if target.resolve() == draft.path.resolve():
            self._workspace.tell(f"{target.name} is the file itself.", "error", "Choose another name for the copy.")
            return
        self._workspace.tasks.run(
            f"Marking {draft.name}", _Copying(draft.read, target),
            lambda count: self._copied(target, count), lambda error: self._not_copied(target, error))

    def choose_mended(self, parent: QWidget, draft: Draft) -> Path | None:
        """Ask for the mended copy of a file."""
        name, _ = QFileDialog.getOpenFileName(
            parent, f"A mended copy of {draft.name}", str(draft.path.parent), "All files (*)")
        return Path(name) if name else None

    def layout_name(self, draft: Draft) -> str:
        """A name to begin with: the file's, without its date and numbers."""
        return _DATED.sub("", draft.path.stem).strip() or draft.path.stem

    def save_layout(self, shelf: TemplateShelf | None, draft: Draft, table: ImportedTable, name: str,
                    quiet: bool = False) -> None:
        """Keep a table's layout under a name; `quiet`: say only what went wrong."""
        if shelf is None:
            return
        try:
            shelf.save(layout_of(table, draft, name))
        except Refused as error:
            self._workspace.tell(str(error), "error", "Nothing else changed.")
            return
        if not quiet:
            self._workspace.tell(f"The layout “{name}” is saved.", "done",
                                 "It is used by itself for the next file with the same headers.")

    def remember(self, shelf: TemplateShelf | None, drafts: Iterable[Draft]) -> None:
        """Keep the layouts of tables the user changed by hand."""
        for draft, table in changed_layouts(drafts) if shelf is not None else ():
            self.save_layout(shelf, draft, table, self.layout_name(draft), quiet=True)

    def _copied(self, target: Path, count: int) -> None:
        self._workspace.tell(
            f"{target.name} is saved with {counted(count, 'marked cell')}.", "done",
            "Mend it in your spreadsheet program, then choose “Read a mended copy…”.")

    def _not_copied(self, target: Path, error: Exception) -> None:
        if isinstance(error, OSError):
            self._workspace.tell(f"{target} could not be written: {error.strerror}.", "error",
                                 "Close it where it is open, or choose another folder.")
        else:
            self._workspace.refuse(error)
