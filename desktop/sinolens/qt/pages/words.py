"""Words for coded values, as every page says them."""

from __future__ import annotations

REGION_WORDS = {
    "PRC": "Mainland China", "HK": "Hong Kong", "MO": "Macau", "TW": "Taiwan", "OTHER": "Elsewhere",
    "UNKNOWN": "Not known",
}
INSTRUMENT_WORDS = {
    "etf": "ETF", "all": "everything", "listed": "listed securities", "nonpublic": "unlisted holdings",
    "direct_private": "direct private holding",
}
LINE_WORDS = {
    "A": "A share", "B": "B share", "H": "H share", "red_chip": "red chip", "p_chip": "P chip", "adr": "ADR",
    "dual_counter": "dual counter", "ordinary": "ordinary share", "bond": "bond",
}
RELATION_WORDS = {
    "exact": "the entry is this issuer", "parent": "the entry is its parent",
    "subsidiary": "the entry is its subsidiary",
    "sister": "the entry is its sister", "owned_50": "half or more owned by the entry",
    "name_only": "a similar name only",
}
LEVEL_WORDS = {"high": "high", "some": "some", "none_seen": "none seen", "unknown": "unknown"}


def spoken(code: str) -> str:
    """A code in words: "state_ownership" to "state ownership"."""
    return code.replace("_", " ").replace("-", " ")


def headed(code: str) -> str:
    """A code as the name of a fact: "share_at_least" to "Share at least"."""
    words = spoken(code)
    return words[:1].upper() + words[1:]


def checked_word(verified: bool) -> str:
    """Whether a fact was compared with its source, in a word."""
    return "verified" if verified else "unverified"
