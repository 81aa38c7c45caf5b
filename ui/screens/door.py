"""What sign-in and the idle lock share: the brand panel, name, password, a growing pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cashier_app.services.local_facts import LocalFacts
from ui import dates
from ui.attempts import AttemptDelay
from ui.keys import Key
from ui.screen import Screen
from ui.theme.look import look, look_changes
from ui.widgets.brand import BrandPanel
from ui.widgets.drawn import Label
from ui.widgets.fields import Field
from ui.widgets.keys import KeyHint, NextKeyContent

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from cashier_app.domain.errors import CashierError
    from ui.widgets.notice_card import NoticeCard

_WRONG = "wrong_name_or_password"
_SIX_DAYS = 6
_GREEDY = 100
"""Stretch of what takes its room before the stretch at the foot gets any."""


class DoorScreen(Screen):
    """Nothing of the customers stands here. `credentials_given` carries name and password."""

    credentials_given = Signal(str, str)

    def __init__(self, name: str, delay: AttemptDelay, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._delay = delay
        self._waiting_for = ""
        self._notice: NoticeCard | None = None
        self._facts = LocalFacts("", "")
        self._build()
        self.set_frame(
            bare=True, private=True, esc=self.tr("Clear"), find_enabled=False, shift_enabled=False,
            fixed_keys=(
                KeyHint("Esc", self.tr("Clear")),
                KeyHint("F1", self.tr("Help")),
                KeyHint("Tab", self.tr("Next field")),
            ),
        )  # fmt: skip
        self._delay.changed.connect(self.redraw)
        look_changes().changed.connect(self._on_look_changed)

    def set_facts(self, facts: LocalFacts) -> None:
        """What this computer knows: utility, counter, office, last close."""
        self._facts = facts
        self.brand.set_place(facts.utility_name, facts.counter_name, facts.office)

    def tell_close(self, closed_at: datetime, difference: Decimal) -> None:
        """The shift that was open has closed (UTC); `difference` has the currency's decimals."""
        self.set_facts(self._facts._replace(last_close=closed_at, last_difference=difference))

    def set_now(self, now: datetime) -> None:
        """The time in the zone that people here live by, each minute."""
        self.brand.set_day(dates.long_day_and_clock(now), last_close_text(self._facts, now))

    def enter(self) -> None:
        empty = not self.name_field.text()
        (self.name_field if empty else self.password_field).edit.setFocus()

    def leave(self) -> None:
        self.password_field.edit.clear()

    def press(self, key: Key) -> bool:
        """Enter goes to the field that is still empty before it acts."""
        if key is Key.ENTER and not self._waiting_for:
            for field in (self.name_field, self.password_field):
                if not field.text():
                    field.edit.setFocus()
                    return True
        return super().press(key)

    def next_pressed(self) -> None:
        self._silence()
        self.credentials_given.emit(self.name_field.text().strip(), self.password_field.text())

    def escape_pressed(self) -> None:
        if not self._waiting_for:
            self.clear()

    def clear(self) -> None:
        """Empty the entry and begin again."""
        self.name_field.edit.clear()
        self.password_field.edit.clear()
        self._silence()
        self.enter()

    @property
    def notice(self) -> NoticeCard:
        """What went wrong, under the fields; built when there is something to tell."""
        if self._notice is None:
            from ui.widgets.notice_card import NoticeCard

            self._notice = NoticeCard("door_notice")
            self._notice.setFixedWidth(look().size("form"))
            self.form.insertWidget(self.form.indexOf(self.password_field) + 1, self._notice)
        return self._notice

    def _silence(self) -> None:
        if self._notice is not None:
            self._notice.tell("")

    def wait(self, title: str) -> None:
        """Grey block while the server is asked; the entry stays as it is."""
        self._waiting_for = title
        for field in (self.name_field, self.password_field):
            field.edit.setReadOnly(True)
        self.redraw()

    def go_on(self) -> None:
        """The answer is here: the fields may be typed in again."""
        self._waiting_for = ""
        for field in (self.name_field, self.password_field):
            field.edit.setReadOnly(False)
        self.redraw()

    def passed(self) -> None:
        """The right person: no pause, nothing left on screen."""
        self._delay.succeeded()
        self.go_on()
        self.clear()

    def show_failure(self, error: CashierError) -> None:
        """Say why in the screen; a wrong password costs a pause that grows."""
        from cashier_app.domain.errors import SignInFailed
        from ui.messages import message_for
        from ui.widgets.banner import Gravity
        from ui.widgets.chip import Tone

        self.go_on()
        message = message_for(error)
        tone = Tone.STOP if message.gravity is Gravity.STOP else Tone.WARN
        self.notice.tell(message.lead, message.text, tone)
        if isinstance(error, SignInFailed) and error.code == _WRONG:
            self.password_field.edit.clear()
            self._delay.failed()
        self.password_field.edit.setFocus()

    def redraw(self) -> None:
        """The green block: grey while waiting, in a pause and until the entry is complete."""
        self.set_frame(next_key=self._next_key())

    def action(self) -> tuple[str, str]:
        """What the green block says: title and consequence."""
        raise NotImplementedError

    def _next_key(self) -> NextKeyContent:
        title, consequence = self.action()
        if self._waiting_for:
            return NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
        if self._delay.seconds_left:
            pause = self.tr("Wait {n} s").format(n=self._delay.seconds_left)
            return NextKeyContent(pause, self.tr("Then the password again"), waiting=True)
        if not (self.name_field.text().strip() and self.password_field.text()):
            return NextKeyContent(title, self.tr("Type name and password"), waiting=True)
        return NextKeyContent(title, consequence)

    def _build(self) -> None:
        self.brand = BrandPanel()
        self.question = Label(step="sign_in", name="question")
        self.name_field = Field("name", self.tr("Name"), step="input_large", height="field")
        self.password_field = Field(
            "password", self.tr("Password"), step="input_large", height="field", password=True
        )
        for field in (self.name_field, self.password_field):
            field.edit.textChanged.connect(self.redraw)
        self.form = QVBoxLayout()
        self._top = QWidget()
        self.form.addWidget(self._top, _GREEDY)
        self.form.addWidget(self.question)
        self.form.addSpacing(look().space("small"))
        for widget in (self.name_field, self.password_field):
            self.form.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.brand)
        row.addStretch(1)
        row.addLayout(self.form)
        row.addStretch(1)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        now = look()
        self.form.setSpacing(now.space("base"))
        width = now.size("form")
        for widget in (self.question, self.name_field, self.password_field, self._notice):
            if widget is not None:
                widget.setFixedWidth(width)
        self._place_form()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_form()

    def _place_form(self) -> None:
        """The form begins at a sixth of the height; what is above gives way where room is short."""
        self._top.setMaximumHeight(max(0, round(self.height() * 0.17) - self.form.spacing()))


