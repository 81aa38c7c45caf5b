"""Bills: "Which bills are being paid?" Marks, ages, why an amount differs, and the past."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import accumulate

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from cashier_app.domain.accounts import AccountOpened, OpenBill
from cashier_app.domain.allocation import plan_payment
from cashier_app.domain.money import MINUS, ZERO
from ui import dates
from ui.keys import Key, digit, note_letter
from ui.models import words
from ui.models.account_words import alert_of, header_of
from ui.models.basket import RunningBasket
from ui.models.bills import AGE, BILL, DUE, MARK, PAPER, BillRow, BillsModel, make_row
from ui.models.surroundings import Surroundings
from ui.screen import BILLS, Screen
from ui.screens.bill_panel import BillPanel
from ui.theme.look import look, look_changes
from ui.widgets.banner import BannerContent
from ui.widgets.bill_delegate import BillDelegate, row_height
from ui.widgets.cards import Columns
from ui.widgets.drawn import Label
from ui.widgets.history import History, HistoryRow, Totals
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import LedgerLine
from ui.widgets.table import TableView
from ui.widgets.together_offer import TogetherOffer

_LEAST_ROWS = 3


class BillsScreen(Screen):
    """Shows a running basket; every change is asked of the flow, which shows the new one."""

    mark_pressed = Signal(int)
    remove_pressed = Signal(int)
    pay_asked = Signal()
    cash_begun = Signal(str)
    """The first digit of the cash, or the letter of a banknote: typed for Pay."""
    minimum_asked = Signal()
    park_asked = Signal()
    together_asked = Signal()
    left = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__("bills", parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._around = around
        self._basket = RunningBasket()
        self._past_page = 0
        self._model = BillsModel(around.currency, self)
        self._build()
        self._bind_keys()
        look_changes().changed.connect(self._on_look_changed)

    def show_basket(self, basket: RunningBasket, banner: BannerContent | None = None) -> None:
        """Show `basket`; `banner` is news that weighs more than the account's own alert."""
        self._past_page = 0 if basket.accounts[:1] != self._basket.accounts[:1] else self._past_page
        self._basket = basket
        bill_id = self.chosen_bill_id
        self._model.set_rows(
            tuple(self._row(bill, bill.bill_id in basket.marked_ids) for bill in basket.bills)
        )
        self._show_totals()
        self._fit()
        self.table.choose_row(max(0, self._model.row_of(bill_id)))
        self._show_panel()
        self.together.show_accounts(basket.offered)
        self._show_past()
        self._draw_frame(banner)

    def choose_bill(self, bill_id: int) -> None:
        """Put the bar on a bill."""
        row = self._model.row_of(bill_id)
        if row >= 0:
            self.table.choose_row(row)

    @property
    def chosen_bill_id(self) -> int:
        """The bill under the bar, or 0."""
        row = self._model.row(self.table.current_row())
        return row.bill_id if row else 0

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        self.pay_asked.emit()

    def escape_pressed(self) -> None:
        self.left.emit()

    def key_typed(self, event: QKeyEvent) -> bool:
        typed = digit(event) or note_letter(event)
        next_key = self.frame.next_key
        if not typed or next_key is None or next_key.waiting:
            return False
        self.cash_begun.emit(typed)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._show_past()

    def _row(self, bill: OpenBill, marked: bool) -> BillRow:
        return make_row(
            bill, marked=marked, today=self._around.today, currency=self._around.currency,
            with_customer=self._basket.is_shared,
        )  # fmt: skip

    def _build(self) -> None:
        self.columns = Columns()
        self.table = TableView("bills_table")
        self.table.setAccessibleName(self.tr("Open bills"))
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setModel(self._model)
        self.table.setItemDelegate(BillDelegate(self.table))
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.row_chosen.connect(self._on_table_row_chosen)
        self.table.clicked.connect(self._on_table_clicked)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(BILL, QHeaderView.ResizeMode.Stretch)
        self.below_label = Label(step="body_strong", tone="ink2", name="below_label")
        self.empty_label = Label(step="lead", tone="ink2", name="empty_label")
        self.empty_label.setWordWrap(True)
        self.totals = Totals("totals")
        self.history = History("history")
        self.panel = BillPanel(self._around.currency)
        for part in (self.empty_label, self.table, self.below_label):
            self.columns.left.addWidget(part)
        self.columns.left.addSpacing(look().space("small"))
        self.columns.left.addWidget(self.totals)
        self.columns.left.addSpacing(look().space("small"))
        self.columns.left.addWidget(self.history, 1)
        self.together = TogetherOffer(self._around.currency)
        self.together.pressed.connect(self._on_plus_pressed)
        self.columns.panel.column.addWidget(self.panel, 1)
        self.columns.panel.column.addWidget(self.together)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)
        self._on_look_changed()

    def _bind_keys(self) -> None:
        self.bind(Key.SPACE, self._on_space_pressed)
        self.bind(Key.DEL, self._on_del_pressed)
        self.bind(Key.F3, self._on_f3_pressed)
        self.bind(Key.F12, self._on_f12_pressed)
        self.bind(Key.PLUS, self._on_plus_pressed)
        self.bind(Key.DOWN, partial(self.table.move_choice, 1))
        self.bind(Key.UP, partial(self.table.move_choice, -1))
        self.bind(Key.PAGE_DOWN, partial(self._turn_past, 1))
        self.bind(Key.PAGE_UP, partial(self._turn_past, -1))

    def _on_look_changed(self) -> None:
        now = look()
        # The list runs to the side panel: the selected row points at its details.
        margins = self.columns.left.contentsMargins()
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        margin = now.space("margin")
        self.columns.left.setContentsMargins(
            0 if rtl else margin, 0, margin if rtl else 0, margins.bottom()
        )
        for column, width in ((MARK, 58), (AGE, 190), (PAPER, 130), (DUE, 188)):
            self.table.setColumnWidth(column, now.column(width))
        self._fit()

    def _fit(self) -> None:
        """Whole rows of bills, then the sums, then as much of the past as there is room for."""
        now = look()
        pitch = now.body_size("row")
        self.table.set_row_height(pitch)
        heights = [row_height(row, pitch) for row in self._model.rows]
        for number, height in enumerate(heights):
            self.table.setRowHeight(number, height)
        room = self.height() - self.totals.height() - now.body_size("table_head")
        room -= 3 * now.space("base")
        hidden = sum(heights) > room
        self.below_label.setVisible(hidden)
        if hidden:
            room -= self.below_label.sizeHint().height()
        shown = max(min(_LEAST_ROWS, len(heights)), _fitting(heights, room))
        self.table.setFixedHeight(now.body_size("table_head") + sum(heights[:shown]))
        self.table.setVisible(bool(heights))
        self._show_rows_below()

    def _show_rows_below(self) -> None:
        below = self.table.rows_below() if self._model.rows else 0
        text = self.tr("{bills} more below").format(bills=words.count_bills(below))
        self.below_label.setText(text if below else "")

    def _show_panel(self) -> None:
        bill_id = self.chosen_bill_id
        bill = next((b for b in self._basket.bills if b.bill_id == bill_id), None)
        opened: AccountOpened | None = self._basket.opened_of(bill_id)
        if opened is None and not self._basket.is_empty:
            opened = self._basket.head
        self.panel.show_bill(bill, opened, brief=bool(self._basket.offered))

    def _show_totals(self) -> None:
        basket, show = self._basket, self._around.currency.show
        self.empty_label.setVisible(not basket.bills)
        self.totals.setVisible(bool(basket.bills))
        if basket.is_empty:
            return
        self.empty_label.setText(self._nothing_due())
        plan = plan_payment(basket.to_pay(), ZERO)
        marked = self.tr("{bills} marked").format(bills=words.count_bills(len(basket.marked_bills)))
        lines = [LedgerLine(marked, show(plan.due), tone="ink2")]
        if plan.credit_total:
            amount = f"{MINUS}{show(plan.credit_total)}"
            credit = LedgerLine(self._credit_words(), amount, tone="ink2")
            lines.append(credit)
        lines.append(LedgerLine(self.tr("Due today"), show(plan.left_to_pay), weight="sum"))
        self.totals.set_lines(tuple(lines))

    def _credit_words(self) -> str:
        since = self._basket.head.credit_since
        if since is None or self._basket.is_shared:
            return self.tr("Credit on account")
        return self.tr("Credit on account, overpaid {day}").format(day=dates.day(since))

    def _nothing_due(self) -> str:
        account, show = self._basket.head, self._around.currency.show
        advance = self.tr("A payment in advance is kept as credit and pays the next bill.")
        if not account.credit:
            return advance
        credit = self.tr("Credit on account: {amount}.").format(amount=show(account.credit))
        return f"{credit}\n{advance}"

    def _turn_past(self, step: int) -> None:
        pages = self._past_pages()
        self._past_page = max(0, min(self._past_page + step, len(pages) - 1))
        self._show_past()

    def _past_pages(self) -> list[tuple[str, str, tuple[HistoryRow, ...]]]:
        """Payments first, then the past bills, in as many pages as they need."""
        if self._basket.is_empty:
            return []
        account, show = self._basket.head, self._around.currency.show
        size = max(1, self.history.capacity)
        year = self.tr("Paid so far this year {amount}").format(amount=show(account.paid_this_year))
        pages = [(self.tr("Recent payments"), year, self._payments(account))]
        bills = self._past_bills(account)
        count = self.tr("{n} past bills").format(n=len(bills))
        pages += [
            (self.tr("Past bills"), count, bills[start : start + size])
            for start in range(0, len(bills), size)
        ]
        return pages

    def _show_past(self) -> None:
        pages = self._past_pages()
        self._past_page = min(self._past_page, max(0, len(pages) - 1))
        shown = not self._basket.is_shared and bool(pages)
        self.history.set_content(*(pages[self._past_page] if shown else ("", "", ())))

    def _payments(self, account: AccountOpened) -> tuple[HistoryRow, ...]:
        receipt = self.tr("Receipt {number}")
        undone = self.tr("Receipt {number}, cancelled")
        return tuple(
            HistoryRow(
                dates.day(p.business_date),
                f"{words.tender_word(p.tender)}, {p.counter_name}",
                (undone if p.undone else receipt).format(number=p.receipt_no),
                self._around.currency.show(p.amount),
            )
            for p in account.payments
        )

    def _past_bills(self, account: AccountOpened) -> tuple[HistoryRow, ...]:
        states = {"paid": self.tr("Paid"), "cancelled": self.tr("Cancelled")}
        return tuple(
            HistoryRow(
                dates.day(bill.issued_on),
                words.bill_title(bill),
                f"{self.tr('Bill {number}').format(number=bill.bill_no)}, "
                f"{states.get(bill.status, bill.status)}",
                self._around.currency.show(bill.total),
            )
            for bill in account.past_bills
        )

    def _draw_frame(self, banner: BannerContent | None) -> None:
        basket, around = self._basket, self._around
        plan = plan_payment(basket.to_pay(), ZERO)
        self.set_frame(
            question=self._question(),
            step=BILLS,
            header=header_of(basket, around.currency, plan.left_to_pay),
            banner=banner or self._alert(),
            esc=self.tr("Back"),
            keys=self._keys(),
            next_key=self._next_key(),
        )

    def _alert(self) -> BannerContent | None:
        """What to know of the account, with the key that pays just enough for the supply."""
        around, basket = self._around, self._basket
        alert = alert_of(basket, around.today, around.local, around.currency)
        if alert is None or not basket.to_keep_supply(around.today):
            return alert
        label = self.tr("Pay only {amount}")
        amount = around.currency.show(basket.head.supply_minimum)
        return replace(alert, key_cap=Key.F3.value, key_label=label.format(amount=amount))

    def _question(self) -> str:
        if self._basket.bills:
            return self.tr("Which bills are being paid?")
        return self.tr("Nothing is due. Is this a payment in advance?")

    def _keys(self) -> tuple[KeyHint, ...]:
        has_bills = bool(self._basket.bills)
        mark = KeyHint("Space", self.tr("Mark"), has_bills)
        if self._basket.is_shared:
            park = KeyHint("F12", self.tr("Park"), has_bills)
            return (mark, KeyHint("Del", self.tr("Take out"), has_bills), park)
        has_past = bool(self._basket.accounts) and bool(self._basket.head.past_bills)
        past = KeyHint("PgDn", self.tr("Past bills"), has_past)
        return (mark, past, KeyHint("F12", self.tr("Park"), has_bills))

    def _next_key(self) -> NextKeyContent:
        basket, show = self._basket, self._around.currency.show
        if not basket.bills:
            return NextKeyContent(
                self.tr("Pay in advance"), self.tr("Kept as credit on the account")
            )
        plan = plan_payment(basket.to_pay(), ZERO)
        if not basket.marked_bills:
            return NextKeyContent(
                self.tr("Mark a bill"), self.tr("Space marks the bill under the bar"), waiting=True
            )
        consequence = words.count_bills(len(basket.marked_bills))
        if plan.credit_total:
            consequence = self.tr("{bills}, less {amount} credit").format(
                bills=consequence, amount=show(plan.credit_total)
            )
        title = self.tr("Pay {amount}").format(amount=show(plan.left_to_pay))
        return NextKeyContent(title, consequence)

    def _on_table_row_chosen(self, _row: int) -> None:
        self._show_panel()
        self._show_rows_below()

    def _on_table_clicked(self, index: QModelIndex) -> None:
        if index.column() == MARK:
            self._on_space_pressed()

    def _on_space_pressed(self) -> None:
        if self.chosen_bill_id:
            self.mark_pressed.emit(self.chosen_bill_id)

    def _on_del_pressed(self) -> None:
        if self.chosen_bill_id and self._basket.is_shared:
            self.remove_pressed.emit(self.chosen_bill_id)

    def _on_f3_pressed(self) -> None:
        if self._basket.to_keep_supply(self._around.today):
            self.minimum_asked.emit()

    def _on_plus_pressed(self) -> None:
        if self._basket.offered:
            self.together_asked.emit()

    def _on_f12_pressed(self) -> None:
        if self._basket.bills:
            self.park_asked.emit()


def _fitting(heights: list[int], room: int) -> int:
    """How many rows of these heights lie whole in `room`."""
    return sum(1 for total in accumulate(heights) if total <= room)
