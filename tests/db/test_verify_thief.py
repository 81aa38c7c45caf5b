"""A thief who is the server's administrator and knows these sources makes everything agree again.

What the database still proves then is the signed Zs; what it cannot, the counters' own logs do.
Each case says all that is found, so that nothing else stood in the thief's way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pymysql
import pytest

from cashier_app.verify.reader import Reader
from cashier_app.verify.verification import verify
from tests.db.verify_story import full_ledger
from tests.db.verify_thief import (
    forget,
    own_public_key,
    rewrite,
    sign_anew,
    turn_back,
    write_logs,
)
from tests.db.verify_unguarded import found_in, run, unguarded
from tests.plugins.database import DATABASE, started

if TYPE_CHECKING:
    Connection = pymysql.Connection[Any]

Found = list[tuple[int, str]]

FIRST_Z, SECOND_Z = (8, "Z 01-Z-0001"), (8, "Z 01-Z-0002")
BOTH_ZS = [FIRST_Z, SECOND_Z]


@dataclass(frozen=True)
class Server:
    """The ledger without guards, and what honest counters have in their logs."""

    connection: Connection
    logs: list[Path]

    def found(self, theft: Callable[[Connection], None], *, with_logs: bool = False) -> Found:
        """Number and subject of each breach; the theft is taken back afterwards."""
        try:
            theft(self.connection)
            if not with_logs:
                return found_in(self.connection)
            breaches = verify(Reader(self.connection), self.logs).breaches
            return [(b.number, b.subject) for b in breaches if b.number != 13]
        finally:
            self.connection.rollback()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("thief")
    with started(folder / "server") as running:
        with closing(running.admin_connection(DATABASE)) as connection:
            full_ledger().store(connection)
            logs = write_logs(connection, folder)
        with unguarded(running) as connection:
            yield Server(connection, logs)


# -- what is before a signed Z ----------------------------------------------------------------


def less_on_a_receipt(connection: Connection) -> None:
    """20 of receipt 01-000001 go into a pocket: rows, sums, Zs, texts and chain agree."""
    for statement in (
        "UPDATE tenders SET tendered = 180 WHERE entry_id = 10000000002",
        (
            "UPDATE payment_allocations SET amount = 100.5, balance_after = 20"
            " WHERE entry_id = 10000000002"
        ),
        "UPDATE bills SET balance = 20, status = 'part_paid' WHERE bill_id = 1",
        "UPDATE shifts SET cash_taken = cash_taken - 20 WHERE shift_id = 10000000001",
        (
            "UPDATE z_reports SET cash_taken = cash_taken - 20, expected = expected - 20,"
            " difference = difference + 20 WHERE entry_id = 10000000009"
        ),
        "UPDATE z_tenders SET amount = amount - 20 WHERE entry_id = 10000000009 AND kind = 'cash'",
        (
            "UPDATE z_reports SET grand_total = grand_total - 20"
            " WHERE entry_id IN (10000000009, 10000000014)"
        ),
        "UPDATE series SET total = total - 20 WHERE counter_id = 1 AND kind = 'payment'",
    ):
        run(connection, statement)
    rewrite(connection, 1, 2)


def to_another_bill(connection: Connection) -> None:
    """What receipt 01-000001 paid settles a friend's bill."""
    for statement in (
        (
            "UPDATE payment_allocations SET bill_id = 8, balance_after = 179.5 WHERE entry_id ="
            " 10000000002"
        ),
        (
            "UPDATE payment_allocations SET balance_after = balance_after - 120.5"
            " WHERE bill_id = 8 AND entry_id > 10000000002"
        ),
        "UPDATE bills SET balance = total, status = 'issued', version = 0 WHERE bill_id = 1",
        "UPDATE bills SET balance = balance - 120.5, version = version + 1 WHERE bill_id = 8",
    ):
        run(connection, statement)
    rewrite(connection, 1, 2)


