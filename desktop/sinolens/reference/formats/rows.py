"""What every format is read into, and the words needed to read it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from sinolens.domain.finding import Finding
from sinolens.domain.identifier import Identifier
from sinolens.reference.markets import load_countries
from sinolens.reference.pack import FieldSpec, mic, one_of, read_table, verified_mark, whole_number

LABEL_FIELDS = ("listed_on", "effective_on", "divest_by", "ticker", "isin", "lei", "uscc", "alias", "former", "note")


class ListFileError(Exception):
    """A file cannot be read as a list.

    Attributes:
        file: name of the file, without its folder.
        line: line in it, 0 when the fault is about the whole file.
        reason: what is wrong and what to do, one sentence.
    """

    def __init__(self, file: str, reason: str, line: int = 0) -> None:
        self.file = file
        self.line = line
        self.reason = reason
        super().__init__(f"{file}{f', line {line}' if line else ''}: {reason}")


@dataclass(frozen=True, slots=True)
class ListRow:
    """One named entity as the publisher prints it.

    Attributes:
        name, aliases, country, dates, citation, footnotes, identifiers, notes: as in `ListEntry`.
        number: the publisher's own number, "" when it has none.
        parent: name of the entity it is printed under, "" for none.
        licence_policy: how licences are reviewed, as printed, "" when the format has no such column.
        line: where it stands in the file, 0 when the format has no lines.
        unit: what follows the name up to the next comma, where the format runs name and address together.
    """

    name: str
    aliases: tuple[str, ...] = ()
    number: str = ""
    parent: str = ""
    country: str = ""
    listed_on: str = ""
    effective_on: str = ""
    divest_by: str = ""
    citation: str = ""
    footnotes: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    notes: str = ""
    line: int = 0
    licence_policy: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ParsedList:
    """One list as a file gives it.

    Attributes:
        list_id: which list it is; "" when the format does not say.
        format: name of the format, for people.
        files: names of the files read.
        published: the file's own date (ISO), "" when it has none.
        rows: in the order of the file.
        left_out: rows not taken (natural persons, vessels, countries outside the scope of the list).
        findings: what was noticed.
        from_publisher: the format is the publisher's own.
        lacks: fields of `ListEntry` the file has no place for; what is on file of them is neither changed nor lost.
    """

    list_id: str
    format: str
    files: tuple[str, ...]
    published: str
    rows: tuple[ListRow, ...]
    left_out: int = 0
    findings: tuple[Finding, ...] = ()
    from_publisher: bool = True
    lacks: frozenset[str] = frozenset()


class Gathering:
    """Rows by the list they belong to, while a file that holds several is read."""

    def __init__(self) -> None:
        self._rows: defaultdict[str, list[ListRow]] = defaultdict(list)
        self._findings: defaultdict[str, list[Finding]] = defaultdict(list)
        self._left_out: defaultdict[str, int] = defaultdict(int)

    def add(self, list_id: str, row: ListRow, findings: list[Finding]) -> None:
        """Take a row, with what was noticed about it."""
        self._rows[list_id].append(row)
        self._findings[list_id] += findings

    def leave_out(self, list_id: str) -> None:
        """Count a row that is not taken."""
        self._left_out[list_id] += 1

    def lists(self, name: str, files: tuple[str, ...], lacks: frozenset[str], published: str = "") -> list[ParsedList]:
        """One list for each that a row was taken of; the arguments are as the fields of `ParsedList`."""
        return [
            ParsedList(
                list_id, name, files, published, tuple(rows), self._left_out[list_id], tuple(self._findings[list_id]),
                lacks=lacks,
            )
            for list_id, rows in self._rows.items()
        ]


@dataclass(frozen=True, slots=True)
class TickerMarket:
    """Tickers with the exchange code `code` that fit `pattern` trade on `mic`, written with `width` digits."""

    code: str
    pattern: re.Pattern[str]
    width: int
    mic: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the formats.

    Attributes:
        labels: label and its field, longest first.
        ticker_markets: exchange codes.
        countries: ISO code by lower-case name.
        name_tails: ends of names that keep their full stop.
        formats: what each format is called, by its id.
        format_words: what the files of a format call their parts, by the id of the format and the part.
    """

    labels: tuple[tuple[str, str], ...]
    ticker_markets: tuple[TickerMarket, ...]
    countries: dict[str, str]
    name_tails: frozenset[str]
    formats: dict[str, str]
    format_words: dict[tuple[str, str], tuple[str, ...]]

    def words_of(self, format_id: str, part: str) -> tuple[str, ...]:
        """What the files of a format call a part.

        Raises:
            KeyError: no word of it is on file.
        """
        return self.format_words[format_id, part]

    def country_of(self, text: str) -> str:
        """ISO alpha-2 code of a country as printed, or ""."""
        return self.countries.get(text.strip(" .").casefold(), "")

    def without_full_stop(self, name: str) -> str:
        """A name without the full stop of the sentence it ends; the stop of a legal form ("Ltd.") stays."""
        last = name.rsplit(" ", 1)[-1].rstrip(".").casefold()
        return name if last in self.name_tails else name.removesuffix(".")


