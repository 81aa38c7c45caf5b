"""The services of a kiosk over its database user. Slow to import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cashier_app.db.engine import Login
from cashier_app.db.migrations import SCHEMA_VERSION
from cashier_app.db.repositories.kiosk import KioskRepository
from cashier_app.services.kiosk import Kiosk, KioskService
from receipts.bill_drawing import PdfDrawing
from receipts.printers import PrinterSettings, ReceiptPrinter
from receipts.sheets import SystemSheets


def wire_kiosk(
    login: Login,
    printer: PrinterSettings,
    sheet_queue: str,
    sheet_folder: str,
    on_close: Callable[[], None],
) -> Kiosk:
    """Opens nothing yet. `on_close` is called last."""
    gateway = KioskRepository(login, SCHEMA_VERSION)
    sheets = SystemSheets(sheet_queue, Path(sheet_folder) if sheet_folder else None)

    def close() -> None:
        gateway.close()
        on_close()

    return Kiosk(KioskService(gateway, PdfDrawing(), sheets), ReceiptPrinter(printer), close)
