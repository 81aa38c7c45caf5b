"""The bills of a route and month as one PDF: asked for, drawn with progress, stopped, saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.bill_papers import Sheet
from cashier_app.domain.errors import CashierError
from ui import dates
from ui.flow.counter import Counter
from ui.long_work import LongWork, OnStep
from ui.models.field_readers import codes_hint, known_code, month
from ui.models.saved_words import saved_banner
from ui.screens.fields_form import FieldsFormScreen, FormWords
from ui.screens.working import Work, WorkingScreen
from ui.widgets.field_grid import Answers, Ask
from ui.widgets.header import HeaderContent


@dataclass(frozen=True, slots=True)
class Wanted:
    """What stands in the fields at first, and the routes there are."""

    month: date
    route: str
    routes: tuple[str, ...]


class RoutePapers(QObject):
    """`ended` carries a banner: where the file lies, or that nothing was saved."""

    ended = Signal(object)
    left = Signal()

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter.navigator)
        self._counter = counter
        self._header = HeaderContent()
        self._work = LongWork(counter.tasks, self)
        self._form = FieldsFormScreen("route_papers")
        self._form.asks_before_leaving = False  # only what is to be read
        self._working = WorkingScreen("route_papers_working")
        for screen in (self._form, self._working):
            counter.navigator.add(screen)
        self._form.left.connect(self.left)
        self._form.given.connect(self._on_given)
        self._working.stop_asked.connect(self._work.stop)
        self._work.stepped.connect(self._on_stepped)
        self._work.stopped.connect(self._on_stopped)

    def ask(self, wanted: Wanted, header: HeaderContent) -> None:
        """Ask for route, month and sheet."""
        self._header = header
        sheets = {sheet.value: sheet for sheet in Sheet}
        asks = (
            Ask("month", self.tr("Month that was read"), month, f"{wanted.month:%Y-%m}",
                self.tr("like 2026-11")),
            Ask("route", self.tr("Route"), known_code(wanted.routes), wanted.route,
                codes_hint(wanted.routes)),
            Ask("sheet", self.tr("Paper"), known_code(tuple(sheets)), Sheet.A4.value,
                self.tr("A4 or A5")),
        )  # fmt: skip
        asked = FormWords(
            self.tr("Which bills are wanted on paper?"), self.tr("Save them as one PDF"),
            self.tr("A page each, by address"),
        )  # fmt: skip
        self._form.begin(asked, asks, header)
        self._counter.navigator.show("route_papers")

    def forget(self) -> None:
        """Nothing goes on."""
        self._work.forget()
        self._form.clear()

    def _on_given(self, answers: Answers, _accept: bool) -> None:
        route, cycle, sheet = answers["route"], answers["month"], Sheet(answers["sheet"])
        question = self.tr("The bills of {month}, route {route}").format(
            month=dates.month(cycle), route=route
        )
        work = Work(question, self.tr("Reading"), self.tr("Esc stops it: then nothing is saved."))
        self._working.begin(work, self._header)
        self._counter.navigator.show("route_papers_working")
        utility = self._counter.state.signed_in.utility
        service = self._counter.program.bill_papers

        def draw(on_step: OnStep) -> Path:
            return service.route(route, cycle, utility, sheet, on_step)

        self._work.begin(draw, self._on_saved, self._on_failed, name="route papers")

    def _on_stepped(self, what: str, done: int, of: int) -> None:
        words = self.tr("Reading") if what == "reading" else self.tr("Drawing")
        self._working.show_step(words, done, of)

    def _on_saved(self, path: Path) -> None:
        self.ended.emit(saved_banner(path))

    def _on_stopped(self) -> None:
        self._back(None)

    def _on_failed(self, error: CashierError) -> bool:
        self._back(error)
        return True

    def _back(self, error: CashierError | None) -> None:
        self._form.go_on()
        if error is not None:
            self._form.show_failure(error)
        self._counter.navigator.show("route_papers")
