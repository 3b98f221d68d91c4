"""A person's value beside the calculated one."""

from __future__ import annotations

from dataclasses import dataclass

from sinolens.domain.tier import Status


@dataclass(frozen=True, slots=True)
class Judgement:
    """One override of one position. What was calculated stays as it is, and so do all totals.

    Attributes:
        target: what the position is called in the project's records.
        row: of the position table, -1 when no such position is held now.
        field: what is overridden: "tier" for the sub-code.
        value: what the person holds to be right. `was`: calculated when it was proposed; `calculated`: now.
        state: "submitted", "approved", "rejected", "revoked", "replaced" by a later one, "expired", or "refused" where
            the rules do not let it stand.
        reason, maker, checker, on, expires: who proposed it and who decided last, ISO dates; "" = not given.
        evidence: name of the document.
        why_not: why it does not stand, "" when it does.
        status: the status as judged; only of an approved override of the tier.
        key: of the project's record.
    """

    target: str
    row: int
    field: str
    value: str
    was: str
    calculated: str
    state: str
    reason: str
    maker: str
    checker: str
    on: str
    expires: str = ""
    evidence: str = ""
    why_not: str = ""
    status: Status | None = None
    key: str = ""

    @property
    def own(self) -> bool:
        """One person proposed it and decided it."""
        return bool(self.checker) and self.maker.casefold() == self.checker.casefold()

    @property
    def mark(self) -> str:
        """What stands beside the calculated value wherever the position is shown; "" for what no longer matters."""
        if self.state == "approved":
            by = "the same person" if self.own else self.checker
            until = f", until {self.expires}" if self.expires else ""
            return (
                f"Analyst judgement {self.value} beside the calculated {self.calculated}: {self.reason.rstrip('.')} "
                f"({self.maker}, approved by {by} on {self.on}{until})."
            )
        if self.state == "submitted":
            what = f"Override to {self.value} by {self.maker}"
            return f"{what} waits for approval; the calculated {self.calculated} stands."
        return ""
