"""Counters: which there are; one is stopped or started again."""

from __future__ import annotations

from collections.abc import Callable

from cashier_app.domain.errors import CashierError
from cashier_app.domain.people import CounterFacts
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.messages import message_for
from ui.screens.counters import CountersScreen
from ui.screens.told import Told, ToldScreen
from ui.tasks import Operation
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.chip import Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import NextKeyContent


class CountersFlow(ActivityFlow):
    """The list; disabling asks first, enabling does not."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._asked: CounterFacts | None = None
        self._told: BannerContent | None = None
        self._list = CountersScreen()
        self._sure = ToldScreen("counter_sure")
        for screen in (self._list, self._sure):
            counter.navigator.add(screen)
        self._list.left.connect(self.left)
        self._list.counter_asked.connect(self._on_counter_asked)
        self._sure.left.connect(self._show_list)
        self._sure.gone_on.connect(self._on_sure_gone_on)

    def start(self) -> None:
        self._told = None
        self._list.show_counters(())
        self._list.begin(self._header)
        self._show_list()
        self._refresh()

    def stop(self) -> None:
        self._asked = self._told = None
        self._list.show_counters(())

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state)

    def _show_list(self) -> None:
        self.counter.navigator.show("counters")

    def _refresh(self) -> None:
        operation = Operation(
            self.counter.program.people.counters, latest="counters", name="counters"
        )
        self.counter.tasks.run(operation, self, self._on_read, on_failure=self._on_failed)

    def _on_read(self, counters: tuple[CounterFacts, ...]) -> None:
        self._list.show_counters(counters, self._told)
        self._told = None

    def _on_counter_asked(self, asked: CounterFacts) -> None:
        self._asked = asked
        service, code = self.counter.program.people, asked.code
        if not asked.is_active:
            words = self.tr("{counter} works again.").format(counter=asked.name)
            self._change(lambda: service.enable_counter(code), words)
            return
        lead = self.tr("Nobody can take money at {counter} any more.").format(counter=asked.name)
        text = self.tr("From the next act on, until it is enabled again.")
        cards = [Told(lead, text, Tone.WARN)]
        if asked.shift_of:
            open_shift = self.tr("{person} has a shift open there.").format(person=asked.shift_of)
            cards.append(
                Told(open_shift, self.tr("It can be closed when the counter works."), Tone.WARN)
            )
        key = NextKeyContent(
            self.tr("Disable {counter}").format(counter=asked.name),
            self.tr("Can be enabled again"),
        )
        question = self.tr("Is it {counter} you mean?").format(counter=asked.name)
        self._sure.begin(question, tuple(cards), self._header, key)
        self._sure.set_frame(esc=self.tr("Back"))
        self.counter.navigator.show("counter_sure")

    def _on_sure_gone_on(self) -> None:
        asked, service = self._asked, self.counter.program.people
        if asked is None:
            return
        words = self.tr("{counter} is disabled.").format(counter=asked.name)
        self._show_list()
        self._change(lambda: service.disable_counter(asked.code), words)

    def _change(self, work: Callable[[], None], words: str) -> None:
        self._list.wait(self.tr("Asking the server"))

        def on_done(_nothing: None) -> None:
            self._told = BannerContent(Gravity.LOOK, words, icon="check")
            self._refresh()

        self.counter.tasks.run(
            Operation(work, name="counters"), self, on_done, on_failure=self._on_failed,
            on_bug=self._list.go_on,
        )  # fmt: skip

    def _on_failed(self, error: CashierError) -> bool:
        """What is shown stays: nothing of it was changed, or that is not known."""
        self._list.show_counters(self._list.counters, message_for(error).banner)
        return True
