"""OFAC's XML: one `sdnEntry` per entity with its programmes, other names, addresses and labelled numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from sinolens.domain.finding import Finding
from sinolens.reference.formats.markup import children, local_name, text_of
from sinolens.reference.formats.remarks import Remarks, read_date, read_labelled, read_remarks
from sinolens.reference.formats.rows import ListFileError, ListRow, ParsedList, Vocabulary, distinct, tidy
from sinolens.reference.lists import OfficialList

FORMAT = "OFAC XML"
LACKS = frozenset({"parent_entry_id", "footnotes", "licence_policy"})
_ENTITY_TYPES = ("", "entity")


def looks_like(root: Element) -> bool:
    """Whether a document is in this format."""
    return local_name(root) == "sdnList"


def read(
    file: str, root: Element, lists: Mapping[str, OfficialList], words: Vocabulary, list_id: str = ""
) -> list[ParsedList]:
    """Read the document into one `ParsedList` per list found in it; `list_id` takes every entry for that list.

    Raises:
        ListFileError: the file's own count of records is not the number of its records.
    """
    published = ""
    _check_count(file, root)
    rows: defaultdict[str, list[ListRow]] = defaultdict(list)
    findings: defaultdict[str, list[Finding]] = defaultdict(list)
    left_out: defaultdict[str, int] = defaultdict(int)
    for part in root:
        if local_name(part).casefold().startswith("publ"):
            # The publisher's own schema spells this element "publshInformation".
            published = next((read_date(text_of(c)) for c in part if local_name(c).casefold() == "publish_date"), "")
        if local_name(part) != "sdnEntry":
            continue
        tags = {text_of(program) for group in children(part, "programList") for program in children(group, "program")}
        owners = [list_id] if list_id else [
            one.list_id for one in lists.values() if one.ofac_program and one.ofac_program in tags
        ]
        for owner in owners:
            if _field(part, "sdnType").casefold() not in _ENTITY_TYPES:
                left_out[owner] += 1
                continue
            row, noticed = _row(file, part, words)
            rows[owner].append(row)
            findings[owner] += noticed
    return [
        ParsedList(
            owner, FORMAT, (file,), published, tuple(found), left_out[owner], tuple(findings[owner]), lacks=LACKS)
        for owner, found in rows.items()
    ]


def _check_count(file: str, root: Element) -> None:
    stated = next((
        text_of(field) for part in root for field in part
        if local_name(part).casefold().startswith("publ") and local_name(field).casefold() == "record_count"
    ), "")
    count = sum(local_name(part) == "sdnEntry" for part in root)
    if stated.isdigit() and int(stated) != count:
        raise ListFileError(file, f"the file says it has {stated} records and has {count}; fetch it again")


def _row(file: str, entry: Element, words: Vocabulary) -> tuple[ListRow, list[Finding]]:
    name = tidy(_field(entry, "lastName"))
    found = read_remarks(_field(entry, "remarks"), words, Remarks())
    for group in children(entry, "idList"):
        for one in children(group, "id"):
            read_labelled(_field(one, "idType"), _field(one, "idNumber"), words, found)
    others = []
    for group in children(entry, "akaList"):
        for one in children(group, "aka"):
            others.append(_field(one, "lastName"))
            if _field(one, "type").startswith("f"):
                found.former.append(_field(one, "lastName"))
    countries = {
        words.country_of(_field(one, "city")) or words.country_of(_field(one, "country"))
        for group in children(entry, "addressList") for one in children(group, "address")
    } - {""}
    row = ListRow(
        name, distinct(name, found.aliases + others), _field(entry, "uid"),
        country=countries.pop() if len(countries) == 1 else "", listed_on=found.dates.get("listed_on", ""),
        effective_on=found.dates.get("effective_on", ""), divest_by=found.dates.get("divest_by", ""),
        identifiers=tuple(found.identifiers), notes=found.note_text(),
    )
    return row, found.findings(file, 0, name)


def _field(element: Element, name: str) -> str:
    return next((text_of(child) for child in children(element, name)), "")
