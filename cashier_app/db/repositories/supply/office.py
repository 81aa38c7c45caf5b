"""The office's customers and connections: services.supply.SupplyGateway."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from cashier_app.db.repositories.supply import changes
from cashier_app.db.repositories.supply.desk import MANAGE_CUSTOMERS, OfficeDesk
from cashier_app.db.repositories.supply.open_place import find, open_place
from cashier_app.db.repositories.supply.schemes import set_schemes
from cashier_app.db.tables import prices, supply
from cashier_app.domain.search import Query
from cashier_app.domain.supply import (
    Codes,
    ConnectionFacts,
    CustomerFacts,
    Fitting,
    FoundPlace,
    NewAccount,
    NewMeter,
    NewPlace,
    PlaceFile,
    Values,
)


class SupplyRepository:
    """Each change is one transaction, and answers with the file as it is then."""

    def __init__(self, desk: OfficeDesk) -> None:
        self._desk = desk

    def find(self, query: Query) -> tuple[FoundPlace, ...]:
        with self._desk.looking(MANAGE_CUSTOMERS) as connection:
            return find(connection, query)

    def open(self, connection_id: int) -> PlaceFile:
        with self._desk.looking(MANAGE_CUSTOMERS) as connection:
            return open_place(connection, connection_id)

    def codes(self) -> Codes:
        with self._desk.looking(MANAGE_CUSTOMERS) as connection:
            routes = connection.execute(select(supply.routes.c.code).order_by("code")).scalars()
            tariffs = connection.execute(select(prices.tariffs.c.code).order_by("code")).scalars()
            return Codes(tuple(routes), tuple(tariffs))

    def add_place(self, new: NewPlace) -> PlaceFile:
        with self._desk.writing(MANAGE_CUSTOMERS) as connection:
            connection_id = changes.add_place(connection, new)
            return open_place(connection, connection_id)

    def change_customer(self, place: PlaceFile, facts: CustomerFacts) -> PlaceFile:
        with self._desk.writing(MANAGE_CUSTOMERS) as connection:
            changes.change_customer(connection, place.customer_id or 0, facts)
            return open_place(connection, place.connection_id)

    def change_connection(
        self, place: PlaceFile, facts: ConnectionFacts, load_since: date
    ) -> PlaceFile:
        with self._desk.writing(MANAGE_CUSTOMERS) as connection:
            changes.change_connection(connection, place.connection_id, facts)
            if facts.load != place.facts.load:
                changes.set_load(connection, place.connection_id, facts, load_since)
            return open_place(connection, place.connection_id)

    def set_tariff(
        self, place: PlaceFile, tariff: str, schemes: tuple[str, ...], since: date
    ) -> PlaceFile:
        with self._desk.writing(MANAGE_CUSTOMERS) as connection:
            if tariff != place.tariff:
                changes.set_tariff(connection, place.connection_id, tariff, since)
            set_schemes(connection, place.connection_id, tariff, schemes, since)
            return open_place(connection, place.connection_id)

    def move_out(
        self, place: PlaceFile, last_day: date, values: Values, *, accept: bool
    ) -> PlaceFile:
        with self._desk.writing(MANAGE_CUSTOMERS) as connection:
            now = open_place(connection, place.connection_id)
            changes.move_out(connection, now, last_day, values, accept=accept)
            return open_place(connection, place.connection_id)

    def move_in(
        self, place: PlaceFile, first_day: date, who: NewAccount, values: Values, *, accept: bool
    ) -> PlaceFile:
        with self._desk.writing(MANAGE_CUSTOMERS) as connection:
            now = open_place(connection, place.connection_id)
            changes.move_in(connection, now, first_day, who, values, accept=accept)
            return open_place(connection, place.connection_id)

    def fit_meter(
        self, place: PlaceFile, position: int, day: date, new: NewMeter, value: Decimal
    ) -> PlaceFile:
        with self._desk.writing(MANAGE_CUSTOMERS) as connection:
            changes.fit_meter(connection, place, position, day, new, value)
            return open_place(connection, place.connection_id)

    def replace_meter(
        self,
        place: PlaceFile,
        old: Fitting,
        day: date,
        finals: Values,
        *,
        new: NewMeter,
        value: Decimal,
        accept: bool,
    ) -> PlaceFile:
        with self._desk.writing(MANAGE_CUSTOMERS) as connection:
            changes.replace_meter(
                connection, place, old, day, finals, new=new, value=value, accept=accept
            )
            return open_place(connection, place.connection_id)

    def remove_meter(
        self, place: PlaceFile, old: Fitting, day: date, finals: Values, *, accept: bool
    ) -> PlaceFile:
        with self._desk.writing(MANAGE_CUSTOMERS) as connection:
            changes.remove_meter(connection, place, old, day, finals, accept=accept)
            return open_place(connection, place.connection_id)
