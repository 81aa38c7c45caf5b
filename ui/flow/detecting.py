"""The over/short detective of one shift: read, searched, shown."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from PySide6.QtCore import QObject, Signal

from cashier_app.domain.detective import Suspect, suspects
from cashier_app.domain.story import ShiftStory
from ui.flow.counter import Counter
from ui.flow.look_words import difference_chip
from ui.models.clues import clue_of, history_lines, searched_lines
from ui.screens.detective import DetectiveScreen
from ui.tasks import Operation
from ui.widgets.header import HeaderContent


class Detecting(QObject):
    """`left` back to where it was called from."""

    left = Signal()

    def __init__(self, counter: Counter, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._counter = counter
        self._difference = Decimal(0)
        self._header = HeaderContent()
        self._name = name

    @cached_property
    def _screen(self) -> DetectiveScreen:
        screen = DetectiveScreen(self._name)
        self._counter.navigator.add(screen)
        screen.left.connect(self.left)
        return screen

    def start(self, shift_id: int, difference: Decimal, header: HeaderContent) -> None:
        """Read the shift's story off the GUI thread, and search it there, too."""
        self._difference, self._header = difference, header
        shifts, signed_in = self._counter.program.shifts, self._counter.state.signed_in
        notes = tuple(one.value for one in signed_in.denominations)
        unit = Decimal(1).scaleb(-signed_in.utility.currency.decimals)

        def read() -> tuple[ShiftStory, tuple[Suspect, ...]]:
            story = shifts.story(shift_id)
            return story, suspects(difference, story, notes, unit)

        operation = Operation(read, latest="detective", name="shift_story")
        self._counter.tasks.run(operation, self, self._on_read)

    def stop(self) -> None:
        """Sign-out."""
        self._difference, self._header = Decimal(0), HeaderContent()

    def _on_read(self, read: tuple[ShiftStory, tuple[Suspect, ...]]) -> None:
        story, found = read
        state = self._counter.state
        clues = tuple(clue_of(one, state.currency, state.local) for one in found)
        self._screen.begin(
            clues, self._header, difference_chip(self._difference, state.currency),
            searched_lines(story), history_lines(story, state.currency),
        )  # fmt: skip
        self._counter.navigator.show(self._screen.objectName())
