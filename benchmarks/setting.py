"""A private server with an open shift at one counter, for measurements."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from cashier_app.db.engine import DatabaseAddress
from cashier_app.db.installer import upgrade
from cashier_app.db.private_server import PrivateServer, ServerOptions
from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.allocation import Basket, order_from, plan_payment
from cashier_app.domain.payments import TakePayment
from cashier_app.domain.utility import OpenShift
from cashier_app.services.program import Program
from tests.support.counter import Desk, SeedAccount, World

DATABASE = "cashier_bench"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a measurement works with; `port` is the server's on 127.0.0.1."""

    server: PrivateServer
    world: World
    desk: Desk
    program: Program
    shift: OpenShift
    port: int

    def over(self, port: int) -> Desk:
        """The same desk, reaching the server through a port on this computer."""
        address = DatabaseAddress(DATABASE, host="127.0.0.1", port=port, private_loopback=True)
        return replace(self.desk, address=address, programs=[])

    def order(self, program: Program, account: SeedAccount) -> TakePayment:
        """The exact cash for all bills of an account, read from the server first."""
        return self.order_for(program, program.lookup.open_account(account.account_id))

    def order_for(self, program: Program, opened: AccountOpened) -> TakePayment:
        """The exact cash for what a screen shows; nothing is asked of the server."""
        return exact_cash(program, self.shift, opened)


def exact_cash(program: Program, shift: OpenShift, opened: AccountOpened) -> TakePayment:
    """The order for all bills of an account, in cash."""
    basket = Basket(opened.account_id, opened.bills, {opened.account_id: opened.credit})
    return order_from(
        plan_payment(basket, basket.left_to_pay),
        basket,
        request_id=program.new_request_id(),
        shift_id=shift.shift_id,
        taken_at=program.clock.now(),
    )


@contextmanager
def selling(options: ServerOptions | None = None) -> Iterator[Setting]:
    """A fresh server with the shipped schema and an open shift; everything goes afterwards."""
    with tempfile.TemporaryDirectory(prefix="cashier-bench-") as folder:
        place = Path(folder)
        port = free_port()
        with PrivateServer(place / "server", tcp_port=port, options=options) as server:
            upgrade(server.admin_login(), DATABASE)
            world = World(server.admin_login(DATABASE), DATABASE, place)
            desk = world.desk()
            program = desk.program()
            program.sessions.sign_in(desk.user_name, desk.password)
            shift = desk.open_shift(program)
            try:
                yield Setting(server, world, desk, program, shift, port)
            finally:
                world.close()


def free_port() -> int:
    """On 127.0.0.1."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
