"""Use case: the help, offline: its chapters, those on sources and on commands made from what the program goes by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sinolens.domain.counting import counted
from sinolens.domain.day import count_days
from sinolens.domain.official_list import ListEdition
from sinolens.reference.coverage import measure_fields, measure_lines
from sinolens.reference.credits import load_credits
from sinolens.reference.lists import age_in_days
from sinolens.reference.loader import Reference, resources

FOLDER = "help"
SOURCES = "sources"
COMMANDS = "commands"
LINE_NAMES = {
    "A": "A shares", "B": "B shares", "H": "H shares", "red_chip": "red chips", "p_chip": "P chips",
    "adr": "depositary receipts", "dual_counter": "second counters", "ordinary": "other shares", "bond": "bonds",
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: its id (that of the page it is about, where it is about one) and its title in the contents."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class CommandNote:
    """One command of the menus: its menu, words and keys as the user sees them, and what it does, "" for none."""

    menu: str
    words: str
    keys: str = ""
    meaning: str = ""


CHAPTERS: tuple[Chapter, ...] = (
    Chapter("start", "First steps"),
    Chapter("overview", "Overview"),
    Chapter("charts", "Charts"),
    Chapter("holdings", "Holdings"),
    Chapter("import", "Import"),
    Chapter("review", "Review queue"),
    Chapter("funds", "Funds"),
    Chapter("issuers", "Issuers"),
    Chapter("rules", "Rules and lists"),
    Chapter("reports", "Reports"),
    Chapter("audit", "Audit"),
    Chapter("settings", "Settings"),
    Chapter(COMMANDS, "Menus and keys"),
    Chapter(SOURCES, "Sources and lists"),
    Chapter("glossary", "Glossary"),
)


def read_chapter(
    chapter_id: str, reference: Reference | None = None, as_of: str = "", commands: Sequence[CommandNote] = ()
) -> str:
    """A chapter as Markdown.

    Args:
        chapter_id: of `CHAPTERS`; one that is not there reads as the first.
        reference: the facts in use, for the chapter on sources; None while they are being read.
        as_of: ISO date ages are counted to; "" = today.
        commands: those of the window, for the chapter on menus and keys.
    """
    known = {chapter.id for chapter in CHAPTERS}
    wanted = chapter_id if chapter_id in known else CHAPTERS[0].id
    if wanted == COMMANDS:
        return write_commands(commands)
    if wanted == SOURCES:
        if reference is None:
            return "# Sources and lists\n\nThe facts are being read."
        return write_sources(reference, as_of or date.today().isoformat())  # noqa: DTZ011 - the user's own day
    return resources().joinpath(FOLDER, f"{wanted}.md").read_text(encoding="utf-8")


def find_chapters(
    words: str, reference: Reference | None = None, commands: Sequence[CommandNote] = ()
) -> tuple[Chapter, ...]:
    """Chapters that hold every one of the words, in their order; all of them for no words."""
    wanted = words.casefold().split()
    return tuple(
        chapter for chapter in CHAPTERS
        if all(word in read_chapter(chapter.id, reference, "", commands).casefold() for word in wanted)
    )


def write_commands(commands: Sequence[CommandNote]) -> str:
    """The chapter on menus and keys, made from the commands themselves, in the order of the menus."""
    lines = [
        "# Menus and keys", "",
        "Everything the menus hold, with its keys. What else a page knows stands in its chapter.",
    ]
    for menu in dict.fromkeys(one.menu for one in commands):
        lines += ["", f"## {menu}", ""]
        for one in commands:
            if one.menu == menu:
                keys = f" ({one.keys})" if one.keys else ""
                lines.append(f"- **{one.words}**{keys}" + (f": {one.meaning}." if one.meaning else ""))
    return "\n".join(lines) + "\n"


def write_sources(reference: Reference, as_of: str) -> str:
    """The chapter on sources and lists: every edition, what is not on file, rules, licences and credits.

    Made from the same facts as the answers, so that it can never say something else than they do.
    """
    lines = [
        "# Sources and lists", "",
        f"As of {as_of}. Facts {reference.id}. *Verified* means compared with the primary source; everything else is "
        "marked *unverified* wherever it is shown.", "", "## Lists on file", "",
    ]
    for edition in reference.editions:
        if edition.withdrawn:
            lines.append(f"- **{_plain(edition.short_title)}**, {edition.edition}: withdrawn, never in force. "
                         f"{_plain(edition.note)}")
            continue
        used = reference.edition_on(edition.list_id, as_of)
        answers = "in use" if used is not None and used.edition == edition.edition else "answers for other dates"
        lines.append(
            f"- **{_plain(edition.short_title)}**, edition of {edition.edition}, {answers}. {_plain(edition.title)}. "
            f"{_plain(edition.publisher)}. {counted(edition.count, 'entry', 'entries')}, "
            f"{'complete' if edition.complete else 'not complete'}, {_verified(edition.verified)}. Checked "
            f"{edition.checked_on}, {count_days(age_in_days(edition, as_of))} before. {_plain(edition.citation)}. "
            f"{_plain(edition.source)} {_plain(edition.note)}{_policies(reference, edition)}"
        )
    lines += ["", "## Lists not on file", ""]
    lines += [f"- **{_plain(one.short_title)}**: {_plain(one.note)}" for one in reference.missing_lists] or ["None."]
    lines += ["", "## Rules", ""]
    lines += [
        f"- **{_plain(rule.name)}**: {_plain(rule.citation)}. {rule.state_on(as_of).replace('_', ' ').capitalize()}. "
        f"{_plain(rule.source)}, read {rule.retrieved}, {_verified(rule.verified)}." for rule in reference.rules
    ]
    own = sum(issuer.own for issuer in reference.issuers.values())
    verified = sum(issuer.verified for issuer in reference.issuers.values())
    lines += [
        "", "## Issuers", "",
        f"{len(reference.issuers):,} issuers, {verified:,} verified, {own:,} of your own; {len(reference.lines):,} "
        f"lines; {len(reference.vehicles):,} pooled vehicles. What is not known is left empty:", "",
        *(f"- {_plain(one.field)}: {one.known:,} of {one.of:,}" for one in measure_fields(reference)),
        *(f"- ISIN of {_plain(LINE_NAMES.get(one.kind, one.kind))}: {one.isins:,} of {one.lines:,}"
          for one in measure_lines(reference)),
        "", "## Material, licences and credits", "",
    ]
    lines += [
        f"- **{_plain(one.material)}**: {_plain(one.source)}. {_plain(one.licence)}."
        + (f" Credit: {_plain(one.credit)}." if one.credit else "")
        + f" {_plain(one.address)} Retrieved {one.retrieved}."
        for one in load_credits(resources())
    ]
    return "\n".join(lines) + "\n"


def _policies(reference: Reference, edition: ListEdition) -> str:
    entries = reference.entries[(edition.list_id, edition.edition)]
    known = [entry for entry in entries if entry.licence_policy]
    if not known:
        return ""
    stated = sum(bool(entry.policy_source) for entry in known)
    return (f" How licences are reviewed is known of {counted(len(known), 'entry', 'entries')}, of {stated:,} from "
            "other texts than the edition.")


def _verified(verified: bool) -> str:
    return "verified" if verified else "unverified"


def _plain(text: str) -> str:
    """Text of a fact within Markdown: its own marks stay what they are."""
    escaped = "".join(f"\\{letter}" if letter in "\\`*_[]<>#|" else letter for letter in text)
    return " ".join(escaped.split())
