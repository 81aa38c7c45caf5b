"""The counters: whose shift is open, which key they sign with; one answer stops or starts one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cashier_app.domain.people import CounterFacts
from ui.screens.table_screen import TableScreen
from ui.widgets.banner import BannerContent
from ui.widgets.cards import PanelTitle
from ui.widgets.cell_table import Cell, Column
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine


class CountersScreen(TableScreen):
    """`counter_asked` carries the CounterFacts of the selected row."""

    counter_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (Column(self.tr("Counter")), Column(self.tr("Shift"), 250), Column("", 190))
        super().__init__("counters", self.tr("Counters"), columns, parent)
        self._counters: tuple[CounterFacts, ...] = ()
        self.title = self.add(PanelTitle(name="counter_title"))
        self.facts = self.add(Ledger("counter_facts"))

    def begin(self, header: HeaderContent) -> None:
        """While the list is read."""
        self.begin_reading(
            self.tr("Which counter is it about?"), header, self.tr("Reading the list"),
            (KeyHint("Up Down", self.tr("Choose")),),
        )  # fmt: skip

    def show_counters(
        self, counters: tuple[CounterFacts, ...], banner: BannerContent | None = None
    ) -> None:
        """Every counter; the one that was selected stays so."""
        at = max(self.table.current_row(), 0)
        self._counters = counters
        self.show_rows(tuple(self._row(counter) for counter in counters), at)
        self.set_frame(banner=banner)
        self.redraw()

    def next_pressed(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            self.counter_asked.emit(chosen)

    @property
    def counters(self) -> tuple[CounterFacts, ...]:
        """What is shown."""
        return self._counters

    @property
    def _chosen(self) -> CounterFacts | None:
        row = self.table.current_row()
        return self._counters[row] if 0 <= row < len(self._counters) else None

    def redraw(self) -> None:
        chosen = self._chosen
        if chosen is None:
            self.title.setText("")
            self.facts.set_lines(())
            return
        self.title.setText(chosen.name)
        self.facts.set_lines(self._facts(chosen))
        name = chosen.name
        if chosen.is_active:
            key = NextKeyContent(
                self.tr("Disable {name}").format(name=name),
                self.tr("It is asked about first"),
            )
        else:
            key = NextKeyContent(
                self.tr("Enable {name}").format(name=name),
                self.tr("It works again with the key it has"),
            )
        self.set_frame(next_key=key)

    def _facts(self, counter: CounterFacts) -> tuple[LedgerLine, ...]:
        def line(label: str, detail: str) -> LedgerLine:
            return LedgerLine(label, detail=detail, rule="line")

        if not counter.is_enrolled:
            return (line(self.tr("No computer yet"), self.tr("Enrolled by the setup command")),)
        lines = [
            line(self.tr("Key, as it stands on a Z"), counter.fingerprint or "–"),
            line(self.tr("Enrolled by"), counter.enrolled_by or "–"),
            line(self.tr("Keys so far"), str(counter.key_count)),
        ]
        return tuple(lines)

    def _row(self, counter: CounterFacts) -> tuple[Cell, ...]:
        state = None
        if not counter.is_active:
            state = ChipContent(self.tr("Disabled"), "lock", Tone.STOP)
        elif not counter.is_enrolled:
            state = ChipContent(self.tr("No computer"), "clock")
        shift = counter.shift_of or self.tr("no shift open")
        return (
            Cell(counter.name, f"{counter.code} · {counter.office}", quiet=not counter.is_active),
            Cell(shift, quiet=not counter.shift_of),
            Cell(chip=state),
        )
