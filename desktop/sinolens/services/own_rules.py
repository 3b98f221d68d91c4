"""Use case: rules and institutions of the user's own as a record of a project.

An institution's papers decide tiers, so that a report can be made again only with them. In an open project they are
kept in its encrypted file, are undone and logged like every step, and go into every frozen period; only they count.
What was imported while no project was open stands beside the list editions of this computer; a project takes that in
when it is made, or opened for the first time since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sinolens.services.rule_packs import KeptPack, read_packs
from sinolens.storage.changes import Command
from sinolens.storage.commands import set_setting
from sinolens.storage.project import Project

KEY = "own_rules"
"""The setting that holds name and text of each file."""


def kept_packs(project: Project) -> tuple[tuple[str, str], ...] | None:
    """Name and text of what a project keeps, by name; None where it keeps nothing yet and cannot be changed.

    None means that this computer's files count: an older project that is only read.
    """
    kept: Mapping[str, str] | None = project.setting(KEY)
    if kept is None:
        return None if project.read_only else ()
    return tuple(sorted(kept.items()))


def keep_rules(project: Project, pack: KeptPack, text: str) -> Command:
    """Keep a file of rules or institutions that was checked, in place of one of its name."""
    kept = {**(project.setting(KEY) or {}), pack.name: text}
    return replace(set_setting(project, KEY, kept), name="own-rules", title=f"Keep {pack.words}", subject=pack.name)


def take_computers_rules(project: Project, lists: Path | None) -> Command | None:
    """Put this computer's files into a project that keeps none; None if there are none, or it keeps some.

    Raises:
        sinolens.services.errors.Refused: a file cannot be read.
    """
    packs = read_packs(lists) if lists is not None and project.setting(KEY) is None else {}
    if not packs:
        return None
    named = ", ".join(sorted(packs))
    return replace(set_setting(project, KEY, packs), name="take-own-rules", title=f"Take in {named}", subject=named,
                   undoable=False)
