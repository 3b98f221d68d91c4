"""Use case: what of a file on its way in is settled, what should be looked at, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.money import format_amount
from sinolens.importing.errors import UnreadableFile
from sinolens.importing.workbook import ImportedTable
from sinolens.services.import_draft import Draft, blocking, place_of, undated

STEPS = ("source", "sheet", "columns", "values", "accounts", "tie", "review")
UNKNOWN_FUND = "Which fund holds this is not known."
SETTLED, LOOK, BLOCKED = "settled", "look", "blocked"
_RANK = {SETTLED: 0, LOOK: 1, BLOCKED: 2}
_COLUMNS = frozenset({"columns-compete", "mapping-unsure"})
_DATES = frozenset({"as-of-missing", "as-of-ambiguous", "as-of-several"})
_TIE = frozenset({"tie-out", "tie-out-accepted", "totals-disagree", "weights-sum", "weights-differ"})
_LAYOUT = frozenset({"side-table", "other-table", "table-left-out", "hidden-sheet", "stray-cells"})


@dataclass(frozen=True, slots=True)
class StepState:
    """How a step stands: `state` is SETTLED, LOOK or BLOCKED; `note` says why in a few words."""

    state: str = SETTLED
    note: str = ""


def competing(table: ImportedTable) -> bool:
    """Two columns could be the same field, the user has not chosen, and no total proves the choice."""
    proved = table.tie.difference is not None and table.tie.within
    return not proved and any(column.field and column.rivals for column in table.table.columns.columns)


def table_states(draft: Draft, table: ImportedTable) -> dict[str, StepState]:
    """State of every step for one table."""
    states = dict.fromkeys(STEPS, StepState())
    findings = table.summary.findings
    codes = {finding.code for finding in findings}
    if draft.refused is not None:
        states["source"] = StepState(BLOCKED, draft.refused.reason)
    left = [f for f in draft.read.findings if f.code in _LAYOUT] if draft.read is not None else []
    if any(f.severity == Severity.WARNING for f in left):
        states["sheet"] = StepState(LOOK, left[0].message)
    moved = [use for use in draft.templates if use.place == place_of(table) and not use.applied]
    if competing(table):
        states["columns"] = StepState(BLOCKED, "Two columns could be the same: choose one.")
    elif moved:
        states["columns"] = StepState(LOOK, f"The layout {moved[0].template.name} has moved: check the columns.")
    elif codes & _COLUMNS:
        unsure = next(f for f in findings if f.code in _COLUMNS)
        states["columns"] = StepState(LOOK, unsure.message)
    states["values"] = _values(table)
    states["accounts"] = _accounts(draft, table, codes)
    states["tie"] = _tie(table)
    return states


def named_states(draft: Draft, table: ImportedTable, several: bool) -> dict[str, StepState]:
    """State of every step for one table; among several files each note names its own."""
    states = table_states(draft, table)
    if not several:
        return states
    return {key: StepState(one.state, f"{draft.name}: {one.note}") if one.note else one for key, one in states.items()}


def cell_of_concern(draft: Draft, table: ImportedTable, step: str) -> str:
    """Address of the cell that a step's state is about, such as "H3"; "" where it is about no cell of the sheet."""
    if step == "sheet":
        found = [f for f in draft.read.findings if f.code in _LAYOUT and f.severity == Severity.WARNING] \
            if draft.read is not None else []
    elif step == "columns":
        found = [f for f in table.summary.findings if f.code in _COLUMNS]
    elif step == "values":
        stops = [f for f in blocking(table) if f.code not in _TIE]
        found = stops or [f for f in value_findings(table) if f.severity is not Severity.INFO]
    else:
        found = []
    return next((f.cell for f in found[:1]), "")


def value_findings(table: ImportedTable) -> list[Finding]:
    """What was found about the values of a table, not about its place, columns, date or total."""
    other = _COLUMNS | _DATES | _TIE | _LAYOUT
    return [finding for finding in table.summary.findings if finding.code not in other]


def _values(table: ImportedTable) -> StepState:
    stops = [f for f in blocking(table) if f.code not in _TIE]
    if stops:
        return StepState(BLOCKED, stops[0].message)
    open_ = [finding for finding in value_findings(table) if finding.severity is not Severity.INFO]
    if not open_:
        return StepState()
    return StepState(LOOK, f"{len(open_)} to look at: {open_[0].message}")


def _accounts(draft: Draft, table: ImportedTable, codes: set[str]) -> StepState:
    if undated(draft, table):
        return StepState(BLOCKED, "No date of the holdings was found: give it.")
    if "as-of-ambiguous" in codes:
        return StepState(LOOK, "Day and month of the date could be the other way round.")
    if "as-of-several" in codes:
        return StepState(LOOK, "The rows carry several dates.")
    if "as-of-missing" in codes:
        return StepState(LOOK, "No date of the fund's holdings was found.")
    if table.role == "fund_holdings" and not table.fund:
        return StepState(LOOK, UNKNOWN_FUND)
    return StepState()


def _tie(table: ImportedTable) -> StepState:
    tie = table.tie
    if tie.difference is None:
        valued = bool(table.summary.sum)
        return StepState(LOOK, "There is no total to compare with.") if valued else StepState()
    if tie.within:
        return StepState()
    if table.summary.accepted_reason:
        return StepState(LOOK, f"Off by {format_amount(tie.difference, tie.currency)}, explained.")
    return StepState(BLOCKED, f"Off by {format_amount(tie.difference, tie.currency)}: correct it or say why.")


def worst(states: Iterable[StepState]) -> StepState:
    """The state that needs the user most; the first of equals."""
    return max(states, key=lambda one: _RANK[one.state], default=StepState())


def file_states(drafts: Sequence[Draft]) -> dict[str, StepState]:
    """State of every step over all files: the table that needs the user most decides."""
    each = [named_states(d, t, len(drafts) > 1) for d in drafts if d.read is not None for t in d.read.tables]
    states = {key: worst(one[key] for one in each) for key in STEPS}
    refused = [draft for draft in drafts if draft.read is None and draft.refused is not None]
    if refused and states["source"].state == SETTLED:
        states["source"] = StepState(LOOK, f"{refused[0].refused}")
    stop = worst(states[key] for key in STEPS[:-1])
    states["review"] = stop if stop.state == BLOCKED else StepState()
    return states


def describe_state(drafts: Sequence[Draft], states: Mapping[str, StepState], words: Mapping[str, str]) -> str:
    """Where the import stands, in a sentence or two.

    Args:
        drafts: all files.
        states: of all steps.
        words: what each step is called.
    """
    if any(draft.read is None and draft.refused is None for draft in drafts):
        return "Reading…"
    for state, lead in ((BLOCKED, "Needs you:"), (LOOK, "Ready to import. Worth a look:")):
        key = next((key for key in STEPS if states[key].state == state), "")
        if key and (state == BLOCKED or any(draft.is_usable for draft in drafts)):
            return f"{lead} {words[key]}. {states[key].note}"
    if any(draft.is_usable for draft in drafts):
        return "Understood, and it ties out. Ready to import."
    return "No file can be imported yet."


def describe_refusal(refused: UnreadableFile) -> str:
    """Why a file was not read: its name, the sheet, and the reason with what to do."""
    where = f"{refused.file}, sheet “{refused.sheet}”" if refused.sheet else refused.file
    return f"{where}: {refused.reason}"
