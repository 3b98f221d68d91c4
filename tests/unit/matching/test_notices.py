"""Conflicts become findings with an address."""

from __future__ import annotations

import pandas as pd

from sinolens.matching.notices import conflict_findings
from sinolens.matching.resolution import match_names


def test_every_row_in_conflict_has_its_finding(index):
    rows = [
        {"name": "MICROSOFT CORP", "isin": "US01609W1027", "file": "a.xlsx", "sheet": "S", "row": 12},
        {"name": "TENCENT HLDGS LTD", "isin": "KYG875721634", "file": "a.xlsx", "sheet": "S", "row": 13},
        {"name": "MICROSOFT CORP", "isin": "US01609W1027", "file": "b.xlsx", "sheet": "", "row": 2},
    ]
    frame = pd.DataFrame(rows)
    findings = conflict_findings(frame, *match_names(frame, index))
    assert [(finding.file, finding.sheet, finding.row) for finding in findings] == [
        ("a.xlsx", "S", 12),
        ("b.xlsx", "", 2),
    ]
    assert {finding.code for finding in findings} == {"identifier-conflict"}
    assert "US01609W1027" in findings[0].message


def test_rows_in_agreement_have_none(index):
    frame = pd.DataFrame([{"name": "TENCENT HLDGS LTD", "file": "a", "sheet": "", "row": 1}])
    assert conflict_findings(frame, *match_names(frame, index)) == ()
