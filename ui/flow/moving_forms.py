"""What is asked when somebody moves or a meter changes: days and readings."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from cashier_app.domain.numbers import show_meter_no
from cashier_app.domain.supply import (
    Fitting,
    NewAccount,
    NewMeter,
    PlaceFile,
)
from cashier_app.services.imports import fields as f
from ui.flow.form_maker import FormMaker, PlaceForm, Work, values_of
from ui.models.field_readers import one_phone
from ui.widgets.field_grid import Answers, Ask


class MovingForms(FormMaker):
    """Everything that needs what the dials show."""

    def move_out(self, place: PlaceFile) -> PlaceForm:
        """The last day, and what every register shows then."""

        def work(answers: Answers, accept: bool) -> Work:
            values = values_of(answers, place.standing)
            return partial(
                self._service.move_out, place, answers["last_day"], values, accept=accept
            )

        asks = (
            self.day("last_day", self.tr("Last day"), place.today),
            *self.shown_asks(place.standing),
        )
        words = self.about(
            place,
            self.tr("When does the customer move out?"),
            self.tr("Move out"),
            self.tr("The last bill goes up to that day"),
        )
        return PlaceForm(words, asks, work, self.tr("Moved out. The place is vacant now."))

    def move_in(self, place: PlaceFile) -> PlaceForm:
        """Who, from when on, and what the registers showed the evening before."""

        def work(answers: Answers, accept: bool) -> Work:
            who = NewAccount(
                answers["customer_no"],
                answers["name"] or "",
                answers["account_no"],
                answers["tariff_class"],
                answers["phone"] or "",
            )
            values = values_of(answers, place.standing)
            return partial(
                self._service.move_in, place, answers["first_day"], who, values, accept=accept
            )

        readings = (
            replace(
                ask,
                hint=self.tr("the day before; {last}").format(last=ask.hint),
                needed=False,
            )
            for ask in self.shown_asks(place.standing)
        )
        asks = (
            self.day("first_day", self.tr("First day"), place.today),
            Ask("account_no", self.tr("New account number"), f.number),
            Ask("customer_no", self.tr("Customer number"), f.number, hint=self.tr("known or new")),
            Ask(
                "name",
                self.tr("Name"),
                f.text_up_to(200),
                hint=self.tr("empty for a known customer"),
                needed=False,
            ),
            Ask("phone", self.tr("Phone"), one_phone, needed=False),
            Ask("tariff_class", self.tr("Class in reports"), f.short_code(16), "residential"),
            *readings,
        )
        words = self.about(
            place,
            self.tr("Who moves in?"),
            self.tr("Move in"),
            self.tr("The first bill begins on that day"),
        )
        return PlaceForm(words, asks, work, self.tr("Moved in."))

    def fit(self, place: PlaceFile) -> PlaceForm:
        """A meter at the next free position."""
        position = max((fitting.position for fitting in place.standing), default=0) + 1

        def work(answers: Answers, _accept: bool) -> Work:
            new = _new_meter(answers)
            return partial(
                self._service.fit_meter,
                place,
                answers["position"],
                answers["day"],
                new,
                answers["value"],
            )

        asks = (
            self.day("day", self.tr("Fitted on"), place.today),
            Ask(
                "position",
                self.tr("Position"),
                f.whole(1, 99),
                str(position),
                self.tr("at the connection"),
            ),
            *self._new_meter_asks(),
        )
        words = self.about(
            place,
            self.tr("Which meter is fitted?"),
            self.tr("Fit the meter"),
            self.tr("It is read from that day on"),
        )
        return PlaceForm(words, asks, work, self.tr("The meter is fitted."))

    def replace_meter(self, place: PlaceFile, old: Fitting) -> PlaceForm:
        """The last readings of the old one, the number and first reading of the new one."""

        def work(answers: Answers, accept: bool) -> Work:
            return partial(
                self._service.replace_meter,
                place,
                old,
                answers["day"],
                values_of(answers, (old,)),
                new=_new_meter(answers),
                value=answers["value"],
                accept=accept,
            )

        asks = (
            self.day("day", self.tr("Replaced on"), place.today),
            *self.shown_asks((old,)),
            *self._new_meter_asks(),
        )
        number = show_meter_no(old.meter_no)
        words = self.about(
            place,
            self.tr("What takes the place of meter {number}?").format(number=number),
            self.tr("Replace the meter"),
            self.tr("Both parts of the period are billed"),
        )
        return PlaceForm(words, asks, work, self.tr("The meter is replaced."))

    def remove_meter(self, place: PlaceFile, old: Fitting) -> PlaceForm:
        """The day, and what it showed last."""

        def work(answers: Answers, accept: bool) -> Work:
            return partial(
                self._service.remove_meter,
                place,
                old,
                answers["day"],
                values_of(answers, (old,)),
                accept=accept,
            )

        asks = (
            self.day("day", self.tr("Taken out on"), place.today),
            *self.shown_asks((old,)),
        )
        number = show_meter_no(old.meter_no)
        words = self.about(
            place,
            self.tr("What did meter {number} show last?").format(number=number),
            self.tr("Take it out"),
            self.tr("Nothing is measured there from then on"),
        )
        return PlaceForm(words, asks, work, self.tr("The meter is taken out."))

    def _new_meter_asks(self) -> tuple[Ask, ...]:
        return (
            Ask(
                "meter_no",
                self.tr("Number of the new meter"),
                f.number,
                hint=self.tr("or one from the store"),
            ),
            Ask("value", self.tr("It shows"), f.reading_value, "0"),
            Ask("dials", self.tr("Digits on the dial"), f.whole(3, 10), "6"),
            Ask("multiplier", self.tr("Multiplier"), f.multiplier, "1"),
            Ask("maker", self.tr("Maker"), f.text_up_to(60), needed=False),
        )


def _new_meter(answers: Answers) -> NewMeter:
    return NewMeter(
        answers["meter_no"], answers["dials"], answers["multiplier"], answers["maker"] or ""
    )
