"""What a clerk changes: master data, who is liable, which meter stands where."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, text, update

from cashier_app.db.repositories.supply import words
from cashier_app.db.repositories.supply.desk import local_today
from cashier_app.db.repositories.supply.readings import enter
from cashier_app.db.repositories.supply.schemes import end_schemes
from cashier_app.db.tables import prices, supply
from cashier_app.domain.errors import Refused
from cashier_app.domain.readings import Kind, Status
from cashier_app.domain.supply import (
    ConnectionFacts,
    CustomerFacts,
    Fitting,
    NewAccount,
    NewMeter,
    NewPlace,
    PlaceFile,
    Values,
)

DAY = timedelta(days=1)


def change_customer(connection: Connection, customer_id: int, facts: CustomerFacts) -> None:
    """Replace what may be changed; the words to find the customer's accounts follow."""
    cu, ph, a = supply.customers, supply.customer_phones, supply.accounts
    connection.execute(
        update(cu)
        .where(cu.c.customer_id == customer_id)
        .values(
            name=facts.name, kind=facts.kind, email=facts.email or None,
            cash_only=facts.cash_only, instruction=facts.instruction,
        )
    )  # fmt: skip
    connection.execute(delete(ph).where(ph.c.customer_id == customer_id))
    if facts.phones:
        rows = [{"customer_id": customer_id, "phone": phone} for phone in facts.phones]
        connection.execute(insert(ph), rows)
    query = select(a.c.account_id).where(a.c.customer_id == customer_id)
    words.index_again(connection, connection.execute(query).scalars().all())


def change_connection(connection: Connection, connection_id: int, facts: ConnectionFacts) -> None:
    """Replace address and route. Raises Refused (no_such_route)."""
    k, ac = supply.connections, supply.account_connections
    route_id = _route_id(connection, facts.route)
    connection.execute(
        update(k)
        .where(k.c.connection_id == connection_id)
        .values(address=facts.address, ward=facts.ward, route_id=route_id)
    )
    query = select(ac.c.account_id).where(ac.c.connection_id == connection_id)
    words.index_again(connection, connection.execute(query).scalars().all())


def add_place(connection: Connection, new: NewPlace) -> int:
    """A vacant connection; its key.

    Raises Refused: exists_already, no_such_route, no_such_tariff.
    """
    k = supply.connections
    if connection.execute(
        select(k.c.connection_id).where(k.c.connection_no == new.connection_no)
    ).first():
        raise Refused("exists_already", {"connection": new.connection_no})
    connection_id = _insert(
        connection, k, connection_no=new.connection_no, address=new.address, ward=new.ward,
        route_id=_route_id(connection, new.route), premises="home", voltage="low", supply="on",
    )  # fmt: skip
    if new.tariff:
        set_tariff(connection, connection_id, new.tariff, new.since)
    return connection_id


def _route_id(connection: Connection, code: str) -> int:
    rt = supply.routes
    found = connection.execute(select(rt.c.route_id).where(rt.c.code == code)).scalar_one_or_none()
    if found is None:
        raise Refused("no_such_route", {"value": code})
    return int(found)


def set_tariff(connection: Connection, connection_id: int, tariff: str, since: date) -> None:
    """Another tariff from a day on. Raises Refused: no_such_tariff, period_billed, tariff_later."""
    t, ct = prices.tariffs, prices.connection_tariffs
    tariff_id = connection.execute(
        select(t.c.tariff_id).where(t.c.code == tariff)
    ).scalar_one_or_none()
    if tariff_id is None:
        raise Refused("no_such_tariff", {"tariff": tariff})
    newest = connection.execute(
        select(ct.c.valid_from)
        .where(ct.c.connection_id == connection_id)
        .order_by(ct.c.valid_from.desc())
        .limit(1)
    ).scalar_one_or_none()
    if newest is not None and newest > since:
        raise Refused("tariff_later", {"day": newest.isoformat()})
    values = {"connection_id": connection_id, "valid_from": since, "tariff_id": tariff_id}
    if newest == since:
        same = (ct.c.connection_id == connection_id) & (ct.c.valid_from == since)
        connection.execute(update(ct).where(same).values(tariff_id=tariff_id))
    else:
        connection.execute(insert(ct).values(values))


def set_load(
    connection: Connection, connection_id: int, facts: ConnectionFacts, since: date
) -> None:
    """Another load from a day on. Raises Refused: period_billed, load_later."""
    cl = supply.connection_loads
    newest = connection.execute(
        select(func.max(cl.c.valid_from)).where(cl.c.connection_id == connection_id)
    ).scalar_one()
    if newest is not None and newest > since:
        raise Refused("load_later", {"day": newest.isoformat()})
    load = {"load_kw": facts.load_kw, "load_kva": facts.load_kva, "amperes": facts.amperes}
    if newest == since:
        same = (cl.c.connection_id == connection_id) & (cl.c.valid_from == since)
        connection.execute(update(cl).where(same).values(load))
    else:
        connection.execute(insert(cl).values(connection_id=connection_id, valid_from=since, **load))


