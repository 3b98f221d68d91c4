"""Use case: the institution that holds, given in the window and kept in the project: name, kind, state, assets.

Its papers (state lists, own policies) are more than a form can hold: they come from a file, see `own_rules`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sinolens.domain.definition import Institution
from sinolens.reference.loader import Reference
from sinolens.services.analysis import UNNAMED
from sinolens.services.errors import Refused
from sinolens.services.lists import load_lists
from sinolens.services.own_rules import KEY
from sinolens.services.rule_packs import lay_texts_over
from sinolens.storage.changes import Command
from sinolens.storage.commands import set_setting
from sinolens.storage.project import Project

ID = "own-institution"
"""What the institution of the form is called among the others."""
FILE = "own-institution.toml"
KINDS = {"": "Not given", "yes": "Public", "no": "Private"}


@dataclass(frozen=True, slots=True)
class GivenInstitution:
    """What the form takes.

    Attributes:
        name: as reports print it.
        public: a key of `KINDS`.
        state: two letters, "" = not given.
        assets: whole dollars, None = not given.
    """

    name: str
    public: str = ""
    state: str = ""
    assets: int | None = None


def is_named(one: Institution) -> bool:
    """Whether anybody said who holds."""
    return bool(one.id) or one.name != UNNAMED


def of_institution(one: Institution) -> GivenInstitution | None:
    """What was given before; None for an institution that came otherwise."""
    if one.id != ID:
        return None
    public = "" if one.public is None else "yes" if one.public else "no"
    return GivenInstitution(one.name, public, one.state, one.assets_usd)


def states_with_rules(reference: Reference) -> tuple[str, ...]:
    """States that a rule on file names, in order."""
    return tuple(sorted({value for rule in reference.rules for name, value in rule.holder_filter if name == "state"}))


def give_institution(lists: Path | None, given: GivenInstitution) -> Callable[[Project], Command]:
    """The command that keeps the institution and asks with it, as one undoable step.

    Args:
        lists: folder of imported list editions.
        given: what was typed.

    Raises:
        Refused: when it is built, for a missing name, a state that is not two letters, or facts it cannot be laid over.
    """
    text = _render(given)

    def build(project: Project) -> Command:
        if not given.name.strip():
            raise Refused("Give the name of the institution.")
        kept = {**(project.setting(KEY) or {}), FILE: text}
        lay_texts_over(load_lists(lists), kept)
        changes = (*set_setting(project, KEY, kept).changes, *set_setting(project, "institution", ID).changes)
        name = given.name.strip()
        return Command("own-institution", f"Give the institution {name}", changes, subject=name)

    return build


def _render(given: GivenInstitution) -> str:
    # JSON's strings are TOML's basic strings: quotes and control characters are escaped alike.
    values = {
        "id": ID, "name": " ".join(given.name.split()), "public": given.public, "state": given.state.strip().upper(),
        "assets_usd": "" if given.assets is None else str(given.assets),
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value]
    return "\n".join(("[[institution]]", *lines, ""))
