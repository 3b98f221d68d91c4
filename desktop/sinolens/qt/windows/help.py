"""The help: chapters at the left, one of them at the right. Opens at the page the user is on; needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QKeySequence,
    QShortcut,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from sinolens.qt.base.actions import Actions
from sinolens.qt.base.cards import GAP, Card
from sinolens.qt.base.workspace import Workspace
from sinolens.services.help import CHAPTERS, find_chapters, read_chapter

if TYPE_CHECKING:
    from sinolens.qt.windows.main import MainWindow

_LIST_WIDTH = 208
_HEADING, _SECTION, _TEXT, _LINE_HEIGHT = 20, 15, 13, 125


class Reader(QTextBrowser):
    """Shows text alone: it loads nothing and opens nothing, whatever the text names."""

    def show_markdown(self, text: str) -> None:
        """Show a chapter, with room between its paragraphs. Addresses stay text: there is nothing to open them with."""
        document = QTextDocument(self)
        document.setDefaultFont(self.font())
        document.setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectCommonMark)
        block = document.begin()
        while block.isValid():
            _space(QTextCursor(block))
            _weigh(block, self.font())
            block = block.next()
        self.setDocument(document)

    def loadResource(self, kind: int, name: QUrl) -> object:
        """Nothing is ever loaded."""
        del kind, name
        return None


class HelpWindow(QDialog):
    """One window for all chapters; it may stay open beside the main window."""

    def __init__(self, workspace: Workspace, commands: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._commands = workspace, commands
        self._chapter = ""
        self.setWindowTitle("Sinolens help")
        self.resize(QSize(880, 640))
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find in the help…")
        self.search.setAccessibleName("Find in the help")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self.contents = QListWidget()
        self.contents.setAccessibleName("Chapters")
        self.contents.setStyleSheet(
            "QListView { border-radius: 8px; padding: 4px; } QListView::item { padding: 6px 8px; }")
        self.contents.currentItemChanged.connect(self._choose)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.contents, 1)
        side = QWidget()
        side.setLayout(left)
        side.setFixedWidth(_LIST_WIDTH)
        left.setContentsMargins(0, 0, 0, 0)
        self.reader = Reader()
        self.reader.setAccessibleName("Chapter")
        self.reader.setOpenLinks(False)
        self.reader.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.reader.setStyleSheet("border: none; padding: 0px;")
        card = Card()
        card.body.addWidget(self.reader)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP, GAP, GAP)
        row.setSpacing(GAP)
        row.addWidget(side)
        row.addWidget(card, 1)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)
        workspace.reference_loaded.connect(self._renew)
        workspace.analysis_changed.connect(self._renew)
        workspace.appearance.changed.connect(self._renew)
        self._find("")

    @property
    def chapter(self) -> str:
        """Id of the chapter shown."""
        return self._chapter

    def show_chapter(self, chapter_id: str) -> None:
        """Open at a chapter; one that does not exist opens the first."""
        self.search.clear()
        known = [chapter.id for chapter in CHAPTERS]
        self.contents.setCurrentRow(known.index(chapter_id) if chapter_id in known else 0)
        self._read(force=True)

    def _find(self, words: str) -> None:
        kept = self._chapter
        self.contents.blockSignals(True)
        self.contents.clear()
        found = find_chapters(words, self._workspace.reference(), self._commands.tell())
        for chapter in found:
            item = QListWidgetItem(chapter.title)
            item.setData(Qt.ItemDataRole.UserRole, chapter.id)
            self.contents.addItem(item)
        self.contents.blockSignals(False)
        places = [chapter.id for chapter in found]
        if places:
            self.contents.setCurrentRow(places.index(kept) if kept in places else 0)
        self._read()

    def _choose(self) -> None:
        self._read()

    def _renew(self) -> None:
        self._read(force=True)

    def _read(self, force: bool = False) -> None:
        item = self.contents.currentItem()
        if item is None:
            self._chapter = ""
            self.reader.show_markdown("# Nothing found\n\nTry fewer or other words.")
            return
        chapter = item.data(Qt.ItemDataRole.UserRole)
        if chapter == self._chapter and not force:
            return
        self._chapter = chapter
        analysis = self._workspace.analysis
        self.reader.show_markdown(read_chapter(
            chapter, self._workspace.reference(), analysis.as_of if analysis is not None else "",
            self._commands.tell()))


def _space(cursor: QTextCursor) -> None:
    """Room around a paragraph."""
    layout = cursor.blockFormat()
    level = layout.headingLevel()
    layout.setTopMargin(16 if level > 1 else 0)
    layout.setBottomMargin(6 if cursor.currentList() is not None else 10)
    layout.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    cursor.setBlockFormat(layout)


def _weigh(block: QTextBlock, font: QFont) -> None:
    """Headings in the sizes of titles and sections, and nothing bolder than the bundled faces are."""
    level = block.blockFormat().headingLevel()
    heavy = []
    for part in block:
        fragment = part.fragment() if hasattr(part, "fragment") else part
        if level or fragment.charFormat().fontWeight() > QFont.Weight.DemiBold:
            heavy.append((fragment.position(), fragment.length()))
    for start, length in heavy:
        cursor = QTextCursor(block)
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        face = QFont(font)
        face.setWeight(QFont.Weight.DemiBold)
        face.setPixelSize({0: _TEXT, 1: _HEADING}.get(level, _SECTION))
        letters = QTextCharFormat()
        letters.setFont(face)
        cursor.setCharFormat(letters)


class Help:
    """Binds the menu entry and F1.

    Attributes:
        window: the help, None before it was opened.
    """

    def __init__(self, window: MainWindow) -> None:
        self._main = window
        self.window: HelpWindow | None = None
        window.commands.bind("help.contents", self.open)

    def open(self) -> None:
        """Open the help at the chapter of the page shown."""
        if self._main.workspace.locked:
            return
        if self.window is None:
            self.window = HelpWindow(self._main.workspace, self._main.commands, self._main)
        page = next((key for key, page in self._main.pages.items() if page is self._main.page), "")
        self.window.show_chapter(page)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
