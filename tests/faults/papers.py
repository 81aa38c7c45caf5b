"""What came out of the fake printer, and what the books say about it."""

from __future__ import annotations

from receipts.printers import PrinterKind, PrinterSettings, PrintMode, ReceiptPrinter
from tests.receipts.fake_printer import FakePrinter
from tests.support.counter import World

_NUMBERED = (
    "JOIN counters c ON c.counter_id = j.counter_id"
    " WHERE entry_number(c.code, j.kind, j.number) = %s"
)


def settings_of(printer: FakePrinter) -> PrinterSettings:
    """For a counter whose printer it is; text costs less than dots."""
    return PrinterSettings(PrinterKind.NETWORK, "127.0.0.1", printer.port, mode=PrintMode.TEXT)


def hear_all(settings: PrinterSettings) -> None:
    """It serves one connection after the other: an answer means that it has heard all."""
    assert ReceiptPrinter(settings).status().ready


def paper_of(world: World, number: str) -> str:
    """The last that the books know of a receipt's paper."""
    ((state,),) = world.run(
        "SELECT l.state FROM print_log l JOIN journal j ON j.entry_id = l.entry_id"
        f" {_NUMBERED} ORDER BY l.print_event_id DESC LIMIT 1",
        number,
    )
    return str(state)


def opened_drawer(world: World, number: str) -> int:
    """How often the books know that the drawer opened for a receipt."""
    ((openings,),) = world.run(
        "SELECT COUNT(*) FROM drawer_events d JOIN journal j ON j.entry_id = d.entry_id"
        f" {_NUMBERED}",
        number,
    )
    return int(openings)
