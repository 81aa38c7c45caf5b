"""Clocks of server and counter are wrong, and midnight comes in the middle of a shift (S3, D3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cashier_app.db.installer import upgrade
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.errors import Refused
from tests.plugins.database import DATABASE
from tests.support.correcting import breaches
from tests.support.counter import World
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, entries_of, state_of
from tests.support.tender_parts import a_cheque, by_cheque, order_with

YEARS = (1971, 1999, 2038, 2199)


def test_a_counters_clock_decides_nothing(world: World) -> None:
    """Its time is kept beside the server's, which stands on the receipt and orders the chain."""
    selling = Selling(world.desk())
    for year in YEARS:
        wrong = datetime(year, 3, 1, 12, tzinfo=UTC)
        order = replace(selling.order(world.account(("10",))), taken_at=wrong)
        receipt = selling.send(order)
        assert abs(receipt.stored_at - datetime.now(UTC)) < timedelta(minutes=1)
        ((taken_at,),) = world.run(
            "SELECT taken_at FROM journal WHERE request_id = %s", order.request_id.bytes
        )
        assert taken_at.replace(tzinfo=UTC) == wrong


@pytest.mark.parametrize("year", [1969, 1])
def test_a_time_that_no_entry_can_have_is_refused(world: World, year: int) -> None:
    selling, account = Selling(world.desk()), world.account(("10",))
    before = state_of(world, account)
    order = replace(selling.order(account), taken_at=datetime(year, 3, 1, tzinfo=UTC))
    with pytest.raises(Refused, match="bad_request"):
        selling.send(order)
    assert state_of(world, account) == before
    assert selling.program.payments.unsettled() == ()


def test_a_servers_clock_that_goes_back_stops_the_counter(
    server: PrivateServer,  # noqa: F811
    world: World,
) -> None:
    """As when it ran an hour fast for one receipt: nothing is stored before what was stored."""
    selling, account = Selling(world.desk()), world.account(("10", "20"))
    selling.take(account, "10", part=True)
    world.run("DROP TRIGGER counter_chains_lawful_update")
    _move_last_entry(world, selling, "+ INTERVAL 1 HOUR")
    before = state_of(world, account)
    order = selling.order(account)
    with pytest.raises(Refused, match="clock_backwards"):
        selling.send(order)
    assert state_of(world, account) == before
    # A little is no reason to stop: the receipt gets the time of the one before.
    _move_last_entry(world, selling, "- INTERVAL 1 HOUR + INTERVAL 1500000 MICROSECOND")
    assert selling.send(order).total == 20
    upgrade(server.admin_login(), DATABASE)
    assert entries_of(world, order.request_id) == 1
    times = [
        row[0]
        for row in world.run(
            "SELECT stored_at FROM journal WHERE counter_id = %s ORDER BY chain_no",
            selling.desk.counter_id,
        )
    ]
    assert times == sorted(times)


def _move_last_entry(world: World, selling: Selling, by: str) -> None:
    world.run(
        f"UPDATE counter_chains SET last_stored_at = last_stored_at {by} WHERE counter_id = %s",
        selling.desk.counter_id,
    )


def test_midnight_in_a_shift_changes_neither_its_day_nor_its_z(world: World) -> None:
    """Payments before and after local midnight lie in one shift, one business date, one Z."""
    now = datetime.now(UTC)
    minutes = 24 * 60 - (now.hour * 60 + now.minute)
    _set_offset(world, minutes - 3)
    selling = Selling(world.desk())
    before = world.run("SELECT local_date(SYSDATE(6))")[0][0]
    first = selling.take(world.account(("10",)))
    _set_offset(world, minutes + 3)
    after = world.run("SELECT local_date(SYSDATE(6))")[0][0]
    assert after == before + timedelta(days=1)
    second = selling.take(world.account(("20",)))
    dates = world.run(
        "SELECT DISTINCT j.business_date, j.shift_id FROM journal j JOIN payments p"
        " ON p.payment_id = j.entry_id WHERE p.receipt_no IN (%s, %s)",
        first.number,
        second.number,
    )
    assert list(dates) == [(before, selling.shift.shift_id)]
    selling.count()
    report = selling.close("counted the float only")
    assert report.receipts == 2
    tomorrow = Selling(selling.desk, selling.program)
    assert tomorrow.shift.business_date == after
    assert breaches(world, selling.desk.setup.log_path) == []


def test_a_cheque_of_the_day_that_begins_in_a_shift_is_not_post_dated(world: World) -> None:
    now = datetime.now(UTC)
    minutes = 24 * 60 - (now.hour * 60 + now.minute)
    _set_offset(world, minutes - 3)
    selling = Selling(world.desk())
    day = selling.shift.business_date + timedelta(days=1)
    account = world.account(("10",))
    cheque = replace(a_cheque("10"), dated_on=day)
    with pytest.raises(Refused, match="cheque_post_dated"):
        selling.send(order_with(selling, account, by_cheque(cheque)))
    _set_offset(world, minutes + 3)
    later = replace(cheque, dated_on=day + timedelta(days=1))
    with pytest.raises(Refused, match="cheque_post_dated"):
        selling.send(order_with(selling, account, by_cheque(later)))
    assert selling.send(order_with(selling, account, by_cheque(cheque))).total == 10


def test_the_millionth_receipt_of_a_counter_is_the_last_of_its_z(
    server: PrivateServer,  # noqa: F811
    world: World,
) -> None:
    """As text its number stands before all others of six digits."""
    selling = Selling(world.desk())
    world.run("DROP TRIGGER series_lawful_update")
    world.run(
        "UPDATE series SET last_no = 999998 WHERE counter_id = %s AND kind = 'payment'",
        selling.desk.counter_id,
    )
    upgrade(server.admin_login(), DATABASE)
    receipts = [selling.take(world.account(("10",))).number for _ in range(3)]
    selling.count()
    z = selling.close("counted the float only")
    assert (z.first_receipt, z.last_receipt) == (receipts[0], receipts[-1])
    assert receipts[-1].endswith("-1000001")


def _set_offset(world: World, minutes: int) -> None:
    """So many minutes east of Greenwich, as `utility_offsets` has it."""
    world.run("UPDATE utility_offsets SET minutes = %s", minutes)
