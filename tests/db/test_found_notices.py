"""The search box says of a notice what the account itself says."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from cashier_app.bootstrap import new_request_id
from cashier_app.db.engine import Login, connected
from cashier_app.db.repositories.bill_office import BillOffice
from cashier_app.domain.accounts import Supply
from cashier_app.domain.bill_office import in_instalments
from cashier_app.domain.utility import Role
from tests.support.counter import PASSWORD, World
from tests.support.day import local_today
from tests.support.selling import Selling

OVERDUE = 200


def test_a_search_says_of_each_notice_whether_it_stands(world: World) -> None:
    """Found together: overdue, paid by credit, on a plan, with a discount, moved in since."""
    today = local_today()
    day = today - timedelta(days=3)
    made = [
        world.account(bills, name="Nirupama Venkataraghavan", due_in_days=-OVERDUE, **more)
        for bills, more in (
            (("100",), {}),
            (("60", "40"), {"credit": "30"}),
            (("100",), {"credit": "100"}),
            (("100",), {}),
            (("100",), {"discount": "100", "discount_until": day}),
            (("100",), {"discount": "60", "discount_until": day}),
            (("100",), {"discount": "60", "discount_until": day - timedelta(days=1)}),
            (("100",), {}),
            (("100",), {}),
            ((), {}),
        )
    ]
    parts = in_instalments(Decimal(100), today + timedelta(days=10), 3, Decimal("0.01"))
    with connected(Login(world.address, world.person(Role.CLERK), PASSWORD)) as clerk:
        office = BillOffice(clerk)
        office.agree_plan(new_request_id(), made[3].account_no, parts, "By phone")
    numbers = ", ".join(str(account.account_id) for account in made)
    world.run(
        "UPDATE connections k JOIN account_connections ac ON ac.connection_id = k.connection_id"
        " SET k.supply = 'notice', k.disconnect_on = %s, k.noticed_on = %s"
        f" WHERE ac.account_id IN ({numbers})",
        today, day,
    )  # fmt: skip
    world.run(
        "UPDATE account_connections SET liable_from = %s WHERE account_id = %s",
        today, made[7].account_id,
    )  # fmt: skip
    world.run(
        "UPDATE connections k JOIN account_connections ac ON ac.connection_id = k.connection_id"
        " SET k.noticed_on = NULL WHERE ac.account_id = %s",
        made[8].account_id,
    )
    lookup = Selling(world.desk()).program.lookup
    for minimum in ("0", "50", "90", "100"):
        world.run("REPLACE INTO settings VALUES ('notice_minimum', %s)", minimum)
        try:
            stands = world.run(
                "SELECT ac.account_id, notice_stands(ac.account_id, ac.liable_from, k.noticed_on)"
                " FROM account_connections ac JOIN connections k"
                f" ON k.connection_id = ac.connection_id WHERE ac.account_id IN ({numbers})"
            )
            found = lookup.find("nirupama").rows
        finally:
            world.run("DELETE FROM settings WHERE setting = 'notice_minimum'")
        told = {row.account_id: row.supply is Supply.NOTICE for row in found}
        assert told == {account_id: bool(stand) for account_id, stand in stands}
        assert any(told.values()) is (minimum != "100")
