"""What keeps the figures from being certain, by dollars, and the rows of the analysis behind each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sinolens.domain.counting import counted
from sinolens.domain.finding import Severity
from sinolens.domain.money import format_compact

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis
    from sinolens.exposure.cube import Cube
    from sinolens.services.questionnaire import TrackerRow

FRESH_DAYS = 120
"""A fund's data older than this many days is called old."""
UNMATCHED = "U1"
"""Sub-code of what is not matched to an issuer."""
NOT_DISCLOSED, OLD_FUNDS, DOUBLES, LATE = "not_disclosed", "old_funds", "doubles", "late"
UNRESOLVED, TO_CONFIRM, UNLIKE = "unresolved", "to_confirm", "unlike"

Settled = Callable[[str], bool]
"""Whether a person has decided about a name."""


@dataclass(frozen=True, slots=True)
class Concern:
    """One thing that keeps the figures from being certain.

    Attributes:
        title, detail: what, and how much of it.
        cents: value it touches; concerns are ranked by it. None = not a matter of value, ranked last.
        action, page: words of the button and the page it leads to.
        key: by which that page finds the rows it shows alone; "" shows all of them.
        file: name and sheet of the file to go to, of several the one with most dollars; empty without one.
        listed: id or short title of the list to go to, of several the first that is named; "" without one.
        names: of managers it is about.
        grave: it blocks a final report.
    """

    title: str
    detail: str
    cents: int | None
    action: str
    page: str
    key: str = ""
    names: frozenset[str] = frozenset()
    grave: bool = False
    file: tuple[str, str] | tuple[()] = ()
    listed: str = ""


def find_concerns(analysis: Analysis, cube: Cube, settled: Settled | None = None) -> list[Concern]:
    """What is wrong or unknown, what blocks a report first, then most dollars first.

    Args:
        analysis: shown.
        cube: of it.
        settled: names a person has decided about no longer wait; None = no name is decided.
    """
    found = [*_untied(analysis), *_undisclosed(analysis, cube), *_unnamed(analysis, cube, settled),
             *_old_funds(analysis), *_doubles(analysis), *_unpriced(analysis), *_lists(analysis, cube)]
    repaired = [f for f in analysis.findings if f.severity in (Severity.WARNING, Severity.ERROR)]
    if repaired:
        told = next((finding for finding in repaired if finding.file), repaired[0])
        found.append(Concern(f"{counted(len(repaired), 'remark')} on the files", told.message, None, "Look", "import",
                             file=(told.file, told.sheet) if told.file else ()))
    return rank(found)


def rank(found: Iterable[Concern]) -> list[Concern]:
    """What blocks a report first, then by dollars; what has none last."""
    return sorted(found, key=lambda one: (not one.grave, one.cents is None, -abs(one.cents or 0)))


def overdue_concern(rows: Iterable[TrackerRow]) -> list[Concern]:
    """Questionnaires whose answer is late, as one concern; none when none is."""
    late = [row for row in rows if str(row.state) == "overdue"]
    if not late:
        return []
    managers = tuple(dict.fromkeys(row.manager for row in late))
    return [Concern(f"{counted(len(late), 'questionnaire')} overdue", ", ".join(managers),
                    sum(row.value for row in late), "Funds", "funds", LATE, frozenset(managers))]


def fund_positions(key: str, analysis: Analysis, cube: Cube, names: frozenset[str] = frozenset()) -> frozenset[int]:
    """Rows of the fund positions a concern is about.

    Raises:
        KeyError: no concern about funds has this key.
    """
    if key == NOT_DISCLOSED:
        return frozenset(cube.select(cube.selection.only("reach", NOT_DISCLOSED)).positions().tolist())
    if key == OLD_FUNDS:
        return frozenset(fund.position for fund in _old(analysis))
    if key == DOUBLES:
        return frozenset(overlap.position for overlap in analysis.overlaps if not overlap.answer)
    if key == LATE:
        return frozenset(fund.position for fund in analysis.funds if fund.manager in names)
    raise KeyError(key)


def name_lines(key: str, analysis: Analysis, cube: Cube) -> frozenset[int]:
    """Row numbers of the slices whose names a concern is about.

    Raises:
        KeyError: no concern about names has this key.
    """
    # Late, as matching is nothing the start needs, and once: there are thousands of matches.
    from sinolens.matching.review import needs_review

    unresolved = frozenset(cube.select(cube.selection.only("reach", UNRESOLVED)).lines().tolist())
    if key == UNRESOLVED:
        return unresolved
    match = analysis.slices["match"]
    to_confirm = match.isin([place for place, one in enumerate(analysis.matches) if needs_review(one)]).to_numpy()
    if key == TO_CONFIRM:
        return frozenset(to_confirm.nonzero()[0].tolist())
    if key == UNLIKE:
        unlike = (analysis.slices["code"] == UNMATCHED).to_numpy() & ~to_confirm
        return frozenset(unlike.nonzero()[0].tolist()) - unresolved
    raise KeyError(key)


