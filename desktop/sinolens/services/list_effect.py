"""Use case: what newer list editions would do to the open holdings, before and after they are accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sinolens.domain.official_list import EntityLink, Relation
from sinolens.domain.tier import CODE_LABELS, Status, Trigger
from sinolens.exposure.analysis import Analysis
from sinolens.reference.acceptance import preview
from sinolens.reference.loader import Reference
from sinolens.reference.pairing import squeezed
from sinolens.reference.update import ListUpdate
from sinolens.regulation.movement import find_moves
from sinolens.services.edition_folder import key_of, read_edition, read_index
from sinolens.services.errors import Refused
from sinolens.services.kept_editions import keep_edition
from sinolens.services.own_issuers import link_changes
from sinolens.storage import commands
from sinolens.storage.changes import Change, Command
from sinolens.storage.project import Project

DESIGNATED = {True: "designated later", False: "listed at the holding date", None: "holding date not covered"}


Make = Callable[[Reference, str], Analysis]
"""Makes the analysis of the open holdings by some facts on a day (ISO)."""


@dataclass(frozen=True, slots=True)
class Moved:
    """One position that would be answered otherwise.

    Attributes:
        row: number in the position table.
        name, account: as in the source.
        value: market value, cents of the base currency.
        tier_before, code_before, tier_after, code_after: the answers.
        why: the list entries that come and go, in words.
    """

    row: int
    name: str
    account: str
    value: int
    tier_before: str
    code_before: str
    tier_after: str
    code_after: str
    why: str


@dataclass(frozen=True, slots=True)
class Namesake:
    """An entry that comes and an issuer on file that bears its name, with no link between them.

    The names alone decide nothing: whether both are one legal entity is for a person to say.
    """

    entry_id: str
    entry_name: str
    issuer_id: str
    issuer_name: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What would move.

    Attributes:
        as_of: the day both answers are for.
        moved: positions, largest first.
        later: sentences on editions that do not answer for that day yet.
    """

    as_of: str
    moved: tuple[Moved, ...]
    later: tuple[str, ...] = ()

    @property
    def value(self) -> int:
        """Market value of what would move, cents; shorts count by their size."""
        return sum(abs(one.value) for one in self.moved)


def find_namesakes(update: ListUpdate, facts: Reference) -> tuple[Namesake, ...]:
    """Entries an update adds that bear a name of an issuer without being linked to it, by name."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for issuer in facts.issuers.values():
        for name in (issuer.name, issuer.name_zh, *issuer.aliases, *issuer.former_names):
            names[squeezed(name)].add(issuer.id)
    names.pop("", None)
    linked = {(link.entry_id, link.issuer_id) for link in facts.links}
    return tuple(
        Namesake(entry.id, entry.name, issuer_id, facts.issuers[issuer_id].name)
        for entry in update.added
        for issuer_id in sorted({one for name in (entry.name, *entry.aliases) for one in names.get(squeezed(name), ())})
        if (entry.id, issuer_id) not in linked
    )


def link_namesakes(namesakes: Iterable[Namesake], day: str) -> tuple[EntityLink, ...]:
    """The user's judgement, of a day (ISO), that each pair is one legal entity."""
    return tuple(EntityLink(
        one.entry_id, one.issuer_id, Relation.EXACT, evidence="same name; taken for one legal entity by the user",
        source="Decided on import of the list", as_of=day, own=True,
    ) for one in namesakes)


def effect_days(updates: Iterable[ListUpdate], as_of: str) -> tuple[str, ...]:
    """Days worth looking at: that of the holdings, and the first day of each edition that begins after it."""
    return (as_of, *sorted({update.edition for update in updates if update.edition > as_of}))


def measure_effect(
    make: Make, facts: Reference, updates: Sequence[ListUpdate], checked_on: str, as_of: str,
    shown: Analysis | None = None, links: Sequence[EntityLink] = (),
) -> Effect:
    """Compare the holdings by the facts in use with the holdings by the facts as they would be, on one day.

    Args:
        make: makes an analysis.
        facts: the facts in use.
        updates: the editions that would be kept; all must have a date.
        checked_on: the day the files were fetched (ISO).
        as_of: the day to compare on (ISO).
        shown: the analysis by `facts` on that day, if it is there already.
        links: judgements that would be kept with the editions.

    Raises:
        sinolens.reference.update.UpdateRefusedError: an update has no date.
        sinolens.domain.progress.Cancelled: the user stopped it.
    """
    after = facts
    for update in updates:
        after = preview(after, update, checked_on)
    if links:
        pairs = "+".join(sorted(f"{link.entry_id}={link.issuer_id}" for link in links))
        after = replace(after, id=f"{after.id}+{pairs}", links=(*after.links, *links))
    if shown is None or shown.as_of != as_of or shown.reference_id != facts.id:
        shown = make(facts, as_of)
    return Effect(as_of, compare_analyses(shown, make(after, as_of)), tuple(
        f"{update.official.short_title}: the edition of {update.edition} begins after {as_of} and does not answer for "
        "that day." for update in updates if update.edition > as_of
    ))


