"""What became of the positions a duty rests on: divestment tracker, sales log, and names removed from the lists."""

from __future__ import annotations

import math
from collections.abc import Iterable

from sinolens.domain.tier import CODE_LABELS, Clock, Status, Trigger
from sinolens.exposure.analysis import Analysis
from sinolens.exposure.comparison import Comparison
from sinolens.exposure.followed import DIVESTING, LOGGED, Codes, Course, Followed, Side, follow, let_go, sales
from sinolens.reporting.document import Cell, Column, Count, Kind, Money, Number, Query, Row, Section, Share, Table
from sinolens.reporting.identity import report_id
from sinolens.reporting.material import Material
from sinolens.reporting.text import long_date

_MOST_TERMS = 40
"""Lots of one security that a formula adds up; beyond them it would be longer than a spreadsheet takes."""
_ON_PAPER, _LONG_ON_PAPER = 12, 25
_NAMED = 5


def divestment(m: Material) -> Section:
    """Positions under a bar or a mandate: their clock, days left, what was held then and is held now."""
    compared = m.previous is not None
    numbers = m.comparison.numbers if m.comparison is not None else None
    rows = tuple(_tracked(one) for one in follow(m.previous, m.analysis, DIVESTING, numbers))
    then, now = _dates(m.previous, m.analysis)
    sheet, title = "Divestment Tracker", m.wording.sections["divestment"]
    if not rows:
        said = m.wording.empty["divestment"].format(as_of=now, then=f", nor did one on {then}" if then else "")
        return Section("divestment", sheet, title, empty=said)
    table = Table(
        "divestment",
        "",
        (
            Column("name", "Position", width=38),
            Column("issuer", "Issuer", width=30, paper=False),
            Column("code", "Code", Kind.CODE, 7),
            Column("meaning", "Duty", width=28, paper=False),
            Column("basis", "List and legal basis", width=40, paper=False),
            Column("listed", "Date listed", Kind.DATE, 12, paper=False),
            Column("clock", "Falls due next", width=28, paper=False),
            Column("date", "Next date", Kind.DATE, 12),
            Column("days", "Days left", Kind.COUNT, 9),
            Column("dates", "All dates", width=44, paper=False),
            Column("quantity_then", "Units then", Kind.UNITS, 14, paper=False),
            Column("quantity", "Units now", Kind.UNITS, 14, paper=False),
            Column("gone", "% of units gone", Kind.SHARE, 12, paper=False),
            Column(
                "then", f"On {m.previous.as_of} (USD)" if m.previous else "Then (USD)", Kind.MONEY, 17, adds=True,
                paper=compared,
            ),
            Column("value", f"On {m.analysis.as_of} (USD)", Kind.MONEY, 17, adds=True),
            Column("change", "Change (USD)", Kind.MONEY, 17, adds=True, paper=compared),
            Column("status", "Status", width=16),
            Column("accounts", "Accounts", width=26, paper=False),
        ),
        rows,
        _total(rows, 18, (13, 14, 15)),
        note=" ".join(filter(None, (_due(rows), "" if compared else m.wording.lead["divestment_alone"]))),
        limit=_ON_PAPER,
    )
    return Section("divestment", sheet, title, (m.wording.lead["divestment"],), tables=(table,))


def _due(rows: tuple[Row, ...]) -> str:
    """What the next dates are of, each once: for the paper, which has no room for it in each row."""
    told = sorted({(str(row[7]), str(row[6])) for row in rows if row[7]})
    return f"Next dates: {'; '.join(f'{long_date(day)}, {label}' for day, label in told)}." if told else ""


def _tracked(one: Followed) -> Row:
    status = _status(one, DIVESTING)
    triggers = [trigger for trigger in status.triggers if trigger.code in DIVESTING]
    clocks = _clocks(status, triggers) if one.now is not None else []
    # The nearest that is not past, else the last one past.
    due = next((clock for clock in clocks if clock.days_left >= 0), clocks[-1] if clocks else None)
    code = _code(status, DIVESTING)
    then = Money(one.then.value) if one.then else Money(0) if one.compared else None
    now = _value_now(one.now)
    return (
        one.here.name,
        one.here.issuer,
        code,
        CODE_LABELS[code],
        "; ".join(dict.fromkeys(f"{trigger.rule_name} ({trigger.citation})" for trigger in triggers)),
        min((trigger.listed_on for trigger in triggers if trigger.listed_on), default=None),
        due.label if due else "no dated step on file" if one.now else "",
        due.date if due else "",
        Count(due.days_left) if due else "",
        "; ".join(f"{long_date(clock.date)}: {clock.label}" for clock in clocks),
        _units(one.then),
        _units(one.now),
        _gone(one),
        then,
        now,
        Money(now.cents - then.cents) if then is not None else None,
        _course(one),
        "; ".join(one.here.accounts),
    )


