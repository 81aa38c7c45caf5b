"""What a form of a connection is, and what several forms ask alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from PySide6.QtCore import QObject

from cashier_app.domain.numbers import show_meter_no
from cashier_app.domain.supply import (
    Fitting,
    PlaceFile,
    RegisterFile,
    Values,
)
from cashier_app.services.imports import fields as f
from cashier_app.services.supply import SupplyService
from ui.models.supply_words import last_words, place_lines
from ui.models.typed import day_as_in_files, day_text
from ui.screens.fields_form import FormWords
from ui.widgets.field_grid import Answers, Ask

Work = Callable[[], PlaceFile]


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """`work` makes the change of what was answered; its second argument accepts odd readings."""

    words: FormWords
    asks: tuple[Ask, ...]
    work: Callable[[Answers, bool], Work]
    done: str
    """What is told when it is done."""


class FormMaker(QObject):
    """Makes forms over the service of whoever is signed in."""

    def __init__(self, service: SupplyService, parent: QObject) -> None:
        super().__init__(parent)
        self._service = service

    def about(self, place: PlaceFile, question: str, answer: str, consequence: str) -> FormWords:
        """Words with the connection in the side panel."""
        title = self.tr("The connection")
        return FormWords(question, answer, consequence, title, place_lines(place))

    def day(self, name: str, label: str, value: date) -> Ask:
        """A day."""
        return Ask(name, label, day_as_in_files, day_text(value), self.tr("as 25.11.2026"))

    def shown_asks(self, fittings: tuple[Fitting, ...]) -> tuple[Ask, ...]:
        """What each register of these meters shows."""
        return tuple(
            Ask(
                f"register:{one.register_id}",
                self.register_label(fitting, one),
                f.reading_value,
                hint=self.tr("last {reading}").format(reading=last_words(one.last)),
            )
            for fitting in fittings
            for one in fitting.registers
        )

    def register_label(self, fitting: Fitting, register: RegisterFile) -> str:
        """A field for one register: its meter, and its code where there are several."""
        label = self.tr("Meter {number} shows").format(number=show_meter_no(fitting.meter_no))
        return f"{label}, {register.code}" if len(fitting.registers) > 1 else label


def values_of(answers: Answers, fittings: tuple[Fitting, ...]) -> Values:
    """The readings that were typed, by register."""
    found: dict[int, Decimal] = {}
    for fitting in fittings:
        for register in fitting.registers:
            value = answers[f"register:{register.register_id}"]
            if value is not None:
                found[register.register_id] = value
    return found
