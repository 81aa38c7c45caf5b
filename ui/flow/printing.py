"""Papers after the payment: printed in their own lane, waiting in a tray, never in the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from cashier_app.domain.payments import Receipt, ReceiptSummary
from cashier_app.domain.printing import (
    PrinterFault,
    PrinterStatus,
    PrintResult,
    PrintState,
    UnconfirmedSlip,
)
from cashier_app.domain.utility import Utility
from cashier_app.services.program import Program
from ui.counter_state import CounterState
from ui.flow.recorder import Recorder
from ui.key_map import keyed
from ui.models import words
from ui.screens.paid import PrinterSays
from ui.tasks import LaneName, OnFailure, Operation, Tasks
from ui.widgets.banner import BannerContent, Gravity, TrayCard

LOOK_AGAIN_MS = 4000
AHEAD_MS = 50
"""Between two pieces of what is drawn ahead, 5 ms each: nobody at the screen is slowed."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paper:
    """One receipt that is not on paper. `receipt` is read when it is printed, if need be.

    `by_itself`: known not to have come out, so it may be printed without asking;
    `as_copy`: it may have come out, so a second one has to say COPY.
    """

    number: str
    customer_name: str
    amount: str
    receipt: Receipt | None = None
    by_itself: bool = False
    as_copy: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """A copy waits beside its original."""
        return self.number, self.receipt.copy_no if self.receipt else 0


