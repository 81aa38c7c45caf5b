"""Bills and statements of account as files of this computer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cashier_app.domain.bill_papers import BillPaper, Sheet
from cashier_app.domain.bill_run import OnStep
from cashier_app.domain.utility import Utility
from cashier_app.services.office_ports import BillDrawing, BillPaperGateway
from cashier_app.services.report_ports import ReportFiles

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_]+")


class BillPaperService:
    """In the lane "reports". Every method answers with where the PDF lies.

    Raises Refused (cannot_save, and those of the gateway), Busy or Unavailable.
    """

    def __init__(self, gateway: BillPaperGateway, drawing: BillDrawing, files: ReportFiles) -> None:
        self._gateway, self._drawing, self._files = gateway, drawing, files

    def bill(self, bill_no: str, utility: Utility, sheet: Sheet) -> Path:
        """A bill again, as it was issued. Refused: no_such_bill."""
        paper = self._gateway.bill(bill_no)
        content = self._drawing.bills([paper], utility, sheet)
        return self._files.save_as(f"bill-{bill_no}-{sheet}.pdf", content)

    def route(
        self, route: str, month: date, utility: Utility, sheet: Sheet, on_step: OnStep
    ) -> Path:
        """A route's bills of a month, a page each; stopped by what `on_step` raises, none.

        Refused: no_such_route, no_bills.
        """
        on_step("reading", 0, 0)
        papers = self._gateway.route(route, month)
        content = self._drawing.bills(_told(papers, on_step), utility, sheet)
        name = f"bills-{_name(route)}-{month:%Y-%m}-{sheet}.pdf"
        return self._files.save_as(name, content)

    def statement(self, account_no: str, first: date, last: date, utility: Utility) -> Path:
        """Every posting of an account between two days. Refused: no_such_account, bad_period."""
        statement = self._gateway.statement(account_no, first, last)
        content = self._drawing.statement(statement, utility)
        return self._files.save_as(f"statement-{account_no}-{first}-{last}.pdf", content)


def _told(papers: tuple[BillPaper, ...], on_step: OnStep) -> Iterator[BillPaper]:
    for number, paper in enumerate(papers):
        on_step("drawing", number, len(papers))
        yield paper


def _name(code: str) -> str:
    """A code of the utility's as a part of a file's name."""
    return _NOT_IN_NAMES.sub("-", code).strip("-") or "route"
