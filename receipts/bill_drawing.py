"""services.office_ports.BillDrawing: bills and statements as PDF."""

from __future__ import annotations

from collections.abc import Iterable

from cashier_app.domain.bill_papers import BillPaper, Sheet, Statement
from cashier_app.domain.utility import Utility


class PdfDrawing:
    """What it needs is loaded when the first paper is drawn."""

    def bills(self, papers: Iterable[BillPaper], utility: Utility, sheet: Sheet) -> bytes:
        """A page each, in their order."""
        from receipts.bill_page import BillSheet, bills_pdf

        return bills_pdf(papers, utility, BillSheet[sheet.name])

    def statement(self, statement: Statement, utility: Utility) -> bytes:
        """As many pages as the postings need."""
        from receipts.statement_pages import statement_pdf

        return statement_pdf(statement, utility)
