"""The printer of this computer: chosen, tried, and taken into use without a restart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from PySide6.QtCore import QTimer

from cashier_app.domain.errors import CashierError
from cashier_app.domain.printing import FoundPrinter, PrinterModel, PrinterStatus, PrintResult
from cashier_app.settings import PrinterChoice
from ui import dates
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.made_once import ScreenOnce
from ui.messages import message_for
from ui.models import printer_words as words
from ui.screens.printer_setup import PrinterSetupScreen
from ui.screens.printers import NamePrinterScreen, PrintersScreen
from ui.tasks import LaneName, Operation
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.header import HeaderContent

ASK_AGAIN_MS = 3000
_PORT = 9100
_LIST, _NAME, _SETUP = "printers", "name_printer", "printer_setup"


@dataclass(frozen=True, slots=True)
class _Here:
    """What the printer lane found on this computer."""

    found: tuple[FoundPrinter, ...]
    models: tuple[PrinterModel, ...]
    chosen: PrinterChoice


class PrintersFlow(ActivityFlow):
    """List, perhaps a name, one printer, list again."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._desk = counter.program.printers
        self._here = _Here((), (), PrinterChoice())
        self._way = words.Way("none", "", "", "")
        self._choice = PrinterChoice()
        self._told: BannerContent | None = None
        self._list = PrintersScreen()
        counter.navigator.add(self._list)
        self._list.left.connect(self.left)
        self._list.look_again_asked.connect(self._look)
        self._list.way_asked.connect(self._on_way_asked)
        self._ask_again = QTimer(self)
        self._ask_again.setSingleShot(True)
        self._ask_again.setInterval(ASK_AGAIN_MS)
        self._ask_again.timeout.connect(self._ask)
        self._name = ScreenOnce(counter.navigator, self._make_name)
        self._setup = ScreenOnce(counter.navigator, self._make_setup)

    def _make_name(self) -> NamePrinterScreen:
        screen = NamePrinterScreen()
        screen.left.connect(self._show_list)
        screen.given.connect(self._on_named)
        return screen

    def _make_setup(self) -> PrinterSetupScreen:
        screen = PrinterSetupScreen()
        screen.left.connect(self._show_list)
        screen.changed.connect(self._on_changed)
        screen.letter_typed.connect(self._on_letter_typed)
        screen.trial_asked.connect(self._on_trial_asked)
        screen.drawer_asked.connect(self._on_drawer_asked)
        screen.use_asked.connect(self._use)
        return screen

    def start(self) -> None:
        self._told = None
        self._show_list()
        self._look()

    def stop(self) -> None:
        self._ask_again.stop()

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state, "printer")

    def _show_list(self) -> None:
        self._ask_again.stop()
        self.counter.navigator.show(_LIST)

    def _look(self) -> None:
        self._list.begin(self._header)
        desk = self._desk
        operation = Operation(
            lambda: _Here(desk.found(), desk.models(), desk.chosen()),
            LaneName.PRINTER, latest="printers", name="printers",
        )  # fmt: skip
        self.counter.tasks.run(operation, self, self._on_found, on_failure=self._on_not_found)

    def _on_found(self, here: _Here) -> None:
        self._here = here
        self._list.show_ways(words.ways(here.found, here.chosen), self._told)
        self._told = None

    def _on_not_found(self, error: CashierError) -> bool:
        self._list.tell(message_for(error).banner)
        return True

    def _on_way_asked(self, way: words.Way) -> None:
        self._way = way
        if way.asks:
            self._name().begin(way.kind, "", self._header)
            self.counter.navigator.show(_NAME)
            return
        chosen = self._here.chosen
        if way.in_use:
            self._begin(chosen)
        elif way.kind == "none":
            self._choice = PrinterChoice()
            self._use()
        else:
            self._begin(self._fitting(PrinterChoice(kind=way.kind, path=way.where), way.title))

    def _on_named(self, text: str) -> None:
        if self._way.kind == "folder":
            self._begin(PrinterChoice(kind="folder", path=text))
            return
        address, port = text, _PORT
        head, colon, tail = text.rpartition(":")
        if colon and ":" not in head and tail.isascii() and tail.isdecimal():
            address, port = head, int(tail)
        self._begin(PrinterChoice(kind="network", address=address, port=port))

    def _fitting(self, choice: PrinterChoice, name: str) -> PrinterChoice:
        """With the model that a printer names itself as, if it is known."""
        for model in self._here.models:
            if name and model.name.casefold().endswith(name.rsplit(maxsplit=1)[-1].casefold()):
                return _of_model(choice, model)
        return choice

    def _begin(self, choice: PrinterChoice) -> None:
        self._choice = choice
        self._setup().begin(words.kind_words(choice.kind), words.where(choice), self._header)
        self._setup().show_settings(words.choosable(choice, self._here.models))
        self._setup().show_state(words.state_lines(None))
        self.counter.navigator.show(_SETUP)
        self._ask()

    def _on_changed(self, name: str, step: int) -> None:
        (row,) = (row for row in self._setup().settings if row.name == name)
        now = getattr(self._choice, name)
        at = row.values.index(now) if now in row.values else -step
        value = row.values[(at + step) % len(row.values)]
        self._choice = replace(self._choice, **{name: value})  # type: ignore[arg-type]
        if name == "profile":
            (model,) = (model for model in self._here.models if model.profile == value)
            self._choice = _of_model(self._choice, model)
        self._setup().show_settings(words.choosable(self._choice, self._here.models))

    def _on_letter_typed(self, letter: str) -> None:
        models = self._here.models
        names = [model.profile for model in models]
        # A profile of the settings file need not be among those that are offered.
        now = self._choice.profile
        at = names.index(now) if now in names else 0
        for step in range(1, len(models) + 1):
            if models[(at + step) % len(models)].name.casefold().startswith(letter.casefold()):
                self._on_changed("profile", step)
                return

    def _ask(self) -> None:
        """How the printer is, again and again while it is looked at."""
        if self.counter.navigator.current != _SETUP:
            return
        choice = self._choice
        operation = Operation(
            lambda: self._desk.status(choice), LaneName.PRINTER, latest="printer_state",
            name="printer_state",
        )  # fmt: skip
        self.counter.tasks.run(
            operation, self, self._on_state, on_finished=self._ask_again.start
        )  # fmt: skip

    def _on_state(self, status: PrinterStatus) -> None:
        self._setup().show_state(words.state_lines(status, self._choice.kind))

    def _on_trial_asked(self) -> None:
        signed_in = self.counter.state.signed_in
        choice, counter = self._choice, signed_in.counter.name
        local = self.counter.program.clock.now() + timedelta(minutes=signed_in.utc_offset_minutes)
        when = dates.day_and_clock(local)
        self._setup().wait(self.tr("Asking the printer"), may_leave=True)
        operation = Operation(
            lambda: self._desk.print_trial(choice, counter, when), LaneName.PRINTER, name="trial"
        )
        self.counter.tasks.run(
            operation, self, self._on_trial, on_failure=self._on_refused,
            on_bug=self._setup().go_on,
        )  # fmt: skip

    def _on_trial(self, result: PrintResult) -> None:
        self._setup().tell(words.trial_words(result))
        if not result.status.ready:
            self._setup().show_state(words.state_lines(result.status, self._choice.kind))

    def _on_drawer_asked(self) -> None:
        """Never over cash of a shift: such an opening needs a reason and stands in the trace."""
        signed_in = self.counter.state.signed_in
        if signed_in.shift is not None or signed_in.blocked_by:
            self._setup().tell(words.drawer_refused_words())
            return
        choice = self._choice
        self._setup().wait(self.tr("Asking the printer"), may_leave=True)
        operation = Operation(
            lambda: self._desk.open_drawer(choice), LaneName.PRINTER, name="drawer"
        )
        self.counter.tasks.run(
            operation, self, lambda result: self._setup().tell(words.drawer_words(result)),
            on_failure=self._on_refused, on_bug=self._setup().go_on,
        )  # fmt: skip

    def _use(self) -> None:
        choice = self._choice
        self._setup().wait(self.tr("Asking the printer"), may_leave=True)
        operation = Operation(lambda: self._desk.use(choice), LaneName.PRINTER, name="use_printer")
        self.counter.tasks.run(
            operation, self, self._on_used, on_failure=self._on_refused,
            on_bug=self._setup().go_on,
        )  # fmt: skip

    def _on_used(self, _nothing: None) -> None:
        what = words.kind_words(self._choice.kind)
        text = self.tr("{what} is in use from now on.").format(what=what)
        # The status line and the tray speak of the printer in use.
        operation = Operation(
            self.counter.program.printer.status, LaneName.PRINTER, name="printer_status"
        )
        self.counter.tasks.run(operation, self, self.counter.state.set_printer)
        self._setup().go_on()
        if self.counter.navigator.current in {_LIST, _SETUP}:
            self._told = BannerContent(Gravity.LOOK, text, words.where(self._choice), icon="check")
            self._show_list()
            self._look()

    def _on_refused(self, error: CashierError) -> bool:
        self._setup().show_failure(error)
        self._list.tell(message_for(error).banner)
        return True


def _of_model(choice: PrinterChoice, model: PrinterModel) -> PrinterChoice:
    """Another model brings its width and its cutter."""
    return replace(choice, profile=model.profile, width_dots=model.width_dots, cutter=model.cutter)
