"""Use case: ask managers for what is missing, take their answers in, and keep track of what is due."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sinolens.domain.coverage import FundCoverage
from sinolens.domain.finding import Finding
from sinolens.domain.instrument import Instrument
from sinolens.exposure.analysis import Analysis, InputSummary
from sinolens.lookthrough.fund_table import FundTable
from sinolens.matching.decisions import string_key
from sinolens.reference.loader import Reference
from sinolens.reporting import questionnaire_layout as layout
from sinolens.reporting.questionnaire import write_questionnaire
from sinolens.services.analysis import check_date
from sinolens.services.errors import WrongUse
from sinolens.services.projects import load_holdings
from sinolens.services.questionnaire_answers import FundAnswer, QuestionnaireAnswers, Statement
from sinolens.services.questionnaire_reading import read_answers
from sinolens.storage import questionnaires
from sinolens.storage.changes import Command
from sinolens.storage.commands import StoredTable
from sinolens.storage.project import Project
from sinolens.storage.questionnaires import Questionnaire, read_questionnaires

__all__ = [
    "FundAnswer", "QuestionnaireAnswers", "Statement", "TrackerRow", "TrackerState", "read_answers",
    "receive_answers", "send_questionnaire", "tracker",
]


class TrackerState(StrEnum):
    """Where a manager's answer stands, the most urgent first."""

    OVERDUE = "overdue"
    DUE = "due"
    NOT_ASKED = "not asked"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """One manager, or one questionnaire that was sent.

    Attributes:
        manager: whom it went to, or who is still to be asked; "" when the positions name nobody.
        funds: names.
        value: of those funds in the project, cents.
        due: ISO date, "" when not asked.
        state: see `TrackerState`.
        request_id: "" when not asked.
        as_of: ISO date that was asked for.
        sent_at, received_at: ISO times, "" when not.
        file: name of the answer.
    """

    manager: str
    funds: tuple[str, ...]
    value: int
    due: str
    state: TrackerState
    request_id: str = ""
    as_of: str = ""
    sent_at: str = ""
    received_at: str = ""
    file: str = ""


def send_questionnaire(
    project: Project,
    analysis: Analysis,
    reference: Reference,
    manager: str,
    path: Path,
    due: str,
    who: str,
    at: str,
    funds: Sequence[str] = (),
    note: str = "",
) -> Command:
    """Write the workbook, and the command that records that it went out.

    Args:
        project: where it is recorded.
        analysis: whose funds are asked about.
        reference: issuers and lists asked about.
        manager: whom it goes to.
        path: the workbook to make or replace.
        due: ISO date of the reply.
        who: who sends it.
        at: when.
        funds: names of funds to ask about; none = all the positions say the manager runs.
        note: typed by the sender.

    Raises:
        WrongUse: no date, a date in the past, or no such fund.
        sinolens.reporting.errors.ExportFailed: the workbook could not be written; nothing is recorded.
    """
    due = check_date(due)
    if not manager.strip():
        raise WrongUse("Say which manager the questionnaire goes to.")
    if due < at[:10]:
        raise WrongUse(f"The reply would be due on {due}, before the questionnaire goes out.")
    if not layout.funds_asked(analysis.funds, manager, funds):
        raise WrongUse(f"{manager} has no fund in this analysis to ask about.")
    key = f"q-{uuid.uuid4().hex[:12]}"
    names = write_questionnaire(analysis, manager, path, due, reference, key, funds)
    return questionnaires.send_questionnaire(project, key, manager, names, analysis.as_of, due, who, at, note)


def receive_answers(
    project: Project, answers: QuestionnaireAnswers, who: str, at: str, path: Path | None = None, note: str = ""
) -> Command:
    """The command that takes answers in: tables kept, funds looked through with them, the tracker brought up to date.

    Args:
        project: where the questionnaire was recorded.
        answers: as read.
        who: who takes them in.
        at: when.
        path: the workbook, to be kept as evidence; None keeps none.
        note: typed by that person.

    Raises:
        WrongUse: the answers belong to another questionnaire, or name funds that were not asked about.
        sinolens.storage.errors.Conflict: the questionnaire is not open, or the period is locked.
    """
    asked = next((one for one in read_questionnaires(project) if one.id == answers.request_id), None)
    if asked is None:
        raise WrongUse(f"{answers.file} answers the questionnaire {answers.request_id}, which this project never sent.")
    if string_key(answers.manager) != string_key(asked.manager):
        raise WrongUse(f"{answers.file} is by “{answers.manager}”; {answers.request_id} was sent to {asked.manager}.")
    known = {string_key(fund) for fund in asked.funds}
    strangers = [answer.fund for answer in answers.funds if string_key(answer.fund) not in known]
    if strangers:
        raise WrongUse(f"{answers.file} names funds that were not asked about: {'; '.join(strangers)}.")
    data = path.read_bytes() if path is not None else b""
    return questionnaires.receive_questionnaire(
        project, answers.request_id, stored_tables(answers),
        [(answer.fund, answer.table.name) for answer in answers.funds if answer.table is not None],
        answers.file, answers.sha256, who, at, note, data,
    )


