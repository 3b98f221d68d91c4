"""The window's actions as one table of data: menus, shortcuts and buttons all refer to it by id."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from sinolens.figures.theme import Theme
from sinolens.qt.base.icons import icon

if TYPE_CHECKING:
    from sinolens.services.help import CommandNote

Shortcut = QKeySequence.StandardKey | str


class Command(NamedTuple):
    """One thing the user can do.

    Attributes:
        id: "menu.verb", stable.
        text: as in the menu, with its mnemonic.
        menu: title of its menu; a menu appears in the order of its first command.
        shortcut: a standard key or "Ctrl+…"; "" for none.
        icon: name of a bundled icon.
        tip: what it does, one sentence.
        new_section: a separator stands before it.
        checkable: it is a choice that is on or off.
    """

    id: str
    text: str
    menu: str
    shortcut: Shortcut = ""
    icon: str = ""
    tip: str = ""
    new_section: bool = False
    checkable: bool = False


_Key = QKeySequence.StandardKey
COMMANDS: tuple[Command, ...] = (
    Command("file.new", "&New project…", "&File", _Key.New, "", "Start an encrypted project file"),
    Command("file.open", "&Open project…", "&File", _Key.Open, "open", "Open an encrypted project file"),
    Command("file.recent", "Open &recent", "&File", "", "", "Projects opened before"),
    Command("file.save", "&Save project", "&File", _Key.Save, "save", "Keep what is open in its project file"),
    Command("file.save_as", "Save project &as…", "&File", _Key.SaveAs, "", "Keep what is open in another project file"),
    Command("file.passphrase", "Change &passphrase…", "&File", "", "", "Encrypt the file with another passphrase",
            new_section=True),
    Command("file.backups", "&Backups…", "&File", "", "", "Earlier states of the project file, to go back to"),
    Command("file.backups_of_lost", "Backups of the file not opened…", "&File", "", "",
            "Earlier states of the project file that did not open"),
    Command("file.verify", "&Verify project", "&File", "", "", "Check the file and the chain of its log"),
    Command("file.freeze", "&Freeze this period…", "&File", "", "", "Keep the state a report was made of, for good"),
    Command("file.unfreeze", "Back to the &project", "&File", "", "", "Leave the frozen period that is shown"),
    Command("file.own_take", "&Take in own issuers", "&File", "", "",
            "Put the issuers of your own that this computer keeps into the project"),
    Command("file.own_give", "Cop&y own issuers to this computer…", "&File", "", "",
            "Let other projects begin with the issuers of your own in this one; not encrypted"),
    Command("file.sample", "Open sample &endowment", "&File", "", "", "Show the fictional endowment that comes with it",
            new_section=True),
    Command("file.import", "&Import holdings…", "&File", "Ctrl+I", "import", "Read holdings and fund files"),
    Command("file.rates", "E&xchange rates…", "&File", "", "", "Rates for files with values in several currencies"),
    Command("file.rules", "Import &rules or institution…", "&File", "", "",
            "Read an institution, its policies and state laws, or rules of your own"),
    Command("file.export", "&Export report…", "&File", "Ctrl+E", "export", "Write the committee workbook and the PDF",
            new_section=True),
    Command("file.lock", "&Lock now", "&File", "Ctrl+L", "", "Hide everything until the passphrase is given again",
            new_section=True),
    Command("file.close", "&Close project", "&File", _Key.Close, "", "Close what is open"),
    Command("file.quit", "&Quit", "&File", "Ctrl+Q"),
    Command("edit.undo", "&Undo", "&Edit", _Key.Undo, "", "Take back the newest step in the project"),
    Command("edit.redo", "&Redo", "&Edit", "", "", "Do again what was undone last"),
    Command("edit.withdraw", "&Withdraw a list edition…", "&Edit", "", "",
            "Take an imported list edition out again, in every project of this computer"),
    Command("edit.put_back", "Put &back a list edition…", "&Edit", "", "",
            "Put a withdrawn list edition into use again, in every project of this computer"),
    Command("edit.project_lists", "Use the project's &lists…", "&Edit", "", "",
            "Take list editions into use that the project was answered with and this computer lacks"),
    Command("edit.copy", "&Copy", "&Edit", _Key.Copy, "copy", "Copy the selected rows with their headers",
            new_section=True),
    Command("edit.find", "&Find", "&Edit", _Key.Find, "search", "Filter by issuer, manager, account or category"),
    Command("edit.clear_filter", "Clear &filter", "&Edit", "Ctrl+Shift+F", "filter", "Show everything again",
            new_section=True),
    Command("go.back", "&Back", "&Go", _Key.Back, "back", "The filter before this one"),
    Command("go.forward", "&Forward", "&Go", _Key.Forward, "forward", "The filter after this one"),
    Command("go.question", "&What is asked…", "&Go", "Ctrl+D", "", "Another as-of date, definition or institution",
            new_section=True),
    Command("go.measures", "Mea&sures…", "&Go", "Ctrl+Shift+V", "", "Every measure, and which value the window shows"),
    Command("go.moved", "What &moved…", "&Go", "Ctrl+Shift+M", "", "Positions that the last change answers otherwise"),
    Command("go.fact_sheet", "Fact &sheet…", "&Go", "Ctrl+T", "", "Questions and answers about the position"),
    Command("go.override", "&Judge otherwise…", "&Go", "Ctrl+J", "", "Propose another code or category for it"),
    Command("go.overrides", "&Overrides…", "&Go", "Ctrl+Shift+J", "", "What was judged otherwise; approve, reject"),
    Command("view.keep", "&Keep this view…", "&View", "Ctrl+Shift+K", "", "Keep filter and groupings under a name"),
    Command("view.named", "&Named views", "&View", "", "", "Filters kept in the project"),
    Command("view.value", "&AI-weighted value", "&View", "Ctrl+Shift+W", "", "Pictures show AI-weighted or full value",
            checkable=True),
    Command("view.light", "&Light", "&View", checkable=True, new_section=True),
    Command("view.dark", "&Dark", "&View", checkable=True),
    Command("view.system", "&Follow the system", "&View", checkable=True),
    Command("help.contents", "Sinolens &help", "&Help", _Key.HelpContents, "", "The chapter of the page shown"),
    Command("help.about", "&About Sinolens", "&Help", "", "info"),
)


class Actions(QObject):
    """One QAction per command. A command without a slot is not shown: nothing on screen does nothing."""

    def __init__(self, parent: QObject, commands: tuple[Command, ...] = COMMANDS) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._dressed = False
        self._commands = {command.id: command for command in commands}
        self._made = {command.id: self._make(command) for command in commands}

    def __getitem__(self, command_id: str) -> QAction:
        return self._made[command_id]

    def bind(self, command_id: str, slot: Callable[..., None]) -> QAction:
        """Make the command do something and show it."""
        action = self._made[command_id]
        action.triggered.connect(slot)
        action.setVisible(True)
        action.setEnabled(True)
        return action

    def add(self, command: Command, slot: Callable[..., None]) -> QAction:
        """Add a command that is only known at run time, such as one per page."""
        self._commands[command.id] = command
        self._made[command.id] = self._make(command)
        return self.bind(command.id, slot)

    def fill(self, bar: QMenuBar) -> None:
        """Build the menus in the order of the table; once."""
        if bar.actions():
            return
        menus: dict[str, QMenu] = {}
        for command in self._commands.values():
            if command.menu not in menus:
                menus[command.menu] = bar.addMenu(command.menu)
                menus[command.menu].aboutToShow.connect(self._dress)
            if command.new_section:
                menus[command.menu].addSeparator()
            menus[command.menu].addAction(self._made[command.id])

    def tell(self) -> tuple[CommandNote, ...]:
        """What is in the menus, in their order, for the help."""
        from sinolens.services.help import CommandNote

        return tuple(
            CommandNote(_plain(one.menu), _plain(one.text).removesuffix("…"), " or ".join(
                keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in self._made[one.id].shortcuts()
            ), one.tip) for one in self._commands.values() if self._made[one.id].isVisible())

    def tint(self, theme: Theme) -> None:
        """Give the icons the colours of a theme, when a menu is next opened."""
        self._theme, self._dressed = theme, False

    def _dress(self) -> None:
        if self._dressed or self._theme is None:
            return
        self._dressed = True
        for command in self._commands.values():
            if command.icon:
                self._made[command.id].setIcon(icon(command.icon, self._theme.text, disabled=self._theme.muted))

    def _make(self, command: Command) -> QAction:
        action = QAction(command.text, self)
        action.setObjectName(command.id)
        action.setCheckable(command.checkable)
        action.setToolTip(command.tip)
        action.setStatusTip(command.tip)
        if command.shortcut:
            action.setShortcuts([_keys(command.shortcut)])
        if command.id == "edit.redo":
            # Both habits, on every platform.
            action.setShortcuts([_keys("Ctrl+Shift+Z"), _keys("Ctrl+Y")])
        if command.id == "file.quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        action.setVisible(False)
        action.setEnabled(False)
        return action


def _keys(named: str | QKeySequence.StandardKey) -> QKeySequence:
    """Keys by their names or by what they mean on this platform.

    Not by the constructor: which of its forms is meant it looks up in Qt's namespace, see `named`.
    """
    if isinstance(named, str):
        return QKeySequence.fromString(named)
    return next(iter(QKeySequence.keyBindings(named)), QKeySequence())


def _plain(text: str) -> str:
    """A text of a menu without the mark of its mnemonic."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