def swapped_receipts(connection: Connection) -> None:
    """Two receipts of one shift change their tenders and their bills."""
    for table in ("tenders", "payment_allocations", "bill_adjustments"):
        for before, after in ((2, -2), (6, 2), (-2, 6)):
            run(
                connection,
                f"UPDATE {table} SET entry_id = %s WHERE entry_id = %s",
                10**10 + after,
                10**10 + before,
            )
    run(
        connection,
        "UPDATE bill_adjustments x JOIN journal j ON j.entry_id = x.entry_id"
        " SET x.posted_at = j.stored_at",
    )
    rewrite(connection, 1, 2)


def a_better_z(connection: Connection) -> None:
    """A short drawer was never short: count, pieces and Z say so together."""
    for statement in (
        "UPDATE counts SET counted = counted + 500 WHERE entry_id = 10000000008",
        (
            "UPDATE denomination_counts SET pieces = pieces + 1 WHERE entry_id = 10000000008"
            " AND value = 500"
        ),
        (
            "UPDATE z_reports SET counted = counted + 500, difference = difference + 500"
            " WHERE entry_id = 10000000009"
        ),
        "UPDATE series SET total = total + 500 WHERE counter_id = 1 AND kind = 'count'",
    ):
        run(connection, statement)
    rewrite(connection, 1, 8)


def another_reason(connection: Connection) -> None:
    run(connection, "UPDATE cash_movements SET reason = 'tea' WHERE entry_id = 10000000007")
    rewrite(connection, 1, 7)


def a_day_earlier(connection: Connection) -> None:
    """Counter 01's first shift, before the price went up."""
    for table, column in (
        ("journal", "taken_at"), ("journal", "stored_at"), ("shifts", "opened_at"),
        ("shifts", "counted_at"), ("shifts", "closed_at"), ("print_log", "stored_at"),
    ):  # fmt: skip
        key = "entry_id" if table != "shifts" else "shift_id"
        run(
            connection,
            f"UPDATE {table} SET {column} = {column} - INTERVAL 1 HOUR"
            f" WHERE {key} BETWEEN 10000000001 AND 10000000009",
        )
    rewrite(connection, 1, 1)


@pytest.mark.parametrize(
    "theft", [less_on_a_receipt, to_another_bill, swapped_receipts, a_better_z, another_reason]
)
def test_behind_a_signed_z_everything_agrees_but_its_signature(
    server: Server, theft: Callable[[Connection], None]
) -> None:
    assert server.found(theft) == BOTH_ZS


def test_an_earlier_day_is_found_by_the_signature_too(server: Server) -> None:
    assert set(BOTH_ZS) <= set(server.found(a_day_earlier))


def test_signatures_cannot_be_left_out(server: Server) -> None:
    def unsigned(connection: Connection) -> None:
        less_on_a_receipt(connection)
        run(connection, "DELETE FROM z_signatures WHERE entry_id BETWEEN 10000000000 AND 2e10")

    assert server.found(unsigned) == BOTH_ZS


def test_a_shift_cannot_be_taken_out_of_the_middle(server: Server) -> None:
    def without_its_second_shift(connection: Connection) -> None:
        forget(connection, 1, 10, 14)

    found = server.found(without_its_second_shift)
    assert {(2, "opening 01-O-0003"), (3, "opening 01-O-0003")} <= set(found)
    assert (2, "receipt 01-000006") in found


# -- with a key of one's own ----------------------------------------------------------------------


def key_replaced(connection: Connection, *, fingerprint: bool) -> None:
    less_on_a_receipt(connection)
    run(
        connection,
        "UPDATE counter_keys SET public_key = %s WHERE counter_key_id = 1",
        own_public_key(),
    )
    if fingerprint:
        digest = hashlib.sha256(own_public_key()).digest()
        run(
            connection,
            "UPDATE counter_keys SET fingerprint = %s WHERE counter_key_id = 1",
            digest,
        )
    sign_anew(connection, 1, 1)


