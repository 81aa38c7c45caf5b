"""A day of corrections is silent; what is changed in it behind the program's back is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pymysql
import pytest

from cashier_app.domain.payments import Receipt, TenderKind
from cashier_app.domain.utility import Role
from tests.db.verify_unguarded import found_in, run, unguarded
from tests.plugins.database import DATABASE, started
from tests.support.correcting import Correcting
from tests.support.counter import World
from tests.support.selling import Selling

if TYPE_CHECKING:
    Connection = pymysql.Connection[Any]


class Story:
    """One of each correction, on a server whose triggers are gone afterwards."""

    def __init__(self, connection: Connection, slips: dict[str, Receipt]) -> None:
        self.connection, self.slips = connection, slips

    def found(self, sql: str, kind: str) -> list[int]:
        """Numbers of the breaches after `sql`, where %s is the entry of `kind`."""
        try:
            run(self.connection, "SET foreign_key_checks = 0")
            run(self.connection, sql.replace("%s", str(self.slips[kind].entry_id)))
            return [number for number, _ in found_in(self.connection)]
        finally:
            self.connection.rollback()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("corrected")
    with started(folder / "server") as server:
        world = World(server.admin_login(DATABASE), DATABASE, folder / "counters")
        slips = _one_of_each(world)
        world.close()
        with unguarded(server) as connection:
            yield Story(connection, slips)


def _one_of_each(world: World) -> dict[str, Receipt]:
    world.set_rule("bounce_fee", "25")
    correcting = Correcting(world, Selling(world.desk(Role.SUPERVISOR, "Lata Iyer")))
    take = correcting.selling.take
    reversed_, moved = take(world.account(("100",))), take(world.account(("80",)))
    changed, rich = take(world.account(("60",))), world.account(())
    opened = correcting.program.lookup.open_account(rich.account_id)
    correcting.selling.send(correcting.selling.order_for(opened, (), "40"))
    slips = {
        "reversal": correcting.carry_out(correcting.reversal(reversed_.number)),
        "move": correcting.carry_out(correcting.move(moved.number, world.account(("50", "90")))),
        "correction": correcting.carry_out(correcting.tender(changed.number, TenderKind.CARD)),
        "refund": correcting.carry_out(correcting.refund(rich, "15")),
    }
    cheque = correcting.pay_by_cheque(world.account(("70",)))
    bounce = correcting.bounce(cheque, 1001, "70")
    slips["bounce"] = correcting.carry_out(bounce, approved=False)
    return slips


def test_a_day_of_corrections_is_silent(story: Story) -> None:
    assert found_in(story.connection) == []
    story.connection.rollback()


@pytest.mark.parametrize(
    ("kind", "sql", "number"),
    [
        ("reversal", "UPDATE tenders SET tendered = -90 WHERE entry_id = %s", 5),
        ("reversal", "UPDATE reversals SET reason = 'as agreed' WHERE entry_id = %s", 3),
        ("reversal", "DELETE FROM approval_uses WHERE entry_id = %s", 5),
        ("reversal", "DELETE FROM reversals WHERE entry_id = %s", 5),
        ("reversal", ("UPDATE approvals a JOIN approval_uses x ON x.approval_id = a.approval_id"
         " JOIN journal j ON j.entry_id = x.entry_id SET a.user_id = j.user_id"
         " WHERE x.entry_id = %s"), 5),
        ("reversal", ("UPDATE approvals a JOIN approval_uses x ON x.approval_id = a.approval_id"
         " SET a.ends_at = a.ends_at + INTERVAL 1 HOUR WHERE x.entry_id = %s"), 5),
        ("reversal", ("UPDATE approvals a JOIN approval_uses x ON x.approval_id = a.approval_id"
         " SET a.act = 'refund' WHERE x.entry_id = %s"), 5),
        ("reversal", ("DELETE a FROM approvals a JOIN approval_uses x"
         " ON x.approval_id = a.approval_id WHERE x.entry_id = %s"), 5),
        ("reversal", ("UPDATE approvals a JOIN approval_uses x ON x.approval_id = a.approval_id"
         " SET a.fingerprint = REPEAT('f', 32) WHERE x.entry_id = %s"), 5),
        ("reversal", ("UPDATE approvals a JOIN approval_uses x ON x.approval_id = a.approval_id"
         " SET a.amount = 10 WHERE x.entry_id = %s"), 5),
        ("refund", ("UPDATE approvals a JOIN approval_uses x ON x.approval_id = a.approval_id"
         " SET a.amount = 10 WHERE x.entry_id = %s"), 5),
        ("correction", ("UPDATE approvals a JOIN approval_uses x ON x.approval_id = a.approval_id"
         " SET a.amount = 10 WHERE x.entry_id = %s"), 5),
        ("reversal", ("UPDATE approval_uses SET entry_id = 1 WHERE entry_id = %s"), 5),
        ("move", ("UPDATE payment_allocations SET amount = amount + 1"
         " WHERE entry_id = %s AND line_no > 1000"), 4),
        ("move", ("UPDATE payment_allocations SET line_no = line_no + 5000"
         " WHERE entry_id = %s AND line_no < 1000"), 5),
        ("correction", "UPDATE tenders SET kind = 'cash' WHERE entry_id = %s", 5),
        ("correction", ("UPDATE tenders SET tendered = tendered + 5"
         " WHERE entry_id = %s AND line_no > 1000"), 5),
        ("correction", "DELETE FROM corrections WHERE entry_id = %s", 3),
        ("refund", "UPDATE credit_entries SET amount = -5 WHERE entry_id = %s", 4),
        ("refund", "DELETE FROM refunds WHERE entry_id = %s", 3),
        ("bounce", ("DELETE e FROM cheque_events e JOIN bounces b ON b.cheque_entry_id = e.entry_id"
         " WHERE b.entry_id = %s"), 5),
        ("bounce", ("UPDATE bill_lines l JOIN bounces b ON b.fee_bill_id = l.bill_id"
         " SET l.amount = 1 WHERE b.entry_id = %s"), 3),
        ("bounce", ("UPDATE users u JOIN journal j ON j.user_id = u.user_id"
         " SET u.role = 'cashier' WHERE j.entry_id = %s"), 5),
    ],
)  # fmt: skip
def test_what_is_changed_is_found(story: Story, kind: str, sql: str, number: int) -> None:
    assert number in story.found(sql, kind)
