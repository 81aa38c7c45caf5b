"""The rounds of this month: how much of each is read, what waits."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.supply import RouteProgress
from cashier_app.services.readings import Rounds
from ui.keys import Key
from ui.screen import Screen
from ui.theme.look import look
from ui.widgets.banner import BannerContent
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import Cell, CellTable, Column
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.progress import ProgressBar

HELD, ESTIMATE = "H", "E"


class RoutesScreen(Screen):
    """`route_asked` and `estimate_asked` carry a RouteProgress."""

    route_asked = Signal(object)
    estimate_asked = Signal(object)
    held_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("routes", parent)
        self._routes: tuple[RouteProgress, ...] = ()
        self._held = 0
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self.table.move_choice, step))
        self.table.row_chosen.connect(self._on_row_chosen)

    def begin(self, header: HeaderContent) -> None:
        """While the rounds are read."""
        self.set_frame(
            question=self.tr("Which route was read?"), header=header, banner=None,
            esc=self.tr("Back"), find_enabled=False, shift_enabled=False, keys=(),
            next_key=NextKeyContent(self.tr("Wait"), self.tr("Reading the routes"), waiting=True),
        )  # fmt: skip

    def show_rounds(self, rounds: Rounds) -> None:
        """Every route, the one before still chosen."""
        chosen = self.chosen
        self._routes, self._held = rounds.routes, rounds.held
        codes = [route.code for route in rounds.routes]
        at = codes.index(chosen.code) if chosen is not None and chosen.code in codes else 0
        self.table.show_rows(tuple(_row(route) for route in rounds.routes), at)
        self._redraw()

    def tell(self, banner: BannerContent | None) -> None:
        """What became of the last act."""
        self.set_frame(banner=banner)

    def clear(self) -> None:
        """Nothing is shown."""
        self._routes, self._held = (), 0
        self.table.show_rows((), 0)

    @property
    def chosen(self) -> RouteProgress | None:
        """The selected route."""
        row = self.table.current_row()
        return self._routes[row] if 0 <= row < len(self._routes) else None

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        if self.chosen is not None:
            self.route_asked.emit(self.chosen)

    def escape_pressed(self) -> None:
        self.left.emit()

    def key_typed(self, event: QKeyEvent) -> bool:
        letter, chosen = event.text().upper(), self.chosen
        if letter == HELD and self._held:
            self.held_asked.emit()
        elif letter == ESTIMATE and chosen is not None and _missing(chosen):
            self.estimate_asked.emit(chosen)
        else:
            return False
        return True

    def _build(self) -> None:
        body = Columns()
        columns = (
            Column(self.tr("Route")), Column(self.tr("Read"), 160, trailing=True),
            Column(self.tr("State"), 220),
        )  # fmt: skip
        self.table = CellTable("routes_table", self.tr("Routes"), columns)
        body.left.addWidget(self.table, 1)
        self.title = PanelTitle(name="routes_title")
        self.ledger = Ledger("routes_ledger")
        self.bar = ProgressBar("routes_bar")
        column = body.panel.column
        for widget in (self.title, self.ledger, self.bar):
            column.addWidget(widget)
            column.addSpacing(look().space("small"))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)

    def _on_row_chosen(self, _row: int) -> None:
        self._redraw()

    def _redraw(self) -> None:
        chosen = self.chosen
        keys = [KeyHint("Up Down", self.tr("Choose"), len(self._routes) > 1)]
        held = self.tr("Held: {count}").format(count=self._held)
        keys.append(KeyHint(HELD, held, self._held > 0))
        if chosen is None:
            self.set_frame(
                keys=tuple(keys),
                next_key=NextKeyContent(
                    self.tr("No route"), self.tr("A route comes with its customers"), waiting=True
                ),
            )
            return
        keys.append(KeyHint(ESTIMATE, self.tr("Estimate the rest"), _missing(chosen) > 0))
        self.title.setText(f"{chosen.code}  {chosen.name}")
        missing = _missing(chosen)
        self.ledger.set_lines(
            (
                LedgerLine(self.tr("Registers on the route"), f"{chosen.registers:,}"),
                LedgerLine(self.tr("Read this month"), f"{chosen.read:,}"),
                LedgerLine(self.tr("Held for a look"), f"{chosen.held:,}"),
                LedgerLine(self.tr("Not read yet"), f"{missing:,}", weight="total"),
            )
        )
        self.bar.set_step(self.tr("Done"), chosen.read + chosen.held, chosen.registers)
        self.bar.setVisible(chosen.registers > 0)
        self.set_frame(
            keys=tuple(keys),
            next_key=NextKeyContent(
                self.tr("Type {route} in").format(route=chosen.code),
                self.tr("Meter after meter, in walking order"),
            ),
        )


def _missing(route: RouteProgress) -> int:
    return max(0, route.registers - route.read - route.held)


def _row(route: RouteProgress) -> tuple[Cell, ...]:
    translate = QCoreApplication.translate
    if route.held:
        words = translate("Routes", "{count} held").format(count=f"{route.held:,}")
        chip = ChipContent(words, "triangle-alert", Tone.WARN)
    elif not route.registers:
        chip = ChipContent(translate("Routes", "No meters"), "info")
    elif not _missing(route):
        chip = ChipContent(translate("Routes", "All read"), "check")
    else:
        words = translate("Routes", "{count} to read").format(count=f"{_missing(route):,}")
        chip = ChipContent(words, "clock")
    share = f"{route.read + route.held:,} / {route.registers:,}"
    return Cell(route.code, route.name), Cell(amount=share), Cell(chip=chip)
