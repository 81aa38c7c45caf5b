"""What a use would cost by a tariff: fields of what it needs, lines, total and a curve."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import ZERO
from cashier_app.domain.tariffs import Line
from cashier_app.services.tariffs import TryOut
from ui.keys import Key
from ui.messages import message_for
from ui.screen import Screen
from ui.theme.look import look
from ui.widgets.banner import BannerContent
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.chip import Tone
from ui.widgets.curve import CurveChart
from ui.widgets.drawn import Label
from ui.widgets.field_grid import Ask, FieldGrid
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard

_COLUMNS = 4
_LINES_WITH_DETAIL, _LINES_IN_ALL = 7, 15
"""As many as fit the side panel of the smallest window."""


class TariffTryScreen(Screen):
    """`asked` carries the answers by name; `save_asked`: the tariff as a file."""

    asked = Signal(object)
    save_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("tariff_try", parent)
        self._waiting = self._may_save = False
        self._build()
        self.bind(Key.F9, self._on_f9_pressed)
        self._grid.edited.connect(self._on_edited)

    def begin(self, header: HeaderContent, asks: tuple[Ask, ...], *, may_save: bool) -> None:
        """Empty fields of another tariff; `may_save`: it can be kept as a file."""
        self._grid.set_asks(asks)
        self._waiting, self._may_save = False, may_save
        self._forget()
        self.notice.tell("")
        self.set_frame(
            question=self.tr("What would this use cost?"), header=header, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False, banner=None,
            keys=(KeyHint("Tab", self.tr("Next field")),
                  KeyHint("F9", self.tr("Save as file"), may_save)),
        )  # fmt: skip
        self._redraw()

    def enter(self) -> None:
        self._grid.focus_first()

    def press(self, key: Key) -> bool:
        """Enter goes to the field that is still to be filled before it acts."""
        if key is Key.ENTER and not self._waiting and self._grid.wrong() is not None:
            self._grid.focus_first()
            return True
        return super().press(key)

    def next_pressed(self) -> None:
        answers = self._grid.answers()
        self._waiting = True
        self.notice.tell("")
        self._redraw()
        self.asked.emit(answers)

    def escape_pressed(self) -> None:
        self.left.emit()

    @property
    def is_waiting(self) -> bool:
        """True from what was asked to its answer, as long as the use stays the same."""
        return self._waiting

    def field(self, name: str) -> Field:
        """The field of that name."""
        return self._grid.field(name)

    def show_result(
        self, found: TryOut, header: HeaderContent, show: Callable[[Decimal], str]
    ) -> None:
        """The bill and its curve. `header` carries the total."""
        self._waiting = False
        lines = _ledger_lines(found.priced.lines, show)
        total = LedgerLine(self.tr("Total"), show(found.priced.total), weight="sum")
        self.ledger.set_lines((*lines, total))
        self.curve.set_curve(found.points, (found.kwh, found.priced.total), show, "kWh")
        self.curve_label.setText(self.tr("Total by use"))
        self.panel_label.setText(self.tr("The bill"))
        self.set_frame(header=header)
        self._redraw()

    def tell(self, banner: BannerContent) -> None:
        """What became of the file."""
        self.set_frame(banner=banner)

    def show_failure(self, error: CashierError) -> None:
        """Say why there is no result."""
        self._waiting = False
        self._forget()
        message = message_for(error)
        self.notice.tell(message.lead, message.text, Tone.WARN)
        self._redraw()

    def go_on(self) -> None:
        """Nobody has said what it costs: it can be asked once more."""
        self._waiting = False
        self._redraw()

    def _build(self) -> None:
        body = Columns()
        now = look()
        self._grid = FieldGrid(_COLUMNS)
        self.notice = NoticeCard("tariff_notice")
        self.curve_label = Label("", "body_strong", name="curve_label")
        self.curve = CurveChart("tariff_curve")
        body.left.addSpacing(now.space("tight"))
        body.left.addLayout(self._grid)
        body.left.addSpacing(now.space("large"))
        body.left.addWidget(self.notice)
        body.left.addWidget(self.curve_label)
        body.left.addSpacing(now.space("gap"))
        body.left.addWidget(self.curve, 1)
        self.ledger = Ledger("tariff_ledger")
        self.panel_label = PanelTitle(name="panel_label")
        body.panel.column.addWidget(self.panel_label)
        body.panel.column.addSpacing(now.space("small"))
        body.panel.column.addWidget(self.ledger)
        body.panel.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)

    def _on_f9_pressed(self) -> None:
        if self._may_save:
            self.save_asked.emit()

    def _forget(self) -> None:
        """A result belongs to what was typed when it was asked for."""
        self.ledger.set_lines(())
        self.curve.clear()
        self.curve_label.setText("")
        self.panel_label.setText("")
        header = self.frame.header
        if header is not None:
            self.set_frame(header=HeaderContent(header.icon, header.name, header.facts))

    def _on_edited(self) -> None:
        self._waiting = False
        self._forget()
        self.notice.tell("")
        self._redraw()

    def _redraw(self) -> None:
        title, wrong = self.tr("Work it out"), self._grid.wrong()
        if self._waiting:
            key = NextKeyContent(self.tr("Wait"), self.tr("Working it out"), waiting=True)
        elif wrong is not None:
            problem = f"{wrong.label}: {self._grid.problem(wrong)}"
            key = NextKeyContent(title, problem, waiting=True)
        else:
            key = NextKeyContent(title, self.tr("Lines, total and curve; nothing is billed"))
        self.set_frame(next_key=key)


def _ledger_lines(lines: tuple[Line, ...], show: Callable[[Decimal], str]) -> list[LedgerLine]:
    """As much of each line as there is room for; lines that only inform are quiet."""
    if len(lines) > _LINES_IN_ALL:
        return [_sum_line(code, lines, show) for code in dict.fromkeys(one.code for one in lines)]
    found = []
    for line in lines:
        label, _, quantity = line.label.partition(", ")
        if len(lines) > _LINES_WITH_DETAIL:
            label, quantity = line.label, ""
        tone = "ink" if line.is_counted else "ink2"
        found.append(LedgerLine(label, show(line.amount), detail=quantity, tone=tone))
    return found


def _sum_line(code: str, lines: tuple[Line, ...], show: Callable[[Decimal], str]) -> LedgerLine:
    own = [line for line in lines if line.code == code]
    label = own[0].label.partition(", ")[0]
    tone = "ink" if own[0].is_counted else "ink2"
    return LedgerLine(label, show(sum((line.amount for line in own), ZERO)), tone=tone)
