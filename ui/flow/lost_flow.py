"""After a restored backup: what the server has forgotten is explained here, then entered again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.corrections import PreparedAct
from cashier_app.domain.errors import CashierError
from cashier_app.domain.lost import (
    EnteredAgain,
    LostAct,
    LostReceipt,
    RecordedLoss,
    again_total,
    must_repeat,
)
from cashier_app.domain.money import ZERO
from cashier_app.services.lost import PreparedLoss
from ui.flow import shift_words
from ui.flow.approval_flow import ApprovalFlow
from ui.flow.counter import Counter
from ui.messages import message_for
from ui.screens.approval import ApprovalQuestion
from ui.screens.told import Told, ToldScreen
from ui.tasks import Operation
from ui.widgets.chip import Tone
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine

_NAMED = 5
"""Receipts that have a line of their own; the others are counted."""


@dataclass(slots=True)
class _Work:
    """What is being explained."""

    lost: tuple[LostAct, ...] = ()
    prepared: PreparedLoss | None = None
    waiting: tuple[LostReceipt, ...] = ()


class LostFlow(QObject):
    """`explained` when the counter may be signed in at again; `left` when nobody wants to now.

    `entered` when no lost receipt waits any more, or those that wait have to.
    """

    explained = Signal()
    left = Signal()
    entered = Signal()

    def __init__(self, counter: Counter, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._work = _Work()
        self._lost_screen = ToldScreen("lost")
        self._waiting_screen = ToldScreen("lost_waiting")
        self._done_screen = ToldScreen("lost_done")
        for screen in (self._lost_screen, self._waiting_screen, self._done_screen):
            counter.navigator.add(screen)
        self._approval = ApprovalFlow(counter, "lost_approval", self)
        self._lost_screen.gone_on.connect(self._prepare)
        self._lost_screen.left.connect(self.left)
        self._approval.approved.connect(self._on_approved)
        self._approval.left.connect(self._show_lost)
        self._waiting_screen.gone_on.connect(self._enter)
        self._waiting_screen.left.connect(self.entered)
        self._done_screen.gone_on.connect(self._on_read)

    def explain(self, lost: tuple[LostAct, ...]) -> None:
        """Name what is lost; a supervisor's yes explains it."""
        self._work = _Work(lost)
        self._show_lost()

    def enter_again(self, waiting: tuple[LostReceipt, ...]) -> None:
        """Offer to enter receipts again into the open shift."""
        self._work = _Work(waiting=waiting)
        currency = self._counter.state.currency
        total = sum((receipt.total for receipt in waiting), ZERO)
        lines = "\n".join(
            f"{receipt.number}  {currency.show(receipt.total)}" for receipt in waiting[:_NAMED]
        )
        self._waiting_screen.begin(
            self.tr("Receipts of a restored backup wait here"),
            (
                Told(
                    self.tr("Receipts: {count}, {amount}").format(
                        count=len(waiting), amount=currency.show(total)
                    ),
                    lines + self._and_more(len(waiting)),
                    Tone.WARN,
                ),
                Told(
                    self.tr("Their cash must lie in this drawer"),
                    self.tr("They are entered into your open shift: its Z expects them."),
                ),
            ),
            shift_words.person_header(self._counter.state),
            NextKeyContent(self.tr("Enter them again"), self.tr("Each of them once")),
        )  # fmt: skip
        self._waiting_screen.set_frame(esc=self.tr("Later"))
        self._counter.navigator.start_at("lost_waiting")

    def stop(self) -> None:
        """Sign-out: nothing stays."""
        self._work = _Work()
        self._approval.stop()

    def _show_lost(self) -> None:
        lost, currency = self._work.lost, self._counter.state.currency
        again = [line.act for line in lost if line.enter_again]
        by_hand = must_repeat(lost)
        cards = [
            Told(
                self.tr("Lost receipts: {count}, {amount}").format(
                    count=len(again), amount=currency.show(again_total(lost))
                ),
                "\n".join(f"{a.number}  {currency.show(a.total)}" for a in again[:_NAMED])
                + self._and_more(len(again)),
                Tone.STOP,
            )
        ]
        if by_hand:
            numbers = ", ".join(act.number for act in by_hand[:_NAMED])
            cards.append(
                Told(
                    self.tr("To be done again by hand, if it still counts"),
                    numbers + self._and_more(len(by_hand)),
                    Tone.WARN,
                )
            )
        cards.append(
            Told(
                self.tr("Take no money here until they are explained"),
                self.tr("Afterwards each receipt is entered again, once. Nobody pays twice."),
            )
        )
        self._lost_screen.begin(
            self.tr("The server has forgotten what this counter did"), tuple(cards),
            shift_words.person_header(self._counter.state),
            NextKeyContent(self.tr("Ask a supervisor"), self.tr("Every number is explained")),
        )  # fmt: skip
        self._lost_screen.set_frame(esc=self.tr("Sign out"))
        self._counter.navigator.start_at("lost")

    def _and_more(self, count: int) -> str:
        if count <= _NAMED:
            return ""
        return "\n" + self.tr("and {count} more").format(count=count - _NAMED)

    def _prepare(self) -> None:
        lost, service = self._work.lost, self._counter.program.lost
        reason = self.tr("A backup was restored")
        operation = Operation(lambda: service.prepare(lost, reason), latest="prepare_lost")
        self._lost_screen.wait(self.tr("Asking the server"))
        self._counter.tasks.run(operation, self, self._ask, on_finished=self._lost_screen.go_on)

    def _ask(self, prepared: PreparedLoss) -> None:
        self._work.prepared = prepared
        currency = self._counter.state.currency
        first, last = prepared.lost[0].act.number, prepared.lost[-1].act.number
        again = sum(1 for line in prepared.lost if line.enter_again)
        lines = (
            LedgerLine(self.tr("Numbers"), detail=f"{first} … {last}", rule="line"),
            LedgerLine(self.tr("Lost numbers"), str(len(prepared.lost)), weight="row"),
            LedgerLine(
                self.tr("Receipts entered again"), str(again), weight="row", rule="line_strong"
            ),
            LedgerLine(self.tr("Their total"), currency.show(prepared.act.amount), weight="sum"),
        )  # fmt: skip
        self._approval.ask(
            prepared.act,
            ApprovalQuestion(self.tr("Lost by a restored backup"), lines, can_wait=False),
            shift_words.person_header(self._counter.state),
        )

    def _on_approved(self, _prepared: PreparedAct) -> None:
        prepared = self._work.prepared
        if prepared is None:
            return
        program, person = self._counter.program, self._counter.state.signed_in.person.user_name
        operation = Operation(lambda: program.lost.carry_out(prepared, person), name="record_lost")
        self._counter.tasks.run(
            operation,
            self,
            self._on_recorded,
            on_failure=self._approval.show_failure,
            on_bug=self._approval.screen.go_on,
        )

    def _on_recorded(self, recorded: RecordedLoss) -> None:
        prepared = self._work.prepared
        done = len(prepared.lost) if prepared else 0
        self._work.lost = self._work.lost[done:]
        if self._work.lost:
            self._prepare()
            return
        self._tell_done(
            self.tr("Every number is explained"),
            [Told(recorded.number, self.tr("Sign in again: this counter may sell."), icon="check")],
            self.tr("Sign in"),
        )  # fmt: skip

    def _enter(self) -> None:
        shift, waiting = self._counter.state.signed_in.shift, self._work.waiting
        if shift is None:
            self.entered.emit()
            return
        program, person = self._counter.program, self._counter.state.signed_in.person.user_name
        operation = Operation(
            lambda: program.lost.enter(waiting, shift.shift_id, person), name="enter_again"
        )
        self._waiting_screen.wait(self.tr("Entering them"))
        self._counter.tasks.run(
            operation, self, self._on_entered, on_failure=self._on_failed,
            on_bug=self._waiting_screen.go_on,
        )  # fmt: skip

    def _on_entered(self, done: EnteredAgain) -> None:
        currency = self._counter.state.currency
        lines = [f"{lost.number} → {receipt.number}" for lost, receipt in done.entered[:_NAMED]]
        cards = [
            Told(
                self.tr("Receipts: {count}, {amount} of cash in this drawer").format(
                    count=len(done.entered), amount=currency.show(done.cash)
                ),
                "\n".join(lines) + self._and_more(len(done.entered)),
                icon="check",
            )
        ]
        cards += [
            Told(lost.number, message_for(error).sentence, Tone.WARN)
            for lost, error in done.refused[:_NAMED]
        ]
        self._tell_done(self.tr("Entered again"), cards, self.tr("Go on"))

    def _on_failed(self, error: CashierError) -> bool:
        cards = (
            Told(
                self.tr("Not everything was entered again"), message_for(error).sentence, Tone.STOP
            ),
        )
        self._tell_done(self.tr("It waits for the next sign-in"), cards, self.tr("Go on"))
        return True

    def _tell_done(self, question: str, cards: Sequence[Told], next_key: str) -> None:
        header = shift_words.person_header(self._counter.state)
        self._done_screen.begin(question, tuple(cards), header, NextKeyContent(next_key))
        self._counter.navigator.start_at("lost_done")

    def _on_read(self) -> None:
        if self._work.waiting:
            self.entered.emit()
        else:
            self.explained.emit()
