"""A card with one picture: it lays the figure out again at every filter, and passes clicks on to the filter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sinolens.exposure.selection import Selection
from sinolens.figures.primitives import Mark, Measure, Picture
from sinolens.figures.reading import CHINA_AI, MEASURE_WORDS, UNKNOWN, denominator, restated, shown_scopes
from sinolens.qt.base.cards import Card
from sinolens.qt.base.workspace import Workspace
from sinolens.qt.charts.picture import LayOut, PictureWidget
from sinolens.qt.charts.plot import PlotWidget
from sinolens.qt.charts.reading import install_readers
from sinolens.qt.pages.grouping import GroupingButton

if TYPE_CHECKING:
    from sinolens.exposure.cube import Cube
    from sinolens.exposure.wholes import Wholes


@dataclass(frozen=True, slots=True)
class Look:
    """How a figure is looked at.

    Attributes:
        measure: of the cube.
        grouping: dimensions, outermost first; () where the figure has none to choose.
    """

    measure: str
    grouping: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouped:
    """Groupings a figure offers: its name for the lens, the grouping at first, what else there is, how many levels."""

    picture: str
    default: tuple[str, ...]
    offered: tuple[str, ...]
    levels: int = 1


OWN_WHOLES = ("asset_class", "manager")
"""Denominators of which each part has its own."""
SCOPES_TOLD = {CHINA_AI: "China AI", UNKNOWN[:1]: "Not disclosed", UNKNOWN[1:]: "Not identified"}
"""What a picture shows, as its note says."""
Figure = Callable[["Cube", Look, float, float, Measure], Picture]


class ChartCard(Card):
    """One figure of the open analysis.

    What is chosen in the figure's own dimensions does not filter the figure itself: it stays whole and the marks that
    were not chosen are faint, so that the choice can be seen against the rest and added to.

    Attributes:
        picture: the widget that shows it.
        grouping: the button to group otherwise, None where there is nothing to choose.
        restates: the denominator chosen for the window is put in the place of its own.
        follows: it reads that denominator itself.
    """

    restates = True
    follows = False

    def __init__(
        self, workspace: Workspace, title: str, note: str, figure: Figure, own: tuple[str, ...],
        grouped: Grouped | None = None, parent: QWidget | None = None, axes: bool = False,
    ) -> None:
        """Make the card.

        Args:
            workspace: what is open.
            title: of the card.
            note: beside it; "{value}" stands for the value shown.
            figure: lays it out.
            own: the dimensions whose choice is shown by faintness and not by leaving out; what it is grouped by is too.
            grouped: the groupings it offers.
            parent: the page.
            axes: the figure has axes.
        """
        super().__init__(title, " ", parent)
        install_readers()
        # As high as the buttons some cards have beside it: titles of neighbours stand level.
        self.level_head()
        self._workspace = workspace
        self._figure = figure
        self._own = own
        self._words = note
        # Shares along an axis are of what the axis spans.
        self.restates = self.restates and not axes
        self._grouped = grouped
        self._drawn_opening = workspace.openings
        self.picture = (PlotWidget(workspace.appearance, workspace.tasks, title) if axes
                        else PictureWidget(workspace.appearance, title))
        self.picture.source = workspace.source_line
        self.grouping: GroupingButton | None = None
        if grouped is not None:
            self.grouping = GroupingButton(workspace.lens, grouped.picture, grouped.default, grouped.offered,
                                           grouped.levels)
            self.head.addWidget(self.grouping)
        self.body.addWidget(self.picture, 1)
        self.picture.chosen.connect(self._choose)
        self.picture.excluded.connect(self._exclude)
        self.picture.opened.connect(self._open)
        self.picture.cleared.connect(workspace.clear_filter)
        workspace.analysis_changed.connect(self._let_go)

    @property
    def look(self) -> Look:
        """How it is looked at now."""
        lens, grouped = self._workspace.lens, self._grouped
        return Look(lens.measure, lens.grouping(grouped.picture, grouped.default) if grouped is not None else ())

    @property
    def own(self) -> tuple[str, ...]:
        """Dimensions whose choice is shown by faintness."""
        return (*self._own, *(name for name in self.look.grouping if name not in self._own))

    def refresh(self) -> None:
        """Show the figure through the present filter and lens."""
        self._let_go()
        cube = self._workspace.cube
        if cube is None:
            return
        selection, own, look = self._workspace.selection, self.own, self.look
        against = self._workspace.lens.against
        wholes = wholes_of(self._workspace, self._without(selection, own)) if self.restates else None
        view = cube.select(self._without(selection, own)) if own else self._workspace.view
        what = SCOPES_TOLD.get(shown_scopes(view), "Not known") if view is not None else ""
        words = self._words.format(value=MEASURE_WORDS[look.measure], what=what)
        told = kind_of_whole(self._workspace)
        if told and not (self.restates or self.follows):
            told = denominator(shown_scopes(view)) if view is not None else ""
        elif self.restates and self._workspace.lens.against in OWN_WHOLES:
            told = f"own {told}"
        self.set_note(f"{words}; shares of {told}" if told else words)
        asked = any(selection.values(name) for name in own) or self._is_own(selection)
        chosen = partial(self._workspace.is_chosen, dimensions=own) if asked else None
        lay_out = partial(self._lay_out, view, look)
        if wholes is not None:
            lay_out = partial(_restate, lay_out, wholes)
        # The pictures of a page come one after the other, as each is ready.
        self.picture.show_figure(lay_out, chosen, (cube, view.selection, against, *self._key(look)), patient=True)

    def _let_go(self) -> None:
        """Take away what was open before; of the same holdings judged anew the picture stays until its turn."""
        workspace = self._workspace
        if workspace.analysis is None or workspace.openings != self._drawn_opening:
            self._drawn_opening = workspace.openings
            self.picture.forget()

    def _key(self, look: Look) -> tuple[object, ...]:
        """What else the picture depends on."""
        return (look,)

    def _lay_out(self, view: Cube, look: Look, width: float, height: float, measure: Measure) -> Picture:
        return self._figure(view, look, width, height, measure)

    def _without(self, selection: Selection, own: tuple[str, ...]) -> Selection:
        for name in own:
            if selection.values(name):
                # "is not" goes on filtering: what was left out should not come back faintly.
                kept = selection.excluded_values(name)
                selection = selection.cleared(name)
                selection = selection.excluding(name, *kept) if kept else selection
        return replace(selection, either=()) if self._is_own(selection) else selection

    def _is_own(self, selection: Selection) -> bool:
        """The chosen parts ask of nothing but the figure's own dimensions: each of them can be seen in it."""
        return bool(selection.either) and selection.either_dimensions <= set(self.own)

    def _is_chosen(self, mark: Mark) -> bool:
        return self._workspace.is_chosen(mark, self.own)

    def _choose(self, mark: Mark, add: bool) -> None:
        # The release that ends a double click comes after the page was left: it chooses nothing any more.
        if self.picture.isVisible():
            self._workspace.choose(mark.filters, add, self.own)

    def _exclude(self, mark: Mark) -> None:
        self._workspace.exclude(mark.filters)

    def _open(self, mark: Mark) -> None:
        # The click before a double click may have undone the choice, or chosen it beside others.
        self._workspace.show_only(mark.filters, self.own)
        self._workspace.page_wanted.emit("holdings")


