"""The disconnection list: notices, supplies cut off and switched on, the list as a PDF."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from cashier_app.domain.accounts import Supply
from cashier_app.domain.bill_office import Notices, NoticesLook, ToDisconnect
from cashier_app.domain.errors import CashierError
from cashier_app.domain.money import ZERO
from cashier_app.domain.reports import ReportOrder
from cashier_app.services.imports import fields as f
from ui import dates
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.made_once import ScreenOnce, made_of
from ui.models import disconnection_words as words
from ui.models.field_readers import from_zero
from ui.models.saved_words import saved_banner
from ui.models.typed import day_as_in_files, day_text
from ui.screens.disconnections import DisconnectionsScreen
from ui.screens.fields_form import FieldsFormScreen, FormWords
from ui.screens.form import REASON_LENGTH
from ui.screens.notices import NoticesScreen
from ui.tasks import LaneName, Operation, Topic
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.field_grid import Answers, Ask
from ui.widgets.header import HeaderContent
from ui.widgets.ledger import LedgerLine

_OVERDUE_DAYS, _NOTICE_DAYS = 30, 7
_MOST_DAYS = 3650
_LIST, _FORM, _SURE = "disconnections", "disconnection_form", "notices_sure"


@dataclass(frozen=True, slots=True)
class _Act:
    """What is said about one supply, once its reason is known."""

    row: ToDisconnect
    turns_off: bool
    done: str


class DisconnectionsFlow(ActivityFlow):
    """List, form, the list as it is then; notices are looked at before they are given."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._service = counter.program.disconnections
        self._act: _Act | None = None
        self._notices: Notices | None = None
        self._told: BannerContent | None = None
        self._reasons: dict[bool, str] = {}
        """Of the last supply that was cut off or switched on: the next one is often the same."""
        self._list = DisconnectionsScreen()
        counter.navigator.add(self._list)
        self._list.left.connect(self.left)
        self._list.search_asked.connect(self._read)
        self._list.save_asked.connect(self._on_save_asked)
        self._list.cut_off_asked.connect(self._on_cut_off_asked)
        self._list.keep_on_asked.connect(self._on_keep_on_asked)
        self._list.notices_asked.connect(self._on_notices_asked)
        self._form = ScreenOnce(counter.navigator, self._make_form)
        self._sure = ScreenOnce(counter.navigator, self._make_sure)

    def _make_form(self) -> FieldsFormScreen:
        screen = FieldsFormScreen(_FORM)
        screen.left.connect(self._show_list)
        screen.given.connect(self._on_given)
        return screen

    def _make_sure(self) -> NoticesScreen:
        screen = NoticesScreen(_SURE)
        screen.left.connect(self._on_notices_asked)
        screen.list_asked.connect(self._show_list)
        screen.give_asked.connect(self._on_give_asked)
        return screen

    def start(self) -> None:
        self._list.clear()
        self._show_list()

    def stop(self) -> None:
        self._act = self._notices = self._told = None
        self._reasons = {}
        self._list.clear()
        for form in made_of(self._form):
            form.clear()
        for sure in made_of(self._sure):
            sure.clear()

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state)

    # -- the list ------------------------------------------------------------------------

    def _show_list(self) -> None:
        self._act = None
        state = self.counter.state
        may_save = "read_reports" in state.signed_in.person.rights
        self._list.begin(
            self._header, state.currency.show, state.signed_in.business_date, may_save=may_save
        )
        self.counter.navigator.show(_LIST)
        self._read(self._list.search_text)

    def _read(self, text: str) -> None:
        operation = Operation(
            partial(self._service.list, text), LaneName.REPORTS, latest=_LIST, name=_LIST
        )

        def on_read(rows: tuple[ToDisconnect, ...]) -> None:
            if text != self._list.search_text:
                return
            self._list.show_list(rows)
            if self._told is not None:
                self._list.tell(self._told)
                self._told = None

        self.counter.tasks.run(operation, self, on_read, on_failure=self._on_failed)

    def _on_failed(self, error: CashierError) -> bool:
        self._list.show_failure(error)
        return True

    def _on_save_asked(self, text: str) -> None:
        self._list.wait(self.tr("Saving"), may_leave=True)
        reporting = self.counter.program.reporting
        today = self.counter.state.signed_in.business_date
        order = ReportOrder("disconnections", today, today, search=text)

        def work() -> Path:
            return reporting.files.save(reporting.reports.run(order), "pdf")

        operation = Operation(work, LaneName.REPORTS, name="save disconnections")
        self.counter.tasks.run(
            operation, self, self._on_saved, on_failure=self._on_failed, on_bug=self._list.go_on
        )

    def _on_saved(self, path: Path) -> None:
        self._list.tell(saved_banner(path))

    # -- one supply ------------------------------------------------------------------------

    def _on_cut_off_asked(self, row: ToDisconnect) -> None:
        done = self.tr("{number} is cut off.").format(number=row.connection_no)
        self._ask_reason(
            _Act(row, turns_off=True, done=done),
            self.tr("Why was the supply of {number} cut off?").format(number=row.connection_no),
            self.tr("It is cut off"), self.tr("Every counter says so, and what brings it back"),
        )  # fmt: skip

    def _on_keep_on_asked(self, row: ToDisconnect) -> None:
        if row.supply is Supply.OFF:
            done = self.tr("{number} is switched on.").format(number=row.connection_no)
            question = self.tr("Why was the supply of {number} switched on?")
            answer, then = self.tr("It is switched on"), self.tr("Every counter says so")
        else:
            done = self.tr("The notice of {number} is withdrawn.").format(number=row.connection_no)
            question = self.tr("Why is the notice of {number} withdrawn?")
            answer = self.tr("Withdraw the notice")
            then = self.tr("What is owed stays owed")
        act = _Act(row, turns_off=False, done=done)
        self._ask_reason(act, question.format(number=row.connection_no), answer, then)

    def _ask_reason(self, act: _Act, question: str, answer: str, consequence: str) -> None:
        self._act = act
        state = self.counter.state
        lines = words.facts(act.row, state.currency.show, state.signed_in.business_date)
        self._form().begin(
            FormWords(question, answer, consequence, act.row.customer_name, lines),
            (
                Ask(
                    "reason", self.tr("Reason"), f.text_up_to(REASON_LENGTH),
                    self._reasons.get(act.turns_off, ""), self.tr("Stands in the books for ever"),
                ),
            ),
            self._header,
        )  # fmt: skip
        self.counter.navigator.show(_FORM)

    def _on_given(self, answers: Answers, _accept: bool) -> None:
        if self._act is None:
            self._on_notices_given(answers)
            return
        act, reason = self._act, answers["reason"]
        self._reasons[act.turns_off] = reason
        send = self._service.cut_off if act.turns_off else self._service.keep_on
        self._send(partial(send, act.row.connection_no, reason), lambda _: act.done)

    def _send(self, work: Callable[[], Any], done: Callable[[Any], str]) -> None:
        """Do it, then show the list with what was done."""

        def on_done(result: Any) -> None:
            self._told = BannerContent(Gravity.LOOK, done(result), icon="check")
            self._show_list()

        def on_failed(error: CashierError) -> bool:
            self._form().show_failure(error)
            self.counter.navigator.show(_FORM)
            return True

        operation = Operation(
            work, LaneName.REPORTS, topics=frozenset({Topic.BILLS}), name="disconnect"
        )
        self.counter.tasks.run(
            operation, self, on_done, on_failure=on_failed, on_finished=self._on_sent
        )

    def _on_sent(self) -> None:
        """After a failure that nobody expected there is a way on, too."""
        self._form().go_on()
        if self.counter.navigator.current == _SURE:
            self._show_list()

    # -- notices ---------------------------------------------------------------------------

    def _on_notices_asked(self) -> None:
        self._act = None
        state, was = self.counter.state, self._notices
        today = state.signed_in.business_date
        if was is None:
            was = Notices(_OVERDUE_DAYS, ZERO, today + timedelta(days=_NOTICE_DAYS))
        amount = self.tr("Overdue by more than, {currency}").format(currency=state.currency.symbol)
        asks = (
            Ask(
                "days", self.tr("Overdue by more than, days"), f.whole(0, _MOST_DAYS),
                str(was.days),
            ),
            Ask("minimum", amount, from_zero(state.currency.decimals), f"{was.minimum:f}"),
            Ask(
                "cut_on", self.tr("Cut off on"), day_as_in_files, day_text(was.cut_on),
                self.tr("as 25.11.2026"),
            ),
            Ask(
                "route", self.tr("Route"), f.short_code(16), was.route,
                self.tr("all, where it is empty"), needed=False,
            ),
        )  # fmt: skip
        known = (
            self.tr("Stands on every counter's screen at once"),
            self.tr("Ends by itself when enough is paid"),
            self.tr("Stands again if that payment is taken back"),
        )
        asked = FormWords(
            self.tr("Who gets a notice?"), self.tr("Look at them"), self.tr("Nothing is given yet"),
            self.tr("A notice"), tuple(LedgerLine(line, tone="ink2") for line in known),
        )  # fmt: skip
        self._form().begin(asked, asks, self._header)
        self.counter.navigator.show(_FORM)

    def _on_notices_given(self, answers: Answers) -> None:
        notices = Notices(
            answers["days"], answers["minimum"], answers["cut_on"], answers["route"] or ""
        )
        self._notices = notices

        def on_failed(error: CashierError) -> bool:
            self._form().show_failure(error)
            return True

        operation = Operation(
            partial(self._service.look_at, notices), LaneName.REPORTS, latest=_SURE, name="notices"
        )
        self.counter.tasks.run(
            operation, self, partial(self._on_looked_at, notices), on_failure=on_failed,
            on_finished=self._form().go_on,
        )  # fmt: skip

    def _on_looked_at(self, notices: Notices, found: NoticesLook) -> None:
        if self.counter.navigator.current != _FORM or self._act is not None:
            return
        state = self.counter.state
        self._sure().begin(
            notices, found, state.currency, state.signed_in.business_date, self._header
        )
        self.counter.navigator.show(_SURE)

    def _on_give_asked(self) -> None:
        notices = self._notices
        if notices is None:
            return
        self._sure().wait(self.tr("Giving them"))
        day = dates.weekday(notices.cut_on)
        given = self.tr("{who} got a notice for {day}.")
        self._send(
            partial(self._service.give, notices),
            lambda n: given.format(who=words.count_connections(n), day=day),
        )
