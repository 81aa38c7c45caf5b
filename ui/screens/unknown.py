"""Outcome unknown: "Wait: was the payment taken?" No change is shown until the server answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.allocation import Basket, Plan
from cashier_app.domain.errors import CashierError
from ui.key_map import keyed
from ui.keys import Key
from ui.messages import message_for
from ui.models.surroundings import Surroundings
from ui.screen import PAY, Screen
from ui.screens.pay_panel import PayPanel
from ui.theme.icons import draw_icon
from ui.theme.look import look, look_changes
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.cards import Columns, HoldCard
from ui.widgets.drawn import TRAILING, Drawn, Label, draw_elided, draw_text, text_width
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent


@dataclass(frozen=True, slots=True)
class UnknownAct:
    """An act whose end nobody knows yet. `total` is what was to be paid, or given back."""

    request_id: UUID
    total: Decimal
    received: Decimal
    sent_at: datetime
    customer_name: str
    account_no: str
    is_undo: bool = False

    @property
    def reference(self) -> str:
        """What is read out on the phone."""
        return self.request_id.hex[-6:]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, or will. `state` is "done", "now" or "later"."""

    text: str
    when: str
    state: str


_STEP_LOOKS = {
    "done": ("check", "ink", "lead"),
    "now": ("clock", "ink", "lead_strong"),
    "later": ("dash", "ink3", "lead"),
}


