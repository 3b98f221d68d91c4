"""Reports of frozen periods from the command line: the same bytes each time, compared by label, in every file."""

import json

import pytest

from sinolens import cli
from sinolens.reference.loader import load_reference
from sinolens.services import holdings, projects
from sinolens.services.periods import freeze_period
from sinolens.services.sample import open_sample
from sinolens.services.scenario_inputs import Entered, keep_entered
from sinolens.storage import commands
from sinolens.storage.project import Project

SECRET = "orchid staple"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project of the sample's listed holdings, frozen once and asked by another definition since."""
    folder = tmp_path_factory.mktemp("periods")
    path, secret = folder / "endowment.sinolens", folder / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    with open_sample() as sample:
        kept = holdings.read_holdings(sample.sources, load_reference(), sample.attachments)
        question = sample.question
    with Project.create(path, SECRET) as made:
        projects.save_holdings(made, kept, question)
        made.apply(freeze_period("Third quarter", question.as_of, None)(made))
        made.apply(commands.set_setting(made, "definition", "prc-only"))
    return path, secret


def analyse(project, *arguments):
    path, secret = project
    return cli.run(["analyse", str(path), "--passphrase-file", str(secret), *map(str, arguments)])


def test_a_frozen_period_gives_the_same_bytes_each_time(project, tmp_path, capsys):
    for name in ("one", "two"):
        files = {"--report": f"{name}.xlsx", "--pdf": f"{name}.pdf", "--deck": f"{name}.pptx", "--json": f"{name}.json"}
        arguments = [part for key, file in files.items() for part in (key, tmp_path / file)]
        assert analyse(project, "--period", "Third quarter", *arguments) in (cli.DONE, cli.BLOCKED)
    for suffix in ("xlsx", "pdf", "pptx", "json"):
        assert (tmp_path / f"one.{suffix}").read_bytes() == (tmp_path / f"two.{suffix}").read_bytes(), suffix
    assert analyse(project, "--json", tmp_path / "now.json") in (cli.DONE, cli.BLOCKED)
    then, now = (json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in ("one.json", "now.json"))
    assert then["report_id"] != now["report_id"]
    assert then["definition"] != now["definition"]
    capsys.readouterr()


def test_the_open_holdings_are_compared_with_the_frozen_ones(project, tmp_path, capsys):
    target = tmp_path / "compared.json"
    shock = ("--shock", "MKT-12.1=-30", "--shock", "MKT-12.2=-50")
    assert analyse(project, "--compare", "Third quarter", *shock, "--json", target) in (cli.DONE, cli.BLOCKED)
    data = json.loads(target.read_text(encoding="utf-8"))
    bridge = data["comparison"]["china_ai"]
    steps = sum(round(100 * cents) for cents in bridge["steps"].values())
    assert round(100 * bridge["opening"]) + steps == round(100 * bridge["closing"])
    assert bridge["closing"] == data["totals"]["china_ai"]["full"]
    assert data["comparison"]["as_of"] == data["as_of"]
    assert data["comparison"]["report_id"] != data["report_id"]
    assert {one["state"] for one in data["scenarios"] if one["id"] == "MKT-12"} == {"run"}
    capsys.readouterr()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--period", "Never"], "Third quarter"),
        (["--period", "Third quarter", "--definition", "prc-only"], "keeps its own date"),
        (["--compare", "Never"], "Third quarter"),
        (["--shock", "MKT-99.1=-5"], "No price effect is called MKT-99.1"),
        (["--shock", "MKT-12.1=12"], "between -100 and 0"),
        (["--shock", "MKT-12.1"], "write it as"),
        (["--pick", "MKT-4"], "write it as"),
        (["--pick", "MKT-1=Anyone"], "leaves nothing to choose"),
        (["--pick", "MKT-4=Nobody at all"], "cannot choose Nobody at all"),
    ],
)
def test_what_is_wrong_is_said(project, arguments, words, capsys):
    assert analyse(project, *arguments) == cli.WRONG_USE
    assert words in capsys.readouterr().err


def test_issuers_chosen_on_the_command_line_or_kept_in_the_project_say_the_same(project, tmp_path, capsys):
    path, _ = project
    assert analyse(project, "--json", tmp_path / "bare.json") in (cli.DONE, cli.BLOCKED)
    bare = json.loads((tmp_path / "bare.json").read_text(encoding="utf-8"))
    largest = next(row for row in bare["exposure"]["by_issuer"] if row["issuer"])
    pick = ("--pick", f"MKT-4={largest['name']}", "--shock", "MKT-12.1=-30")
    assert analyse(project, *pick, "--json", tmp_path / "picked.json") in (cli.DONE, cli.BLOCKED)
    picked = json.loads((tmp_path / "picked.json").read_text(encoding="utf-8"))
    told = {one["id"]: one for one in picked["scenarios"]}
    assert told["MKT-4"]["state"] == "run" and told["MKT-4"]["chosen"] == [largest["name"]]
    assert told["MKT-4"]["market_value"] < next(s for s in bare["scenarios"] if s["id"] == "MKT-4")["market_value"]
    assert picked["report_id"] != bare["report_id"]
    with Project.open(path, SECRET) as made:
        made.apply(keep_entered(Entered({"MKT-12.1": -30.0}, {"MKT-4": (largest["issuer"],)}))(made))
    assert analyse(project, "--json", tmp_path / "kept.json") in (cli.DONE, cli.BLOCKED)
    kept = json.loads((tmp_path / "kept.json").read_text(encoding="utf-8"))
    assert kept["scenarios"] == picked["scenarios"]
    assert kept["report_id"] == picked["report_id"]
    with Project.open(path, SECRET) as made:
        made.undo()
    capsys.readouterr()
