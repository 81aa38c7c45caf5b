"""A priced run before it is issued: what it comes to, beside the month before; who is left out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.bill_run import RunException, RunPreview, RunTotals
from ui import dates
from ui.keys import Key
from ui.models.words import count_bills
from ui.screen import Screen
from ui.theme.look import look
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import Cell, CellTable, Column
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard

_MOST_SHOWN = 500


class BillRunPreviewScreen(Screen):
    """`issue_asked` on Enter; `drop_asked` on Esc: nothing of it is issued."""

    issue_asked = Signal()
    drop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("bill_run_preview", parent)
        self._items = 0
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 8), (Key.PAGE_UP, -8)):
            self.bind(key, partial(self.table.move_choice, step))

    def begin(
        self, preview: RunPreview, header: HeaderContent, show: Callable[[Decimal], str]
    ) -> None:
        """Nothing of `preview` is issued."""
        self._items = preview.run.items
        self._show_left_out(preview.exceptions)
        self.ledger.set_lines(total_lines(preview.totals, show))
        order = preview.run.order
        if self._items:
            words = self.tr("Issue {bills}").format(bills=count_bills(self._items))
            due = self.tr("Dated {day}, due {due}").format(
                day=dates.day(order.issue_on), due=dates.day(order.due_on)
            )
            key = NextKeyContent(words, due)
        else:
            key = NextKeyContent(self.tr("Nothing to bill"), self.tr("Esc goes back"), waiting=True)
        month = dates.month(order.cycle)
        self.set_frame(
            question=self.tr("Are the bills of {month} right?").format(month=month),
            header=header, banner=None, esc=self.tr("Drop it"), find_enabled=False,
            shift_enabled=False, next_key=key,
            keys=(KeyHint("Up Down", self.tr("Look through")),) if preview.exceptions else (),
        )  # fmt: skip

    def begin_dropping(self) -> None:
        """Grey, and no way back, until the server has answered."""
        key = NextKeyContent(self.tr("Wait"), self.tr("Dropping it"), waiting=True)
        self.set_frame(esc="", next_key=key)

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        if self._items:
            self.issue_asked.emit()

    def escape_pressed(self) -> None:
        self.drop_asked.emit()

    def _build(self) -> None:
        body = Columns()
        now = look()
        self.left_out = Label(step="lead_strong", name="left_out")
        self.table = CellTable(
            "left_out_table", self.tr("Left out"),
            (Column(self.tr("Connection"), 190), Column(self.tr("Why it is not billed"))),
        )  # fmt: skip
        self.nobody = NoticeCard("nobody_left_out")
        body.left.addWidget(self.nobody)
        body.left.addWidget(self.left_out)
        body.left.addSpacing(now.space("small"))
        body.left.addWidget(self.table, 1)
        body.left.addStretch(0)  # where there is no table
        self.title = PanelTitle(self.tr("What it comes to"), name="totals_title")
        self.ledger = Ledger("run_totals")
        body.panel.column.addWidget(self.title)
        body.panel.column.addSpacing(now.space("small"))
        body.panel.column.addWidget(self.ledger)
        body.panel.column.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(body)

    def _show_left_out(self, exceptions: tuple[RunException, ...]) -> None:
        count = len(exceptions)
        if count == 0:
            words = ""
        elif count > _MOST_SHOWN:
            words = self.tr("{count} registers are left out; the first {shown} of them:").format(
                count=f"{count:,}", shown=_MOST_SHOWN
            )
        elif count == 1:
            words = self.tr("1 register is left out:")
        else:
            words = self.tr("{count} registers are left out:").format(count=count)
        self.nobody.tell(
            "" if count else self.tr("Nobody is left out."),
            self.tr("Whoever is to be billed for this month has a price."),
            icon="check",
        )
        self.left_out.setText(words)
        self.left_out.setVisible(count > 0)
        self.table.setVisible(count > 0)
        rows = tuple(
            (Cell(one.connection_no), Cell(reason_words(one.reason), one.detail))
            for one in exceptions[:_MOST_SHOWN]
        )
        self.table.show_rows(rows, 0)


def total_lines(totals: RunTotals, show: Callable[[Decimal], str]) -> tuple[LedgerLine, ...]:
    """This month, and under each figure what it was the month before."""
    translate = QCoreApplication.translate
    before = translate("BillRun", "the month before {value}")

    def line(label: str, now: str, earlier: str, weight: str = "row") -> LedgerLine:
        return LedgerLine(label, now, detail=before.format(value=earlier), weight=weight)

    return (
        line(translate("BillRun", "Bills"), f"{totals.bills:,}", f"{totals.before_bills:,}"),
        line(translate("BillRun", "kWh"), f"{totals.kwh:,.0f}", f"{totals.before_kwh:,.0f}"),
        line(
            translate("BillRun", "Amount"), show(totals.amount), show(totals.before_amount),
            "strong",
        ),
        LedgerLine(translate("BillRun", "Estimated"), f"{totals.estimated:,}", weight="row"),
        LedgerLine(translate("BillRun", "Left out"), f"{totals.exceptions:,}", weight="row"),
        *_of_this_month(totals),
    )  # fmt: skip


def _of_this_month(totals: RunTotals) -> tuple[LedgerLine, ...]:
    """What stands of a month that is run again."""
    translate = QCoreApplication.translate
    stand = LedgerLine(
        translate("BillRun", "Billed already"), f"{totals.standing:,}",
        detail=translate("BillRun", "they get no other bill of this month"), weight="row",
    )  # fmt: skip
    again = LedgerLine(
        translate("BillRun", "Billed again"), f"{totals.again:,}",
        detail=translate("BillRun", "their bill of this month was cancelled"), weight="row",
    )  # fmt: skip
    return (*((stand,) if totals.standing else ()), *((again,) if totals.again else ()))


def reason_words(reason: str) -> str:
    """Why a connection is not billed."""
    translate = QCoreApplication.translate
    return {
        "held": translate("BillRun", "Its reading is held: look at it first"),
        "not_read": translate("BillRun", "It was not read this month"),
        "below_estimate": translate("BillRun", "It shows less than was estimated before"),
        "nobody_liable": translate("BillRun", "Nobody is liable for it"),
        "month_again": translate("BillRun", "A cancelled bill of its waits: run that month again"),
        "no_tariff": translate("BillRun", "It has no tariff"),
        "not_priced": translate("BillRun", "Its tariff cannot price it"),
    }.get(reason, reason)
