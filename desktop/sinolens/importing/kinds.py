"""What kind of instrument each position of a table is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sinolens.importing.captions import class_captions
from sinolens.importing.fieldtexts import FieldTexts
from sinolens.importing.instruments import LineSigns, NamedKind, instrument_of, named_kind, settled_by_class
from sinolens.importing.table import Table
from sinolens.importing.vocabulary import Vocabulary


def find_instruments(
    table: Table,
    names: list[str],
    texts: FieldTexts,
    commitment: pd.api.extensions.ExtensionArray,
    vocabulary: Vocabulary,
) -> list[str]:
    """The kind of each position, as `domain.instrument.Instrument` writes it.

    Lines of one name and the same signs are settled once: files repeat both.

    Args:
        table: with its rows planned.
        names: of the positions.
        texts: of its fields.
        commitment: cents promised to each position, missing where none is given.
        vocabulary: words of kinds.
    """
    kinds = [texts(f) for f in ("security_type", "asset_subclass", "asset_class")]
    coupon = table.amounts("coupon")
    has_coupon = np.zeros(len(names), bool) if coupon is None else np.nan_to_num(coupon) > 0
    maturity = texts("maturity")
    option = texts("put_call")
    # A column of commitments stands beside public lines too, empty or zero there.
    private = np.asarray(commitment.fillna(0).astype("int64")).astype(bool)
    flags = [np.asarray(has_coupon) | _given(maturity), _given(option), private]
    group = np.zeros(len(names), np.int64)
    keys: list[tuple[np.ndarray, np.ndarray]] = []
    for column in (*kinds, class_captions(table, vocabulary), *flags):
        keys.append(pd.factorize(np.array(column, object)))
        group = group * max(len(keys[-1][1]), 1) + keys[-1][0]
    _, first, group = np.unique(group, return_index=True, return_inverse=True)
    groups = []
    for row in first:
        *classes, coupon_given, option_given, is_private = (values[own[row]] for own, values in keys)
        groups.append(LineSigns(tuple(classes), bool(coupon_given), bool(option_given), bool(is_private)))
    codes, uniques = pd.factorize(np.array(names, object))
    numbered: dict[NamedKind, int] = {}
    by_name = [numbered.setdefault(named_kind(name, vocabulary), len(numbered)) for name in uniques]
    pairs, back = np.unique(np.array(by_name, np.int64)[codes] * len(groups) + group, return_inverse=True)
    settled = np.empty(len(pairs), object)
    for i, pair in enumerate(pairs.tolist()):
        kind = settled_by_class(list(numbered)[pair // len(groups)], groups[pair % len(groups)], vocabulary)
        settled[i] = kind.value if kind else ""
    result: list[str] = settled[back].tolist()
    for row in np.flatnonzero(settled[back] == "").tolist():
        result[row] = instrument_of(names[row], groups[group[row]], vocabulary).value
    return result


def _given(texts: list[str]) -> np.ndarray:
    return np.fromiter(map(bool, texts), bool, len(texts))