def last_close_text(facts: LocalFacts, now: datetime) -> str:
    """What the counter log knows of the last shift: when it closed, in the zone of `now`."""
    translate = QCoreApplication.translate
    if facts.last_close is None:
        return translate("Door", "No shift has closed on this counter yet")
    text = translate("Door", "Last shift on this counter closed {when}, {difference}")
    difference = _difference_text(facts.last_difference)
    closed_at = facts.last_close.astimezone(now.tzinfo)
    return text.format(when=_when(closed_at, now), difference=difference)


def _when(moment: datetime, now: datetime) -> str:
    if moment.date() == now.date():
        return dates.clock(moment)
    if (now - moment).days < _SIX_DAYS:
        return f"{dates.long_weekday(moment)} {dates.clock(moment)}"
    return dates.day_and_clock(moment)


def _difference_text(difference: Decimal | None) -> str:
    translate = QCoreApplication.translate
    if not difference:
        return translate("Door", "no difference")
    from cashier_app.domain.money import Currency

    # The currency is not known before sign-in; its decimals are those of what was kept.
    exponent = difference.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    amount = Currency("", "", decimals).show(abs(difference))
    over = translate("Door", "{amount} over")
    short = translate("Door", "{amount} short")
    return (over if difference > 0 else short).format(amount=amount)
