"""The utility's row and settings: a list of what can be changed, and one value of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.screens.form import FormScreen
from ui.screens.table_screen import TableScreen
from ui.widgets.banner import BannerContent
from ui.widgets.cards import PanelTitle
from ui.widgets.cell_table import Cell, Column
from ui.widgets.chip import ChipContent
from ui.widgets.fields import Field
from ui.widgets.header import HeaderContent
from ui.widgets.keys import KeyHint, NextKeyContent

_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Value:
    """A field, a setting or a list of money. `allowed` says what it may be, in words."""

    name: str
    label: str
    detail: str
    text: str
    allowed: str = ""
    fixed: bool = False


class UtilityScreen(TableScreen):
    """`value_asked` carries the Value of the selected row."""

    value_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (Column(self.tr("What")), Column(self.tr("Now"), 380))
        super().__init__("utility", self.tr("The utility"), columns, parent)
        self._values: tuple[Value, ...] = ()
        self.title = self.add(PanelTitle(name="utility_title"))
        self.detail = self.add_words("utility_detail", tone="ink2")
        self.whole = self.add_words("utility_value")

    def begin(self, header: HeaderContent) -> None:
        """While it is read."""
        self.begin_reading(
            self.tr("What is changed for the utility?"), header, self.tr("Reading it"),
            (KeyHint("Up Down", self.tr("Choose")),),
        )  # fmt: skip

    def show_values(self, values: tuple[Value, ...], banner: BannerContent | None = None) -> None:
        """Every value; the one that was selected stays so."""
        at = max(self.table.current_row(), 0)
        self._values = values
        self.show_rows(tuple(self._row(value) for value in values), at)
        self.set_frame(banner=banner)
        self.redraw()

    @property
    def values(self) -> tuple[Value, ...]:
        """What is shown."""
        return self._values

    def next_pressed(self) -> None:
        self.value_asked.emit(self._values[self.table.current_row()])

    def redraw(self) -> None:
        row = self.table.current_row()
        if not 0 <= row < len(self._values):
            return
        value = self._values[row]
        self.title.setText(value.label)
        self.detail.setText(value.detail)
        self.whole.setText(value.text or self.tr("empty"))
        if value.fixed:
            words = self.tr("Books that stand were made with it")
            key = NextKeyContent(self.tr("This is fixed"), words, waiting=True)
        else:
            key = NextKeyContent(
                self.tr("Change: {what}").format(what=value.label), self.tr("One value by itself")
            )
        self.set_frame(next_key=key)

    def _row(self, value: Value) -> tuple[Cell, ...]:
        if value.fixed:
            chip = ChipContent(self.tr("{value}, fixed").format(value=value.text), "lock")
            return Cell(value.label, value.detail), Cell(chip=chip)
        shown = value.text or self.tr("empty")
        return Cell(value.label, value.detail), Cell(shown, quiet=not value.text)


class ValueScreen(FormScreen):
    """`given` carries what is typed; it may be empty where the utility may go without."""

    given = Signal(str)
    left = Signal()

    def __init__(
        self, name: str = "utility_value", longest: int = _LONGEST, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._value = Value("", "", "", "")
        self.field = Field("utility_field", " ", height="field")
        self.field.edit.setMaxLength(longest)
        self.add(self.field)
        self.finish()

    def begin(self, value: Value, header: HeaderContent) -> None:
        """Show `value` as it stands, to be typed over."""
        self.clear()
        self._value = value
        self.field.label.setText(value.label)
        self.field.edit.setAccessibleName(value.label)
        self.field.set_hint(value.allowed)
        self.field.set_text(value.text)
        self.show_about(value.detail, ())
        self.set_frame(
            question=self.tr("What should it be?"), header=header, banner=None,
            esc=self.tr("Back"), find_enabled=False, shift_enabled=False,
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
        if self.field.text().strip() == self._value.text:
            return NextKeyContent(self.tr("Save"), self.tr("Nothing is changed yet"), waiting=True)
        return NextKeyContent(self.tr("Save"), self.tr("From the next sign-in on"))
