"""A bill on one A4 or A5 page, and many of them in one file.

Laid out once in dots of 1/8 mm on A4; A5 is the same page at half the area. What does not
fit a page is set smaller, never cut: the table of charges gives way first.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from cashier_app.domain.accounts import BillLine
from cashier_app.domain.bill_papers import BillPaper
from cashier_app.domain.money import MINUS, Currency
from cashier_app.domain.utility import Utility
from receipts import bill_texts as words
from receipts import qr, texts
from receipts.bill_chart import draw_chart
from receipts.document import Style
from receipts.pdf_pen import Pen, elided, fitted, width
from receipts.printable import printable

T = TypeVar("T")
DOT = mm / 8
ACROSS, DOWN = 210 * 8, 297 * 8
LEFT = 96
RIGHT = ACROSS - LEFT
SLIP_TOP = DOWN - 470
SMALL = Style(24, 500, 34)
BODY = Style(28, 500, 40)
STRONG = Style(28, 700, 40)
HEAD = Style(26, 600, 38)
NAME = Style(36, 700, 50)
BIG = Style(60, 800, 76)
_CHART_DOWN = 330
_ROW_DOWN = 40
_SMALLEST_ROW = 24


class BillSheet(Enum):
    """The paper of a bill: its size and how much of A4's layout it takes."""

    A4 = (A4, 1.0)
    A5 = (A5, math.sqrt(0.5))


def bills_pdf(papers: Iterable[BillPaper], utility: Utility, sheet: BillSheet) -> bytes:
    """The bills as one PDF, a page each, in their order."""
    size, scale = sheet.value
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1, pageCompression=1)
    canvas.setTitle(words.BILL)
    for paper in papers:
        canvas.saveState()
        canvas.translate(0, size[1])
        canvas.scale(DOT * scale, DOT * scale)
        _BillPage(canvas, paper, utility).draw()
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Column:
    """Where a column of a table stands; a right-aligned one ends at `x`."""

    x: float
    room: float
    right: bool = False


_READING_COLUMNS = (
    _Column(LEFT, 200), _Column(LEFT + 216, 130), _Column(LEFT + 360, 190),
    _Column(LEFT + 690, 180, right=True), _Column(LEFT + 750, 190),
    _Column(LEFT + 1080, 180, right=True), _Column(LEFT + 1270, 170, right=True),
    _Column(RIGHT, 170, right=True),
)  # fmt: skip
_CHARGE_COLUMNS = (
    _Column(LEFT, 740), _Column(LEFT + 1010, 250, right=True),
    _Column(LEFT + 1230, 200, right=True), _Column(RIGHT, 240, right=True),
)  # fmt: skip