def sales_log(m: Material, comparison: Comparison) -> Section:
    """Positions of which fewer units are held, bounded by the two dates; what no file tells is left to staff."""
    followed = follow(comparison.before, comparison.after, LOGGED, comparison.numbers)
    gone = sales(followed)
    then, now = _dates(comparison.before, comparison.after)
    rows = tuple(_sold(comparison, one) for one in gone)
    table = Table(
        "sales",
        "",
        (
            Column("name", "Position", width=34),
            Column("issuer", "Issuer", width=30, paper=False),
            Column("accounts", "Accounts", width=24, paper=False),
            Column("code", "Code", Kind.CODE, 7),
            Column("basis", "Statute or rule", width=36, paper=False),
            Column("after", "Held on", Kind.DATE, 12, paper=False),
            Column("by", "Gone by", Kind.DATE, 12, paper=False),
            Column("quantity_then", "Units then", Kind.UNITS, 14),
            Column("quantity", "Units now", Kind.UNITS, 14),
            Column("sold", "Units gone", Kind.UNITS, 14),
            Column("value", "Value gone (USD)", Kind.MONEY, 17, adds=True),
            Column("left", "Value now (USD)", Kind.MONEY, 17, adds=True),
            Column("status", "Found", width=18, paper=False),
            *(
                Column(key, f"{title}, by staff", width=14, paper=False)
                for key, title in (
                    ("traded", "Trade date"),
                    ("proceeds", "Proceeds"),
                    ("cost", "Cost"),
                    ("expenses", "Expenses"),
                    ("gain", "Gain or loss"),
                )
            ),
        ),
        rows,
        _total(rows, 18, (10, 11)) if rows else None,
        note=_sales_note(m, comparison, followed, bool(rows)),
        empty=m.wording.empty["sales_none"].format(then=then, now=now),
        limit=_LONG_ON_PAPER,
    )
    lead = m.wording.lead["sales"].format(then=stand(comparison.before), now=stand(comparison.after))
    return Section("sales", "Sales Log", m.wording.sections["sales"], (lead,), tables=(table,))


def _sold(comparison: Comparison, one: Followed) -> Row:
    status = _status(one, LOGGED)
    triggers = [trigger for trigger in status.triggers if trigger.code in LOGGED]
    return (
        one.here.name,
        one.here.issuer,
        "; ".join((one.then or one.here).accounts),
        _code(status, LOGGED),
        "; ".join(dict.fromkeys(f"{trigger.rule_name} ({trigger.citation})" for trigger in triggers)),
        comparison.before.as_of,
        comparison.after.as_of,
        _units(one.then),
        _units(one.now, gone=True),
        Number(one.sold, _digits(one.sold)) if math.isfinite(one.sold) else None,
        Money(one.sold_value),
        _value_now(one.now),
        _course(one),
        *("",) * 5,
    )


def _sales_note(m: Material, comparison: Comparison, followed: Iterable[Followed], found: bool) -> str:
    blind = [one.here.name for one in followed if one.course is Course.UNKNOWN]
    more = "" if len(blind) <= _NAMED else f" and {len(blind) - _NAMED:,} more"
    lead = m.wording.lead
    frozen = [stand(one) for one in (comparison.before, comparison.after) if not one.period]
    said = (
        lead["sales_value"] if found else "",
        lead["sales_unknown"].format(
            count=f"{len(blind):,} position{'s' if len(blind) > 1 else ''}", names="; ".join(blind[:_NAMED]) + more
        )
        if blind
        else "",
        *(lead["not_frozen"].format(which=text[:1].upper() + text[1:]) for text in frozen),
    )
    return " ".join(text for text in said if text)


