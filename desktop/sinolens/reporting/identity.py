"""The report id: a fingerprint of what the figures rest on, the same wherever the same analysis is printed."""

from __future__ import annotations

import hashlib

import pandas as pd

from sinolens.exposure.analysis import Analysis
from sinolens.reporting.text import long_date

LENGTH = 12
"""Hexadecimal digits printed."""
_PART = 10_000
"""Values of a column written out at once."""


def report_id(analysis: Analysis) -> str:
    """Id of the analysis: holdings, what was decided about them, reference facts, date, definition and institution.

    The id the analysis was stored with is kept; without one it is worked out from the content.
    """
    return analysis.report_id or fingerprint(analysis)


def source_line(analysis: Analysis) -> str:
    """What stands under whatever travels without its page: who, as of when, by which definition, which report."""
    mark = "Sample · " if analysis.sample else ""
    where = f"{mark}{analysis.institution.name} · as of {long_date(analysis.as_of)}"
    return f"{where} · {analysis.definition.name} · report {report_id(analysis)}"


def fingerprint(analysis: Analysis) -> str:
    """SHA-256 over the content in a fixed order, first `LENGTH` digits. Independent of paths, clocks and machine."""
    digest = hashlib.sha256()
    definition, institution = analysis.definition, analysis.institution
    for part in (
        analysis.as_of,
        analysis.base_currency,
        analysis.reference_id,
        definition.id,
        definition.version,
        ",".join(sorted(definition.regions)),
        institution.id,
        institution.name,
        ",".join(institution.policies),
        ",".join(sorted(analysis.headline_groups)),
        *(f"{source.file}\x1f{source.sheet}\x1f{source.sha256}" for source in analysis.inputs),
    ):
        _add(digest, part)
    for one in analysis.overrides:
        _add(digest, "\x1f".join(map(str, (one.target, one.row, one.field, one.value, one.state, one.reason, one.maker,
                                           one.checker, one.on, one.expires, one.evidence))))
    if analysis.entered:
        # What was entered for scenarios is printed; without it the id is that of the bare analysis.
        _add(digest, repr((sorted(analysis.entered.shocks.items()), sorted(analysis.entered.picks.items()))))
    for frame in (analysis.positions, analysis.slices):
        _add_frame(digest, frame.drop(columns=["match", "status"], errors="ignore"))
    return digest.hexdigest()[:LENGTH]


def _add_frame(digest: hashlib._Hash, frame: pd.DataFrame) -> None:
    for name in sorted(frame.columns):
        _add(digest, name)
        values = frame[name].tolist()
        # In parts: one call would hold up every other thread as long as it takes.
        _add(digest, "\x1f".join(
            ["\x1f".join(map(str, values[start:start + _PART])) for start in range(0, len(values), _PART)]))


def _add(digest: hashlib._Hash, text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    digest.update(len(data).to_bytes(8, "big"))
    digest.update(data)
