"""Rules and institutions of the user's own: TOML files as in `resources/rules` and `resources/institutions`.

One file holds `[[rule]]` or `[[institution]]` tables. They stand beside the bundled ones and replace none of them; an
institution's mandates must name rules, issuers, lists and groups that are on file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from sinolens.domain.definition import Institution
from sinolens.domain.rule import Rule
from sinolens.reference.institutions import read_institution
from sinolens.reference.loader import Reference
from sinolens.reference.outline import Record, read_records
from sinolens.reference.pack import PackError, read_document
from sinolens.reference.rules import read_rule

SUFFIX = ".toml"
_TABLES = ("institution", "rule")


@dataclass(frozen=True, slots=True)
class OwnPack:
    """What one file holds, checked against the facts."""

    rules: tuple[Rule, ...] = ()
    institutions: tuple[Institution, ...] = ()


def read_pack(folder: Path, name: str, reference: Reference) -> OwnPack:
    """Read and check one file.

    Args:
        folder: it stands in.
        name: of the file.
        reference: the facts it is laid over.

    Raises:
        PackError: an unknown list, date, field, rule or issuer, or an id that is on file; says file, line and field.
    """
    found = set(read_document(folder, name))
    if not found or found - set(_TABLES):
        wrong = ", ".join(sorted(found - set(_TABLES)))
        raise PackError(name, 1, wrong, "a pack holds [[rule]] or [[institution]] tables and nothing else")
    if len(found) > 1:
        raise PackError(name, 1, "", "rules and institutions stand in files of their own")
    if "rule" in found:
        return OwnPack(rules=tuple(_read_rules(folder, name, reference)))
    return OwnPack(institutions=tuple(_read_institutions(folder, name, reference)))


def lay_packs_over(reference: Reference, folder: Path) -> Reference:
    """The facts with every pack of a folder laid over them: rules first, for the institutions name them.

    Raises:
        PackError: see `read_pack`.
    """
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(SUFFIX)) if folder.is_dir() else []
    if not names:
        return reference
    digest = hashlib.sha256(reference.id.encode())
    with_rules = [name for name in names if "rule" in read_document(folder, name)]
    for name in (*with_rules, *(name for name in names if name not in with_rules)):
        pack = read_pack(folder, name, reference)
        digest.update(name.encode() + b"\0" + (folder / name).read_bytes())
        reference = replace(
            reference, rules=tuple(sorted((*reference.rules, *pack.rules), key=lambda rule: rule.id)),
            institutions={**reference.institutions, **{one.id: one for one in pack.institutions}})
    return replace(reference, id=digest.hexdigest()[: len(reference.id)])


def _read_rules(folder: Path, name: str, reference: Reference) -> list[Rule]:
    lists = frozenset({*(edition.list_id for edition in reference.editions),
                       *(missing.list_id for missing in reference.missing_lists)})
    taken = {rule.id for rule in reference.rules}
    rules = []
    for record in read_records(folder, name, "rule"):
        rule = read_rule(record, lists)
        if rule.id in taken:
            record.fail("id", f"{rule.id!r} is on file already")
        taken.add(rule.id)
        rules.append(rule)
    return rules


def _read_institutions(folder: Path, name: str, reference: Reference) -> list[Institution]:
    taken = set(reference.institutions)
    made = []
    for record in read_records(folder, name, "institution"):
        institution = read_institution(record)
        if institution.id in taken:
            record.fail("id", f"{institution.id!r} is on file already")
        taken.add(institution.id)
        _check_mandates(record, institution, reference)
        made.append(institution)
    return made


def _check_mandates(record: Record, institution: Institution, reference: Reference) -> None:
    mandates = {rule.id for rule in reference.rules if rule.basis == "mandate"}
    lists = {edition.list_id for edition in reference.editions}
    groups = {category.group for category in reference.categories.values()}
    for place, mandate in enumerate(institution.mandates):
        for field, given, known, what in (
            ("rule", (mandate.rule_id,), mandates, "rule of a holder"),
            ("issuers", (*mandate.issuer_ids, *mandate.waived_ids), set(reference.issuers), "issuer"),
            ("lists", mandate.list_ids, lists, "list"), ("groups", mandate.groups, groups, "category group"),
        ):
            wrong = [one for one in given if one not in known]
            if wrong:
                record.fail_within("mandate", place, field, f"no {what} on file is called {wrong[0]!r}")
