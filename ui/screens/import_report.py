"""What became of a file: counts, every refused record with line and reason, what is held."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.numbers import show_meter_no
from cashier_app.services.imports.importing import HeldRow, ImportReport
from cashier_app.services.imports.table import RowRefusal
from ui.keys import Key
from ui.models.supply_words import hold_words, plain
from ui.screen import Screen
from ui.texts.imports import record_reason
from ui.theme.look import look
from ui.widgets.banner import BannerContent
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import Cell, CellTable, Column
from ui.widgets.chip import ChipContent, Tone
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine

LEAVE_OUT = "L"


class ImportReportScreen(Screen):
    """What comes next: store it, check it again, leave the refused out, or it is done."""

    store_asked = Signal()
    again_asked = Signal()
    leave_out_asked = Signal()
    finished = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("import_report", parent)
        self._report: ImportReport | None = None
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self.table.move_choice, step))
        self.table.row_chosen.connect(self._on_row_chosen)

    def begin(
        self, report: ImportReport, header: HeaderContent, banner: BannerContent | None
    ) -> None:
        """Show `report`."""
        self._report = report
        rows = [_refused(one) for one in report.refusals]
        rows += [_held(one) for one in report.stored.held]
        self.reason.setText("")
        self.table.show_rows(tuple(rows), 0)
        self.title.setText(report.order.path.name)
        self.ledger.set_lines(_counts(report))
        self.set_frame(
            question=self._question(report), header=header, banner=banner, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False, keys=self._keys(report),
            next_key=self._next_key(report), hint="",
        )  # fmt: skip

    def clear(self) -> None:
        """Nothing of the file stays."""
        self._report = None
        self.table.show_rows((), 0)
        self.title.setText("")
        self.reason.setText("")
        self.ledger.set_lines(())

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        report = self._report
        if report is None:
            return
        if _can_store(report):
            self.store_asked.emit()
        elif report.refusals and not report.stored.is_written:
            self.again_asked.emit()
        else:
            self.finished.emit()

    def escape_pressed(self) -> None:
        self.left.emit()

    def key_typed(self, event: QKeyEvent) -> bool:
        if self._report is not None and event.text().upper() == LEAVE_OUT:
            if _can_leave_out(self._report):
                self.leave_out_asked.emit()
            return True
        return False

    def _build(self) -> None:
        body = Columns()
        columns = (
            Column(self.tr("Line"), 110), Column(self.tr("Column"), 190),
            Column(self.tr("What is wrong")), Column("", 120),
        )  # fmt: skip
        self.table = CellTable("import_refused", self.tr("Records to look at"), columns)
        body.left.addWidget(self.table, 1)
        self.title = PanelTitle(name="import_name")
        self.title.setWordWrap(True)
        self.ledger = Ledger("import_counts")
        self.reason = Label(step="cell", name="import_reason")
        self.reason.setWordWrap(True)
        column = body.panel.column
        for widget in (self.title, self.ledger, self.reason):
            column.addWidget(widget)
            column.addSpacing(look().space("base"))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)

    def _on_row_chosen(self, row: int) -> None:
        """The whole reason, however long it is."""
        report = self._report
        if report is not None and 0 <= row < len(report.refusals):
            found = report.refusals[row]
            line = self.tr("Line {line}").format(line=found.line)
            self.reason.setText(f"{line}: {found.column} {record_reason(found, plain)}.")
        else:
            self.reason.setText("")

    def _question(self, report: ImportReport) -> str:
        if report.stored.before is not None:
            return self.tr("This file is in already")
        if report.stored.is_written:
            return self.tr("The file is in")
        if report.refusals:
            return self.tr("What is to be done with the refused records?")
        return self.tr("Is this the file you mean?")

    def _keys(self, report: ImportReport) -> tuple[KeyHint, ...]:
        rows = len(report.refusals) + len(report.stored.held)
        leave = KeyHint(LEAVE_OUT, self.tr("Leave the refused out"), _can_leave_out(report))
        choose = KeyHint("Up Down", self.tr("Choose"), rows > 1)
        return (choose, leave) if report.refusals else (choose,)

    def _next_key(self, report: ImportReport) -> NextKeyContent:
        if _can_store(report):
            if report.stored.new == 1:
                return NextKeyContent(self.tr("Store 1 record"), self.tr("Nothing stored yet"))
            words = self.tr("Store {n} records").format(n=f"{report.stored.new:,}")
            return NextKeyContent(words, self.tr("All of them, or none"))
        if report.refusals and not report.stored.is_written:
            return NextKeyContent(self.tr("Check it again"), self.tr("When the file is corrected"))
        return NextKeyContent(self.tr("Done"), self.tr("Another file, or back"))


def _can_store(report: ImportReport) -> bool:
    stored = report.stored
    return not (report.refusals or stored.is_written or stored.before) and stored.new > 0


def _can_leave_out(report: ImportReport) -> bool:
    return bool(report.refusals) and not report.stored.is_written and report.stored.new > 0


def _counts(report: ImportReport) -> tuple[LedgerLine, ...]:
    translate = QCoreApplication.translate
    stored = report.stored
    refused = len({found.line for found in report.refusals})
    lines = [
        LedgerLine(translate("ImportReport", "Records"), f"{report.records:,}"),
        LedgerLine(translate("ImportReport", "New"), f"{stored.new:,}"),
        LedgerLine(translate("ImportReport", "There already"), f"{stored.there:,}"),
    ]
    if stored.held:
        words = translate("ImportReport", "Of the new, held for a look")
        lines.append(LedgerLine(words, f"{len(stored.held):,}"))
    lines.append(LedgerLine(translate("ImportReport", "Refused"), f"{refused:,}", weight="total"))
    return tuple(lines)


def _refused(found: RowRefusal) -> tuple[Cell, ...]:
    chip = ChipContent(
        QCoreApplication.translate("ImportReport", "Refused"), "octagon-alert", Tone.STOP
    )
    reason = record_reason(found, plain)
    reason = reason[:1].upper() + reason[1:]
    return Cell(f"{found.line:,}"), Cell(found.column or "–"), Cell(reason), Cell(chip=chip)


def _held(found: HeldRow) -> tuple[Cell, ...]:
    chip = ChipContent(
        QCoreApplication.translate("ImportReport", "Held"), "triangle-alert", Tone.WARN
    )
    meter = show_meter_no(found.meter_no)
    return (
        Cell(f"{found.line:,}"), Cell(meter), Cell(hold_words(found.reason.value)), Cell(chip=chip),
    )  # fmt: skip