def move_out(
    connection: Connection, place: PlaceFile, last_day: date, values: Values, *, accept: bool
) -> None:
    """End the liability with a reading of every register on the last day.

    Raises Refused: nobody_liable, reading_missing, before_moving_in, period_billed and what a
    reading is refused for; ConfirmationNeeded("reading_odd") without `accept`.
    """
    liable = place.liable
    if liable is None:
        raise Refused("nobody_liable")
    if last_day < liable.since:
        raise Refused("before_moving_in", {"day": liable.since.isoformat()})
    if last_day > local_today(connection):
        raise Refused("day_in_future", {"value": last_day.isoformat()})
    _refuse_billed_after(connection, place.connection_id, last_day)
    _read_all(connection, place, last_day, values, accept=accept)
    ac, a = supply.account_connections, supply.accounts
    here = ac.c.connection_id == place.connection_id
    connection.execute(update(ac).where(here, ac.c.liable_to.is_(None)).values(liable_to=last_day))
    still = select(ac.c.account_id).where(
        ac.c.account_id == liable.account_id, ac.c.liable_to.is_(None)
    )
    if connection.execute(still).first() is None:
        connection.execute(
            update(a).where(a.c.account_id == liable.account_id).values(closed_on=last_day)
        )
    # A discount is somebody's, not the place's.
    end_schemes(connection, place.connection_id, last_day)


def move_in(
    connection: Connection,
    place: PlaceFile,
    first_day: date,
    who: NewAccount,
    values: Values,
    *,
    accept: bool,
) -> int:
    """Make the account (and a new customer) liable from a day on; the account's key.

    `values` are readings of the day before, where the place stood vacant since the last ones.
    Raises Refused: connection_taken, before_moving_out, exists_already, no_such_customer, and
    what a reading is refused for; ConfirmationNeeded("reading_odd") without `accept`.
    """
    if place.liable is not None:
        raise Refused("connection_taken", {"account": place.liable.account_no})
    before = place.liabilities[0].until if place.liabilities else None
    if before is not None and first_day <= before:
        raise Refused("before_moving_out", {"day": before.isoformat()})
    if values:
        _read_all(connection, place, first_day - DAY, values, accept=accept)
    customer_id = _customer_moving_in(connection, who)
    a = supply.accounts
    if connection.execute(select(a.c.account_id).where(a.c.account_no == who.account_no)).first():
        raise Refused("exists_already", {"account": who.account_no})
    account_id = _insert(
        connection, a, account_no=who.account_no, customer_id=customer_id,
        tariff_class=who.tariff_class, opened_on=first_day,
    )  # fmt: skip
    connection.execute(
        insert(supply.account_connections).values(
            account_id=account_id, connection_id=place.connection_id, liable_from=first_day
        )
    )
    words.index_new(connection, words.account_texts(connection, [account_id]))
    return account_id


def _customer_moving_in(connection: Connection, who: NewAccount) -> int:
    cu = supply.customers
    known = connection.execute(
        select(cu.c.customer_id).where(cu.c.customer_no == who.customer_no)
    ).scalar_one_or_none()
    if known is not None:
        if who.name:
            raise Refused("exists_already", {"customer": who.customer_no})
        return int(known)
    if not who.name:
        raise Refused("no_such_customer", {"value": who.customer_no})
    customer_id = _insert(
        connection, cu, customer_no=who.customer_no, name=who.name, kind="person", instruction="",
    )  # fmt: skip
    if who.phone:
        connection.execute(
            insert(supply.customer_phones).values(customer_id=customer_id, phone=who.phone)
        )
    return customer_id


def _insert(connection: Connection, table: Any, **values: object) -> int:
    result = connection.execute(insert(table).values(values))
    return int(result.inserted_primary_key[0]) if result.inserted_primary_key else 0


def _read_all(
    connection: Connection, place: PlaceFile, day: date, values: Values, *, accept: bool
) -> None:
    """A reading of every register that stands there, unless one of that day counts already."""
    for fitting in place.standing:
        for register in fitting.registers:
            last = register.last
            if last is not None and last.read_on == day:
                continue
            if register.register_id not in values:
                raise Refused("reading_missing", {"meter": fitting.meter_no})
            value = values[register.register_id]
            enter(connection, register.register_id, day, value, may_hold=False, accept=accept)


