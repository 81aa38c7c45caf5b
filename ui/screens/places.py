"""Whose connection is it: the counter's search for a clerk, over places instead of dues."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from cashier_app.domain.search import parse_query
from cashier_app.domain.supply import FoundPlace
from ui.keys import Key
from ui.messages import message_for
from ui.models.found import NAME
from ui.models.places import PlacesModel
from ui.screen import Screen
from ui.tasks import Operation, Tasks
from ui.theme.look import look, look_changes
from ui.widgets.drawn import Label
from ui.widgets.fields import FieldBox
from ui.widgets.found_delegate import FoundDelegate
from ui.widgets.header import HeaderContent
from ui.widgets.hint_card import HintCard
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.table import TableView

_TYPING_PAUSE_MS = 60
_SHOWN = 50

Found = tuple[FoundPlace, ...]


class PlacesScreen(Screen):
    """`place_asked` carries a connection's key; `new_asked`: Enter in the empty box."""

    place_asked = Signal(int)
    new_asked = Signal()
    left = Signal()

    def __init__(
        self, tasks: Tasks, find: Callable[[str], Operation[Found]], parent: QWidget | None = None
    ) -> None:
        super().__init__("places", parent)
        self._tasks, self._find = tasks, find
        self._shown_text, self._enter_waits = "", False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause_timeout)
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self.table.move_choice, step))
        look_changes().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def begin(self, header: HeaderContent) -> None:
        """The box as it was left, so that the next of the same street is near."""
        self.set_frame(header=header, find_enabled=False, shift_enabled=False, banner=None)
        self._show_parts()

    def clear(self) -> None:
        """An empty box and no rows."""
        self.search_box.edit.clear()
        self._show("", ())

    def enter(self) -> None:
        self.search_box.edit.setFocus()
        self.search_box.edit.selectAll()

    def leave(self) -> None:
        self._pause.stop()
        self._enter_waits = False

    def next_pressed(self) -> None:
        """Open the chosen row; before the answer to what is typed, wait for it."""
        text = self.search_box.edit.text()
        if not text.strip():
            self.new_asked.emit()
            return
        if self._shown_text != text:
            self._enter_waits = True
            return
        place = self._model.place(self.table.current_row())
        if place is not None:
            self.place_asked.emit(place.connection_id)

    def escape_pressed(self) -> None:
        if self.search_box.edit.text():
            self.clear()
        else:
            self.left.emit()

    def scanned(self, code: str) -> None:
        """A scan is a number, too."""
        self.search_box.edit.setText(code)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rows()

    def _build(self) -> None:
        self.search_box = FieldBox("places_box", "search", "search", "places_edit", icon="search")
        self.search_box.edit.setAccessibleName(self.tr("Name, account, meter, phone or address"))
        self.search_box.edit.textChanged.connect(self._on_text_changed)
        self.match_label = Label(step="body_strong", tone="ink2", name="places_match")
        self.search_box.row.addWidget(self.match_label)
        self._model = PlacesModel(self)
        self.table = TableView("places_table")
        self.table.setAccessibleName(self.tr("Places found"))
        self.table.setModel(self._model)
        self.table.setItemDelegate(FoundDelegate(self.table))
        self.table.setFocusProxy(self.search_box.edit)
        self.table.row_chosen.connect(self._on_row_chosen)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.empty_label = Label(step="lead", tone="ink2", name="places_empty")
        self.hint_card = HintCard("places_hint")
        self.hint_card.set_columns((1.0, 2.4), frozenset({0}))
        self.hint_card.set_content(
            self.tr("A place is found by"),
            (
                (
                    self.tr("Number"),
                    self.tr("account, former account, meter, customer, phone, bill"),
                ),
                (
                    self.tr("Words"),
                    self.tr("of the name and the address, in any order, or their sound"),
                ),
                (self.tr("Vacant"), self.tr("also under who lived there last")),
            ),
        )
        self._box_row = QHBoxLayout()
        self._box_row.addWidget(self.search_box)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addLayout(self._box_row)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self.empty_label)
        self._column.addWidget(self.hint_card)
        self._column.addStretch()

    def _on_look_changed(self) -> None:
        now = look()
        side = now.space("margin")
        self._column.setContentsMargins(side, 0, side, 0)
        self._box_row.setContentsMargins(0, now.size("ring"), 0, now.space("gap"))
        for column, width in enumerate((180, 160, 190), start=1):
            self.table.setColumnWidth(column, now.column(width))
        self.hint_card.setMaximumWidth(now.px(780))
        self._fit_rows()

    def _fit_rows(self) -> None:
        """Whole rows only; the chosen one is always in sight."""
        now = look()
        head, row = now.body_size("table_head"), now.body_size("row")
        room = self.height() - self.search_box.height() - now.size("ring") - now.space("gap") - head
        count = min(max(1, self._model.rowCount()), max(1, room // row))
        self.table.set_row_height(row)
        self.table.setFixedHeight(head + count * row)

    def _show(self, text: str, places: Found) -> None:
        self._shown_text, self._has_more = text, len(places) > _SHOWN
        self._model.set_places(text, places[:_SHOWN])
        self.table.choose_row(0)
        self.table.scrollToTop()
        self._show_parts()

    def _show_parts(self) -> None:
        text = self.search_box.edit.text()
        count = self._model.rowCount()
        self.table.setVisible(count > 0)
        self.hint_card.setVisible(not text.strip())
        self.empty_label.setVisible(count == 0 and bool(text.strip()))
        self.empty_label.setText(self._empty_text(text))
        self.match_label.setText(self._match_text(text, count))
        self._fit_rows()
        self._draw_frame()

    def _empty_text(self, text: str) -> str:
        if not parse_query(text).is_long_enough:
            return self.tr("Type at least three letters or digits.")
        if self._shown_text != text:
            return ""
        return self.tr("No place matches. Try a number, or fewer letters.")

    def _match_text(self, text: str, count: int) -> str:
        if not text.strip() or not count:
            return ""
        if self._has_more:
            return self.tr("More than {n}, type on").format(n=count)
        return self.tr("1 place") if count == 1 else self.tr("{n} places").format(n=count)

    def _draw_frame(self) -> None:
        text = self.search_box.edit.text()
        place = self._model.place(self.table.current_row())
        if place is not None:
            name = place.customer_name or place.connection_no
            key = NextKeyContent(
                self.tr("Open {name}").format(name=name),
                self.tr("Person, account and meters"),
            )
        elif not text.strip():
            key = NextKeyContent(
                self.tr("New connection"), self.tr("A place that was never supplied")
            )
        else:
            key = NextKeyContent(
                self.tr("Type on"), self.tr("Then Enter opens the place"), waiting=True
            )
        self.set_frame(
            question=self.tr("Whose connection is it?"),
            hint=self.tr("Name, account, meter, phone or address"),
            esc=self.tr("Clear") if text else self.tr("Back"),
            keys=(KeyHint("Up Down", self.tr("Choose"), place is not None),),
            next_key=key,
        )

    def _on_text_changed(self, text: str) -> None:
        if not parse_query(text).is_long_enough:
            self._pause.stop()
            self._enter_waits = False
            self._show(text, ())
            return
        self._show_parts()
        self._pause.start()

    def _on_pause_timeout(self) -> None:
        text = self.search_box.edit.text()
        self._tasks.run(
            self._find(text), self, partial(self._on_found, text), on_failure=self._on_find_failed
        )

    def _on_found(self, text: str, places: Found) -> None:
        if text != self.search_box.edit.text():
            return
        self._show(text, places)
        if self._enter_waits and len(places) == 1:
            self.place_asked.emit(places[0].connection_id)
        self._enter_waits = False

    def _on_find_failed(self, error: CashierError) -> bool:
        self._enter_waits = False
        self.match_label.setText(message_for(error).lead)
        return False

    def _on_row_chosen(self, _row: int) -> None:
        self._draw_frame()
