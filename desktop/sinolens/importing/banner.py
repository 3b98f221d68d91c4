"""What stands above a table: account, fund, scale, and the words that tell a fund's own holdings file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sinolens.importing.area import TableArea
from sinolens.importing.cells import BLANK, TEXT, Sheet
from sinolens.importing.dates import find_dates
from sinolens.importing.headers import read_header
from sinolens.importing.texts import text_of
from sinolens.importing.vocabulary import Vocabulary, clean_text

_ROWS = 30
_LABEL = re.compile(r"^\s*([^:：]{2,40})[:：]\s*(.+)$")


@dataclass(frozen=True, slots=True)
class Banner:
    """What was read above a table.

    Attributes:
        texts: the texts, from top to bottom.
        account: account number or name.
        fund: name of a fund, when the banner reads like a fund's own file.
        title: first text that is no label, no date and no remark.
        manager: managing firm.
        currency: base currency named there.
        scale: 1000 or 1000000 when the amounts are said to be in thousands or millions.
        is_fund: words of a fund's holdings file were seen, and none of an institution that holds.
    """

    texts: tuple[str, ...] = ()
    account: str = ""
    fund: str = ""
    title: str = ""
    manager: str = ""
    currency: str = ""
    scale: int = 1
    is_fund: bool = False


def read_banner(sheet: Sheet, area: TableArea, vocabulary: Vocabulary) -> Banner:
    """Read the rows above a table, `_ROWS` at the most."""
    texts: list[str] = []
    labels: dict[str, str] = {}
    loose: list[str] = []
    for row in range(max(0, area.header_first - _ROWS), area.header_first):
        pending = ""
        for column in range(sheet.values.shape[1]):
            if sheet.kinds[row, column] == BLANK:
                continue
            text = text_of(sheet.values[row, column])
            if sheet.kinds[row, column] == TEXT:
                texts.append(text)
            match = _LABEL.match(text)
            if pending:
                labels.setdefault(pending, text)
                pending = ""
            elif match and _label_field(match[1], vocabulary):
                labels.setdefault(_label_field(match[1], vocabulary), match[2].strip())
            elif field := _label_field(text, vocabulary):
                pending = field
            elif sheet.kinds[row, column] == TEXT:
                loose.append(text)
    low = " \n ".join(texts).lower()
    words = vocabulary.words
    fund_words = any(_has(low, word) for word in words["fund_holdings"])
    title = next((t for t in loose if not find_dates(t) and not _is_remark(t, vocabulary)), "")
    fund = labels.get("fund", "")
    if not fund and title and any(_has(title.lower(), w) for w in words["fund_title"]):
        fund = title
    # "Endowment Fund" is the holder itself, not something it holds.
    owner = any(_has(f"{title} {fund}".lower(), word) for word in words["owner"])
    scale = next(
        (f for kind, f in (("thousands", 1000), ("millions", 1_000_000)) if any(_has(low, w) for w in words[kind])), 1
    )
    account = labels.get("account", "") or labels.get("account_name", "")
    currency = labels.get("base_currency", "") or labels.get("currency", "")
    currency = next((c for c in re.findall(r"\b[A-Z]{3}\b", currency) if c in vocabulary.currencies), "")
    return Banner(
        tuple(texts),
        account,
        fund,
        title,
        labels.get("manager", ""),
        currency,
        scale,
        (fund_words or bool(fund)) and not owner,
    )


def _label_field(text: str, vocabulary: Vocabulary) -> str:
    """Field a label leads to when the label is known exactly."""
    text = clean_text(text).rstrip(":：").strip()
    readings = read_header(text, vocabulary) if len(text) < 40 else ()
    if (
        readings
        and readings[0].score >= 0.9
        and readings[0].field in ("account", "account_name", "fund", "manager", "base_currency", "currency")
    ):
        return readings[0].field
    return ""


def _has(text: str, word: str) -> bool:
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None


def _is_remark(text: str, vocabulary: Vocabulary) -> bool:
    low = text.lower()
    return any(low.startswith(word) for kind in ("footer", "run_date", "as_of") for word in vocabulary.words[kind])
