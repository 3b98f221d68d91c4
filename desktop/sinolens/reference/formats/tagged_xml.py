"""XML with programme tags: one element per entity with its programmes, other names, addresses and labelled numbers."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from sinolens.domain.finding import Finding
from sinolens.reference.formats.markup import children, local_name, text_of
from sinolens.reference.formats.remarks import Remarks, read_date, read_labelled, read_remarks
from sinolens.reference.formats.rows import Gathering, ListFileError, ListRow, ParsedList, Vocabulary, distinct, tidy
from sinolens.reference.lists import OfficialList

FORMAT = "tagged-xml"
LACKS = frozenset({"parent_entry_id", "footnotes", "licence_policy"})
_ENTITY_TYPES = ("", "entity")


def looks_like(root: Element, words: Vocabulary) -> bool:
    """Whether a document is in this format."""
    return local_name(root) in words.words_of(FORMAT, "document")


def read(
    file: str, root: Element, lists: Mapping[str, OfficialList], words: Vocabulary, list_id: str = ""
) -> list[ParsedList]:
    """Read the document into one `ParsedList` per list found in it; `list_id` takes every entry for that list.

    Raises:
        ListFileError: the file's own count of records is not the number of its records.
    """
    published = ""
    entries = words.words_of(FORMAT, "entry")
    _check_count(file, root, entries)
    found = Gathering()
    for part in root:
        if local_name(part).casefold().startswith("publ"):
            # The publisher's own schema spells this element "publshInformation".
            published = next((read_date(text_of(c)) for c in part if local_name(c).casefold() == "publish_date"), "")
        if local_name(part) not in entries:
            continue
        tags = {text_of(program) for group in children(part, "programList") for program in children(group, "program")}
        owners = [list_id] if list_id else [
            one.list_id for one in lists.values() if one.program_tag and one.program_tag in tags
        ]
        for owner in owners:
            if _kind(part, words) not in _ENTITY_TYPES:
                found.leave_out(owner)
                continue
            found.add(owner, *_row(file, part, words))
    return found.lists(words.formats[FORMAT], (file,), LACKS, published)


def _check_count(file: str, root: Element, entries: tuple[str, ...]) -> None:
    stated = next((
        text_of(field) for part in root for field in part
        if local_name(part).casefold().startswith("publ") and local_name(field).casefold() == "record_count"
    ), "")
    count = sum(local_name(part) in entries for part in root)
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


def _kind(entry: Element, words: Vocabulary) -> str:
    return next(filter(None, (_field(entry, name) for name in words.words_of(FORMAT, "kind"))), "").casefold()


def _field(element: Element, name: str) -> str:
    return next((text_of(child) for child in children(element, name)), "")
