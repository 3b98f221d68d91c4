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
        state: "submitted", "approved", "rejected", "expired", or "refused" where the rules do not let it stand.
        reason, maker, checker, on, expires: who proposed it and who decided, ISO dates; "" = not given.
        evidence: name of the document.
        why_not: why it does not stand, "" when it does.
        status: the status as judged; only of an approved override of the tier.
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

    @property
    def mark(self) -> str:
        """What stands beside the calculated value wherever the position is shown; "" for what no longer matters."""
        if self.state == "approved":
            return (
                f"Analyst judgement {self.value} beside the calculated {self.calculated}: {self.reason} "
                f"({self.maker}, approved by {self.checker} on {self.on})."
            )
        if self.state == "submitted":
            what = f"Override to {self.value} by {self.maker}"
            return f"{what} waits for approval; the calculated {self.calculated} stands."
        return ""
