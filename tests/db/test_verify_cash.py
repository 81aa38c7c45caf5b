"""A hall's day of cash is silent; what is changed in it behind the program's back is named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pymysql
import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.db.connection import CounterConnection
from cashier_app.db.repositories.shifts import ShiftRepository
from cashier_app.domain.drawer import CashKind
from cashier_app.domain.payments import Unsettled
from cashier_app.domain.shifts import CloseShift, ZReport
from cashier_app.verify.reader import Reader
from cashier_app.verify.verification import verify
from tests.db.verify_unguarded import found_in, run, unguarded
from tests.plugins.database import DATABASE, started
from tests.support.counter import PASSWORD, World
from tests.support.hall import Hall, pieces
from tests.support.selling import Selling

if TYPE_CHECKING:
    Connection = pymysql.Connection[Any]


class Story:
    """Entries of a day by what they are, on a server whose triggers are gone afterwards."""

    def __init__(self, connection: Connection, entries: dict[str, int]) -> None:
        self.connection, self.entries = connection, entries

    def found(self, sql: str, which: str) -> list[int]:
        """Numbers of the breaches after `sql`, where %s is the entry `which`."""
        try:
            run(self.connection, "SET foreign_key_checks = 0")
            run(self.connection, sql.replace("%s", str(self.entries[which])))
            return [number for number, _ in found_in(self.connection)]
        finally:
            self.connection.rollback()


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("cash")
    with started(folder / "server") as server:
        world = World(server.admin_login(DATABASE), DATABASE, folder / "counters")
        entries = _a_day(Hall(world))
        world.close()
        with unguarded(server) as connection:
            yield Story(connection, entries)


def _a_day(hall: Hall) -> dict[str, int]:
    hall.world.run(
        "INSERT INTO rights SELECT user_id, 'open_drawer', NULL FROM users WHERE user_name = %s",
        hall.first.desk.user_name,
    )
    given = hall.hand_over(hall.first, hall.second, "100")
    made = {
        "opening": hall.open_safe(),
        "paid_in": hall.move(hall.first, CashKind.PAID_IN, "50"),
        "drop": hall.move(hall.first, CashKind.DROP, "500"),
        "change": hall.move(hall.first, CashKind.CHANGE, changed=pieces(("1000", -1), ("100", 10))),
        "no_sale": hall.move(hall.first, CashKind.NO_SALE, reason="a pen"),
        "given": given,
        "received": hall.accept(hall.second, given.entry_id, "100"),
        "check": hall.check(hall.first),
        "deposit": hall.keep(
            CashKind.SAFE_DEPOSIT, pieces(("1000", 5)), bag="B1", bank="City Bank"
        ),
        "safe_count": hall.keep(
            CashKind.SAFE_COUNT, pieces(("1000", 15)), reason="a drop was not written down"
        ),
    }
    hall.first.count(*pieces(("500", 2)))
    z = _close_with_unsettled(hall.first)
    hall.decide(hall.first, str(z.difference))
    hall.count_for(hall.second)
    hall.close_for(hall.second)
    hall.second.program.sessions.sign_in(hall.second.desk.user_name, PASSWORD)
    hall.second.program.shifts.sign_left_over()
    ((decision,),) = hall.world.run("SELECT entry_id FROM decisions")
    return {
        **{name: slip.entry_id for name, slip in made.items()},
        "z": z.entry_id,
        "decision": int(decision),
    }


def _close_with_unsettled(selling: Selling) -> ZReport:
    """Two acts' ends are not known when the shift closes; they turn out void."""
    desk, now = selling.desk, datetime.now(UTC)
    left = [
        Unsettled(new_request_id(), kind, Decimal(total), "p", now, set_aside=True)
        for kind, total in (("payment", "84.50"), ("undo", "20"))
    ]
    connection = CounterConnection(desk.address, desk.token)
    connection.open(desk.user_name, PASSWORD)
    order = CloseShift(new_request_id(), selling.shift.shift_id, "do not know", now)
    z = ShiftRepository(connection).close_shift(order, left)
    connection.close()
    selling.program.shifts.sign_left_over()
    for each in left:
        selling.program.payments.settle(each.request_id)
    return z


def _story_of_an_older_release(connection: Connection, z_entry_id: int) -> None:
    """Its Z says only how many were not settled; chained and signed as it was then."""
    run(
        connection,
        "UPDATE journal SET canonical ="
        " REGEXP_REPLACE(CONVERT(canonical USING utf8mb4), '[|]Zopen:[^|]*', '')"
        " WHERE entry_id = %s",
        z_entry_id,
    )


