"""How fast matching is beside its peers: 2,000 names against 10,000 entities, and 100,000 positions.

    python tests/benchmarks/benchmark_matching_speed.py [--peer-python PATH]

The peers are nomenklatura (logic-v2 with its blocker) and rapidfuzz (WRatio). They are no dependency of the program:
`--peer-python` names an interpreter that has nomenklatura; without it, or where it is missing, the benchmark says so.
Rates are names per second of processor time, index building left out for all. F1 counts the first answer at the working
threshold of each: right, wrong (or any answer for a name that has none), missing.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from sinolens.domain.column import POSITION_COLUMNS
from sinolens.matching.entities import EntityIndex
from sinolens.matching.query import Query
from sinolens.matching.resolution import Matcher, match_names
from sinolens.reference.loader import load_reference

HERE = Path(__file__).parent
DATA = HERE.parent / "data" / "matching"
ENTITIES = 10_000
PLACES = [
    "Beijing",
    "Shanghai",
    "Shenzhen",
    "Hangzhou",
    "Suzhou",
    "Wuhan",
    "Chengdu",
    "Guangdong",
    "Zhejiang",
    "Jiangsu",
    "Anhui",
    "Shandong",
]
SYLLABLES = [
    "hua",
    "xin",
    "tong",
    "da",
    "zhong",
    "yuan",
    "hai",
    "jin",
    "long",
    "ke",
    "bao",
    "run",
    "feng",
    "heng",
    "lian",
    "guo",
    "an",
    "tai",
    "kang",
    "wei",
    "ming",
    "yi",
    "sheng",
]
TRADES = (
    "Technology",
    "Electronics",
    "Pharmaceutical",
    "Machinery",
    "Chemical",
    "Information Technology",
    "New Materials",
    "Precision Manufacturing",
    "Energy",
    "Software",
    "Semiconductor",
    "Automotive Parts",
    "Food",
    "Textile",
)
FORMS = ("Co., Ltd.", "Co., Ltd.", "Group Co., Ltd.", "Limited", "Corporation Limited", "(Group) Company Limited")

Entities = list[tuple[str, str, tuple[str, ...]]]


def make_entities() -> Entities:
    """The universe and the lists, filled up to 10,000 with made-up companies."""
    index = EntityIndex(load_reference())
    names: dict[int, list[str]] = {}
    for name in index.names:
        names.setdefault(name.entity, []).append(name.text)
    rows = [
        (index.entities[place].id, known[0], tuple(known[1:]))
        for place, known in names.items()
        if index.entities[place].kind != "vehicle"
    ]
    draw = random.Random("entities")
    made = {row[1] for row in rows}
    while len(rows) < ENTITIES:
        word = "".join(draw.sample(SYLLABLES, draw.choice((2, 2, 3)))).capitalize()
        name = " ".join((draw.choice(PLACES), word, draw.choice(TRADES), draw.choice(FORMS)))
        if name not in made:
            made.add(name)
            rows.append((f"made:{len(rows)}", name, ()))
    return rows


def make_names(known: set[str]) -> list[tuple[str, str]]:
    """2,000 labelled names: 1,000 of entities, 600 of other Chinese companies, 400 of U.S. companies."""
    with (DATA / "custodian-names.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["string"], row["label"], row["kind"]) for row in csv.DictReader(file)]
    draw = random.Random("names")
    chosen: list[tuple[str, str]] = []
    for kind, count in (("positive", 1000), ("hard", 600), ("easy", 400)):
        chosen += draw.sample(
            [(s, label) for s, label, k in rows if k == kind and (not label or label in known)], count
        )
    draw.shuffle(chosen)
    return chosen


def f1(answers: list[str], labels: list[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of first answers ("" = none)."""
    right = sum(bool(answer) and answer == label for answer, label in zip(answers, labels, strict=True))
    given, wanted = sum(map(bool, answers)), sum(map(bool, labels))
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def run_own(entities: Entities, names: list[tuple[str, str]]) -> tuple[float, list[str]]:
    """Names per second and answers of our matcher."""
    index = EntityIndex.from_table(entities)
    queries = [Query(name=name) for name, _ in names]
    start = time.process_time()
    answers = Matcher(index).answer(queries)
    spent = time.process_time() - start
    return len(names) / spent, ["" if answer.entity is None else index.entities[answer.entity].id for answer in answers]


