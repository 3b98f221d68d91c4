"""Reads the universe: issuers with their names and categories, and their securities lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from importlib.resources.abc import Traversable

from sinolens.domain.category import Category, CategoryAssignment, Intensity
from sinolens.domain.issuer import Issuer, Line
from sinolens.domain.region import Region
from sinolens.reference.identifiers import is_figi, is_isin, is_lei, is_uscc
from sinolens.reference.pack import (
    FieldSpec,
    Row,
    country,
    currency,
    fraction,
    iso_date,
    member,
    mic,
    number,
    one_of,
    read_table,
    slug,
    unique_by,
    verified_mark,
    yes_no,
    yes_no_unknown,
)
from sinolens.reference.taxonomy import check_order, load_intensities, optional_fraction

ISSUERS_FILE = "issuers/issuers.csv"
NAMES_FILE = "issuers/names.csv"
CATEGORIES_FILE = "issuers/categories.csv"
LINES_FILE = "issuers/lines.csv"

FORMER = "former"
NAME_KINDS = ("alias", "acronym", "chinese", "pinyin", FORMER)
LINE_KINDS = ("A", "B", "H", "red_chip", "p_chip", "adr", "dual_counter", "ordinary", "bond")

_SHARES_TOLERANCE = 1e-9


def load_issuers(root: Traversable, categories: Mapping[str, Category]) -> dict[str, Issuer]:
    """Issuers by id, with names and category assignments, in the order of the file.

    Columns of `issuers.csv` are the fields of `Issuer`; `parent_share` is in percent, 0 when not known. `names.csv`
    holds one other name of the same legal entity a line with its `kind` (see `NAME_KINDS`). `categories.csv` holds one
    assignment a line; `low`, `base` and `high` stay empty unless `intensity` is "sourced".

    Raises:
        sinolens.reference.pack.PackError: an unknown issuer, parent or category, a repeated name, a check digit that
            fails, shares of one issuer that do not add to 1, or an issuer without a category.
    """
    rows = unique_by(_read_issuers(root), "id")
    names = _read_names(root, rows)
    assignments = _read_assignments(root, rows, categories)
    for row in rows.values():
        _check_parent(row, rows)
        if row["id"] not in assignments:
            row.fail("id", f"{row['id']!r} has no category in {CATEGORIES_FILE}")
    return {
        key: Issuer(
            id=key,
            name=row["name"],
            name_zh=row["name_zh"],
            aliases=tuple(name for kind, name in names[key] if kind != FORMER),
            former_names=tuple(name for kind, name in names[key] if kind == FORMER),
            region=row["region"],
            incorporation=row["incorporation"],
            domicile=row["domicile"],
            headquarters=row["headquarters"],
            listed=row["listed"],
            parent_id=row["parent_id"],
            parent_share=row["parent_share"],
            parent_as_of=row["parent_as_of"],
            state_link=row["state_link"],
            vie=row["vie"],
            uscc=row["uscc"],
            lei=row["lei"],
            categories=tuple(assignments[key]),
            source=row["source"],
            as_of=row["as_of"],
            verified=row["verified"],
        )
        for key, row in rows.items()
    }


def load_lines(root: Traversable, issuers: Mapping[str, Issuer]) -> tuple[Line, ...]:
    """Securities lines, in the order of the file.

    Columns are the fields of `Line` plus `as_of`, the date of the source. A line has a ticker or an ISIN or both;
    tickers are recycled, so two lines of one market may share a ticker only when their validity does not overlap.

    Raises:
        sinolens.reference.pack.PackError: an unknown issuer, a check digit that fails, an ISIN that two issuers
            share, a ticker twice on one market at one time, or an issuer marked as listed without a line that is not a
            bond (or the other way round).
    """
    rows = read_table(root, LINES_FILE, {
        "issuer_id": FieldSpec(slug, required=True),
        "mic": mic,
        "ticker": str,
        "kind": one_of(*LINE_KINDS),
        "currency": currency,
        "isin": _checked("ISIN", is_isin),
        "figi": _checked("FIGI", is_figi),
        "valid_from": iso_date,
        "valid_to": iso_date,
        "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True),
        "verified": verified_mark,
    })
    _check_lines(rows, issuers)
    return tuple(
        Line(
            issuer_id=row["issuer_id"],
            mic=row["mic"],
            ticker=row["ticker"],
            kind=row["kind"],
            currency=row["currency"],
            isin=row["isin"],
            figi=row["figi"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            source=row["source"],
            verified=row["verified"],
        )
        for row in rows
    )


def _read_issuers(root: Traversable) -> list[Row]:
    return read_table(root, ISSUERS_FILE, {
        "id": FieldSpec(slug, required=True),
        "name": FieldSpec(required=True),
        "name_zh": str,
        "region": member(Region),
        "incorporation": country,
        "domicile": country,
        "headquarters": country,
        "listed": yes_no,
        "parent_id": slug,
        "parent_share": _percent,
        "parent_as_of": iso_date,
        "state_link": one_of("central", "local", "private", ""),
        "vie": yes_no_unknown,
        "uscc": _checked("Unified Social Credit Code", is_uscc),
        "lei": _checked("LEI", is_lei),
        "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True),
        "verified": verified_mark,
    })


def _read_names(root: Traversable, issuers: Mapping[str, Row]) -> defaultdict[str, list[tuple[str, str]]]:
    rows = read_table(root, NAMES_FILE, {
        "issuer_id": FieldSpec(slug, required=True),
        "name": FieldSpec(required=True),
        "kind": one_of(*NAME_KINDS),
        "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True),
        "verified": verified_mark,
    })
    names: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        owner = _owner(row, issuers)
        known = {owner["name"], *(name for _, name in names[row["issuer_id"]])}
        if row["name"] in known:
            row.fail("name", f"{row['name']!r} is already a name of {row['issuer_id']!r}")
        names[row["issuer_id"]].append((row["kind"], row["name"]))
    return names


def _read_assignments(
    root: Traversable, issuers: Mapping[str, Row], categories: Mapping[str, Category]
) -> dict[str, list[CategoryAssignment]]:
    weights = load_intensities(root)
    rows = read_table(root, CATEGORIES_FILE, {
        "issuer_id": FieldSpec(slug, required=True),
        "code": FieldSpec(required=True),
        "share": fraction,
        "intensity": member(Intensity),
        "low": optional_fraction,
        "base": optional_fraction,
        "high": optional_fraction,
        "basis": FieldSpec(required=True),
        "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True),
        "verified": verified_mark,
    })
    found: dict[str, list[CategoryAssignment]] = {}
    last: dict[str, Row] = {}
    for row in rows:
        _owner(row, issuers)
        category = categories.get(row["code"])
        if category is None or (category.code == category.group and category.code != "U"):
            row.fail("code", f"{row['code']!r} is no category of the taxonomy")
        assigned = found.setdefault(row["issuer_id"], [])
        if any(other.code == row["code"] for other in assigned):
            row.fail("code", f"{row['code']!r} already stands for {row['issuer_id']!r}")
        low, base, high = row["low"], row["base"], row["high"]
        if row["intensity"] is Intensity.SOURCED:
            if low is None or base is None or high is None:
                row.fail("base", "a sourced intensity needs low, base and high")
            check_order(low, base, high, row.fail)
        elif (low, base, high) != (None, None, None):
            row.fail("low", "only a sourced intensity brings its own weights")
        else:
            rule = weights[row["intensity"]]
            low, base, high = rule.low, rule.base, rule.high
        assigned.append(CategoryAssignment(
            code=row["code"],
            share=row["share"],
            intensity=row["intensity"],
            low=low,
            base=base,
            high=high,
            basis=row["basis"],
            source=row["source"],
            as_of=row["as_of"],
            verified=row["verified"],
        ))
        last[row["issuer_id"]] = row
    for issuer_id, assigned in found.items():
        whole = sum(assignment.share for assignment in assigned)
        if abs(whole - 1) > _SHARES_TOLERANCE:
            last[issuer_id].fail("share", f"the shares of {issuer_id!r} add to {whole:g}, not 1")
        assigned.sort(key=lambda assignment: -assignment.share)
    return found


def _check_parent(row: Row, issuers: Mapping[str, Row]) -> None:
    if not row["parent_id"]:
        return
    seen = {row["id"]}
    step = row
    while step["parent_id"]:
        if step["parent_id"] not in issuers:
            step.fail("parent_id", f"{step['parent_id']!r} is no issuer")
        if step["parent_id"] in seen:
            row.fail("parent_id", "the chain of parents leads back to its start")
        seen.add(step["parent_id"])
        step = issuers[step["parent_id"]]


def _check_lines(rows: list[Row], issuers: Mapping[str, Issuer]) -> None:
    owners: dict[str, str] = {}
    by_ticker: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    traded: set[str] = set()
    for row in rows:
        if row["issuer_id"] not in issuers:
            row.fail("issuer_id", f"{row['issuer_id']!r} is no issuer")
        if not row["ticker"] and not row["isin"]:
            row.fail("ticker", "a line needs a ticker or an ISIN")
        if row["ticker"] and not row["mic"]:
            row.fail("mic", "a ticker means nothing without its market")
        if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]:
            row.fail("valid_to", "lies before valid_from")
        if row["isin"] and owners.setdefault(row["isin"], row["issuer_id"]) != row["issuer_id"]:
            row.fail("isin", f"{row['isin']} already belongs to {owners[row['isin']]!r}")
        if row["ticker"]:
            same = by_ticker[(row["mic"], row["ticker"])]
            for other in same:
                if _overlap(row, other):
                    row.fail("ticker", f"{row['mic']} {row['ticker']} already stands on line {other.line} at that time")
            same.append(row)
        if row["kind"] != "bond" and not row["valid_to"]:
            traded.add(row["issuer_id"])
            if not issuers[row["issuer_id"]].listed:
                row.fail("issuer_id", f"{row['issuer_id']!r} is not marked as listed")
    for issuer in issuers.values():
        if issuer.listed and issuer.id not in traded:
            rows[-1].fail("issuer_id", f"{issuer.id!r} is marked as listed but has no line")


def _overlap(one: Row, other: Row) -> bool:
    return (not one["valid_to"] or not other["valid_from"] or other["valid_from"] <= one["valid_to"]) and (
        not other["valid_to"] or not one["valid_from"] or one["valid_from"] <= other["valid_to"]
    )


def _owner(row: Row, issuers: Mapping[str, Row]) -> Row:
    owner = issuers.get(row["issuer_id"])
    if owner is None:
        row.fail("issuer_id", f"{row['issuer_id']!r} is no issuer")
    return owner


def _percent(cell: str) -> float:
    value = number(cell) if cell else 0.0
    if not 0 <= value <= 100:
        raise ValueError(f"{cell!r} is not between 0 and 100 percent")
    return value


def _checked(meaning: str, is_valid: Callable[[str], bool]) -> Callable[[str], str]:
    def convert(cell: str) -> str:
        if cell and not is_valid(cell):
            raise ValueError(f"{cell!r} is no valid {meaning} (form or check digit)")
        return cell

    return convert
