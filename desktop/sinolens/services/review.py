"""Use case: decisions about names that come back from outside, as a list of changes a person accepts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sinolens.domain.counting import counted
from sinolens.domain.finding import Finding
from sinolens.domain.official_list import Relation
from sinolens.exposure.analysis import Analysis
from sinolens.matching.decisions import DIFFERENT, SAME, Decision, DecisionTable, string_key
from sinolens.matching.review import ReviewItem, needs_review, review_queue
from sinolens.reference.loader import Reference
from sinolens.reporting.review_workbook import write_review
from sinolens.services.entity_indexes import entity_index
from sinolens.services.errors import WrongUse
from sinolens.services.projects import timestamp
from sinolens.services.proposal import Proposal, ProposedDecisions
from sinolens.services.review_reading import read_review
from sinolens.storage.changes import Command
from sinolens.storage.decisions import decide_matches, revoke_matches
from sinolens.storage.project import Project

__all__ = [
    "ChangeKind", "Proposal", "ProposedDecisions", "ReviewedChange", "ReviewedChanges", "accept_changes",
    "barring_names", "compare_review", "could_be_barred", "export_queue", "open_queue", "read_review",
    "revoke_decisions",
]

UNMATCHED = "U1"
"""Sub-code of what is not matched to an issuer."""


BARRED = "1"
"""First letter of the sub-codes by which dealings are barred."""


class ChangeKind(StrEnum):
    """What accepting a proposal would do. `CONFLICTING`: a person has to choose it; it is never taken along."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICTING = "conflicting"


@dataclass(frozen=True, slots=True)
class ReviewedChange:
    """One proposal beside what stands. `standing` None: nothing was decided; `reason`: why it is a conflict."""

    kind: ChangeKind
    proposal: Proposal
    standing: Decision | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedChanges:
    """All proposals of a file, and what could not be read of it."""

    changes: tuple[ReviewedChange, ...]
    findings: tuple[Finding, ...]
    undecided: int = 0

    def of(self, kind: ChangeKind) -> tuple[ReviewedChange, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind is kind)


def open_queue(analysis: Analysis, reference: Reference, decisions: Iterable[Decision] = ()) -> list[ReviewItem]:
    """Names of the analysis that wait for a person, lines inside funds included.

    What could be barred stands first, then by the money that rests on it: a bar does not wait for its size. A name
    that nothing on file is like waits too when its tier is unresolved for it, unless a person has settled it.
    """
    slices = analysis.slices
    made = tuple(decisions)
    settled = DecisionTable.of(made).settled
    unmatched = frozenset(slices.loc[slices["code"] == UNMATCHED, "match"].tolist())
    index = entity_index(reference, analysis.as_of)
    items = review_queue(slices, analysis.matches, slices["match"], index, made, unmatched)
    waiting = [item for item in items if needs_review(item.match) or string_key(item.string) not in settled]
    barring = barring_names(reference, analysis.as_of)
    # Stable: each part keeps its order by money.
    return sorted(waiting, key=lambda item: not could_be_barred(item, barring))


def barring_names(reference: Reference, as_of: str) -> frozenset[str]:
    """Ids of list entries, and of the issuers that are such an entry, by which a rule in force bars dealings."""
    lists = {one for rule in reference.rules if rule.code.startswith(BARRED) and rule.state_on(as_of) == "in_force"
             for one in rule.list_ids}
    entries = {entry.id for one in lists for entry in reference.entries_on(one, as_of)}
    issuers = {link.issuer_id for link in reference.links
               if link.entry_id in entries and link.relation is Relation.EXACT}
    return frozenset(entries | issuers)


def could_be_barred(item: ReviewItem, barring: frozenset[str]) -> bool:
    """Whether the likeliest entity of a name that waits is barred; a name nothing is like has none."""
    if not item.candidates or not needs_review(item.match):
        return False
    first = item.candidates[0]
    return first.issuer_id in barring or any(entry in barring for entry in first.entry_ids)


def export_queue(
    analysis: Analysis, reference: Reference, path: Path, decisions: Iterable[Decision] = (), written_at: str = ""
) -> int:
    """Write the queue as a workbook for staff; gives the number of names.

    Raises:
        sinolens.reporting.errors.ExportFailed: the file could not be written; an older one is untouched.
    """
    items = open_queue(analysis, reference, decisions)
    write_review(
        items, path, analysis.slices, reference, institution=analysis.institution.name, as_of=analysis.as_of,
        written_at=written_at or timestamp(),
    )
    return len(items)


