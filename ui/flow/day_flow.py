"""The supervisor's day: read again every few seconds, and what is done about its rows."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QTimer

from cashier_app.domain.errors import CashierError
from cashier_app.domain.hall import HallDay
from cashier_app.domain.payments import Settled
from cashier_app.domain.printing import PrintResult
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.made_once import MadeOnce, made_of
from ui.flow.papers import Papers, paper_sentence
from ui.flow.shift_look import ShiftLook
from ui.messages import message_for
from ui.models.day_view import DIFFERENCE, ITEM, SHIFT, WAY, day_view
from ui.screens.day import DayScreen
from ui.screens.told import Told, ToldScreen
from ui.tasks import Operation
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.chip import Tone
from ui.widgets.keys import NextKeyContent

_AGAIN_MS = 5000


class DayFlow(ActivityFlow):
    """The day's screen; a shift goes on in ShiftLook."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._day: HallDay | None = None
        self._wanted: date | None = None
        self._item = ""
        self._screen = DayScreen()
        self._told = ToldScreen("day_told")
        for screen in (self._screen, self._told):
            counter.navigator.add(screen)
        self._screen.left.connect(self._on_left)
        self._papers = Papers(counter.tasks, counter.state, counter.program, self)
        self._screen.print_asked.connect(self._on_print_asked)
        self._screen.row_asked.connect(self._on_row_asked)
        self._screen.day_asked.connect(self._on_day_asked)
        self._told.left.connect(self.go_back)
        self._told.gone_on.connect(self._on_told_gone_on)
        self._shift = MadeOnce(self._make_shift)
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.read)
        counter.navigator.shown.connect(self._on_shown)

    def _make_shift(self) -> ShiftLook:
        shift = ShiftLook(self.counter, self)
        shift.left.connect(self.go_back)
        return shift

    def start(self) -> None:
        self._wanted = None
        self._screen.begin(shift_words.person_header(self.counter.state, "bolt"))
        self.counter.navigator.show("day")
        self.read()

    def stop(self) -> None:
        self._again.stop()
        self._day = self._wanted = None
        self._item = ""
        for shift in made_of(self._shift):
            shift.stop()

    def read(self) -> None:
        """A newer snapshot, for whoever looks at it."""
        cash, wanted = self.counter.program.cash, self._wanted
        operation = Operation(lambda: cash.day(wanted), latest="hall_day", name="hall_day")
        self.counter.tasks.run(operation, self, self._on_read, on_failure=self._on_failed)

    def go_back(self) -> None:
        """To the day, read anew."""
        self._item = ""
        self.counter.navigator.show("day")
        self.read()

    def _on_shown(self, name: str) -> None:
        if name == "day":
            self._again.start()
        else:
            self._again.stop()

    def _on_left(self) -> None:
        self._again.stop()
        self.left.emit()

    def _on_read(self, day: HallDay) -> None:
        if not self.counter.state.is_signed_in:
            return
        self._day = day
        state = self.counter.state
        person = state.signed_in.person
        who = f"{shift_words.job(person.role).capitalize()} {person.full_name}"
        self._screen.show_view(day_view(day, state.currency, state.local, who))

    def _on_failed(self, error: CashierError) -> bool:
        self._screen.show_failure(error)
        return False

    def _on_print_asked(self) -> None:
        if self._day is not None:
            self._papers.print_day(self._day, self._on_printed)

    def _on_printed(self, result: PrintResult) -> None:
        """Only a paper that did not come out is told; the next snapshot takes it away."""
        lead, tone, advice = paper_sentence(result)
        if tone is not Tone.QUIET:
            self._screen.set_frame(banner=BannerContent(Gravity.LOOK, lead + ".", advice))

    def _on_day_asked(self, step: int) -> None:
        if self._day is None:
            return
        wanted = self._day.day + timedelta(days=step)
        today = self.counter.state.signed_in.business_date
        self._wanted = None if wanted >= today else wanted
        self.read()

    def _on_row_asked(self, key: str) -> None:
        day = self._day
        if day is None:
            return
        kind, which = key.split(":")
        if kind == SHIFT:
            shift = next(s for s in day.shifts if s.shift_id == int(which))
            self._shift().show_shift(shift, is_drop_due=day.is_drop_due(shift))
        elif kind == DIFFERENCE:
            one = next(d for d in day.differences if d.shift_id == int(which))
            self._shift().show_difference(one)
        elif kind == ITEM:
            self._tell_item(day, which)
        elif kind == WAY:
            self._tell_way(day, int(which))

    def _tell_item(self, day: HallDay, request: str) -> None:
        item = next(one for one in day.unsettled if one.request_id.hex == request)
        self._item = request
        show = self.counter.state.currency.show
        lead = self.tr("Ref {reference}: {amount}, {counter}, {cashier}").format(
            reference=item.reference, amount=show(item.total), counter=item.counter,
            cashier=item.cashier,
        )  # fmt: skip
        text = self.tr(
            "The line broke while it was being stored, and the shift was closed since. The server"
            " is asked now; what it says is final: stored, or never stored."
        )
        key = NextKeyContent(self.tr("Settle it"), self.tr("Nothing is taken a second time"))
        self._tell(self.tr("Was it stored?"), Told(lead, text, Tone.WARN), key)

    def _tell_way(self, day: HallDay, handover_id: int) -> None:
        way = next(one for one in day.on_the_way if one.handover_id == handover_id)
        show = self.counter.state.currency.show
        lead = self.tr("{amount} from {giver} to {receiver}").format(
            amount=show(way.amount), giver=way.giver, receiver=way.receiver
        )
        text = self.tr("It counts nowhere until it is taken, or taken back, at one of the two.")
        key = NextKeyContent(self.tr("Back to the day"), self.tr("Nothing is changed"))
        self._tell(self.tr("Where is the cash?"), Told(lead, text, Tone.WARN), key)

    def _tell(self, question: str, card: Told, key: NextKeyContent) -> None:
        header = shift_words.person_header(self.counter.state, "bolt")
        self._told.begin(question, (card,), header, key)
        self._told.set_frame(esc=self.tr("Back"))
        self.counter.navigator.show("day_told")

    def _on_told_gone_on(self) -> None:
        day = self._day
        open_items = day.unsettled if day is not None else ()
        item = next((one for one in open_items if one.request_id.hex == self._item), None)
        if item is None:
            self.go_back()
            return
        self._item = ""
        payments = self.counter.program.payments
        waiting = NextKeyContent(self.tr("Wait"), self.tr("Asking the server"), waiting=True)
        self._told.set_frame(esc="", next_key=waiting)
        operation = Operation(lambda: payments.settle(item.request_id), name="settle")
        self.counter.tasks.run(operation, self, self._on_settled, on_failure=self._on_not_settled)

    def _on_settled(self, settled: Settled) -> None:
        key = NextKeyContent(self.tr("Back to the day"))
        if settled.entry_hash:
            lead, text = self.tr("It was stored."), self.tr("Its receipt stands; print a copy.")
            number = settled.taken.receipt.number if settled.taken is not None else ""
            if number:
                lead = self.tr("It was stored as receipt {number}.").format(number=number)
        else:
            lead = self.tr("It was never stored, and never will be.")
            text = self.tr("The money that was kept apart goes back to the customer.")
        self._tell(self.tr("It is settled"), Told(lead, text), key)

    def _on_not_settled(self, error: CashierError) -> bool:
        message = message_for(error)
        key = NextKeyContent(self.tr("Back to the day"))
        self._tell(
            self.tr("It is not settled yet"), Told(message.lead, message.text, Tone.WARN), key
        )
        return False