class _BillPage:
    """One bill, from its head to the part that is torn off."""

    def __init__(self, canvas: Canvas, paper: BillPaper, utility: Utility) -> None:
        self._canvas, self._pen = canvas, Pen(canvas)
        self._paper, self._utility = paper, utility
        self._currency: Currency = utility.currency

    def draw(self) -> None:
        y = self._identity(self._head())
        y = self._to_pay(y + 26)
        y = self._readings(y + 20)
        self._charges(y + 24, SLIP_TOP - _CHART_DOWN - 40)
        self._history(SLIP_TOP - _CHART_DOWN)
        self._slip()

    def _head(self) -> float:
        pen, utility = self._pen, self._utility
        pen.mark(utility.logo, LEFT, 72, 120, 120)
        x = LEFT + 148
        title = words.BILL if self._paper.kind == "period" else words.FEE
        if self._paper.is_cancelled:
            title = f"{title}: {words.CANCELLED}"
        name = printable(utility.name)
        room = RIGHT - x - width(title, NAME) - 40
        pen.text(elided(name, NAME, room), x, 112, NAME)
        pen.text_right(title, RIGHT, 112, NAME)
        lines = [utility.address, *_if(utility.tax_no, texts.TAX_NO.format(number=utility.tax_no))]
        for row, line in enumerate(lines):
            pen.text(elided(printable(line), SMALL, RIGHT - x), x, 152 + row * 34, SMALL)
        pen.rule(LEFT, 222, RIGHT - LEFT, 2, dashed=False)
        return 222

    def _identity(self, y: float) -> float:
        pen, paper, holder = self._pen, self._paper, self._paper.holder
        room = 760.0
        name = printable(holder.customer_name)
        style = fitted(name, NAME, room)
        pen.text(elided(name, style, room), LEFT, y + 62, style)
        for row, line in enumerate(_wrapped(printable(holder.address), BODY, room, 3)):
            pen.text(line, LEFT, y + 110 + row * 40, BODY)
        facts = [
            (words.ACCOUNT, holder.account_no),
            (words.NUMBER, paper.bill_no),
            *_if(paper.title, (texts.PAID_FOR, paper.title)),
            *_if(_period(paper), (words.PERIOD, _period(paper))),
            (words.ISSUED, texts.date_text(paper.issued_on)),
            *_if(holder.tariff, (words.TARIFF, holder.tariff)),
            *_if(holder.load, (words.LOAD, holder.load)),
        ]
        x = LEFT + 800
        for row, (label, value) in enumerate(facts):
            baseline = y + 56 + row * 40
            pen.text(label, x, baseline, SMALL)
            fit = elided(printable(value), STRONG, RIGHT - x - 200)
            pen.text_right(fit, RIGHT, baseline, STRONG)
        return y + 56 + max(len(facts), 5) * 40 - 20

    def _to_pay(self, y: float) -> float:
        """What to pay by when: the one thing that everybody reads."""
        pen, paper = self._pen, self._paper
        cells = [(words.PAY_BY.format(day=_day(paper.due_on)), paper.total)]
        if paper.early is not None and paper.discount_until:
            until = paper.discount_until
            cells.insert(0, (words.EARLY.format(day=_day(until)), paper.early))
        if paper.late_steps:
            cells.append(
                (words.LATE.format(day=_day(paper.late_steps[0].post_on)), paper.after_due)
            )
        across = (RIGHT - LEFT) / len(cells)
        pen.box(LEFT, y, RIGHT - LEFT, 150, 0.93)
        for at, (label, amount) in enumerate(cells):
            x = LEFT + at * across
            pen.text(label, x + 24, y + 48, HEAD)
            shown = f"{self._currency.symbol} {self._currency.show(amount)}"
            style = BIG if label.startswith(words.PAY_BY[:6]) else NAME
            pen.text(shown, x + 24, y + 118, fitted(shown, style, across - 40))
        return y + 150

    def _readings(self, y: float) -> float:
        rows = [
            (
                row.meter_no, row.register, _day(row.from_on), _plain(row.from_value),
                _day(row.to_on), _plain(row.to_value), _plain(row.multiplier),
                f"{_plain(row.units)} {row.unit}",
            )
            for row in self._paper.readings
        ]  # fmt: skip
        if not rows:
            return y
        y = self._table_head(y, words.READINGS, _READING_COLUMNS)
        for row, reading in zip(rows, self._paper.readings, strict=True):
            y += 38
            self._cells(row, _READING_COLUMNS, y, SMALL)
            if reading.is_estimated:
                y += 30
                self._pen.text_right(words.ESTIMATED, LEFT + 1080, y, SMALL)
        return y + 12

    def _charges(self, y: float, end: float) -> None:
        """As many rows as there are: the rows shrink before anything is left away."""
        paper, currency = self._paper, self._currency
        heads = [word.format(currency=currency.code) for word in words.CHARGES]
        y = self._table_head(y, tuple(heads), _CHARGE_COLUMNS)
        room = (end - y - 60) / max(len(paper.lines), 1)
        pitch = max(min(room, _ROW_DOWN), _SMALLEST_ROW * 0.6)
        style = BODY.at(max(round(BODY.size * min(pitch / _ROW_DOWN, 1)), 12))
        for line in paper.lines:
            y += pitch
            self._cells(_charge(line, currency), _CHARGE_COLUMNS, y, style)
        y += 14
        self._pen.rule(LEFT, y, RIGHT - LEFT, 2, dashed=False)
        self._pen.text(words.TOTAL, LEFT, y + 42, STRONG)
        self._pen.text_right(currency.show(paper.total), RIGHT, y + 42, STRONG)

    def _table_head(self, y: float, heads: tuple[str, ...], columns: tuple[_Column, ...]) -> float:
        self._cells(heads, columns, y + 26, HEAD.at(24))
        self._pen.rule(LEFT, y + 38, RIGHT - LEFT, 1.5, dashed=False)
        return y + 38

    def _cells(
        self, cells: tuple[str, ...], columns: tuple[_Column, ...], y: float, style: Style
    ) -> None:
        for cell, column in zip(cells, columns, strict=True):
            text = printable(cell)
            if column.right:
                self._pen.text_right(text, column.x, y, fitted(text, style, column.room))
            else:
                self._pen.text(elided(text, style, column.room), column.x, y, style)

    def _history(self, y: float) -> None:
        paper, currency, pen = self._paper, self._currency, self._pen
        if paper.months:
            note = words.CHART_NOTE if any(m.is_estimated for m in paper.months) else ""
            pen.text(words.CHART, LEFT, y + 24, HEAD)
            pen.text_right(note, LEFT + 880, y + 24, SMALL)
            draw_chart(self._canvas, pen, paper, (LEFT, y + 44, 880, _CHART_DOWN - 90))
        x = LEFT + 950
        pen.text(words.ACCOUNT_NOW.format(day=_day(paper.printed_on)), x, y + 24, HEAD.at(24))
        rows = [
            (label, amount) for label, amount in zip(words.AGES, paper.ages, strict=True) if amount
        ]
        if rows:
            rows.append((words.OTHERS, paper.other_bills))
        if paper.credit:
            rows.append((words.CREDIT, -paper.credit))
        if not paper.other_bills:
            pen.text(words.NO_OTHERS, x, y + 66, SMALL)
            y += 40
        for row, (label, amount) in enumerate(rows):
            style = STRONG.at(24) if label == words.OTHERS else SMALL
            pen.text(label, x, y + 66 + row * 36, style)
            pen.text_right(currency.show(amount), RIGHT, y + 66 + row * 36, style)

    def _slip(self) -> None:
        """The part that is torn off: what a scanner reads, and what a person can type."""
        pen, paper = self._pen, self._paper
        pen.rule(0, SLIP_TOP, ACROSS, 2, dashed=True)
        y = SLIP_TOP + 54
        pen.text(words.SLIP, LEFT, y, SMALL)
        pen.text(elided(printable(paper.holder.customer_name), STRONG, 640), LEFT, y + 56, STRONG)
        for row, (label, value) in enumerate(
            (
                (words.ACCOUNT, paper.holder.account_no),
                (words.NUMBER, paper.bill_no),
                (words.PAY_BY.format(day=_day(paper.due_on)),
                 f"{self._currency.symbol} {self._currency.show(paper.total)}"),
            )
        ):  # fmt: skip
            pen.text(label, LEFT, y + 104 + row * 42, SMALL)
            pen.text_right(value, LEFT + 640, y + 104 + row * 42, STRONG)
        self._bar_code(LEFT + 700, y + 40)
        rows = qr.modules(paper.bill_no)
        module = 240 / (len(rows) + 2 * qr.QUIET)
        pen.code(rows, RIGHT - module * (len(rows) + qr.QUIET), y + 20, module)
        foot = printable(self._utility.contact or self._utility.receipt_foot)
        pen.text(elided(foot, SMALL, RIGHT - LEFT), LEFT, DOWN - 70, SMALL)

    def _bar_code(self, x: float, y: float) -> None:
        canvas = self._canvas
        bars = Code128(self._paper.bill_no, barHeight=130, barWidth=3.2, quiet=False)
        room = RIGHT - 260 - x
        if bars.width > room:
            bars = Code128(
                self._paper.bill_no, barHeight=130, barWidth=3.2 * room / bars.width, quiet=False
            )
        canvas.saveState()
        bars.drawOn(canvas, x, -(y + 130))
        canvas.restoreState()
        self._pen.text(self._paper.bill_no, x, y + 168, HEAD)


