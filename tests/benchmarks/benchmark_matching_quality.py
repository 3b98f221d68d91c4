"""How good matching is on the labelled names: precision and recall of what is accepted, rank of the right entity.

    python tests/benchmarks/benchmark_matching_quality.py [--misses]

Prints one line for the names used in tuning and one for those held back (see tests/data/matching/generate.py), then
the names written by hand: the half that was opened for development, the half that stays blind, and both together
(see tests/data/matching/blind_names.md). Misses are printed for the tuning names and the opened half only.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

from sinolens.domain.match import Match, ScreeningState
from sinolens.matching.entities import EntityIndex
from sinolens.matching.normaliser import normalise
from sinolens.matching.query import Query
from sinolens.matching.resolution import Matcher
from sinolens.matching.review import rank_entities
from sinolens.reference.loader import load_reference

DATA = Path(__file__).parent.parent / "data" / "matching"
NAMES = DATA / "custodian-names.csv"
PAIRS = DATA / "organisation-pairs.csv"
BLIND = DATA / "blind_names.csv"
BLIND_EASY = DATA / "blind_easy.csv"


@dataclass(frozen=True)
class Labelled:
    """One labelled name; `label` is an entity id or ""."""

    string: str
    country: str
    label: str
    name: str
    kind: str
    held_back: bool


@dataclass(frozen=True)
class Quality:
    """The measures; rates are 0 to 1."""

    positives: int
    hard: int
    easy: int
    accepted: int
    precision: float
    recall: float
    first: float
    top_three: float
    hard_shown: float
    easy_shown: float
    f1: float

    def __str__(self) -> str:
        return (
            f"{self.positives} positives, {self.hard} hard, {self.easy} easy | accepted {self.accepted}: precision "
            f"{self.precision:.4f}, recall {self.recall:.3f} | right first {self.first:.4f}, in three "
            f"{self.top_three:.4f} | shown as possible: hard {100 * self.hard_shown:.2f} %, easy "
            f"{100 * self.easy_shown:.2f} % | F1 of all shown {self.f1:.3f}"
        )


def read_names(path: Path = NAMES) -> list[Labelled]:
    """The labelled names."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Labelled(row["string"], row["country"], row["label"], row["name"], row["kind"], row["held_back"] == "yes")
            for row in csv.DictReader(file)
        ]


def read_blind_names(path: Path) -> list[Labelled]:
    """Names written by hand without sight of the matcher; negatives count as hard ones."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Labelled(row["name"], "", label, row["name"], "positive" if label else "hard", held_back=True)
            for row in csv.DictReader(file)
            for label in [row["issuer_id"] or row["list_entry_id"]]
        ]


def is_opened(name: Labelled) -> bool:
    """The half of the hand-written names whose misses may be read; the other half stays blind."""
    return int(hashlib.sha256(name.string.encode()).hexdigest(), 16) % 2 == 0


def is_current(name: Labelled, index: EntityIndex) -> bool:
    """The label is on file, or the company is still neither in the universe nor on a list."""
    if name.label:
        return index.place_of(name.label) is not None
    return not any(key in index.keys for key in normalise(name.name).keys)


def entity_of(match: Match) -> str:
    """Id of the entity a match stands for, "" when it accepts none."""
    if match.state is ScreeningState.HIT or match.provisional:
        return match.issuer_id or (match.entry_ids[0] if match.entry_ids else "")
    return ""


def measure(names: list[Labelled], index: EntityIndex, misses: list[str] | None = None) -> Quality:
    """Match the names and count."""
    queries = [Query(name=name.string, country=name.country) for name in names]
    matches = Matcher(index).match(queries)
    ranked = rank_entities(queries, index)
    accepted = right = first = three = shown_right = shown = 0
    counts = {kind: sum(name.kind == kind for name in names) for kind in ("positive", "hard", "easy")}
    wrong = {"hard": 0, "easy": 0}
    for name, match, order in zip(names, matches, ranked, strict=True):
        found = entity_of(match)
        is_shown = match.state in (ScreeningState.HIT, ScreeningState.POSSIBLE)
        accepted += bool(found)
        correct = bool(found) and index.place_of(found) == index.place_of(name.label)
        right += correct
        shown += is_shown
        if name.kind != "positive":
            wrong[name.kind] += is_shown
            if is_shown and misses is not None:
                misses.append(f"{name.kind} shown: {name.string} -> {match.name} {match.score} {match.evidence}")
            continue
        ids = [index.entities[candidate.entity].id for candidate in order]
        label = index.entities[index.place_of(name.label) or 0].id
        first += ids[:1] == [label]
        three += label in ids[:3]
        shown_right += is_shown and ids[:1] == [label]
        if misses is not None:
            if found and not correct:
                misses.append(f"accepted wrong: {name.string} ({name.label}) -> {match.name} {match.score}")
            if ids[:1] != [label]:
                misses.append(f"not first: {name.string} ({name.label}) -> {ids[:3]}")
            if not found:
                misses.append(
                    f"not accepted: {name.string} ({name.label}) -> {match.state} {match.name} {match.score} "
                    f"{match.evidence}"
                )
    precision_shown, recall_shown = shown_right / max(shown, 1), shown_right / counts["positive"]
    return Quality(
        counts["positive"],
        counts["hard"],
        counts["easy"],
        accepted,
        right / max(accepted, 1),
        right / counts["positive"],
        first / counts["positive"],
        three / counts["positive"],
        wrong["hard"] / max(counts["hard"], 1),
        wrong["easy"] / max(counts["easy"], 1),
        2 * precision_shown * recall_shown / (precision_shown + recall_shown),
    )


def measure_pairs(path: Path = PAIRS) -> tuple[float, float]:
    """Precision and recall on pairs of organisations' names: shown as possible or hit counts as the same."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shown = [
        Matcher(EntityIndex.from_table([("right", row["right"], ())])).answer([Query(name=row["left"])])[0].entity
        is not None
        for row in rows
    ]
    same = [row["same"] == "yes" for row in rows]
    right = sum(one and other for one, other in zip(shown, same, strict=True))
    return right / max(sum(shown), 1), right / max(sum(same), 1)


def main() -> None:
    """Print the measures."""
    index = EntityIndex(load_reference())
    names = [name for name in read_names() if is_current(name, index)]
    misses: list[str] = []
    print("tuning   ", measure([name for name in names if not name.held_back], index, misses))
    print("held back", measure([name for name in names if name.held_back], index))
    written = [name for name in read_blind_names(BLIND) if is_current(name, index)]
    print("opened   ", measure([name for name in written if is_opened(name)], index, misses))
    print("blind    ", measure([name for name in written if not is_opened(name)], index))
    print("both     ", measure(written, index))
    print("blind, official names", measure(read_blind_names(BLIND_EASY), index))
    print("organisation pairs: precision {:.3f}, recall {:.3f}".format(*measure_pairs()))
    if "--misses" in sys.argv:
        print(*sorted(misses), sep="\n")


if __name__ == "__main__":
    main()
