"""A fact sheet on paper: the record of a diligence inquiry, with every answer's origin and what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sinolens.domain.tier import CODE_LABELS, tier_of
from sinolens.regulation.activity import read_number
from sinolens.regulation.explanation import DISCLAIMER
from sinolens.regulation.factsheet import FactSheet, SheetLine
from sinolens.reporting.delivery import deliver
from sinolens.reporting.pages import pieces
from sinolens.reporting.text import long_date, plain
from sinolens.reporting.typesetting import drawable_data, template, typeset

_TEMPLATE = "record.typ"
_STATES = {"shown": "holds", "open": "open", "failed": "does not hold"}
_KINDS = {"yes": "Yes", "no": "No"}


def write_record(
    sheet: FactSheet, path: Path, institution: str, paper: str = "letter", printed: str = "", *, sample: bool = False
) -> None:
    """Write a fact sheet as PDF/UA-1.

    Args:
        sheet: what to print.
        path: the file to make or replace.
        institution: who holds.
        paper: "letter" or "a4".
        printed: when and by whom, for the footer.
        sample: the position is of the fictional sample.

    Raises:
        sinolens.reporting.errors.ExportFailed: the file could not be written; an older one is untouched.
    """
    data = typeset(template(_TEMPLATE), lay_out_record(sheet, institution, paper, printed, sample=sample), "pdf",
                   standard="ua-1")[0]

    def write(draft: Path) -> None:
        draft.write_bytes(data)

    deliver(path, write)


def lay_out_record(
    sheet: FactSheet, institution: str, paper: str, printed: str, *, sample: bool = False
) -> dict[str, Any]:
    """The record as plain data for the typesetter."""
    tier = tier_of(sheet.code)
    facts = [
        ("Rule", f"{sheet.rule_name} ({sheet.citation})"),
        ("Position", sheet.source or "source not given"),
        ("As of", long_date(sheet.as_of)),
        ("Answer of the program", f"{tier.value} {tier.label}: {sheet.code} {CODE_LABELS[sheet.code]}"),
        ("Questions without an answer", f"{len(sheet.missing)} of {len(sheet.lines)}"),
    ]
    made: dict[str, Any] = drawable_data({
        "paper": "us-letter" if paper == "letter" else "a4",
        "title": "Record of a diligence inquiry",
        "name": pieces(plain(sheet.name)) or ["Position without a name"],
        "institution": plain(institution),
        "sample": sample,
        "date": [int(part) for part in sheet.as_of.split("-")],
        "facts": [[label, pieces(plain(text))] for label, text in facts],
        "answers_title": "Questions and answers on file",
        "lines": [_line(line) for line in sheet.lines],
        "exceptions": [
            {
                "label": one.label, "citation": one.citation, "checked": _checked(one.verified),
                "state": _STATES[one.state], "lacks": "; ".join(one.lacks),
            }
            for one in sheet.exceptions
        ],
        "why": [pieces(plain(line)) for line in sheet.explanation.splitlines() if line and line != DISCLAIMER],
        "footer": " · ".join(part for part in (sheet.rule_name, f"as of {long_date(sheet.as_of)}", plain(printed))
                             if part),
        "legal": DISCLAIMER,
    })
    return made


def _line(line: SheetLine) -> dict[str, Any]:
    question = line.question
    value = _KINDS.get(line.value, line.value) if question.kind == "yes_no" else line.value
    if question.kind == "date" and line.value:
        value = long_date(line.value)
    if question.kind == "amount" and (number := read_number(line.value)) is not None:
        value = f"{number:,.2f}".removesuffix(".00")
    return {
        "text": question.text, "why": question.why, "citation": question.citation,
        "checked": _checked(question.verified), "missing": line.missing, "value": pieces(plain(value)),
        "origin": pieces(plain(line.origin)) or [""],
    }


def _checked(verified: bool) -> str:
    return "verified" if verified else "unverified"