def key_added(connection: Connection) -> None:
    less_on_a_receipt(connection)
    run(
        connection,
        "INSERT INTO counter_keys (counter_key_id, counter_id, public_key, fingerprint,"
        " enrolled_at, enrolled_by) VALUES (9, 1, %s, %s, SYSDATE(6), 'root')",
        own_public_key(),
        hashlib.sha256(own_public_key()).digest(),
    )
    sign_anew(connection, 1, 9)


def test_a_key_is_not_exchanged_under_its_fingerprint(server: Server) -> None:
    assert server.found(lambda c: key_replaced(c, fingerprint=False)) == BOTH_ZS


def test_a_new_key_does_not_sign_old_zs(server: Server) -> None:
    assert server.found(key_added) == BOTH_ZS


def test_what_a_whole_new_chain_and_key_hide_the_counters_log_names(server: Server) -> None:
    """The database alone has no secret left that the thief has not."""

    def everything(connection: Connection) -> None:
        key_replaced(connection, fingerprint=True)

    assert server.found(everything) == []
    found = server.found(everything, with_logs=True)
    assert found[:2] == [(11, "receipt 01-000001"), (11, "receipt 01-000002")]
    assert {number for number, _ in found} == {11}


# -- what is after the last signed Z ----------------------------------------------------------


def newest_lowered(connection: Connection) -> None:
    """One of the 42 of receipt 02-000006 is gone, and the chain written anew behind it."""
    for statement in (
        "UPDATE tenders SET tendered = 49 WHERE entry_id = 20000000011",
        (
            "UPDATE payment_allocations SET amount = amount - (entry_id = 20000000011),"
            " balance_after = balance_after + 1 WHERE entry_id IN (20000000011, 20000000012)"
        ),
        "UPDATE bills SET balance = balance + 1 WHERE bill_id = 4",
        "UPDATE shifts SET cash_taken = cash_taken - 1 WHERE shift_id = 20000000010",
        "UPDATE series SET total = total - 1 WHERE counter_id = 2 AND kind = 'payment'",
    ):
        run(connection, statement)
    rewrite(connection, 2, 11)


def newest_gone(connection: Connection) -> None:
    """As if last night's backup had been put back at counter 02: its last two receipts are not."""
    for statement in (
        "UPDATE bills SET balance = balance + 43, version = version - 2 WHERE bill_id = 4",
        "UPDATE shifts SET cash_taken = 0, receipts = 0 WHERE shift_id = 20000000010",
        "UPDATE series SET total = total - 43 WHERE counter_id = 2 AND kind = 'payment'",
    ):
        run(connection, statement)
    forget(connection, 2, 11)
    turn_back(connection, 2)


def shift_gone(connection: Connection) -> None:
    """The whole open shift never was."""
    newest_gone(connection)
    run(
        connection,
        "UPDATE series s JOIN shifts h ON h.shift_id = 20000000010"
        " SET s.total = s.total - h.float_amount WHERE s.counter_id = 2 AND s.kind = 'opening'",
    )
    forget(connection, 2, 10)
    turn_back(connection, 2)


@pytest.mark.parametrize(
    ("theft", "named"),
    [
        (newest_lowered, ["receipt 02-000006", "receipt 02-000007"]),
        (newest_gone, ["receipt 02-000006", "receipt 02-000007"]),
        (shift_gone, ["entry 02-O-0002", "receipt 02-000006", "receipt 02-000007"]),
    ],
)
def test_what_follows_the_last_z_is_named_by_the_counters_log(
    server: Server, theft: Callable[[Connection], None], named: list[str]
) -> None:
    assert server.found(theft) == []
    assert server.found(theft, with_logs=True) == [(11, name) for name in named]


def test_honest_books_are_silent_beside_their_logs(server: Server) -> None:
    assert server.found(lambda _connection: None, with_logs=True) == []
