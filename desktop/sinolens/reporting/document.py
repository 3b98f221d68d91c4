"""The report as data: sections of words, tables and figures. Workbook and PDF print these same numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

from sinolens.figures.primitives import Picture


class Audience(StrEnum):
    """Who reads. Never to be mixed with definition (what counts as China) or institution (who holds)."""

    COMMITTEE = "committee"
    PUBLIC = "public"
    REGULATOR = "regulator"


class Kind(StrEnum):
    """What a column holds; decides format, alignment and how a writer treats it."""

    TEXT = "text"
    CODE = "code"
    TIER = "tier"
    MONEY = "money"
    SHARE = "share"
    COUNT = "count"
    NUMBER = "number"
    UNITS = "units"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Query:
    """Where a number comes from: the sum of `measure` over the lines that meet every condition.

    `measure` is a column of `Lines` ("" counts lines). `where` holds (column, value) pairs; values are codes of ours
    or whole numbers, never text typed by a user, so a spreadsheet criterion cannot be read as a pattern by accident:
    "*;MKT-1;*" is one on purpose. The sum is multiplied by `factor`
    and then rounded to cents.
    """

    measure: str
    where: tuple[tuple[str, str | int], ...] = ()
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in cents of the base currency, and the query, or the queries to add, that yield it again."""

    cents: int
    query: Query | tuple[Query, ...] | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number of things, and the query that yields it again."""

    number: int
    query: Query | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """`part` / `whole`, both in cents (or counts). The column says which cells they are."""

    part: int
    whole: int

    @property
    def ratio(self) -> float:
        """The share as a ratio; 0 when there is no whole."""
        return self.part / self.whole if self.whole else 0.0


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number with `digits` decimals: a factor, a score."""

    value: float
    digits: int = 2


Cell = str | Money | Count | Share | Number | None
"""None = not given, printed as "n/a"; "" = nothing to say."""

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        key: unique in its table.
        title: as printed; a share's title names its denominator.
        kind: see `Kind`.
        width: relative width, in characters.
        part: of a share: key of the column it is a part of. Of an amount with `whole`: key of the column it is
            `whole` percent of.
        whole: of a share: key of a column in the same row, "pool" for the total of all positions, or "total:KEY" for
            the total row of a column.
        adds: the total row is the sum of the rows above.
        paper: printed in the PDF too; the workbook prints every column.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: float = 12
    part: str = ""
    whole: str = ""
    adds: bool = False
    paper: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `total` is its last row, printed apart; `empty` says why there are no rows.

    `limit`: rows the PDF prints before it points to the workbook, 0 = all. `paper`: printed in the PDF. `heat`: keys of
    the money columns that are shaded together by size. `narrow`: two such tables stand side by side on paper.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: Row | None = None
    note: str = ""
    empty: str = ""
    limit: int = 0
    heat: tuple[str, ...] = ()
    paper: bool = True
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A spreadsheet chart over columns of a table: `kind` is "doughnut", "bar" or "stacked_bar"."""

    kind: str
    table: str
    labels: str
    values: tuple[str, ...]
    colours: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with a caption; `native` is its form in a workbook. `alt` is read aloud in place of it.

    A `wide` figure takes the width of the paper, others stand two in a row.
    """

    key: str
    title: str
    caption: str
    alt: str
    picture: Picture | None = None
    native: NativeChart | None = None
    wide: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands beside it, for cards and cover lists. `tier` colours its swatch."""

    label: str
    value: Cell
    note: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A box that staff fill in by hand or on screen before the paper goes out."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: one sheet of the workbook, one heading of the PDF.

    Attributes:
        key: stable name.
        sheet: name of the sheet, at most 31 characters; "" = only in the PDF.
        title: heading.
        lead: paragraphs before the tables.
        facts: label and value pairs.
        empty: why the section has no data; "" when it has.
        paper: printed in the PDF.
    """

    key: str
    sheet: str
    title: str
    lead: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    boxes: tuple[Box, ...] = ()
    empty: str = ""
    paper: bool = True


@dataclass(frozen=True, slots=True)
class LineColumn:
    """A column of the positions sheet. `name` is its defined name in the workbook, "" when no formula needs it."""

    key: str
    title: str
    kind: Kind
    width: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """One row per position and look-through line; every total of the report is a sum over these rows.

    Money columns are cents of the base currency. The frame's columns are the keys of `columns`, in order.
    """

    columns: tuple[LineColumn, ...]
    frame: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something the public version leaves out: what kind, where, and what it was. Stays inside the institution."""

    kind: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class CoverFields:
    """What staff type for the cover: empty fields print as lines to fill in."""

    to: str = ""
    sender: str = ""
    meeting: str = ""
    meeting_date: str = ""
    subject: str = ""
    action: str = ""
    prepared_by: str = ""
    reviewed_by: str = ""
    approved_by: str = ""
    page_mark: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture of the institution, checked by `sinolens.reporting.logo.read_logo`.

    Attributes:
        data: the file.
        kind: "png" or "svg".
        picture: as PNG, for what knows no SVG.
        width, height: of `picture`, in pixels.
    """

    data: bytes = field(repr=False)
    kind: str
    picture: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report, complete and immutable. `footer` is printed on every page and sheet.

    The first page is `memo`, `cards`, `answers` (what the committee asks, and the answer), `front` and `basis`.
    `left_out` holds the titles of the sections left out by choice.
    """

    id: str
    title: str
    institution: str
    as_of: str
    definition: str
    audience: Audience
    paper: str
    marks: tuple[str, ...]
    cover: CoverFields
    memo: tuple[Fact, ...]
    answers: tuple[tuple[str, str], ...]
    cards: tuple[Fact, ...]
    front: tuple[Table, ...]
    basis: tuple[Fact, ...]
    sections: tuple[Section, ...]
    lines: Lines
    legal: str
    created: str
    program: str
    sample: bool = False
    withheld: tuple[Withheld, ...] = field(default=(), repr=False)
    left_out: tuple[str, ...] = ()
    logo: Logo | None = None

    @property
    def footer(self) -> str:
        """Definition, as-of date and report id, as printed at the foot of every page."""
        return f"{self.definition} · as of {self.as_of} · report {self.id}"

    def section(self, key: str) -> Section:
        """The section of that key.

        Raises:
            KeyError: the report has no such section.
        """
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)