class PrintLane(QObject):
    """Prints, records what became of each paper, and keeps those that wait."""

    changed = Signal()

    def __init__(
        self, tasks: Tasks, program: Program, state: CounterState, recorder: Recorder,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._tasks, self._program = tasks, program
        self._state, self._recorder = state, recorder
        self._waiting: dict[tuple[str, int], Paper] = {}
        self._said: dict[str, PrinterSays] = {}
        self._handled: set[str] = set()
        self._taken_back: set[str] = set()
        self._printing = 0
        self._round = 0
        self._look_again = QTimer(self)
        self._look_again.setSingleShot(True)
        self._look_again.setInterval(LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self._ask_status)
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(AHEAD_MS)
        self._ahead.timeout.connect(self._draw_ahead)
        self._has_drawn_ahead = False

    @property
    def waiting(self) -> tuple[Paper, ...]:
        """Papers that wait, oldest first."""
        return tuple(self._waiting.values())

    @property
    def is_idle(self) -> bool:
        """True when nothing is being printed."""
        return self._printing == 0

    def draw_ahead(self) -> None:
        """The first customer's account is open: a paper comes soon. Once, in small pieces."""
        if not self._has_drawn_ahead:
            self._has_drawn_ahead = True
            self._ahead.start()

    def print_new(self, receipt: Receipt) -> None:
        """The original of a payment or undo that was just stored.

        The drawer opens for cash; cheques and slips lie beside it. A receipt that it takes back
        and that still waits does not come out any more: it would look like a good one.
        """
        if receipt.undoes and receipt.kind != "correction":
            self._taken_back.add(receipt.undoes)
            for key in [key for key in self._waiting if key[0] == receipt.undoes]:
                del self._waiting[key]
        self._said[receipt.number] = PrinterSays(self.tr("Printing"))
        self._print(self._paper(receipt), opens_drawer=receipt.cash != 0)

    def print_copy(self, number: str, on_failure: OnFailure | None = None) -> None:
        """COPY n of a stored receipt: counted before it is printed."""
        operation = Operation(lambda: self._program.receipts.reprint(number), name="reprint")
        self._tasks.run(operation, self, self._on_copy_started, on_failure=on_failure)

    def print_slip(self, slip: UnconfirmedSlip) -> None:
        """The paper for a customer whose payment was set aside."""
        utility, offset = self._paper_facts(slip.set_aside_at)
        self._run(
            lambda: self._program.printer.print_slip(slip, utility, offset),
            lambda result: self._state.set_printer(result.status),
        )

    def record_drawer(self, entry_id: int, person: str) -> None:
        """The drawer opened for a stored entry under the user name `person`."""
        self._recorder.put(lambda: self._program.receipts.record_drawer(entry_id), person)

    def offer(self, summaries: Iterable[ReceiptSummary]) -> None:
        """Receipts of the shift that are not known to be printed, oldest first: a person decides.

        One that this lane has printed is left out: its trace may not be written yet. Only what
        is known not to have come out is offered as the original, and nothing that was taken back.
        """
        for summary in summaries:
            if summary.number in self._handled or summary.undone:
                continue
            doubtful = summary.print_state != PrintState.NOT_PRINTED
            paper = Paper(
                summary.number, summary.customer_name,
                self._state.currency.show(abs(summary.total)), as_copy=doubtful,
            )  # fmt: skip
            self._waiting.setdefault(paper.key, paper)
        self.changed.emit()

    def print_waiting(self) -> None:
        """Print all that waits, in order."""
        papers, self._waiting = self.waiting, {}
        self._look_again.stop()
        for paper in papers:
            self._start(paper)
        self.changed.emit()

    def forget(self) -> None:
        """Another person: what waits is offered again at the next start of its shift.

        So is what is being printed now and does not come out.
        """
        self._round += 1
        self._waiting.clear()
        self._look_again.stop()
        self.changed.emit()

    def says(self, number: str) -> PrinterSays:
        """What became of a receipt's paper, for Paid."""
        says = self._said.get(number, PrinterSays(""))
        return replace(says, waiting=len(self._waiting))

    def banner(self) -> BannerContent | None:
        """The tray: what waits, and the key that prints it."""
        if not self._waiting:
            return None
        count = len(self._waiting)
        receipts = self.tr("{receipts} waiting.").format(receipts=words.count_receipts(count))
        cards = tuple(TrayCard(p.number, p.customer_name, p.amount) for p in self.waiting[-2:])
        return BannerContent(
            Gravity.TRAY, f"{fault_words(self._state.printer)} {receipts}",
            self.tr("The payments are safe. {act}").format(act=_remedy(self._state.printer)),
            key_cap="F9", key_label=_print_words(count), cards=cards,
        )  # fmt: skip

    def _start(self, paper: Paper) -> None:
        """Print `paper`; what was only offered is read first."""
        if paper.receipt is not None:
            self._print(paper)
            return
        read = self._program.receipts.reprint if paper.as_copy else self._program.receipts.receipt
        operation = Operation(lambda: read(paper.number), name="read_receipt")
        asked_in = self._round
        self._tasks.run(
            operation, self, lambda receipt: self._print(self._paper(receipt)),
            on_failure=lambda _error: self._back_to_tray(paper, asked_in),
        )  # fmt: skip

    def _back_to_tray(self, paper: Paper, asked_in: int) -> bool:
        if asked_in == self._round:
            self._wait(paper)
            self.changed.emit()
        return False

    def _wait(self, paper: Paper) -> None:
        if paper.number not in self._taken_back:
            self._waiting.setdefault(paper.key, paper)

    def _paper(self, receipt: Receipt) -> Paper:
        amount = self._state.currency.show(abs(receipt.total))
        return Paper(receipt.number, receipt.customer_name, amount, receipt)

    def _on_copy_started(self, receipt: Receipt) -> None:
        self._said[receipt.number] = PrinterSays(self.tr("Printing"))
        self._print(self._paper(receipt))

    def _print(self, paper: Paper, *, opens_drawer: bool = False) -> None:
        receipt = paper.receipt
        if receipt is None:
            return
        utility, offset = self._paper_facts(receipt.stored_at)
        person, asked_in = self._state.signed_in.person.user_name, self._round
        send = partial(self._program.printer.print_receipt, receipt, utility, offset)
        self._handled.add(paper.number)
        if opens_drawer:
            # The change is wanted at once: it waits for no paper, nor for this one.
            self._run(
                self._program.printer.open_drawer,
                lambda result: self._on_drawer_answered(receipt, result, person),
                urgent=True,
            )
        self._run(
            partial(self._program.receipts.send_paper, receipt, send),
            lambda result: self._on_printed(paper, receipt, result, person, asked_in),
        )
        self.changed.emit()

    def _paper_facts(self, moment: datetime) -> tuple[Utility, int]:
        signed_in = self._state.signed_in
        return signed_in.utility, signed_in.offset_at(moment)

    def _run(
        self, work: Callable[[], T], on_result: Callable[[T], None], *, urgent: bool = False
    ) -> None:
        self._printing += 1
        operation = Operation(work, LaneName.PRINTER, name="print", urgent=urgent)
        self._tasks.run(operation, self, on_result, on_finished=self._on_finished)

    def _on_finished(self) -> None:
        self._printing -= 1
        self.changed.emit()

    def _on_printed(
        self, paper: Paper, receipt: Receipt, result: PrintResult, person: str, asked_in: int
    ) -> None:
        self._state.set_printer(result.status)
        self._recorder.put(lambda: self._program.receipts.record_print(receipt, result), person)
        if result.state is PrintState.NOT_PRINTED:
            self._handled.discard(paper.number)
            if asked_in == self._round:
                self._wait(replace(paper, by_itself=not result.status.ready))
                self._look_again.start()
        self._said[paper.number] = _said_of(receipt, result)
        self.changed.emit()

    def _on_drawer_answered(self, receipt: Receipt, result: PrintResult, person: str) -> None:
        if result.state is not PrintState.NOT_PRINTED:
            self.record_drawer(receipt.entry_id, person)

    def _draw_ahead(self) -> None:
        operation = Operation(self._program.printer.draw_ahead, LaneName.PRINTER, name="draw_ahead")
        self._tasks.run(operation, self, self._on_drawn)

    def _on_drawn(self, is_more: bool) -> None:
        if is_more:
            self._ahead.start()

    def _ask_status(self) -> None:
        if self._waiting:
            self._run(self._program.printer.status, self._on_status)

    def _on_status(self, status: PrinterStatus) -> None:
        """The paper is back: print by itself what is known not to have come out."""
        self._state.set_printer(status)
        ready = [p for p in self.waiting if p.by_itself] if status.ready else []
        for paper in ready:
            del self._waiting[paper.key]
            self._start(replace(paper, by_itself=False))
        if self._waiting:
            self._look_again.start()


def fault_words(status: PrinterStatus) -> str:
    """What the printer's state means, as a sentence."""
    translate = QCoreApplication.translate
    sentences = {
        PrinterFault.NONE: translate("Printing", "Not on paper yet."),
        PrinterFault.SILENT: translate("Printing", "Not on paper yet."),
        PrinterFault.OFFLINE: translate("Printing", "Printer is offline."),
        PrinterFault.NO_PAPER: translate("Printing", "Printer out of paper."),
        PrinterFault.COVER_OPEN: translate("Printing", "Printer cover is open."),
        PrinterFault.CUTTER: translate("Printing", "Printer's cutter is stuck."),
        PrinterFault.UNREACHABLE: translate("Printing", "Printer does not answer."),
    }
    return sentences[status.fault]


def _remedy(status: PrinterStatus) -> str:
    translate = QCoreApplication.translate
    remedies = {
        PrinterFault.OFFLINE: translate("Printing", "Press its feed key, then F9."),
        PrinterFault.NO_PAPER: translate("Printing", "Load a roll, close the lid, press F9."),
        PrinterFault.COVER_OPEN: translate("Printing", "Close the lid, press F9."),
        PrinterFault.CUTTER: translate("Printing", "Free the cutter, press F9."),
        PrinterFault.UNREACHABLE: translate("Printing", "Check its cable and switch, press F9."),
    }
    return keyed(remedies.get(status.fault, translate("Printing", "F9 prints them.")))


def _print_words(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("Printing", "Print it")
    if count == 2:
        return QCoreApplication.translate("Printing", "Print both")
    return QCoreApplication.translate("Printing", "Print all {n}").format(n=count)


def _said_of(receipt: Receipt, result: PrintResult) -> PrinterSays:
    translate = QCoreApplication.translate
    if result.state is PrintState.PRINTED:
        if result.missing_scripts:
            words = translate("Printing", "Printed without letters: no font here for {scripts}")
            return PrinterSays(words.format(scripts=", ".join(result.missing_scripts)), warn=True)
        if receipt.copy_no:
            text = translate("Printing", "Printed, copy {n}").format(n=receipt.copy_no)
            return PrinterSays(text)
        return PrinterSays(translate("Printing", "Printed, 1 receipt"))
    if result.state is PrintState.NOT_PRINTED:
        fault = fault_words(result.status).rstrip(".")
        text = translate("Printing", "{fault}, receipt waiting").format(fault=fault)
        return PrinterSays(text, warn=True)
    return PrinterSays(translate("Printing", "Not known, look at the paper"), warn=True)
