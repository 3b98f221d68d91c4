"""Use case: the log of a project for people: what changed in words, and the whole log as a workbook or CSV file."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from sinolens.domain.money import format_dollars
from sinolens.reporting.delivery import deliver
from sinolens.reporting.document import Kind
from sinolens.reporting.workbook_style import Styles
from sinolens.services.errors import WrongUse
from sinolens.storage.audit import LIMITS, ChainState, Entry

COLUMNS: tuple[tuple[str, float, Callable[[Entry], str]], ...] = (
    ("No.", 8, lambda e: str(e.seq)),
    ("Time (UTC)", 26, lambda e: e.at_utc),
    ("Time (local)", 30, lambda e: e.at_local),
    ("User", 16, lambda e: e.user),
    ("Action", 22, lambda e: e.action),
    ("Object", 36, lambda e: e.object),
    ("Before", 48, lambda e: "; ".join(describe(e.before))),
    ("After", 48, lambda e: "; ".join(describe(e.after))),
    ("Reason", 36, lambda e: e.reason),
    ("Hash", 66, lambda e: e.hash),
    ("Hash of the entry before", 66, lambda e: e.previous),
)
LONGEST = 32_000
"""Characters that fit a cell of a workbook."""
_HASHES = frozenset({"content", "sha256", "summary", "editions", "body", "line"})
_WHO_AND_WHEN = frozenset({
    "who", "decided at", "maker", "changed at", "answered at", "added at", "added by", "imported at", "imported by",
    "text", "target", "import id", "place",
})
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


ACTIONS = {
    "create-project": "Project made", "save-as": "Saved as", "change-passphrase": "Passphrase changed",
    "encrypt-project": "Encrypted", "restore-backup": "Backup restored", "archive": "Archived",
    "import": "Imported", "remove-import": "Import removed", "replace-import": "Import replaced",
    "attach-fund": "Fund attached", "set-setting": "Setting changed", "decide-match": "Match decided",
    "revoke-match": "Match revoked", "propose-override": "Override proposed", "approve-override": "Override approved",
    "reject-override": "Override rejected", "revoke-override": "Override taken back",
    "answer-question": "Question answered", "add-evidence": "Evidence added",
    "save-template": "Template saved", "freeze-snapshot": "Period frozen", "lock-period": "Period locked",
    "start-version": "New version begun", "use-facts": "Facts noted",
    "accept-edition": "List accepted", "withdraw-edition": "List withdrawn", "put-back-edition": "List put back",
    "take-editions": "Lists taken over", "leave-editions": "Lists left out", "own-issuer": "Own issuer kept",
    "take-own-issuers": "Own issuers taken in", "export": "Exported",
}
"""Action of the log to words for people; others are read as they are written."""


def name_action(action: str) -> str:
    """An action in words: "Match decided", "Undone: match decided"."""
    for verb, word in (("undo ", "Undone: "), ("redo ", "Done again: ")):
        if action.startswith(verb):
            return word + name_action(action.removeprefix(verb)).lower()
    return ACTIONS.get(action, action.replace("-", " ").capitalize())


def describe(text: str) -> list[str]:
    """Records of an entry's `before` or `after` in words, one line a record; other text as it is."""
    try:
        records = json.loads(text)
    except ValueError:
        return [text] if text else []
    if not isinstance(records, list):
        return [text]
    lines = []
    for record in records:
        if not (isinstance(record, list) and len(record) == 4):
            return [text]
        table, key, before, after = record
        lines.append(_record(str(table), str(key), before or after or {}))
    return lines


def _record(table: str, key: str, values: dict[str, Any]) -> str:
    if table == "setting":
        return f"{key.replace('_', ' ')}: {_plain(values.get('value'))}"
    told = [
        f"{name.replace('_', ' ')} {_plain(_readable(table, name, value))}" for name, value in values.items()
        if name not in _HASHES and value not in ("", None)
    ]
    return f"{table.replace('_', ' ')}: {', '.join(told) or key}"


