"""Reads the institutions: every `*.toml` in the folder `institutions`, one `[[institution]]` each.

An institution is who holds. Its mandates are the state laws and own policies on file, each with its paper and the
date of notice; a rule of the holder decides nothing without them. Its limits are its own; none is assumed.
"""

from __future__ import annotations

from importlib.resources.abc import Traversable

from sinolens.domain.definition import LIMIT_DENOMINATORS, LIMIT_MEASURES, Institution, Limit, Mandate
from sinolens.reference.outline import Record, read_records
from sinolens.reference.pack import PackError, iso_date, matching, one_of, optional_whole_number, slug, yes_no_unknown

FOLDER = "institutions"
_state = matching(r"[A-Z]{2}", "the two letters of a state")


def load_institutions(root: Traversable) -> dict[str, Institution]:
    """Institutions by id, in the order of the files.

    Args:
        root: the resources folder.

    Raises:
        sinolens.reference.pack.PackError: a missing folder, or an unknown, missing or wrong field.
    """
    try:
        names = sorted(item.name for item in root.joinpath(FOLDER).iterdir() if item.name.endswith(".toml"))
    except OSError as error:
        raise PackError(FOLDER, 0, "", "the folder is missing or cannot be read") from error
    found: dict[str, Institution] = {}
    for name in names:
        for record in read_records(root, f"{FOLDER}/{name}", "institution"):
            institution = read_institution(record)
            if institution.id in found:
                record.fail("id", f"{institution.id!r} stands twice")
            found[institution.id] = institution
    return found


def read_institution(record: Record) -> Institution:
    """One institution with its mandates and limits.

    Raises:
        sinolens.reference.pack.PackError: an unknown, missing or wrong field.
    """
    mandates = tuple(_read_mandate(mandate) for mandate in record.tables("mandate"))
    institution = Institution(
        id=record.convert("id", slug),
        name=record.text("name"),
        public=record.convert("public", yes_no_unknown, ""),
        state=record.convert("state", _state, ""),
        assets_usd=record.convert("assets_usd", optional_whole_number, ""),
        policies=tuple(mandate.rule_id for mandate in mandates),
        mandates=mandates,
        note=record.text("note", ""),
        limits=tuple(_read_limit(limit) for limit in record.tables("limit")),
    )
    record.finish()
    return institution


def _read_limit(record: Record) -> Limit:
    limit = Limit(
        id=record.convert("id", slug),
        name=record.text("name"),
        measure=record.convert("measure", one_of(*LIMIT_MEASURES)),
        of=record.convert("of", one_of(*LIMIT_DENOMINATORS), "pool"),
        percent=record.number("percent"),
        document=record.text("document"),
        watch=record.number("watch", 80.0),
        from_date=record.convert("from", iso_date, ""),
        comment=record.text("comment", ""),
    )
    if not 0 <= limit.percent <= 100:
        record.fail("percent", "is not between 0 and 100")
    if not 0 < limit.watch <= 100:
        record.fail("watch", "is not between 0 and 100")
    record.finish()
    return limit


def _read_mandate(record: Record) -> Mandate:
    mandate = Mandate(
        rule_id=record.convert("rule", slug),
        notice_date=record.convert("notice_date", iso_date, ""),
        document=record.text("document"),
        issuer_ids=record.texts("issuers"),
        entry_names=record.texts("names"),
        list_ids=record.texts("lists"),
        groups=record.texts("groups"),
        from_date=record.convert("from", iso_date, ""),
        waived_ids=record.texts("waived"),
        direct_only=record.convert("direct_only", one_of("yes", "no"), "no") == "yes",
    )
    record.finish()
    return mandate
