"""The receipt printer of a counter: sends papers, asks whether they came out.

Nothing here raises, waits without end, or claims more than the printer said. Called
on the printer lane only.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from escpos.constants import CTL_LF

from cashier_app.domain.attempts import AttemptSlip
from cashier_app.domain.cheques import ChequeDeposit
from cashier_app.domain.drawer import CashSlip
from cashier_app.domain.hall import HallDay
from cashier_app.domain.payments import Receipt
from cashier_app.domain.printing import (
    PrinterFault,
    PrinterStatus,
    PrintResult,
    PrintState,
    UnconfirmedSlip,
)
from cashier_app.domain.queue import TicketSlip
from cashier_app.domain.shifts import XReport, ZReport
from cashier_app.domain.utility import Utility
from receipts.ahead import letters_ahead
from receipts.attempt_paper import attempt_document
from receipts.cash_paper import cash_document
from receipts.channels import Channel, DeviceChannel, NetworkChannel, SerialChannel
from receipts.cheque_paper import cheques_document
from receipts.day_paper import day_document
from receipts.document import Document
from receipts.escpos import (
    ASK_PAPER_AFTER,
    ASK_STATUS,
    kick,
    nothing,
    picture_job,
    text_job,
)
from receipts.folder import FolderPrinter
from receipts.papers import receipt_document, slip_document
from receipts.queue import QueuePrinter
from receipts.shaping import unknown_scripts
from receipts.status import (
    ANSWERS,
    FLOW_CONTROL,
    READY,
    REPORT_REST,
    SILENT,
    UNREACHABLE,
    begins_report,
    came_out,
    is_status,
    paper_after,
    status_of,
)
from receipts.ticket_paper import ticket_document
from receipts.trial_page import TrialWords, trial_document
from receipts.x_paper import x_document
from receipts.z_paper import z_document

_LOG = logging.getLogger(__name__)
_QUESTIONS = b"".join(ASK_STATUS)
_BITS_A_BYTE = 10
"""On a serial line, with start and stop."""

STATUS_SECONDS = 0.4
WRITE_SECONDS = 1.5
"""Without a byte taken; a paper that is taken slowly has the time that its printing takes."""
CONFIRM_SECONDS = 2.0
"""For the answer after the last line, beside the time the paper itself takes."""
SLOWEST_BYTES_A_SECOND = 20_000
"""A picture of 58 mm at 60 mm a second, the slowest printers sold, are 23,000."""
SLOWEST_LINES_A_SECOND = 10
"""Of a paper in the printer's own letters: at 60 mm a second 16, of double height 9."""
TEXT_STALL_SECONDS = 5.0
"""More than a picture's: a printer asks for more when half its buffer, 40 lines, is printed."""
LISTEN_SECONDS = 0.5
AHEAD_SECONDS = 0.005
"""A paper that comes meanwhile waits so long; the first time also loads what draws."""


class PrinterKind(StrEnum):
    """How a counter's printer is reached."""

    NETWORK = "network"
    DEVICE = "device"
    SERIAL = "serial"
    QUEUE = "queue"
    """A print queue of the system (CUPS)."""
    FOLDER = "folder"
    NONE = "none"


class PrintMode(StrEnum):
    """Whole papers as dots, or the printer's own font."""

    PICTURE = "picture"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """Everything a counter knows of its printer."""

    kind: PrinterKind = PrinterKind.NONE
    address: str = ""
    port: int = 9100
    path: Path = Path()
    """The device file, the folder, or the queue's name."""
    width_dots: int = 576
    """576 for 80 mm paper, 384 for 58 mm; a multiple of 8."""
    mode: PrintMode = PrintMode.PICTURE
    profile: str = "default"
    """python-escpos' name of the printer, for its code pages in text mode."""
    drawer_pin: int = 2
    cutter: bool = True
    baud: int = 9600
    """Of a serial port."""
    keep_pictures: bool = True
    """A folder also gets each paper as PNG and PDF."""

    def __post_init__(self) -> None:
        if self.width_dots % 8 or not 256 <= self.width_dots <= 832:
            raise ValueError(f"no paper is {self.width_dots} dots wide")
        if self.drawer_pin not in (2, 5):
            raise ValueError(f"a drawer is on pin 2 or 5, not {self.drawer_pin}")