def stored_tables(answers: QuestionnaireAnswers) -> list[StoredTable]:
    """The tables of an answer as a project keeps them."""
    told: set[str] = set()
    found = []
    for table in answers.tables:
        own = () if table.sheet in told else tuple(f for f in answers.findings if f.sheet == table.sheet)
        told.add(table.sheet)
        found.append(StoredTable("fund_holdings", table.name, table.frame, _summary(table, answers.sha256, own)))
    return found


def _summary(table: FundTable, sha256: str, findings: tuple[Finding, ...]) -> InputSummary:
    split = table.sheet == layout.SPLIT
    mapping = {"name": layout.COUNTRY if split else layout.HOLDING, "country": layout.COUNTRY, "weight": layout.WEIGHT}
    rows = table.frame["row"]
    return InputSummary(
        file=table.file, sheet=table.sheet, sha256=sha256, header_row=max(int(rows.min()) - 1, 1), mapping=mapping,
        mapping_confidence=dict.fromkeys(mapping, 1.0), rows_read=len(rows), positions=len(rows), skipped=(),
        as_of=table.as_of, control_total=None, sum=int(table.frame["market_value"].sum()), difference=None,
        findings=findings, role="fund_holdings", fund=table.name,
    )


def tracker(project: Project, today: str, funds: Iterable[FundCoverage] | None = None) -> tuple[TrackerRow, ...]:
    """Who was asked, who is late, and who still has to be asked, the most urgent first.

    Args:
        project: the project.
        today: ISO date.
        funds: coverage of the analysis; None = the fund positions of the project.

    Returns:
        A row for each questionnaire that waits or was answered for the project's date, and one for each manager with
        funds that none of these asks about. An answer for an earlier date does not count for today's.
    """
    held = _held(project, funds)
    as_of = str(project.setting("as_of", ""))
    rows: list[TrackerRow] = []
    covered: set[str] = set()
    values = {string_key(fund): value for found in held.values() for fund, value in found.items()}
    for one in _current(read_questionnaires(project), as_of):
        covered.update(string_key(fund) for fund in one.funds)
        state = (
            TrackerState.RECEIVED if one.state == questionnaires.RECEIVED
            else TrackerState.OVERDUE if one.due < today else TrackerState.DUE
        )
        value = sum(values.get(string_key(fund), 0) for fund in one.funds)
        rows.append(TrackerRow(
            one.manager, one.funds, value, one.due, state, one.id, one.as_of, one.sent_at, one.received_at, one.file
        ))
    for manager, found in held.items():
        rest = {fund: value for fund, value in found.items() if string_key(fund) not in covered}
        if rest:
            rows.append(TrackerRow(manager, tuple(rest), sum(rest.values()), "", TrackerState.NOT_ASKED))
    order = list(TrackerState)
    return tuple(sorted(rows, key=lambda row: (order.index(row.state), row.due, -abs(row.value), row.manager)))


def _current(sent: Iterable[Questionnaire], as_of: str) -> list[Questionnaire]:
    """Those that wait for an answer, and those answered for the date; withdrawn ones ask nothing."""
    return [
        one for one in sent
        if one.state == questionnaires.SENT or (one.state == questionnaires.RECEIVED and one.as_of >= as_of)
    ]


def _held(project: Project, funds: Iterable[FundCoverage] | None) -> dict[str, dict[str, int]]:
    """Manager to fund to value in cents."""
    held: dict[str, dict[str, int]] = {}
    if funds is None:
        positions = load_holdings(project).positions
        kinds = {kind.value for kind in Instrument if kind.is_fund}
        chosen = positions[positions["instrument"].isin(kinds)]
        lines = list(zip(chosen["manager"], chosen["name"], chosen["market_value"].tolist(), strict=True))
    else:
        lines = [(fund.manager, fund.name, fund.market_value) for fund in funds]
    for manager, name, value in lines:
        found = held.setdefault(str(manager), {})
        found[str(name)] = found.get(str(name), 0) + int(value)
    return held
