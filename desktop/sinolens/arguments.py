"""The arguments of the command line: its commands, their options and what the help says of each."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sinolens import __version__

if TYPE_CHECKING:
    # argparse names the type of its commands only for type checkers.
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def _add_question(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as-of", default="", metavar="DATE", help="date the holdings are for (2026-09-30)")
    parser.add_argument("--definition", default="", metavar="NAME", help="what counts as China")
    parser.add_argument("--institution", default="", metavar="NAME", help="who holds")
    parser.add_argument("--passphrase-file", type=Path, metavar="F", help="first line opens encrypted files")


def _add_outputs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--audience", default="committee", choices=("committee", "public", "regulator"))
    parser.add_argument("--paper", default="letter", choices=("letter", "a4"))
    parser.add_argument("--json", type=Path, metavar="F", help="write the analysis as JSON (- for stdout)")
    parser.add_argument("--report", type=Path, metavar="F.xlsx", help="write the committee workbook")
    parser.add_argument("--pdf", type=Path, metavar="F.pdf", help="write the PDF")
    parser.add_argument("--deck", type=Path, metavar="F.pptx", help="write the slides")
    parser.add_argument("--charts", type=Path, metavar="DIR", help="write the charts as pictures")


def _add_analyse(commands: Commands) -> None:
    analyse = commands.add_parser("analyse", help="holdings to exposure, tiers and reports")
    analyse.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _add_question(analyse)
    analyse.add_argument("--template", type=Path, metavar="F", help="a saved column mapping")
    analyse.add_argument("--fund-holdings", action="append", default=[], metavar="FUND=FILE",
                         help="holdings of a fund that is among the positions")
    analyse.add_argument("--rates", type=Path, metavar="F", help="exchange rates: Currency, Rate, Date, Source")
    analyse.add_argument("--accept-difference", default="", metavar="REASON", help="why a difference is accepted")
    analyse.add_argument("--save", type=Path, metavar="F.sinolens", help="keep everything in an encrypted project")
    analyse.add_argument("--period", default="", metavar="ID", help="report of a frozen period of the project")
    analyse.add_argument("--project-lists", action="store_true",
                         help="use the list editions the project was answered with, where this computer lacks them")
    analyse.add_argument("--compare", action="append", default=[], metavar="ID|FILE",
                         help="compare with a frozen period of the project, or with earlier holdings")
    analyse.add_argument("--compare-as-of", default="", metavar="DATE", help="date of the earlier holdings")
    analyse.add_argument("--pick", action="append", default=[], metavar="SCENARIO=NAME|NAME",
                         help="the issuers or groups a scenario leaves to be chosen, by id or name: MKT-4=ID|ID")
    analyse.add_argument("--shock", action="append", default=[], metavar="EFFECT=PERCENT",
                         help="your own figure for a scenario (MKT-12.1=-30)")
    _add_outputs(analyse)


def _add_inspect(commands: Commands) -> None:
    inspect = commands.add_parser("inspect", help="what the importer sees in a file")
    inspect.add_argument("files", nargs="+", type=Path, metavar="FILE")
    inspect.add_argument("--passphrase-file", type=Path, metavar="F")
    inspect.add_argument("--json", type=Path, metavar="F", help="write it as JSON (- for stdout)")


def _add_match(commands: Commands) -> None:
    match = commands.add_parser("match", help="names to legal entities, in batch")
    match.add_argument("names", type=Path, metavar="NAMES.csv")
    match.add_argument("--against", type=Path, metavar="ENTITIES.csv", help="a list of your own: id, name, aliases")
    match.add_argument("--out", type=Path, metavar="F.csv")


def _add_lists(commands: Commands) -> None:
    lists = commands.add_parser("lists", help="editions of the official lists on file; read a publisher's file")
    actions = lists.add_subparsers(dest="action", metavar="show | import")
    actions.add_parser("show", help="editions, dates, counts, age").add_argument("--as-of", default="", metavar="DATE")
    read = actions.add_parser("import", help="read a publisher's file and show what it would change")
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    read.add_argument("--list", default="", metavar="ID", help="which list the file is, where it does not say")
    read.add_argument("--edition", default="", metavar="DATE", help="date of the edition")
    read.add_argument("--checked-on", default="", metavar="DATE", help="day the file was fetched; today when not given")
    read.add_argument("--accept", action="store_true", help="keep it; without this it is only shown")
    read.add_argument("--confirm-collapse", action="store_true", help="accept a list that lost a fifth of its entries")


def _add_rules(commands: Commands) -> None:
    rules = commands.add_parser("rules", help="rules and institutions of your own: state laws and policies with papers")
    packs = rules.add_subparsers(dest="action", metavar="show | import | remove")
    packs.add_parser("show", help="own files of rules and institutions")
    packs.add_parser("import", help="check a file and keep it").add_argument(
        "files", nargs="+", type=Path, metavar="FILE.toml")
    packs.add_parser("remove", help="take a file away again").add_argument("name", metavar="FILE.toml")


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = argparse.ArgumentParser(
        prog="sinolens",
        description="How much of an endowment is in Chinese AI, what of it a rule touches, and how it is known. "
        "Without a command the window opens.",
        epilog="A screening aid, not a legal determination.",
    )
    parser.add_argument("--home", type=Path, metavar="DIR", help="keep the program's own files there")
    parser.add_argument("--version", action="version", version=f"Sinolens {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    _add_analyse(commands)
    sample = commands.add_parser("sample", help="the same on the bundled sample endowment")
    sample.add_argument("--out", type=Path, required=True, metavar="DIR")

    _add_inspect(commands)
    _add_match(commands)
    _add_lists(commands)
    _add_rules(commands)
    verify = commands.add_parser("verify", help="check a project file and its audit chain")
    verify.add_argument("project", type=Path, metavar="PROJECT")
    verify.add_argument("--passphrase-file", type=Path, metavar="F")

    commands.add_parser("selftest", help="does this installation work?")
    return parser