def run_rapidfuzz(entities: Entities, names: list[tuple[str, str]]) -> str:
    """One line about rapidfuzz on a part of the names."""
    try:
        from rapidfuzz import fuzz, process, utils
    except ImportError:
        return "rapidfuzz: not installed, not measured"
    spelled = [(utils.default_process(text), entity_id) for entity_id, name, more in entities for text in (name, *more)]
    choices = [text for text, _ in spelled]
    part = names[:200]
    start = time.process_time()
    found = [
        process.extractOne(utils.default_process(name), choices, scorer=fuzz.WRatio, score_cutoff=70)
        for name, _ in part
    ]
    rate = len(part) / (time.process_time() - start)
    answers = [spelled[hit[2]][1] if hit else "" for hit in found]
    return f"rapidfuzz WRatio >= 70: {rate:,.0f} names/s, " + "precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(
        *f1(answers, [label for _, label in part])
    )


def run_nomenklatura(python: str, entities: Entities, names: list[tuple[str, str]]) -> tuple[str, float]:
    """One line about nomenklatura, and its rate (0 when it was not measured)."""
    with tempfile.TemporaryDirectory() as folder:
        task = Path(folder) / "task.json"
        task.write_text(json.dumps({"entities": entities, "names": [name for name, _ in names]}), encoding="utf-8")
        done = subprocess.run(
            [python, str(HERE / "peer_nomenklatura.py"), str(task)],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        return f"nomenklatura: not measured ({done.stderr.strip().splitlines()[-1:]})", 0.0
    result = json.loads(done.stdout.strip().splitlines()[-1])
    scores = f1(result["answers"], [label for _, label in names])
    line = "nomenklatura {} logic-v2 >= 0.70: {:,.0f} names/s, precision {:.3f}, recall {:.3f}, F1 {:.3f}"
    return line.format(result["version"], result["rate"], *scores), float(result["rate"])


def run_positions() -> str:
    """100,000 positions with 15,000 distinct names against the bundled facts."""
    index = EntityIndex(load_reference())
    with (DATA / "custodian-names.csv").open(encoding="utf-8", newline="") as file:
        strings = [row["string"] for row in csv.DictReader(file)]
    draw = random.Random("positions")
    made = [name.upper() for _, name, _ in make_entities()[1800:]]
    distinct = list(dict.fromkeys([*strings, *made, *(f"{name}-A" for name in made)]))[:15_000]
    frame = pd.DataFrame({column.name: [""] * 100_000 for column in POSITION_COLUMNS if column.dtype == "str"})
    frame["name"] = [distinct[place] if place < len(distinct) else draw.choice(distinct) for place in range(100_000)]
    frame["instrument"] = "equity"
    start = time.process_time()
    matches, _ = match_names(frame, index)
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"100,000 positions, {len(matches):,} distinct: {spent:.2f} s of processor time; "
        f"peak memory of the process {peak:.0f} MB"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer-python", default=sys.executable)
    options = parser.parse_args()
    print(run_positions())
    entities = make_entities()
    names = make_names({entity_id for entity_id, _, _ in entities})
    rate, answers = run_own(entities, names)
    scores = f1(answers, [label for _, label in names])
    print("sinolens: {:,.0f} names/s, precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(rate, *scores))
    line, peer = run_nomenklatura(options.peer_python, entities, names)
    print(line + (f"; sinolens is {rate / peer:.1f} times as fast" if peer else ""))
    print(run_rapidfuzz(entities, names))


if __name__ == "__main__":
    main()
