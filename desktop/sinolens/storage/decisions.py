"""Many decisions about names at once: made, replaced and revoked as one step each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sinolens.matching.decisions import DIFFERENT, Decision, string_key
from sinolens.storage.changes import Change, Command
from sinolens.storage.project import Project

_BESIDE = "\x1f"
"""Between the key of a string and the entity it was decided not to mean."""


def decide_matches(project: Project, decisions: Sequence[Decision], title: str = "") -> Command:
    """Remember many decisions about names as one step.

    A string has one settled answer, kept under its `string_key`; entities it was decided not to mean are kept beside
    it, one record each, so that rejecting a second candidate does not bring back the first.

    Args:
        project: the project.
        decisions: in the order they were made; a later one about the same string and entity replaces the earlier.
        title: for the undo menu; "" = by their number.

    Raises:
        ValueError: no decision, or one about an empty name.
    """
    if not decisions:
        raise ValueError("there is no decision to remember")
    standing = project.rows("decision")
    wanted: dict[str, dict[str, Any] | None] = {}
    for one in decisions:
        plain = string_key(one.string)
        if not plain:
            raise ValueError("a decision needs the name it is about")
        own = rejection = f"{plain}{_BESIDE}{one.entity}"
        if one.verdict == DIFFERENT:
            settled = wanted.get(plain, standing.get(plain))
            # The string no longer means what it is now said not to mean.
            if settled is not None and settled["entity"] == one.entity:
                wanted[plain] = None
        else:
            own = plain
            if wanted.get(rejection, standing.get(rejection)) is not None:
                wanted[rejection] = None
        wanted[own] = {
            "text": one.string,
            "entity": one.entity,
            "verdict": one.verdict,
            "who": one.who,
            "decided_at": one.when,
            "why": one.why,
        }
    changes = tuple(
        Change("decision", key, standing.get(key), after)
        for key, after in wanted.items()
        if after is not None or key in standing
    )
    names = list(dict.fromkeys(one.string for one in decisions))
    said = title or (f"Match {names[0]}" if len(names) == 1 else f"Match {len(names)} names")
    return Command("decide-match", said, changes, subject="; ".join(names[:5]), reason=decisions[0].why)


def revoke_matches(project: Project, strings: Iterable[str], why: str) -> Command:
    """Forget every decision about some names, rejections included, as one step.

    Raises:
        KeyError: nothing was decided about any of them.
    """
    keys = {string_key(string) for string in strings}
    found = {key: row for key, row in project.rows("decision").items() if string_key(row["text"]) in keys}
    if not found:
        raise KeyError("no decision about these names")
    names = list(dict.fromkeys(str(row["text"]) for row in found.values()))
    said = f"Revoke {names[0]}" if len(names) == 1 else f"Revoke {len(names)} names"
    changes = tuple(Change("decision", key, row, None) for key, row in found.items())
    return Command("revoke-match", said, changes, subject="; ".join(names[:5]), reason=why)
