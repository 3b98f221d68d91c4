"""The filter in words: a search field, one pill for each thing asked, back and forward."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from sinolens.exposure.selection import DIMENSION_TITLES, Part, Selection
from sinolens.qt.base.cards import StateView
from sinolens.qt.base.flow import FlowLayout
from sinolens.qt.base.icons import icon
from sinolens.qt.base.labels import as_tooltip, doubled, label
from sinolens.qt.base.layouts import laid_out_once
from sinolens.qt.base.workspace import Workspace

LONGEST = 56
LINE = 32
"""Height kept for a line of pills, pixels."""
_SELF_EXPLAINING = frozenset({"scope", "group", "category", "tier", "code", "issuer", "reach", "knowledge"})
TYPING_MS = 180
PARTS = "parts"
"""Stands for the parts of the selection chosen one by one, where otherwise a dimension stands."""


def no_match(workspace: Workspace) -> StateView:
    """What a page shows while no position matches the filter, with the way back."""
    made = StateView("filter", "No position matches the filter", "Take a part of the filter away to see more.",
                     (("edit.clear_filter", "Clear filter"),))
    made.acted.connect(workspace.action_wanted)
    return made


class SearchField(QLineEdit):
    """Free text of the filter: applied while typing, a moment after the last key."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setPlaceholderText("Filter issuer, manager, category…")
        self.setAccessibleName("Filter")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(160)
        self.setMaximumWidth(280)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(TYPING_MS)
        self._wait.timeout.connect(self._search)
        self.textEdited.connect(self._typed)
        self.returnPressed.connect(self._search)
        workspace.selection_changed.connect(self._follow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties the field."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self._search()
        else:
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        if text:
            self._wait.start()
        else:
            self._search()

    def _search(self) -> None:
        self._wait.stop()
        self._workspace.select(self._workspace.selection.searching(self.text()))

    def _follow(self) -> None:
        if not self._wait.isActive() and self.text().strip() != self._workspace.selection.text:
            self.setText(self._workspace.selection.text)


class Pill(QFrame):
    """One part of the filter, in words. A click turns it to "is not" or takes values out; the cross removes it."""

    changed = Signal(object)

    def __init__(self, workspace: Workspace, dimension: str, negated: bool, parent: QWidget | None = None) -> None:
        """`dimension` "" stands for the free text, "positions" for chosen positions, "parts" for chosen parts."""
        super().__init__(parent)
        self._workspace = workspace
        self._dimension, self._negated = "", False
        self.setObjectName("filterPill")
        self._text = QToolButton()
        self._text.setObjectName("pill")
        self._text.clicked.connect(self._offer)
        self._remove_button = QToolButton()
        self._remove_button.setObjectName("pillRemove")
        self._remove_button.setIconSize(QSize(12, 12))
        self._remove_button.setToolTip("Remove from the filter")
        self._remove_button.clicked.connect(self.remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 4, 2)
        row.setSpacing(0)
        row.addWidget(self._text)
        row.addWidget(self._remove_button)
        self.tint()
        self.show_part(dimension, negated)

    def show_part(self, dimension: str, negated: bool) -> None:
        """Stand for another part of the filter: pills are kept from filter to filter."""
        self._dimension, self._negated = dimension, negated
        words, brief = (make(self._workspace, dimension, negated) for make in (pill_words, pill_label))
        self._text.setText(doubled(brief if len(brief) <= LONGEST else brief[: LONGEST - 1].rstrip() + "…"))
        self._text.setAccessibleName(words)
        self._text.setToolTip(as_tooltip(f"{words}\nClick to change or remove it"))
        self._remove_button.setAccessibleName(f"Remove: {words}")

    def tint(self) -> None:
        """Take the colours of the theme."""
        self._remove_button.setIcon(icon("close", self._workspace.appearance.theme.accent))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and backspace remove the pill."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove()
        else:
            super().keyPressEvent(event)

    def remove(self) -> None:
        """Ask this no more."""
        self._workspace.select(_without(self._workspace.selection, self._dimension, self._negated))

    def flip(self) -> None:
        """Turn "is" into "is not", or back."""
        selection = self._workspace.selection
        self._workspace.select(selection.flipped_parts(self._negated) if self._dimension == PARTS
                               else selection.flipped(self._dimension))

    def _offer(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._dimension in (*DIMENSION_TITLES, PARTS):
            menu.addAction("Change to “is”" if self._negated else "Change to “is not”", self.flip)
            offered = self._values()
            if len(offered) > 1:
                menu.addSeparator()
                for value, words in offered[:20]:
                    action = menu.addAction(doubled(f"Take out {words}"))
                    action.setData(value)
                    action.triggered.connect(self._take_out)
        menu.addSeparator()
        menu.addAction("Remove", self.remove)
        menu.popup(self._text.mapToGlobal(self._text.rect().bottomLeft()))

    def _values(self) -> list[tuple[object, str]]:
        """What of the part can be taken out by itself, and its words."""
        selection, workspace = self._workspace.selection, self._workspace
        if self._dimension == PARTS:
            # Qt would turn a tuple into a list on its way through an action: the place is kept instead.
            parts = selection.neither if self._negated else selection.either
            return [(place, brief_part(workspace, part)) for place, part in enumerate(parts)]
        values = selection.excluded_values(self._dimension) if self._negated else selection.values(self._dimension)
        return [(value, _label(workspace, self._dimension, value)) for value in values]

    def _take_out(self) -> None:
        value = self.sender().data()
        selection = self._workspace.selection
        if self._dimension == PARTS:
            part = (selection.neither if self._negated else selection.either)[value]
            made = selection.without_part(part, self._negated)
        elif self._negated:
            kept = [v for v in selection.excluded_values(self._dimension) if v != value]
            made = _without(selection, self._dimension, negated=True).excluding(self._dimension, *kept)
        else:
            made = selection.toggle(self._dimension, value)
        self._workspace.select(made)


HINT = "Click a picture or search to filter"


class FilterBar(QWidget):
    """All pills, and a way to clear them; while nothing is filtered their line is kept, so that a filter moves nothing.

    Signals:
        grown: there are pills that were not there before, and Tab does not know yet where they stand.
    """

    grown = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None, hint: str = HINT) -> None:
        """`hint`: said while nothing is filtered."""
        super().__init__(parent)
        self._workspace = workspace
        self._parts: list[tuple[str, bool]] = []
        self._hint = label(hint, "caption")
        self._flow = FlowLayout(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._clear = QToolButton()
        self._clear.setObjectName("clearFilter")
        self._clear.setText("Clear filter")
        self._clear.clicked.connect(workspace.clear_filter)
        self._pills: list[Pill] = []
        self._clear.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._flow.addWidget(self._hint)
        self._hint.setFixedHeight(LINE)
        self.setMinimumHeight(LINE)
        self._stale = True
        workspace.selection_changed.connect(self._follow)
        workspace.analysis_changed.connect(self._rebuild)
        workspace.appearance.changed.connect(self._tint)
        self._rebuild()

    @property
    def pills(self) -> tuple[Pill, ...]:
        """The pills shown, or to be shown when it is looked at."""
        self._catch_up()
        return tuple(self._pills)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with the filter."""
        super().showEvent(event)
        self._catch_up()

    def _follow(self) -> None:
        # Of a page nobody sees it waits: every filter would lay out the lines of all pages.
        self._stale = True
        if self.isVisible():
            self._rebuild()

    def _catch_up(self) -> None:
        if self._stale:
            self._rebuild()

    def _rebuild(self) -> None:
        self._stale = False
        selection = self._workspace.selection
        parts = [(name, False) for name, _ in selection.included] + [(name, True) for name, _ in selection.excluded]
        parts += [(PARTS, negated) for negated, told in ((False, selection.either), (True, selection.neither)) if told]
        if selection.positions:
            parts.append(("positions", False))
        if selection.text.strip():
            parts.append(("", False))
        parts = self._parts = _in_their_places(parts, self._parts)
        had = len(self._pills)
        with laid_out_once(self._flow):
            self._take_parts(parts)
        if self.parentWidget() is not None:
            # Without a page around it yet it would be a window of its own.
            self.setVisible(self._workspace.analysis is not None)
        elif self._workspace.analysis is None:
            self.hide()
        self.updateGeometry()
        if len(self._pills) > had:
            self.grown.emit()

    def _take_parts(self, parts: list[tuple[str, bool]]) -> None:
        for pill in self._pills[len(parts):]:
            self._flow.removeWidget(pill)
            pill.hide()
            pill.deleteLater()
        del self._pills[len(parts):]
        for pill, part in zip(self._pills, parts, strict=False):
            pill.show_part(*part)
        self._flow.removeWidget(self._clear)
        more = parts[len(self._pills):]
        for name, negated in more:
            pill = Pill(self._workspace, name, negated, self)
            self._pills.append(pill)
            self._flow.addWidget(pill)
            pill.show()
        self._flow.addWidget(self._clear)
        self._clear.setVisible(bool(parts))
        self._hint.setVisible(not parts)

    def _tint(self) -> None:
        for pill in self._pills:
            pill.tint()


def _in_their_places(parts: list[tuple[str, bool]], before: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The parts in the order their pills had: what was turned to its opposite stays in its place, new ones follow."""
    kept, left = [], list(parts)
    for name, negated in before:
        for part in ((name, negated), (name, not negated)):
            if part in left and (part == (name, negated) or part not in before):
                left.remove(part)
                kept.append(part)
                break
    return kept + left


class HistoryButtons(QWidget):
    """Back and forward through the filters."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.back, self.forward = QToolButton(), QToolButton()
        for button, words, slot in (
            (self.back, "Back to the filter before", workspace.back),
            (self.forward, "Forward to the filter after", workspace.forward),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(slot)
            row.addWidget(button)
        workspace.selection_changed.connect(self._follow)
        workspace.appearance.changed.connect(self._tint)
        self._tint()
        self._follow()

    def _follow(self) -> None:
        self.back.setEnabled(self._workspace.can_go_back)
        self.forward.setEnabled(self._workspace.can_go_forward)

    def _tint(self) -> None:
        theme = self._workspace.appearance.theme
        for button, name in ((self.back, "back"), (self.forward, "forward")):
            button.setIcon(icon(name, theme.text, disabled=theme.border))
            button.setIconSize(QSize(18, 18))


def pill_label(workspace: Workspace, dimension: str, negated: bool) -> str:
    """The same, brief: values that say themselves what they are stand alone."""
    if dimension == PARTS:
        parts = workspace.selection.neither if negated else workspace.selection.either
        named = " or ".join(brief_part(workspace, part) for part in parts[:2])
        more = f" or {len(parts) - 2} more" if len(parts) > 2 else ""
        return f"{'not ' if negated else ''}{named}{more}"
    if dimension not in DIMENSION_TITLES:
        return pill_words(workspace, dimension, negated)
    selection = workspace.selection
    values = selection.excluded_values(dimension) if negated else selection.values(dimension)
    named = " or ".join(_label(workspace, dimension, value) for value in values[:3])
    more = f" or {len(values) - 3} more" if len(values) > 3 else ""
    title = "" if dimension in _SELF_EXPLAINING else f"{DIMENSION_TITLES[dimension]}: "
    return f"{'not ' if negated else ''}{title}{named}{more}"


def pill_words(workspace: Workspace, dimension: str, negated: bool) -> str:
    """A part of the filter in plain words."""
    selection = workspace.selection
    if dimension in DIMENSION_TITLES:
        values = selection.excluded_values(dimension) if negated else selection.values(dimension)
        part = Selection().excluding(dimension, *values) if negated else Selection().including(dimension, *values)
    elif dimension == PARTS:
        part = Selection(neither=selection.neither) if negated else Selection(either=selection.either)
    elif dimension == "positions":
        part = Selection().at_positions(selection.positions)
    else:
        part = Selection().searching(selection.text)
    return part.words(workspace.cube.label) if workspace.cube is not None else part.words()


def brief_part(workspace: Workspace, part: Part) -> str:
    """A part of the filter in the fewest words: "Compute, T1"."""
    cube = workspace.cube
    return ", ".join(
        " or ".join(value if dimension == "tier" or cube is None else cube.name(dimension, value) for value in values)
        for dimension, values in part
    )


def _label(workspace: Workspace, dimension: str, value: str) -> str:
    return workspace.cube.label(dimension, value) if workspace.cube is not None else value


def _without(selection: Selection, dimension: str, negated: bool) -> Selection:
    if dimension == "positions":
        return selection.at_positions(())
    if dimension == PARTS:
        return replace(selection, neither=()) if negated else replace(selection, either=())
    if dimension not in DIMENSION_TITLES:
        return selection.searching("")
    if negated:
        return selection.only(dimension, *selection.values(dimension))
    return selection.only(dimension).excluding(dimension, *selection.excluded_values(dimension))
