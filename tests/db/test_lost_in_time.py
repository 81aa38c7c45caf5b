"""A lost payment entered again on a later day counts as paid on its own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from cashier_app.db.private_server import PrivateServer
from tests.support.lost import Hall, entered, recorded, supervisor_of
from tests.support.selling import Selling


def test_entered_again_a_day_later_it_was_paid_in_time(
    fresh_server: PrivateServer, tmp_path: Path
) -> None:
    """The discount of its day is given, a charge posted since is taken back: the checker agrees."""
    hall = Hall(fresh_server, tmp_path)
    world, desk = hall.world, hall.world.desk()
    supervisor = supervisor_of(hall, desk)
    ((today,),) = world.run("SELECT local_date(SYSDATE(6))")
    early = world.account(bills=("100",), discount="5", discount_until=today)
    late = world.account(bills=("100",))
    (bill,) = late.bills
    hall.back_up()
    selling = Selling(desk)
    for account in (early, late):
        selling.take(account)
    hall.restore()
    world.run("DO SLEEP(1.5)")  # the payments are of the day before
    world.run(
        "INSERT INTO utility_offsets (from_utc, minutes)"
        " SELECT SYSDATE(6) - INTERVAL 1 SECOND, MAX(minutes) + 1440 FROM utility_offsets"
    )
    tomorrow = today + timedelta(days=1)
    world.insert("bill_late_charges", bill_id=bill.bill_id, step=1, post_on=tomorrow, amount="7")
    recorded(selling, supervisor)
    selling.program.sessions.sign_in(desk.user_name, desk.password)
    selling.shift = desk.open_shift(selling.program)
    balances = "SELECT balance FROM bills ORDER BY bill_id"
    assert world.run(balances) == [(100,), (107,)]
    entered(selling.program, selling)
    assert world.run(balances) == [(0,), (0,)]
    assert hall.breaches(desk) == []
    world.close()
