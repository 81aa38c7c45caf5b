"""Meters and readings: routes of the month, one typed in, the held list, estimates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

from cashier_app.domain.errors import CashierError
from cashier_app.domain.supply import Entered, HeldReading, RouteProgress, RouteRow
from cashier_app.services.readings import Estimated, Round, Rounds
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.made_once import MadeOnce, ScreenOnce, made_of
from ui.long_work import LongWork, OnStep
from ui.messages import message_for
from ui.models.supply_words import full_day
from ui.screens.held import HeldScreen
from ui.screens.route_readings import RouteReadingsScreen
from ui.screens.routes import RoutesScreen
from ui.screens.told import Told, ToldScreen
from ui.screens.working import Work, WorkingScreen
from ui.tasks import LaneName, Operation
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent


class ReadingsFlow(ActivityFlow):
    """Routes, then a round, the held list, or the estimates of one route."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._service = counter.program.office.readings
        self._day: date | None = None
        self._route: RouteProgress | None = None
        self._work = LongWork(counter.tasks, self)
        self._told: BannerContent | None = None
        self._routes = RoutesScreen()
        self._working = WorkingScreen("estimating")
        for screen in (self._routes, self._working):
            counter.navigator.add(screen)
        self._typing = MadeOnce(self._make_typing)
        counter.navigator.register("route_readings", self._typing)
        self._routes.left.connect(self.left)
        self._routes.route_asked.connect(self._on_route_asked)
        self._routes.held_asked.connect(self._on_held_asked)
        self._routes.estimate_asked.connect(self._on_estimate_asked)
        self._working.stop_asked.connect(self._work.stop)
        self._work.stepped.connect(self._working.show_step)
        self._work.stopped.connect(self._on_stopped)
        self._sure = ScreenOnce(counter.navigator, self._make_sure)
        self._held = ScreenOnce(counter.navigator, self._make_held)

    def _make_sure(self) -> ToldScreen:
        screen = ToldScreen("estimate_sure")
        screen.left.connect(self._show_routes)
        screen.gone_on.connect(self._on_sure)
        return screen

    def _make_typing(self) -> RouteReadingsScreen:
        screen = RouteReadingsScreen()
        screen.left.connect(self._show_routes)
        screen.given.connect(self._on_given)
        screen.corrected.connect(self._on_typed_again)
        return screen

    def _make_held(self) -> HeldScreen:
        screen = HeldScreen()
        screen.left.connect(self._show_routes)
        screen.accepted.connect(self._on_accepted)
        screen.corrected.connect(self._on_corrected)
        screen.estimate_asked.connect(self._on_estimate_held)
        return screen

    def start(self) -> None:
        self._day = self._route = self._told = None
        self._show_routes()

    def stop(self) -> None:
        self._work.forget()
        self._day = self._route = self._told = None
        self._routes.clear()
        for typing in made_of(self._typing):
            typing.clear()
        for held in made_of(self._held):
            held.clear()

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state)

    # -- routes ------------------------------------------------------------------------

    def _show_routes(self) -> None:
        self._routes.begin(self._header)
        self._routes.tell(self._told)
        self._told = None
        self.counter.navigator.show("routes")
        self.counter.navigator.build_ahead(("route_readings",))
        operation = Operation(
            self._service.rounds, LaneName.REPORTS, latest="rounds", name="rounds"
        )
        self.counter.tasks.run(operation, self, self._on_rounds)

    def _on_rounds(self, rounds: Rounds) -> None:
        self._day = rounds.day
        self._routes.show_rounds(rounds)

    # -- a round -----------------------------------------------------------------------

    def _on_route_asked(self, route: RouteProgress) -> None:
        operation = Operation(
            partial(self._service.round, route), LaneName.REPORTS, latest="round", name="round"
        )
        self.counter.tasks.run(operation, self, self._on_round)

    def _on_round(self, found: Round) -> None:
        if self.counter.navigator.current != "routes":
            return
        count = self.tr("1 register") if len(found.rows) == 1 else self.tr("{n} registers")
        facts = (found.route.name, count.format(n=len(found.rows)))
        route = self.tr("Route {code}").format(code=found.route.code)
        self._typing().begin(found, HeaderContent("home", route, facts))
        self.counter.navigator.show("route_readings")

    def _on_given(self, register_id: int, day: date, value: Decimal) -> None:
        operation = Operation(
            partial(self._service.enter, register_id, day, value), LaneName.REPORTS,
            name="enter reading",
        )  # fmt: skip

        def on_entered(outcome: Entered) -> None:
            self._typing().entered(register_id, day, value, outcome)

        self._store(operation, on_entered)

    def _on_typed_again(self, reading_id: int, row: RouteRow, accept: bool) -> None:
        reading = row.this_month
        if reading is None:
            return
        day, value = reading.read_on, reading.value
        operation = Operation(
            partial(self._service.correct, reading_id, value, accept=accept), LaneName.REPORTS,
            name="correct reading",
        )  # fmt: skip

        def on_corrected(outcome: Entered) -> None:
            self._typing().entered(row.register_id, day, value, outcome)

        self._store(operation, on_corrected)

    def _store(self, operation: Operation[Entered], on_stored: Callable[[Entered], None]) -> None:
        self.counter.tasks.run(
            operation, self, on_stored, on_failure=self._on_not_entered,
            on_bug=self._typing().go_on,
        )  # fmt: skip

    def _on_not_entered(self, error: CashierError) -> bool:
        self._typing().show_failure(error)
        return True

    # -- what waits --------------------------------------------------------------------

    def _on_held_asked(self) -> None:
        self._held().begin(self._header)
        self.counter.navigator.show("held")
        self._read_held()

    def _read_held(self) -> None:
        operation = Operation(self._service.held, LaneName.REPORTS, latest="held", name="held")
        self.counter.tasks.run(operation, self, self._on_held)

    def _on_held(self, held: tuple[HeldReading, ...]) -> None:
        self._held().show_held(held)

    def _on_accepted(self, reading_id: int) -> None:
        self._decide(Operation(partial(self._service.accept, reading_id), LaneName.REPORTS))

    def _on_corrected(self, reading_id: int, value: Decimal, accept: bool) -> None:
        work = partial(self._service.correct, reading_id, value, accept=accept)
        self._decide(Operation(work, LaneName.REPORTS))

    def _on_estimate_held(self, reading_id: int) -> None:
        self._decide(Operation(partial(self._service.estimate_held, reading_id), LaneName.REPORTS))

    def _decide(self, operation: Operation[object]) -> None:
        def on_failed(error: CashierError) -> bool:
            self._held().show_failure(error)
            return True

        self.counter.tasks.run(
            operation, self, lambda _nothing: self._read_held(), on_failure=on_failed,
            on_bug=self._held().go_on,
        )  # fmt: skip

    # -- estimates of a route ----------------------------------------------------------

    def _on_estimate_asked(self, route: RouteProgress) -> None:
        if self._day is None:
            return
        self._route = route
        missing = route.registers - route.read - route.held
        lead = self.tr("{n} registers of route {code} are not read this month.")
        text = self.tr(
            "Each gets its usual use a day up to {day}, at most twice in a row. The next actual"
            " reading makes it true. What has no history stays unread; you are told how many, and"
            " the first of them."
        )
        self._sure().begin(
            self.tr("Estimate what was not read?"),
            (Told(lead.format(n=f"{missing:,}", code=route.code),
                  text.format(day=full_day(self._day))),),
            self._header,
            NextKeyContent(
                self.tr("Estimate {n}").format(n=f"{missing:,}"), self.tr("They count as read")
            ),
        )  # fmt: skip
        self._sure().set_frame(esc=self.tr("Back"))
        self.counter.navigator.show("estimate_sure")

    def _on_sure(self) -> None:
        route, day = self._route, self._day
        if route is None or day is None:
            return
        words = self.tr("Route {code}, up to {day}").format(code=route.code, day=full_day(day))
        stopping = self.tr("Esc stops it: then it is as if it had never been begun.")
        self._working.begin(Work(self.tr("Missing readings are estimated"), words, stopping),
                            self._header)  # fmt: skip
        self.counter.navigator.show("estimating")

        def estimate(on_step: OnStep) -> Estimated:
            return self._service.estimate_missing(route.route_id, day, partial(on_step, words))

        self._work.begin(estimate, self._on_estimated, self._on_estimate_failed, name="estimate")

    def _on_stopped(self) -> None:
        words = self.tr("You stopped it. Nothing was changed.")
        self._end_estimates(BannerContent(Gravity.LOOK, words))

    def _on_estimated(self, found: Estimated) -> None:
        words = self.tr("{n} estimated.").format(n=f"{found.count:,}")
        if found.left:
            left = self.tr("{n} could not be, the first is meter {meter}.")
            words += " " + left.format(n=f"{len(found.left):,}", meter=found.left[0][0])
        self._end_estimates(BannerContent(Gravity.LOOK, words, icon="" if found.left else "check"))

    def _on_estimate_failed(self, error: CashierError) -> bool:
        self._end_estimates(message_for(error).banner)
        return True

    def _end_estimates(self, banner: BannerContent) -> None:
        self._told = banner
        self._show_routes()
