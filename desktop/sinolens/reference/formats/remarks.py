"""Reads facts out of remarks such as "Equity Ticker 0728 HK; ISIN …; Listing Date 03 Jun 2021; a.k.a. 'X'."."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.identifier import Identifier, IdentifierKind
from sinolens.reference.formats.rows import Vocabulary, tidy
from sinolens.reference.identifiers import is_valid

_CODED_TICKER = re.compile(r"(\S+?)\s*([A-Z]{2})")
_DATE_FORMATS = ("%Y-%m-%d", "%m/%d/%Y")
_SPELLED_DAY = re.compile(r"(\d{1,2})\s+([A-Za-z]{3,9})\s+(\d{4})")
# The files are in English whatever language the computer is set to, so the months are not left to `strptime`.
_MONTHS = {
    name: number for number, word in enumerate((
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ), 1) for name in (word, word[:3])
}


@dataclass(slots=True)
class Remarks:
    """Facts found so far; dates by field name."""

    dates: dict[str, str] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    loose_tickers: list[str] = field(default_factory=list)
    faulty: list[str] = field(default_factory=list)

    def note_text(self) -> str:
        """All notes as one text."""
        parts = list(self.notes)
        if self.loose_tickers:
            parts.append("tickers printed without an exchange: " + ", ".join(self.loose_tickers))
        if self.former:
            parts.append("formerly: " + ", ".join(self.former))
        if self.faulty:
            parts.append("check fails as published: " + ", ".join(self.faulty))
        return tidy("; ".join(parts))

    def findings(self, file: str, line: int, name: str) -> list[Finding]:
        """What was noticed about identifiers."""
        return [
            Finding(
                "list-identifier-check", Severity.WARNING,
                f"{name}: {value} fails its check as published; it is kept but will match nothing.", file, row=line,
            )
            for value in self.faulty
        ]


def read_remarks(text: str, words: Vocabulary, into: Remarks | None = None) -> Remarks:
    """Read a whole remark; parts are parted by semicolons."""
    found = into or Remarks()
    for part in text.strip().removesuffix(".").split(";"):
        part_text = part.strip().removeprefix("alt. ")
        if part_text:
            label, kind = _label(part_text, words)
            read_fact(label, kind, part_text[len(label):].strip(), words, found)
    return found


def _label(text: str, words: Vocabulary) -> tuple[str, str]:
    for label, kind in words.labels:
        if text.startswith(label):
            return label, kind
    return "", "note"


def read_labelled(label: str, value: str, words: Vocabulary, into: Remarks) -> None:
    """Read one fact whose label and value stand apart, as in XML."""
    kind = next((kind for known, kind in words.labels if known.rstrip(":") == label.strip().rstrip(":")), "note")
    read_fact(label, kind, value.strip(), words, into)


def read_fact(label: str, kind: str, value: str, words: Vocabulary, into: Remarks) -> None:
    """Read the value of one label of the given kind."""
    if kind in ("listed_on", "effective_on", "divest_by"):
        day = read_date(value)
        if day:
            into.dates[kind] = day
            return
        kind = "note"
    if kind == "ticker":
        _read_ticker(value, words, into)
    elif kind in ("isin", "lei", "uscc"):
        # A country in brackets may follow the code.
        code = value.split()[0] if value else ""
        identifier = Identifier(IdentifierKind(kind), code)
        if code and identifier not in into.identifiers:
            into.identifiers.append(identifier)
            if not is_valid(identifier.kind, code):
                into.faulty.append(code)
    elif kind in ("alias", "former"):
        into.aliases.append(value.strip("'‘’"))
        if kind == "former":
            into.former.append(value.strip("'‘’"))
    else:
        into.notes.append(f"{label.rstrip(':').lower()}: {value}" if label else value)


def _read_ticker(value: str, words: Vocabulary, into: Remarks) -> None:
    coded = _CODED_TICKER.fullmatch(value)
    if coded:
        for market in words.ticker_markets:
            if market.code == coded[2] and market.pattern.fullmatch(coded[1]):
                ticker = coded[1].lstrip("0").zfill(market.width) if market.width else coded[1]
                identifier = Identifier(IdentifierKind.TICKER, ticker, market.mic)
                if identifier not in into.identifiers:
                    into.identifiers.append(identifier)
                return
    # Without its exchange a ticker may belong to another company by now: kept for people, not for matching.
    into.loose_tickers.append(" ".join(value.split()))


def read_date(text: str) -> str:
    """ISO date of the spellings these files use, or ""."""
    written = text.strip()
    spelled = _SPELLED_DAY.fullmatch(written)
    if spelled and (month := _MONTHS.get(spelled[2].casefold())):
        written = f"{spelled[3]}-{month:02}-{spelled[1].zfill(2)}"
    for pattern in _DATE_FORMATS:
        try:
            return datetime.strptime(written, pattern).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return ""
