"""A report on A4: the utility's head on each page, page x of y, sums, and the chart drawn."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from cashier_app.domain.reports import Column, ColumnKind, Report
from cashier_app.report_files.cells import filters_text, shown
from cashier_app.report_files.pdf_chart import CHART_HEIGHT, chart_bars, draw_chart
from receipts.pdf_text import draw_text, register_fonts, text_width
from receipts.printable import elided, printable
from receipts.texts import TAX_NO, TOTAL

_MARGIN = 14 * mm
_GAP, _GAP_BEHIND_NUMBER = 8.0, 5.0
"""Between columns; more where words follow a number, which ends where they would begin."""
_SIZES = (9.0, 8.0, 7.0, 6.5, 6.0)
_NARROWEST_TEXT, _WIDEST_TEXT = 56.0, 220.0
_HAIR = 0.5
_LONGEST = 120
"""Characters of a cell that are measured at all."""
_LINE = 1.55
"""Height of a line in parts of its size."""
_RULE_BELOW, _RULE_ABOVE = 0.42, 0.5
"""The titles' rule: so many lines below their foot, and above the first row's usual place."""
_BOLD = 700
_NUMBERS = frozenset((ColumnKind.MONEY, ColumnKind.COUNT, ColumnKind.NUMBER))
_WIDE = 8
"""From so many columns on the sheet lies on its side."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Everything as text, with the widths at which it fits."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...]
    widths: tuple[float, ...]
    size: float


def pdf_bytes(report: Report) -> bytes:
    """The report as a PDF; texts are drawn, never read as markup."""
    register_fonts()
    size = landscape(A4) if len(report.kind.columns) >= _WIDE else A4
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    canvas.setTitle(report.kind.title)
    canvas.setAuthor(printable(report.books.name))
    parts = [_Pages(canvas, part, *size) for part in _parts(report, size[0] - 2 * _MARGIN)]
    pages = [(part, page) for part in parts for page in part.split()]
    for number, (part, page) in enumerate(pages, start=1):
        part.draw(page, number, len(pages))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@dataclass(frozen=True, slots=True)
class _Page:
    """The rows of one page, and its place among those with the same columns."""

    rows: Sequence[tuple[str, ...]]
    is_first: bool
    is_last: bool


class _Pages:
    def __init__(self, canvas: Canvas, report: Report, width: float, height: float) -> None:
        self._canvas = canvas
        self._report = report
        self._width, self._height = width, height
        self._table = _fitted(report, width - 2 * _MARGIN)
        self._line = self._table.size * _LINE
        self._bars = chart_bars(report)

    def split(self) -> Iterator[_Page]:
        """The rows as pages; one page even of no rows."""
        rows, start = self._table.rows, 0
        while True:
            head = CHART_HEIGHT if self._bars and start == 0 else 0.0
            # The sums keep a line free on every page, so that they never stand alone.
            room = self._top(first=start == 0) - head - _MARGIN - (2.5 + _RULE_ABOVE) * self._line
            count = max(int(room / self._line) - 2, 1)
            is_last = start + count >= len(rows)
            yield _Page(rows[start : start + count], start == 0, is_last)
            start += count
            if is_last:
                return

    def _top(self, *, first: bool) -> float:
        return self._height - _MARGIN - (58 if first else 40)

    def draw(self, page: _Page, number: int, count: int) -> None:
        """Onto the canvas, as page `number` of `count`."""
        self._head(is_first=page.is_first)
        y = self._top(first=page.is_first)
        if self._bars and page.is_first:
            draw_chart(self._canvas, self._bars, _MARGIN, y, self._width - 2 * _MARGIN)
            y -= CHART_HEIGHT
        y -= self._line
        self._cells(self._table.titles, y, weight=600)
        self._rule(y - self._line * _RULE_BELOW, 0.8)
        y -= self._line * _RULE_ABOVE
        for row in page.rows:
            y -= self._line
            self._cells(row, y)
        if page.is_last and self._report.has_totals:
            y -= self._line * 1.2
            self._rule(y + self._line * 0.85, 0.8)
            self._cells(self._table.totals, y, weight=_BOLD)
        if not self._table.rows:
            draw_text(self._canvas, "Nothing in this period.", _MARGIN, y - 2 * self._line, 10)
        self._foot(number, count)

    def _head(self, *, is_first: bool) -> None:
        report, y = self._report, self._height - _MARGIN - 10
        name = printable(report.books.name) + (" TRAINING" if report.books.is_training else "")
        draw_text(self._canvas, name, _MARGIN, y, 10, _BOLD)
        self._right(report.books.currency.symbol, y, 9)
        y -= 18
        draw_text(self._canvas, report.kind.title, _MARGIN, y, 14, _BOLD)
        order = report.order
        days = f"{order.from_day:%d.%m.%Y}"
        if order.to_day != order.from_day:
            days += f" to {order.to_day:%d.%m.%Y}"
        self._right(days, y, 10)
        if is_first:
            y -= 15
            left = printable(filters_text(report)) or printable(report.kind.answers)
            draw_text(self._canvas, elided(left, 110), _MARGIN, y, 9)
            if report.books.tax_no:
                self._right(printable(TAX_NO.format(number=report.books.tax_no)), y, 9)

    def _foot(self, number: int, count: int) -> None:
        y = _MARGIN - 12
        made = self._report.books.local(self._report.books.made_at)
        address = printable(self._report.books.address)
        draw_text(self._canvas, f"{address}, made {made:%d.%m.%Y %H:%M}", _MARGIN, y, 7.5)
        self._right(f"Page {number} of {count}", y, 7.5)

    def _right(self, text: str, y: float, size: float) -> None:
        x = self._width - _MARGIN - text_width(text, size)
        draw_text(self._canvas, text, x, y, size)

    def _rule(self, y: float, thickness: float) -> None:
        self._canvas.setLineWidth(thickness)
        self._canvas.line(_MARGIN, y, self._width - _MARGIN, y)

    def _cells(self, texts: Sequence[str], y: float, weight: int = 400) -> None:
        x, size = _MARGIN, self._table.size
        columns = self._report.kind.columns
        leads, last = _leads(columns), columns[-1]
        for column, text, width, lead in zip(
            columns, texts, self._table.widths, leads, strict=True
        ):
            # The last one ends where the rule does.
            room = width - lead - (0 if column is last else _GAP)
            fitting = _fit(text, room, size) if column.kind not in _NUMBERS else text
            left = x + lead
            if column.kind in _NUMBERS:
                left = x + room - text_width(fitting, size)
            draw_text(self._canvas, fitting, left, y, size, weight)
            x += width


