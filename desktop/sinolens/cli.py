"""The command line: the same work as the window, without a screen.

Exit codes: 0 done; 1 done with findings that block a report; 2 wrong use; 3 a file could not be read.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sinolens.arguments import build_parser
from sinolens.console import ConsoleProgress, complain, print_headline
from sinolens.option_values import read_given_rates, read_picks, read_secret, read_shocks, read_sources

if TYPE_CHECKING:
    from sinolens.exposure.analysis import Analysis
    from sinolens.reference.loader import Reference
    from sinolens.storage.paths import Home

    Picture = Callable[[Analysis, Path], None]

DONE, BLOCKED, WRONG_USE, UNREADABLE = 0, 1, 2, 3


def run(arguments: Sequence[str], picture: Picture | None = None) -> int:
    """Run one command; every refusal is one sentence on stderr. `picture` draws the window for `sample`."""
    try:
        given = build_parser().parse_args(list(arguments))
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else WRONG_USE
    from sinolens.importing.errors import UnreadableFile
    from sinolens.reference.pack import PackError
    from sinolens.reporting.errors import ExportFailed
    from sinolens.services.errors import Refused
    from sinolens.storage.errors import ProjectError

    try:
        done = _sample(given, picture) if given.command == "sample" else COMMANDS[given.command](given)
        # Here, where a closed pipe can be told from a fault, not when the interpreter ends.
        sys.stdout.flush()
        return done
    except (UnreadableFile, ProjectError) as error:
        complain(str(error))
        return UNREADABLE
    except (Refused, ExportFailed, PackError) as error:
        complain(str(error))
        return WRONG_USE
    except KeyboardInterrupt:
        complain("stopped; nothing was written.")
        return WRONG_USE
    except BrokenPipeError:
        # Whoever read the output has seen enough (… | head). What was asked for was done up to here; the interpreter
        # must not try to write the rest when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _home(given: argparse.Namespace) -> Home:
    from sinolens.storage.paths import Home

    return Home.at(given.home) if given.home else Home.of_user()


def _reference(given: argparse.Namespace) -> Reference:
    from sinolens.services import lists

    return lists.load_facts(_home(given).lists)


def _write_json(data: object, target: Path) -> None:
    # Late, as everything the window's start can do without: it asks this module for its commands.
    import json

    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    if str(target) == "-":
        sys.stdout.write(text)
    else:
        _write_text(text, target)


def _write_text(text: str, target: Path) -> None:
    from sinolens.reporting.delivery import deliver

    def write(draft: Path) -> None:
        draft.write_text(text, encoding="utf-8", newline="")

    deliver(target, write)


def _analyse(given: argparse.Namespace) -> int:
    from sinolens.services import analysis, holdings, projects
    from sinolens.services.earlier import open_frozen, read_earlier
    from sinolens.services.errors import WrongUse
    from sinolens.services.kept_editions import describe_lacking, find_lacking
    from sinolens.services.output_names import check_outputs
    from sinolens.services.session import Session
    from sinolens.storage.project import SUFFIX, Project

    reference, progress, secret = _reference(given), ConsoleProgress(), read_secret(given.passphrase_file)
    check_outputs({name: getattr(given, name) for name in ("report", "pdf", "deck", "json")})
    stored = [path for path in given.files if path.suffix == SUFFIX]
    if stored and len(given.files) > 1:
        raise WrongUse("Give either one project or the files to read.")
    for text in filter(None, (given.as_of, given.compare_as_of)):
        analysis.check_date(text)
    shocks, earlier = read_shocks(given.shock), None
    if given.period and not stored:
        raise WrongUse("Only a project has frozen periods: give one with --period.")
    if given.project_lists and not stored:
        raise WrongUse("Only a project keeps list editions: give one with --project-lists.")
    if stored:
        given_words = {k: getattr(given, k) for k in ("as_of", "definition", "institution") if getattr(given, k)}
        with Project.open(stored[0], secret, read_only=True) as project:
            # As the window shows it: with the answers on fact sheets, what people judged, and the project's own facts.
            session = Session(project, _home(given).lists)
            reference = session.facts_as_kept() if given.project_lists else session.facts()
            session.question = replace(session.question, **given_words)
            kept, question = session.holdings, session.question
            if given.period:
                if given_words:
                    raise WrongUse("A frozen period keeps its own date, definition and institution.")
                made = open_frozen(project, given.period, progress)
            else:
                made = session.analyse_by(reference, progress=progress)
                if lacking := describe_lacking(find_lacking(project, reference)):
                    complain(f"{lacking} With --project-lists they are used for this run.")
            if len(given.compare) == 1 and not Path(given.compare[0]).exists():
                earlier = open_frozen(project, given.compare[0], progress)
    else:
        sources, attachments = read_sources(given, secret)
        kept = holdings.read_holdings(sources, reference, attachments, progress)
        question = analysis.Question(
            as_of=given.as_of, definition=given.definition, institution=given.institution,
            accept_difference=given.accept_difference, rates=read_given_rates(given.rates),
        )
        made = analysis.analyse(kept, question, reference, progress)
    if given.compare and earlier is None:
        files = [Path(text) for text in given.compare]
        earlier = read_earlier(files, given.compare_as_of, secret, question, reference, progress)
    if given.save:
        if not secret:
            raise WrongUse("A project is encrypted: give the passphrase with --passphrase-file.")
        with Project.create(given.save, secret) as project:
            projects.save_holdings(project, kept, question)
    return _deliver(_entered(made, given.pick, shocks), given, earlier)


def _entered(made: Analysis, picks: list[str], shocks: dict[str, float]) -> Analysis:
    """The analysis with what was given on the command line, beside what its project keeps."""
    from sinolens.reporting.identity import fingerprint
    from sinolens.services.scenario_inputs import Entered, check_entered, enter, resolve_picks

    wanted = read_picks(picks)
    if not (wanted or shocks):
        return made
    kept = made.entered or Entered()
    check_entered(made, Entered(shocks))
    made = enter(made, Entered({**kept.shocks, **shocks}, {**kept.picks, **resolve_picks(made, wanted)}))
    return replace(made, report_id=fingerprint(made))


def _deliver(made: Analysis, given: argparse.Namespace, earlier: Analysis | None = None) -> int:
    from sinolens.services import analysis, export
    from sinolens.services.inspection import summarise

    if given.json:
        _write_json(export.to_json(made, given.audience, earlier), given.json)
    for kind, target in (("xlsx", given.report), ("pdf", given.pdf), ("pptx", given.deck)):
        if target:
            export.export_report(made, target, kind, audience=given.audience, paper=given.paper,
                                 previous=earlier)
    if given.charts:
        export.export_charts(made, given.charts)
    if str(given.json) != "-":
        print_headline(made)
    for line in summarise(made.findings):
        complain(line)
    stopped = analysis.blocking(made)
    for finding in stopped:
        complain(f"{finding.file}{f', sheet {finding.sheet}' if finding.sheet else ''}: {finding.message}")
    return BLOCKED if stopped else DONE


def _sample(given: argparse.Namespace, picture: Picture | None) -> int:
    from sinolens.services import analysis, holdings
    from sinolens.services.sample import open_sample

    reference, progress = _reference(given), ConsoleProgress()
    with open_sample() as sample:
        kept = holdings.read_holdings(sample.sources, reference, sample.attachments, progress)
    made = analysis.analyse(kept, sample.question, reference, progress)
    given.out.mkdir(parents=True, exist_ok=True)
    given.json, given.report = given.out / "analysis.json", given.out / "committee-report.xlsx"
    given.pdf, given.charts = given.out / "committee-report.pdf", given.out / "charts"
    given.audience, given.paper, given.deck = "committee", "letter", given.out / "committee-slides.pptx"
    code = _deliver(made, given)
    if picture:
        picture(made, given.out / "window.png")
    print("Written:")
    for file in sorted(path for path in given.out.rglob("*") if path.is_file()):
        print(f"  {file}")
    return code


def _inspect(given: argparse.Namespace) -> int:
    from sinolens.importing.batch import import_files
    from sinolens.importing.options import ImportOptions
    from sinolens.services import inspection
    from sinolens.services.output_names import check_outputs

    check_outputs({"json": given.json})
    reference, options = _reference(given), ImportOptions(password=read_secret(given.passphrase_file))
    seen = import_files([(path, options) for path in given.files], reference, ConsoleProgress())
    if given.json:
        _write_json(inspection.to_json(seen), given.json)
    if str(given.json) != "-":
        for file in seen:
            print("\n".join(inspection.describe_file(file)))
    return DONE


def _match(given: argparse.Namespace) -> int:
    from sinolens.services import screening

    text = screening.match_file(given.names, given.against, _reference(given))
    if given.out:
        _write_text(text, given.out)
    else:
        sys.stdout.write(text)
    return DONE


def _rules(given: argparse.Namespace) -> int:
    from sinolens.services import rule_packs

    lists = _home(given).lists
    if given.action == "import":
        for file in given.files:
            kept = rule_packs.keep_pack(lists, file)
            print(f"{kept.name}: {kept.words}. {'Replaced' if kept.replaced else 'Kept'}.")
        return DONE
    if given.action == "remove":
        rule_packs.drop_pack(lists, given.name)
        print(f"{given.name}: taken away.")
        return DONE
    print("\n".join(rule_packs.describe_packs(lists)) or "No rules or institutions of your own are on file.")
    return DONE


def _lists(given: argparse.Namespace) -> int:
    from sinolens.services import lists

    folder = _home(given).lists
    if given.action == "import":
        for update in lists.read(folder, given.files, given.list, given.edition):
            print("\n".join(lists.describe_update(update)))
            if given.accept:
                lists.accept(folder, update, given.checked_on, confirmed=given.confirm_collapse)
                print("Accepted and kept.")
        return DONE
    print("\n".join(lists.describe(folder, getattr(given, "as_of", ""))))
    return DONE


def _verify(given: argparse.Namespace) -> int:
    from sinolens.services.errors import WrongUse
    from sinolens.storage.audit import LIMITS
    from sinolens.storage.errors import EmptyKey
    from sinolens.storage.project import Project

    try:
        project = Project.open(given.project, read_secret(given.passphrase_file), read_only=True)
    except EmptyKey as error:
        raise WrongUse(f"{given.project.name} is encrypted: give the passphrase with --passphrase-file.") from error
    with project:
        state = project.check()
    print(f"{given.project.name}: every page can be read, and what it keeps is what was kept. {state.message}")
    print(LIMITS)
    return DONE if state.whole else BLOCKED


def _selftest(_given: argparse.Namespace) -> int:
    from sinolens.services import selftest

    return DONE if selftest.run(print) else BLOCKED


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "analyse": _analyse,
    "sample": lambda given: _sample(given, None),
    "inspect": _inspect,
    "match": _match,
    "lists": _lists,
    "rules": _rules,
    "verify": _verify,
    "selftest": _selftest,
}
