"""Use case: does this installation work? The sample, end to end, in a throw-away folder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from sinolens.exposure.cube import Cube
from sinolens.exposure.headline import headline
from sinolens.reference.loader import load_reference
from sinolens.services import analysis, export, holdings, projects
from sinolens.services.sample import open_sample
from sinolens.storage.cipher import is_plain
from sinolens.storage.errors import WrongKey
from sinolens.storage.project import Project

_PASSPHRASE = "self-test, thrown away"  # noqa: S105 - opens nothing that outlives the test


def run(say: Callable[[str], None]) -> bool:
    """Run every step and say how it went; True when all did."""
    steps: list[tuple[str, bool]] = []

    def check(name: str, passed: bool) -> None:
        steps.append((name, passed))
        say(f"{'ok  ' if passed else 'FAIL'} {name}")

    reference = load_reference()
    check(f"facts: {len(reference.issuers)} issuers, {len(reference.editions)} list editions", bool(reference.issuers))
    with open_sample() as sample:
        kept = holdings.read_holdings(sample.sources, reference, sample.attachments)
        question = sample.question
    check(f"import: {len(kept.positions)} positions from {len(sample.sources)} files", len(kept.positions) > 0)
    made = analysis.analyse(kept, question, reference)
    figures = headline(Cube(made))
    total = int(made.positions["market_value"].sum())
    check(
        "totals: positions, lines and parts agree to the cent",
        total
        == int(made.slices["market_value"].sum())
        == figures.direct + figures.look_through + figures.not_disclosed + figures.unresolved,
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in export.WRITERS:
            target = folder / f"report.{kind}"
            export.export_report(made, target, kind)
            check(f"report: {kind}, {target.stat().st_size // 1024} KB", target.stat().st_size > 1000)
        check("charts", len(export.export_charts(made, folder / "charts")) > 0)
        path = folder / "selftest.sinolens"
        with Project.create(path, _PASSPHRASE) as project:
            projects.save_holdings(project, kept, question)
        check("project: encrypted", not is_plain(path))
        with Project.open(path, _PASSPHRASE) as project:
            again = analysis.analyse(projects.load_holdings(project), projects.load_question(project), reference)
            check("project: opened again, same report id", again.report_id == made.report_id)
            check("project: audit chain", project.verify().whole)
        try:
            Project.open(path, "another passphrase").close()
            check("project: a wrong passphrase is refused", False)
        except WrongKey:
            check("project: a wrong passphrase is refused", True)
    return all(passed for _, passed in steps)