def _parts(report: Report, room: float) -> tuple[Report, ...]:
    """The report, or its columns on sheets behind each other where one has no room for all.

    The first column stands on each of them.
    """
    columns = report.kind.columns
    if len(columns) < _WIDE or _fitted(report, room).size >= _SIZES[-1]:
        return (report,)
    groups: list[list[int]] = [[0]]
    used = first = _readable_width(report, 0)
    for at in range(1, len(columns)):
        width = _readable_width(report, at)
        if used + width > room:
            groups.append([0])
            used = first
        groups[-1].append(at)
        used += width
    return tuple(_with_columns(report, group) for group in groups)


def _readable_width(report: Report, at: int) -> float:
    """Points that a column wants on a sheet of a part; words may be elided."""
    column, books = report.kind.columns[at], report.books
    texts = {printable(shown(column, row[at], books), _LONGEST) for row in report.rows}
    texts |= {column.title, shown(column, report.totals[at], books)}
    wide = max(text_width(text, _SIZES[1]) for text in texts) + _GAP + _GAP_BEHIND_NUMBER
    return wide if column.kind in _NUMBERS else min(wide, _WIDEST_TEXT)


def _with_columns(report: Report, places: Sequence[int]) -> Report:
    kind = report.kind
    columns = tuple(kind.columns[at] for at in places)
    chart = kind.chart
    if chart is not None and not {chart.label, chart.value} <= {c.key for c in columns}:
        chart = None
    rows = tuple(tuple(row[at] for at in places) for row in report.rows)
    return replace(report, kind=replace(kind, columns=columns, chart=chart), rows=rows)


def _fitted(report: Report, room: float) -> _Table:
    """The largest size at which all numbers stand whole; texts give way first."""
    columns, books = report.kind.columns, report.books
    titles = tuple(column.title for column in columns)
    rows = tuple(
        tuple(
            printable(shown(column, cell, books), _LONGEST)
            for column, cell in zip(columns, row, strict=True)
        )
        for row in report.rows
    )
    totals = tuple(
        shown(column, total, books) for column, total in zip(columns, report.totals, strict=True)
    )
    if not totals[0]:
        totals = (TOTAL, *totals[1:])
    unit = [
        max(text_width(row[at], 1) for row in (titles, *rows, totals)) for at in range(len(columns))
    ]
    gaps = [_GAP + lead for lead in _leads(columns)]
    tries = [
        (
            size,
            _widths(
                columns, [wide * size + gap for wide, gap in zip(unit, gaps, strict=True)], room
            ),
        )
        for size in _SIZES
    ]
    size, widths = next((t for t in tries if sum(t[1]) <= room + 0.01), tries[-1])
    # What is still too wide at the smallest size is drawn smaller: no amount is ever cut.
    scale = min(1.0, room / sum(widths))
    return _Table(titles, rows, totals, tuple(w * scale for w in widths), size * scale)


def _leads(columns: Sequence[Column]) -> list[float]:
    """Points left free before each column's text."""
    behind = [False, *(column.kind in _NUMBERS for column in columns[:-1])]
    return [
        _GAP_BEHIND_NUMBER if number and column.kind not in _NUMBERS else 0.0
        for column, number in zip(columns, behind, strict=True)
    ]


def _widths(columns: Sequence[Column], wanted: list[float], room: float) -> list[float]:
    numbers = sum(w for c, w in zip(columns, wanted, strict=True) if c.kind is not ColumnKind.TEXT)
    texts = sum(wanted) - numbers
    spare = room - sum(wanted)
    if spare >= 0:
        return [w + spare * w / sum(wanted) for w in wanted]
    share = max(room - numbers, 0) / texts if texts else 1
    return [
        max(w * share, min(w, _NARROWEST_TEXT)) if c.kind is ColumnKind.TEXT else w
        for c, w in zip(columns, wanted, strict=True)
    ]


def _fit(text: str, width: float, size: float) -> str:
    # A column is exactly as wide as its longest text: what was scaled may be off by a hair.
    width += _HAIR
    if text_width(text, size) <= width:
        return text
    keep = len(text)
    while keep > 1 and text_width(elided(text, keep), size) > width:
        keep -= 1
    return elided(text, keep)
