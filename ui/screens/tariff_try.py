"""What a use would cost by a tariff: fields of what it needs, lines, total and a curve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import ZERO
from cashier_app.domain.tariffs import Line
from cashier_app.services.tariffs import TryOut
from ui.keys import Key
from ui.messages import message_for
from ui.models.typed import date_in, number_in
from ui.screen import Screen
from ui.theme.look import look
from ui.widgets.banner import BannerContent
from ui.widgets.cards import Columns
from ui.widgets.chip import Tone
from ui.widgets.curve import CurveChart
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine
from ui.widgets.notice_card import NoticeCard

_COLUMNS = 4
_LINES_WITH_DETAIL, _LINES_IN_ALL = 7, 15
"""As many as fit the side panel of the smallest window."""

NUMBER, DAY, WORDS = "number", "day", "words"


@dataclass(frozen=True, slots=True)
class Asked:
    """A field: `name` is what the flow acts on; `kind` is NUMBER, DAY or WORDS (may be empty)."""

    name: str
    label: str
    kind: str
    value: str = ""
    hint: str = ""


class TariffTryScreen(Screen):
    """`asked` carries what is in every field, by name; `save_asked`: the tariff as a file."""

    asked = Signal(object)
    save_asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("tariff_try", parent)
        self._asked: tuple[Asked, ...] = ()
        self._fields: dict[str, Field] = {}
        self._waiting = self._may_save = False
        self._build()
        self.bind(Key.F9, self._on_f9_pressed)

    def begin(self, header: HeaderContent, fields: tuple[Asked, ...], *, may_save: bool) -> None:
        """Empty fields of another tariff; `may_save`: it can be kept as a file."""
        for field in self._fields.values():
            self._grid.removeWidget(field)
            field.deleteLater()
        self._asked, self._fields = fields, {}
        for number, one in enumerate(fields):
            field = Field(one.name, one.label, hint=one.hint, parent=self)
            field.set_text(one.value)
            field.edit.textChanged.connect(self._on_edited)
            self._fields[one.name] = field
            self._grid.addWidget(field, number // _COLUMNS, number % _COLUMNS)
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
        self._focus_first_empty()

    def press(self, key: Key) -> bool:
        """Enter goes to the field that is still to be filled before it acts."""
        if key is Key.ENTER and not self._waiting and self._missing():
            self._focus_first_empty()
            return True
        return super().press(key)

    def next_pressed(self) -> None:
        self._waiting = True
        self.notice.tell("")
        self._redraw()
        self.asked.emit({name: field.text().strip() for name, field in self._fields.items()})

    def escape_pressed(self) -> None:
        self.left.emit()

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

    def _build(self) -> None:
        body = Columns()
        now = look()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(now.space("gutter"))
        self._grid.setVerticalSpacing(now.space("base"))
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
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
        self.panel_label = Label("", "lead_strong", name="panel_label")
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
        title = self.tr("Work it out")
        if self._waiting:
            key = NextKeyContent(self.tr("Wait"), self.tr("Working it out"), waiting=True)
        elif missing := self._missing():
            key = NextKeyContent(title, missing, waiting=True)
        else:
            key = NextKeyContent(title, self.tr("Lines, total and curve; nothing is billed"))
        self.set_frame(next_key=key)

    def _missing(self) -> str:
        for one in self._asked:
            if not is_right(one.kind, self._fields[one.name].text().strip()):
                if one.kind == DAY:
                    return self.tr("{field}: a day like 30.11.2026").format(field=one.label)
                return self.tr("{field}: a number").format(field=one.label)
        return ""

    def _focus_first_empty(self) -> None:
        for one in self._asked:
            field = self._fields[one.name]
            if not is_right(one.kind, field.text().strip()):
                field.edit.setFocus()
                field.edit.selectAll()
                return
        if self._asked:
            first = self._fields[self._asked[0].name]
            first.edit.setFocus()
            first.edit.selectAll()


def is_right(kind: str, text: str) -> bool:
    """Whether a field can be read."""
    if kind == DAY:
        return date_in(text) is not None
    return kind == WORDS or number_in(text) is not None


def typed_number(values: Mapping[str, str], name: str) -> Decimal | None:
    """The number in a field; None where the screen has no such field."""
    return number_in(values[name]) if name in values else None


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
