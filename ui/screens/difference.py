"""After the count is locked: expected, counted, difference. It never prevents closing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import ZERO, Currency
from cashier_app.domain.shifts import CountLocked
from ui.key_map import keyed
from ui.keys import Key
from ui.messages import message_for
from ui.models.cash_words import movement_lines
from ui.models.words import count_receipts
from ui.screens.sending import SendingScreen
from ui.theme.look import look
from ui.widgets.banner import BannerContent
from ui.widgets.cards import AmountCard, Columns, PanelTitle
from ui.widgets.chip import Tone
from ui.widgets.difference_table import DifferenceLine, DifferenceTable
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.notice_card import NoticeCard


@dataclass(frozen=True, slots=True)
class Difference:
    """What the screen shows; `span` is when the shift was, in words."""

    locked: CountLocked
    person: str
    counter: str
    span: str
    limit: Decimal


class DifferenceScreen(SendingScreen):
    """`close_asked` carries the reason; it is empty only when the drawer agrees.

    Esc signs out: the counter is free for the next shift, this one is closed later. F2 looks
    for the cause.
    """

    close_asked = Signal(str)
    accept_asked = Signal(str)
    """A supervisor accepts it now; carries the reason."""
    cause_asked = Signal()
    sign_out_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("difference", parent)
        self._currency = Currency("", "", 2)
        self._content: Difference | None = None
        self._build()
        self.find_asked.connect(self.cause_asked)
        self.bind(Key.F12, self._on_f12_pressed)

    def begin(self, content: Difference, currency: Currency) -> None:
        """Show a locked count with an empty reason."""
        self._content, self._currency = content, currency
        self._end_wait()
        self.reason_field.edit.clear()
        self._fill(content)
        self.set_frame(banner=None)
        self.redraw()

    def enter(self) -> None:
        if self.reason_field.isHidden():
            self.setFocus()
        else:
            self.reason_field.edit.setFocus()

    def next_pressed(self) -> None:
        self.set_frame(banner=None)
        self.close_asked.emit(self.reason_field.text().strip())

    def escape_pressed(self) -> None:
        if not self._waiting_for:
            self.sign_out_asked.emit()

    def show_failure(self, error: CashierError) -> None:
        """Say it above; the reason stays."""
        self.show_banner(message_for(error).banner)

    def show_banner(self, banner: BannerContent | None) -> None:
        """A banner of this screen; the shift may be closed again."""
        self._end_wait()
        self.set_frame(banner=banner)
        self.redraw()

    def _set_read_only(self, read_only: bool) -> None:
        self.reason_field.edit.setReadOnly(read_only)

    def _build(self) -> None:
        self._body = Columns()
        self.card = AmountCard("difference_card", "short", "difference_card")
        self.table = DifferenceTable("difference_table")
        self._body.left.addWidget(self.card)
        self._body.left.addSpacing(look().space("base"))
        self._body.left.addWidget(self.table)
        self._body.left.addStretch(1)
        panel = self._body.panel.column
        self.panel_title = PanelTitle(name="panel_title")
        self.panel_text = Label(step="body", tone="ink2", name="panel_text")
        self.panel_text.setWordWrap(True)
        self.reason_field = Field("reason", self.tr("Reason"), hint=self.tr("a few words"))
        self.reason_field.edit.setMaxLength(200)
        self.reason_field.edit.textChanged.connect(self.redraw)
        self.later_notice = NoticeCard("later_notice")
        self.cause_notice = NoticeCard("cause_notice")
        for widget in (
            self.panel_title, self.panel_text, self.reason_field, self.later_notice,
            self.cause_notice,
        ):  # fmt: skip
            panel.addWidget(widget)
            panel.addSpacing(look().space("gap"))
        panel.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._body)

    def _fill(self, content: Difference) -> None:
        locked, show = content.locked, self._currency.show
        difference = locked.difference
        title, amount, tone = self._verdict(difference)
        self.card.set_content(title, amount, (self.tr("Cash only"),), tone)
        symbol = self._currency.symbol
        heads = (
            self.tr("Expected, {currency}").format(currency=symbol),
            self.tr("Counted, {currency}").format(currency=symbol),
            self.tr("Difference, {currency}").format(currency=symbol),
        )
        cash = DifferenceLine(
            "cash", self.tr("Cash"), show(locked.expected), show(locked.counted),
            _signed(self._currency, difference), _ink_of(difference),
        )  # fmt: skip
        others = tuple(
            DifferenceLine(
                tender.kind, self._tender_label(tender.kind, tender.count), show(tender.amount)
            )
            for tender in locked.tenders
            if tender.kind != "cash"
        )
        self.table.set_content(heads, (cash, *others), self._parts(locked))
        self._fill_panel(content)

    def _parts(self, locked: CountLocked) -> tuple[tuple[str, str], ...]:
        show = self._currency.show
        parts = [
            (self.tr("Opening float"), show(locked.float_amount)),
            (self.tr("Cash taken, less change given"), show(locked.cash_taken)),
        ]
        parts += [
            (line.label, line.amount) for line in movement_lines(locked.moved, self._currency)
        ]
        return (*parts, (self.tr("Cash expected"), show(locked.expected)))

    def _fill_panel(self, content: Difference) -> None:
        difference = content.locked.difference
        agrees = difference == 0
        self.reason_field.setVisible(not agrees)
        self.panel_title.setText(
            self.tr("Nothing to explain") if agrees else self.tr("What happened?")
        )
        self.panel_text.setText(
            self.tr("The report is stored, signed by this counter, and printed.")
            if agrees
            else self.tr("The reason stands on the report with your name. The count stays.")
        )
        above = abs(difference) > content.limit
        limit = self._currency.show(content.limit)
        lead = self.tr("The supervisor decides later") if above else ""
        text = self.tr("It is more than {limit}. You can close the shift all the same.")
        self.later_notice.tell(lead, text.format(limit=limit), Tone.WARN)
        self.cause_notice.tell(
            "" if agrees else keyed(self.tr("F2 looks for the cause")),
            self.tr("Receipts and acts of the shift that may explain it."), icon="search",
        )  # fmt: skip

    def _tender_label(self, kind: str, count: int) -> str:
        names = {"cheque": self.tr("Cheques, {n}"), "card": self.tr("Card slips, {n}")}
        return names.get(kind, kind).format(n=count)

    def _verdict(self, difference: Decimal) -> tuple[str, str, Tone]:
        amount = _signed(self._currency, difference)
        if difference < 0:
            return self.tr("The drawer is short by"), amount, Tone.STOP
        if difference > 0:
            return self.tr("The drawer is over by"), amount, Tone.WARN
        return self.tr("The drawer agrees"), self._currency.show(ZERO), Tone.QUIET

    def redraw(self) -> None:
        if self._content is None:
            return
        locked = self._content.locked
        self.set_frame(
            question=self._question(locked.difference),
            header=HeaderContent(
                "lock", self.tr("Closing your shift"),
                (self._content.person, self._content.counter, self._content.span,
                 count_receipts(locked.receipts)),
                self.tr("Counted, locked"), self._currency.show(locked.counted),
                self._currency.symbol,
            ),
            find_enabled=bool(locked.difference), shift_enabled=False,
            find_word=self.tr("Find the cause") if locked.difference else "",
            esc="" if self.is_waiting else self.tr("Sign out"),
            keys=self._keys(),
            next_key=self._next_key(locked.difference),
        )  # fmt: skip

    def _is_above_limit(self) -> bool:
        content = self._content
        return content is not None and abs(content.locked.difference) > content.limit

    def _keys(self) -> tuple[KeyHint, ...]:
        if not self._is_above_limit():
            return ()
        ready = bool(self.reason_field.text().strip()) and not self._waiting_for
        return (KeyHint("F12", self.tr("A supervisor accepts it"), ready),)

    def _on_f12_pressed(self) -> None:
        reason = self.reason_field.text().strip()
        if self._is_above_limit() and reason and not self._waiting_for:
            self.set_frame(banner=None)
            self.accept_asked.emit(reason)

    def _question(self, difference: Decimal) -> str:
        amount = self._currency.show(abs(difference))
        if difference < 0:
            return self.tr("Why is the drawer {amount} short?").format(amount=amount)
        if difference > 0:
            return self.tr("Why is the drawer {amount} over?").format(amount=amount)
        return self.tr("Close the shift now?")

    def _next_key(self, difference: Decimal) -> NextKeyContent:
        if self._waiting_for:
            return NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
        amount = self._currency.show(abs(difference))
        title = self.tr("Close the shift")
        if difference:
            words = self.tr("Close {amount} short") if difference < 0 else None
            title = (words or self.tr("Close {amount} over")).format(amount=amount)
            if not self.reason_field.text().strip():
                return NextKeyContent(title, self.tr("Write the reason first"), waiting=True)
        return NextKeyContent(title, self._consequence())

    def _consequence(self) -> str:
        if self._is_above_limit():
            return self.tr("To be decided later, prints the report")
        return self.tr("Stores and prints the report")


def _ink_of(difference: Decimal) -> str:
    """Red is for a drawer that is short; over asks for a look; nothing for one that agrees."""
    if difference == 0:
        return ""
    return "stop_text" if difference < 0 else "warn_ink"


def _signed(currency: Currency, amount: Decimal) -> str:
    return f"+{currency.show(amount)}" if amount > 0 else currency.show(amount)
