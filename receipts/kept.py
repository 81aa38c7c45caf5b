"""Papers kept as A4 pages in a folder of this computer."""

from __future__ import annotations

import logging
from pathlib import Path

from cashier_app.domain.cheques import ChequeDeposit
from cashier_app.domain.shifts import ZReport
from cashier_app.domain.utility import Utility
from receipts.cheque_paper import cheques_document
from receipts.document import Document
from receipts.z_paper import z_document

_LOG = logging.getLogger(__name__)


class KeptPapers:
    """The port `PaperKeeper`: a PDF for each report, named after it."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made with the first paper."""
        self._folder = folder

    def keep_z(self, report: ZReport, utility: Utility, offset_minutes: int) -> str:
        """Write the Z as an A4 page; its path, or "" where the disk refuses.

        The same paper again replaces the file; a copy has a name of its own.
        """
        return self._keep(z_document(report, utility, offset_minutes))

    def keep_cheques(
        self,
        deposit: ChequeDeposit,
        office: str,
        counter: str,
        utility: Utility,
        offset_minutes: int,
    ) -> str:
        """Write the list of cheques for the bank as an A4 page; its path, or ""."""
        return self._keep(cheques_document(deposit, office, counter, utility, offset_minutes))

    def _keep(self, document: Document) -> str:
        from receipts.pdf import Sheet, pdf_bytes

        path = self._folder / f"{document.name}.pdf"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            half = path.with_suffix(".part")
            half.write_bytes(pdf_bytes(document, Sheet.A4))
            half.replace(path)
        except OSError as error:
            _LOG.warning("%s cannot be kept: %s", path, error)
            return ""
        return str(path)
