"""A saved understanding of a layout, found again by the fingerprint of its headers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Template:
    """A layout."""

    name: str