def test_a_z_of_an_older_release_says_how_many_were_not_settled(story: Story) -> None:
    """What stands behind the number was not hashed then, and the text fits its rows."""
    try:
        _story_of_an_older_release(story.connection, story.entries["z"])
        breaches = verify(Reader(story.connection)).breaches
        found = [breach.fact for breach in breaches if breach.number == 3]
        assert found == ["its hash is not that of its text"]
    finally:
        story.connection.rollback()


def test_a_day_of_cash_is_silent(story: Story) -> None:
    assert found_in(story.connection) == []
    story.connection.rollback()


@pytest.mark.parametrize(
    ("which", "sql", "number"),
    [
        ("paid_in", "UPDATE cash_movements SET amount = 40 WHERE entry_id = %s", 8),
        ("paid_in", "UPDATE cash_movements SET reason = 'tea' WHERE entry_id = %s", 3),
        ("paid_in", "DELETE FROM cash_movements WHERE entry_id = %s", 3),
        ("change", ("UPDATE denomination_counts SET pieces = pieces + 1 WHERE entry_id = %s"
         " AND pieces > 0"), 3),
        ("given", "UPDATE handovers SET receiver_id = 1 WHERE entry_id = %s", 3),
        ("given", ("UPDATE handovers h JOIN journal j ON j.entry_id = h.entry_id"
         " SET h.receiver_id = j.user_id WHERE h.entry_id = %s"), 12),
        ("given", "UPDATE cash_movements SET amount = -90 WHERE entry_id = %s", 12),
        ("received", "DELETE FROM handover_ends WHERE entry_id = %s", 3),
        ("check", ("UPDATE drawer_checks SET counted = 1, difference = 1 - expected"
         " WHERE entry_id = %s"), 12),
        ("check", ("UPDATE drawer_checks SET expected = expected - 5,"
         " difference = difference + 5 WHERE entry_id = %s"), 12),
        ("check", "DELETE FROM drawer_checks WHERE entry_id = %s", 3),
        ("check", ("UPDATE users u JOIN journal j ON j.user_id = u.user_id"
         " SET u.role = 'cashier' WHERE j.entry_id = %s"), 6),
        ("decision", "UPDATE decisions SET outcome = 'accepted' WHERE entry_id = %s", 3),
        ("decision", "UPDATE decisions SET amount = 1 WHERE entry_id = %s", 5),
        ("decision", "DELETE FROM decisions WHERE entry_id = %s", 3),
        ("z", "UPDATE z_reports SET is_decided = 1 WHERE entry_id = %s", 5),
        ("z", "UPDATE z_reports SET reversals = 1 WHERE entry_id = %s", 8),
        ("z", "UPDATE z_reports SET approval_id = 1 WHERE entry_id = %s", 5),
        ("z", ("INSERT INTO unsettled_items SELECT entry_id, request_id, 'payment', 5, stored_at"
         " FROM journal WHERE entry_id = %s"), 3),
        ("z", "UPDATE unsettled_items SET total = 1 WHERE z_entry_id = %s AND act = 'undo'", 3),
        ("z", "UPDATE unsettled_items SET act = 'undo' WHERE z_entry_id = %s", 3),
        ("z", ("UPDATE unsettled_items SET sent_at = sent_at - INTERVAL 1 DAY"
         " WHERE z_entry_id = %s"), 3),
        ("z", ("UPDATE unsettled_items SET request_id = REPEAT('r', 16) WHERE z_entry_id = %s"
         " AND act = 'undo'"), 3),
        ("deposit", "UPDATE deposits SET bag_no = 'B2' WHERE entry_id = %s", 3),
        ("deposit", "UPDATE safe_entries SET amount = -4000 WHERE entry_id = %s", 12),
        ("drop", "UPDATE safe_entries SET amount = 400 WHERE entry_id = %s", 12),
        ("drop", "UPDATE safe_entries SET kind = 'closing' WHERE entry_id = %s", 12),
        ("drop", ("UPDATE safe_entries SET stored_at = stored_at + INTERVAL 1 DAY"
         " WHERE entry_id = %s"), 12),
        ("drop", "DELETE FROM safe_entries WHERE entry_id = %s", 12),
        ("safe_count", "UPDATE safe_entries SET balance_after = 7 WHERE entry_id = %s", 12),
        ("opening", ("UPDATE journal SET shift_id = (SELECT * FROM (SELECT MIN(shift_id)"
         " FROM shifts) s) WHERE entry_id = %s"), 6),
        ("no_sale", "DELETE FROM drawer_events WHERE entry_id IS NULL AND 0 < %s", 9),
    ],
)  # fmt: skip
def test_what_is_changed_is_found(story: Story, which: str, sql: str, number: int) -> None:
    assert number in story.found(sql, which)
