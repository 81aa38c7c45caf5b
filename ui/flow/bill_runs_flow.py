"""Bill runs: a month is priced, looked at, issued; stopped and gone on with; its papers."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QCoreApplication

from cashier_app.domain.bill_run import OnStep, Run, RunDesk, RunOrder, RunPreview
from cashier_app.domain.errors import CashierError
from cashier_app.domain.utility import Role
from ui import dates
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.made_once import MadeOnce, ScreenOnce, made_of
from ui.flow.route_papers import RoutePapers, Wanted
from ui.key_map import keyed
from ui.keys import Key
from ui.long_work import LongWork
from ui.messages import message_for
from ui.models.words import count_bills
from ui.screens.bill_run_form import BillRunFormScreen, Proposed
from ui.screens.bill_run_preview import BillRunPreviewScreen
from ui.screens.bill_runs import BillRunsScreen
from ui.screens.told import Told, ToldScreen
from ui.screens.working import Work, WorkingScreen
from ui.tasks import LaneName, Operation, Topic
from ui.widgets.actions import Action
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent

DUE_DAYS = 21
NEW, PAPERS = "new", "papers"


class BillRunsFlow(ActivityFlow):
    """List, form, work, preview, work, told; back to the list from each."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._service = counter.program.bill_runs
        self._desk = RunDesk((), (), ())
        self._preview: RunPreview | None = None
        self._work = LongWork(counter.tasks, self)
        self._list = BillRunsScreen()
        counter.navigator.add(self._list)
        self._issued: RunOrder | None = None
        """What was issued just now."""
        self._list.left.connect(self.left)
        self._list.action_asked.connect(self._on_action_asked)
        self._work.stepped.connect(self._on_stepped)
        self._work.stopped.connect(self._on_stopped)
        self._form = ScreenOnce(counter.navigator, self._make_form)
        self._shown = ScreenOnce(counter.navigator, self._make_shown)
        self._done = ScreenOnce(counter.navigator, self._make_done)
        self._papers = MadeOnce(self._make_papers)
        self._working = ScreenOnce(counter.navigator, self._make_working)

    def _make_form(self) -> BillRunFormScreen:
        screen = BillRunFormScreen()
        screen.left.connect(self._show_list)
        screen.given.connect(self._on_order_given)
        return screen

    def _make_shown(self) -> BillRunPreviewScreen:
        screen = BillRunPreviewScreen()
        screen.issue_asked.connect(self._on_issue_asked)
        screen.drop_asked.connect(self._on_drop_asked)
        return screen

    def _make_done(self) -> ToldScreen:
        screen = ToldScreen("bill_run_done")
        screen.gone_on.connect(self.start)
        screen.bind(Key.F9, self._on_papers_asked)
        return screen

    def _make_papers(self) -> RoutePapers:
        made = RoutePapers(self.counter)
        made.left.connect(self._on_papers_left)
        made.ended.connect(self._look)
        return made

    def _make_working(self) -> WorkingScreen:
        screen = WorkingScreen("bill_run_working")
        screen.stop_asked.connect(self._work.stop)
        return screen

    def start(self) -> None:
        self._look(None)

    def stop(self) -> None:
        self._work.forget()
        self._preview, self._desk, self._issued = None, RunDesk((), (), ()), None
        for papers in made_of(self._papers):
            papers.forget()

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state)

    def _look(self, banner: BannerContent | None) -> None:
        """The list as it is now, with what became of the last act."""
        self._issued = None
        self._list.begin((), (), self._header, self.tr("Looking up the runs"))
        self._list.set_frame(banner=banner)
        self.counter.navigator.show("bill_runs")
        operation = Operation(self._service.desk, LaneName.REPORTS, latest="bill_runs")
        self.counter.tasks.run(operation, self, self._on_desk_found)

    def _on_desk_found(self, desk: RunDesk) -> None:
        self._desk = desk
        if self.counter.navigator.current == "bill_runs":
            self._show_list()

    def _show_list(self) -> None:
        new = Action(
            NEW, self.tr("New bill run"), self.tr("Price a month, look at it, issue its bills"),
            "receipt",
        )  # fmt: skip
        waiting = tuple(
            Action(str(run.run_id), run_words(run.order), self._state_words(run), "clock")
            for run in self._desk.waiting
        )
        ended = tuple(
            (run_words(run.order), f"{run.issued:,}", self.counter.state.currency.show(run.amount))
            for run in self._desk.ended
        )
        papers = Action(
            PAPERS, self.tr("Bills of a route on paper"), self.tr("One PDF, a page each"), "printer"
        )
        has_papers = self._desk.routes and self._may_draw_bills
        acts = (*waiting, new, *((papers,) if has_papers else ()))
        self._list.begin(acts, ended, self._header)
        self.counter.navigator.show("bill_runs")

    def _state_words(self, run: Run) -> str:
        if run.state == "issuing":
            words = self.tr("{issued} of {items} bills are issued: go on")
            return words.format(issued=f"{run.issued:,}", items=f"{run.items:,}")
        return self.tr("Begun, nothing of it is issued: price it again")

    def _on_action_asked(self, name: str) -> None:
        if name == NEW:
            today = self.counter.state.signed_in.business_date
            cycle = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
            proposed = Proposed(cycle, today, today + timedelta(days=DUE_DAYS), self._desk.routes)
            self._form().begin(proposed, self._header)
            self.counter.navigator.show("bill_run_form")
            return
        if name == PAPERS:
            self._on_papers_asked()
            return
        run = next((run for run in self._desk.waiting if str(run.run_id) == name), None)
        if run is None:
            return
        if run.state == "issuing":
            self._issue(run)
        else:
            self._price(run.order.cycle, partial(self._service.price_again, run))

    def _on_order_given(self, order: RunOrder) -> None:
        self._price(order.cycle, partial(self._service.price, order))

    def _price(self, cycle: date, price: partial[RunPreview]) -> None:
        work = Work(
            self.tr("The bills of {month} are priced").format(month=dates.month(cycle)),
            self.tr("Pricing"), self.tr("Esc stops it: then it is as if it had never been begun."),
        )  # fmt: skip
        self._begin(work)
        self._work.begin(price, self._on_priced, self._on_failed, name="price")

    def _on_priced(self, preview: RunPreview) -> None:
        self._preview = preview
        currency = self.counter.state.currency
        header = self._header.with_amount(self.tr("To be billed"), preview.totals.amount, currency)
        self._shown().begin(preview, header, currency.show)
        self.counter.navigator.show("bill_run_preview")

    def _on_issue_asked(self) -> None:
        if self._preview is not None:
            self._issue(self._preview.run)

    def _issue(self, run: Run) -> None:
        work = Work(
            self.tr("The bills of {month} are issued").format(month=dates.month(run.order.cycle)),
            self.tr("Issuing"),
            self.tr("Esc stops it: what is issued then stands, and the run can go on later."),
        )  # fmt: skip
        self._begin(work)

        def issue(on_step: OnStep) -> Run:
            return self._service.issue(run, on_step)

        self._work.begin(issue, self._on_issued, self._on_failed, name="issue")

    def _begin(self, work: Work) -> None:
        self._working().begin(work, self._header)
        self.counter.navigator.show("bill_run_working")

    def _on_stepped(self, what: str, done: int, of: int) -> None:
        words = self.tr("Pricing") if what == "pricing" else self.tr("Issuing")
        self._working().show_step(words, done, of)

    def _on_issued(self, run: Run) -> None:
        self._preview = None
        self.counter.tasks.topics_announced.emit(frozenset({Topic.BILLS}))
        show = self.counter.state.currency.show
        lead = self.tr("Issued: {bills} of {month}, {amount}").format(
            bills=count_bills(run.issued), month=dates.month(run.order.cycle),
            amount=show(run.amount),
        )  # fmt: skip
        text = self.tr("They are at every counter now.")
        if self._may_draw_bills:
            text = keyed(self.tr("They are at every counter now. F9 makes the papers of a route."))
        self._done().begin(
            self.tr("The run is done"), (Told(lead, text, icon="check"),),
            self._header.with_amount(self.tr("Billed"), run.amount, self.counter.state.currency),
            NextKeyContent(self.tr("Back to the runs"), run_words(run.order)),
        )  # fmt: skip
        papers = KeyHint("F9", self.tr("Bills as PDF"), self._may_draw_bills)
        self._done().set_frame(keys=(papers,))
        self._issued = run.order
        self.counter.navigator.show("bill_run_done")

    @property
    def _may_draw_bills(self) -> bool:
        """The lines of bills are read by clerks alone."""
        return self.counter.state.signed_in.person.role is Role.CLERK

    def _on_papers_asked(self) -> None:
        if not self._may_draw_bills:
            return
        newest = self._issued or next((run.order for run in self._desk.ended), None)
        today = self.counter.state.signed_in.business_date
        cycle = newest.cycle if newest else (today.replace(day=1) - timedelta(days=1))
        codes = tuple(code for code, _ in self._desk.routes)
        wanted = Wanted(cycle.replace(day=1), newest.route if newest else "", codes)
        self._papers().ask(wanted, self._header)

    def _on_papers_left(self) -> None:
        if self._issued is not None:
            self.counter.navigator.show("bill_run_done")
        else:
            self._look(None)

    def _on_stopped(self) -> None:
        self._look(BannerContent(Gravity.LOOK, self.tr("The run was stopped.")))

    def _on_failed(self, error: CashierError) -> bool:
        self._look(message_for(error).banner)
        return True

    def _on_drop_asked(self) -> None:
        if self._preview is None:
            self._look(None)
            return
        operation = Operation(partial(self._service.drop, self._preview.run), LaneName.REPORTS)
        self._preview = None
        self._shown().begin_dropping()
        self.counter.tasks.run(
            operation, self, self._on_dropped, on_failure=self._on_failed,
            on_finished=self._on_drop_finished,
        )  # fmt: skip

    def _on_drop_finished(self) -> None:
        """After a failure that nobody expected the list says what became of it."""
        if self.counter.navigator.current == self._shown().objectName():
            self._look(None)

    def _on_dropped(self, _nothing: None) -> None:
        self._look(BannerContent(Gravity.LOOK, self.tr("Nothing was issued.")))


def run_words(order: RunOrder) -> str:
    """Month and route of a run."""
    translate = QCoreApplication.translate
    month = dates.month(order.cycle)
    if not order.route:
        return translate("BillRun", "{month}, all routes").format(month=month)
    return translate("BillRun", "{month}, route {code}").format(month=month, code=order.route)
