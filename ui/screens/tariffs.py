"""The tariffs that the utility keeps: Enter tries one out, a letter jumps, + takes a file in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cashier_app.domain.tariff_book import TariffKept
from ui.models import tariff_words as words
from ui.screens.table_screen import TableScreen
from ui.widgets.cards import PanelTitle
from ui.widgets.cell_table import Cell, Column
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent

TAKE_IN = "+"


class TariffsScreen(TableScreen):
    """`tariff_asked` carries a code."""

    tariff_asked = Signal(str)
    file_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (Column(self.tr("Tariff")), Column(self.tr("Prices from"), 220))
        super().__init__("tariffs", self.tr("Tariffs"), columns, parent)
        self._tariffs: tuple[TariffKept, ...] = ()
        self.add(PanelTitle(self.tr("Tariffs are files")))
        for name, line in (
            ("try", self.tr("Try out here what a use costs. It bills nothing.")),
            (
                "version",
                self.tr("A new version is a text file: looked at, then kept whole or not at all."),
            ),
            (
                "bills",
                self.tr("Its prices hold from its first day. Bills that were issued keep theirs."),
            ),
        ):
            self.add_words(f"tariffs_{name}", line, tone="ink2")

    def begin(self, header: HeaderContent) -> None:
        """While the list is read; the tariff that was chosen stays so."""
        self.begin_reading(self._question, header, self.tr("Looking up the tariffs"))

    def show_tariffs(self, tariffs: tuple[TariffKept, ...]) -> None:
        """All that are kept."""
        before = self._chosen.code if self._chosen else ""
        self._tariffs = tariffs
        codes = self.codes
        at = codes.index(before) if before in codes else 0
        self.show_rows(tuple(_row(one) for one in tariffs), at)
        self.redraw()

    @property
    def _question(self) -> str:
        return self.tr("Which tariff would you like to try?")

    @property
    def codes(self) -> tuple[str, ...]:
        """Of the tariffs, as they are listed."""
        return tuple(one.code for one in self._tariffs)

    def next_pressed(self) -> None:
        chosen = self._chosen
        if chosen is None:
            self.file_asked.emit()
        else:
            self.tariff_asked.emit(chosen.code)

    def key_typed(self, event: QKeyEvent) -> bool:
        if self._waiting:
            return False
        if event.text() == TAKE_IN:
            self.file_asked.emit()
            return True
        return self.jump(event.text(), self.codes)

    @property
    def _chosen(self) -> TariffKept | None:
        row = self.table.current_row()
        return self._tariffs[row] if 0 <= row < len(self._tariffs) else None

    def redraw(self) -> None:
        chosen, take_in = self._chosen, self.tr("Take a file in")
        if chosen is None:
            question = self.tr("There are no tariffs yet")
            key = NextKeyContent(take_in, self.tr("Look at it first, then keep it"))
        else:
            question = self._question
            key = NextKeyContent(
                self.tr("Try {code}").format(code=chosen.code),
                self.tr("What a use costs; nothing is billed"),
            )
        self.set_frame(
            question=question, next_key=key,
            keys=(KeyHint("Up Down", self.tr("Choose"), chosen is not None),
                  KeyHint(TAKE_IN, take_in)),
        )  # fmt: skip


def _row(kept: TariffKept) -> tuple[Cell, ...]:
    return (
        Cell(f"{kept.code}  {kept.name}", words.kind_words(kept.tariff_class)),
        Cell(words.full_day(kept.valid_from[-1]), words.count_versions(len(kept.valid_from))),
    )
