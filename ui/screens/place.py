"""One connection: who lives there, its meters and readings, and what can be changed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from cashier_app.domain.numbers import show_meter_no
from cashier_app.domain.readings import Span, actual_spans
from cashier_app.domain.supply import PlaceFile
from ui.models.supply_words import SHOWN_PERIODS, place_header, place_lines, span_bars
from ui.screens.menu import MenuScreen
from ui.theme.look import look
from ui.widgets.actions import Action
from ui.widgets.banner import BannerContent
from ui.widgets.cards import PanelTitle
from ui.widgets.chart import ConsumptionChart
from ui.widgets.drawn import Label
from ui.widgets.ledger import Ledger

PERSON, PLACE, TARIFF, MOVE_OUT, MOVE_IN, FIT = (
    "person", "place", "tariff", "move_out", "move_in", "fit",
)  # fmt: skip
REPLACE, REMOVE = "replace:", "remove:"
"""With the fitting's key behind them."""


class PlaceScreen(MenuScreen):
    """`action_asked` carries one of the names above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("place", parent)
        self.title = PanelTitle(name="place_name")
        self.facts = Ledger("place_facts")
        self.chart_label = Label(step="body_strong", name="place_chart_label")
        self.chart = ConsumptionChart("place_chart")
        self.panel.addWidget(self.title)
        self.panel.addSpacing(look().space("small"))
        self.panel.addWidget(self.facts)
        self.panel.addStretch(1)
        self.panel.addWidget(self.chart_label)
        self.panel.addSpacing(look().space("small"))
        self.panel.addWidget(self.chart)

    def begin(self, place: PlaceFile, banner: BannerContent | None = None) -> None:
        """Show `place` as it is now."""
        liable = place.liable
        self.title.setText(liable.customer_name if liable else self.tr("Nobody lives there"))
        self.facts.set_lines(place_lines(place))
        self._show_use(place)
        self.show_actions(self._actions(place), place_header(place), esc=self.tr("Back"))
        self.set_frame(question=self.tr("What is changed here?"), find_enabled=False, banner=banner)

    def clear(self) -> None:
        """Nobody is shown."""
        self.title.setText("")
        self.facts.set_lines(())
        self.chart_label.setText("")
        self.chart.set_bars(())

    def _show_use(self, place: PlaceFile) -> None:
        """Of the first register; with several the panel has their readings only."""
        registers = [one for fitting in place.standing for one in fitting.registers]
        spans: tuple[Span, ...] = ()
        if registers:
            first = registers[0].place
            spans = actual_spans(first.register, first.history, SHOWN_PERIODS)
        self.chart.set_bars(span_bars(spans))
        unit = registers[0].place.register.unit if registers else ""
        words = self.tr("Used up to each reading, {unit}").format(unit=unit)
        self.chart_label.setText(words if spans else "")

    def _actions(self, place: PlaceFile) -> tuple[Action, ...]:
        actions: list[Action] = []
        if place.liable is None:
            actions.append(
                Action(MOVE_IN, self.tr("Move somebody in"),
                       self.tr("A new account; known or new customer"), "person")
            )  # fmt: skip
        else:
            actions += [
                Action(PERSON, self.tr("Name, phones, instruction"),
                       self.tr("For all the customer's accounts"), "person"),
                Action(MOVE_OUT, self.tr("Move out"),
                       self.tr("The last day, with a reading of each meter"), "arrow-right"),
            ]  # fmt: skip
        actions += [
            Action(PLACE, self.tr("Address, route, load"), self.tr("Of the connection"), "home"),
            Action(TARIFF, self.tr("Tariff, discounts"), self.tr("From a day on"), "bolt"),
        ]
        for fitting in place.standing:
            number = show_meter_no(fitting.meter_no)
            actions += [
                Action(f"{REPLACE}{fitting.fitting_id}",
                       self.tr("Replace meter {number}").format(number=number),
                       self.tr("Its last reading, the new one's first"), "counter"),
                Action(f"{REMOVE}{fitting.fitting_id}",
                       self.tr("Take meter {number} out").format(number=number),
                       self.tr("Its last reading; nothing stands there then"), "undo"),
            ]  # fmt: skip
        free = self.tr("Fit another meter") if place.standing else self.tr("Fit a meter")
        actions.append(Action(FIT, free, self.tr("New, or from the store"), "counter"))
        return tuple(actions)
