"""An act with cash to its end: stored, told, its slip printed, the drawer opened for it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.drawer import CashKind, CashSlip
from cashier_app.domain.errors import CashierError
from cashier_app.domain.printing import PrintResult, PrintState
from ui.flow.counter import Counter
from ui.flow.doubt import Doubt
from ui.flow.papers import Papers, paper_sentence
from ui.flow.sure_act import SureAct
from ui.messages import message_for
from ui.models.cash_words import kind_word, slip_lines
from ui.screens.stored import StoredScreen
from ui.tasks import OnFailure, Operation
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent

_OPENS_DRAWER = {
    CashKind.PAID_IN, CashKind.PAID_OUT, CashKind.DROP, CashKind.CHANGE, CashKind.NO_SALE,
    CashKind.HANDOVER, CashKind.RECEIVED, CashKind.RETURNED,
}  # fmt: skip


class CashActing(QObject):
    """`done` when the act is stored and was read."""

    done = Signal()

    def __init__(self, counter: Counter, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent or counter.navigator)
        self._counter = counter
        self._header = HeaderContent()
        self._slip: CashSlip | None = None
        self._came_out = True
        self._papers = Papers(counter.tasks, counter.state, counter.program, self)
        self._act = SureAct(counter.tasks, counter.program.payments, self)
        text = self.tr("Leave the cash where it is. The counter asks again every few seconds.")
        Doubt(counter.navigator, self._act, text)
        self._stored = StoredScreen(f"{name}_stored")
        counter.navigator.add(self._stored)
        self._stored.gone_on.connect(self._papers.let_go)
        self._stored.gone_on.connect(self.done)
        self._stored.print_asked.connect(self._on_print_asked)

    def run(
        self, request_id: UUID, send: Callable[[], CashSlip], header: HeaderContent,
        on_failure: OnFailure,
    ) -> None:  # fmt: skip
        """`send` is repeatable; after a doubt the server is asked until it answers."""
        self._header = header
        self._act.run(request_id, send, self._on_stored, on_failure)

    def stop(self) -> None:
        """Sign-out."""
        self._act.stop()
        self._slip = None
        self._papers.stop()

    def _on_stored(self, slip: CashSlip) -> None:
        self._slip, self._came_out = slip, True
        currency = self._counter.state.currency
        header = self._header
        if slip.amount and slip.kind not in {CashKind.CHECK, CashKind.SAFE_COUNT}:
            header = header.with_amount(kind_word(slip.kind), abs(slip.amount), currency)
        self._stored.begin(
            self.tr("{what}. It is stored").format(what=kind_word(slip.kind)),
            slip_lines(slip, currency), header, self._advice(slip),
            NextKeyContent(self.tr("Go on"), self.tr("The slip is signed and kept")),
        )  # fmt: skip
        self._counter.navigator.show(self._stored.objectName())
        if slip.kind in _OPENS_DRAWER:
            person = self._counter.state.signed_in.person.user_name
            self._papers.open_drawer(lambda result: self._on_drawer_opened(slip, result, person))
        self._print(slip)

    def _advice(self, slip: CashSlip) -> str:
        if slip.kind is CashKind.HANDOVER:
            return self.tr(
                "The cash is on its way until {name} takes it at the other counter. Until then"
                " you can take it back."
            ).format(name=slip.other_person)
        if slip.kind is CashKind.DROP:
            return self.tr("Whoever keeps the safe signs the slip beside you.")
        return ""

    def _print(self, slip: CashSlip) -> None:
        self._papers.print_cash(slip, self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        self._came_out = result.state is not PrintState.NOT_PRINTED
        lead, tone, advice = paper_sentence(result)
        self._stored.show_printing(lead, tone, advice)

    def _on_print_asked(self) -> None:
        """What never came out is printed as the original; anything else as a counted copy."""
        slip, cash = self._slip, self._counter.program.cash
        if slip is None:
            return
        self._stored.show_printing(self.tr("Printing the slip"), Tone.QUIET)
        if not self._came_out:
            self._print(slip)
            return
        operation = Operation(lambda: cash.copy(slip.entry_id), name="copy_slip")
        self._counter.tasks.run(operation, self, self._on_copied, on_failure=self._on_copy_failed)

    def _on_copied(self, slip: CashSlip) -> None:
        # From here on what is printed again is this copy, or the next one.
        self._slip = slip
        self._print(slip)

    def _on_copy_failed(self, error: CashierError) -> bool:
        message = message_for(error)
        self._stored.show_printing(message.lead, Tone.WARN, message.text)
        return True

    def _on_drawer_opened(self, slip: CashSlip, result: PrintResult, person: str) -> None:
        """An opening without money is recorded by its own act."""
        if result.state is PrintState.NOT_PRINTED or slip.kind is CashKind.NO_SALE:
            return
        if self._counter.printing is not None:
            self._counter.printing.record_drawer(slip.entry_id, person)
