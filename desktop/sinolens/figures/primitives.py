"""What a figure is drawn with. `qt.charts` paints these, `reporting` writes them as SVG; both draw the same picture.

Coordinates are logical pixels, y down. Colours are tokens of `figures.theme.Theme` or "#rrggbb".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from sinolens.figures.plot import Plot

Measure = Callable[[str, float, bool], float]
"""Width in pixels of a text at a size in pixels, semibold or not."""


@dataclass(frozen=True, slots=True)
class Hatch:
    """Parallel lines at 45 degrees: distance between them, their width, and whether they rise to the right."""

    step: float
    width: float
    rising: bool


HATCHES: dict[str, tuple[tuple[str, Hatch], ...]] = {
    "hatch": (("hatch", Hatch(6.0, 1.5, True)),),
    "light_hatch": (("light_hatch", Hatch(6.0, 0.9, False)),),
    "cross_hatch": (("hatch", Hatch(6.0, 1.5, True)), ("light_hatch", Hatch(6.0, 0.9, False))),
}
"""Lines of each pattern, with the prefix of their colour token: "hatch" on a fill "t1" is drawn in "hatch_t1"."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle.

    `pattern`: "" solid, "hatch" (T1), "light_hatch" (estimated), "cross_hatch" (T1 and estimated), "outline" (not
    disclosed, no fill), "dots" (U, dotted outline). `mark` names the mark it belongs to, "" for decoration.
    """

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    radius: float = 0.0
    pattern: str = ""
    mark: str = ""

    @property
    def look(self) -> tuple[str, str, str, float]:
        """What it shares with boxes that are drawn with the same pen and brush."""
        return self.pattern, self.fill, self.stroke, self.radius


@dataclass(frozen=True, slots=True)
class Wedge:
    """A ring segment: angles in degrees clockwise from twelve o'clock. `stroke` "" = the surface's colour."""

    cx: float
    cy: float
    inner: float
    outer: float
    start: float
    span: float
    fill: str
    pattern: str = ""
    mark: str = ""
    stroke: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. `anchor`: "start", "middle", "end"; `y` is the baseline; `share`: its part that is a share."""

    x: float
    y: float
    text: str
    size: float = 13.0
    bold: bool = False
    colour: str = "text"
    anchor: str = "start"
    mark: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; `dash`: "" or "dotted"."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str = "border"
    width: float = 1.0
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A band between two upright edges, as a Sankey flow: from (`x1`, `y1`) to (`x2`, `y2`), both tops.

    Only its fill lets through what lies below, as `opacity` says; its `stroke` does not. Its sides are cubic curves
    whose control points lie half-way between `x1` and `x2`, at the height of their ends.
    """

    x1: float
    y1: float
    height1: float
    x2: float
    y2: float
    height2: float
    fill: str
    opacity: float = 0.5
    pattern: str = ""
    mark: str = ""
    stroke: str = ""


@dataclass(frozen=True, slots=True)
class Polyline:
    """Straight lines through points. With `fill` the area down to `floor` (y) is filled at `opacity`."""

    points: tuple[tuple[float, float], ...]
    colour: str = "accent"
    width: float = 1.5
    fill: str = ""
    floor: float = 0.0
    opacity: float = 0.15
    dash: str = ""


Item = Box | Wedge | Text | Line | Ribbon | Polyline


Row = tuple[str, str]
"""A line of a hover card: label and value."""


class LateRows(Sequence[Row]):
    """Lines that are made when they are first read: of hundreds of marks few are ever hovered."""

    __slots__ = ("_make", "_rows")

    def __init__(self, make: Callable[[], Sequence[Row]]) -> None:
        self._make: Callable[[], Sequence[Row]] | None = make
        self._rows: tuple[Row, ...] = ()

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...
    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        return self._read()[place]

    def __len__(self) -> int:
        return len(self._read())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._read() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._read())

    def __repr__(self) -> str:
        return repr(self._read())

    def _read(self) -> tuple[Row, ...]:
        # Read once: another thread may be done with it between two looks.
        make = self._make
        if make is not None:
            self._rows = tuple(make())
            self._make = None
        return self._rows


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that can be hovered, focused and clicked.

    Attributes:
        id: unique in its picture.
        title: first line of the hover card.
        rows: at most four more lines, label and value.
        filters: dimension to value, the values of a dimension in a row; what a click selects.
        value: cents.
        tier: tier value for its swatch, "" when it has none.
    """

    id: str
    title: str
    rows: Sequence[Row]
    filters: tuple[tuple[str, str], ...]
    value: int
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A laid-out figure: items in painting order and marks in reading order. `description` is its alt text.

    A figure that has axes says in `plot` the same in the data's coordinates; its items are made from that. `clear`:
    left, top, width and height of what no hover card should cover while there is room beside it.
    """

    width: float
    height: float
    items: tuple[Item, ...]
    marks: tuple[Mark, ...]
    description: str
    plot: Plot | None = None
    clear: tuple[float, float, float, float] | None = None
