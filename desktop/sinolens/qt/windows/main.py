"""The main window: rail, pages, messages, menus; files can be dropped anywhere on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from sinolens.qt.base.actions import Actions, Command
from sinolens.qt.base.errors import Message, MessageBar
from sinolens.qt.base.icons import pixmap
from sinolens.qt.base.named import set_named
from sinolens.qt.base.theme import MODES
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.catalogue import PAGES, PageEntry
from sinolens.qt.pages.page import Page
from sinolens.qt.pages.waiting import WaitingPage
from sinolens.qt.windows.notices import NoticePlace
from sinolens.qt.windows.progress import ProgressStrip
from sinolens.qt.windows.rail import Rail

SMALLEST = QSize(1040, 680)
"""The least the pages need. On a screen that has less, or at a large scale, the window is smaller and they scroll."""
MENU = 32
"""Room the menu bar takes of it."""
PREFERRED = QSize(1440, 900)
FRAME = QSize(16, 48)
"""Room for the frame, which is known only after the window was shown."""


class _Row(QHBoxLayout):
    """Takes the height there is. Asked for the height its words would like, the area around it scrolled for them."""

    def hasHeightForWidth(self) -> bool:
        """What is too high scrolls within its page."""
        return False


class MainWindow(QMainWindow):
    """One window for one workspace. Pages are built when they are first shown.

    Signals:
        files_dropped: paths the user dropped, for whoever reads them.
        page_built: id of a page that was just made.
        closing: the window is about to close.
    """

    files_dropped = Signal(object)
    page_built = Signal(str)
    closing = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.setAcceptDrops(True)
        self.setMinimumSize(SMALLEST.boundedTo(self.screen().availableGeometry().size() - FRAME))
        self.resize(PREFERRED)
        self.setWindowIcon(QIcon(pixmap("sinolens", "#000000", 64, 2.0)))
        self.rail = Rail()
        self.messages = MessageBar()
        self.progress = ProgressStrip(workspace.tasks)
        self.rail.add_above_foot(self.progress)
        self.pages: dict[str, Page] = {}
        self._waiting: dict[str, Page] = {}
        self._current = ""
        self.stack = QStackedWidget()
        self.stack.setObjectName("pageStack")
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        # Their style gives them room above, so that they take none while they are hidden.
        notices = QVBoxLayout()
        notices.setContentsMargins(24, 0, 24, 0)
        notices.setSpacing(0)
        right.addLayout(notices)
        right.addWidget(self.stack, 1)
        body, side = QWidget(), QWidget()
        side.setLayout(right)
        self._notice_place = NoticePlace(self.messages, side, notices)
        row = _Row(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(side, 1)
        body.setMinimumSize(SMALLEST - QSize(0, MENU))
        self._body = QScrollArea()
        self._body.setWidget(body)
        self._body.setWidgetResizable(True)
        self._body.setFrameShape(QScrollArea.Shape.NoFrame)
        set_named(self._body, focusPolicy="NoFocus")
        self.cover = QStackedWidget()
        self.cover.addWidget(self._body)
        self.setCentralWidget(self.cover)
        self.commands = Actions(self)
        self._bind()
        self.rail.chosen.connect(self._go_to)
        workspace.page_wanted.connect(self.show_page)
        workspace.action_wanted.connect(self.trigger)
        workspace.position_wanted.connect(self._show_position)
        workspace.issuer_wanted.connect(self._show_issuer)
        workspace.file_wanted.connect(self._show_file)
        workspace.list_wanted.connect(self._show_list)
        workspace.message.connect(self._show_message)
        workspace.opened_well.connect(self.messages.clear_opening)
        workspace.analysis_changed.connect(self._name)
        workspace.analysis_changed.connect(self._arrive)
        workspace.project_changed.connect(self._name)
        workspace.selection_changed.connect(self._follow)
        workspace.appearance.changed.connect(self._tint)
        self.messages.acted.connect(self.trigger)
        self._tint()
        self._name()
        self._follow()

    def fit_screen(self) -> None:
        """Take the preferred size, or what the screen has beside its panels when that is less."""
        room = self.screen().availableGeometry()
        size = PREFERRED.boundedTo(room.size() - FRAME).expandedTo(self.minimumSize())
        self.resize(size)
        self.move(room.left() + max(0, (room.width() - size.width() - FRAME.width()) // 2),
                  room.top() + max(0, (room.height() - size.height() - FRAME.height()) // 2))

    def hide_content(self, cover: QWidget) -> None:
        """Show nothing but `cover`: no page, no menu, no shortcut."""
        # A menu bar that is hidden and disabled takes its shortcuts with it.
        self.menuBar().setEnabled(False)
        self.menuBar().hide()
        self.setAcceptDrops(False)
        self.messages.clear()
        self.cover.setCurrentWidget(cover)
        self._name()

    def show_content(self) -> None:
        """Show pages and menus again."""
        self.menuBar().setEnabled(True)
        self.menuBar().show()
        self.setAcceptDrops(True)
        self.cover.setCurrentWidget(self._body)
        self._name()
        if self.page is None or self.page not in (
                self.pages.get(self._current), self._waiting.get(self._current)):
            self.show_page(self._current)

    def forget_pages(self) -> None:
        """Delete all pages: what a hidden one shows can still be read by other programs. `show_content` builds anew."""
        for page in (*self.pages.values(), *self._waiting.values()):
            self.stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self.pages.clear()
        self._waiting.clear()

    @property
    def page(self) -> Page | None:
        """The page shown."""
        return self.stack.currentWidget()

    def show_page(self, page_id: str) -> None:
        """Show a page, building it the first time."""
        entry = next(entry for entry in PAGES if entry.id == page_id)
        self._current = page_id
        if self.workspace.locked:
            # Nothing is built behind the lock; `show_content` shows it.
            return
        page = self._built(entry)
        page.freshen()
        self.stack.setCurrentWidget(page)
        # The page itself, so that the first Tab goes into it and no button starts with a ring.
        page.setFocus()
        self.rail.show_page(page_id)
        self.workspace.settings.put("page", page_id)

    def prepare_page(self, page_id: str) -> None:
        """Fill a page that is shown soon: what fills it and what shows it are then two turns of the event loop."""
        if not self.workspace.locked:
            self._built(next(entry for entry in PAGES if entry.id == page_id)).freshen()

    def lay_out_page(self, page_id: str) -> None:
        """Give a page that is shown next its size and its parts their places."""
        page = self.pages.get(page_id)
        if page is not None and not page.isVisible():
            page.resize(self.stack.contentsRect().size())
            # What is hidden is laid out when it is painted, of which a corner is enough.
            page.grab(QRect(0, 0, 1, 1))

    def trigger(self, command_id: str) -> None:
        """Do what a menu entry does, or show a page ("page:rules")."""
        if command_id.startswith("page:"):
            self.show_page(command_id.removeprefix("page:"))
        else:
            self.commands[command_id].trigger()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the files dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the work under way before leaving."""
        self.workspace.settings.put_geometry(self.saveGeometry())
        self.workspace.tasks.close()
        self.closing.emit()
        super().closeEvent(event)

    def build_ahead(self, page_id: str) -> None:
        """Build a page while nothing is asked of the window, for when it is shown; once."""
        if page_id not in self.pages and not self.workspace.locked:
            self._make(next(entry for entry in PAGES if entry.id == page_id))
            # Else the style sheet would be asked for each part when it is first seen.
            for part in self.pages[page_id].findChildren(QWidget):
                part.ensurePolished()

    def _built(self, entry: PageEntry) -> Page:
        """The page, or what stands for it while there is no analysis to fill it with."""
        waits = bool(entry.waits) and self.workspace.analysis is None and entry.id not in self.pages
        if waits and entry.id not in self._waiting:
            self._waiting[entry.id] = made = WaitingPage(self.workspace, entry.waits)
            self.stack.addWidget(made)
            made.start()
        elif not waits and entry.id not in self.pages:
            self._make(entry)
        return self._waiting[entry.id] if waits else self.pages[entry.id]

    def _make(self, entry: PageEntry) -> None:
        self.pages[entry.id] = made = entry.make(self.workspace, self.stack)
        self.stack.addWidget(made)
        made.start()
        self.page_built.emit(entry.id)

    def _arrive(self) -> None:
        """The first analysis is there: the page that was waited for takes its place."""
        if self.workspace.analysis is not None and self.page is self._waiting.get(self._current):
            self.show_page(self._current)

    def _bind(self) -> None:
        self.commands.bind("file.quit", self.close)
        self.commands.bind("edit.find", self._find)
        self.commands.bind("edit.clear_filter", self.workspace.clear_filter)
        self.commands.bind("go.back", self.workspace.back)
        self.commands.bind("go.forward", self.workspace.forward)
        self.commands.bind("help.about", self._about)
        for number, entry in enumerate(PAGES):
            # Ten digits for the first ten pages; the settings have the key they have everywhere.
            key = "Ctrl+," if entry.id == "settings" else f"Ctrl+{(number + 1) % 10}" if number < 10 else ""
            action = self.commands.add(
                Command(f"page.{entry.id}", entry.word.replace("&", "&&"), "&Go", key, entry.icon,
                        new_section=number == 0),
                self._show_from_menu,
            )
            action.setData(entry.id)
        themes = QActionGroup(self)
        for mode in MODES:
            action = self.commands.bind(f"view.{mode}", self._choose_theme)
            action.setData(mode)
            themes.addAction(action)
        self._themes = themes

    def fill_menus(self) -> None:
        """Build the menus; called after everything that has a command has bound it."""
        self.commands.fill(self.menuBar())

    def _show_from_menu(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._go_to(action.data())

    def _go_to(self, page_id: str) -> None:
        """The user turns to a page: what only told something about the page before is not carried along."""
        if page_id != self._current:
            self.messages.clear_quiet()
        self.show_page(page_id)

    def _choose_theme(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.workspace.settings.put("theme", action.data())
            self.workspace.appearance.set_mode(action.data())
            self._tint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only what nothing else wanted comes here."""
        # Late, see `named`.
        from sinolens.qt.windows.leftover_keys import press_for

        if not press_for(self.focusWidget(), event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """What Tab reaches is shown: an area scrolls by itself only for what is reached from within it."""
        moved = super().focusNextPrevChild(forward)
        reached = self.focusWidget()
        area = reached.parentWidget() if moved and reached is not None else None
        while area is not None and area is not self._body:
            if isinstance(area, QScrollArea):
                area.ensureWidgetVisible(reached)
            area = area.parentWidget()
        return bool(moved)

    def follow_keyboard(self) -> None:
        """Keep what the keyboard reaches in view; asked for behind the first window.

        Told of a part that Qt made, Python makes the class of every widget there is.
        """
        QApplication.instance().focusChanged.connect(self._bring_into_view)

    def _bring_into_view(self, left: QWidget | None, reached: QWidget | None) -> None:
        """What the keyboard reaches is shown, where the screen is too small for all."""
        del left
        view = self._body.viewport().size()
        if reached is not None and self._body.widget().isAncestorOf(reached) and (
            view.width() < SMALLEST.width() or view.height() < SMALLEST.height() - MENU
        ) and reached.width() <= view.width() and reached.height() <= view.height():
            self._body.ensureWidgetVisible(reached)

    def _find(self) -> None:
        # Every page that can be searched calls its field so.
        field = getattr(self.page, "search", None)
        if field is None or not field.isVisible():
            self.show_page("overview")
            field = getattr(self.page, "search", None)
        if field is not None:
            from PySide6.QtCore import Qt

            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()

    def _show_message(self, message: Message) -> None:
        self.messages.show_message(message)

    def _show_position(self, row: int) -> None:
        page = self.pages.get("holdings")
        if page is not None:
            page.show_position(row)

    def _show_issuer(self, issuer_id: str) -> None:
        page = self.pages.get("issuers")
        if page is not None:
            page.show_issuer(issuer_id)

    def _show_file(self, name: str, sheet: str) -> None:
        page = self.pages.get("import")
        if page is not None:
            page.show_file(name, sheet)

    def _show_list(self, name: str) -> None:
        page = self.pages.get("rules")
        if page is not None:
            page.show_list(name)

    def _name(self) -> None:
        if self.workspace.locked:
            self.setWindowTitle("Locked – Sinolens")
            self.rail.show_institution("")
            return
        analysis, project = self.workspace.analysis, self.workspace.project
        self.rail.show_institution(analysis.institution.name if analysis is not None else "")
        if analysis is None and project is None:
            self.setWindowTitle("Sinolens")
            return
        name = project.name if project is not None else analysis.title or analysis.institution.name
        mark = " [SAMPLE]" if analysis is not None and analysis.sample else ""
        if project is not None and not project.encrypted:
            mark += " [not encrypted]"
        if project is not None and project.read_only:
            mark += " [read-only]"
        if self.workspace.frozen:
            mark += f" [frozen: {self.workspace.frozen}]"
        self.setWindowTitle(f"{name}{mark} – Sinolens")

    def _follow(self) -> None:
        self.commands["go.back"].setEnabled(self.workspace.can_go_back)
        self.commands["go.forward"].setEnabled(self.workspace.can_go_forward)
        self.commands["edit.clear_filter"].setEnabled(not self.workspace.selection.is_empty)

    def _tint(self) -> None:
        appearance = self.workspace.appearance
        self.rail.tint(appearance.theme)
        self.messages.tint(appearance.theme)
        self.commands.tint(appearance.theme)
        self.commands[f"view.{appearance.mode}"].setChecked(True)

    def _about(self) -> None:
        # Late, as everything the start can do without.
        from sinolens.qt.windows.about import show_about

        show_about(self)
