"""The one selection that filters everything on screen: immutable, said in words, and storable as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from sinolens.domain.counting import counted
from sinolens.exposure.parts import DIMENSION_TITLES, Part, arrange, cross, dimensions_of, factor, meet, toggle, unite

__all__ = ["DIMENSION_TITLES", "Label", "Part", "Selection", "part_words"]

Label = Callable[[str, str], str]
"""Name for people of a dimension's value: (dimension, value) to text."""

def _plain(_dimension: str, value: str) -> str:
    return value or "none given"


def _set(values: Part, dimension: str, chosen: Iterable[str]) -> Part:
    """`values` with the dimension's values replaced; an empty choice removes the dimension. Always in one order."""
    return arrange({**dict(values), dimension: tuple(chosen)})


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen. Values of one dimension are joined by "or", dimensions by "and".

    Attributes:
        included: dimension and the values it must have one of.
        excluded: dimension and the values it must have none of.
        either: parts of which one must hold, besides all else that is asked: cells chosen one by one; none = any.
        neither: parts of which none may hold.
        text: words every one of which must occur in the issuer, security, fund, manager, account or category name.
        positions: row numbers of the position table; empty = any.
    """

    included: Part = ()
    excluded: Part = ()
    text: str = ""
    positions: tuple[int, ...] = ()
    either: tuple[Part, ...] = ()
    neither: tuple[Part, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing is filtered."""
        return self == Selection(text=self.text) and not self.text.strip()

    @property
    def either_dimensions(self) -> frozenset[str]:
        """Every dimension a part of `either` asks about."""
        return dimensions_of(self.either)

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

    def with_mark(self, wanted: Mapping[str, Iterable[str]], own: Iterable[str] = ()) -> Selection:
        """With what a mark stands for beside what is chosen in the same dimensions; without it when it is chosen.

        The result is exactly the sum of the marks, also where no list of values for each dimension can say it.

        Args:
            wanted: dimension and its values.
            own: dimensions whose choice the mark's picture does not filter by: parts that ask about nothing else are
                added to, all others go on filtering.

        Raises:
            KeyError: no such dimension.
        """
        mark = arrange(wanted)
        base = tuple(asked for asked in self.included if asked[0] in wanted)
        rest = tuple(asked for asked in self.included if asked[0] not in wanted)
        adds_to_parts = bool(self.either) and dimensions_of(self.either) <= {*own, *wanted}
        chosen = cross(self.either, (base,)) if adds_to_parts else (base,) if base else ()
        common, parts = factor(toggle(chosen, mark))
        kept = () if adds_to_parts else self.either
        excluded = {name: [one for one in values if one not in wanted.get(name, ())] for name, values in self.excluded}
        return replace(
            self, included=arrange({**dict(rest), **dict(common)}), excluded=arrange(excluded),
            either=cross(kept, parts) if kept and parts else parts or kept,
        )

    def leaving_out(self, wanted: Mapping[str, Iterable[str]]) -> Selection:
        """Without exactly what a mark stands for; what every chosen line has anyway is not said again.

        Raises:
            KeyError: no such dimension.
        """
        mark = tuple(asked for asked in arrange(wanted) if asked not in self.included)
        if len(mark) == 1:
            return self.excluding(mark[0][0], *mark[0][1])
        return replace(self, neither=unite((*self.neither, mark))) if mark else self

    def only_mark(self, wanted: Mapping[str, Iterable[str]], own: Iterable[str] = ()) -> Selection:
        """With what a mark stands for in place of what was chosen in the same dimensions; `own` as for `with_mark`.

        Raises:
            KeyError: no such dimension.
        """
        made = replace(self, either=()) if dimensions_of(self.either) <= set(own) else self
        for name, values in wanted.items():
            made = made.only(name, *values)
        return made

    def without_part(self, part: Part, negated: bool = False) -> Selection:
        """Without one of the parts of `either`, or of `neither`; a part left alone is asked like any other choice."""
        left = tuple(one for one in (self.neither if negated else self.either) if one != part)
        if negated:
            return replace(self, neither=left)
        if len(left) != 1:
            return replace(self, either=left)
        met = meet(self.included, left[0])
        return replace(self, either=()) if met is None else replace(self, either=(), included=met)

    def flipped_parts(self, negated: bool = False) -> Selection:
        """The parts' "either" becomes "not"; with `negated` the other way round."""
        if not negated:
            return replace(self, either=(), neither=unite((*self.neither, *self.either)))
        shared = cross(self.either, self.neither) if self.either else ()
        return replace(self, either=shared or self.neither, neither=())

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
        for joint, parts_asked in (("or", self.either), ("nor", self.neither)):
            if parts_asked:
                told = f" {joint} ".join(f"({part_words(part, label)})" for part in parts_asked)
                single = len(parts_asked) == 1
                parts.append(f"{'either ' if not single else ''}{told}" if joint == "or" else
                             f"{'not' if single else 'neither'} {told}")
        if self.positions:
            parts.append(counted(len(self.positions), "chosen position"))
        if self.text.strip():
            parts.append(f"name contains “{self.text.strip()}”")
        return ", and ".join(parts) or "Everything"

    def to_json(self) -> dict[str, object]:
        """Plain lists and text, ready for `json.dumps`."""
        made: dict[str, object] = {
            "included": _plain_part(self.included),
            "excluded": _plain_part(self.excluded),
            "text": self.text,
            "positions": list(self.positions),
        }
        for key, parts in (("either", self.either), ("neither", self.neither)):
            if parts:
                made[key] = [_plain_part(part) for part in parts]
        return made

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Selection:
        """The selection `to_json` wrote.

        Raises:
            ValueError: a dimension is not known or a value has the wrong type.
        """
        made = cls(either=_read_parts(data, "either"), neither=_read_parts(data, "neither"))
        for key, add in (("included", cls.including), ("excluded", cls.excluding)):
            for dimension, values in _read_part(key, data.get(key, {})):
                made = add(made, dimension, *values)
        positions = data.get("positions", [])
        if not isinstance(positions, list) or not all(isinstance(row, int) for row in positions):
            raise ValueError("positions: a list of row numbers is wanted")
        return made.searching(str(data.get("text", ""))).at_positions(positions)


def part_words(part: Part, label: Label = _plain) -> str:
    """A part in plain words: "Category is A1 and Tier is T1"."""
    return " and ".join(
        f"{DIMENSION_TITLES[dimension]} is {' or '.join(label(dimension, value) for value in values)}"
        for dimension, values in part
    )


def _plain_part(part: Part) -> dict[str, list[str]]:
    return {dimension: list(values) for dimension, values in part}


def _read_part(key: str, data: object) -> Part:
    if not isinstance(data, Mapping):
        raise ValueError(f"{key}: a table of dimensions is wanted")
    for dimension, values in data.items():
        if dimension not in DIMENSION_TITLES or not isinstance(values, list):
            raise ValueError(f"{key}: {dimension!r} is no dimension with a list of values")
    return arrange({str(dimension): [str(value) for value in values] for dimension, values in data.items()})


def _read_parts(data: Mapping[str, object], key: str) -> tuple[Part, ...]:
    """Parts; files of earlier versions have none."""
    found = data.get(key, [])
    if not isinstance(found, list):
        raise ValueError(f"{key}: a list of parts is wanted")
    parts = [_read_part(key, part) for part in found]
    if not all(parts):
        raise ValueError(f"{key}: a part that asks nothing")
    return unite(parts)
