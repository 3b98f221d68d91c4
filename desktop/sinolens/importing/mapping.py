"""Which column means what: by the header's words and by what the values are, each with a confidence and a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sinolens.importing.dates import find_dates
from sinolens.importing.headers import MONEY_STEMS, read_header
from sinolens.importing.profile import ColumnProfile
from sinolens.importing.vocabulary import Vocabulary

_NUMBERS = frozenset(
    {f"{stem}{end}" for stem in MONEY_STEMS for end in ("", "_base", "_local")}
    | {"quantity", "weight", "fx_rate", "fx_divisor", "total_value", "coupon", "strike"}
    | {"delta", "multiplier", "underlying_price"}
)
_DATES = frozenset({"as_of", "nav_date", "commitment_date", "maturity", "expiry", "assurance_date"})
_IDENTIFIERS = ("isin", "cusip", "sedol", "figi", "lei", "uscc")
_TEXTS = frozenset(
    {
        "name",
        "name_more",
        "issuer_name",
        "fund",
        "manager",
        "asset_class",
        "asset_subclass",
        "security_type",
        "account_name",
        "long_short",
        "underlying",
        "notes",
        "country_risk",
        "country",
        "country_domicile",
    }
)
_CLASSES = frozenset({"asset_class", "asset_subclass", "security_type"})
_LEAST = 0.4
_RIVAL = 0.04
_MARKETS = 0.6
"""Codes of exchanges are four letters no other column holds; the list on file does not have all of them."""
IGNORED = "ignore"


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column and its field.

    Attributes:
        column: counted from 0 on the sheet.
        header: as typed.
        field: the field it was taken for, "" when none.
        confidence: 0..1.
        reason: why, for the user.
        rivals: other columns that could be this field as well.
    """

    column: int
    header: str
    field: str
    confidence: float
    reason: str
    rivals: tuple[int, ...] = ()


@dataclass(frozen=True)
class ColumnMap:
    """All columns of a table with their fields; `by_field` leads to the column."""

    columns: tuple[MappedColumn, ...]
    by_field: dict[str, MappedColumn] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_field", {c.field: c for c in self.columns if c.field})


def map_columns(
    columns: tuple[int, ...],
    headers: tuple[str, ...],
    profiles: Mapping[int, ColumnProfile],
    vocabulary: Vocabulary,
    fixed: Mapping[str, int] | None = None,
) -> ColumnMap:
    """Give every column at most one field and every field at most one column.

    Args:
        columns: counted from 0 on the sheet.
        headers: text over each column.
        profiles: what the values of each column are.
        vocabulary: known headers.
        fixed: fields the user placed; -1 takes the field away.
    """
    fixed = fixed or {}
    texts = dict(zip(columns, headers, strict=True))
    claims: list[tuple[float, int, str, str]] = []
    ignored: set[int] = set()
    for column in columns:
        for name, score, reason in _claims(texts[column], profiles.get(column, ColumnProfile()), vocabulary):
            if name == IGNORED:
                ignored.add(column)
            else:
                claims.append((score, column, name, reason))
    taken = {c: (f, 1.0, "placed by you") for f, c in fixed.items() if c >= 0}
    fields = set(fixed)
    rivals: dict[str, list[int]] = {}
    scores: dict[str, float] = {}
    # Of two alike, the one dated later is the current one; else the one further left.
    age = {column: -_day(texts[column]) for column in columns}
    for score, column, name, reason in sorted(claims, key=lambda c: (-c[0], age[c[1]], c[1])):
        if score < _LEAST:
            break
        if column in taken:
            continue
        if name in fields:
            if name in scores and scores[name] - score < _RIVAL:
                rivals.setdefault(name, []).append(column)
            continue
        taken[column] = (name, round(min(score, 1.0), 2), reason)
        fields.add(name)
        scores[name] = score
    mapped = []
    for column in columns:
        name, score, reason = taken.get(
            column, ("", 0.0, "known, not needed" if column in ignored else "not recognised")
        )
        free = tuple(c for c in rivals.get(name, []) if c not in taken)
        mapped.append(MappedColumn(column, texts[column], name, score, reason, free))
    return ColumnMap(tuple(mapped))


def _day(header: str) -> int:
    """A number that grows with the date in a header, 0 without one."""
    found = find_dates(header) if any(c.isdigit() for c in header) else []
    return int(found[0].iso.replace("-", "")) if found else 0


