"""Finds out which format a set of files is in, and reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from sinolens.reference.formats import (
    markup,
    screening,
    simple,
    supplement_text,
    supplement_xml,
    tagged_csv,
    tagged_xml,
)
from sinolens.reference.formats.rows import ListFileError, ParsedList, Vocabulary, decode
from sinolens.reference.lists import OfficialList

# The largest of these files is a few tens of megabytes; a file beyond this is something else.
SIZE_LIMIT = 512 * 1024 * 1024


def read_files(
    paths: Sequence[Path], lists: Mapping[str, OfficialList], words: Vocabulary, list_id: str = ""
) -> tuple[ParsedList, ...]:
    """Read files of the publishers.

    Args:
        paths: one file, or a file of names with the files that belong beside it.
        lists: the lists by id.
        words: the words of the formats.
        list_id: which list the files are, where they do not say or hold several.

    Returns:
        One `ParsedList` per list found, at least one.

    Raises:
        ListFileError: a file cannot be read, is in no known format, or names no list we know.
    """
    if list_id and list_id not in lists:
        raise ListFileError(paths[0].name, f"no list {list_id!r} is known; known are {', '.join(sorted(lists))}")
    found: list[ParsedList] = []
    companions: dict[str, tuple[str, bytes]] = {}
    named: list[tuple[str, bytes]] = []
    for path in paths:
        data = _read_bytes(path)
        if data.lstrip()[:1] == b"<" or data[:5] == b"\xef\xbb\xbf<?":
            found += _read_markup(path.name, data, lists, words, list_id)
            continue
        head = decode(data[:65536])
        companion = tagged_csv.looks_like_companion(head)
        if tagged_csv.looks_like(head):
            named.append((path.name, data))
        elif companion:
            if companion in companions:
                raise ListFileError(path.name, f"a second file of the same kind as {companions[companion][0]}")
            companions[companion] = (path.name, data)
        elif supplement_text.looks_like(decode(data), lists):
            found += supplement_text.read(path.name, data, lists, words, list_id)
        elif screening.looks_like(head):
            found += screening.read(path.name, data, lists, words, list_id)
        elif simple.looks_like(head):
            found.append(simple.read(path.name, data, list_id, words))
        else:
            raise ListFileError(path.name, "the file is in none of the formats this program reads")
    if len(named) > 1:
        raise ListFileError(named[1][0], f"give one file of names at a time, not this and {named[0][0]}")
    if companions and not named:
        raise ListFileError(next(iter(companions.values()))[0], "the file of names that belongs to it is missing")
    for one in named:
        found += tagged_csv.read(one, companions, lists, words, list_id)
    if not found:
        raise ListFileError(paths[0].name, "no entry of a list this program knows is in it")
    twice = [one.list_id for i, one in enumerate(found) if one.list_id in {other.list_id for other in found[:i]}]
    if twice:
        raise ListFileError(paths[-1].name, f"the list {twice[0]!r} is in more than one of the files")
    return tuple(found)


def _read_markup(
    file: str, data: bytes, lists: Mapping[str, OfficialList], words: Vocabulary, list_id: str
) -> list[ParsedList]:
    root = markup.parse(file, data)
    if tagged_xml.looks_like(root, words):
        return tagged_xml.read(file, root, lists, words, list_id)
    if supplement_xml.looks_like(root, words):
        return supplement_xml.read(file, root, lists, words, list_id)
    raise ListFileError(file, "the XML is in none of the formats this program reads")


def _read_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise ListFileError(path.name, "the file is far too large to be a list")
        data = path.read_bytes()
    except OSError as error:
        raise ListFileError(path.name, f"the file cannot be read ({error.strerror})") from error
    if not data.strip():
        raise ListFileError(path.name, "the file is empty")
    return data
