"""A cheque or card slip beside the cash: its amount, and what is written on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier_app.domain.allocation import Basket, Plan
from cashier_app.domain.money import ZERO
from cashier_app.domain.payments import Cheque, TenderKind, TenderOrder
from cashier_app.domain.utility import Rules
from ui.keys import Key
from ui.models.cheque_words import BANK_LENGTH, NUMBER_LENGTH, date_fault, number_fault
from ui.models.surroundings import Surroundings
from ui.models.typed import date_in, one_line
from ui.screen import PAY, Screen
from ui.screens.pay_panel import PayPanel
from ui.theme.look import look, look_changes
from ui.widgets.amount_field import AmountField
from ui.widgets.cards import Columns
from ui.widgets.chip import Tone
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent
from ui.widgets.notice_card import NoticeCard
from ui.widgets.tender_keys import TENDER_KEYS, TenderKeys


@dataclass(frozen=True, slots=True)
class TenderAsked:
    """What the screen is about: the payment as it stands, and what one more tender would make."""

    kind: TenderKind
    basket: Basket
    others: tuple[TenderOrder, ...]
    left: Plan
    """Without the new tender."""
    plan_with: Callable[[TenderOrder], Plan]
    business_date: date


class TenderScreen(Screen):
    """Typed from the top: Enter goes to the next empty field, then adds. `added` carries it."""

    added = Signal(object)
    kind_asked = Signal(object)
    left = Signal()

    def __init__(self, around: Surroundings, rules: Rules, parent: QWidget | None = None) -> None:
        super().__init__("tender", parent)
        self._around, self._rules = around, rules
        self._asked: TenderAsked | None = None
        self._build()
        look_changes().changed.connect(self._on_look_changed)

    def set_rules(self, rules: Rules) -> None:
        """How old a cheque may be, and how far ahead its date, from the next one on."""
        self._rules = rules

    def begin(self, asked: TenderAsked, header: HeaderContent) -> None:
        """Ask for one cheque or slip; what was typed and not added stands there again."""
        again = self._asked is not None and self._asked.kind is asked.kind
        self._asked = asked
        is_cheque = asked.kind is TenderKind.CHEQUE
        symbol = self._around.currency.symbol
        amount_label = (
            self.tr("On the cheque, {currency}")
            if is_cheque
            else self.tr("On the slip, {currency}")
        )
        self.amount_field.set_label(amount_label.format(currency=symbol))
        if not again or not self._is_typed():
            self._clear()
            self.amount_field.set_amount(asked.left.still_to_pay or None, fresh=True)
        self.tender_keys.choose(asked.kind)
        for field in (self.bank_field, self.number_field, self.date_field):
            field.setVisible(is_cheque)
        self.slip_field.setVisible(not is_cheque)
        self.set_frame(
            question=self.tr("What does the cheque say?")
            if is_cheque
            else self.tr("What does the card slip say?"),
            header=header, step=PAY, esc=self.tr("Back"), find_enabled=False,
            shift_enabled=False, banner=None,
        )  # fmt: skip
        self._show()

    def clear(self) -> None:
        """Another customer: nothing of this one stays."""
        self._asked = None
        self._clear()

    def enter(self) -> None:
        self.amount_field.setFocus()

    def press(self, key: Key) -> bool:
        if key is Key.ENTER:
            empty = next((f for f in self._shown_fields() if not f.text().strip()), None)
            if self.amount_field.is_empty:
                self.amount_field.setFocus()
                return True
            if empty is not None:
                empty.edit.setFocus()
                return True
        return super().press(key)

    def next_pressed(self) -> None:
        order = self._order()
        if order is not None and not self._fault(order)[0]:
            self._clear()
            self.added.emit(order)

    def escape_pressed(self) -> None:
        self.left.emit()

    def _build(self) -> None:
        self.tender_keys = TenderKeys(TenderKind.CHEQUE)
        self.tender_keys.chosen.connect(self._on_tender_chosen)
        currency = self._around.currency
        self.amount_field = AmountField("tender_amount", "", currency)
        self.amount_field.changed.connect(self._show)
        self.bank_field = Field("cheque_bank", self.tr("Bank"))
        self.number_field = Field("cheque_number", self.tr("Cheque number"))
        today = self.tr("Day, month, year: 23 11 2026")
        self.date_field = Field("cheque_date", self.tr("Date on the cheque"), hint=today)
        self.slip_field = Field(
            "slip_number", self.tr("Number of the slip"), hint=self.tr("Letters and digits")
        )
        self.bank_field.edit.setMaxLength(BANK_LENGTH)
        self.number_field.edit.setMaxLength(NUMBER_LENGTH)
        self.slip_field.edit.setMaxLength(NUMBER_LENGTH)
        self.notice = NoticeCard("tender_notice")
        self.panel = PayPanel(currency)
        self.panel.show_keys(part=False, keep=False)
        self.columns = Columns()
        self.columns.panel.column.addWidget(self.panel)
        self._pair = QHBoxLayout()
        self._pair.addWidget(self.number_field, 1)
        self._pair.addWidget(self.date_field, 1)
        left = self.columns.left
        left.addWidget(self.tender_keys)
        left.addWidget(self.amount_field)
        left.addWidget(self.bank_field)
        left.addLayout(self._pair)
        left.addWidget(self.slip_field)
        left.addWidget(self.notice)
        left.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)
        for field in self._fields():
            field.edit.textChanged.connect(self._show)
        for kind, key in TENDER_KEYS.items():
            self.bind(key, partial(self._on_tender_chosen, kind))
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        now = look()
        margins = self.columns.left.contentsMargins()
        margins.setTop(now.size("ring"))
        self.columns.left.setContentsMargins(margins)
        self.columns.left.setSpacing(now.space("gap"))
        self._pair.setSpacing(now.space("gutter"))

    def _fields(self) -> tuple[Field, ...]:
        return (self.bank_field, self.number_field, self.date_field, self.slip_field)

    def _shown_fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self._fields() if not field.isHidden())

    def _is_typed(self) -> bool:
        return any(field.text().strip() for field in self._shown_fields())

    def _clear(self) -> None:
        for field in self._fields():
            field.edit.clear()
        self.amount_field.set_amount(None)

    def _order(self) -> TenderOrder | None:
        """What is typed, when it is complete."""
        asked, amount = self._asked, self.amount_field.amount()
        if asked is None or amount == ZERO:
            return None
        if asked.kind is TenderKind.CARD:
            slip = one_line(self.slip_field.text())
            return TenderOrder(TenderKind.CARD, amount, slip_no=slip) if slip else None
        dated_on = date_in(self.date_field.text())
        bank, number = one_line(self.bank_field.text()), one_line(self.number_field.text())
        if dated_on is None or not bank or not number:
            return None
        return TenderOrder(TenderKind.CHEQUE, amount, cheque=Cheque(bank, number, dated_on, amount))

    def _fault(self, order: TenderOrder) -> tuple[str, str]:
        """Why it cannot be taken and what can be done; empty when nothing stands against it."""
        asked = self._asked
        number = order.cheque.cheque_no if order.cheque else order.slip_no
        if number_fault(number)[0]:
            return number_fault(number)
        if asked is not None and any(_is_same(order, other) for other in asked.others):
            lead = self.tr("It is in this payment already.")
            return lead, self.tr("It counts once. Look at the number.")
        return self._date_fault(order.cheque) if order.cheque else ("", "")

    def _date_fault(self, cheque: Cheque) -> tuple[str, str]:
        asked = self._asked
        if asked is None:
            return "", ""
        return date_fault(cheque.dated_on, asked.business_date, self._around.today, self._rules)

    def _show(self, *_: object) -> None:
        asked = self._asked
        if asked is None:
            return
        order = self._order()
        fault, remedy = self._fault(order) if order else self._half_typed()
        self.notice.tell(fault, remedy, Tone.WARN)
        plan = asked.plan_with(order) if order and not fault else asked.left
        self.panel.show_plan(plan, asked.basket, keys=False)
        self.set_frame(next_key=self._next_key(order, plan, blocked=bool(fault)))

    def _half_typed(self) -> tuple[str, str]:
        """A date that can be none is told as soon as the caret has left it."""
        text = self.date_field.text().strip()
        if self.date_field.isHidden() or self.date_field.edit.hasFocus() or not text:
            return "", ""
        if date_in(text) is not None:
            return "", ""
        return self.tr("The date cannot be read."), self.tr("Write it as in 23 11 2026.")

    def _next_key(self, order: TenderOrder | None, plan: Plan, *, blocked: bool) -> NextKeyContent:
        show = self._around.currency.show
        if blocked:
            return NextKeyContent(
                self.tr("Not to be taken"), self.tr("The reason stands at the left"), waiting=True
            )
        if order is None:
            is_cheque = self._asked is not None and self._asked.kind is TenderKind.CHEQUE
            text = (
                self.tr("Amount, bank, number, date") if is_cheque else self.tr("Amount and number")
            )
            return NextKeyContent(self.tr("Write down what it says"), text, waiting=True)
        amount = show(order.tendered)
        if order.kind is TenderKind.CHEQUE:
            title = self.tr("Add the cheque of {amount}").format(amount=amount)
        else:
            title = self.tr("Add the slip of {amount}").format(amount=amount)
        return NextKeyContent(title, self._consequence(plan))

    def _consequence(self, plan: Plan) -> str:
        show = self._around.currency.show
        if plan.still_to_pay:
            return self.tr("Then {amount} left to pay").format(amount=show(plan.still_to_pay))
        if plan.credit_made:
            text = self.tr("{amount} too much is kept as credit")
            return text.format(amount=show(plan.credit_made))
        return self.tr("Then nothing is left to pay")

    def _on_tender_chosen(self, kind: TenderKind) -> None:
        if kind is TenderKind.CASH:
            self.left.emit()
        elif self._asked is not None and kind is not self._asked.kind:
            self.kind_asked.emit(kind)


def _is_same(one: TenderOrder, other: TenderOrder) -> bool:
    if one.cheque and other.cheque:
        mine = (one.cheque.bank.upper(), one.cheque.cheque_no.upper())
        return mine == (other.cheque.bank.upper(), other.cheque.cheque_no.upper())
    return bool(one.slip_no) and one.slip_no.upper() == other.slip_no.upper()
