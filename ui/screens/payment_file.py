"""A bank's or mobile service's file, line by line: looked at, then taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.money import ZERO, Currency
from cashier_app.domain.numbers import show_account_no
from cashier_app.domain.outside import (
    FilePreview,
    FileTaken,
    LineLookedAt,
    OutsideTaken,
    RefusedLine,
)
from ui import dates
from ui.keys import Key
from ui.models import words
from ui.models.line_words import reason_words
from ui.screen import Screen
from ui.theme.look import look
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import Cell, CellTable, Column
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine

_translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class FileWords:
    """What is known of a file beside its lines: its name, and the counter that takes it."""

    file_name: str
    counter: str


class PaymentFileScreen(Screen):
    """`take_asked` takes what can be taken, `again_asked` looks again, `finished` is the end."""

    take_asked = Signal()
    again_asked = Signal()
    finished = Signal()
    left = Signal()

    def __init__(self, currency: Currency, parent: QWidget | None = None) -> None:
        super().__init__("payment_file", parent)
        self._currency = currency
        self._preview: FilePreview | None = None
        self._details: tuple[str, ...] = ()
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self.table.move_choice, step))
        self.table.row_chosen.connect(self._on_row_chosen)

    def show_preview(self, seen: FilePreview, about: FileWords, header: HeaderContent) -> None:
        """What would become of each line: refused ones first."""
        self._preview = seen
        show = self._currency.show
        rows = [*map(self._refused, seen.refused), *map(self._looked_at, seen.new)]
        rows += map(self._taken, seen.known)
        details = [_reason(line) for line in seen.refused]
        details += [self._pays(found) for found in seen.new]
        self._show_rows(rows, details)
        lines = (
            LedgerLine(self.tr("To be taken"), f"{len(seen.new):,}", rule="line"),
            LedgerLine(self.tr("Taken before"), f"{len(seen.known):,}", rule="line"),
            LedgerLine(self.tr("Refused"), f"{len(seen.refused):,}", rule="line"),
            LedgerLine(self.tr("They make"), show(seen.total), weight="sum"),
        )
        self._show_side(about, lines)
        banner = None
        if seen.is_unfinished:
            banner = BannerContent(
                Gravity.LOOK, self.tr("This file was begun and not ended."),
                self.tr("What was taken stands; the rest follows."),
            )  # fmt: skip
        header = header.with_amount(self.tr("To be taken"), seen.total, self._currency)
        self._say(self._question(seen), header, banner, self._preview_key(seen))

    def show_done(self, done: FileTaken, about: FileWords, header: HeaderContent) -> None:
        """What became of each line: refused ones first."""
        self._preview = None
        new, known = done.new, [taken for taken in done.taken if taken.repeated]
        rows = [*map(self._refused, done.refused), *map(self._taken, (*new, *known))]
        details = [*map(_reason, done.refused), *(self._credit(taken) for taken in new)]
        self._show_rows(rows, details)
        total = sum((taken.amount for taken in new), ZERO)
        lines = [
            LedgerLine(self.tr("Taken"), f"{len(new):,}", rule="line"),
            LedgerLine(self.tr("Taken before"), f"{len(known):,}", rule="line"),
            LedgerLine(self.tr("Refused"), f"{len(done.refused):,}", rule="line"),
            LedgerLine(self.tr("They make"), self._currency.show(total), weight="sum"),
        ]
        if done.z is not None:
            lines.append(LedgerLine(self.tr("Z"), done.z.number))
        self._show_side(about, tuple(lines))
        key = NextKeyContent(self.tr("Done"), self.tr("Another file, or back"))
        header = header.with_amount(self.tr("Taken"), total, self._currency)
        self._say(self.tr("The file is in"), header, self._told(done, new, total), key)

    def clear(self) -> None:
        """Nothing of the file stays."""
        self._preview = None
        self._show_rows((), ())
        self._show_side(FileWords("", ""), ())

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        seen = self._preview
        if seen is None:
            self.finished.emit()
        elif seen.new or seen.is_unfinished:
            self.take_asked.emit()
        elif seen.refused:
            self.again_asked.emit()
        else:
            self.finished.emit()

    def escape_pressed(self) -> None:
        self.left.emit()

    def _build(self) -> None:
        body = Columns()
        head = self.tr("Amount, {currency}").format(currency=self._currency.symbol)
        columns = (
            Column(self.tr("Line"), 84), Column(self.tr("Reference"), 200),
            Column(self.tr("Account")), Column("", 146), Column(head, 150, trailing=True),
        )  # fmt: skip
        self.table = CellTable("payment_lines", self.tr("Lines of the file"), columns)
        body.left.addWidget(self.table, 1)
        self.title = PanelTitle(name="payment_file_name")
        self.title.setWordWrap(True)
        self.at = Label(step="body", tone="ink2", name="payment_file_counter")
        self.ledger = Ledger("payment_file_counts")
        self.detail = Label(step="cell", name="payment_line_detail")
        self.detail.setWordWrap(True)
        column = body.panel.column
        for widget, space in (
            (self.title, "small"), (self.at, "base"), (self.ledger, "base"), (self.detail, "base"),
        ):  # fmt: skip
            column.addWidget(widget)
            column.addSpacing(look().space(space))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)

    def _say(
        self, question: str, header: HeaderContent, banner: BannerContent | None,
        next_key: NextKeyContent,
    ) -> None:  # fmt: skip
        choose = KeyHint("Up Down", self.tr("Choose"), self.table.cells.rowCount() > 1)
        self.set_frame(
            question=question, header=header, banner=banner, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False, keys=(choose,), next_key=next_key,
        )  # fmt: skip

    def _show_rows(self, rows: Iterable[tuple[Cell, ...]], details: Iterable[str]) -> None:
        self._details = tuple(details)
        self.detail.setText("")
        self.table.show_rows(tuple(rows), 0)

    def _show_side(self, about: FileWords, lines: tuple[LedgerLine, ...]) -> None:
        self.title.setText(about.file_name)
        self.at.setText(about.counter)
        self.ledger.set_lines(lines)

    def _on_row_chosen(self, row: int) -> None:
        self.detail.setText(self._details[row] if 0 <= row < len(self._details) else "")

    def _question(self, seen: FilePreview) -> str:
        if seen.new or seen.is_unfinished:
            return self.tr("Are these the payments you mean?")
        if seen.refused:
            return self.tr("Nothing can be taken from this file")
        return self.tr("This file is in already")

    def _preview_key(self, seen: FilePreview) -> NextKeyContent:
        if seen.new:
            amount = self._currency.show(seen.total)
            title = self.tr("Take {payments}, {amount}")
            title = title.format(payments=words.count_payments(len(seen.new)), amount=amount)
            return NextKeyContent(title, self.tr("Each is a receipt and counts once"))
        if seen.is_unfinished:
            left = self.tr("No payment of it is left to take")
            return NextKeyContent(self.tr("End this file"), left)
        if seen.refused:
            return NextKeyContent(self.tr("Check it again"), self.tr("When the file is corrected"))
        return NextKeyContent(self.tr("Done"), self.tr("Another file, or back"))

    def _told(
        self, done: FileTaken, new: tuple[OutsideTaken, ...], total: Decimal
    ) -> BannerContent | None:
        if not new:
            return None
        lead = self.tr("{payments} taken, {amount}.").format(
            payments=words.count_payments(len(new)), amount=self._currency.show(total)
        )
        numbers = self.tr("Receipts {first} to {last}.")
        if len(new) == 1:
            numbers = self.tr("Receipt {first}.")
        text = numbers.format(first=new[0].receipt_no, last=new[-1].receipt_no)
        if done.refused:
            text += " " + self.tr("The refused lines are listed.")
        return BannerContent(Gravity.LOOK, lead, text, icon="" if done.refused else "check")

    def _looked_at(self, found: LineLookedAt) -> tuple[Cell, ...]:
        line = found.line
        who = found.customer_name or line.payer
        return (
            Cell(f"{line.line:,}"), Cell(line.reference, dates.weekday(line.value_date)),
            Cell(show_account_no(found.account_no), who),
            Cell(chip=ChipContent(self.tr("New"), "check", Tone.QUIET)),
            Cell(amount=self._currency.show(line.amount)),
        )  # fmt: skip

    def _taken(self, taken: OutsideTaken) -> tuple[Cell, ...]:
        text = self.tr("Taken before") if taken.repeated else self.tr("Taken")
        return (
            Cell(f"{taken.line:,}"), Cell(taken.reference), Cell(taken.receipt_no),
            Cell(chip=ChipContent(text, "check", Tone.QUIET)),
            Cell(amount=self._currency.show(taken.amount)),
        )  # fmt: skip

    def _refused(self, line: RefusedLine) -> tuple[Cell, ...]:
        chip = ChipContent(self.tr("Refused"), "octagon-alert", Tone.STOP)
        return (
            Cell(f"{line.line:,}"),
            Cell(line.text),
            Cell(reason_words(line)),
            Cell(chip=chip),
            Cell(),
        )

    def _pays(self, found: LineLookedAt) -> str:
        """Whose it is, with the whole reference, and what the line does to what is due."""
        show, over = self._currency.show, found.line.amount - found.due
        due = self.tr("Due today {due}.").format(due=show(found.due))
        text = f"{found.line.reference}\n{found.customer_name}\n{due}"
        if over > 0:
            return text + " " + self.tr("{amount} becomes credit.").format(amount=show(over))
        if over < 0:
            return text + " " + self.tr("{amount} is left to pay.").format(amount=show(-over))
        return text + " " + self.tr("Paid in full.")

    def _credit(self, taken: OutsideTaken) -> str:
        if not taken.credit_made:
            return ""
        amount = self._currency.show(taken.credit_made)
        return self.tr("{amount} of it is credit now.").format(amount=amount)


def _reason(line: RefusedLine) -> str:
    where = _translate("PaymentFile", "Line {line}").format(line=line.line)
    return f"{where}: {reason_words(line)}. {line.text}"


def columns_of_file() -> tuple[tuple[str, str], ...]:
    """Name and example; without an example where a column need not be there."""
    return (
        ("reference", "BKR-20261125-0001"), ("date", "2026-11-25"), ("amount", "1259.50"),
        ("account", "4410-0297-61"), ("bill", ""), ("payer", ""),
    )  # fmt: skip