def _readable(table: str, name: str, value: Any) -> Any:
    """A value as people read it: the one amount that records hold is in cents."""
    if table == "import_table" and name == "value" and isinstance(value, int):
        return format_dollars(value)
    return value


def _plain(value: Any) -> str:
    if isinstance(value, str):
        if not value.startswith(('"', "[", "{")):
            return value
        try:
            value = json.loads(value)
        except ValueError:
            return str(value)
    return str(value) if not isinstance(value, dict | list) else json.dumps(value, ensure_ascii=False)


def changed_fields(before: str, after: str) -> list[tuple[str, str, str]]:
    """(field, before, after) of what differs in an entry; records that came or went have "" on one side."""
    found = {side: _by_record(text) for side, text in (("before", before), ("after", after))}
    lines = []
    for key in dict.fromkeys([*found["before"], *found["after"]]):
        old, new = found["before"].get(key, {}), found["after"].get(key, {})
        for name in dict.fromkeys([*old, *new]):
            old_value, new_value = (_plain(_readable(key[0], name, side.get(name, ""))) for side in (old, new))
            values = old_value, new_value
            if values[0] != values[1] and name not in _HASHES:
                field = key[1] if key[0] == "setting" else name
                lines.append((field.replace("_", " "), *values))
    # What was decided comes before who did it and when; the entry itself says that already.
    return sorted(lines, key=lambda line: line[0] in _WHO_AND_WHEN)


def _by_record(text: str) -> dict[tuple[str, str], dict[str, Any]]:
    try:
        records = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(records, list):
        return {}
    return {
        (str(record[0]), str(record[1])): record[2] or record[3] or {}
        for record in records if isinstance(record, list) and len(record) == 4
    }


def write_log(entries: Sequence[Entry], chain: ChainState, project: str, path: Path) -> None:
    """Write the whole log, oldest first, as a workbook (.xlsx) or CSV file, by the ending of `path`.

    No cell is ever a formula: text that a spreadsheet could take for one is marked as text.

    Raises:
        WrongUse: another ending.
        sinolens.reporting.errors.ExportFailed: the file could not be written; an older one is untouched.
    """
    writers = {".xlsx": _write_workbook, ".csv": _write_csv}
    if path.suffix.lower() not in writers:
        raise WrongUse(f"A log is written as {' or '.join(writers)}, not {path.suffix or 'a file without ending'}.")
    deliver(path, lambda draft: writers[path.suffix.lower()](entries, chain, project, draft))


def _write_csv(entries: Iterable[Entry], chain: ChainState, project: str, draft: Path) -> None:
    del project
    # The byte order mark is what makes spreadsheets read the file as UTF-8.
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([title for title, _, _ in COLUMNS])
        for entry in entries:
            writer.writerow([_safe(text(entry)) for _, _, text in COLUMNS])
        writer.writerow([])
        writer.writerow([chain.message])
        writer.writerow([LIMITS])


def _safe(text: str) -> str:
    """A CSV cell has no type: an apostrophe keeps a spreadsheet from calculating it."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write_workbook(entries: Iterable[Entry], chain: ChainState, project: str, draft: Path) -> None:
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(draft), options) as book:
        styles = Styles(book)
        sheet = book.add_worksheet("Audit log")
        sheet.write_string(0, 0, f"Audit log of {project}", styles.title)
        sheet.write_string(1, 0, chain.message, styles.subtitle)
        sheet.write_string(2, 0, LIMITS, styles.subtitle)
        for place, (title, width, _) in enumerate(COLUMNS):
            sheet.set_column(place, place, width)
            sheet.write_string(4, place, title, styles.header(Kind.TEXT))
        row = 4
        for row, entry in enumerate(entries, start=5):
            for place, (_, _, text) in enumerate(COLUMNS):
                sheet.write_string(row, place, text(entry)[:LONGEST], styles.cell(Kind.TEXT))
        sheet.autofilter(4, 0, max(5, row), len(COLUMNS) - 1)
        sheet.freeze_panes(5, 0)
