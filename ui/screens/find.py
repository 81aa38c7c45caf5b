"""Find: "Who is paying?" One box for name, account, meter, phone and bill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from cashier_app.domain.accounts import FoundPage
from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import Currency
from cashier_app.domain.search import parse_query
from ui.keys import Key
from ui.messages import message_for
from ui.models.found import NAME, FoundModel
from ui.screen import FIND, Screen
from ui.tasks import Operation, Tasks
from ui.theme.look import look, look_changes
from ui.widgets.drawn import Label
from ui.widgets.fields import FieldBox
from ui.widgets.found_delegate import FoundDelegate
from ui.widgets.header import HeaderContent
from ui.widgets.hint_card import HintCard
from ui.widgets.keys import KeyCap, KeyHint, NextKeyContent
from ui.widgets.table import TableView

_TYPING_PAUSE_MS = 60


@dataclass(frozen=True)
class FindOperations:
    """What Find asks of the program."""

    find: Callable[[str], Operation[FoundPage]]


class FindScreen(Screen):
    """Type-ahead over all accounts; the first row is chosen, so typing and Enter opens it."""

    account_chosen = Signal(int)
    left = Signal()
    """Esc in the empty box, where `set_way_back` said where it leads."""

    def __init__(
        self, tasks: Tasks, operations: FindOperations, currency: Currency,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("find", parent)
        self._tasks = tasks
        self._operations = operations
        self._shown_text = ""
        self._has_failed = False
        self._way_back = ""
        self._more_keys: tuple[KeyHint, ...] = ()
        self._model = FoundModel(currency, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        self._build()
        self._draw_frame()
        look_changes().changed.connect(self._on_look_changed)

    def set_header(self, header: HeaderContent) -> None:
        """What the header says while no account is open."""
        self.set_frame(header=header)

    def set_more_keys(self, keys: tuple[KeyHint, ...]) -> None:
        """Up to two keys of the flow beside the screen's own."""
        self._more_keys = keys
        self._draw_frame()

    def set_way_back(self, words: str) -> None:
        """What Esc does in the empty box; "" for nothing."""
        self._way_back = words
        self._draw_frame()

    def start_with(self, text: str) -> None:
        """Type `text` for the person: what was typed before the box was there."""
        self.search_box.edit.setText(text)
        self.search_box.edit.setFocus()

    def set_hint(self, title: str, rows: tuple[tuple[str, ...], ...]) -> None:
        """A card that says what to try first; shown while the box is empty."""
        self.hint_card.set_content(title, rows)
        self._has_hint = bool(title)
        self._show_parts()

    def enter(self) -> None:
        """What was typed and never answered, because one went away or it failed, is asked now."""
        self.search_box.edit.setFocus()
        self.search_box.edit.selectAll()
        text = self.search_box.edit.text()
        if self._shown_text != text and parse_query(text).is_long_enough:
            self._pause.start()

    def leave(self) -> None:
        self._pause.stop()
        self._enter_waits = False

    def clear(self) -> None:
        """Empty box and list: the next customer."""
        self.search_box.edit.clear()
        self.show_page(FoundPage("", (), more=False))

    def show_page(self, page: FoundPage) -> None:
        """Show the answer for `page.text`; the first row is chosen."""
        self._shown_text, self._has_failed = page.text, False
        self._has_more = page.more
        self._model.set_page(page)
        self.table.choose_row(0)
        self.table.scrollToTop()
        self._show_parts()
        self._draw_frame()

    def next_pressed(self) -> None:
        """Open the chosen row; before the answer to what is typed, wait for it.

        The rows on screen then belong to fewer letters. A single match opens by itself,
        several are shown first.
        """
        if self._shown_text != self.search_box.edit.text():
            if self._has_failed:
                self._on_pause_timeout()
            else:
                self._enter_waits = True
            return
        row = self._model.row(self.table.current_row())
        if row is not None:
            self.account_chosen.emit(row.account_id)

    def escape_pressed(self) -> None:
        if self.search_box.edit.text():
            self.clear()
        else:
            self.left.emit()

    def _build(self) -> None:
        self._has_hint = False
        self._has_more = False
        self._enter_waits = False
        self.search_box = FieldBox("search_box", "search", "search", "search_edit", icon="search")
        self.search_box.edit.setAccessibleName(self.tr("Name, account, meter, phone or bill"))
        self.search_box.edit.textChanged.connect(self._on_search_edit_text_changed)
        self.match_label = Label(step="body_strong", tone="ink2", name="match_label")
        self.find_cap = KeyCap("F2")
        self.search_box.row.addWidget(self.match_label)
        self.search_box.row.addWidget(self.find_cap)
        self._build_table()
        self._build_words()
        self._arrange()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self._move, step))
        self.bind(Key.F2, self.enter)
        self._on_look_changed()
        self._show_parts()

    def _build_table(self) -> None:
        self.table = TableView("found_table")
        self.table.setAccessibleName(self.tr("Accounts found"))
        self.table.setModel(self._model)
        self.table.setItemDelegate(FoundDelegate(self.table))
        self.table.setFocusProxy(self.search_box.edit)
        self.table.row_chosen.connect(self._on_table_row_chosen)
        self.table.verticalScrollBar().valueChanged.connect(self._on_table_scrolled)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)

    def _build_words(self) -> None:
        self.below_cap = KeyCap("Down", size="key_small")
        self.below_label = Label(step="body_strong", tone="ink2", name="below_label")
        self.empty_label = Label(step="lead", tone="ink2", name="empty_label")
        self.hint_card = HintCard("find_hint")

    def _arrange(self) -> None:
        self._below = QWidget()
        row = QHBoxLayout(self._below)
        row.addWidget(self.below_cap)
        row.addWidget(self.below_label)
        row.addStretch()
        self._below_row = row
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._box_row = QHBoxLayout()
        self._box_row.addWidget(self.search_box)
        self._column.addLayout(self._box_row)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self._below)
        self._column.addWidget(self.empty_label)
        self._column.addWidget(self.hint_card)
        self._column.addStretch()

    def _on_look_changed(self) -> None:
        now = look()
        side = now.space("margin")
        self._column.setContentsMargins(side, 0, side, 0)
        self._box_row.setContentsMargins(0, now.size("ring"), 0, now.space("gap"))
        widths = (0, 166, 144, 190, 200)
        for column, width in enumerate(widths[1:], start=1):
            self.table.setColumnWidth(column, now.column(width))
        self._below_row.setContentsMargins(now.space("gutter"), 0, 0, 0)
        self._below_row.setSpacing(now.space("gap"))
        self._fit_rows()
        self._show_rows_below()

    def _show_parts(self) -> None:
        found = self._model.rowCount() > 0
        typed = bool(self.search_box.edit.text().strip())
        self.table.setVisible(found)
        self._below.setVisible(found)
        self.hint_card.setVisible(self._has_hint and not typed)
        self.empty_label.setVisible(not found and typed)
        self.empty_label.setText(self._empty_text())
        self.match_label.setText(self._match_text() if typed else "")
        self._fit_rows()
        self._show_rows_below()

    def _empty_text(self) -> str:
        text = self.search_box.edit.text()
        if not parse_query(text).is_long_enough:
            return self.tr("Type at least three letters or digits.")
        if self._shown_text != text:
            return ""
        return self.tr("No account matches. Try the account or meter number, or fewer letters.")

    def _match_text(self) -> str:
        count = self._model.rowCount()
        if self._has_more:
            return self.tr("More than {n}, type on").format(n=count)
        if count == 1:
            return self.tr("1 account matches")
        if count:
            return self.tr("{n} accounts match").format(n=count)
        settled = self._shown_text == self.search_box.edit.text()
        return self.tr("No match") if settled and self._shown_text else ""

    def _show_rows_below(self) -> None:
        below = self.table.rows_below()
        self.below_cap.setVisible(below > 0)
        text = self.tr("1 more account") if below == 1 else self.tr("{n} more accounts")
        self.below_label.setText(text.format(n=below) if below else "")

    def _fit_rows(self) -> None:
        """Whole rows only; they may give way a little so that one more fits."""
        now = look()
        head, below = now.body_size("table_head"), now.px(36)
        row, least = now.body_size("row"), now.body_size("row_least")
        room = self.height() - self.search_box.height() - now.size("ring") - now.space("gap") - head
        count = max(1, self._model.rowCount())
        if count * least > room:
            room -= below
            count = max(1, room // least)
        height = min(row, max(least, room // count))
        self.table.set_row_height(height)
        self.table.setFixedHeight(head + count * height)
        self._below.setFixedHeight(below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rows()
        self._show_rows_below()

    def _move(self, step: int) -> None:
        self.table.move_choice(step)

    def _draw_frame(self) -> None:
        row = self._model.row(self.table.current_row())
        next_key = None
        if self._has_failed:
            next_key = NextKeyContent(
                self.tr("Search again"), self.tr("The last search had no answer")
            )
        elif row is not None:
            next_key = NextKeyContent(
                self.tr("Open {name}").format(name=row.name.text),
                self.tr("Account {number}").format(number=row.account_no.text),
            )
        self.set_frame(
            question=self.tr("Who is paying?"),
            hint=self.tr("Name, account, meter, phone, or scan the bill"),
            step=FIND,
            esc=self.tr("Clear") if self.search_box.edit.text() else self._way_back,
            keys=(KeyHint("Up Down", self.tr("Choose")), *self._more_keys),
            next_key=next_key or self._idle_next_key(),
        )

    def _idle_next_key(self) -> NextKeyContent:
        return NextKeyContent(
            self.tr("Type or scan"), self.tr("Then Enter opens the account"), waiting=True
        )

    def _on_search_edit_text_changed(self, text: str) -> None:
        if not parse_query(text).is_long_enough:
            self._pause.stop()
            self._enter_waits = False
            self.show_page(FoundPage(text, (), more=False))
            return
        self._show_parts()
        self._set_failed(False)
        self._pause.start()

    def _set_failed(self, has_failed: bool) -> None:
        """Rows of fewer letters are not to be opened then: Enter asks again."""
        if has_failed != self._has_failed:
            self._has_failed = has_failed
            self._draw_frame()

    def _on_pause_timeout(self) -> None:
        self._set_failed(False)
        text = self.search_box.edit.text()
        self._tasks.run(
            self._operations.find(text), self, self._on_found, on_failure=self._on_find_failed
        )

    def _on_found(self, page: FoundPage) -> None:
        if page.text != self.search_box.edit.text():
            return
        self.show_page(page)
        if self._enter_waits and len(page.rows) == 1:
            self.account_chosen.emit(page.rows[0].account_id)
        self._enter_waits = False

    def _on_find_failed(self, error: CashierError) -> bool:
        self._enter_waits = False
        self._set_failed(True)
        self.match_label.setText(message_for(error).lead)
        return False

    def _on_table_row_chosen(self, _row: int) -> None:
        self._draw_frame()
        self._show_rows_below()

    def _on_table_scrolled(self, _value: int) -> None:
        self._show_rows_below()
