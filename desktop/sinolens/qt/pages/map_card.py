"""The exposure map: nested as the user likes, entered group by group, with the way back above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from sinolens.figures.primitives import Mark, Measure, Picture
from sinolens.figures.reading import shown_scopes
from sinolens.figures.treemap import layout_treemap
from sinolens.qt.base.labels import as_tooltip, doubled
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.pages.chart_card import ChartCard, Grouped, Look, within

if TYPE_CHECKING:
    from sinolens.exposure.cube import Cube

GROUPINGS = Grouped(
    "overview.map", ("group", "category", "issuer"),
    ("group", "category", "issuer", "fund", "manager", "account", "asset_class", "region", "instrument", "currency"), 3,
)
LONGEST = 32
Path = tuple[tuple[str, str], ...]


class MapCard(ChartCard):
    """The map shows one level as groups and the innermost as tiles; a group that is entered shows the next level."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, "Exposure map", "area = {value}", _lay_out, ("tier", "knowledge"),
                         GROUPINGS, parent)
        self._path: Path = ()
        self._crumbs = QWidget()
        self._crumbs.setObjectName("clear")
        self._row = QHBoxLayout(self._crumbs)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self.body.insertWidget(1, self._crumbs)
        self._crumbs.hide()
        self.picture.entry = self.can_enter
        self.picture.entered.connect(self.enter)
        self.picture.left.connect(self.leave)
        workspace.lens.changed.connect(self._check)
        workspace.analysis_changed.connect(self._start_over)

    @property
    def path(self) -> Path:
        """Groups entered, outermost first: dimension and value."""
        return self._path

    def can_enter(self, mark: Mark) -> bool:
        """Whether a mark is a group with something inside to show."""
        return mark.id.startswith("group:") and len(self._path) < len(self.look.grouping) - 1

    def enter(self, mark: Mark) -> None:
        """Show what is inside a group."""
        if self.can_enter(mark):
            self._go((*self._path, mark.filters[-1]))

    def leave(self) -> None:
        """One level up."""
        if self._path:
            self._go(self._path[:-1])

    def refresh(self) -> None:
        """Show the map, and the way to where it is."""
        super().refresh()
        self._show_crumbs()

    def _key(self, look: Look) -> tuple[object, ...]:
        return (look, self._path)

    def _lay_out(self, view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
        if not self._path:
            return super()._lay_out(view, look, width, height, measure)
        selection = view.selection
        for dimension, value in self._path:
            selection = selection.only(dimension, value)
        inside = Look(look.measure, look.grouping[len(self._path):])
        return within(_lay_out(view.select(selection), inside, width, height, measure), self._path)

    def _go(self, path: Path) -> None:
        self._path = path
        self.refresh()
        self.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def _check(self) -> None:
        """Another grouping: levels entered that are no more are left."""
        kept = [step for step, name in zip(self._path, self.look.grouping, strict=False) if step[0] == name]
        if tuple(kept) != self._path:
            self._path = ()

    def _start_over(self) -> None:
        self._path = ()

    def _show_crumbs(self) -> None:
        while self._row.count():
            widget = self._row.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._crumbs.setVisible(bool(self._path))
        cube = self._workspace.cube
        if not self._path or cube is None:
            return
        for depth in range(len(self._path) + 1):
            words = cube.label(*self._path[depth - 1]) if depth else "All"
            crumb = QToolButton()
            crumb.setObjectName("crumb")
            shown = words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
            crumb.setText(doubled(f"▸ {shown}" if depth else shown))
            crumb.setAccessibleName(f"Show {words}")
            crumb.setToolTip(as_tooltip(words))
            crumb.setEnabled(depth < len(self._path))
            crumb.setProperty("depth", depth)
            crumb.clicked.connect(self._go_to)
            self._row.addWidget(crumb)
        self._row.addStretch(1)

    def _go_to(self) -> None:
        self._go(self._path[:self.sender().property("depth")])


def _lay_out(view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
    """The outermost level as groups around the innermost as tiles."""
    outer = look.grouping[0] if len(look.grouping) > 1 else ""
    return layout_treemap(view, width, height, look.measure, outer, look.grouping[-1], shown_scopes(view),
                          text_width=measure)
