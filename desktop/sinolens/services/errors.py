"""What a use case refuses, as one sentence for the user."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - the word users read
    """The request cannot be done; the message says what, where and what to do."""


class WrongUse(Refused):
    """The request itself is wrong (an unknown definition, no date anywhere): exit code 2."""
