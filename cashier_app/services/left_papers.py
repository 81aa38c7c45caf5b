"""Zs and slips of cash of which nobody knows whether they came out: offered at the next sign-in."""

from __future__ import annotations

from cashier_app.domain.drawer import CashSlip
from cashier_app.domain.printing import LeftPaper
from cashier_app.domain.shifts import ZReport
from cashier_app.services.acts import write_down
from cashier_app.services.cash import CashService
from cashier_app.services.ports import Journal
from cashier_app.services.shifts import ShiftService


class LeftPaperService:
    """What the counter log knows of papers besides receipts; a log that is full stops nothing."""

    def __init__(self, log: Journal, shifts: ShiftService, cash: CashService) -> None:
        self._log, self._shifts, self._cash = log, shifts, cash

    def of(self, person: str) -> tuple[LeftPaper, ...]:
        """Those of a user name at this counter, oldest first."""
        return tuple(paper for paper in self._log.left_papers() if paper.person == person)

    def ended(self, number: str, end: str) -> None:
        """A person knows what became of the paper of this number: it is not offered again."""
        write_down(self._log.paper_ended, number, end)

    def copy(self, paper: LeftPaper) -> ZReport | CashSlip:
        """The stored paper as COPY n, counted and audited. Raises Refused or Unavailable.

        The first may have come out; a copy says so, and takes nobody in as an original.
        """
        if paper.kind == "z":
            return self._shifts.copy_z(paper.read_by)
        return self._cash.copy(paper.read_by)