def _refuse_billed_after(connection: Connection, connection_id: int, day: date) -> None:
    query = text(
        "SELECT 1 FROM bills WHERE connection_id = :id AND period_to > :day"
        " AND status NOT IN ('draft', 'cancelled') LIMIT 1"
    )
    if connection.execute(query, {"id": connection_id, "day": day}).first() is not None:
        raise Refused("period_billed")


def fit_meter(
    connection: Connection,
    place: PlaceFile,
    position: int,
    day: date,
    new: NewMeter,
    value: Decimal,
) -> None:
    """A meter at a free position, with what its dial shows then.

    Raises Refused: position_taken, meter_taken, day_in_future, beyond_dial, negative_reading,
    which_register (a meter from the store with several of them is fitted by a file),
    meter_stored_otherwise (one from the store with other digits, multiplier or maker).
    """
    if day > local_today(connection):
        raise Refused("day_in_future", {"value": day.isoformat()})
    meter_id = _meter_id(connection, new)
    g, r = supply.registers, supply.readings
    registers = connection.execute(select(g).where(g.c.meter_id == meter_id)).all()
    if len(registers) != 1:
        codes = ", ".join(sorted(row.code for row in registers))
        raise Refused("which_register", {"registers": codes})
    register = registers[0]
    _refuse_other(connection, new, register)
    _refuse_value(value, register.dials)
    connection.execute(
        insert(supply.meter_fittings).values(
            meter_id=meter_id, connection_id=place.connection_id, fitted_on=day, position=position
        )
    )
    connection.execute(
        insert(r).values(
            register_id=register.register_id, read_on=day, value=value, kind=Kind.INITIAL.value,
            status=Status.ACTUAL.value,
        )
    )  # fmt: skip


def replace_meter(
    connection: Connection,
    place: PlaceFile,
    old: Fitting,
    day: date,
    finals: Values,
    *,
    new: NewMeter,
    value: Decimal,
    accept: bool,
) -> None:
    """Take a meter out with its last readings and fit another one on the same day.

    Raises as `remove_meter` and `fit_meter`.
    """
    remove_meter(connection, place, old, day, finals, accept=accept)
    fit_meter(connection, place, old.position, day, new, value)


def remove_meter(
    connection: Connection,
    place: PlaceFile,
    old: Fitting,
    day: date,
    finals: Values,
    *,
    accept: bool,
) -> None:
    """Take a meter out with the last reading of each register.

    Raises Refused: reading_missing, period_billed and what a reading is refused for;
    ConfirmationNeeded("reading_odd") without `accept`.
    """
    _refuse_billed_after(connection, place.connection_id, day)
    for register in old.registers:
        if register.register_id not in finals:
            raise Refused("reading_missing", {"meter": old.meter_no})
        final = finals[register.register_id]
        enter(
            connection, register.register_id, day, final, may_hold=False, kind=Kind.FINAL,
            accept=accept,
        )  # fmt: skip
    f = supply.meter_fittings
    connection.execute(
        update(f)
        .where(f.c.fitting_id == old.fitting_id, f.c.removed_on.is_(None))
        .values(removed_on=day)
    )


def _refuse_other(connection: Connection, new: NewMeter, register: Row[Any]) -> None:
    """What is said of a meter from the store has to be what is stored: it may be another meter."""
    m = supply.meters
    query = select(m.c.multiplier, m.c.maker).where(m.c.meter_id == register.meter_id)
    stored = connection.execute(query).one()
    maker = new.maker.strip().casefold()
    if (
        register.dials != new.dials
        or stored.multiplier != new.multiplier
        or (maker and maker != stored.maker.strip().casefold())
    ):
        facts = {
            "meter": new.meter_no, "dials": str(register.dials),
            "multiplier": f"{stored.multiplier.normalize():f}", "maker": stored.maker or "–",
        }  # fmt: skip
        raise Refused("meter_stored_otherwise", facts)


def _refuse_value(value: Decimal, dials: int) -> None:
    if value < 0:
        raise Refused("negative_reading", {"value": f"{value:f}"})
    if value >= 10**dials:
        raise Refused("beyond_dial", {"value": f"{value:f}", "dials": str(dials)})


def _meter_id(connection: Connection, new: NewMeter) -> int:
    m = supply.meters
    known = connection.execute(
        select(m.c.meter_id).where(m.c.meter_no == new.meter_no)
    ).scalar_one_or_none()
    if known is not None:
        return int(known)
    meter_id = _insert(
        connection, m, meter_no=new.meter_no, multiplier=new.multiplier, maker=new.maker
    )
    connection.execute(
        insert(supply.registers).values(meter_id=meter_id, code="kWh", unit="kWh", dials=new.dials)
    )
    return meter_id