def removed_names(m: Material, comparison: Comparison) -> Section:
    """The removed table of a statute pack: names listed then and not now, and why."""
    then, now = _dates(comparison.before, comparison.after)
    rows: tuple[Row, ...] = tuple(
        (
            one.name,
            one.reason,
            "; ".join(title for title, _, _ in one.lists),
            "; ".join(_editions(*lists) for lists in one.lists),
            one.tier_before,
            one.tier_after,
            Money(one.before),
            Money(one.after),
        )
        for one in let_go(comparison.before, comparison.after)
    )
    table = Table(
        "removed",
        "",
        (
            Column("name", "Company", width=36),
            Column("reason", "Reason", width=32),
            Column("lists", "List", width=26),
            Column("editions", "Editions then and now", width=34, paper=False),
            Column("tier", "Tier then", Kind.TIER, 12),
            Column("tier_now", "Tier now", Kind.TIER, 12),
            Column("before", f"On {comparison.before.as_of} (USD)", Kind.MONEY, 18, adds=True),
            Column("after", f"On {comparison.after.as_of} (USD)", Kind.MONEY, 18, adds=True),
        ),
        rows,
        _total(rows, 8, (6, 7)) if rows else None,
        note="Value of all lines of the name, direct and inside funds." if rows else "",
        empty=m.wording.empty["removed_none"].format(then=then, now=now),
        limit=_LONG_ON_PAPER,
    )
    lead = m.wording.lead["removed"].format(then=stand(comparison.before), now=stand(comparison.after))
    return Section("removed", "Removed", m.wording.sections["removed"], (lead,) if rows else (), tables=(table,))


def stand(analysis: Analysis) -> str:
    """Which state an analysis is of: the frozen period with its id, else the holdings with their report id."""
    day = long_date(analysis.as_of)
    if analysis.period:
        return f"the frozen period {analysis.period} as of {day}"
    return f"the holdings as of {day} (report {report_id(analysis)})"


def _clocks(status: Status, triggers: list[Trigger]) -> list[Clock]:
    rules = {trigger.rule_id for trigger in triggers} | {""}
    return sorted((clock for clock in status.clocks if clock.rule_id in rules), key=lambda clock: clock.date)


def _status(one: Followed, codes: Codes) -> Status:
    """The status that carries the duty: of now, else of then."""
    for side in (one.now, one.then):
        status = side.status(codes) if side is not None else None
        if status is not None:
            return status
    raise ValueError("a followed security carries the duty on one of the two dates")


def _code(status: Status, codes: Codes) -> str:
    return next(code for code in (status.code, *status.other_codes) if code in codes)


def _course(one: Followed) -> str:
    return one.course.value


def _value_now(side: Side | None) -> Money:
    if side is None:
        return Money(0)
    queries = tuple(Query("value", (("position_no", row + 1),)) for row in side.rows)
    if len(queries) > _MOST_TERMS:
        return Money(side.value)
    return Money(side.value, queries[0] if len(queries) == 1 else queries)


def _units(side: Side | None, *, gone: bool = False) -> Cell:
    if side is None:
        return Number(0, 0) if gone else ""
    return Number(side.quantity, _digits(side.quantity)) if math.isfinite(side.quantity) else None


def _digits(quantity: float) -> int:
    return 0 if float(quantity).is_integer() else 3


def _gone(one: Followed) -> Cell:
    if one.then is None or not (math.isfinite(one.sold) and one.then.quantity):
        return "" if one.then is None else None
    return Share(round(one.sold * 1000), round(one.then.quantity * 1000))


def _dates(before: Analysis | None, after: Analysis) -> tuple[str, str]:
    return long_date(before.as_of) if before is not None else "", long_date(after.as_of)


def _editions(title: str, before: str, after: str) -> str:
    return f"{title}: {before or 'none on file'}, {after or 'none on file'}"


def _total(rows: tuple[Row, ...], count: int, places: tuple[int, ...]) -> Row:
    found: list[Cell] = ["All", *("",) * (count - 1)]
    for place in places:
        told = [cell.cents for row in rows if isinstance(cell := row[place], Money)]
        # Where nothing is known nothing is added: that is not zero.
        found[place] = Money(sum(told)) if told else None
    return tuple(found)
