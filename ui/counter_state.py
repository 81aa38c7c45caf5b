"""What every screen may know of this counter now: who is at it, its shift, printer and server."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.money import Currency
from cashier_app.domain.printing import PrinterFault, PrinterStatus
from cashier_app.domain.utility import OpenShift, SignedIn


class CounterState(QObject):
    """Lives on the GUI thread; flows change it, screens and the status line follow `changed`."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._signed_in: SignedIn | None = None
        self._zone: timezone | None = None
        self._printer = PrinterStatus(PrinterFault.NONE)
        self._server_answers = True

    @property
    def signed_in(self) -> SignedIn:
        """The person and counter; raises LookupError before sign-in."""
        if self._signed_in is None:
            raise LookupError("nobody is signed in")
        return self._signed_in

    @property
    def is_signed_in(self) -> bool:
        """True between sign-in and sign-out."""
        return self._signed_in is not None

    @property
    def currency(self) -> Currency:
        """The utility's currency."""
        return self.signed_in.utility.currency

    @property
    def printer(self) -> PrinterStatus:
        """The printer as last heard."""
        return self._printer

    @property
    def server_answers(self) -> bool:
        """False while the connection is lost."""
        return self._server_answers

    @property
    def zone(self) -> timezone | None:
        """The utility's as last heard, also after sign-out; None before the first sign-in."""
        return self._zone

    def local(self, moment: datetime) -> datetime:
        """A UTC time as the utility's local one, without a zone."""
        offset = timedelta(minutes=self.signed_in.offset_at(moment))
        return (moment + offset).replace(tzinfo=None)

    def set_signed_in(self, signed_in: SignedIn | None) -> None:
        """After sign-in, a refresh, or sign-out (None)."""
        self._signed_in = signed_in
        if signed_in is not None:
            self._zone = timezone(timedelta(minutes=signed_in.utc_offset_minutes))
        self.changed.emit()

    def set_shift(self, shift: OpenShift | None) -> None:
        """The shift was opened, counted or closed."""
        self.set_signed_in(replace(self.signed_in, shift=shift))

    def set_printer(self, status: PrinterStatus) -> None:
        """What the printer said last."""
        if status != self._printer:
            self._printer = status
            self.changed.emit()

    def set_server_answers(self, answers: bool) -> None:
        """Whether the last CALL reached the server."""
        if answers != self._server_answers:
            self._server_answers = answers
            self.changed.emit()
