"""Tariffs: the list, what a use would cost by one of them, files in and out."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from cashier_app.domain.errors import CashierError
from cashier_app.domain.tariff_book import TariffKept
from cashier_app.domain.tariffs import Tariff, Usage
from cashier_app.domain.tariffs.needs import Needs, needs_of
from cashier_app.services.imports import fields as f
from cashier_app.services.tariffs import TryOut
from ui.flow import shift_words
from ui.flow.activities import ActivityFlow
from ui.flow.counter import Counter
from ui.flow.made_once import MadeOnce, ScreenOnce, made_of
from ui.flow.tariff_files import TariffFiles
from ui.models import tariff_words as words
from ui.models.field_readers import number
from ui.models.saved_words import saved_banner
from ui.models.typed import day_as_in_files, day_text
from ui.screens.tariff_try import TariffTryScreen
from ui.screens.tariffs import TariffsScreen
from ui.tasks import LaneName, Operation
from ui.widgets.field_grid import Answers, Ask
from ui.widgets.header import HeaderContent


class TariffsFlow(ActivityFlow):
    """List, try-out, list again; a file is looked at and tried out before it is kept."""

    def __init__(self, counter: Counter) -> None:
        super().__init__(counter)
        self._tariffs = counter.program.tariffs
        self._tariff: Tariff | None = None
        self._needs = Needs((), (), (), ())
        self._is_of_file = False
        """What is tried out is not kept yet."""
        self._number = 0
        """Of the last question: another tariff or use makes its answer nobody's."""
        self._list = TariffsScreen()
        self._files = MadeOnce(self._make_files)
        self._try = ScreenOnce(counter.navigator, self._make_try)
        counter.navigator.add(self._list)
        self._list.left.connect(self.left)
        self._list.tariff_asked.connect(self._on_tariff_asked)
        self._list.file_asked.connect(self._on_file_asked)

    def _make_try(self) -> TariffTryScreen:
        screen = TariffTryScreen()
        screen.left.connect(self._on_try_left)
        screen.asked.connect(self._on_price_asked)
        screen.save_asked.connect(self._on_save_asked)
        return screen

    def _make_files(self) -> TariffFiles:
        files = TariffFiles(self.counter)
        files.left.connect(self.start)
        files.try_asked.connect(self._on_try_asked)
        return files

    def start(self) -> None:
        self._list.begin(self._person())
        self._show_list()
        operation = Operation(self._tariffs.kept, LaneName.REPORTS, latest="tariffs")
        self.counter.tasks.run(operation, self, self._on_listed)

    def stop(self) -> None:
        self._tariff = None
        for files in made_of(self._files):
            files.stop()

    def _on_listed(self, kept: tuple[TariffKept, ...]) -> None:
        if self.counter.navigator.current == "tariffs":
            self._list.show_tariffs(kept)

    def _show_list(self) -> None:
        self.counter.navigator.show("tariffs")

    def _person(self) -> HeaderContent:
        return shift_words.person_header(self.counter.state)

    def _on_file_asked(self) -> None:
        self._files().start()

    def _on_tariff_asked(self, code: str) -> None:
        operation = Operation(
            partial(self._tariffs.tariff, code), LaneName.REPORTS, latest="tariff"
        )
        self.counter.tasks.run(operation, self, self._on_tariff_found)

    def _on_tariff_found(self, tariff: Tariff) -> None:
        if self.counter.navigator.current == "tariffs":
            self._is_of_file = False
            self._show_try(tariff)

    def _on_try_asked(self, tariff: Tariff) -> None:
        self._is_of_file = True
        self._show_try(tariff)

    def _show_try(self, tariff: Tariff) -> None:
        self._tariff, self._needs = tariff, needs_of(tariff)
        self._number += 1
        self._try().begin(self._header(tariff), self._fields(), may_save=not self._is_of_file)
        self.counter.navigator.show("tariff_try")

    def _on_try_left(self) -> None:
        if self._is_of_file:
            self._files().again()
        else:
            self._show_list()

    def _on_save_asked(self) -> None:
        if self._tariff is None:
            return
        operation = Operation(
            partial(self._tariffs.export, self._tariff.code), LaneName.REPORTS, name="save tariff"
        )
        self.counter.tasks.run(operation, self, self._on_saved, on_failure=self._on_failed)

    def _on_saved(self, path: Path) -> None:
        self._try().tell(saved_banner(path))

    def _header(self, tariff: Tariff) -> HeaderContent:
        facts = (words.kind_words(tariff.tariff_class), words.count_versions(len(tariff.versions)))
        return HeaderContent("bolt", f"{tariff.code}  {tariff.name}", facts)

    def _fields(self) -> tuple[Ask, ...]:
        needs = self._needs
        used = [
            Ask(f"register:{name}", name.replace("_", " ").capitalize(), number, hint="kWh")
            for name in needs.registers
        ] or [Ask("kwh", self.tr("Use"), number, hint="kWh")]
        known = {
            "load_kw": (self.tr("Load"), "kW"),
            "load_kva": (self.tr("Load"), "kVA"),
            "amperes": (self.tr("Main fuse"), self.tr("amperes")),
            "phases": (self.tr("Phases"), "1–3"),
            "kw": (self.tr("Maximum"), "kW"),
            "kva": (self.tr("Maximum"), "kVA"),
            "previous_kw": (self.tr("Earlier maximum"), "kW"),
            "previous_kva": (self.tr("Earlier maximum"), "kVA"),
        }
        measured = [
            Ask(
                name, known[name][0], f.whole(1, 3) if name == "phases" else number,
                hint=known[name][1],
            )
            for name in needs.measured
        ]  # fmt: skip
        given = [
            Ask(f"given:{code}", code.replace("_", " ").capitalize(), number, "0")
            for code in needs.given
        ]
        today = self.counter.state.signed_in.business_date
        last = date(today.year, today.month, monthrange(today.year, today.month)[1])
        period = [
            Ask("starts_on", self.tr("First day"), day_as_in_files, day_text(today.replace(day=1))),
            Ask("ends_on", self.tr("Last day"), day_as_in_files, day_text(last)),
            Ask("months", self.tr("Months"), number, "1"),
        ]
        schemes = Ask(
            "schemes", self.tr("Schemes"), str.split, hint=" ".join(needs.schemes), needed=False
        )
        return (*used, *measured, *given, *period, *((schemes,) if needs.schemes else ()))

    def _on_price_asked(self, answers: Answers) -> None:
        tariff = self._tariff
        if tariff is None:
            return
        operation = Operation(
            partial(self._tariffs.try_out, tariff, _usage(answers, self._needs)),
            LaneName.REPORTS, latest="try_out",
        )  # fmt: skip
        self._number += 1
        self.counter.tasks.run(
            operation, self, partial(self._on_priced, self._number), on_failure=self._on_failed,
            on_bug=self._try().go_on,
        )  # fmt: skip

    def _on_priced(self, number: int, found: TryOut) -> None:
        if self._tariff is None or number != self._number or not self._try().is_waiting:
            return
        currency = self.counter.state.currency
        header = self._header(self._tariff)
        header = header.with_amount(self.tr("Total"), found.priced.total, currency)
        self._try().show_result(found, header, currency.show)

    def _on_failed(self, error: CashierError) -> bool:
        self._try().show_failure(error)
        return True


def _usage(answers: Answers, needs: Needs) -> Usage:
    """What the answers say of a use."""
    usage = Usage(
        kwh=answers.get("kwh"),
        registers=tuple((name, answers[f"register:{name}"]) for name in needs.registers),
        starts_on=answers["starts_on"],
        ends_on=answers["ends_on"],
        months=answers["months"],
        given=tuple((code, answers[f"given:{code}"]) for code in needs.given),
        schemes=frozenset(answers.get("schemes") or ()),
    )
    measured: dict[str, Decimal | int] = {name: answers[name] for name in needs.measured}
    return replace(usage, **measured)  # type: ignore[arg-type]
