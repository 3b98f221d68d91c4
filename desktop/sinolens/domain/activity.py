"""Evidence that an issuer carries on an activity a rule answers to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActivityEvidence:
    """One piece of evidence about one issuer.

    Attributes:
        issuer_id: issuer of the universe, or the id of a list entry for a listed entity that is none.
        activity: id of a rule's activity the source states, "" when only a figure is known.
        measure: name of the figure, "" when the source states the activity itself.
        value: the figure; 0 without one.
        subject: what was measured (the model, say).
        estimate: the figure is somebody's estimate, never the issuer's own statement.
        confidence: of the estimate: "confident", "likely", "speculative" or "unknown"; "stated" for a statement.
        source, as_of, verified: where and when it was seen.
    """

    issuer_id: str
    activity: str
    measure: str
    value: float
    subject: str
    estimate: bool
    confidence: str
    source: str
    as_of: str
    verified: bool = False
