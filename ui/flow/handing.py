"""Cash from one drawer to another person's: given here, taken there, or taken back."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.drawer import AcceptHandover, HandOver, OpenHandover, Receiver
from cashier_app.domain.errors import CashierError
from ui.flow import drawer_words, shift_words
from ui.flow.cash_acting import CashActing
from ui.flow.counter import Counter
from ui.messages import message_for
from ui.screens.cash_form import CashFormScreen
from ui.screens.drawer_menu import DrawerMenuScreen
from ui.screens.told import Told, ToldScreen
from ui.tasks import Operation
from ui.widgets.actions import Action
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent


class Handing(QObject):
    """`left` when something was not taken, and was read."""

    left = Signal()

    def __init__(self, counter: Counter, acting: CashActing, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._acting = counter, acting
        self._receivers: tuple[Receiver, ...] = ()
        self._receiver: Receiver | None = None
        self._taking: OpenHandover | None = None
        self._who = DrawerMenuScreen("handover_to")
        self._form = CashFormScreen("handover_form")
        self._take_screen = ToldScreen("handover_take")
        for screen in (self._who, self._form, self._take_screen):
            counter.navigator.add(screen)
            screen.left.connect(counter.navigator.back)
        self._who.action_asked.connect(self._on_receiver_chosen)
        self._form.given.connect(self._on_form_given)
        self._take_screen.gone_on.connect(self._on_take_confirmed)

    def give(self) -> None:
        """Ask who gets the cash; read now, so that nobody is missing."""
        cash = self._counter.program.cash
        operation = Operation(lambda: cash.handovers().receivers, latest="receivers")
        self._counter.tasks.run(operation, self, self._ask_who)

    def _ask_who(self, receivers: tuple[Receiver, ...]) -> None:
        if self._counter.navigator.current != "drawer_menu":
            return  # whoever asked for it has gone on
        self._receivers = receivers
        rows = tuple(
            Action(person.user_name, person.full_name, person.counter, "person")
            for person in receivers
        )
        words = self.tr("People with an open shift in this hall.")
        self._who.begin(rows, self._header(), self.tr("Who gets the cash?"), words)
        if not rows:
            nobody = self.tr("Nobody else has an open shift")
            self._who.set_frame(keys=(), next_key=NextKeyContent(nobody, "", waiting=True))
        self._counter.navigator.show("handover_to")

    def take(self, way: OpenHandover) -> None:
        """Ask whether it was counted."""
        self._taking = way
        question, card, key = drawer_words.take_question(way, self._counter.state.currency)
        self._take_screen.begin(question, (card,), self._header(), key)
        self._take_screen.set_frame(esc=self.tr("Back"))
        self._counter.navigator.show("handover_take")

    def stop(self) -> None:
        """Sign-out."""
        self._receivers = ()
        self._receiver = self._taking = None

    def _header(self) -> HeaderContent:
        return shift_words.person_header(self._counter.state, "cash")

    def _on_receiver_chosen(self, user_name: str) -> None:
        self._receiver = next((r for r in self._receivers if r.user_name == user_name), None)
        if self._receiver is None:
            return
        asked = drawer_words.handover_question(self._receiver)
        self._form.begin(asked, self._counter.state.currency, self._header())
        self._counter.navigator.show("handover_form")

    def _on_form_given(self, amount: Decimal, reason: str) -> None:
        program, signed_in = self._counter.program, self._counter.state.signed_in
        receiver, shift, person = self._receiver, signed_in.shift, signed_in.person.user_name
        if receiver is None or shift is None:
            return
        order = HandOver(
            program.new_request_id(), shift.shift_id, receiver.user_name, amount, reason,
            program.clock.now(),
        )  # fmt: skip
        self._form.wait(self.tr("Storing it"))
        self._acting.run(
            order.request_id, lambda: program.cash.hand_over(order, person), self._header(),
            self._on_give_failed,
        )  # fmt: skip

    def _on_give_failed(self, error: CashierError) -> bool:
        self._form.show_failure(error)
        return True

    def _on_take_confirmed(self) -> None:
        program, signed_in = self._counter.program, self._counter.state.signed_in
        way, shift, person = self._taking, signed_in.shift, signed_in.person.user_name
        if way is None or shift is None:
            self.left.emit()
            return
        order = AcceptHandover(
            program.new_request_id(), shift.shift_id, way.handover_id, way.amount,
            program.clock.now(),
        )  # fmt: skip
        waiting = NextKeyContent(self.tr("Wait"), self.tr("Storing it"), waiting=True)
        self._take_screen.set_frame(next_key=waiting, esc="")
        self._acting.run(
            order.request_id, lambda: program.cash.accept(order, person), self._header(),
            self._on_take_failed,
        )  # fmt: skip

    def _on_take_failed(self, error: CashierError) -> bool:
        """Said in its place; the list is read anew afterwards."""
        self._taking = None
        message = message_for(error)
        key = NextKeyContent(self.tr("Back"), self.tr("Looks at the list anew"))
        card = Told(message.lead, message.text, Tone.WARN)
        self._take_screen.begin(self.tr("It was not taken"), (card,), self._header(), key)
        return True
