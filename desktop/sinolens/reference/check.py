"""Checks all bundled facts and prints what they cover: `python -m sinolens.reference.check [--links | --universe]`.

The readers refuse a faulty file when the program starts; this goes further: what one table says of another, check
digits, order, and how much of each pack is verified. Exit code 1 when there is an error.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from sinolens.domain.official_list import ListEntry, Relation
from sinolens.reference.assembly import FACT_SUFFIXES, assemble, fact_files
from sinolens.reference.coverage import describe_universe
from sinolens.reference.definitions import DEFAULT_DEFINITION
from sinolens.reference.identifiers import is_valid
from sinolens.reference.links import load_gaps
from sinolens.reference.loader import Reference, resources
from sinolens.reference.pack import PackError
from sinolens.reference.policies import load_policies

LEAST_DEFINITIONS = 10
# Tables whose order carries meaning and is therefore not alphabetical.
UNSORTED = frozenset({"importing", "matching"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing found. An error fails the check; a warning is for whoever curates."""

    error: bool
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many facts a file holds and how many of them are marked verified; `marked` False: the file has no marks."""

    file: str
    facts: int
    verified: int
    marked: bool


def find_faults(reference: Reference, root: Traversable) -> list[Fault]:
    """Everything that is wrong or doubtful in facts that could be read."""
    return [
        *_check_editions(reference),
        *_check_entries(reference),
        *_check_links(reference, root),
        *_check_rules(reference),
        *_check_issuers(reference),
        *_check_definitions(reference),
        *_check_scenarios(reference),
        *_check_order(root),
    ]


def _check_editions(reference: Reference) -> Iterator[Fault]:
    for edition in reference.editions:
        where = f"{edition.list_id} {edition.edition}"
        entries = reference.entries.get((edition.list_id, edition.edition), ())
        if len(entries) != edition.count:
            yield Fault(True, where, f"{len(entries)} entries on file, {edition.count} published")
        if edition.in_force_to and edition.in_force_to <= edition.in_force_from:
            yield Fault(True, where, "ends before it begins")
        if edition.checked_on < edition.edition and not edition.withdrawn:
            yield Fault(True, where, "was last checked before its own date")
        if not edition.complete and not edition.note:
            yield Fault(True, where, "is not complete and does not say what is missing")


def _check_entries(reference: Reference) -> Iterator[Fault]:
    current = {(e.list_id, e.edition) for e in reference.editions if not e.in_force_to}
    for (list_id, edition), entries in reference.entries.items():
        where = f"{list_id} {edition}"
        names = Counter((entry.name.casefold(), entry.notes) for entry in entries)
        for name, count in names.items():
            if count > 1:
                yield Fault(False, where, f"{name[0]!r} stands {count} times")
        for entry in entries:
            if entry.listed_on > edition:
                yield Fault(True, where, f"{entry.id} was listed after the date of the edition")
            for identifier in entry.identifiers if (list_id, edition) in current else ():
                if not is_valid(identifier.kind, identifier.value):
                    known = identifier.value in entry.notes
                    text = f"{entry.id}: {identifier.kind} {identifier.value} fails its check"
                    yield Fault(not known, where, f"{text}{', as published' if known else ' and its notes are silent'}")


def _check_links(reference: Reference, root: Traversable) -> Iterator[Fault]:
    entries = {entry.id: entry for found in reference.entries.values() for entry in found}
    latest = {
        entry.id
        for edition in reference.editions if not edition.withdrawn and not edition.in_force_to
        for entry in reference.entries[(edition.list_id, edition.edition)]
    }
    for link in reference.links:
        where = f"link {link.entry_id} – {link.issuer_id}"
        if link.entry_id not in entries:
            yield Fault(True, where, "no edition has this entry")
        elif link.entry_id not in latest:
            yield Fault(False, where, "the entry is in no current edition")
        if link.issuer_id not in reference.issuers:
            yield Fault(True, where, "no such issuer")
        if link.relation is Relation.OWNED_50 and link.share < 50:
            yield Fault(True, where, "says half or more is owned and gives no such share")
    linked = {link.entry_id for link in reference.links}
    cited = {(entry.list_id, entry.citation, entry.id) for entry in entries.values()}
    rules = {(list_id, citation) for list_id, citation, _ in cited}
    for (list_id, citation), said in load_policies(root).items():
        if (list_id, citation) not in rules:
            yield Fault(True, f"licence policy {citation}", "no entry bears this citation")
        for key in (key for one in said for key in one.keys):
            if (list_id, citation, f"{list_id}:{key}") not in cited:
                yield Fault(True, f"licence policy {citation}", f"no entry {key!r} bears this citation")
    for gap in load_gaps(root):
        if gap.entry_id not in entries:
            yield Fault(True, f"gap {gap.entry_id}", "no edition has this entry")
        elif gap.entry_id in linked:
            yield Fault(False, f"gap {gap.entry_id}", "the entry has an issuer by now")


def _check_rules(reference: Reference) -> Iterator[Fault]:
    known = {e.list_id for e in reference.editions} | {one.list_id for one in reference.missing_lists}
    used: set[str] = set()
    for rule in reference.rules:
        used.update(rule.list_ids)
        for list_id in rule.list_ids:
            if list_id not in known:
                yield Fault(True, f"rule {rule.id}", f"no list {list_id!r}")
        if not rule.citation or not rule.source or not rule.retrieved:
            yield Fault(True, f"rule {rule.id}", "has no citation, source or date of retrieval")
    for list_id in sorted(known - used):
        yield Fault(False, f"list {list_id}", "no rule speaks of it")


def _check_issuers(reference: Reference) -> Iterator[Fault]:
    linked = {link.issuer_id for link in reference.links}
    for issuer in reference.issuers.values():
        if not issuer.source or not issuer.as_of:
            yield Fault(True, f"issuer {issuer.id}", "has no source or date")
        if issuer.verified and not issuer.source:
            yield Fault(True, f"issuer {issuer.id}", "is marked verified without a source")
        if not issuer.listed and issuer.id not in linked and not issuer.categories:
            yield Fault(False, f"issuer {issuer.id}", "has no line, no list entry and no category")
    for line in reference.lines:
        if not line.source:
            yield Fault(True, f"line {line.mic} {line.ticker}", "has no source")
        if line.mic and line.mic not in reference.markets:
            yield Fault(True, f"line {line.mic} {line.ticker}", "the market is not on file")
    taken = {(line.mic, line.ticker) for line in reference.lines if not line.valid_to}
    isins = {line.isin for line in reference.lines if line.isin}
    for other in reference.other_lines:
        if (other.mic, other.ticker) in taken or other.isin in isins:
            yield Fault(True, f"other line {other.mic} {other.ticker}", "is a line of an issuer on file")


def _check_definitions(reference: Reference) -> Iterator[Fault]:
    if len(reference.definitions) < LEAST_DEFINITIONS:
        yield Fault(True, "definitions", f"fewer than {LEAST_DEFINITIONS}")
    if DEFAULT_DEFINITION not in reference.definitions:
        yield Fault(True, "definitions", "the default is missing")
    countries = set(reference.countries.values())
    for market in reference.markets.values():
        if market.country not in countries:
            yield Fault(True, f"market {market.mic}", f"country {market.country} is not on file")


def _check_scenarios(reference: Reference) -> Iterator[Fault]:
    for scenario in reference.scenarios.values():
        for effect in scenario.effects:
            chosen = effect.selects
            for known, used, what in (
                (reference.categories.keys(), chosen.groups, "group"),
                (reference.markets.keys(), chosen.markets, "market"),
            ):
                for one in sorted(set(used) - set(known)):
                    yield Fault(True, f"scenario {scenario.id}", f"no {what} {one!r}")


def _check_order(root: Traversable) -> Iterator[Fault]:
    for path, rows in _tables(root):
        if path.split("/")[0] in UNSORTED or len(rows) < 2:
            continue
        keys = [_sort_key(row[0]) for row in rows[1:] if row]
        if keys != sorted(keys):
            spot = next(i for i in range(1, len(keys)) if keys[i] < keys[i - 1])
            yield Fault(False, path, f"line {spot + 2}: not in the order of its first column")


def _sort_key(cell: str) -> tuple[int, str]:
    return (int(cell), "") if cell.isdigit() else (0, cell)


def _tables(root: Traversable) -> Iterator[tuple[str, list[list[str]]]]:
    for path, file in sorted(fact_files(root), key=lambda item: item[0]):
        if path.endswith(FACT_SUFFIXES[0]):
            yield path, list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8"), newline="")))


def measure(root: Traversable) -> list[Coverage]:
    """Facts and verified facts by file."""
    found = []
    for path, (header, *rows) in _tables(root):
        marked = "verified" in header
        at = header.index("verified") if marked else 0
        found.append(Coverage(path, len(rows), sum(row[at] == "verified" for row in rows) if marked else 0, marked))
    return found


def describe_coverage(reference: Reference, root: Traversable) -> Iterator[str]:
    """The report in lines: facts by file, editions, lists not on file, and how entries are joined to issuers."""
    yield f"{'file':<44}{'facts':>7}{'verified':>10}"
    for one in measure(root):
        yield f"{one.file:<44}{one.facts:>7}{one.verified if one.marked else '–':>10}"
    rules = sum(rule.verified for rule in reference.rules)
    yield f"{'rules':<44}{len(reference.rules):>7}{rules:>10}"
    yield ""
    yield (
        f"{'list':<22}{'edition':<12}{'answers from':<14}{'until':<12}{'checked':<12}"
        f"{'entries':>8}{'exact':>7}{'other':>7}"
    )
    relations: defaultdict[str, set[Relation]] = defaultdict(set)
    for link in reference.links:
        relations[link.entry_id].add(link.relation)
    for edition in reference.editions:
        entries = reference.entries[(edition.list_id, edition.edition)]
        exact = sum(Relation.EXACT in relations[entry.id] for entry in entries)
        other = sum(bool(relations[entry.id] - {Relation.EXACT}) for entry in entries)
        until = "withdrawn" if edition.withdrawn else edition.in_force_to or "–"
        yield (
            f"{edition.list_id:<22}{edition.edition:<12}{edition.in_force_from:<14}{until:<12}{edition.checked_on:<12}"
            f"{len(entries):>8}{exact:>7}{other:>7}{'' if edition.complete else '  not complete'}"
        )
    for missing in reference.missing_lists:
        yield f"{missing.list_id:<22}not on file"
    joined = Counter(str(link.relation) for link in reference.links)
    yield ""
    yield from _describe_policies(reference)
    yield "list entries joined to issuers: " + ", ".join(f"{count} {name}" for name, count in sorted(joined.items()))
    yield (
        f"{len(reference.issuers)} issuers, {len(reference.lines)} lines, {len(reference.vehicles)} funds, "
        f"{len(reference.definitions)} definitions, {len(reference.institutions)} institutions, "
        f"{len(reference.scenarios)} scenarios; id {reference.id}"
    )


def _describe_policies(reference: Reference) -> Iterator[str]:
    linked = {link.entry_id for link in reference.links}
    for edition in reference.editions:
        entries = reference.entries[(edition.list_id, edition.edition)]
        known = [entry for entry in entries if entry.licence_policy]
        if known:
            touching = [entry for entry in entries if entry.id in linked]
            stated = sum(not entry.policy_source for entry in known)
            yield (
                f"licence policy known in {edition.list_id} {edition.edition}: {len(known)} of {len(entries)} entries, "
                f"{sum(bool(entry.licence_policy) for entry in touching)} of {len(touching)} that touch an issuer; "
                f"{stated} as the edition prints it, {len(known) - stated} as other texts state it"
            )


def describe_links(reference: Reference) -> Iterator[str]:
    """Every list entry that touches an issuer, as a table in bars: entry, issuer, relation, evidence, source, mark."""
    names: dict[str, ListEntry] = {entry.id: entry for found in reference.entries.values() for entry in found}
    yield "| list | entry | issuer | relation | evidence | source | as of | mark |"
    yield "|---|---|---|---|---|---|---|---|"
    for link in sorted(reference.links, key=lambda link: (link.entry_id, link.issuer_id)):
        entry = names.get(link.entry_id)
        issuer = reference.issuers.get(link.issuer_id)
        cells = (
            link.entry_id.split(":")[0], entry.name if entry else link.entry_id,
            issuer.name if issuer else link.issuer_id, str(link.relation), link.evidence, link.source, link.as_of,
            "verified" if link.verified else "unverified",
        )
        yield "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, print, and say by the exit code whether there was an error."""
    parser = argparse.ArgumentParser(prog="python -m sinolens.reference.check", description="Check the bundled facts.")
    parser.add_argument("--links", action="store_true", help="print every list entry that touches an issuer")
    parser.add_argument("--universe", action="store_true", help="print issuers by category and lines by kind")
    parser.add_argument("--warnings", action="store_true", help="print warnings one by one, not only their number")
    given = parser.parse_args(arguments)
    root = resources()
    try:
        reference = assemble(root)
    except PackError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    if given.links:
        lines = describe_links(reference)
    elif given.universe:
        lines = describe_universe(reference)
    else:
        lines = describe_coverage(reference, root)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    faults = find_faults(reference, root)
    errors = [fault for fault in faults if fault.error]
    shown = faults if given.warnings else errors
    sys.stderr.writelines(f"{'error' if f.error else 'warning'}: {f.where}: {f.text}\n" for f in shown)
    sys.stdout.write(f"\n{len(errors)} errors, {len(faults) - len(errors)} warnings\n")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