def within(picture: Picture, filters: tuple[tuple[str, str], ...]) -> Picture:
    """The picture of a part of the whole: its marks lead to that part only."""
    marks = tuple(replace(mark, filters=(*filters, *mark.filters)) if mark.filters else mark for mark in picture.marks)
    return replace(picture, marks=marks)


def kind_of_whole(workspace: Workspace) -> str:
    """What shares of the window are of, as chosen: "asset class"; "" where each figure has a whole of its own."""
    if not workspace.lens.against:
        return ""
    from sinolens.exposure.measures import DENOMINATORS

    return DENOMINATORS.get(workspace.lens.against, "")


def wholes_of(workspace: Workspace, selection: Selection) -> Wholes | None:
    """The denominators chosen for the window, of parts of a selection; None where each figure has its own."""
    if workspace.cube is None or not kind_of_whole(workspace):
        return None
    from sinolens.exposure.wholes import Wholes

    return Wholes(workspace.cube, selection, workspace.lens.against)


def shares_of(workspace: Workspace) -> tuple[int, str] | None:
    """Whole in cents and name of the denominator of all that is selected; None where each figure has its own."""
    wholes = wholes_of(workspace, workspace.selection)
    if wholes is None:
        return None
    whole = wholes.of_all()
    return whole.cents, whole.brief


def _restate(lay_out: LayOut, wholes: Wholes, width: float, height: float, measure: Measure) -> Picture:
    def whole_of(mark: Mark) -> tuple[int, str]:
        whole = wholes.of(mark.filters)
        return whole.cents, whole.name

    return restated(lay_out(width, height, measure), whole_of)
