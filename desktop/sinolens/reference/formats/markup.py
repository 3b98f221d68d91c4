"""Safe reading of XML, whatever its name spaces."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from sinolens.reference.formats.rows import ListFileError


def parse(file: str, data: bytes) -> Element:
    """The root of a document.

    Raises:
        ListFileError: not well-formed, or it declares entities, which these files never do.
    """
    try:
        root: Element = fromstring(data)
    except ParseError as error:
        raise ListFileError(file, "not well-formed XML; fetch the file again", error.position[0]) from error
    except DefusedXmlException as error:
        raise ListFileError(file, "the XML declares entities, which a list file never does; it is not read") from error
    return root


def local_name(element: Element) -> str:
    """Name of an element without its name space; "" for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: Element, name: str) -> Iterator[Element]:
    """Direct children of that name."""
    return (child for child in element if local_name(child) == name)


def text_of(element: Element) -> str:
    """All text inside, on one line."""
    return " ".join("".join(element.itertext()).split())
