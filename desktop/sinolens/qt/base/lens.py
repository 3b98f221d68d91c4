"""How all pictures look at what is open: which value they show, and what each is grouped by."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

BASES: dict[str, str] = {"full": "Full value", "base": "AI-weighted"}
"""Value bases the window offers; keys are measures of the cube."""
FULL = "full"


class Lens(QObject):
    """Beside the filter: the filter says which lines, the lens how they are shown.

    Signals:
        changed: something is shown otherwise.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._measure = FULL
        self._against = ""
        self._groupings: dict[str, tuple[str, ...]] = {}

    @property
    def measure(self) -> str:
        """Measure of the cube that areas, bars and columns show."""
        return self._measure

    def show_measure(self, measure: str) -> None:
        """Show another value.

        Raises:
            KeyError: it is none of `BASES`.
        """
        if measure not in BASES:
            raise KeyError(measure)
        if measure != self._measure:
            self._measure = measure
            self.changed.emit()

    @property
    def against(self) -> str:
        """What shares are of, one of `exposure.measures.DENOMINATORS`; "" = the whole each figure shows."""
        return self._against

    def show_against(self, against: str) -> None:
        """Show shares of something else."""
        if against != self._against:
            self._against = against
            self.changed.emit()

    def grouping(self, picture: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Dimensions a picture is grouped by, outermost first."""
        return self._groupings.get(picture, default)

    def group(self, picture: str, dimensions: tuple[str, ...]) -> None:
        """Group a picture by other dimensions."""
        if self._groupings.get(picture) != dimensions:
            self._groupings[picture] = dimensions
            self.changed.emit()

    def to_json(self) -> dict[str, object]:
        """Plain text and lists, ready for `json.dumps`."""
        return {"measure": self._measure, "against": self._against,
                "groupings": {name: list(found) for name, found in self._groupings.items()}}

    def take(self, data: Mapping[str, object]) -> None:
        """Look as `to_json` wrote; what is not known any more is left at its default."""
        measure, against, groupings = data.get("measure"), data.get("against"), data.get("groupings")
        self._against = against if isinstance(against, str) else ""
        self._measure = measure if isinstance(measure, str) and measure in BASES else FULL
        self._groupings = {
            str(name): tuple(str(value) for value in found)
            for name, found in (groupings.items() if isinstance(groupings, Mapping) else ()) if isinstance(found, list)
        }
        self.changed.emit()
