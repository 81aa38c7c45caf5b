"""Receipts of the paper book, typed in one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cashier_app.domain.errors import Refused
from cashier_app.domain.money import ZERO, Currency
from cashier_app.domain.numbers import show_account_no
from cashier_app.domain.outside import BookGap, PaperBook, PaperReceipt, RefusedLine
from cashier_app.domain.payment_files import MAX_PAPER_RECEIPTS, paper_receipt
from ui import dates
from ui.key_map import keyed
from ui.keys import Key
from ui.models import words
from ui.models.line_words import reason_words
from ui.models.typed import date_in
from ui.screens.form import FormScreen
from ui.screens.menu import MenuScreen
from ui.widgets.actions import Action
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import LedgerLine

_SHOWN = 7
"""Receipts that the panel has room for: the last ones."""


class PaperCountersScreen(MenuScreen):
    """Which paper book's counter, where a person has several."""

    def begin(self, rows: tuple[Action, ...], header: HeaderContent) -> None:
        """One row for each counter."""
        self.show_actions(rows, header, esc=self.tr("Back"))
        self.set_frame(
            question=self.tr("Which counter's paper book is it?"), find_enabled=False, banner=None
        )


@dataclass(frozen=True, slots=True)
class PaperKnown:
    """What was entered before, and the first and last day that may stand on a receipt."""

    books: tuple[PaperBook, ...]
    gaps: tuple[BookGap, ...]
    today: date