def load_vocabulary(root: Traversable) -> Vocabulary:
    """Read the words of the formats.

    Raises:
        PackError: a fault in one of the tables.
    """
    labels = read_table(root, "lists/labels.csv", {
        "label": FieldSpec(required=True), "field": FieldSpec(one_of(*LABEL_FIELDS)), "verified": verified_mark,
    })
    markets = read_table(root, "lists/ticker-markets.csv", {
        "code": FieldSpec(required=True), "pattern": FieldSpec(_pattern, required=True), "width": whole_number,
        "mic": FieldSpec(mic, required=True), "verified": verified_mark,
    })
    tails = read_table(root, "lists/name-tails.csv", {"tail": FieldSpec(required=True), "verified": verified_mark})
    named = read_table(root, "lists/formats.csv", {
        "format": FieldSpec(required=True), "name": FieldSpec(required=True), "verified": verified_mark,
    })
    words: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in read_table(root, "lists/format-words.csv", {
        "format": FieldSpec(one_of(*(row["format"] for row in named))), "role": FieldSpec(required=True),
        "word": FieldSpec(required=True), "verified": verified_mark,
    }):
        words[row["format"], row["role"]].append(row["word"])
    return Vocabulary(
        tuple(sorted(((row["label"], row["field"]) for row in labels), key=lambda pair: -len(pair[0]))),
        tuple(TickerMarket(row["code"], row["pattern"], row["width"], row["mic"]) for row in markets),
        load_countries(root),
        frozenset(row["tail"].rstrip(".").casefold() for row in tails),
        {row["format"]: row["name"] for row in named},
        {key: tuple(found) for key, found in words.items()},
    )


def _pattern(cell: str) -> re.Pattern[str]:
    try:
        return re.compile(cell)
    except re.error as error:
        raise ValueError(f"{cell!r} is not a regular expression ({error})") from error


def decode(data: bytes) -> str:
    """Text of a publisher's file: UTF-8, else the Western code page these files were written in for years.

    Control characters that are Western quotation marks read in the wrong code page are put right.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    return re.sub("[\x80-\x9f]", lambda found: found[0].encode("latin-1").decode("cp1252", errors="replace"), text)


def tidy(text: str) -> str:
    """One line, single spaces, no bar (the bar parts aliases in our tables)."""
    return " ".join(text.replace("|", "/").split())


def distinct(name: str, texts: list[str]) -> tuple[str, ...]:
    """Texts that differ from the name and from each other in more than case, tidied, in order."""
    seen = {name.casefold(), ""}
    found = []
    for text in map(tidy, texts):
        if text.casefold() not in seen:
            seen.add(text.casefold())
            found.append(text)
    return tuple(found)


# A digit that stands alone after a bracket, a comma or a space; "no. 7" is a number of something, not a footnote.
_FOOTNOTE = re.compile(r"(?:(?<=[),])|(?<=\s))(?<!no\. )([1-9])(?=\s|$)")


def footnotes_in(text: str) -> tuple[str, ...]:
    """Footnote marks printed in running text, sorted."""
    return tuple(sorted(set(_FOOTNOTE.findall(" ".join(text.split())))))
