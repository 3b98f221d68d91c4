"""Use case: the official lists on file, and newer editions read from the publishers' own files, offline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sinolens.domain.counting import choose_word, counted
from sinolens.domain.day import count_days
from sinolens.reference.acceptance import render
from sinolens.reference.formats.rows import ListFileError
from sinolens.reference.loader import Reference, forget_reference, load_reference
from sinolens.reference.own import Overlay
from sinolens.reference.pack import PackError
from sinolens.reference.update import FIELD_WORDS, ListUpdate, UpdateRefusedError, read_updates
from sinolens.services.analysis import check_date, list_states
from sinolens.services.errors import Refused
from sinolens.services.fact_source import Facts, FactSource, folder_of
from sinolens.services.rule_packs import lay_own_rules_over, lay_texts_over
from sinolens.services.universe import lay_entries_over, load_overlay
from sinolens.storage.paths import universe_beside

SHOWN = 20
"""Names listed for each kind of change before the rest is counted."""


def load_facts(source: Facts) -> Reference:
    """The bundled facts with the imported editions of `source` and the user's own issuers laid over them.

    Raises:
        Refused: one of the folders is damaged; says file and line, and how to go on without it.
    """
    return load_own_facts(source).reference


def load_own_facts(source: Facts) -> Overlay:
    """As `load_facts`, with what of the user's own is not used, and why.

    Raises:
        Refused: one of the folders is damaged.
    """
    facts, folder = load_editions(source), folder_of(source)
    if isinstance(source, FactSource) and source.own is not None:
        return lay_entries_over(facts, source.own)
    return Overlay(facts) if folder is None else load_overlay(facts, universe_beside(folder))


def load_editions(source: Facts) -> Reference:
    """The bundled facts with the imported editions and the own rules of `source`, without the user's own issuers.

    Raises:
        Refused: one of the folders is damaged.
    """
    facts, folder = load_lists(source), folder_of(source)
    if isinstance(source, FactSource) and source.packs is not None:
        return lay_texts_over(facts, dict(source.packs))
    return facts if folder is None else lay_own_rules_over(facts, folder)


def load_lists(source: Facts) -> Reference:
    """The bundled facts with the imported editions of `source` and nothing of the user's own.

    Raises:
        Refused: the folder is damaged.
    """
    folder = folder_of(source)
    if folder is None or not (folder / "editions.csv").is_file():
        return load_reference()
    try:
        return load_reference(folder)
    except PackError as error:
        # An answer from other lists than the ones accepted would be wrong in silence.
        raise Refused(
            f"The imported list editions in {folder} are damaged: {error}. Move that folder away to go on with the "
            "bundled editions, then import the publisher's files again."
        ) from error


def describe(folder: Facts, as_of: str = "") -> list[str]:
    """Every list with its edition, count and age on the as-of date (today when not given), one line each."""
    reference = load_facts(folder)
    day = check_date(as_of) if as_of else date.today().isoformat()  # noqa: DTZ011 - the user's own calendar day
    lines = [f"As of {day}"]
    for state in list_states(reference, day):
        if state.edition is None:
            lines.append(f"  {state.short_title:<28} no edition on file answers for this date: unknown")
            continue
        mark = "verified" if state.edition.verified else "unverified"
        stale = ", older than 90 days" if state.stale else ""
        entries = choose_word(state.entries, "entry", "entries")
        lines.append(
            f"  {state.short_title:<28} edition {state.edition.edition} · {state.entries:>5} {entries} · "
            f"checked {state.edition.checked_on}, {count_days(state.age_days or 0)}{stale} · {mark}"
        )
    lines.extend(f"  {missing.short_title:<28} not on file: {missing.note}" for missing in reference.missing_lists)
    return lines


def read(folder: Facts, files: Sequence[Path], list_id: str = "", edition: str = "") -> tuple[ListUpdate, ...]:
    """Read a publisher's files and compare each list in them with the edition on file.

    Raises:
        Refused: a file cannot be read as a list; says file, line and reason.
    """
    try:
        return read_updates(files, load_facts(folder), list_id, edition)
    except (ListFileError, UpdateRefusedError) as error:
        raise Refused(str(error)) from error


def describe_update(update: ListUpdate) -> list[str]:
    """What an update would change, for people."""
    before = f"{update.current.edition}" if update.current else "none on file"
    lines = [f"{update.official.title}: {counted(len(update.entries), 'entry', 'entries')}, "
             f"edition {update.edition or 'without a date'}; on file: {before}"]
    for title, names in (
        ("added", [entry.name for entry in update.added]),
        ("removed", [entry.name for entry in update.removed]),
        ("changed", [f"{c.after.name} ({', '.join(FIELD_WORDS.get(f, f) for f in c.fields)})" for c in update.changed]),
    ):
        lines.append(f"  {len(names)} {title}")
        lines.extend(f"    {name}" for name in names[:SHOWN])
        if len(names) > SHOWN:
            lines.append(f"    … and {len(names) - SHOWN} more")
    if update.collapsed:
        lines.append("  The list lost more than a fifth of its entries. It is not accepted unless that is confirmed.")
    lines.extend(f"  {finding.message}" for finding in update.parsed.findings[:SHOWN])
    return lines


def accept(folder: Path, update: ListUpdate, checked_on: str = "", *, confirmed: bool = False) -> None:
    """Keep an update; the edition before it stays on file.

    Raises:
        Refused: it has no date, its count collapsed and nobody confirmed it, or the folder cannot be written.
    """
    day = check_date(checked_on) if checked_on else date.today().isoformat()  # noqa: DTZ011
    index = folder / "editions.csv"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept = index.read_text(encoding="utf-8") if index.is_file() else ""
        # The table of entries comes first: the index never names a file that is not there.
        for name, text in render(update, day, kept, confirmed=confirmed).items():
            part = folder / f".{name}.part"
            part.write_text(text, encoding="utf-8", newline="")
            part.replace(folder / name)
    except UpdateRefusedError as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(f"The edition could not be kept in {folder}: {error.strerror}.") from error
    forget_reference()