@dataclass(frozen=True, slots=True)
class _Pace:
    """How long the slowest printers and the line need for a job, and between two bytes of it."""

    seconds: float
    stall: float


class ReceiptPrinter:
    """The port `PaperPrinter` over whatever the settings name."""

    def __init__(self, settings: PrinterSettings) -> None:
        """Opens nothing yet: each job opens the printer and closes it."""
        self.use(settings)

    def use(self, settings: PrinterSettings) -> None:
        """From the next job on; on the printer lane, like every job."""
        self._settings = settings
        self._folder = FolderPrinter(settings.path, settings.width_dots, settings.keep_pictures)
        self._queue = QueuePrinter(str(settings.path))
        draws = settings.kind is not PrinterKind.NONE and settings.mode is PrintMode.PICTURE
        self._ahead = letters_ahead(settings.width_dots) if draws else iter(())
        self._is_broken = False
        """The last job ended in the middle, and may have left a picture open."""

    @property
    def settings(self) -> PrinterSettings:
        """What is in use."""
        return self._settings

    def print_trial(self, words: TrialWords) -> PrintResult:
        """The page that shows what this printer can do."""
        return self._print(lambda: trial_document(words, self._settings))

    def print_receipt(self, receipt: Receipt, utility: Utility, offset_minutes: int) -> PrintResult:
        """Original or COPY n; as the port says."""
        return self._print(lambda: receipt_document(receipt, utility, offset_minutes))

    def print_z(self, report: ZReport, utility: Utility, offset_minutes: int) -> PrintResult:
        """A Z report."""
        return self._print(lambda: z_document(report, utility, offset_minutes))

    def print_x(self, report: XReport, utility: Utility, offset_minutes: int) -> PrintResult:
        """A shift as it stands."""
        return self._print(lambda: x_document(report, utility, offset_minutes))

    def print_day(
        self, day: HallDay, counter: str, person: str, utility: Utility, offset_minutes: int
    ) -> PrintResult:
        """One snapshot of a hall's day."""
        return self._print(lambda: day_document(day, counter, person, utility, offset_minutes))

    def print_cash(self, slip: CashSlip, utility: Utility, offset_minutes: int) -> PrintResult:
        """The slip of cash that moved besides payments."""
        return self._print(lambda: cash_document(slip, utility, offset_minutes))

    def print_cheques(
        self,
        deposit: ChequeDeposit,
        office: str,
        counter: str,
        utility: Utility,
        offset_minutes: int,
    ) -> PrintResult:
        """The list of cheques that goes to the bank."""
        return self._print(
            lambda: cheques_document(deposit, office, counter, utility, offset_minutes)
        )

    def print_slip(
        self, slip: UnconfirmedSlip, utility: Utility, offset_minutes: int
    ) -> PrintResult:
        """The slip for a payment that was set aside."""
        return self._print(lambda: slip_document(slip, utility, offset_minutes))

    def print_attempt(
        self, slip: AttemptSlip, office: str, counter: str, utility: Utility, offset_minutes: int
    ) -> PrintResult:
        """The slip of who came to pay and could not."""
        return self._print(lambda: attempt_document(slip, office, counter, utility, offset_minutes))

    def print_ticket(self, slip: TicketSlip, utility: Utility, offset_minutes: int) -> PrintResult:
        """The slip of a queue number."""
        return self._print(lambda: ticket_document(slip, utility, offset_minutes))

    def draw_ahead(self) -> bool:
        """As the port says; a printer's own letters need no drawing."""
        until = time.monotonic() + AHEAD_SECONDS
        try:
            return any(time.monotonic() >= until for _ in self._ahead)
        except Exception as error:  # noqa: BLE001 - the papers will say it
            _LOG.error("letters cannot be drawn ahead", exc_info=error)
            return False

    def open_drawer(self) -> PrintResult:
        """Kick the drawer; PRINTED means that the printer went on after the kick."""
        pulse = kick(self._settings.drawer_pin)
        match self._settings.kind:
            case PrinterKind.FOLDER:
                return self._folder.keep_drawer(pulse)
            case PrinterKind.QUEUE:
                return self._queue.send(pulse)
            case PrinterKind.NONE:
                return _no_printer()
            case _:
                data = self._whole(pulse)
                pace = self._pace(data)
                return self._with_channel(lambda channel: _pulsed(channel, data, pace))

    def status(self) -> PrinterStatus:
        """Ask now."""
        match self._settings.kind:
            case PrinterKind.FOLDER:
                return self._folder.status()
            case PrinterKind.QUEUE:
                return self._queue.status()
            case PrinterKind.NONE:
                return _no_printer().status
            case _:
                return self._with_channel(_asked).status

    def _print(self, make: Callable[[], Document]) -> PrintResult:
        try:
            document = make()
            data = self._job(document)
            missing = unknown_scripts(document.texts())
        except Exception as error:  # noqa: BLE001 - a paper must never stop the counter
            _LOG.error("a paper failed", exc_info=error)
            return PrintResult(PrintState.NOT_PRINTED, READY, f"failed: {error!r}")
        try:
            return replace(self._deliver(document, data), missing_scripts=missing)
        except Exception as error:  # noqa: BLE001 - the same; but bytes may have been sent
            _LOG.error("a paper failed on its way", exc_info=error)
            return PrintResult(PrintState.NOT_KNOWN, SILENT, f"failed on the way: {error!r}")

    def _deliver(self, document: Document, data: bytes) -> PrintResult:
        match self._settings.kind:
            case PrinterKind.FOLDER:
                return self._folder.keep(document, data)
            case PrinterKind.QUEUE:
                return self._queue.send(data)
            case PrinterKind.NONE:
                return _no_printer()
            case _:
                data = self._whole(data)
                pace = self._pace(data)
                return self._with_channel(lambda channel: _sent(channel, data, pace))

    def _whole(self, data: bytes) -> bytes:
        return nothing(self._settings.width_dots) + data if self._is_broken else data

    def _pace(self, data: bytes) -> _Pace:
        seconds, stall = len(data) / SLOWEST_BYTES_A_SECOND, WRITE_SECONDS
        if self._settings.mode is PrintMode.TEXT:
            # Dots that look like a line's end count, too: a second or two more.
            seconds += data.count(CTL_LF) / SLOWEST_LINES_A_SECOND
            stall = TEXT_STALL_SECONDS
        if self._settings.kind is PrinterKind.SERIAL:
            seconds += len(data) * _BITS_A_BYTE / self._settings.baud
        return _Pace(seconds, stall)

    def _job(self, document: Document) -> bytes:
        settings = self._settings
        if settings.mode is PrintMode.TEXT:
            return text_job(document, settings.width_dots, settings.profile, cutter=settings.cutter)
        return picture_job(document, settings.width_dots, cutter=settings.cutter)

    def _with_channel(self, act: Callable[[Channel], PrintResult]) -> PrintResult:
        try:
            channel = self._open()
        except OSError as error:
            return PrintResult(PrintState.NOT_PRINTED, UNREACHABLE, f"cannot be opened: {error}")
        try:
            result = act(channel)
        except OSError as error:
            # Only the questions before the first byte raise: `_send` answers for the rest.
            result = PrintResult(PrintState.NOT_PRINTED, UNREACHABLE, f"lost: {error}")
        _close(channel, result)
        if result.state is not PrintState.NOT_PRINTED:
            self._is_broken = _is_lost(result)
        return result

    def _open(self) -> Channel:
        if self._settings.kind is PrinterKind.NETWORK:
            return NetworkChannel(self._settings.address, self._settings.port)
        if self._settings.kind is PrinterKind.SERIAL:
            return SerialChannel(self._settings.path, self._settings.baud)
        return DeviceChannel(self._settings.path)