class PaperReceiptScreen(FormScreen):
    """Enter adds a receipt; book and day stay, the number goes on. `entered` carries them all.

    Esc asks before it leaves what is typed: nothing of it is stored yet.
    """

    GAP = "small"

    entered = Signal(object)
    left = Signal()

    def __init__(self, currency: Currency, parent: QWidget | None = None) -> None:
        super().__init__("paper_receipts", parent)
        self._currency = currency
        self._known = PaperKnown((), (), date.min)
        self._receipts: tuple[PaperReceipt, ...] = ()
        self._header = HeaderContent()
        self.book_field = Field("paper_book", self.tr("Book"))
        self.number_field = Field("paper_number", self.tr("Number of the receipt"))
        self.date_field = Field(
            "paper_date", self.tr("Day of the receipt"), hint=self.tr("As in 23 11 2026")
        )
        self.account_field = Field("paper_account", self.tr("Account"))
        symbol = currency.symbol
        self.amount_field = Field(
            "paper_amount", self.tr("Cash taken, {currency}").format(currency=symbol)
        )
        for field in (
            self.book_field, self.number_field, self.date_field, self.account_field,
            self.amount_field,
        ):  # fmt: skip
            self.add(field)
        self.finish()
        self.bind(Key.F11, self._on_f11_pressed)
        self.bind(Key.F12, self._on_f12_pressed)

    def begin(self, known: PaperKnown, header: HeaderContent) -> None:
        """Nothing is typed yet."""
        self.clear()
        self._known, self._receipts = known, ()
        self._header = header
        self.set_frame(banner=None, find_enabled=False, shift_enabled=False)
        self._show()

    @property
    def receipts(self) -> tuple[PaperReceipt, ...]:
        """What was added."""
        return self._receipts

    def unsent(self) -> int:
        """Fields of all receipts that were typed."""
        return super().unsent() + len(self._receipts) * len(self._fields)

    def leaving_question(self) -> str:
        if not self._receipts:
            return super().leaving_question()
        count = words.count_receipts(len(self._receipts))
        return self.tr("Leave without entering {receipts}?").format(receipts=count)

    def next_pressed(self) -> None:
        try:
            receipt = self._receipt()
        except Refused as error:
            self.tell(reason_words(RefusedLine(0, error.code, "")), self.tr("Look at the paper."))
            return
        fault = self._fault(receipt)
        if fault:
            self.tell(fault, self.tr("A number of a book counts once. Look at the paper."))
            return
        self.tell("")
        self._receipts += (receipt,)
        self.number_field.set_text(str(receipt.number + 1))
        for field in (self.account_field, self.amount_field):
            field.edit.clear()
        self.account_field.edit.setFocus()
        self._show()

    def escape_pressed(self) -> None:
        self.left.emit()

    def next_key(self) -> NextKeyContent:
        empty = [field for field in self._fields if not field.text().strip()]
        if empty:
            text = keyed(self.tr("Then F12")) if self._receipts else self.tr("As on the paper")
            return NextKeyContent(self.tr("Type the receipt"), text, waiting=True)
        title = self.tr("Add {book}-{number}").format(
            book=self.book_field.text().strip(), number=self.number_field.text().strip()
        )
        return NextKeyContent(title, self.tr("Nothing is taken yet"))

    def redraw(self) -> None:
        some = bool(self._receipts)
        self.set_frame(
            question=self.tr("Which receipts were written by hand?"), esc=self.tr("Back"),
            keys=(KeyHint("F11", self.tr("Last one off"), some),
                  KeyHint("F12", self.tr("All typed"), some))
        )  # fmt: skip
        super().redraw()

    def _receipt(self) -> PaperReceipt:
        """What is typed; raises Refused for what no receipt says."""
        if len(self._receipts) >= MAX_PAPER_RECEIPTS:
            raise Refused("too_many_lines")
        day = date_in(self.date_field.text())
        row: Mapping[str, str] = {
            "book": self.book_field.text().strip(),
            "number": self.number_field.text().strip(),
            "date": day.isoformat() if day else "",
            "account": self.account_field.text().strip(),
            "amount": self.amount_field.text().strip(),
        }
        found = paper_receipt(len(self._receipts) + 1, row, self._currency)
        if found.value_date > self._known.today:
            raise Refused("bad_value_date")
        return found

    def _fault(self, receipt: PaperReceipt) -> str:
        """Why a number cannot be: it is here already."""
        if any(receipt.reference == other.reference for other in self._receipts):
            return self.tr("{reference} is typed already.").format(reference=receipt.reference)
        return ""

    def _on_f11_pressed(self) -> None:
        if self._receipts and not self.is_waiting:
            self._receipts = self._receipts[:-1]
            self._show()

    def _on_f12_pressed(self) -> None:
        if self._receipts and not self.is_waiting:
            self.entered.emit(self._receipts)

    def _show(self) -> None:
        show, header = self._currency.show, self._header
        if not self._receipts:
            self.show_about(self.tr("Entered before"), self._books())
        else:
            lines = [
                LedgerLine(
                    r.reference, show(r.amount), rule="line",
                    detail=f"{show_account_no(r.account_no)}, {dates.day(r.value_date)}",
                )
                for r in self._receipts[-_SHOWN:]
            ]  # fmt: skip
            title, total = self.tr("Cash of all"), total_of(self._receipts)
            lines.append(LedgerLine(title, show(total), weight="sum"))
            header = header.with_amount(title, total, self._currency)
            self.show_about(words.count_receipts(len(self._receipts)), tuple(lines))
        self.set_frame(header=header)
        self.redraw()

    def _books(self) -> tuple[LedgerLine, ...]:
        books = [
            LedgerLine(
                self.tr("Book {book}").format(book=b.book), words.count_receipts(b.receipts),
                detail=self.tr("{first} to {last}").format(first=b.first, last=b.last),
                rule="line",
            )
            for b in self._known.books[-4:]
        ]  # fmt: skip
        gaps = [
            LedgerLine(
                self.tr("Missing in {book}").format(book=g.book),
                str(g.first) if g.first == g.last else f"{g.first} – {g.last}",
            )
            for g in self._known.gaps[-6:]
        ]
        return (*books, *gaps) or (LedgerLine(self.tr("No receipt yet"), tone="ink2"),)


def total_of(receipts: tuple[PaperReceipt, ...]) -> Decimal:
    """The cash that came with them."""
    return sum((receipt.amount for receipt in receipts), ZERO)
