"""The region an issuer or line belongs to. A definition decides which regions count as China."""

from __future__ import annotations

from enum import StrEnum


class Region(StrEnum):
    """Region is a field of its own, apart from category and tier."""

    PRC = "PRC"
    HONG_KONG = "HK"
    MACAU = "MO"
    TAIWAN = "TW"
    OTHER = "OTHER"
    UNKNOWN = "UNKNOWN"
