"""A difference that a Z left open: accepted, or charged to the cashier, once and for all."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.drawer import Decided, DecideDifference, Outcome
from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import ZERO
from ui.flow.counter import Counter
from ui.flow.doubt import Doubt
from ui.flow.look_words import difference_label, outcome_word
from ui.flow.sure_act import SureAct
from ui.models.cash_words import difference_word
from ui.screens.cash_form import CashFormScreen, CashQuestion
from ui.screens.shift_look import ShiftLookScreen
from ui.screens.told import Told, ToldScreen
from ui.widgets.actions import Action
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.ledger import LedgerLine


class Deciding(QObject):
    """`done` when it is decided and was read."""

    done = Signal()

    def __init__(self, counter: Counter, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._shift_id, self.difference, self._cashier = 0, ZERO, ""
        self._outcome = Outcome.ACCEPTED
        self._header = HeaderContent()
        self._act = SureAct(counter.tasks, counter.program.payments, self)
        Doubt(counter.navigator, self._act)
        self._how = ShiftLookScreen("decide_how")
        self._why, self._told = CashFormScreen("decide_why"), ToldScreen("decided")
        for screen in (self._how, self._why, self._told):
            counter.navigator.add(screen)
        self._how.left.connect(counter.navigator.back)
        self._why.left.connect(counter.navigator.back)
        self._how.action_asked.connect(self._on_outcome_chosen)
        self._why.given.connect(self._on_reason_given)
        self._told.gone_on.connect(self.done)

    def remember(self, shift_id: int, difference: Decimal, cashier: str) -> None:
        """Which difference it is about."""
        self._shift_id, self.difference, self._cashier = shift_id, difference, cashier

    def start(self, header: HeaderContent) -> None:
        """Ask how it is decided."""
        label, currency = difference_label(self.difference), self._counter.state.currency
        self._header = header = header.with_amount(label, abs(self.difference), currency)
        rows = (
            Action(
                Outcome.ACCEPTED, self.tr("Accept it"), self.tr("The utility bears it"), "check"
            ),
            Action(
                Outcome.CHARGED, self.tr("Charge it to the cashier"),
                self.tr("It goes to the cashier's account with the utility"), "person",
            ),
        )  # fmt: skip
        person = self._counter.state.signed_in.person
        may = person.may("decide_difference", abs(self.difference))
        self._how.begin(
            rows if may else (), header, self.tr("How is the difference decided?"), None,
            (self._cashier, self._lines()),
        )  # fmt: skip
        if not may:
            limit = currency.show(person.limits["decide_difference"])
            self._how.tell(
                self.tr("That is above your limit of {limit}.").format(limit=limit),
                self.tr("Somebody with a higher limit has to decide it."), Tone.WARN,
            )  # fmt: skip
        self._counter.navigator.show("decide_how")

    def stop(self) -> None:
        """Sign-out."""
        self._act.stop()
        self._shift_id, self.difference, self._cashier = 0, ZERO, ""

    def _lines(self) -> tuple[LedgerLine, ...]:
        words = difference_word(self._counter.state.currency, self.difference)
        tone = "stop_text" if self.difference < ZERO else "warn_ink"
        return (LedgerLine(words, weight="strong", tone=tone, rule="line"),)

    def _on_outcome_chosen(self, name: str) -> None:
        self._outcome = Outcome(name)
        amount = self._counter.state.currency.show(abs(self.difference))
        act = self.tr("Accept {n} short") if self.difference < ZERO else self.tr("Accept {n} over")
        if self._outcome is Outcome.CHARGED:
            act = self.tr("Charge {n}")
        asked = CashQuestion(
            self.tr("Why is it decided so?"), act.replace("{n}", amount),
            self.tr("Final; stands on the Z from now on"),
            reason_label=self.tr("What was looked at"),
            reason_hint=self.tr("Stands in the books for ever"),
            title=self._cashier, lines=self._lines(),
        )  # fmt: skip
        self._why.begin(asked, self._counter.state.currency, self._header)
        self._counter.navigator.show("decide_why")

    def _on_reason_given(self, _amount: object, reason: str) -> None:
        program = self._counter.program
        person = self._counter.state.signed_in.person.user_name
        order = DecideDifference(
            program.new_request_id(), self._shift_id, self._outcome, self.difference, reason,
            program.clock.now(),
        )  # fmt: skip
        self._why.wait(self.tr("Storing it"))
        self._act.run(
            order.request_id, lambda: program.cash.decide(order, person), self._on_decided,
            self._on_failed,
        )  # fmt: skip

    def _on_failed(self, error: CashierError) -> bool:
        self._why.show_failure(error)
        return True

    def _on_decided(self, decided: Decided) -> None:
        words = difference_word(self._counter.state.currency, self.difference)
        lead = f"{outcome_word(decided.report.outcome)}: {words}"
        text = self.tr("Decision {number}. Every copy of the Z shows it from now on.")
        card = Told(lead, text.format(number=decided.number), icon="check")
        key = NextKeyContent(self.tr("Back to the day"))
        self._told.begin(self.tr("The difference is decided"), (card,), self._header, key)
        self._counter.navigator.show("decided")
