"""Pay: "How much cash did you receive?" A plan at every key; sent exactly once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier_app.domain.allocation import Plan, plan_payment
from cashier_app.domain.cash import is_implausible, note_keys
from cashier_app.domain.money import ZERO
from cashier_app.domain.payments import TenderKind, TenderOrder
from cashier_app.domain.utility import Denomination
from ui.keys import SECOND_LOOK_MS, Key, note_letter
from ui.models.account_words import cash_only_news, header_of
from ui.models.basket import RunningBasket
from ui.models.surroundings import Surroundings
from ui.screen import PAY, Screen
from ui.screens.pay_panel import PayPanel
from ui.screens.pay_words import Mode, PayWords
from ui.theme.look import look, look_changes
from ui.widgets.banner import BannerContent
from ui.widgets.cards import AmountCard, Columns
from ui.widgets.cash_field import CashField
from ui.widgets.keypad import Keypad
from ui.widgets.keys import ChoiceKey, KeyHint, NextKeyContent
from ui.widgets.tender_keys import TENDER_KEYS, TenderKeys
from ui.widgets.together_offer import TogetherOffer

NOTE_LETTERS = "QWERTY"
EXACT_LETTER = "X"
MOST_OTHERS = 3
"""Cheques and card slips beside the cash: so many are read at a glance."""


class PayScreen(Screen):
    """Cash, beside cheques and card slips that were added to it.

    `take_asked` carries the plan, once; the flow answers by leaving or `resume`.
    """

    take_asked = Signal(object)
    tender_asked = Signal(object)
    """A cheque or card slip is to be added: its TenderKind."""
    plan_changed = Signal(object)
    forgotten = Signal()
    """Another customer: nothing that was entered stays."""
    stop_pressed = Signal()
    together_asked = Signal()
    left = Signal()

    def __init__(
        self, around: Surroundings, denominations: Sequence[Denomination], cash_step: Decimal,
        implausible_factor: int, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("pay", parent)
        self._around = around
        self._denominations = tuple(denominations)
        self._cash_step, self._factor = cash_step, implausible_factor
        self._words = PayWords(around.currency, self)
        self._basket = RunningBasket()
        self._mode = self._questioned = Mode.NORMAL
        self._others: tuple[TenderOrder, ...] = ()
        self._news: BannerContent | None = None
        self._second_look = QTimer(self)
        self._second_look.setSingleShot(True)
        self._second_look.setInterval(SECOND_LOOK_MS)
        self._second_look.timeout.connect(self._show)
        self._build()
        look_changes().changed.connect(self._on_look_changed)
        look_changes().touched.connect(self._on_look_changed)

    def set_rules(
        self, denominations: Sequence[Denomination], cash_step: Decimal, implausible_factor: int
    ) -> None:
        """As at the making, for the customers from now on."""
        self._cash_step, self._factor = cash_step, implausible_factor
        if self._denominations != tuple(denominations):
            self._denominations = tuple(denominations)
            self._remove_note_keys()
            self._add_note_keys()

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
        # What is asked about twice is still meant as before: its change may be kept as credit.
        meant = self._questioned if self._mode is Mode.ASKED else self._mode
        return self._plan(part=meant is Mode.PART, keep=meant is Mode.KEEP)

    def show_basket(
        self, basket: RunningBasket, *, exact: bool, banner: BannerContent | None = None
    ) -> None:
        """Ask for `basket`. `exact` proposes the amount unless money was entered already."""
        entered = bool(self._others) or not (self.cash_field.is_empty or self._proposed)
        if not entered:
            self._basket = basket
            self._propose(exact=exact)
        self.show_again(basket, banner)

    def show_again(self, basket: RunningBasket, banner: BannerContent | None) -> None:
        """The same accounts, read again: the amount stands, Enter may have said it lies there."""
        self._basket, self._news = basket, banner
        self._set_entry(Mode.NORMAL)
        self._show()

    def begin_with(self, typed: str) -> None:
        """A digit or a banknote's letter that was typed before this screen was there."""
        if not self._proposed:
            self.cash_field.set_amount(None)
        if typed.isdecimal():
            self.cash_field.type_text(typed)
        else:
            self._on_note_pressed(typed)

    def clear(self) -> None:
        """Forget the money that was entered: another customer."""
        self._basket, self._news = RunningBasket(), None
        self._set_entry(Mode.NORMAL)
        self._others = ()
        self._proposed = True
        self.cash_field.set_amount(None)
        self.forgotten.emit()

    @property
    def others(self) -> tuple[TenderOrder, ...]:
        """The cheques and card slips that were added."""
        return self._others

    def plan_with(self, *more: TenderOrder) -> Plan:
        """What would happen if `more` were added, without cash that was only proposed."""
        cash = ZERO if self._proposed else self.cash_field.amount()
        return self._plan_of(cash, (*self._others, *more), part=False, keep=False)

    def add_tender(self, order: TenderOrder) -> None:
        """One more cheque or card slip; cash pays what is left."""
        self._set_others((*self._others, order))

    def resume(self, banner: BannerContent | None = None) -> None:
        """Nothing was taken: the entry stands, Enter works again."""
        self._news = banner
        self._set_entry(Mode.NORMAL)
        self._show()

    def stop(self, banner: BannerContent, next_key: NextKeyContent) -> None:
        """Nothing can be taken any more; Enter leads to what can be done."""
        self._mode, self._news = Mode.STOPPED, banner
        self.set_frame(banner=banner, next_key=next_key, keys=())

    def await_second_look(self) -> None:
        """Enter brought what stands here: its bounce takes nothing. Who types has seen it."""
        self._second_look.start()
        self._show()

    def enter(self) -> None:
        self.cash_field.setFocus()

    def next_pressed(self) -> None:
        if self._mode is Mode.STOPPED:
            self.stop_pressed.emit()
            return
        plan = self.plan
        if self._mode is not Mode.ASKED and self._is_implausible(plan):
            self._questioned, self._mode = self._mode, Mode.ASKED
            self.await_second_look()
            return
        self._set_entry(Mode.SAVING)
        self._show_saving()
        self.take_asked.emit(plan)

    def escape_pressed(self) -> None:
        if self._mode is Mode.ASKED:
            self._set_mode(self._questioned)
        elif self._mode in {Mode.PART, Mode.KEEP}:
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
        self.tender_keys = TenderKeys()
        self.tender_keys.chosen.connect(self._on_tender_chosen)
        self.columns = Columns()
        self.keypad = Keypad("pay_keypad", point=bool(currency.decimals))
        self.money = QVBoxLayout()
        self.money.addWidget(self.tender_keys)
        self.money.addWidget(self.cash_field)
        self.money.addLayout(self.note_row)
        self.money.addWidget(self.card, 1)
        self.beside = QHBoxLayout()
        self.beside.addLayout(self.money, 1)
        self.beside.addWidget(self.keypad, 0, Qt.AlignmentFlag.AlignBottom)
        self.columns.left.addLayout(self.beside, 1)
        self.together = TogetherOffer(currency)
        self.together.pressed.connect(self._on_plus_pressed)
        self.columns.panel.column.addWidget(self.panel, 1)
        self.columns.panel.column.addWidget(self.together)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)
        self.bind(Key.F3, self._on_f3_pressed)
        for kind, key in TENDER_KEYS.items():
            self.bind(key, partial(self._on_tender_chosen, kind))
        self.bind(Key.DEL, self._on_del_pressed)
        self.bind(Key.PLUS, self._on_plus_pressed)
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

    def _remove_note_keys(self) -> None:
        while (item := self.note_row.takeAt(0)) is not None:
            if (key := item.widget()) is not None:
                key.setParent(None)
                key.deleteLater()

    def _on_look_changed(self) -> None:
        now = look()
        ring = now.size("ring")
        margins = self.columns.left.contentsMargins()
        margins.setTop(ring)
        self.columns.left.setContentsMargins(margins)
        self.money.setSpacing(now.space("gap"))
        self.note_row.setSpacing(now.space("small"))
        self.beside.setSpacing(now.space("gutter") if now.touch else 0)

    def _plan(self, *, part: bool, keep: bool) -> Plan:
        return self._plan_of(self.cash_field.amount(), self._others, part=part, keep=keep)

    def _plan_of(
        self, cash: Decimal, others: tuple[TenderOrder, ...], *, part: bool, keep: bool
    ) -> Plan:
        return plan_payment(
            self._basket.to_pay(), cash, others=others,
            cash_step=self._cash_step, part=part, keep_change=keep,
        )  # fmt: skip

    def _set_others(self, others: tuple[TenderOrder, ...]) -> None:
        """Cash that was only proposed is proposed anew; what was typed stays."""
        was_proposed = self._proposed
        self._others, self._mode, self._news = others, Mode.NORMAL, None
        if was_proposed:
            self._propose(exact=False)
        self._show()

    def _propose(self, *, exact: bool) -> None:
        payable = self._plan(part=False, keep=False).payable
        self._proposed = True
        self.cash_field.set_amount(payable if exact and payable > 0 else None, fresh=True)
        self._proposed = True

    def _is_implausible(self, plan: Plan) -> bool:
        return is_implausible(plan.received, plan.payable, self._denominations, self._factor)

    def _set_entry(self, mode: Mode) -> None:
        """What was sent stays as it was sent until the flow says what came of it."""
        self._mode = mode
        self.cash_field.set_read_only(mode is Mode.SAVING)

    def _set_mode(self, mode: Mode) -> None:
        self._mode = mode
        self._show()

    def _on_cash_field_changed(self) -> None:
        self._second_look.stop()
        self._proposed = False
        if self._mode is Mode.ASKED:
            self._mode = self._questioned
        if self._mode is Mode.PART:
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

    def _on_tender_chosen(self, kind: TenderKind) -> None:
        if self._mode is not Mode.NORMAL or self._basket.is_empty or kind is TenderKind.CASH:
            return
        stop = cash_only_news(self._basket)
        if stop is not None or len(self._others) == MOST_OTHERS:
            self._news = stop or self._words.too_many(MOST_OTHERS)
            self._show()
            return
        self.tender_asked.emit(kind)

    def _on_del_pressed(self) -> None:
        if self._mode is Mode.NORMAL and self._others:
            self._set_others(self._others[:-1])

    def _on_plus_pressed(self) -> None:
        if self._mode is Mode.NORMAL and self._basket.offered:
            self.together_asked.emit()

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
        currency, is_empty = self._around.currency, self.cash_field.is_empty
        content = self._words.card(plan, is_empty=is_empty)
        self.card.set_content(content.title, content.amount, content.lines, content.tone)
        normal = self._mode is Mode.NORMAL
        # Tenders that were added take the offer's room.
        offered = self._basket.offered if normal and not plan.others else ()
        self.panel.show_plan(plan, self._basket.to_pay(), brief=bool(offered))
        self.together.show_accounts(offered)
        can_part = normal and self._plan(part=True, keep=False).is_part
        self.panel.show_keys(part=can_part, keep=normal and plan.change > 0)
        self.set_frame(
            question=self._words.question(self._mode, plan),
            header=header_of(self._basket, currency, plan.left_to_pay),
            banner=self._words.banner(self._mode, plan) or self._news,
            step=PAY,
            esc=self.tr("Back"),
            find_enabled=True,
            shift_enabled=False,
            keys=self._keys(),
            next_key=self._next_key(plan, is_empty=is_empty),
        )
        self.plan_changed.emit(plan)

    def _next_key(self, plan: Plan, *, is_empty: bool) -> NextKeyContent:
        head = self._basket.head.customer_name
        content = self._words.next_key(plan, head, is_empty=is_empty)
        return content._replace(waiting=content.waiting or self._second_look.isActive())

    def _keys(self) -> tuple[KeyHint, ...]:
        if self._mode is not Mode.NORMAL:
            return ()
        last = NOTE_LETTERS[max(0, len(self._notes) - 1)]
        return (
            KeyHint("Backspace", self.tr("Undo"), not self.cash_field.is_empty),
            KeyHint(f"{NOTE_LETTERS[0]}–{last}", self.tr("Add note"), bool(self._notes)),
        )

    def _show_saving(self) -> None:
        waiting = NextKeyContent(
            self.tr("Wait: saving"), self.tr("The server has not answered yet"), waiting=True
        )
        self.panel.show_keys(part=False, keep=False)
        self.together.show_accounts(())
        self.set_frame(next_key=waiting, esc="", find_enabled=False, keys=(), banner=None)
