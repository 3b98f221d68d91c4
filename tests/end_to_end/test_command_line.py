"""The program as a user starts it: exit codes, sentences, files, and no network."""

import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import jsonschema
import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "resources" / "sample"
LIMIT = 180


def sinolens(*arguments, cwd=None, prefix=()):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [*prefix, sys.executable, "-m", "sinolens", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        cwd=cwd,
        env=environment,
        check=False,
    )


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample's files copied away, as a user's own would be."""
    folder = tmp_path_factory.mktemp("sample")
    for file in SAMPLE.iterdir():
        if file.suffix in (".xlsx", ".csv"):
            shutil.copy(file, folder)
    return folder


@pytest.fixture(scope="module")
def analysed(sample, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    manifest = tomllib_load(SAMPLE / "manifest.toml")
    funds = [f"--fund-holdings={item['fund']}={sample / item['file']}" for item in manifest["fund_holdings"]]
    done = sinolens(
        "analyse",
        *(sample / name for name in manifest["files"]),
        *funds,
        "--as-of",
        manifest["as_of"],
        "--institution",
        manifest["institution"],
        "--json",
        out / "a.json",
        "--report",
        out / "r.xlsx",
        "--pdf",
        out / "r.pdf",
        "--charts",
        out / "charts",
    )
    assert done.returncode == 0, done.stderr
    return out, json.loads((out / "a.json").read_text(encoding="utf-8")), done.stdout


def tomllib_load(path):
    import tomllib

    return tomllib.loads(path.read_text(encoding="utf-8"))


def cents(number):
    return int((Decimal(str(number)) * 100).to_integral_exact())


def test_the_json_follows_its_schema(analysed):
    _, data, _ = analysed
    schema = json.loads((ROOT / "resources" / "reporting" / "analysis.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)


def test_totals_equal_the_input_files_to_the_cent(analysed):
    _, data, _ = analysed
    inputs = [item for item in data["inputs"] if item.get("role", "positions") == "positions"]
    read = sum(cents(item["sum"]) for item in inputs)
    assert read == cents(data["totals"]["market_value"])
    assert read == sum(cents(position["market_value"]) for position in data["positions"])
    totals = data["totals"]
    assert read == sum(cents(totals[part]) for part in ("direct", "look_through", "not_disclosed", "unresolved"))
    assert any(item["control_total"] is not None for item in inputs)
    assert all(item["difference"] in (None, 0) for item in data["inputs"])


def test_nothing_read_is_dropped_silently(analysed):
    _, data, _ = analysed
    for item in data["inputs"]:
        assert item["rows_read"] == item["positions"] + len(item["skipped"]), item["file"]
        assert all(row["reason"] for row in item["skipped"])


def test_every_tier_and_the_unknown_is_in_the_sample(analysed):
    _, data, _ = analysed
    assert {position["tier"] for position in data["positions"]} == {"T1", "T2", "T3", "T4", "T5", "U"}
    assert len(data["positions"]) >= 250
    assert cents(data["totals"]["not_disclosed"]) > 0
    assert cents(data["totals"]["unresolved"]) > 0


def test_every_position_has_its_home_and_every_tier_its_reason(analysed):
    _, data, _ = analysed
    for position in data["positions"]:
        assert position["source"]["file"]
        assert position["source"]["row"] > 0
        if position["tier"] in ("T1", "T2", "T3", "T4"):
            assert position["triggers"], position["name"]
            assert all(trigger["citation"] for trigger in position["triggers"])


def test_the_workbook_and_the_pdf_carry_the_same_total(analysed):
    from pypdf import PdfReader

    out, data, stdout = analysed
    printed = f"{Decimal(str(data['totals']['market_value'])):,.2f}"
    assert printed in stdout
    pages = "\n".join(page.extract_text() for page in PdfReader(out / "r.pdf").pages)
    assert printed in pages
    book = openpyxl.load_workbook(out / "r.xlsx", data_only=True)
    values = {cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert any(isinstance(v, int | float) and abs(v - data["totals"]["market_value"]) < 0.005 for v in values)
    assert list((out / "charts").glob("*.svg"))


def test_the_same_question_gives_the_same_files(analysed, sample, tmp_path):
    out, _, _ = analysed
    manifest = tomllib_load(SAMPLE / "manifest.toml")
    funds = [f"--fund-holdings={item['fund']}={sample / item['file']}" for item in manifest["fund_holdings"]]
    done = sinolens(
        "analyse",
        *(sample / name for name in manifest["files"]),
        *funds,
        "--as-of",
        manifest["as_of"],
        "--institution",
        manifest["institution"],
        "--report",
        tmp_path / "r.xlsx",
        "--pdf",
        tmp_path / "r.pdf",
    )
    assert done.returncode == 0
    for name in ("r.xlsx", "r.pdf"):
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes(), name


def test_a_project_kept_opens_again_with_the_same_answer(sample, tmp_path):
    key = tmp_path / "key.txt"
    key.write_text("umber quill lantern moss\n")
    file = sample / "absolute_return_real_assets_20260930.csv"
    project = tmp_path / "p.sinolens"
    first = sinolens("analyse", file, "--save", project, "--passphrase-file", key, "--json", tmp_path / "1.json")
    assert first.returncode in (0, 1), first.stderr
    second = sinolens("analyse", project, "--passphrase-file", key, "--json", tmp_path / "2.json")
    assert second.returncode == first.returncode, second.stderr
    assert (tmp_path / "1.json").read_text() == (tmp_path / "2.json").read_text()
    checked = sinolens("verify", project, "--passphrase-file", key)
    assert checked.returncode == 0
    keyless = sinolens("verify", project)
    assert keyless.returncode != 0 and "--passphrase-file" in keyless.stderr
    key.write_text("another\n")
    wrong = sinolens("analyse", project, "--passphrase-file", key)
    assert wrong.returncode == 3
    assert "passphrase" in wrong.stderr
    assert "Traceback" not in wrong.stderr


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path):
    """As `sinolens lists show | head -1`: the pipe closes while there is more to say."""
    for _ in range(3):
        running = subprocess.Popen(
            [sys.executable, "-m", "sinolens", "lists", "show"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        running.stdout.close()
        told = running.stderr.read().decode()
        running.stderr.close()
        assert (running.wait(timeout=LIMIT), told) == (0, "")


def write_bad_files(folder):
    (folder / "empty.xlsx").write_bytes(b"")
    (folder / "noise.xlsx").write_bytes(bytes(range(256)) * 64)
    (folder / "letter.csv").write_text("Dear colleague,\nthank you for your letter.\nKind regards\n")
    book = openpyxl.Workbook()
    book.active.append(["Menu", "Monday", "Tuesday"])
    book.active.append(["Soup", "leek", "tomato"])
    book.save(folder / "canteen.xlsx")
    import io

    import msoffcrypto

    locked = io.BytesIO()
    with (folder / "canteen.xlsx").open("rb") as file:
        msoffcrypto.OfficeFile(file).encrypt("secret", locked)
    (folder / "locked.xlsx").write_bytes(locked.getvalue())


@pytest.mark.parametrize(
    "name", ["missing.xlsx", "empty.xlsx", "noise.xlsx", "letter.csv", "canteen.xlsx", "locked.xlsx"]
)
def test_a_bad_file_is_one_clear_sentence_and_nothing_is_written(tmp_path, name):
    write_bad_files(tmp_path)
    target = tmp_path / "out.json"
    done = sinolens("analyse", tmp_path / name, "--as-of", "2026-09-30", "--json", target)
    assert done.returncode == 3, (done.stdout, done.stderr)
    assert name in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert not target.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyse"],
        ["analyse", "x.csv", "--as-of", "yesterday"],
        ["analyse", "x.csv", "--audience", "nobody"],
        ["analyse", str(SAMPLE / "absolute_return_real_assets_20260930.csv"), "--definition", "no-such"],
        ["analyse", str(SAMPLE / "absolute_return_real_assets_20260930.csv"), "--institution", "no-such"],
        ["verify"],
        ["sample"],
    ],
)
def test_wrong_use_is_said_and_exits_2(arguments):
    done = sinolens(*arguments)
    assert done.returncode == 2, done.stderr
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_a_tie_out_that_fails_blocks_until_it_is_explained(tmp_path):
    file = tmp_path / "holdings.csv"
    file.write_text(
        "As of 2026-09-30\nSecurity,ISIN,Quantity,Price,Market Value\n"
        "APPLE INC,US0378331005,10,100.00,1000.00\nMICROSOFT CORP,US5949181045,5,400.00,2000.00\nTotal,,,,3100.00\n"
    )
    done = sinolens("analyse", file, "--as-of", "2026-09-30")
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert "holdings.csv" in done.stderr
    done = sinolens("analyse", file, "--as-of", "2026-09-30", "--accept-difference", "fee posted after the close")
    assert done.returncode == 0, done.stderr


def test_euros_without_a_rate_block_and_are_never_called_dollars(tmp_path):
    file = tmp_path / "euros.csv"
    file.write_text("As of 2026-09-30\nSecurity,ISIN,Marktwert EUR\nAPPLE INC,US0378331005,1000.00\nTotal,,1000.00\n")
    done = sinolens("analyse", file)
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert "EUR 1,000.00" in done.stderr and "--rates" in done.stderr
    assert "$1,000.00" not in done.stdout + done.stderr


def test_an_unwritable_target_leaves_the_old_file(tmp_path):
    file = SAMPLE / "absolute_return_real_assets_20260930.csv"
    done = sinolens("analyse", file, "--report", tmp_path / "nowhere" / "r.xlsx")
    assert done.returncode == 2
    assert "nowhere" in done.stderr


def test_the_selftest_passes():
    done = sinolens("selftest")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAIL" not in done.stdout


def test_inspect_shows_what_the_importer_sees(tmp_path):
    done = sinolens("inspect", SAMPLE / "custodian_holdings_2026-09-30.xlsx", "--json", tmp_path / "i.json")
    assert done.returncode == 0, done.stderr
    (item, *_) = json.loads((tmp_path / "i.json").read_text(encoding="utf-8"))
    assert item["header_row"] > 1
    assert "market_value" in item["mapping"]
    assert "2026-09-30" in done.stdout


def test_lists_show_editions_and_ages():
    done = sinolens("lists", "show", "--as-of", "2026-09-30")
    assert done.returncode == 0, done.stderr
    assert "2026-06-08" in done.stdout
    assert "not on file" in done.stdout


def test_match_in_batch(tmp_path):
    import csv

    names = tmp_path / "names.csv"
    names.write_text(
        "ref,name,country\n1,TENCENT HLDGS LTD,HK\n2,Some Unrelated Bakery GmbH,DE\n3,,\n", encoding="utf-8"
    )
    out = tmp_path / "m.csv"
    done = sinolens("match", names, "--out", out)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [row["ref"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["state"] == "hit"
    assert "Tencent" in rows[0]["entity"]
    assert rows[1]["state"] == "none"
    assert rows[2]["state"] == "not_screened"
    own = tmp_path / "own.csv"
    own.write_text("id,name,aliases\nX1,Some Unrelated Bakery,SUB|Bakery SU\n", encoding="utf-8")
    done = sinolens("match", names, "--against", own, "--out", out)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert rows[1]["entity_id"] == "X1"


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_no_internet_socket_is_opened(tmp_path):
    trace = tmp_path / "trace"
    prefix = ("strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(trace))
    done = sinolens("sample", "--out", tmp_path / "out", prefix=prefix)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "window.png").stat().st_size > 10_000
    calls = trace.read_text()
    assert "AF_INET" not in calls


@pytest.mark.parametrize("words", [["analyze", "x.csv"], ["nothing.xlsx"]])
def test_a_mistyped_command_or_file_opens_no_window(words):
    done = sinolens(*words)
    assert done.returncode == 2
    assert "neither a command nor a file" in done.stderr


def test_countries_may_be_written_in_words(tmp_path):
    import csv

    names = tmp_path / "names.csv"
    names.write_text("name,country\nSemiconductor Manufacturing International Corporation,China\n", encoding="utf-8")
    done = sinolens("match", names, "--out", tmp_path / "m.csv")
    assert done.returncode == 0, done.stderr
    (row,) = csv.DictReader((tmp_path / "m.csv").read_text(encoding="utf-8").splitlines())
    assert row["state"] == "hit"
