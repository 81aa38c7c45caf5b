"""A file read in at the screen: which kind, which file, checked, then stored or not."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from cashier_app.domain.errors import CashierError
from cashier_app.services.imports.folders import TABLES
from cashier_app.services.imports.importing import ImportOrder, ImportReport
from cashier_app.services.imports.rows import FIELDS, FileKind
from ui import dates
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.file_choosing import FileChoosing
from ui.long_work import LongWork, OnStep
from ui.screens.import_kind import ImportKindScreen
from ui.screens.import_report import ImportReportScreen
from ui.screens.working import Work, WorkingScreen
from ui.widgets.actions import Action
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.header import HeaderContent

_SHOWN_COLUMNS = 17
"""As many as the side panel of the smallest window has room for."""


class ImportFlow(ActivityFlow):
    """Kind, file, check, report, store, report."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._service = counter.program.office.imports
        self._order = ImportOrder(FileKind.CUSTOMERS, Path())
        self._work = LongWork(counter.tasks, self)
        self._kinds, self._files = ImportKindScreen(), FileChoosing(counter, "import_file", TABLES)
        self._working, self._report = WorkingScreen("importing"), ImportReportScreen()
        for screen in (self._kinds, self._working, self._report):
            counter.navigator.add(screen)
        self._kinds.left.connect(self.left)
        self._kinds.action_asked.connect(self._on_kind_asked)
        self._files.left.connect(self._show_kinds)
        self._files.chosen.connect(self._on_file_chosen)
        self._working.stop_asked.connect(self._work.stop)
        self._work.stepped.connect(self._on_stepped)
        self._work.stopped.connect(self._on_stopped)
        self._report.left.connect(self._show_files)
        self._report.finished.connect(self._show_files)
        self._report.again_asked.connect(self._check)
        self._report.store_asked.connect(self._store)
        self._report.leave_out_asked.connect(self._store_without_refused)

    def start(self) -> None:
        self._show_kinds()

    def stop(self) -> None:
        self._work.forget()
        self._files.forget()
        self._report.clear()

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state)

    # -- which kind, which file --------------------------------------------------------

    def _show_kinds(self) -> None:
        rights = self.counter.state.signed_in.person.rights
        customers = (
            Action(FileKind.CUSTOMERS, self.tr("Customers"),
                   self.tr("Accounts, connections, moving"), "person"),
            Action(FileKind.METERS, self.tr("Meters"),
                   self.tr("Registers, where they stand; replacing"), "counter"),
        )  # fmt: skip
        readings = Action(
            FileKind.READINGS, self.tr("Readings"), self.tr("Each counts at once or is held"),
            "clock",
        )  # fmt: skip
        actions = customers if "manage_customers" in rights else ()
        if "enter_readings" in rights:
            actions = (*actions, readings)
        self._kinds.show_actions(actions, self._header, esc=self.tr("Back"))
        self._kinds.set_frame(
            question=self.tr("What is in the file?"), find_enabled=False, banner=None
        )
        self.counter.navigator.show("import_kind")

    def _on_kind_asked(self, kind: str) -> None:
        self._order = ImportOrder(FileKind(kind), Path())
        self._show_files()

    def _show_files(self) -> None:
        question = {
            FileKind.CUSTOMERS: self.tr("Which file of customers?"),
            FileKind.METERS: self.tr("Which file of meters?"),
            FileKind.READINGS: self.tr("Which file of readings?"),
        }[self._order.kind]
        fields = sorted(FIELDS[self._order.kind], key=lambda field: not field.is_needed)
        columns = tuple((f.name, f.example if f.is_needed else "") for f in fields)
        title = self.tr("Its columns, in any order")
        self._files.begin(question, self._header, title, columns[:_SHOWN_COLUMNS])

    def _on_file_chosen(self, path: Path) -> None:
        self._order = ImportOrder(self._order.kind, path)
        self._check()

    # -- check and store ---------------------------------------------------------------

    def _check(self) -> None:
        self._run(replace(self._order, dry_run=True), self.tr("Checking the file"))

    def _store(self) -> None:
        self._run(self._order, self.tr("Storing the file"))

    def _store_without_refused(self) -> None:
        self._run(replace(self._order, leave_out_refused=True), self.tr("Storing the file"))

    def _run(self, order: ImportOrder, question: str) -> None:
        work = Work(
            question, order.path.name,
            self.tr("Esc stops it: then it is as if it had never been begun."),
        )  # fmt: skip
        self._working.begin(work, self._header)
        self.counter.navigator.show("importing")

        def run(on_step: OnStep) -> ImportReport:
            return self._service.run(order, partial(on_step, order.path.name))

        self._work.begin(run, self._on_reported, self._on_refused, name="import")

    def _on_stepped(self, words: str, done: int, of: int) -> None:
        self._working.show_step(words, done, of)

    def _on_stopped(self) -> None:
        self._files.tell(self.tr("You stopped it."), self.tr("Nothing was changed."))

    def _on_reported(self, report: ImportReport) -> None:
        self._report.begin(report, self._header, self._told(report))
        self.counter.navigator.show("import_report")

    def _told(self, report: ImportReport) -> BannerContent | None:
        stored = report.stored
        if stored.before is not None:
            local = self.counter.state.local(stored.before)
            words = self.tr("Read in on {day} already. Nothing was changed.")
            return BannerContent(
                Gravity.LOOK, words.format(day=dates.long_day_and_clock(local)), icon="check"
            )
        if stored.is_written:
            words = self.tr("{n} records are stored.").format(n=f"{stored.new:,}")
            if stored.new == 1:
                words = self.tr("1 record is stored.")
            return BannerContent(Gravity.LOOK, words, icon="check")
        return None

    def _on_refused(self, error: CashierError) -> bool:
        """No table of this kind, or busy: back at the files, with the reason."""
        return self._files.show_failure(error)