def _no_printer() -> PrintResult:
    status = PrinterStatus(PrinterFault.OFFLINE)
    return PrintResult(PrintState.NOT_PRINTED, status, "this counter has no printer")


def _is_lost(result: PrintResult) -> bool:
    """It ended before its end, and what is still on its way is given up."""
    silent = result.status.fault is PrinterFault.SILENT
    return result.state is PrintState.NOT_KNOWN and not silent


def _close(channel: Channel, result: PrintResult) -> None:
    with contextlib.suppress(OSError):
        if _is_lost(result):
            channel.abandon()
        else:
            channel.close()


def _ask(channel: Channel) -> PrinterStatus:
    until = time.monotonic() + STATUS_SECONDS
    channel.drain()
    channel.write(_QUESTIONS, until)
    answers = b""
    while len(answers) < ANSWERS and (answer := _heard(channel, until)):
        answers += answer
    return status_of(answers)


def _heard(channel: Channel, until: float) -> bytes:
    """The next byte that may be an answer; b"" when none came in time."""
    while answer := channel.read(1, until):
        if begins_report(answer[0]):
            channel.read(REPORT_REST, until)
        elif answer not in FLOW_CONTROL:
            return answer
    return b""


def _asked(channel: Channel) -> PrintResult:
    return PrintResult(PrintState.NOT_PRINTED, _ask(channel))