class StepList(Drawn):
    """What happened so far, one line each."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._steps: tuple[Step, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """What is shown."""
        return self._steps

    def set_steps(self, steps: tuple[Step, ...]) -> None:
        """Show `steps`."""
        self._steps = steps
        self.setAccessibleName(". ".join(f"{step.text}, {step.when}" for step in steps))
        self._on_look_changed()

    def apply_look(self) -> None:
        self.setFixedHeight(self._pitch() * len(self._steps))

    def draw(self, painter: QPainter) -> None:
        now, pitch = look(), self._pitch()
        for number, step in enumerate(self._steps):
            icon, token, font_step = _STEP_LOOKS[step.state]
            y, side = number * pitch, now.px(24)
            spot = self.placed(now.px(5), y + (pitch - side) / 2, side, side)
            draw_icon(painter, spot, icon, now.color(token))
            when = now.font("cell")
            width = text_width(step.when, when)
            right = self.width() - now.space("tight")
            spot = self.placed(right - width, y, width, pitch)
            draw_text(painter, spot, step.when, when, now.color("ink2"), TRAILING)
            x = now.px(46)
            room = self.placed(x, y, right - width - x - now.space("gap"), pitch)
            draw_elided(painter, room, step.text, now.font(font_step), now.color(token))
            line = self.placed(0, y + pitch - 1, self.width(), 1)
            painter.fillRect(line, now.color("line"))

    @staticmethod
    def _pitch() -> int:
        return round(look().px(52) * look().type_factor)


class UnknownScreen(Screen):
    """The program asks by itself; after a while the cashier may set the payment aside."""

    set_aside_asked = Signal()

    def __init__(
        self, around: Surroundings, retry_seconds: int, set_aside_seconds: int,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__("unknown", parent)
        self._around = around
        self._retry_seconds, self._set_aside_seconds = retry_seconds, set_aside_seconds
        self._act: UnknownAct | None = None
        self._may_set_aside = False
        self._refused: CashierError | None = None
        self._build()
        look_changes().changed.connect(self._on_look_changed)

    def set_aside_after(self, seconds: int) -> None:
        """How long the next act is waited for before F12 may set it aside."""
        self._set_aside_seconds = seconds

    def show_act(
        self, act: UnknownAct, header: HeaderContent, plan: Plan | None, basket: Basket | None
    ) -> None:
        """Wait for the end of `act`; `plan` fills the side panel of a payment."""
        self._act, self._refused = act, None
        self._may_set_aside = False
        self.panel.setVisible(plan is not None)
        if plan is not None and basket is not None:
            self.panel.show_plan(plan, basket, sure=False)
            self.panel.show_keys(part=False, keep=False)
        label = self.tr("Cancelled, not confirmed yet") if act.is_undo else ""
        label = label or self.tr("Due, not confirmed yet")
        self.hold_card.set_content(
            self.tr("Hold the money") if act.is_undo else self.tr("Hold the change"),
            self.tr("The amount shows here as soon as the server answers."),
        )
        self.note_label.setText(self._note(act))
        self.set_frame(
            question=self.tr("Wait: was the receipt cancelled?")
            if act.is_undo
            else self.tr("Wait: was the payment taken?"),
            header=replace(header, label=label, done=False),
            step=PAY,
            esc="",
            find_enabled=False,
            shift_enabled=False,
            next_key=NextKeyContent(
                self.tr("Wait: checking"),
                self.tr("Next key shows when the server answers"),
                waiting=True,
            ),
        )
        self.show_tries(0, 0)

    def show_tries(self, tries: int, seconds: int) -> None:
        """How often the server has been asked, and for how long."""
        act = self._act
        if act is None:
            return
        self._may_set_aside = seconds >= self._set_aside_seconds or self._refused is not None
        self.steps.set_steps(self._steps(act))
        self.set_frame(
            banner=self._banner(act, tries, seconds),
            keys=(KeyHint("F12", self.tr("Set aside"), self._may_set_aside),),
        )

    def show_refused(self, error: CashierError) -> None:
        """This person learns nothing more: it may be set aside at once."""
        self._refused = error

    def _build(self) -> None:
        self.steps = StepList("steps")
        self.hold_card = HoldCard("hold_card")
        self.note_label = Label(step="body", tone="ink2", name="note_label")
        self.note_label.setWordWrap(True)
        self.panel = PayPanel(self._around.currency)
        self.columns = Columns()
        self.columns.left.addWidget(self.steps)
        self.columns.left.addWidget(self.hold_card)
        self.columns.left.addWidget(self.note_label)
        self.columns.left.addStretch(1)
        self.columns.panel.column.addWidget(self.panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)
        self.bind(Key.F12, self._on_f12_pressed)
        self._on_look_changed()

    def _on_look_changed(self) -> None:
        self.columns.left.setSpacing(look().space("base"))

    def _steps(self, act: UnknownAct) -> tuple[Step, ...]:
        sent = f"{self._around.local(act.sent_at):%H:%M:%S}"
        show = self._around.currency.show
        entered = self.tr("{amount} cash entered").format(amount=show(act.received))
        if act.received < act.total:
            entered = self.tr("Payment of {amount} entered").format(amount=show(act.total))
        if act.is_undo:
            entered = self.tr("Receipt to be cancelled entered")
        return (
            Step(entered, sent, "done"),
            Step(
                self.tr("Sent to the server, reference {reference}").format(
                    reference=act.reference
                ),
                sent,
                "done",
            ),
            Step(
                self.tr("No answer yet. Asking again every {n} seconds").format(
                    n=self._retry_seconds
                ),
                self.tr("now"),
                "now",
            ),
            Step(self._then(act), "", "later"),
        )

    def _then(self, act: UnknownAct) -> str:
        if act.is_undo:
            return self.tr("Then: the money to hand back, or cancel it again")
        return self.tr("Then: change and receipt, or take the payment again")

    def _note(self, act: UnknownAct) -> str:
        minutes = max(1, round(self._set_aside_seconds / 60))
        text = self.tr(
            "If it takes more than {n} minutes: F12 sets it aside as \u201cunconfirmed\u201d with "
            "reference {reference}, prints a slip for the customer and frees the counter. "
            "Keep the cash apart."
        )
        return keyed(text).format(n=minutes, reference=act.reference)

    def _banner(self, act: UnknownAct, tries: int, seconds: int) -> BannerContent:
        reference = self.tr("Ref {reference}").format(reference=act.reference)
        if self._refused is not None:
            text = self.tr(
                "Do not hand back money yet. F12 sets it aside; the next sign-in settles it."
            )
            return BannerContent(
                Gravity.STOP, message_for(self._refused).lead, keyed(text), reference=reference
            )
        total = self._around.currency.show(act.total)
        if act.is_undo:
            checking = self.tr("Checking whether the receipt was cancelled.")
        else:
            checking = self.tr("Checking whether the payment of {amount} was taken.").format(
                amount=total
            )
        so_far = self.tr("Try {n}, {seconds} s so far.").format(n=tries, seconds=seconds)
        return BannerContent(
            Gravity.STOP,
            self.tr("Connection lost. Do not hand back money yet."),
            f"{checking} {so_far}" if tries else checking,
            reference=reference,
        )

    def _on_f12_pressed(self) -> None:
        if self._may_set_aside:
            self._may_set_aside = False
            self.set_aside_asked.emit()
