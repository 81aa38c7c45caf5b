"""A tariff file taken in at the screen: chosen, looked at, tried out, kept."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.errors import CashierError
from cashier_app.domain.tariff_book import TariffFile
from cashier_app.services.imports.folders import TARIFFS
from ui.flow import shift_words
from ui.flow.counter import Counter
from ui.flow.file_choosing import FileChoosing
from ui.flow.made_once import ScreenOnce, made_of
from ui.messages import message_for
from ui.models import tariff_words as words
from ui.screens.tariff_file import TariffFileScreen
from ui.tasks import LaneName, Operation
from ui.widgets.banner import BannerContent, Gravity
from ui.widgets.header import HeaderContent


class TariffFiles(QObject):
    """`try_asked` carries the file's tariff; `left` goes back to the list of tariffs."""

    try_asked = Signal(object)
    left = Signal()

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter.navigator)
        self._counter = counter
        self._path = Path()
        self._file: TariffFile | None = None
        self._files = FileChoosing(counter, "tariff_files", TARIFFS)
        self._files.left.connect(self.left)
        self._files.chosen.connect(self._on_chosen)
        self._screen = ScreenOnce(counter.navigator, self._make_screen)

    def _make_screen(self) -> TariffFileScreen:
        screen = TariffFileScreen()
        screen.left.connect(self.start)
        screen.again_asked.connect(self._look)
        screen.keep_asked.connect(self._on_keep_asked)
        screen.try_asked.connect(self._on_try_asked)
        screen.finished.connect(self.left)
        return screen

    def start(self) -> None:
        """Ask which file."""
        lines = (
            ("code", "R1"), ("name", self.tr("Homes")), ("class", "residential"),
            ("currency", self._counter.state.currency.code), ("valid_from", "2027-01-01"),
            (self.tr("round_payable, due, [[late]]"), ""),
            ("[[charge]]", self.tr("as many as there are")),
            ("  code, label", "energy"), ("  form", "telescopic"),
            (self.tr("  its prices"), "blocks = […]"),
            (self.tr("Each form has an example"), self.tr("in the guide")),
        )  # fmt: skip
        self._files.begin(
            self.tr("Which tariff file?"), self._header, self.tr("What it says"), lines
        )

    def again(self) -> None:
        """The file as it was looked at, after it was tried out."""
        self._counter.navigator.show("tariff_file")

    def stop(self) -> None:
        """Nothing of it stays."""
        self._file = None
        self._files.forget()
        for screen in made_of(self._screen):
            screen.clear()

    @property
    def _header(self) -> HeaderContent:
        return shift_words.person_header(self._counter.state)

    def _show(self, amount: Decimal) -> str:
        return self._counter.state.currency.show(amount)

    def _on_chosen(self, path: Path) -> None:
        self._path = path
        self._look()

    def _look(self) -> None:
        operation = Operation(
            partial(self._counter.program.tariffs.look_at, self._path), LaneName.REPORTS,
            latest="tariff_file", name="look at tariff",
        )  # fmt: skip
        self._counter.tasks.run(
            operation, self, self._on_looked_at, on_failure=self._files.show_failure,
            on_bug=self._files.go_on,
        )  # fmt: skip

    def _on_looked_at(self, file: TariffFile) -> None:
        if self._counter.navigator.current in {"tariff_files", "tariff_file"}:
            self._file = file
            self._screen().begin(file, self._header_of(file), self._show)
            self.again()

    def _header_of(self, file: TariffFile) -> HeaderContent:
        tariff = file.tariff
        if tariff is None:
            return self._header
        facts = (words.kind_words(tariff.tariff_class), words.count_versions(len(tariff.versions)))
        return HeaderContent("bolt", f"{tariff.code}  {tariff.name}", facts)

    def _on_try_asked(self) -> None:
        if self._file is not None:
            self.try_asked.emit(self._file.tariff)

    def _on_keep_asked(self) -> None:
        if self._file is None:
            return
        self._screen().wait(self.tr("Asking the server"))
        operation = Operation(
            partial(self._counter.program.tariffs.take_in, self._file), LaneName.REPORTS,
            name="take tariff in",
        )  # fmt: skip
        self._counter.tasks.run(
            operation, self, self._on_kept, on_failure=partial(self._on_not_kept, self._file),
            on_bug=self._screen().go_on,
        )  # fmt: skip

    def _on_kept(self, file: TariffFile) -> None:
        self._file = file
        days = ", ".join(
            words.full_day(one.valid_from) for one in file.versions if one.done != "unchanged"
        )
        lead = self.tr("{name}: kept, with prices from {days}.").format(name=file.name, days=days)
        banner = BannerContent(Gravity.LOOK, lead, icon="check")
        self._screen().begin(file, self._header_of(file), self._show, banner, is_kept=True)

    def _on_not_kept(self, file: TariffFile, error: CashierError) -> bool:
        """Somebody billed or changed it meanwhile: as it was, with the reason."""
        self._screen().begin(file, self._header_of(file), self._show, message_for(error).banner)
        return True
