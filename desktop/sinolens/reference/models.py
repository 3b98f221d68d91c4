"""Reads estimates of the operations AI models were trained with: evidence for thresholds, never a statement."""

from __future__ import annotations

import math
from collections.abc import Mapping
from importlib.resources.abc import Traversable

from sinolens.domain.activity import ActivityEvidence
from sinolens.domain.issuer import Issuer
from sinolens.reference.pack import FieldSpec, Row, iso_date, one_of, read_table, slug, verified_mark

TRAINING_FILE = "models/training_compute.csv"
MEASURES = ("training_operations", "training_operations_biological")
CONFIDENCES = ("confident", "likely", "speculative", "unknown")


def load_training_compute(root: Traversable, issuers: Mapping[str, Issuer]) -> tuple[ActivityEvidence, ...]:
    """One piece of evidence per model and organisation, in the order of the file.

    Columns: `issuer_id`, `model`, `published`, `measure`, `operations` (number of operations, estimated; scientific
    notation allowed), `lower`, `upper` (bounds, empty when not given), `confidence`, `method`, `organisations` (as the
    source prints them), `link`, `source`, `as_of`, `verified`.

    Raises:
        sinolens.reference.pack.PackError: an unknown issuer, a model of one issuer twice for one measure, or bounds
            that do not enclose the estimate.
    """
    rows = read_table(root, TRAINING_FILE, {
        "issuer_id": FieldSpec(slug, required=True),
        "model": FieldSpec(required=True),
        "published": iso_date,
        "measure": one_of(*MEASURES),
        "operations": FieldSpec(_operations, required=True),
        "lower": _optional_operations,
        "upper": _optional_operations,
        "confidence": one_of(*CONFIDENCES),
        "method": str,
        "organisations": FieldSpec(required=True),
        "link": str,
        "source": FieldSpec(required=True),
        "as_of": FieldSpec(iso_date, required=True),
        "verified": verified_mark,
    })
    seen: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        if row["issuer_id"] not in issuers:
            row.fail("issuer_id", f"{row['issuer_id']!r} is no issuer")
        key = (row["issuer_id"], row["model"], row["measure"])
        if key in seen:
            row.fail("model", f"{row['model']!r} already stands on line {seen[key].line}")
        seen[key] = row
        if (row["lower"] or 0.0) > row["operations"] or (row["upper"] or math.inf) < row["operations"]:
            row.fail("operations", "lies outside its bounds")
    return tuple(
        ActivityEvidence(
            issuer_id=row["issuer_id"],
            activity="",
            measure=row["measure"],
            value=row["operations"],
            subject=row["model"],
            estimate=True,
            confidence=row["confidence"],
            source=" ".join(part for part in (row["source"], row["link"]) if part),
            as_of=row["as_of"],
            verified=row["verified"],
        )
        for row in rows
    )


def _operations(cell: str) -> float:
    value = float(cell)
    if not math.isfinite(value) or value <= 0:
        raise ValueError(f"{cell!r} is no number of operations")
    return value


def _optional_operations(cell: str) -> float | None:
    return _operations(cell) if cell else None
