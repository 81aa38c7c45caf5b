"""A file of a bank or mobile service: its counter, the file, a look at every line, taken."""

from __future__ import annotations

from pathlib import Path

from cashier_app.domain.errors import CashierError
from cashier_app.domain.outside import (
    Channel,
    ChannelCounter,
    FilePreview,
    FileTaken,
    PaymentFile,
)
from cashier_app.domain.payment_files import read_payment_file
from cashier_app.services.imports.folders import TABLES
from cashier_app.services.payment_bytes import payment_bytes
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.file_choosing import FileChoosing
from ui.flow.made_once import MadeOnce, ScreenOnce, made_of
from ui.flow.waiting import Waiting
from ui.long_work import LongWork, OnStep
from ui.messages import message_for
from ui.screens.menu import MenuScreen
from ui.screens.payment_file import FileWords, PaymentFileScreen, columns_of_file
from ui.screens.told import Told, ToldScreen
from ui.screens.working import Work, WorkingScreen
from ui.tasks import LaneName, Operation
from ui.widgets.actions import Action
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent

_CHANNELS = frozenset((Channel.BANK, Channel.MOBILE))


class PaymentFileFlow(ActivityFlow):
    """Everything at the channel's own counter goes over a connection of its own."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._at: ChannelCounter | None = None
        self._counters: tuple[ChannelCounter, ...] = ()
        self._path = Path()
        self._file: PaymentFile | None = None
        self._work = LongWork(counter.tasks, self)
        self._working = WorkingScreen("payment_working")
        counter.navigator.add(self._working)
        self._working.stop_asked.connect(self._work.stop)
        self._waiting = Waiting(counter, self._working, self)
        self._waiting.broke.connect(self.left)
        self._work.stepped.connect(self._on_stepped)
        self._work.stopped.connect(self._on_stopped)
        self._menu = ScreenOnce(counter.navigator, self._make_menu)
        self._files = MadeOnce(self._make_files)
        self._seen = ScreenOnce(counter.navigator, self._make_seen)
        self._told = ScreenOnce(counter.navigator, self._make_told)

    def _make_menu(self) -> MenuScreen:
        screen = MenuScreen("payment_counters")
        screen.left.connect(self.left)
        screen.action_asked.connect(self._on_counter_asked)
        return screen

    def _make_files(self) -> FileChoosing:
        made = FileChoosing(self.counter, "payment_choice", TABLES)
        made.left.connect(self._on_files_left)
        made.chosen.connect(self._on_chosen)
        return made

    def _make_seen(self) -> PaymentFileScreen:
        screen = PaymentFileScreen(self.counter.state.currency)
        screen.left.connect(self._show_files)
        screen.finished.connect(self._show_files)
        screen.again_asked.connect(self._look)
        screen.take_asked.connect(self._take)
        return screen

    def _make_told(self) -> ToldScreen:
        screen = ToldScreen("payment_told")
        screen.gone_on.connect(self.left)
        return screen

    def start(self) -> None:
        self._file = None
        channels = self.counter.program.channels.channels
        operation = Operation(channels, latest="bank_channels", name="channels")
        title = self.tr("Bank files")
        self._waiting.ask(title, self._header, operation, self._on_channels, self._on_failed)

    def stop(self) -> None:
        self._work.forget()
        self._file, self._at = None, None
        for files in made_of(self._files):
            files.forget()
        for seen in made_of(self._seen):
            seen.clear()

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state)

    # -- whose file, which file ----------------------------------------------------------

    def _on_channels(self, found: tuple[ChannelCounter, ...]) -> None:
        self._counters = tuple(c for c in found if c.channel in _CHANNELS)
        if not self._counters:
            card = Told(
                self.tr("You have no counter of a bank or mobile service."),
                self.tr("An administrator makes one and gives it to you."), Tone.WARN,
            )  # fmt: skip
            self._tell(self.tr("Nothing can be taken in"), card)
        elif len(self._counters) == 1:
            self._at = self._counters[0]
            self._show_files()
        else:
            rows = tuple(Action(c.code, c.name, c.office, "counter") for c in self._counters)
            self._menu().show_actions(rows, self._header, esc=self.tr("Back"))
            self._menu().set_frame(
                question=self.tr("Whose file is it?"), find_enabled=False, banner=None
            )
            self.counter.navigator.show("payment_counters")

    def _on_counter_asked(self, code: str) -> None:
        self._at = next(c for c in self._counters if c.code == code)
        self._show_files()

    def _on_files_left(self) -> None:
        if len(self._counters) > 1:
            self.counter.navigator.show("payment_counters")
        else:
            self.left.emit()

    def _show_files(self) -> None:
        self._file = None
        name = self._at.name if self._at else ""
        question = self.tr("Which file of {counter}?").format(counter=name)
        title = self.tr("Its columns, in any order")
        self._files().begin(question, self._header, title, columns_of_file())

    def _on_chosen(self, path: Path) -> None:
        self._path = path
        self._look()

    # -- looked at, taken ----------------------------------------------------------------

    def _look(self) -> None:
        """Read the file anew: it may have been put right since."""
        at, path, door = self._at, self._path, self.counter.program.channels
        if at is None:
            return

        def look() -> tuple[PaymentFile, FilePreview]:
            with door.desk(at.code) as desk:
                data = payment_bytes(path)
                file = read_payment_file(path.name, data, desk.signed_in.utility.currency)
                return file, desk.service.preview(file)

        operation = Operation(look, LaneName.REPORTS, latest="payment_look", name="payment_look")
        title = self.tr("Looking at every line")
        self._waiting.ask(title, self._header, operation, self._on_looked, self._on_not_read)

    def _on_looked(self, found: tuple[PaymentFile, FilePreview]) -> None:
        self._file, seen = found
        self._seen().show_preview(seen, self._about, self._header)
        self.counter.navigator.show("payment_file")

    @property
    def _about(self) -> FileWords:
        return FileWords(self._path.name, self._at.name if self._at else "")

    def _on_not_read(self, error: CashierError) -> bool:
        """Back at the files, with the reason."""
        return self._files().show_failure(error)

    def _take(self) -> None:
        at, file, door = self._at, self._file, self.counter.program.channels
        if at is None or file is None:
            return
        rest = self.tr("Esc stops it: what is taken stands, the same file takes the rest later.")
        work = Work(self.tr("The payments are taken in"), file.name, rest)
        self._working.begin(work, self._header)
        self.counter.navigator.show("payment_working")

        def take(on_step: OnStep) -> FileTaken:
            with door.desk(at.code) as desk:
                return desk.service.import_file(file, lambda done, of: on_step("taking", done, of))

        self._work.begin(take, self._on_taken, self._on_failed, name="take_file")

    def _on_stepped(self, _what: str, done: int, of: int) -> None:
        self._working.show_step(self._path.name, done, of)

    def _on_stopped(self) -> None:
        card = Told(
            self.tr("It was stopped."),
            self.tr("What is taken stands. Take the same file in again to go on with it."),
            Tone.WARN,
        )
        self._tell(self.tr("Not all is taken in"), card)

    def _on_taken(self, done: FileTaken) -> None:
        self._seen().show_done(done, self._about, self._header)
        self.counter.navigator.show("payment_file")

    def _on_failed(self, error: CashierError) -> bool:
        message = message_for(error)
        self._tell(self.tr("It could not be done"), Told(message.lead, message.text, Tone.WARN))
        return True

    def _tell(self, question: str, card: Told) -> None:
        self._told().begin(question, (card,), self._header, NextKeyContent(self.tr("Back")))
        self.counter.navigator.show("payment_told")
