"""What counting the float and counting the drawer share: rows, keys, progress, a last look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import ZERO, Currency
from cashier_app.domain.shifts import Pieces
from cashier_app.domain.utility import Denomination
from ui.keys import Key
from ui.messages import message_for
from ui.screens.sending import SendingScreen
from ui.theme.look import look, look_changes
from ui.widgets.banner import BannerContent
from ui.widgets.count_rows import CountHead, CountRow, PapersRow, PiecesRow, ProgressCard
from ui.widgets.header import HeaderContent
from ui.widgets.keypad import Keypad
from ui.widgets.keys import KeyHint, NextKeyContent


@dataclass(frozen=True, slots=True)
class CountGiven:
    """What a person counted: pieces of each denomination, cheques and card slips."""

    pieces: tuple[Pieces, ...]
    cheques: int = 0
    card_slips: int = 0


class CountingScreen(SendingScreen):
    """Enter goes from row to row; after the last one, or F12, a last look; Enter then gives it.

    `count_given` carries a CountGiven, `left` says that the person went away without.
    """

    count_given = Signal(object)
    left = Signal()

    def __init__(self, name: str, *, with_papers: bool, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._with_papers = with_papers
        self._currency = Currency("", "", 2)
        self._denominations: tuple[Denomination, ...] = ()
        self._rows: list[CountRow] = []
        self._last_look = False
        self._who: HeaderContent = HeaderContent("cash")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
        self.bind(Key.UP, partial(self._move, -1))
        self.bind(Key.DOWN, partial(self._move, 1))
        self.bind(Key.F12, self._take_last_look)
        look_changes().changed.connect(self._on_look_changed)
        look_changes().touched.connect(self._on_look_changed)

    def begin(
        self, denominations: Sequence[Denomination], currency: Currency, who: HeaderContent
    ) -> None:
        """An empty count with the rows of `denominations`; `who` fills the header's left half."""
        self._currency, self._who = currency, who
        self._last_look = False
        self._end_wait()
        if tuple(denominations) != self._denominations:
            self._denominations = tuple(denominations)
            self._make_rows()
        for row in self._rows:
            row.set_count(None)
            if isinstance(row, PiecesRow):
                row.set_currency(currency)
        for head in (self.notes_head, self.coins_head):
            head.set_unit(currency.symbol)
        self.set_frame(banner=None)
        self.redraw()

    def enter(self) -> None:
        first = next((row for row in self._rows if not row.is_counted), None)
        if first is not None:
            first.setFocus()
        else:
            self._take_last_look()

    def given(self) -> CountGiven:
        """What is entered now."""
        pieces = tuple(Pieces(row.value, row.count) for row in self._piece_rows if row.count)
        papers = [row.count for row in self._rows if isinstance(row, PapersRow)]
        return CountGiven(pieces, *papers)

    @property
    def total(self) -> Decimal:
        """The money counted so far."""
        return sum((row.amount for row in self._piece_rows), ZERO)

    def fill(self, pieces: Sequence[Pieces]) -> None:
        """Put counts into the rows; the others are none."""
        counts = {piece.value: piece.count for piece in pieces}
        for row in self._piece_rows:
            row.set_count(counts.get(row.value))
            row.pass_by()
        self._take_last_look()

    def unsent(self) -> int:
        """Rows that were counted; at the last look Esc only leads back to them."""
        return 0 if self._last_look else sum(row.is_typed for row in self._rows)

    def leaving_question(self) -> str:
        return self.tr("Leave without this count?")

    def show_failure(self, error: CashierError) -> None:
        """Say it above the count; everything entered stays."""
        self.show_banner(message_for(error).banner)

    def show_banner(self, banner: BannerContent | None) -> None:
        """A banner of this screen; the entry may be changed again."""
        self._end_wait()
        self.set_frame(banner=banner)
        self.redraw()

    def next_pressed(self) -> None:
        if self._last_look:
            self.set_frame(banner=None)
            self.count_given.emit(self.given())
            return
        row = self._current()
        if row is not None:
            row.pass_by()
        self._move(1)

    def escape_pressed(self) -> None:
        if self._last_look:
            self._move(-1)
        else:
            self.left.emit()

    def _set_read_only(self, read_only: bool) -> None:
        for row in self._rows:
            row.edit.setReadOnly(read_only)

    def final_key(self) -> NextKeyContent:
        """The green block at the last look."""
        raise NotImplementedError

    def own_keys(self) -> tuple[KeyHint, ...]:
        """Keys of the strip."""
        raise NotImplementedError

    def notes_of_progress(self) -> tuple[str, str]:
        """What stands under the bar: while counting, and at the last look."""
        raise NotImplementedError

    @property
    def _piece_rows(self) -> list[PiecesRow]:
        return [row for row in self._rows if isinstance(row, PiecesRow)]

    def _build(self) -> None:
        self.notes_head = CountHead("notes_head", self.tr("Banknotes"))
        self.coins_head = CountHead("coins_head", self.tr("Coins"))
        self.papers_head = CountHead("papers_head", self.tr("Not cash"), self.tr("How many"))
        self.progress = ProgressCard("progress")
        self._notes, self._coins, self._papers = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._left.addWidget(self.notes_head)
        self._left.addLayout(self._notes)
        self._left.addStretch(1)
        self._right.addWidget(self.coins_head)
        self._right.addLayout(self._coins)
        self._right.addSpacing(look().space("gap"))
        self._right.addWidget(self.papers_head)
        self._right.addLayout(self._papers)
        self._right.addStretch(1)
        self._right.addWidget(self.progress)
        for layout in (self._notes, self._coins, self._papers, self._left, self._right):
            layout.setSpacing(0)
        content = QWidget()
        self._columns = QHBoxLayout(content)
        self._columns.addLayout(self._left, 11)
        self._columns.addLayout(self._right, 9)
        self.keypad = Keypad("count_keypad", point=False)
        self._columns.addWidget(self.keypad, 0, Qt.AlignmentFlag.AlignBottom)
        self._scroll = _Rows()
        self._scroll.setObjectName("count_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self.papers_head.setVisible(self._with_papers)
        self._on_look_changed()

    def _make_rows(self) -> None:
        for row in self._rows:
            row.hide()
            row.setParent(None)
            row.deleteLater()
        self._rows = []
        ordered = sorted(self._denominations, key=lambda d: (not d.note, -d.value))
        for denomination in ordered:
            of = self.tr("Notes of {value}") if denomination.note else self.tr("Coins of {value}")
            label = of.format(value=self._currency.show_short(denomination.value))
            name = f"pieces_{denomination.value:f}".replace(".", "_")
            row = PiecesRow(name, denomination.value, label)
            self._add(row, self._notes if denomination.note else self._coins)
        if self._with_papers:
            self._add(PapersRow("cheques", self.tr("Cheques in the drawer")), self._papers)
            self._add(PapersRow("card_slips", self.tr("Card slips")), self._papers)
        self.coins_head.setVisible(any(not d.note for d in self._denominations))
        for first, second in zip(self._rows, self._rows[1:], strict=False):
            self.setTabOrder(first.edit, second.edit)
        self._fit_rows()

    def _add(self, row: CountRow, group: QVBoxLayout) -> None:
        self._rows.append(row)
        group.addWidget(row)
        row.changed.connect(self._on_row_changed)
        row.edit.focus_changed.connect(self._on_row_focus_changed)

    def _current(self) -> CountRow | None:
        return next((row for row in self._rows if row.edit.hasFocus()), None)

    def _move(self, step: int) -> None:
        if self._waiting_for:
            return
        row = self._current()
        at = len(self._rows) if row is None else self._rows.index(row)
        target = max(0, at + step)
        if target >= len(self._rows):
            self._take_last_look()
            return
        self._rows[target].setFocus()
        self._scroll.ensureWidgetVisible(self._rows[target])

    def _take_last_look(self) -> None:
        if self._waiting_for:
            return
        self._last_look = True
        self.setFocus()
        self.redraw()

    def _on_row_changed(self) -> None:
        self.redraw()

    def _on_row_focus_changed(self, has_focus: bool) -> None:
        if has_focus:
            self._last_look = False
        self.redraw()

    def redraw(self) -> None:
        self._draw_progress()
        amount = self._currency.show(self.total)
        who = self._who
        self.set_frame(
            header=HeaderContent(
                who.icon, who.name, who.facts, self.tr("Counted so far"), amount,
                self._currency.symbol,
            ),
            keys=self.own_keys(),
            next_key=self._next_key(),
        )  # fmt: skip

    def _next_key(self) -> NextKeyContent:
        if self._waiting_for:
            return NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
        if self._last_look:
            return self.final_key()
        row = self._current()
        at = self._rows.index(row) if row is not None else -1
        if at + 1 >= len(self._rows):
            title = self.tr("Look it over")
        else:
            title = self.tr("Next: {what}").format(what=_lower(self._rows[at + 1]))
        return NextKeyContent(title, self._consequence(row))

    def _consequence(self, row: CountRow | None) -> str:
        if isinstance(row, PiecesRow) and row.count:
            text = self.tr("{count} × {value} make {amount}")
            return text.format(
                count=row.count,
                value=self._currency.show_short(row.value),
                amount=self._currency.show(row.amount),
            )
        return self.tr("Empty means none")

    def _draw_progress(self) -> None:
        done = sum(row.is_counted for row in self._rows)
        total = len(self._rows)
        lead = self.tr("{done} of {total} counted").format(done=done, total=total)
        rest = self.tr("{n} left").format(n=total - done) if done < total else ""
        counting, at_last = self.notes_of_progress()
        note = at_last if self._last_look else counting
        self.progress.set_progress(done, total, (lead, rest, note))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Rows give way a little so that all of them fit."""
        now = look()
        heads = now.body_size("table_head")
        notes = sum(isinstance(r, PiecesRow) for r in self._rows)
        coins = sum(not d.note for d in self._denominations)
        papers = 2 if self._with_papers else 0
        left = (self.height() - heads) / max(1, notes - coins)
        right_room = self.height() - heads * (2 if papers else 1) - now.px(110)
        right = right_room / max(1, coins + papers)
        row = min(now.body_size("count_row"), round(min(left, right)))
        row = max(row, now.body_size("count_row_least"))
        for each in self._rows:
            each.set_row_height(row)

    def _on_look_changed(self) -> None:
        now = look()
        side = now.space("margin")
        self._columns.setContentsMargins(side, 0, side, now.space("base"))
        self._columns.setSpacing(now.space("gutter") if now.touch else now.px(56))
        self._fit_rows()


class _Rows(QScrollArea):
    """Leaves the arrows to the screen: they go from row to row, and the rows come into sight."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()


def _lower(row: CountRow) -> str:
    """A row's label inside a sentence."""
    label = row.edit.accessibleName()
    return label[:1].lower() + label[1:]
