"""Runs nomenklatura on one task of `benchmark_matching_speed.py`, in an interpreter that has it. Prints JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker import Index
from nomenklatura.matching import LogicV2
from nomenklatura.resolver import Linker
from nomenklatura.store.memory import MemoryStore

THRESHOLD = 0.70


def main() -> None:
    """Read the task, match, print."""
    task = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    dataset = Dataset.make({"name": "entities", "title": "Entities"})
    store = MemoryStore(dataset, Linker({}))
    with store.writer() as writer:
        for entity_id, name, aliases in task["entities"]:
            writer.add_entity(company(dataset, entity_id, [name, *aliases]))
    view = store.default_view()
    queries = {f"query-{place}": company(dataset, f"query-{place}", [name]) for place, name in enumerate(task["names"])}
    config = LogicV2.default_config()
    answers = [""] * len(queries)
    with tempfile.TemporaryDirectory() as folder:
        index = Index(view, Path(folder))
        index.build()
        start = time.process_time()
        for query_id, candidates in index.match_entities(queries.values()):
            query = queries[query_id.id]
            best, score = "", 0.0
            for candidate_id, _ in candidates:
                entity = view.get_entity(candidate_id.id)
                if entity is None:
                    continue
                found = LogicV2.compare(query, entity, config).score
                if found > score:
                    best, score = candidate_id.id, found
            if score >= THRESHOLD:
                answers[int(query_id.id.removeprefix("query-"))] = best
        spent = time.process_time() - start
        index.close()
    print(json.dumps({"version": version("nomenklatura"), "rate": len(queries) / spent, "answers": answers}))


def company(dataset: Dataset, entity_id: str, names: list[str]) -> StatementEntity:
    """A company with its names."""
    return StatementEntity.from_data(dataset, {"schema": "Company", "id": entity_id, "properties": {"name": names}})


if __name__ == "__main__":
    main()