def _sent(channel: Channel, data: bytes, pace: _Pace) -> PrintResult:
    """A paper: asked before, asked after."""
    status = _ask(channel)
    if not status.ready:
        return PrintResult(PrintState.NOT_PRINTED, status, "not sent")
    return _send(
        channel, data + ASK_PAPER_AFTER, lambda: _confirmed(channel, status, pace.seconds), pace
    )


def _pulsed(channel: Channel, pulse: bytes, pace: _Pace) -> PrintResult:
    """A drawer kick, also without paper; answered at once by a printer that lives."""
    before = _ask(channel)
    return _send(channel, pulse, lambda: _lives(channel, before), pace)


def _send(
    channel: Channel, data: bytes, then: Callable[[], PrintResult], pace: _Pace
) -> PrintResult:
    """From the first byte on an error means that nobody knows what the printer did."""
    try:
        channel.write(data, time.monotonic() + pace.stall + pace.seconds, pace.stall)
        return then()
    except OSError as error:
        return PrintResult(PrintState.NOT_KNOWN, UNREACHABLE, f"lost on the way: {error}")


def _lives(channel: Channel, before: PrinterStatus) -> PrintResult:
    if before.fault is PrinterFault.SILENT:
        return PrintResult(PrintState.NOT_KNOWN, before, "the printer does not answer")
    after = _ask(channel)
    silent = after.fault is PrinterFault.SILENT
    return PrintResult(PrintState.NOT_KNOWN if silent else PrintState.PRINTED, after)


def _confirmed(channel: Channel, before: PrinterStatus, seconds: float) -> PrintResult:
    """Wait for the answer after the last line; ask in between why it does not come."""
    if before.fault is PrinterFault.SILENT:
        return PrintResult(PrintState.NOT_KNOWN, before, "the printer does not answer")
    until = time.monotonic() + CONFIRM_SECONDS + seconds
    heard = b""
    while time.monotonic() < until:
        answer = _heard(channel, min(until, time.monotonic() + LISTEN_SECONDS))
        if not answer:
            # Behind a slow line the answers of several rounds come together: the last is the news.
            if len(heard) % ANSWERS == 0:
                status = status_of(heard[-ANSWERS:])
                if heard and not status.ready:
                    return PrintResult(PrintState.NOT_KNOWN, status, "stopped in the paper")
                heard = b""
            channel.write(_QUESTIONS, until)
        elif came_out(answer[0]):
            return PrintResult(PrintState.PRINTED, paper_after(answer[0], before))
        elif is_status(answer[0]):
            heard += answer
        else:
            return PrintResult(PrintState.NOT_KNOWN, SILENT, f"answered {answer.hex()}")
    return PrintResult(PrintState.NOT_KNOWN, SILENT, "no answer after the last line")