def _if(condition: object, value: T) -> tuple[T, ...]:
    return (value,) if condition else ()


def _period(paper: BillPaper) -> str:
    if paper.period_from is None or paper.period_to is None:
        return ""
    # A period's first day is the day after the reading it begins with.
    days = (paper.period_to - paper.period_from).days + 1
    return words.DAYS.format(
        first=texts.day_text(paper.period_from), last=_day(paper.period_to), days=days
    )


def _day(day: date) -> str:
    return f"{texts.day_text(day)} {day.year}"


def _charge(line: BillLine, currency: Currency) -> tuple[str, str, str, str]:
    quantity = "" if line.quantity is None else f"{_plain(line.quantity)} {line.unit}".strip()
    price = "" if line.unit_price is None else _plain(line.unit_price, currency.decimals)
    return line.label, quantity, price, currency.show(line.amount)


def _plain(value: Decimal, decimals: int = 0) -> str:
    """A quantity or price with at least `decimals` decimals and no further trailing zeros."""
    shown = value.normalize()
    exponent = shown.as_tuple().exponent
    if isinstance(exponent, int) and -exponent < decimals:
        shown = shown.quantize(Decimal(1).scaleb(-decimals))
    return f"{shown:,f}".replace("-", MINUS)


def _wrapped(text: str, style: Style, room: float, most: int) -> list[str]:
    """`text` in at most `most` lines, broken between words."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width(longer, style) > room and len(lines) < most - 1:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, elided(line, style, room)] if line else lines
