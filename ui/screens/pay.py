"""Pay: "How much cash did you receive?" A plan at every key; sent exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum, auto

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier_app.domain.allocation import Plan, plan_payment
from cashier_app.domain.cash import is_implausible, note_keys
from cashier_app.domain.utility import Denomination
from ui.keys import Key, note_letter
from ui.models.account_words import header_of
from ui.models.basket import RunningBasket
from ui.models.surroundings import Surroundings
from ui.screen import PAY, Screen
from ui.screens.pay_panel import PayPanel
from ui.theme.look import look, look_changes
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.cards import AmountCard, Columns
from ui.widgets.cash_field import CashField
from ui.widgets.chip import Tone
from ui.widgets.keys import ChoiceKey, KeyHint, NextKeyContent

NOTE_LETTERS = "QWERTY"
EXACT_LETTER = "X"
SECOND_LOOK_MS = 500
"""A question is not answered by the same bounce of Enter that asked it."""


class Mode(Enum):
    """How the tender is meant."""

    NORMAL = auto()
    PART = auto()
    KEEP = auto()
    ASKED = auto()
    """An implausible amount is questioned: Enter takes it, everything else takes the question."""
    SAVING = auto()
    STOPPED = auto()


class PayScreen(Screen):
    """Cash only. `take_asked` carries the plan, once; the flow answers by leaving or `resume`."""

    take_asked = Signal(object)
    plan_changed = Signal(object)
    stop_pressed = Signal()
    left = Signal()

    def __init__(
        self, around: Surroundings, denominations: Sequence[Denomination], cash_step: Decimal,
        implausible_factor: int, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("pay", parent)
        self._around = around
        self._denominations = tuple(denominations)
        self._cash_step, self._factor = cash_step, implausible_factor
        self._basket = RunningBasket()
        self._mode = Mode.NORMAL
        self._news: BannerContent | None = None
        self._second_look = QTimer(self)
        self._second_look.setSingleShot(True)
        self._second_look.setInterval(SECOND_LOOK_MS)
        self._second_look.timeout.connect(self._show)
        self._build()
        look_changes().changed.connect(self._on_look_changed)

    @property
    def mode(self) -> Mode:
        """How the tender is meant now."""
        return self._mode

    @property
    def is_saving(self) -> bool:
        """True from Enter until the flow says what came of it."""
        return self._mode is Mode.SAVING

    @property
    def plan(self) -> Plan:
        """What would happen if the amount in the field were taken now."""
        return self._plan(part=self._mode is Mode.PART, keep=self._mode is Mode.KEEP)

    def show_basket(
        self, basket: RunningBasket, *, exact: bool, banner: BannerContent | None = None
    ) -> None:
        """Ask for `basket`. `exact` proposes the amount unless cash was entered already."""
        entered = not self.cash_field.is_empty and not self._proposed
        self._basket, self._news = basket, banner
        self._mode = Mode.NORMAL
        if not entered:
            self._propose(exact=exact)
        self._show()

    def clear(self) -> None:
        """Forget the cash that was entered: another customer."""
        self._basket, self._news, self._mode = RunningBasket(), None, Mode.NORMAL
        self._proposed = True
        self.cash_field.set_amount(None)

    def resume(self, banner: BannerContent | None = None) -> None:
        """Nothing was taken: the entry stands, Enter works again."""
        self._mode, self._news = Mode.NORMAL, banner
        self._show()

    def stop(self, banner: BannerContent, next_key: NextKeyContent) -> None:
        """Nothing can be taken any more; Enter leads to what can be done."""
        self._mode, self._news = Mode.STOPPED, banner
        self.set_frame(banner=banner, next_key=next_key, keys=())

    def enter(self) -> None:
        self.cash_field.setFocus()

    def next_pressed(self) -> None:
        if self._mode is Mode.STOPPED:
            self.stop_pressed.emit()
            return
        plan = self.plan
        if self._mode is not Mode.ASKED and self._is_implausible(plan):
            self._mode = Mode.ASKED
            self._second_look.start()
            self._show()
            return
        self._mode = Mode.SAVING
        self._show_saving()
        self.take_asked.emit(plan)

    def escape_pressed(self) -> None:
        if self._mode in {Mode.PART, Mode.KEEP, Mode.ASKED}:
            self._set_mode(Mode.NORMAL)
        elif self._mode in {Mode.NORMAL, Mode.STOPPED}:
            self.left.emit()

    def key_typed(self, event: QKeyEvent) -> bool:
        letter = note_letter(event)
        if not letter or self._mode in {Mode.SAVING, Mode.STOPPED}:
            return False
        self._on_note_pressed(letter)
        return True

    def _build(self) -> None:
        self._proposed = True
        currency = self._around.currency
        label = self.tr("Cash received, {currency}").format(currency=currency.symbol)
        self.cash_field = CashField("cash_field", label, currency)
        self.cash_field.changed.connect(self._on_cash_field_changed)
        self.card = AmountCard("change_card")
        self.panel = PayPanel(currency)
        self.note_row = QHBoxLayout()
        self._add_note_keys()
        self.columns = Columns()
        self.columns.left.addWidget(self.cash_field)
        self.columns.left.addLayout(self.note_row)
        self.columns.left.addWidget(self.card, 1)
        self.columns.panel.column.addWidget(self.panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)
        self.bind(Key.F3, self._on_f3_pressed)
        self.bind(Key.F10, self._on_f10_pressed)
        self.panel.part_cap.pressed.connect(self._on_part_cap_pressed)
        self.panel.keep_cap.pressed.connect(self._on_keep_cap_pressed)
        self._on_look_changed()

    def _add_note_keys(self) -> None:
        show = self._around.currency.show_short
        self._notes = dict(zip(NOTE_LETTERS, note_keys(self._denominations), strict=False))
        names = [(letter, f"+{show(value)}") for letter, value in self._notes.items()]
        for letter, name in (*names, (EXACT_LETTER, self.tr("Exact"))):
            key = ChoiceKey(letter, name, stacked=True)
            key.pressed.connect(self._on_note_pressed)
            self.note_row.addWidget(key)

    def _on_look_changed(self) -> None:
        now = look()
        ring = now.size("ring")
        margins = self.columns.left.contentsMargins()
        margins.setTop(ring)
        self.columns.left.setContentsMargins(margins)
        self.columns.left.setSpacing(now.space("gap"))
        self.note_row.setSpacing(now.space("small"))

    def _plan(self, *, part: bool, keep: bool) -> Plan:
        return plan_payment(
            self._basket.to_pay(), self.cash_field.amount(),
            cash_step=self._cash_step, part=part, keep_change=keep,
        )  # fmt: skip

    def _propose(self, *, exact: bool) -> None:
        payable = self._plan(part=False, keep=False).payable
        self._proposed = True
        self.cash_field.set_amount(payable if exact and payable > 0 else None, fresh=True)
        self._proposed = True

    def _is_implausible(self, plan: Plan) -> bool:
        return is_implausible(plan.received, plan.payable, self._denominations, self._factor)

    def _set_mode(self, mode: Mode) -> None:
        self._mode = mode
        self._show()

    def _on_cash_field_changed(self) -> None:
        self._proposed = False
        if self._mode in {Mode.ASKED, Mode.PART}:
            self._mode = Mode.NORMAL
        if not self._basket.is_empty:
            self._show()

    def _on_note_pressed(self, letter: str) -> None:
        if self._mode in {Mode.SAVING, Mode.STOPPED}:
            return
        if letter == EXACT_LETTER:
            self.cash_field.set_amount(self._plan(part=False, keep=False).payable, fresh=True)
        elif letter in self._notes:
            self.cash_field.add_note(self._notes[letter])

    def _on_f3_pressed(self) -> None:
        if self._mode is Mode.NORMAL and self._plan(part=True, keep=False).is_part:
            self._set_mode(Mode.PART)

    def _on_f10_pressed(self) -> None:
        if self._mode is Mode.NORMAL and self.plan.change > 0:
            self._set_mode(Mode.KEEP)

    def _on_part_cap_pressed(self, _cap: str) -> None:
        self._on_f3_pressed()

    def _on_keep_cap_pressed(self, _cap: str) -> None:
        self._on_f10_pressed()

    def _show(self) -> None:
        """Everything from the plan: card, panel, question, green block."""
        if self._basket.is_empty or self._mode in {Mode.SAVING, Mode.STOPPED}:
            return
        plan = self.plan
        self._show_card(plan)
        self.panel.show_plan(plan, self._basket.to_pay())
        normal = self._mode is Mode.NORMAL
        can_part = normal and self._plan(part=True, keep=False).is_part
        self.panel.show_keys(part=can_part, keep=normal and plan.change > 0)
        self.set_frame(
            question=self._question(plan),
            header=header_of(self._basket, self._around.currency, plan.left_to_pay),
            banner=self._banner(plan) or self._news,
            step=PAY,
            esc=self.tr("Back"),
            find_enabled=True,
            shift_enabled=False,
            keys=self._keys(),
            next_key=self._next_key(plan),
        )
        self.plan_changed.emit(plan)

    def _show_saving(self) -> None:
        waiting = NextKeyContent(
            self.tr("Wait: saving"), self.tr("The server has not answered yet"), waiting=True
        )
        self.panel.show_keys(part=False, keep=False)
        self.set_frame(next_key=waiting, esc="", find_enabled=False, keys=(), banner=None)

    def _show_card(self, plan: Plan) -> None:
        show = self._around.currency.show
        lines = (
            self.tr("{amount} received").format(amount=show(plan.received)),
            self.tr("{amount} left to pay").format(amount=show(plan.payable)),
        )
        if plan.is_part:
            self.card.set_content(self.tr("Stays due"), show(plan.left_after), lines, Tone.WARN)
        elif self.cash_field.is_empty and plan.payable > 0:
            self.card.set_content(self.tr("To pay"), show(plan.payable), lines[1:])
        elif plan.still_to_pay > 0:
            title = self.tr("Not enough yet, still to pay")
            self.card.set_content(title, show(plan.still_to_pay), lines, Tone.WARN)
        elif plan.credit_made > 0:
            self.card.set_content(self.tr("Kept as credit"), show(plan.credit_made), lines)
        else:
            self.card.set_content(self.tr("Change will be"), show(plan.change), lines)

    def _question(self, plan: Plan) -> str:
        show = self._around.currency.show
        if self._mode is Mode.ASKED:
            return self.tr("{received} received for {due}?").format(
                received=show(plan.received), due=show(plan.payable)
            )
        if self._mode is Mode.PART:
            return self.tr("Is only a part being paid?")
        if self._mode is Mode.KEEP:
            return self.tr("Does the customer leave the change as credit?")
        return self.tr("How much cash did you receive?")

    def _banner(self, plan: Plan) -> BannerContent | None:
        show = self._around.currency.show
        if self._mode is Mode.ASKED:
            return BannerContent(
                Gravity.LOOK,
                self.tr("That is unusually much."),
                self.tr("The change would be {amount}. Count the cash again.").format(
                    amount=show(plan.change)
                ),
            )
        if self._mode is Mode.PART:
            stays = self.tr("{amount} stays due.").format(amount=show(plan.left_after))
            return BannerContent(Gravity.LOOK, self.tr("A part payment."), stays)
        return None

    def _keys(self) -> tuple[KeyHint, ...]:
        if self._mode is not Mode.NORMAL:
            return ()
        last = NOTE_LETTERS[max(0, len(self._notes) - 1)]
        return (
            KeyHint("Backspace", self.tr("Undo"), not self.cash_field.is_empty),
            KeyHint(f"{NOTE_LETTERS[0]}–{last}", self.tr("Add note"), bool(self._notes)),
        )

    def _next_key(self, plan: Plan) -> NextKeyContent:
        if not plan.can_be_taken:
            return self._not_enough(plan)
        show = self._around.currency.show
        saves = self.tr("Saves, prints, opens the drawer")
        received = show(plan.received)
        if plan.is_part:
            title = self.tr("Take {amount} as a part").format(amount=received)
            rest = self.tr("{amount} stays due").format(amount=show(plan.left_after))
            return NextKeyContent(title, rest)
        if plan.received == 0:
            title = self.tr("Pay {amount} from credit").format(amount=show(plan.credit_total))
            return NextKeyContent(title, self.tr("Saves and prints"))
        title = self.tr("Take {amount} cash").format(amount=received)
        if plan.credit_made:
            kept = self.tr("{amount} is kept as credit of {name}")
            head = self._basket.head.customer_name
            return NextKeyContent(title, kept.format(amount=show(plan.credit_made), name=head))
        waiting = self._second_look.isActive()
        return NextKeyContent(title, saves, waiting=waiting)

    def _not_enough(self, plan: Plan) -> NextKeyContent:
        show = self._around.currency.show
        if self.cash_field.is_empty or plan.still_to_pay == 0:
            return NextKeyContent(
                self.tr("Enter the cash"),
                self.tr("Digits, or letters for notes"),
                waiting=True,
            )
        title = self.tr("{amount} still to pay").format(amount=show(plan.still_to_pay))
        return NextKeyContent(title, self.tr("Add cash, or F3 pays a part"), waiting=True)
