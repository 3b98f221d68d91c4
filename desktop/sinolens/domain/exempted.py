"""An exception a position is held under, or could be, with the evidence on file and what is missing of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answer on file.

    Attributes:
        question: what it answers.
        answer: as given; dates in ISO form.
        origin: "holdings file", "fact sheet" or "worked out".
        who, when: who entered it and when; "" = not given.
        document, sha256: name and hash of the paper it rests on; "" = none.
    """

    question: str
    answer: str
    origin: str
    who: str = ""
    when: str = ""
    document: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Exempted:
    """A position and the exception of a rule.

    Attributes:
        row: of the position table.
        rule, exception, citation: names as on file; `exception` is "" and `could` tells where none is shown.
        verified: whether the exception's source was checked.
        relied: the position is held under it. False: the rule reaches the position and no exception is shown.
        could: exceptions that could still hold.
        evidence: answers on file.
        missing: what is asked for and not on file.
    """

    row: int
    rule: str
    exception: str
    citation: str
    verified: bool
    relied: bool
    could: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[str, ...] = ()
