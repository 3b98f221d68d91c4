"""Use case: layouts the user confirmed, kept by the fingerprint of their headers and used for the next file like it.

Only headers, column letters and the name the user gave are kept: no holding and no amount.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sinolens.importing.template import Template, fingerprint
from sinolens.importing.vocabulary import header_key
from sinolens.services.errors import Refused

_ALIKE = 0.6
"""Share of a template's mapped headers a file must have to be called nearly of its layout."""
SUFFIX = ".sinolens-layout.json"


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """A saved layout and a table it fits or nearly fits.

    Attributes:
        place: sheet and header row of the table.
        template: the layout.
        differences: which headers moved or are gone; empty when it was applied.
    """

    place: tuple[str, int]
    template: Template
    differences: tuple[str, ...] = ()

    @property
    def applied(self) -> bool:
        """It fits and was used."""
        return not self.differences


class TemplateShelf:
    """The folder of saved layouts, one file each.

    Attributes:
        folder: where they are; made when the first one is saved.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def templates(self) -> tuple[Template, ...]:
        """All that can be read, by name."""
        return tuple(template for template, _ in self._entries() if template is not None)

    def damaged(self) -> tuple[str, ...]:
        """Names of files that are no layout this program can read."""
        return tuple(path.name for template, path in self._entries() if template is None)

    def save(self, template: Template) -> None:
        """Keep a layout; one of the same headers is replaced.

        Raises:
            Refused: it cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_template(template, self.folder / f"{template.fingerprint}.json")
        except OSError as error:
            why = f"could not be saved in {self.folder}: {error.strerror}"
            raise Refused(f"The layout {template.name} {why}.") from error

    def remove(self, template: Template) -> None:
        """Forget a layout.

        Raises:
            Refused: its file cannot be deleted.
        """
        try:
            (self.folder / f"{template.fingerprint}.json").unlink(missing_ok=True)
        except OSError as error:
            raise Refused(f"The layout {template.name} could not be deleted: {error.strerror}.") from error

    def _entries(self) -> list[tuple[Template | None, Path]]:
        found: list[tuple[Template | None, Path]] = []
        for path in sorted(self.folder.glob("*.json")) if self.folder.is_dir() else ():
            try:
                found.append((read_layout(path), path))
            except Refused:
                found.append((None, path))
        return sorted(found, key=lambda entry: (entry[0].name.casefold() if entry[0] else "", entry[1].name))


def read_layout(path: Path) -> Template:
    """A layout that was exported.

    Raises:
        Refused: the file cannot be read or is no layout.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(data, Mapping):
            raise ValueError("it does not hold a layout")
        return Template.from_dict(data)
    except (OSError, ValueError) as error:
        raise Refused(f"{path.name} is not a layout that can be used: {error}.") from error


def write_template(template: Template, target: Path) -> None:
    """Write a layout as a file others can import.

    Raises:
        OSError: it cannot be written.
    """
    target.write_text(json.dumps(template.to_dict(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def choose_template(
    saved: Sequence[Template], columns: Mapping[str, str], place: tuple[str, int]
) -> TemplateUse | None:
    """The layout that fits the headers of a table, else the one that nearly does, with what moved.

    Args:
        saved: the layouts on the shelf.
        columns: column letters to header of the table.
        place: of the table.
    """
    own = fingerprint(tuple(columns.values()))
    keys = {header_key(header) for header in columns.values()}
    near: list[tuple[float, TemplateUse]] = []
    for template in saved:
        differences = template.differences(columns)
        if not differences and template.fingerprint == own:
            return TemplateUse(place, template)
        mapped = [header_key(template.columns.get(letters, "")) for letters in template.mapping.values() if letters]
        share = sum(key in keys for key in mapped) / len(mapped) if mapped else 0.0
        if share >= _ALIKE and differences:
            near.append((share, TemplateUse(place, template, differences)))
    return max(near, key=lambda one: one[0])[1] if near else None
