"""The report id: the same for the same content, another for any change of content."""

import dataclasses

import synthetic_analysis

from sinolens.reporting.identity import fingerprint, report_id


def test_same_content_same_id():
    assert fingerprint(synthetic_analysis.build(30, 4)) == fingerprint(synthetic_analysis.build(30, 4))


def test_stored_id_is_kept():
    analysis = dataclasses.replace(synthetic_analysis.build(5), report_id="abcdefabcdef")
    assert report_id(analysis) == "abcdefabcdef"


def test_any_change_of_content_changes_the_id():
    analysis = synthetic_analysis.build(30, 4)
    dearer = analysis.positions.copy()
    dearer.loc[3, "market_value"] += 1
    judged = analysis.slices.copy()
    judged.loc[2, "code"] = "4B"
    others = (
        dataclasses.replace(analysis, as_of="2026-06-30"),
        dataclasses.replace(analysis, reference_id="other"),
        dataclasses.replace(analysis, definition=dataclasses.replace(analysis.definition, version="2")),
        dataclasses.replace(analysis, institution=dataclasses.replace(analysis.institution, name="Other")),
        dataclasses.replace(analysis, positions=dearer),
        dataclasses.replace(analysis, slices=judged),
    )
    assert len({fingerprint(analysis), *map(fingerprint, others)}) == len(others) + 1


def test_clock_and_program_do_not_change_the_id():
    analysis = synthetic_analysis.build(30, 4)
    later = dataclasses.replace(analysis, created_at="2027-01-01T00:00:00+00:00", program_version="9")
    assert fingerprint(analysis) == fingerprint(later)