def compare_analyses(before: Analysis, after: Analysis) -> tuple[Moved, ...]:
    """Positions of which the code changed, or whether their name was on the list when it was held; largest first.

    Raises:
        ValueError: the two are not of the same positions.
    """
    old, new = _statuses(before), _statuses(after)
    titles = {state.list_id: state.short_title for state in (*before.lists, *after.lists)}
    told = {move.row: _tell(move.gained, move.lost, titles) for move in find_moves(old, new)}
    for row, (was, now) in enumerate(zip(old, new, strict=True)):
        if row not in told and was is not now:
            turned = _turned(was, now)
            if turned:
                told[row] = turned
    frame = after.positions
    values: list[int] = frame["market_value"].tolist()
    moved = [
        Moved(
            row, str(frame["name"].iat[row]), str(frame["account"].iat[row]), values[row],
            str(old[row].tier), old[row].code, str(new[row].tier), new[row].code, why,
        )
        for row, why in told.items()
    ]
    return tuple(sorted(moved, key=lambda one: (-abs(one.value), one.row)))


def describe_moves(moved: Sequence[Moved], limit: int = 3) -> str:
    """What moved, in a sentence: "2 positions moved: A to 4A, B to 1D."; "" when nothing did."""
    if not moved:
        return ""
    some = ", ".join(
        f"{one.name} {one.code_before} to {one.code_after}" if one.code_before != one.code_after
        else f"{one.name} stays {one.code_after} ({one.why})" for one in moved[:limit]
    )
    more = f" and {len(moved) - limit} more" if len(moved) > limit else ""
    return f"{len(moved)} position{'s' if len(moved) > 1 else ''} moved: {some}{more}."


def record_editions(
    folder: Path, updates: Sequence[ListUpdate], links: Sequence[EntityLink] = ()
) -> Callable[[Project], Command]:
    """The command that records accepted editions in a project.

    Args:
        folder: of imported editions, where `services.lists.accept` has kept them.
        updates: what was accepted, at least one.
        links: the user's judgements that names in them are issuers on file; kept in the same step.

    Raises:
        Refused: a table of entries cannot be read.
    """
    wanted = {(update.official.list_id, update.edition) for update in updates}
    files = {key_of(line): read_edition(folder, line) for line in read_index(folder) if key_of(line) in wanted}
    if wanted - set(files):
        raise Refused(f"The accepted edition is not in {folder}.")

    def build(project: Project) -> Command:
        made: list[Command] = []
        kept: list[Change] = []
        for update in updates:
            one = files[update.official.list_id, update.edition]
            made.append(commands.record_edition(project, *one.key, update.official.short_title, one.entries))
            kept.extend(keep_edition(project, one)[0])
        return replace(
            made[0], title=", ".join(one.title for one in made), subject=", ".join(one.subject for one in made),
            changes=(*(change for one in made for change in one.changes), *kept, *link_changes(project, links)),
            # What is kept of an edition is the same bytes.
            contents=tuple(content for one in made for content in one.contents),
        )

    return build


def _statuses(analysis: Analysis) -> list[Status]:
    return [analysis.statuses[place] for place in analysis.positions["status"].tolist()]


def _tell(gained: Sequence[Trigger], lost: Sequence[Trigger], titles: Mapping[str, str]) -> str:
    parts = [f"now {_words(trigger, titles)}" for trigger in gained]
    parts += [f"no longer {_words(trigger, titles)}" for trigger in lost]
    return "; ".join(dict.fromkeys(parts)) or "what is known of the lists changed"


def _words(trigger: Trigger, titles: Mapping[str, str]) -> str:
    if not trigger.entry_name:
        return f"{CODE_LABELS[trigger.code][:1].lower()}{CODE_LABELS[trigger.code][1:]}: {trigger.rule_name}"
    later = f", {DESIGNATED[trigger.designated_later]}" if trigger.designated_later is not None else ""
    return f"{trigger.entry_name} on {titles.get(trigger.list_id, trigger.list_id)} of {trigger.edition}{later}"


def _turned(before: Status, after: Status) -> str:
    """Names of which only changed whether they were listed when the position was held."""
    was = {(one.rule_id, one.entry_id, one.code): one for one in before.triggers if one.entry_id}
    parts = []
    for trigger in after.triggers:
        one = was.get((trigger.rule_id, trigger.entry_id, trigger.code))
        if one is not None and one.designated_later is not trigger.designated_later:
            parts.append(
                f"{trigger.entry_name}: {DESIGNATED[one.designated_later]} becomes "
                f"{DESIGNATED[trigger.designated_later]}")
    return "; ".join(dict.fromkeys(parts))
