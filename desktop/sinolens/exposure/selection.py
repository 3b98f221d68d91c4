"""The one selection that filters everything on screen: immutable, said in words, and storable as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from sinolens.domain.counting import counted

Label = Callable[[str, str], str]
"""Name for people of a dimension's value: (dimension, value) to text."""

DIMENSION_TITLES: dict[str, str] = {
    "scope": "Scope",
    "group": "Category group",
    "category": "Category",
    "tier": "Tier",
    "code": "Tier code",
    "issuer": "Issuer",
    "manager": "Manager",
    "account": "Account",
    "asset_class": "Asset class",
    "fund": "Fund",
    "region": "Region",
    "mic": "Listed on",
    "country": "Country in the source",
    "reach": "Reach",
    "knowledge": "Known by",
    "method": "Look-through method",
    "confidence": "Confidence",
    "instrument": "Instrument",
    "currency": "Currency",
    "intensity": "Intensity",
}
"""Every dimension of the cube and its title, in the order filters are read out."""

Values = tuple[tuple[str, tuple[str, ...]], ...]


def _plain(_dimension: str, value: str) -> str:
    return value or "none given"


def _set(values: Values, dimension: str, chosen: Iterable[str]) -> Values:
    """`values` with the dimension's values replaced; an empty choice removes the dimension. Always in one order."""
    if dimension not in DIMENSION_TITLES:
        raise KeyError(dimension)
    merged = dict(values)
    merged[dimension] = tuple(sorted(set(chosen)))
    return tuple((name, merged[name]) for name in DIMENSION_TITLES if merged.get(name))


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen. Values of one dimension are joined by "or", dimensions by "and".

    Attributes:
        included: dimension and the values it must have one of.
        excluded: dimension and the values it must have none of.
        text: words every one of which must occur in the issuer, security, fund, manager, account or category name.
        positions: row numbers of the position table; empty = any.
    """

    included: Values = ()
    excluded: Values = ()
    text: str = ""
    positions: tuple[int, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing is filtered."""
        return not (self.included or self.excluded or self.text.strip() or self.positions)

    def values(self, dimension: str) -> tuple[str, ...]:
        """Included values of a dimension, empty when it is not filtered."""
        return dict(self.included).get(dimension, ())

    def excluded_values(self, dimension: str) -> tuple[str, ...]:
        """Excluded values of a dimension."""
        return dict(self.excluded).get(dimension, ())

    def only(self, dimension: str, *values: str) -> Selection:
        """The dimension has one of exactly these values; what it had before is dropped."""
        return replace(self, included=_set(self.included, dimension, values),
                       excluded=_set(self.excluded, dimension, ()))

    def including(self, dimension: str, *values: str) -> Selection:
        """These values are added to the dimension's choice; a value is never both included and excluded."""
        kept = (value for value in self.excluded_values(dimension) if value not in values)
        return replace(self, included=_set(self.included, dimension, (*self.values(dimension), *values)),
                       excluded=_set(self.excluded, dimension, kept))

    def excluding(self, dimension: str, *values: str) -> Selection:
        """The dimension "is not" any of these values."""
        kept = (value for value in self.values(dimension) if value not in values)
        return replace(self, included=_set(self.included, dimension, kept),
                       excluded=_set(self.excluded, dimension, (*self.excluded_values(dimension), *values)))

    def toggle(self, dimension: str, value: str) -> Selection:
        """Add the value to the choice, or take it out when it is in."""
        chosen = self.values(dimension)
        if value not in chosen:
            return self.including(dimension, value)
        return replace(self, included=_set(self.included, dimension, (v for v in chosen if v != value)))

    def flipped(self, dimension: str) -> Selection:
        """The dimension's "is" becomes "is not", and the other way round."""
        return replace(self, included=_set(self.included, dimension, self.excluded_values(dimension)),
                       excluded=_set(self.excluded, dimension, self.values(dimension)))

    def cleared(self, dimension: str) -> Selection:
        """Nothing is asked of the dimension any more."""
        return replace(self, included=_set(self.included, dimension, ()), excluded=_set(self.excluded, dimension, ()))

    def searching(self, text: str) -> Selection:
        """With this free text in place of the old one."""
        return replace(self, text=text.strip())

    def at_positions(self, positions: Iterable[int]) -> Selection:
        """Only these rows of the position table; none = any."""
        return replace(self, positions=tuple(sorted(set(positions))))

    def words(self, label: Label = _plain) -> str:
        """The selection in plain words: "Tier is T1 or T2, and Manager is not Elm". Empty selection: "Everything".

        Args:
            label: name of a value for people, such as `Cube.label`.
        """
        parts = [
            f"{DIMENSION_TITLES[dimension]} {verb} {' or '.join(label(dimension, value) for value in values)}"
            for verb, chosen in (("is", self.included), ("is not", self.excluded))
            for dimension, values in chosen
        ]
        if self.positions:
            parts.append(counted(len(self.positions), "chosen position"))
        if self.text.strip():
            parts.append(f"name contains “{self.text.strip()}”")
        return ", and ".join(parts) or "Everything"

    def to_json(self) -> dict[str, object]:
        """Plain lists and text, ready for `json.dumps`."""
        return {
            "included": {dimension: list(values) for dimension, values in self.included},
            "excluded": {dimension: list(values) for dimension, values in self.excluded},
            "text": self.text,
            "positions": list(self.positions),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Selection:
        """The selection `to_json` wrote.

        Raises:
            ValueError: a dimension is not known or a value has the wrong type.
        """
        made = cls()
        for key, add in (("included", cls.including), ("excluded", cls.excluding)):
            part = data.get(key, {})
            if not isinstance(part, Mapping):
                raise ValueError(f"{key}: a table of dimensions is wanted")
            for dimension, values in part.items():
                if dimension not in DIMENSION_TITLES or not isinstance(values, list):
                    raise ValueError(f"{key}: {dimension!r} is no dimension with a list of values")
                made = add(made, str(dimension), *(str(value) for value in values))
        positions = data.get("positions", [])
        if not isinstance(positions, list) or not all(isinstance(row, int) for row in positions):
            raise ValueError("positions: a list of row numbers is wanted")
        return made.searching(str(data.get("text", ""))).at_positions(positions)
