"""What the import of a list says about a file and its effect, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sinolens.domain.counting import counted
from sinolens.qt.models.positions import dollars
from sinolens.qt.pages.page import day

if TYPE_CHECKING:
    from sinolens.reference.update import ListUpdate
    from sinolens.services.list_effect import Effect

NAMESAKES = (
    "These entries bear the name of an issuer on file. Names alone decide nothing: say which pairs are one legal "
    "entity. The others answer only for positions that carry the entry's own name or identifiers.")


def describe_file(update: ListUpdate) -> str:
    """What was read, beside what is on file."""
    current = update.current
    before = f"On file: the edition of {day(current.edition)} with {_entries(current.count)}." if current else (
        "No edition is on file.")
    edition = f"the edition of {day(update.edition)}" if update.edition else "no date given"
    parts = [f"{update.official.title}.", before,
             f"The file: {edition}, {_entries(len(update.entries))}, read as {update.parsed.format}."]
    if update.parsed.left_out:
        parts.append(f"{counted(update.parsed.left_out, 'row')} left out (natural persons, vessels, other countries).")
    if update.is_unchanged:
        parts.append("It says the same as the one on file: accepting it only makes the list younger.")
    return " ".join(parts)


def describe_loss(update: ListUpdate) -> str:
    """Why a file is not accepted as it is; "" when nothing is wrong with its count."""
    if not update.collapsed or update.current is None:
        return ""
    return (
        f"The list would lose {_lost(update):,} of {_entries(update.current.count)}. A file that was cut or is another "
        "list looks like this. Fetch it again, or say that it is right.")


def describe_tick(update: ListUpdate) -> str:
    """What the user says by the tick."""
    if update.collapsed:
        return f"I have checked it with the publisher: {counted(_lost(update), 'entry was', 'entries were')} removed"
    return f"Accept the {update.official.short_title}"


def describe_effect(effect: Effect) -> str:
    """How much would move, and which editions do not answer yet."""
    when, moved = day(effect.as_of), effect.moved
    count = f"{len(moved):,} open position{'' if len(moved) == 1 else 's'}"
    first = f"{count} would move, {dollars(effect.value)} in all, as of {when}." if moved else (
        f"No open position would move as of {when}.")
    return " ".join((first, *effect.later))


def explain_no_effect(held: bool, kept: Sequence[ListUpdate]) -> tuple[str, str]:
    """Why no effect is shown: title and sentence."""
    if not held:
        return "No holdings are open", "Open holdings to see which of their positions an edition would move."
    if not kept:
        return "No edition is chosen", "Tick the list above to see what it would move."
    if not all(one.edition for one in kept):
        return "The edition has no date", "Give the date of the edition: it answers from that day on."
    return "Comparing the holdings", "They are analysed once more with the new edition."


def _lost(update: ListUpdate) -> int:
    return (update.current.count if update.current else 0) - len(update.entries)


def _entries(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"