def _untied(analysis: Analysis) -> Iterable[Concern]:
    for item in analysis.inputs:
        if item.difference and not item.accepted_reason:
            yield Concern(
                f"{item.file} does not tie out", f"{format_compact(abs(item.difference))} from the file's own total",
                abs(item.difference), "Look", "import", grave=True, file=(item.file, item.sheet))
    loose = [item for item in analysis.inputs
             if item.control_total is None and item.role == "positions" and item.positions and not item.accepted_reason]
    if loose:
        files = tuple(dict.fromkeys(item.file for item in loose))
        one = len(files) == 1
        largest = max(loose, key=lambda item: abs(item.sum))
        yield Concern(
            f"{files[0]} has no total" if one else f"{counted(len(files), 'file')} have no total",
            "so it cannot be tied out" if one else f"cannot be tied out: {', '.join(files)}",
            sum(item.sum for item in loose), "Look", "import", file=(largest.file, largest.sheet))


def _undisclosed(analysis: Analysis, cube: Cube) -> Iterable[Concern]:
    del analysis
    view = cube.select(cube.selection.only("reach", NOT_DISCLOSED))
    if view.total():
        yield Concern("Not disclosed by funds", f"in {counted(view.position_count, 'position')}", view.total(),
                      "Funds", "funds", NOT_DISCLOSED)


def _unnamed(analysis: Analysis, cube: Cube, settled: Settled | None) -> Iterable[Concern]:
    # Late: the start has a place for the panel before anything is matched.
    from sinolens.matching.decisions import string_key

    slices = analysis.slices
    for key, title in ((UNRESOLVED, "Not identified"), (TO_CONFIRM, "Names a person should confirm"),
                       (UNLIKE, "Names like nothing on file")):
        rows = sorted(name_lines(key, analysis, cube))
        typed = slices["name"].iloc[rows].where(slices["name"].iloc[rows] != "", slices["issuer_name"].iloc[rows])
        if key == UNLIKE and settled is not None:
            typed = typed[[not settled(name) for name in typed]]
        if not len(typed):
            continue
        # Labels of the slices are their row numbers.
        lines = slices.loc[typed.index]
        names = counted(len({string_key(name) for name in typed.unique()}), "name")
        detail = f"{names} in {counted(int(lines['position'].nunique()), 'position')}"
        yield Concern(title, detail, int(lines["market_value"].sum()), "Review", "review", key)


def _old(analysis: Analysis) -> list[Any]:
    from datetime import date

    as_of = date.fromisoformat(analysis.as_of)
    return [fund for fund in analysis.funds
            if fund.data_date and (as_of - date.fromisoformat(fund.data_date)).days > FRESH_DAYS]


def _old_funds(analysis: Analysis) -> Iterable[Concern]:
    old = _old(analysis)
    if old:
        yield Concern("Fund data are old", f"{counted(len(old), 'fund')} with data of more than {FRESH_DAYS} days",
                      sum(fund.market_value for fund in old), "Funds", "funds", OLD_FUNDS)


def _doubles(analysis: Analysis) -> Iterable[Concern]:
    doubles = [overlap for overlap in analysis.overlaps if not overlap.answer]
    if doubles:
        yield Concern("Perhaps counted twice", f"in {counted(len(doubles), 'fund')} and its manager's own lines",
                      sum(overlap.value for overlap in doubles), "Funds", "funds", DOUBLES)


def _unpriced(analysis: Analysis) -> Iterable[Concern]:
    if analysis.excluded:
        codes = ", ".join(sorted({one.currency for one in analysis.excluded}))
        home = analysis.positions.iloc[analysis.excluded[0].position]
        yield Concern("Without an exchange rate, counted as nothing",
                      f"{counted(len(analysis.excluded), 'position')} in {codes}", None, "Look", "import", grave=True,
                      file=(str(home["file"]), str(home["sheet"])))


def _lists(analysis: Analysis, cube: Cube) -> Iterable[Concern]:
    stale = [state for state in analysis.lists if state.stale or state.edition is None]
    if stale:
        yield Concern(f"{counted(len(stale), 'list')} stale or without an edition",
                      ", ".join(state.short_title for state in stale), cube.by("code").get("U3", 0) or None, "Lists",
                      "rules", listed=stale[0].list_id)
    if analysis.missing_lists:
        yield Concern(f"{counted(len(analysis.missing_lists), 'list')} not on file",
                      ", ".join(analysis.missing_lists), None, "Lists", "rules", listed=analysis.missing_lists[0])
