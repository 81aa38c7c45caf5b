"""The printers of this computer: which there are, and naming one that cannot be found."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.key_map import keyed
from ui.keys import Key
from ui.models.printer_words import Way
from ui.screens.form import FormScreen
from ui.screens.table_screen import TableScreen
from ui.widgets.banner import BannerContent
from ui.widgets.cards import PanelTitle
from ui.widgets.cell_table import Cell, Column
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import LedgerLine

_LONGEST = 255


class PrintersScreen(TableScreen):
    """`way_asked` carries the Way of the selected row."""

    way_asked = Signal(object)
    look_again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (Column(self.tr("Printer")), Column(self.tr("State"), 220))
        super().__init__("printers", self.tr("Printers"), columns, parent)
        self._ways: tuple[Way, ...] = ()
        self.title = self.add(PanelTitle(name="printers_title"))
        self.detail = self.add_words("printers_detail", tone="ink2")
        self.advice = self.add_words("printers_advice", tone="ink2")
        self.bind(Key.F5, self.look_again_asked.emit)

    def begin(self, header: HeaderContent) -> None:
        """While this computer is looked over."""
        # Anew each time: the keys may have been moved since the screen was made.
        words = self.tr(
            "A USB printer shows when it is plugged in and switched on; F5 looks again. "
            "A network printer has to be named. Nothing is printed by looking."
        )
        self.advice.setText(keyed(words))
        self.begin_reading(
            self.tr("Which printer does this counter print on?"), header, self.tr("Looking"),
            (KeyHint("Up Down", self.tr("Choose")), KeyHint("F5", self.tr("Look again"))),
        )  # fmt: skip

    def show_ways(self, ways: tuple[Way, ...], banner: BannerContent | None = None) -> None:
        """The printers; the one in use is selected."""
        self._ways = ways
        at = next((n for n, way in enumerate(ways) if way.in_use), 0)
        self.show_rows(tuple(self._row(way) for way in ways), at)
        self.set_frame(banner=banner)
        self.redraw()

    @property
    def ways(self) -> tuple[Way, ...]:
        """What is shown."""
        return self._ways

    def next_pressed(self) -> None:
        self.way_asked.emit(self._ways[self.table.current_row()])

    def redraw(self) -> None:
        row = self.table.current_row()
        if not 0 <= row < len(self._ways):
            return
        way = self._ways[row]
        self.title.setText(way.title)
        self.detail.setText(way.detail)
        answer = self.tr("Set it up")
        if way.asks:
            answer = self.tr("Name it")
        elif way.kind == "none":
            answer = self.tr("Go without")
        self.set_frame(next_key=NextKeyContent(answer, way.title))

    def _row(self, way: Way) -> tuple[Cell, ...]:
        words = Cell(way.title, way.detail)
        if way.in_use:
            return words, Cell(chip=ChipContent(self.tr("In use"), "check"))
        if not way.usable:
            return words, Cell(chip=ChipContent(self.tr("Locked"), "lock", Tone.WARN))
        return words, Cell()


class NamePrinterScreen(FormScreen):
    """`given` carries an address (with a port, if another than 9100) or a folder."""

    given = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("name_printer", parent)
        self.field = Field("name_printer_field", " ", height="field")
        self.field.edit.setMaxLength(_LONGEST)
        self.add(self.field)
        self.finish()

    def begin(self, kind: str, text: str, header: HeaderContent) -> None:
        """Ask for an address, or for a folder."""
        self.clear()
        if kind == "network":
            question, label = self.tr("What is the printer's address?"), self.tr("Address")
            hint = self.tr("Such as 192.168.1.50; with another port 192.168.1.50:9101")
            about = self.tr("The printer's own self-test shows its address")
        else:
            question, label = self.tr("Into which folder?"), self.tr("Folder")
            hint = self.tr("Its whole path")
            about = self.tr("Each paper becomes a picture and a PDF")
        self.field.label.setText(label)
        self.field.edit.setAccessibleName(label)
        self.field.set_hint(hint)
        self.field.set_text(text)
        self.show_about(about, (LedgerLine(self.tr("Nothing is printed yet")),))
        self.set_frame(
            question=question, header=header, banner=None, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False,
        )  # fmt: skip
        self.redraw()

    def enter(self) -> None:
        self.field.edit.setFocus()
        self.field.edit.selectAll()

    def next_pressed(self) -> None:
        self.given.emit(self.field.text().strip())

    def escape_pressed(self) -> None:
        self.left.emit()

    def next_key(self) -> NextKeyContent:
        return NextKeyContent(self.tr("Go on"), self.tr("It is asked whether it is there"))
