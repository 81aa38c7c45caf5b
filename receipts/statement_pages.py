"""A statement of account: every posting between two days, with what is owed after each."""

from __future__ import annotations

import io
import math

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from cashier_app.domain.bill_papers import Statement
from cashier_app.domain.utility import Utility
from receipts import bill_texts as words
from receipts import texts
from receipts.bill_page import BODY, DOT, HEAD, LEFT, NAME, RIGHT, SMALL, STRONG
from receipts.pdf_pen import Pen, elided
from receipts.printable import printable

_ROW = 40
_FIRST_ROW = 470
_ROWS_A_PAGE = 42
_WHAT, _NUMBER, _AMOUNT, _OWED = LEFT + 250, LEFT + 720, LEFT + 1190, RIGHT


def statement_pdf(statement: Statement, utility: Utility) -> bytes:
    """As many A4 pages as the postings need."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(words.STATEMENT)
    rows = _rows(statement, utility)
    pages = max(math.ceil(len(rows) / _ROWS_A_PAGE), 1)
    for page in range(pages):
        canvas.saveState()
        canvas.translate(0, A4[1])
        canvas.scale(DOT, DOT)
        pen = Pen(canvas)
        _head(pen, statement, utility, (page + 1, pages))
        for at, row in enumerate(rows[page * _ROWS_A_PAGE : (page + 1) * _ROWS_A_PAGE]):
            _draw_row(pen, row, _FIRST_ROW + at * _ROW)
        canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


_Row = tuple[str, str, str, str, str, bool]


def _rows(statement: Statement, utility: Utility) -> list[_Row]:
    show = utility.currency.show
    owed = statement.opening
    opening = words.OPENING.format(day=_day_text(statement, first=True))
    rows: list[_Row] = [("", opening, "", "", show(owed), True)]
    for row in statement.rows:
        owed += row.amount
        what = words.KINDS.get(row.what, row.what)
        day = f"{texts.day_text(row.day)} {row.day.year}"
        rows.append((day, what, row.reference, show(row.amount), show(owed), False))
    closing = words.CLOSING.format(day=_day_text(statement, first=False))
    rows.append(("", closing, "", "", show(statement.closing), True))
    if statement.is_up_to_date:
        if statement.discount_open:
            rows.append(("", words.DISCOUNT_OPEN, "", show(-statement.discount_open), "", False))
        day = f"{texts.day_text(statement.today)} {statement.today.year}"
        rows.append(("", words.DUE_ON.format(day=day), "", "", show(statement.due), True))
    return rows


def _day_text(statement: Statement, *, first: bool) -> str:
    day = statement.first if first else statement.last
    return f"{texts.day_text(day)} {day.year}"


def _head(pen: Pen, statement: Statement, utility: Utility, page: tuple[int, int]) -> None:
    holder = statement.holder
    pen.mark(utility.logo, LEFT, 72, 120, 120)
    pen.text(elided(printable(utility.name), NAME, 760), LEFT + 148, 112, NAME)
    pen.text(elided(printable(utility.address), SMALL, 760), LEFT + 148, 152, SMALL)
    pen.text_right(words.STATEMENT, RIGHT, 112, NAME)
    pen.text_right(words.PAGE.format(page=page[0], pages=page[1]), RIGHT, 152, SMALL)
    pen.rule(LEFT, 222, RIGHT - LEFT, 2, dashed=False)
    name = printable(holder.customer_name)
    pen.text(elided(name, NAME, 900), LEFT, 284, NAME)
    pen.text(elided(printable(holder.address), BODY, 900), LEFT, 330, BODY)
    pen.text_right(f"{words.ACCOUNT} {holder.account_no}", RIGHT, 284, STRONG)
    span = texts.span_text(statement.first, statement.last)
    pen.text_right(span, RIGHT, 330, BODY)
    day, what, number, amount, owed = words.POSTINGS
    heads = (day, what, number, amount.format(currency=utility.currency.code), owed)
    for text, x in zip(heads[:3], (LEFT, _WHAT, _NUMBER), strict=True):
        pen.text(text, x, 412, HEAD.at(24))
    for text, x in zip(heads[3:], (_AMOUNT, _OWED), strict=True):
        pen.text_right(text, x, 412, HEAD.at(24))
    pen.rule(LEFT, 426, RIGHT - LEFT, 1.5, dashed=False)


def _draw_row(pen: Pen, row: _Row, y: float) -> None:
    day, what, number, amount, owed, is_strong = row
    style = STRONG if is_strong else BODY
    pen.text(day, LEFT, y, style)
    pen.text(elided(printable(what), style, _NUMBER - _WHAT - 20), _WHAT, y, style)
    pen.text(elided(printable(number), style, 260), _NUMBER, y, style)
    pen.text_right(amount, _AMOUNT, y, style)
    pen.text_right(owed, _OWED, y, style)
