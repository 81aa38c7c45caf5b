"""What is asked of a customer, of a connection, of a new one."""

from __future__ import annotations

from datetime import date
from functools import partial

from cashier_app.domain.supply import (
    Codes,
    ConnectionFacts,
    CustomerFacts,
    NewPlace,
    PlaceFile,
)
from cashier_app.services.imports import fields as f
from ui.flow.form_maker import FormMaker, PlaceForm, Work
from ui.models.field_readers import codes_hint, known_code, plain_figure
from ui.screens.fields_form import FormWords
from ui.widgets.field_grid import Answers, Ask


class PlaceForms(FormMaker):
    """Who it is, where it is, what it is billed by."""

    def person(self, place: PlaceFile) -> PlaceForm:
        """Name, phones and so on."""
        was = place.customer or CustomerFacts("", "person", (), "", cash_only=False, instruction="")

        def work(answers: Answers, _accept: bool) -> Work:
            facts = CustomerFacts(
                answers["name"],
                answers["kind"],
                answers["phones"] or (),
                answers["email"] or "",
                bool(answers["cash_only"]),
                answers["instruction"] or "",
            )
            return partial(self._service.change_customer, place, facts)

        asks = (
            Ask("name", self.tr("Name"), f.text_up_to(200), was.name),
            Ask(
                "kind",
                self.tr("Person or firm"),
                f.one_of("person", "firm"),
                was.kind,
                "person, firm",
            ),
            Ask(
                "phones",
                self.tr("Phones"),
                f.phones,
                "|".join(was.phones),
                self.tr("| between several"),
                needed=False,
            ),
            Ask("email", self.tr("E-mail"), f.text_up_to(160), was.email, needed=False),
            Ask(
                "cash_only",
                self.tr("Cash only"),
                f.yes_or_no,
                "yes" if was.cash_only else "no",
                self.tr("yes or no: no cheques"),
            ),
            Ask(
                "instruction",
                self.tr("What the counter should know"),
                f.text_up_to(255),
                was.instruction,
                needed=False,
            ),
        )
        words = self.about(
            place,
            self.tr("Who is it?"),
            self.tr("Save the customer"),
            self.tr("Found by the new name at once"),
        )
        return PlaceForm(words, asks, work, self.tr("The customer is saved."))

    def connection(self, place: PlaceFile, codes: Codes) -> PlaceForm:
        """Address, route and load."""
        was = place.facts

        def work(answers: Answers, _accept: bool) -> Work:
            facts = ConnectionFacts(
                answers["address"],
                answers["ward"] or "",
                answers["route"],
                answers["load_kw"],
                answers["load_kva"],
                answers["amperes"],
            )
            return partial(self._service.change_connection, place, facts, answers["load_since"])

        asks = (
            Ask("address", self.tr("Address"), f.text_up_to(200), was.address),
            Ask("ward", self.tr("Ward"), f.text_up_to(60), was.ward, needed=False),
            Ask(
                "route",
                self.tr("Route"),
                known_code(codes.routes),
                was.route,
                codes_hint(codes.routes),
            ),
            Ask(
                "load_kw",
                self.tr("Load"),
                f.positive,
                plain_figure(was.load_kw),
                "kW",
                needed=False,
            ),
            Ask(
                "load_kva",
                self.tr("Load"),
                f.positive,
                plain_figure(was.load_kva),
                "kVA",
                needed=False,
            ),
            Ask(
                "amperes",
                self.tr("Main fuse"),
                f.positive,
                plain_figure(was.amperes),
                self.tr("amperes"),
                needed=False,
            ),
            self.day("load_since", self.tr("A new load from"), place.today),
        )
        words = self.about(
            place,
            self.tr("Where is it, and how large?"),
            self.tr("Save the connection"),
            self.tr("A load never changes inside a period that is billed"),
        )
        return PlaceForm(words, asks, work, self.tr("The connection is saved."))

    def tariff(self, place: PlaceFile, codes: Codes) -> PlaceForm:
        """Tariff and discount schemes from a day on."""

        def work(answers: Answers, _accept: bool) -> Work:
            schemes = answers["schemes"] or ()
            return partial(
                self._service.set_tariff, place, answers["tariff"], schemes, answers["since"]
            )

        asks = (
            Ask(
                "tariff",
                self.tr("Tariff"),
                known_code(codes.tariffs),
                place.tariff,
                codes_hint(codes.tariffs),
            ),
            self.day("since", self.tr("First day"), place.today),
            Ask(
                "schemes",
                self.tr("Discount schemes"),
                f.schemes,
                "|".join(place.schemes),
                self.tr("| between several"),
                needed=False,
            ),
        )
        words = self.about(
            place,
            self.tr("By which tariff is it billed?"),
            self.tr("Change the tariff"),
            self.tr("Never inside a period that is billed"),
        )
        return PlaceForm(words, asks, work, self.tr("Tariff and discounts are saved."))

    def new_place(self, codes: Codes, today: date) -> PlaceForm:
        """A connection that was never supplied; who moves in comes next."""

        def work(answers: Answers, _accept: bool) -> Work:
            new = NewPlace(
                answers["connection_no"],
                answers["address"],
                answers["ward"] or "",
                answers["route"],
                answers["tariff"] or "",
                answers["since"],
            )
            return partial(self._service.add_place, new)

        asks = (
            Ask("connection_no", self.tr("Connection number"), f.number),
            Ask("address", self.tr("Address"), f.text_up_to(200)),
            Ask("ward", self.tr("Ward"), f.text_up_to(60), needed=False),
            Ask("route", self.tr("Route"), known_code(codes.routes), hint=codes_hint(codes.routes)),
            Ask(
                "tariff",
                self.tr("Tariff"),
                known_code(codes.tariffs),
                hint=codes_hint(codes.tariffs),
                needed=False,
            ),
            self.day("since", self.tr("Tariff from"), today),
        )
        words = FormWords(
            self.tr("Where is the new connection?"),
            self.tr("Add the connection"),
            self.tr("Vacant, until somebody moves in"),
        )
        return PlaceForm(
            words,
            asks,
            work,
            self.tr("The connection is there. Fit a meter, move in."),
        )