def _claims(header: str, profile: ColumnProfile, vocabulary: Vocabulary) -> list[tuple[str, float, str]]:
    """Fields a column may be, with score and reason."""
    readings = read_header(header, vocabulary)
    if readings and readings[0].field == IGNORED and readings[0].score >= 0.9:
        return [(IGNORED, readings[0].score, "")]
    result = []
    for reading in readings:
        fit, why = _fit(reading.field, profile)
        kind = _proven_kind(profile)
        if reading.field == "identifier" and kind:
            result.append(
                (
                    kind,
                    0.97 * reading.score,
                    f"{getattr(profile, kind):.0%} of the values pass the check digit of this identifier",
                )
            )
        elif fit > 0:
            result.append((reading.field, reading.score * fit, f"{reading.reason}{why}"))
    best = max((r.score for r in readings), default=0.0)
    for name, score, reason in _by_content(profile):
        if not any(r[0] == name and r[1] >= score for r in result):
            # A known header of another meaning speaks against content alone.
            result.append((name, score * (0.6 if best >= 0.9 and name not in _IDENTIFIERS else 1.0), reason))
    return result


def _proven_kind(profile: ColumnProfile) -> str:
    """The one kind of identifier a column holds, "" when none is proven."""
    share, kind = max((getattr(profile, k), k) for k in _IDENTIFIERS)
    return kind if share >= 0.8 and profile.count >= 2 else ""


def _fit(name: str, p: ColumnProfile) -> tuple[float, str]:
    """How well the values suit a field: a factor, 0 = they rule it out; and what to add to the reason."""
    if not p.count:
        return 0.7, ", no values"
    if name in _NUMBERS:
        few_others = p.number >= 0.5 and p.count * (1 - p.number) <= 2
        return (1.0, ", values are numbers") if p.number >= 0.7 or few_others else (0.0, "")
    if name in _DATES:
        return (
            (1.0, ", values are dates")
            if p.date >= 0.6
            else (0.6, "")
            if p.number >= 0.8 and p.largest < 80_000
            else (0.0, "")
        )
    if name in _IDENTIFIERS:
        share: float = getattr(p, name)
        if share >= 0.5:
            return 1.05, f", {share:.0%} pass the check digit"
        other = max((getattr(p, k), k) for k in _IDENTIFIERS)
        if other[0] >= 0.8:
            return 0.0, ""
        return (0.9, ", check digits do not prove it") if p.date < 0.8 else (0.0, "")
    if name == "identifier" and p.text >= 0.8 and p.ticker < 0.5 and max(getattr(p, k) for k in _IDENTIFIERS) < 0.3:
        return 0.45, ", but the values look like none"
    if name in ("identifier", "internal_id"):
        return (0.95, "") if p.date < 0.5 and p.currency < 0.9 and p.country < 0.9 else (0.0, "")
    if name == "currency":
        return (1.03, ", values are currencies") if p.currency >= 0.8 else (0.0, "")
    if name == "base_currency":
        return (1.0, "") if p.currency >= 0.8 else (0.0, "")
    if name.startswith("country"):
        return (1.03, ", values are countries") if p.country >= 0.6 else (0.8, "") if p.number < 0.3 else (0.0, "")
    if name == "region":
        return (0.9, ", values are countries") if p.country >= 0.6 else (0.0, "")
    if name == "ticker":
        return (1.0, "") if p.ticker >= 0.4 or p.number > 0.5 else (0.6, "")
    if name in _CLASSES and p.distinct > 0.8 and p.count >= 3:
        return 0.75, ", but nearly every value is another"
    if name in _TEXTS:
        return (1.0, ", values are texts") if p.number < 0.5 and p.date < 0.8 else (0.0, "")
    return 0.97, ""


def _by_content(p: ColumnProfile) -> list[tuple[str, float, str]]:
    """Fields the values alone speak for."""
    result: list[tuple[str, float, str]] = []
    for name, least in (("isin", 0.6), ("lei", 0.7), ("uscc", 0.8), ("figi", 0.7), ("cusip", 0.7), ("sedol", 0.8)):
        share: float = getattr(p, name)
        if share >= least and p.count >= 2:
            result.append(
                (name, 0.6 + 0.35 * share, f"{share:.0%} of the values pass the check digit of this identifier")
            )
    if p.currency >= 0.9 and p.count >= 2:
        result.append(("currency", 0.7, "values are currencies"))
    elif p.country >= 0.9 and p.count >= 2:
        result.append(("country", 0.6, "values are countries"))
    if p.market >= _MARKETS and p.count >= 2:
        result.append(("market", 0.7, f"{p.market:.0%} of the values are codes of exchanges"))
    if p.date >= 0.95 and p.count >= 2 and p.distinct * p.count <= 1.01:
        result.append(("as_of", 0.5, "the same date in every row"))
    if p.text >= 0.8 and p.length >= 10 and p.distinct >= 0.6 and p.country < 0.5:
        result.append(("name", 0.45, "the longest, most varied texts"))
    return result
