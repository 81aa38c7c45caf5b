"""The office's customers: who lives where, which meter stands there, and what of it changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Protocol

from cashier_app.domain.errors import Refused
from cashier_app.domain.search import Query, parse_query
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


class SupplyGateway(Protocol):
    """Each change is one transaction and answers with the file as it is then.

    Raises Refused, Busy, Unavailable; ConfirmationNeeded("reading_odd") without `accept`.
    """

    def find(self, query: Query) -> tuple[FoundPlace, ...]: ...

    def open(self, connection_id: int) -> PlaceFile: ...

    def codes(self) -> Codes: ...

    def add_place(self, new: NewPlace) -> PlaceFile: ...

    def change_customer(self, place: PlaceFile, facts: CustomerFacts) -> PlaceFile: ...

    def change_connection(
        self, place: PlaceFile, facts: ConnectionFacts, load_since: date
    ) -> PlaceFile: ...

    def set_tariff(
        self, place: PlaceFile, tariff: str, schemes: tuple[str, ...], since: date
    ) -> PlaceFile: ...

    def move_out(
        self, place: PlaceFile, last_day: date, values: Values, *, accept: bool
    ) -> PlaceFile: ...

    def move_in(
        self, place: PlaceFile, first_day: date, who: NewAccount, values: Values, *, accept: bool
    ) -> PlaceFile: ...

    def fit_meter(
        self, place: PlaceFile, position: int, day: date, new: NewMeter, value: Decimal
    ) -> PlaceFile: ...

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
    ) -> PlaceFile: ...

    def remove_meter(
        self, place: PlaceFile, old: Fitting, day: date, finals: Values, *, accept: bool
    ) -> PlaceFile: ...


class SupplyService:
    """Used in the lane "reports". All errors are those of the gateway."""

    def __init__(self, gateway: SupplyGateway) -> None:
        self._gateway = gateway

    def find(self, text: str) -> tuple[FoundPlace, ...]:
        """Places by any number, or by the words of a name or address. Raises Refused(too_short)."""
        query = parse_query(text)
        if not query.is_long_enough:
            raise Refused("too_short")
        return self._gateway.find(query)

    def open(self, connection_id: int) -> PlaceFile:
        """Everything about a connection."""
        return self._gateway.open(connection_id)

    def codes(self) -> Codes:
        """The routes and tariffs there are."""
        return self._gateway.codes()

    def add_place(self, new: NewPlace) -> PlaceFile:
        """A new connection, vacant."""
        return self._gateway.add_place(new)

    def change_customer(self, place: PlaceFile, facts: CustomerFacts) -> PlaceFile:
        """Name, phones and so on of who lives there."""
        return self._gateway.change_customer(place, facts)

    def change_connection(
        self, place: PlaceFile, facts: ConnectionFacts, load_since: date
    ) -> PlaceFile:
        """Address and route; another load from a day on that is not billed yet."""
        return self._gateway.change_connection(place, facts, load_since)

    def set_tariff(
        self, place: PlaceFile, tariff: str, schemes: tuple[str, ...], since: date
    ) -> PlaceFile:
        """Tariff and discount schemes from a day on that is not billed yet."""
        return self._gateway.set_tariff(place, tariff, schemes, since)

    def move_out(
        self, place: PlaceFile, last_day: date, values: Values, *, accept: bool = False
    ) -> PlaceFile:
        """End the liability after `last_day`; `values` are the registers' readings of that day."""
        return self._gateway.move_out(place, last_day, values, accept=accept)

    def move_in(
        self,
        place: PlaceFile,
        first_day: date,
        who: NewAccount,
        values: Values,
        *,
        accept: bool = False,
    ) -> PlaceFile:
        """Make an account liable from `first_day` on; `values` are of the day before."""
        return self._gateway.move_in(place, first_day, who, values, accept=accept)

    def fit_meter(
        self, place: PlaceFile, position: int, day: date, new: NewMeter, value: Decimal
    ) -> PlaceFile:
        """A meter at a free position; `value` is what its dial shows then."""
        return self._gateway.fit_meter(place, position, day, new, value)

    def replace_meter(
        self,
        place: PlaceFile,
        old: Fitting,
        day: date,
        finals: Values,
        *,
        new: NewMeter,
        value: Decimal,
        accept: bool = False,
    ) -> PlaceFile:
        """Another meter in the place of `old` on a day, with the last and the first readings."""
        return self._gateway.replace_meter(
            place, old, day, finals, new=new, value=value, accept=accept
        )

    def remove_meter(
        self, place: PlaceFile, old: Fitting, day: date, finals: Values, *, accept: bool = False
    ) -> PlaceFile:
        """Take a meter out with its last readings."""
        return self._gateway.remove_meter(place, old, day, finals, accept=accept)
