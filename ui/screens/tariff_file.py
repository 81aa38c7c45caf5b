"""A tariff file that was looked at: its versions and charges, or every reason against it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cashier_app.domain.tariff_book import TariffFile
from ui.keys import Key
from ui.models import tariff_words as words
from ui.screens.sending import SendingScreen
from ui.theme.look import look
from ui.widgets.banner import BannerContent
from ui.widgets.cards import Columns, PanelTitle
from ui.widgets.cell_table import CellTable, Column
from ui.widgets.curve import CurveChart
from ui.widgets.drawn import Label
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent
from ui.widgets.ledger import Ledger, LedgerLine

_SHOWN_CHARGES = 11
"""As many as the side panel of the smallest window has room for."""

Show = Callable[[Decimal], str]


class TariffFileScreen(SendingScreen):
    """What comes next: keep it, look at it again, or it is done; F3 tries it out."""

    keep_asked = Signal()
    again_asked = Signal()
    try_asked = Signal()
    finished = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("tariff_file", parent)
        self._file: TariffFile | None = None
        self._show: Show = str
        self._is_kept = False
        self._build()
        for key, step in ((Key.DOWN, 1), (Key.UP, -1), (Key.PAGE_DOWN, 6), (Key.PAGE_UP, -6)):
            self.bind(key, partial(self._move, step))
        self.bind(Key.F3, self._on_f3_pressed)
        for table in (self.versions, self.problems):
            table.row_chosen.connect(self._on_row_chosen)

    def begin(
        self, file: TariffFile, header: HeaderContent, show: Show,
        banner: BannerContent | None = None, *, is_kept: bool = False,
    ) -> None:  # fmt: skip
        """Show `file`, totals by `show`; `is_kept`: it has just been kept."""
        self._end_wait()
        self._show = show
        self._file, self._is_kept = file, is_kept
        tariff = file.tariff
        self.versions.setVisible(tariff is not None)
        self.problems.setVisible(tariff is None)
        if tariff is None:
            self.problems.show_rows(tuple(map(words.problem_cells, file.problems)), 0)
        else:
            rows = tuple(
                words.version_cells(version, taken, is_kept=is_kept)
                for version, taken in zip(tariff.versions, file.versions, strict=True)
            )
            # What is new is what is looked at.
            new = [n for n, one in enumerate(file.versions) if one.done != "unchanged"]
            self.versions.show_rows(rows, new[0] if new else len(rows) - 1)
        self.title.setText(file.name)
        self.ledger.set_lines(words.tariff_lines(tariff) if tariff else ())
        self.set_frame(
            question=self._question(file), header=header, banner=banner, esc=self.tr("Back"),
            find_enabled=False, shift_enabled=False, keys=self._keys(file),
        )  # fmt: skip
        self.redraw()

    def clear(self) -> None:
        """Nothing of the file stays."""
        self._file = None
        self.versions.show_rows((), 0)
        self.problems.show_rows((), 0)

    def enter(self) -> None:
        self.setFocus()

    def next_pressed(self) -> None:
        file = self._file
        if file is None:
            return
        if file.tariff is None:
            self.again_asked.emit()
        elif file.to_keep and not self._is_kept:
            self.keep_asked.emit()
        else:
            self.finished.emit()

    def escape_pressed(self) -> None:
        self.left.emit()

    def _build(self) -> None:
        body = Columns()
        self.versions = CellTable(
            "tariff_file_versions", self.tr("Versions"),
            (Column(self.tr("Prices from")), Column(self.tr("Holds"), 250),
             Column(self.tr("What becomes of it"), 220)),
        )  # fmt: skip
        self.problems = CellTable(
            "tariff_file_problems", self.tr("What is wrong"),
            (Column(self.tr("Line"), 90), Column(self.tr("Place"), 240),
             Column(self.tr("What is wrong"))),
        )  # fmt: skip
        for table in (self.versions, self.problems):
            body.left.addWidget(table, 1)
        self.curve_label = Label(step="body_strong", name="tariff_file_curve_of")
        self.curve = CurveChart("tariff_file_curve")
        body.left.addSpacing(look().space("gap"))
        body.left.addWidget(self.curve_label)
        body.left.addSpacing(look().space("gap"))
        body.left.addWidget(self.curve, 1)
        self.title = PanelTitle(name="tariff_file_name")
        self.title.setWordWrap(True)
        self.ledger = Ledger("tariff_file_facts")
        self.charges_title = Label(step="body_strong", name="tariff_file_of")
        self.charges = Ledger("tariff_file_charges")
        self.reason = Label(step="cell", name="tariff_file_reason")
        self.reason.setWordWrap(True)
        column = body.panel.column
        for widget in (self.title, self.ledger, self.charges_title, self.charges, self.reason):
            column.addWidget(widget)
            column.addSpacing(look().space("small"))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)

    def _move(self, step: int) -> None:
        is_tariff = self._file is not None and self._file.tariff is not None
        (self.versions if is_tariff else self.problems).move_choice(step)

    def _on_row_chosen(self, _row: int) -> None:
        self.redraw()

    def _on_f3_pressed(self) -> None:
        file = self._file
        if file is not None and file.tariff is not None and not self.is_waiting:
            self.try_asked.emit()

    def _question(self, file: TariffFile) -> str:
        if file.tariff is None:
            return self.tr("This is no tariff yet. What is wrong?")
        if self._is_kept:
            return self.tr("The tariff is kept")
        return self.tr("Is this the tariff you mean?") if file.to_keep else self.tr("It is known")

    def _keys(self, file: TariffFile) -> tuple[KeyHint, ...]:
        rows = len(file.versions) or len(file.problems)
        choose = KeyHint("Up Down", self.tr("Choose"), rows > 1)
        if file.tariff is None:
            return (choose,)
        return (choose, KeyHint("F3", self.tr("Try it out")))

    def redraw(self) -> None:
        """The panel, and what comes next."""
        file = self._file
        if file is None:
            return
        self._show_side(file)
        if self._waiting_for:
            key = NextKeyContent(self.tr("Wait"), self._waiting_for, waiting=True)
        elif file.tariff is None:
            key = NextKeyContent(self.tr("Look again"), self.tr("When the file is corrected"))
        elif self._is_kept or not file.to_keep:
            key = NextKeyContent(self.tr("Done"), self.tr("Back to the tariffs"))
        else:
            what = self.tr("Keep {versions}").format(versions=words.count_versions(file.to_keep))
            key = NextKeyContent(what, self.tr("Issued bills stay as they are"))
        self.set_frame(next_key=key)

    def _show_side(self, file: TariffFile) -> None:
        row = (self.versions if file.tariff else self.problems).current_row()
        title, reason = "", ""
        lines: tuple[LedgerLine, ...] = ()
        if file.tariff is not None and 0 <= row < len(file.tariff.versions):
            version = file.tariff.versions[row]
            day = words.full_day(version.valid_from)
            title = self.tr("Charges from {day}").format(day=day)
            lines = words.charge_lines(version, _SHOWN_CHARGES)
        elif 0 <= row < len(file.problems):
            reason = words.problem_words(file.problems[row])
        self._show_curve(file, row)
        self.charges_title.setText(title)
        self.charges.set_lines(lines)
        self.reason.setText(reason)

    def _show_curve(self, file: TariffFile, row: int) -> None:
        glance = file.glances[row] if 0 <= row < len(file.glances) else None
        for part in (self.curve, self.curve_label):
            part.setVisible(glance is not None)
        if glance is not None and file.tariff is not None:
            day = words.full_day(file.tariff.versions[row].valid_from)
            asked = self.tr("Total by use of thirty days, prices of {day}").format(day=day)
            self.curve_label.setText(f"{asked}{words.assumed(file.tariff)}")
            self.curve.set_curve(glance.points, (glance.kwh, glance.total), self._show, "kWh")
