"""What matching noticed in the user's rows, as findings with an address."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sinolens.domain.finding import Finding, Severity
from sinolens.domain.match import Match


def conflict_findings(
    frame: pd.DataFrame, matches: Sequence[Match], match_index: pd.Series[int]
) -> tuple[Finding, ...]:
    """One finding per row whose identifier and name disagree; nothing was decided for it.

    Args:
        frame: positions or slices with `file`, `sheet` and `row`.
        matches: from `match_names` for the same frame.
        match_index: which of them each row is.
    """
    torn = {place for place, match in enumerate(matches) if match.conflict}
    if not torn:
        return ()
    own = match_index.to_numpy()
    findings = []
    for position in [place for place, answer in enumerate(own.tolist()) if answer in torn]:
        row = frame.iloc[position]
        findings.append(Finding(
            "identifier-conflict", Severity.WARNING,
            f"{matches[int(own[position])].conflict}. Neither was taken; say which is right.",
            file=str(row["file"]), sheet=str(row["sheet"]), row=int(row["row"]),
        ))
    return tuple(findings)