def compare_review(decisions: Iterable[Decision], proposed: ProposedDecisions) -> ReviewedChanges:
    """Put each proposal beside what the project decided.

    Args:
        decisions: of the project, in the order they were made.
        proposed: what was read.

    Returns:
        New, changed, same and conflicting. It is a conflict when the file decides twice and differently about a
        string, or when the project's own decision is later than the day the queue was written.
    """
    standing = DecisionTable.of(decisions)
    groups: dict[str, list[Proposal]] = {}
    for proposal in proposed.proposals:
        groups.setdefault(string_key(proposal.decision.string), []).append(proposal)
    changes = []
    taken: set[tuple[str, str, str]] = set()
    for proposal in proposed.proposals:
        one = proposal.decision
        key = string_key(one.string)
        rivals = [other for other in groups[key] if _contradict(one, other.decision)]
        known = _standing(standing, key, one)
        if rivals:
            reason = f"The file decides otherwise at {', '.join(other.address for other in rivals)}."
            changes.append(ReviewedChange(ChangeKind.CONFLICTING, proposal, known, reason))
        elif (key, one.verdict, one.entity) in taken or _agree(known, one):
            changes.append(ReviewedChange(ChangeKind.SAME, proposal, known))
        elif known is None:
            changes.append(ReviewedChange(ChangeKind.NEW, proposal))
        elif _later(known.when, proposed.written_at):
            reason = f"{known.who or 'Somebody'} decided otherwise on {known.when[:10]}, after this queue was written."
            changes.append(ReviewedChange(ChangeKind.CONFLICTING, proposal, known, reason))
        else:
            changes.append(ReviewedChange(ChangeKind.CHANGED, proposal, known))
        taken.add((key, one.verdict, one.entity))
    return ReviewedChanges(tuple(changes), proposed.findings, proposed.undecided)


def accept_changes(project: Project, changes: Sequence[ReviewedChange], who: str, at: str) -> Command:
    """The accepted changes as one undoable step.

    Args:
        project: the project.
        changes: what a person accepted; those that change nothing are passed over.
        who: recorded where the file names nobody.
        at: recorded where the file gives no date.

    Raises:
        WrongUse: nothing is left to change, or two accepted changes contradict each other.
    """
    wanted = [change.proposal for change in changes if change.kind is not ChangeKind.SAME]
    if not wanted:
        raise WrongUse("None of the accepted rows changes anything.")
    for place, proposal in enumerate(wanted):
        for other in wanted[:place]:
            if string_key(other.decision.string) == string_key(proposal.decision.string) and _contradict(
                proposal.decision, other.decision
            ):
                raise WrongUse(f"{other.address} and {proposal.address} contradict each other; accept one of them.")
    decisions = [
        replace(proposal.decision, who=proposal.decision.who or who, when=proposal.decision.when or at)
        for proposal in wanted
    ]
    files = ", ".join(dict.fromkeys(proposal.file for proposal in wanted))
    count = len({string_key(one.string) for one in decisions})
    return decide_matches(project, decisions, f"Decide {counted(count, 'name')} from {files}")


def revoke_decisions(project: Project, strings: Iterable[str], why: str) -> Command:
    """Forget every decision about some names as one undoable step.

    Raises:
        WrongUse: no reason, or nothing was decided about any of them.
    """
    if not why.strip():
        raise WrongUse("Say why the decision is revoked; the log keeps it.")
    try:
        return revoke_matches(project, strings, why)
    except KeyError:
        raise WrongUse("Nothing was decided about these names.") from None


def _standing(standing: DecisionTable, key: str, one: Decision) -> Decision | None:
    """What the project decided that a proposal would confirm or replace."""
    settled, rejected = standing.settled.get(key), standing.rejected.get(key, {}).get(one.entity)
    if one.verdict == DIFFERENT:
        return rejected or (settled if settled and settled.entity == one.entity else None)
    return settled or (rejected if one.verdict == SAME else None)


def _contradict(one: Decision, other: Decision) -> bool:
    """Both about one string: two different answers, or an entity both meant and not meant."""
    if DIFFERENT in (one.verdict, other.verdict):
        return one.verdict != other.verdict and one.entity == other.entity
    return (one.verdict, one.entity) != (other.verdict, other.entity)


def _agree(known: Decision | None, one: Decision) -> bool:
    return known is not None and (known.verdict, known.entity) == (one.verdict, one.entity)


def _later(decided: str, written: str) -> bool:
    """Whether a decision was made after the queue was written; one whose time cannot be read counts as later."""
    if not written:
        return False
    try:
        made, out = datetime.fromisoformat(decided), datetime.fromisoformat(written)
    except ValueError:
        return True
    if made.tzinfo is None or out.tzinfo is None or len(decided) == 10:
        return decided[:10] > written[:10]
    return made > out
