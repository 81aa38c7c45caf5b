"""What a database administrator changes behind the program's back is found and named.

Each case gets every right there is: triggers dropped, keys and checks off. It works in a
transaction that is rolled back, so one server does for all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pymysql
import pytest

from cashier_app.verify.reader import Reader
from cashier_app.verify.verification import verify
from tests.db.verify_story import full_ledger
from tests.db.verify_thief import rewrite
from tests.db.verify_unguarded import found_in, run, unguarded
from tests.plugins.database import DATABASE, started

if TYPE_CHECKING:
    Connection = pymysql.Connection[Any]

Tampering = str | Callable[..., None]


@dataclass(frozen=True)
class Case:
    name: str
    tampering: tuple[Tampering, ...]
    found: tuple[tuple[int, str], ...]
    """Number and subject of what must be named; other breaches may come with it."""


def rehash(connection: Connection, counter: int, first: int) -> None:
    """Chain a counter's entries again from `first`, as somebody who knows how would."""
    (previous,) = run(
        connection,
        "SELECT previous_hash FROM journal WHERE entry_id = %s",
        counter * 10**10 + first,
    )[0]
    entries = run(
        connection,
        "SELECT entry_id, canonical FROM journal WHERE counter_id = %s AND chain_no >= %s"
        " ORDER BY chain_no",
        counter,
        first,
    )
    for entry_id, text in entries:
        digest = hashlib.sha256(previous + text).digest()
        run(
            connection,
            "UPDATE journal SET previous_hash = %s, hash = %s WHERE entry_id = %s",
            previous,
            digest,
            entry_id,
        )
        previous = digest
    end = "UPDATE counter_chains SET last_hash = %s WHERE counter_id = %s"
    run(connection, end, previous, counter)


def rechained_tail(connection: Connection) -> None:
    """Text, rows and all hashes agree again; only the signed Z knows better."""
    run(connection, "UPDATE tenders SET change_given = 79.00 WHERE entry_id = 10000000002")
    run(
        connection,
        "UPDATE journal SET canonical = REPLACE(canonical, 'T1:cash:200000:79500',"
        " 'T1:cash:200000:79000') WHERE entry_id = 10000000002",
    )
    rehash(connection, 1, 2)


def lost_tail(connection: Connection) -> None:
    """The newest receipt of counter 02 and all below it are gone."""
    for table, column in CHILD_TABLES:
        run(connection, f"DELETE FROM {table} WHERE {column} = 20000000012")


CHILD_TABLES = (
    ("print_log", "entry_id"),
    ("payment_allocations", "entry_id"),
    ("tenders", "entry_id"),
    ("payments", "payment_id"),
    ("journal", "entry_id"),
)

OPENING, RECEIPT_1, RECEIPT_2, UNDONE, UNDO, RECEIPT_4, MOVEMENT, COUNT, Z = (
    10**10 + chain_no for chain_no in range(1, 10)
)
CHEQUE, CARD, OVER, UNDO_OVER = (2 * 10**10 + chain_no for chain_no in range(2, 6))


def audited(detail: str, day: str = "2026-03-01") -> Callable[[Connection], None]:
    """The audit trail says that a setting was changed; what it said of it on that day is gone."""
    name = detail.partition(":")[0]

    def tamper(connection: Connection) -> None:
        run(
            connection,
            "DELETE FROM audit_events WHERE detail LIKE %s AND DATE(stored_at) = %s",
            f"{name}: %",
            day,
        )
        run(
            connection,
            "INSERT INTO audit_events (stored_at, user_id, act, detail)"
            " VALUES (%s, 3, 'setting_changed', %s)",
            day,
            detail,
        )

    return tamper


def case(name: str, *tampering: Tampering, found: dict[int, str]) -> Any:
    return pytest.param(Case(name, tampering, tuple(found.items())), id=name.replace(" ", "-"))


FORGED_TERMS = (
    "UPDATE bills SET discount_amount = 5, discount_until = '2026-03-09' WHERE bill_id = 8"
)

CASES = [
    # 1: what is owed
    case("bill balance lowered", "UPDATE bills SET balance = balance - 1 WHERE bill_id = 8",
         found={1: "bill 26008", 12: "receivables"}),
    case("bill line lowered", "UPDATE bill_lines SET amount = 10 WHERE bill_id = 1 AND line_no = 2",
         found={1: "bill 26001"}),
    case("bill total lowered", "UPDATE bills SET total = total - 1, balance = balance - 1"
         " WHERE bill_id = 8", found={1: "bill 26008"}),
    case("bill marked paid", "UPDATE bills SET status = 'paid', balance = 0 WHERE bill_id = 8",
         found={1: "bill 26008"}),
    case("bill marked issued", "UPDATE bills SET status = 'issued' WHERE bill_id = 8",
         found={1: "bill 26008"}),
    case("bill cancelled without a credit note",
         "UPDATE bills SET status = 'cancelled' WHERE bill_id = 1", found={1: "bill 26001"}),
    case("bill version turned back", "UPDATE bills SET version = 0 WHERE bill_id = 2",
         found={1: "bill 26002"}),
    case("late charge deleted", "DELETE FROM bill_adjustments WHERE kind = 'late_charge'",
         found={1: "bill 26004", 12: "receivables"}),
    case("late charge lowered with the balance",
         "UPDATE bill_adjustments SET amount = 2 WHERE kind = 'late_charge'",
         "UPDATE bills SET balance = balance - 40 WHERE bill_id = 4", found={1: "bill 26004"}),
    case("discount forged", "INSERT INTO bill_adjustments (bill_id, kind, amount, cause, posted_on,"
         " posted_at) SELECT bill_id, 'prompt_discount', -5, 'x', '2026-03-02', '2026-03-02' FROM"
         " bills WHERE bill_id = 8",
         "UPDATE bills SET balance = balance - 5, version = version + 1 WHERE bill_id = 8",
         found={1: "bill 26008"}),
    case("discount given twice", "INSERT INTO bill_adjustments (bill_id, kind, amount, cause,"
         " posted_on, posted_at, entry_id, line_no) SELECT x.bill_id, x.kind, x.amount, x.cause,"
         " x.posted_on, x.posted_at, x.entry_id, 2 FROM bill_adjustments x WHERE x.kind ="
         " 'prompt_discount' AND x.entry_id = 10000000006",
         "INSERT INTO bill_adjustments (bill_id, kind, amount, cause, posted_on, posted_at)"
         " VALUES (2, 'correction', 5, 'x', '2026-03-02', '2026-03-02')",
         "UPDATE bills SET version = version + 1 WHERE bill_id = 2", found={1: "bill 26002"}),
    case("discount given by no receipt", FORGED_TERMS, "INSERT INTO bill_adjustments (bill_id,"
         " kind, amount, cause, posted_on, posted_at) VALUES (8, 'prompt_discount', -5, 'Paid in"
         " time', '2026-03-02', '2026-03-02')",
         "UPDATE bills SET balance = balance - 5, version = version + 1 WHERE bill_id = 8",
         found={1: "bill 26008"}),
    case("discount beside the lines of its receipt", FORGED_TERMS, "INSERT INTO bill_adjustments"
         " (bill_id, kind, amount, cause, posted_on, posted_at, entry_id, line_no) SELECT 8,"
         " 'prompt_discount', -5, 'Paid in time', business_date, stored_at, entry_id, 2"
         " FROM journal WHERE entry_id = 20000000012",
         "UPDATE bills SET balance = balance - 5 WHERE bill_id = 8", found={1: "bill 26008"}),
    case("discount on a part", FORGED_TERMS, "INSERT INTO bill_adjustments (bill_id, kind, amount,"
         " cause, posted_on, posted_at, entry_id, line_no) SELECT 8, 'prompt_discount', -5,"
         " 'Paid in time', business_date, stored_at, entry_id, 1 FROM journal"
         " WHERE entry_id = 10000000016",
         "UPDATE bills SET balance = balance - 5 WHERE bill_id = 8",
         "UPDATE payment_allocations SET balance_after = balance_after - 5"
         " WHERE entry_id = 10000000016",
         lambda connection: rewrite(connection, 1, 16), found={1: "bill 26008"}),
    case("discount not given that was due",
         "DELETE FROM bill_adjustments WHERE reverses_id IS NOT NULL",
         "DELETE FROM bill_adjustments WHERE kind = 'prompt_discount'",
         "UPDATE bills SET balance = 0 WHERE bill_id = 2",
         "UPDATE payment_allocations SET amount = SIGN(amount) * 250 WHERE bill_id = 2",
         found={1: "bill 26002"}),
    case("discount not given to money that had come in time",
         "DELETE FROM bill_adjustments WHERE reverses_id IS NOT NULL",
         "DELETE FROM bill_adjustments WHERE kind = 'prompt_discount'",
         "UPDATE bills SET balance = 0, discount_until = '2026-03-01' WHERE bill_id = 2",
         "UPDATE payment_allocations SET amount = SIGN(amount) * 250 WHERE bill_id = 2",
         "INSERT INTO outside_payments SELECT entry_id, counter_id, 'x', '2026-03-01', 'x'"
         " FROM journal WHERE entry_id = 10000000006", found={1: "bill 26002"}),
    case("discount not given, with no money",
         "DELETE FROM bill_adjustments WHERE reverses_id IS NOT NULL",
         "DELETE FROM bill_adjustments WHERE kind = 'prompt_discount'",
         "UPDATE bills SET balance = 0 WHERE bill_id = 2",
         "UPDATE payment_allocations SET amount = SIGN(amount) * 250 WHERE bill_id = 2",
         "DELETE FROM tenders WHERE entry_id IN (10000000004, 10000000006)",
         found={1: "bill 26002"}),
    case("discount dated back into its time",
         "UPDATE bills SET discount_until = '2026-03-01' WHERE bill_id = 2",
         "UPDATE bill_adjustments SET posted_on = '2026-03-01' WHERE kind = 'prompt_discount'",
         found={1: "bill 26002"}),
    case("late charge taken back by no receipt", "INSERT INTO bill_adjustments (bill_id, kind,"
         " amount, cause, posted_on, posted_at, reverses_id) SELECT bill_id, 'taken_back', -amount,"
         " 'Paid before this charge', posted_on - INTERVAL 1 DAY, posted_at, adjustment_id"
         " FROM bill_adjustments WHERE kind = 'late_charge'",
         "UPDATE bills SET balance = balance - 42, version = version + 1 WHERE bill_id = 4",
         found={1: "bill 26004"}),
    case("late charge taken back by a receipt of the hall", "INSERT INTO bill_adjustments (bill_id,"
         " kind, amount, cause, posted_on, posted_at, entry_id, line_no, reverses_id) SELECT"
         " x.bill_id, 'taken_back', -x.amount, 'Paid before this charge', '2026-03-01',"
         " j.stored_at, j.entry_id, 1, x.adjustment_id FROM bill_adjustments x JOIN journal j"
         " ON j.entry_id = 20000000012 WHERE x.kind = 'late_charge'",
         "UPDATE bills SET balance = balance - 42 WHERE bill_id = 4",
         "UPDATE payment_allocations SET balance_after = balance_after - 42"
         " WHERE entry_id = 20000000012",
         lambda connection: rewrite(connection, 2, 12), found={1: "bill 26004"}),
    case("a correction taken back", "INSERT INTO bill_adjustments (bill_id, kind,"
         " amount, cause, posted_on, posted_at, reverses_id) SELECT bill_id, 'taken_back', -amount,"
         " 'Receipt taken back', posted_on, posted_at, adjustment_id"
         " FROM bill_adjustments WHERE kind = 'credit_note'",
         "UPDATE bills SET balance = 40, status = 'issued', version = version + 1"
         " WHERE bill_id = 7", found={1: "bill 26007"}),
    case("posting to a draft", "INSERT INTO bill_adjustments (bill_id, kind, amount, cause,"
         " posted_on, posted_at) VALUES (9, 'correction', -1, 'x', '2026-03-02', '2026-03-02')",
         found={1: "draft bill 9"}),
    case("bill deleted", "DELETE FROM bill_lines WHERE bill_id = 8",
         "DELETE FROM bills WHERE bill_id = 8",
         found={1: "draft bill 8", 2: "bill series A"}),
    case("a receipt says that more is left", "UPDATE payment_allocations SET balance_after = 5"
         " WHERE entry_id = 10000000002", found={1: "bill 26001"}),
    case("a receipt says that less was left, and others are behind it",
         "UPDATE payment_allocations SET balance_after = balance_after - 1"
         " WHERE entry_id = 20000000011", found={1: "bill 26004"}),
    # 2: numbers
    case("bill series turned back", "UPDATE bill_series SET last_no = 7",
         found={2: "bill series A"}),
    case("bill number skipped", "UPDATE bills SET running_no = 90 WHERE bill_id = 8",
         found={2: "bill series A"}),
    case("series ahead", "UPDATE series SET last_no = last_no + 1 WHERE counter_id = 2"
         " AND kind = 'payment'", found={2: "series payment of counter 02"}),
    case("grand total of the series lowered", "UPDATE series SET total = total - 100"
         " WHERE counter_id = 1 AND kind = 'payment'", found={2: "series payment of counter 01"}),
    case("series row deleted", "DELETE FROM series WHERE counter_id = 1 AND kind = 'undo'",
         found={2: "counter 1"}),
    case("entry deleted in the middle", "DELETE FROM journal WHERE entry_id = 10000000003",
         found={2: "receipt 01-000003", 3: "entry 10000000003"}),
    case("lost tail", lost_tail, found={2: "counter 02", 1: "bill 26004"}),
    case("restored backup with its chain", lost_tail,
         "UPDATE counter_chains SET last_chain_no = 11, last_hash = (SELECT hash FROM journal"
         " WHERE entry_id = 20000000011) WHERE counter_id = 2",
         found={2: "series payment of counter 02", 7: "request"}),
    case("chain end forged", "UPDATE counter_chains SET last_hash = REPEAT('x', 32)"
         " WHERE counter_id = 1", found={3: "counter 01"}),
    # 3: hashes, texts, rows
    case("tender raised", "UPDATE tenders SET tendered = tendered + 1 WHERE entry_id = 10000000002",
         found={3: "receipt 01-000001", 4: "receipt 01-000001", 8: "shift 01/1"}),
    case("tender and change raised", "UPDATE tenders SET tendered = 300, change_given = 179.50"
         " WHERE entry_id = 10000000002", found={3: "receipt 01-000001"}),
    case("allocation moved to another bill", "UPDATE payment_allocations SET bill_id = 5"
         " WHERE entry_id = 10000000002", found={3: "receipt 01-000001", 1: "bill 26001"}),
    case("canonical text changed", "UPDATE journal SET canonical ="
         " REPLACE(canonical, 'rana', 'ravi') WHERE entry_id = 10000000002",
         found={3: "receipt 01-000001"}),
    case("hash changed", "UPDATE journal SET hash = REPEAT('x', 32) WHERE entry_id = 10000000003",
         found={3: "receipt 01-000002"}),
    case("rechained tail", rechained_tail, found={8: "Z 01-Z-0001", 4: "receipt 01-000001"}),
    case("person of an entry changed",
         "UPDATE journal SET user_id = 2 WHERE entry_id = 10000000002",
         found={3: "receipt 01-000001", 6: "receipt 01-000001"}),
    case("backdated", "UPDATE journal SET taken_at = taken_at - INTERVAL 1 DAY, stored_at ="
         " stored_at - INTERVAL 1 DAY WHERE entry_id = 10000000006",
         found={3: "receipt 01-000004", 6: "receipt 01-000004"}),
    case("business date moved", "UPDATE journal SET business_date = '2026-03-01'"
         " WHERE entry_id = 10000000006", found={3: "receipt 01-000004", 6: "receipt 01-000004"}),
    case("children swapped", "UPDATE tenders SET entry_id = 1 WHERE entry_id = 10000000002",
         "UPDATE tenders SET entry_id = 10000000002 WHERE entry_id = 10000000006",
         "UPDATE tenders SET entry_id = 10000000006 WHERE entry_id = 1",
         found={3: "receipt 01-000004", 4: "receipt 01-000001"}),
    case("entry inserted", "INSERT INTO journal SELECT 20000000013, kind, counter_id, 8, 13,"
         " REPEAT('r', 16), shift_id, user_id, business_date, taken_at, stored_at, canonical, hash,"
         " hash FROM journal WHERE entry_id = 20000000012",
         found={3: "receipt 02-000008", 4: "receipt 02-000008", 7: "receipt 02-000008",
                9: "receipt 02-000008"}),
    case("stray tender", "INSERT INTO tenders VALUES (99999, 1, 10000000001, 'cash', 5, 0)",
         found={3: "table tenders", 12: "drawers"}),
    # Beside what a receipt's text says, which by itself is right.
    case("tender beside the only one", "INSERT INTO tenders VALUES (20000000002, 2, 20000000001,"
         " 'cash', 5, 0)", found={3: "receipt 02-000001", 4: "receipt 02-000001"}),
    case("allocation of no entry among entries", "INSERT INTO payment_allocations VALUES"
         " (10000009000, 1, 1, 5, 0)", found={3: "table payment_allocations"}),
    case("credit beside a receipt", "INSERT INTO credit_entries (account_id, entry_id, line_no,"
         " amount, balance_after, stored_at) SELECT account_id, payment_id, 1, 5, 5, '2026-03-02'"
         " FROM payments WHERE payment_id = 20000000002",
         found={3: "receipt 02-000001", 4: "receipt 02-000001"}),
    case("bank's reference beside a receipt of the hall", "INSERT INTO outside_payments (entry_id,"
         " counter_id, reference, value_date, payer)"
         " VALUES (20000000002, 2, 'x', '2026-03-02', 'x')",
         found={3: "receipt 02-000001"}),
    case("receipt's due after changed", "UPDATE payments SET due_after = 0"
         " WHERE payment_id = 10000000003", found={3: "receipt 01-000002"}),
    case("float changed", "UPDATE shifts SET float_amount = 900 WHERE shift_id = 10000000001",
         found={3: "opening 01-O-0001", 8: "Z 01-Z-0001"}),
    case("count changed", "UPDATE counts SET counted = counted - 500 WHERE entry_id = 10000000008",
         found={3: "count 01-N-0001", 8: "Z 01-Z-0001"}),
    case("pieces changed", "UPDATE denomination_counts SET pieces = 1 WHERE entry_id = 10000000008"
         " AND value = 500", found={3: "count 01-N-0001"}),
    case("reason of a cash movement changed", "UPDATE cash_movements SET reason = 'x'"
         " WHERE entry_id = 10000000007", found={3: "movement 01-M-0001"}),
    # 4: the tie-out
    case("change from a cheque", "UPDATE tenders SET tendered = 700, change_given = 100"
         " WHERE entry_id = 20000000002", found={4: "receipt 02-000001", 3: "receipt 02-000001"}),
    case("change above the cash", "UPDATE tenders SET tendered = 100, change_given = 200"
         " WHERE entry_id = 10000000002", found={4: "receipt 01-000001"}),
    case("rounding forged", "UPDATE payments SET rounding = 1 WHERE payment_id = 20000000007",
         found={4: "receipt 02-000005", 3: "receipt 02-000005"}),
    case("receipt number changed", "UPDATE payments SET receipt_no = '02-000099'"
         " WHERE payment_id = 20000000007", found={4: "receipt 02-000005"}),
    case("a bill paid off by rounding", "UPDATE payments SET rounding = -120.50"
         " WHERE payment_id = 10000000002", "DELETE FROM tenders WHERE entry_id = 10000000002",
         found={4: "receipt 01-000001"}),
    case("credit out of rounding", "UPDATE payments SET rounding = -10"
         " WHERE payment_id = 10000000003",
         "UPDATE tenders SET tendered = 90 WHERE entry_id = 10000000003",
         found={4: "receipt 01-000002"}),
    case("a bill left open is rounded", "UPDATE payments SET rounding = 1"
         " WHERE payment_id = 20000000012",
         "UPDATE tenders SET tendered = 2 WHERE entry_id = 20000000012",
         found={4: "receipt 02-000007"}),
    case("a line where corrections have theirs", "UPDATE payment_allocations SET line_no = 1001"
         " WHERE entry_id = 10000000002", found={4: "receipt 01-000001"}),
    # 5: undo
    case("undo forged onto another receipt", "UPDATE reversals SET undone_entry_id = 10000000003"
         " WHERE entry_id = 10000000005", found={5: "undo 01-U-0001", 3: "undo 01-U-0001"}),
    case("undo gives more back", "UPDATE tenders SET change_given = -250"
         " WHERE entry_id = 10000000005", found={5: "undo 01-U-0001", 4: "undo 01-U-0001"}),
    case("undo without its reversal", "DELETE FROM reversals WHERE entry_id = 10000000005",
         found={5: "undo 01-U-0001"}),
    case("undo by another person", "UPDATE journal SET user_id = 2 WHERE entry_id = 10000000005",
         found={5: "undo 01-U-0001", 6: "undo 01-U-0001"}),
    case("discount not taken back", "DELETE FROM bill_adjustments WHERE kind = 'taken_back'",
         found={5: "undo 01-U-0001", 1: "bill 26002"}),
    case("more undos than allowed", "UPDATE settings SET value = '0' WHERE setting = 'undo_limit'",
         audited("undo_limit: (default) -> 0"), found={5: "shift 01/1"}),
    case("the limit of undos raised afterwards", audited("undo_limit: (default) -> 0"),
         audited("undo_limit: 0 -> 2", "2026-03-03"), found={5: "shift 01/1"}),
    case("a difference decided alone", audited("difference_limit: (default) -> 10"),
         audited("difference_limit: 10 -> 2000", "2026-03-03"), found={5: "Z 01-Z-0001"}),
    case("rounded by more than the step of its day", audited("cash_step: (default) -> 0.050"),
         audited("cash_step: 0.050 -> 5.000", "2026-03-03"),
         "UPDATE utility SET cash_step = 5", "UPDATE payments SET rounding = 0.07"
         " WHERE payment_id = 20000000007",
         "UPDATE tenders SET tendered = 75.05 WHERE entry_id = 20000000007",
         found={4: "receipt 02-000005"}),
    # 6: shift, counter, person
    case("entry moved to another shift", "UPDATE journal SET shift_id = 10000000015"
         " WHERE entry_id = 10000000006", found={6: "receipt 01-000004", 8: "shift 01/1"}),
    case("paid after the count", "UPDATE shifts SET counted_at = opened_at"
         " WHERE shift_id = 10000000001", found={6: "receipt 01-000001"}),
    case("clerk took money", "UPDATE users SET role = 'clerk' WHERE user_id = 2",
         found={6: "receipt 02-000001"}),
    # 7: requests
    case("void request with an entry", "UPDATE requests SET state = 'void' WHERE request_id ="
         " (SELECT request_id FROM journal WHERE entry_id = 10000000002)",
         found={7: "receipt 01-000001"}),
    case("done request without an entry", "UPDATE requests SET state = 'done'"
         " WHERE state = 'void'", found={7: "request"}),
    case("request deleted", "DELETE FROM requests WHERE request_id ="
         " (SELECT request_id FROM journal WHERE entry_id = 10000000002)",
         found={7: "receipt 01-000001"}),
    case("request of another kind", "UPDATE requests SET kind = 'undo' WHERE request_id ="
         " (SELECT request_id FROM journal WHERE entry_id = 10000000002)",
         found={7: "receipt 01-000001"}),
    # 8: shifts and Zs
    case("signature deleted", "DELETE FROM z_signatures WHERE entry_id = 10000000009",
         found={8: "Z 01-Z-0001"}),
    case("signature of another counter", "UPDATE z_signatures SET counter_key_id = 2"
         " WHERE entry_id = 10000000009", found={8: "Z 01-Z-0001"}),
    case("signature forged", "UPDATE z_signatures SET signature = REPEAT('s', 64)"
         " WHERE entry_id = 10000000009", found={8: "Z 01-Z-0001"}),
    case("Z grand total changed", "UPDATE z_reports SET grand_total = grand_total - 100"
         " WHERE entry_id = 10000000009", found={8: "Z 01-Z-0001", 3: "Z 01-Z-0001"}),
    case("Z cash lowered", "UPDATE z_reports SET cash_taken = cash_taken - 9,"
         " expected = expected - 9, difference = difference + 9 WHERE entry_id = 10000000009",
         found={8: "Z 01-Z-0001", 3: "Z 01-Z-0001"}),
    case("Z tender total lowered", "UPDATE z_tenders SET amount = amount - 9"
         " WHERE entry_id = 20000000009 AND kind = 'card'",
         found={8: "shift 02/1", 3: "Z 02-Z-0001"}),
    case("Z reprints hidden", "UPDATE z_reports SET reprints = 0 WHERE entry_id = 10000000009",
         found={8: "Z 01-Z-0001"}),
    case("Z drawer openings hidden", "DELETE FROM drawer_events", found={8: "shift 01/1"}),
    case("Z deleted", "DELETE FROM z_reports WHERE entry_id = 10000000014",
         found={3: "Z 01-Z-0002"}),
    case("shift opened again", "UPDATE shifts SET state = 'counting' WHERE shift_id = 10000000010",
         found={8: "shift 01/10"}),
    case("shift's cash lowered", "UPDATE shifts SET cash_taken = 0 WHERE shift_id = 20000000010",
         found={8: "shift 02/10", 12: "drawers"}),
    # 9: paper and drawer
    case("print row removed", "DELETE FROM print_log WHERE entry_id = 10000000002 AND copy_no = 0",
         found={9: "receipt 01-000001"}),
    case("queued twice", "INSERT INTO print_log (entry_id, copy_no, state, stored_at, user_id,"
         " counter_id) SELECT entry_id, copy_no, state, stored_at, user_id, counter_id"
         " FROM print_log WHERE entry_id = 20000000002 AND state = 'queued'",
         found={9: "receipt 02-000001"}),
    case("copy removed", "UPDATE print_log SET copy_no = 2 WHERE copy_no = 1",
         found={9: "receipt 01-000001"}),
    case("drawer reason removed", "UPDATE drawer_events SET reason = ' '",
         found={9: "drawer opening"}),
    # 10: credit
    case("credit forged", "UPDATE accounts SET credit = 1000 WHERE account_id = 3",
         found={10: "account 003", 12: "credit on account"}),
    case("credit forged with a posting", "INSERT INTO credit_entries (account_id, amount,"
         " balance_after, stored_at) VALUES (3, 1000, 1000, '2026-03-02')",
         "UPDATE accounts SET credit = 1000 WHERE account_id = 3",
         found={10: "account 003"}),
    case("credit used twice", "UPDATE credit_entries SET balance_after = 10"
         " WHERE entry_id = 20000000003", found={10: "account 002"}),
    # 10: whose it is
    case("customers emptied", "DELETE FROM customers", found={10: "customer with key 3"}),
    case("account deleted", "DELETE FROM accounts WHERE account_id = 3",
         found={10: "account with key 3"}),
    case("connections emptied", "DELETE FROM connections", found={10: "connection with key 1"}),
    # 12: the books' locks
    case("a lock taken away", "INSERT INTO audit_events (stored_at, user_id, act, detail)"
         " VALUES ('2026-03-01', 3, 'period_locked', '2026-02-28 month end')",
         found={12: "lock up to 2026-02-28"}),
    case("a lock that nobody made", "INSERT INTO period_locks (locked_to, user_id, locked_at,"
         " reason) VALUES ('2026-02-28', 3, '2026-03-01', '')",
         found={12: "lock up to 2026-02-28"}),
    case("posted into a locked month", "INSERT INTO period_locks (locked_to, user_id, locked_at,"
         " reason) VALUES ('2026-02-28', 3, '2026-03-01', '')",
         "INSERT INTO audit_events (stored_at, user_id, act, detail)"
         " VALUES ('2026-03-01', 3, 'period_locked', '2026-02-28 ')",
         "UPDATE bill_adjustments SET posted_on = '2026-02-27' WHERE kind = 'late_charge'",
         "UPDATE bill_late_charges SET post_on = '2026-02-27'",
         "INSERT INTO period_closings (locked_to, tariff_class, closing)"
         " VALUES ('2026-02-28', 'residential', 42)",
         found={12: "lock up to 2026-02-28"}),
    # 12: cash positions
    case("safe overdrawn", "INSERT INTO safe_entries (office_id, kind, amount, reason, user_id,"
         " stored_at, balance_after) VALUES (1, 'deposit', -50, 'x', 1, '2026-03-02', -50)",
         found={12: "safe of office 1"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def open_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The ledger on a server whose administrator has dropped every trigger."""
    with started(tmp_path_factory.mktemp("tampered") / "server") as server:
        with closing(server.admin_connection(DATABASE)) as connection:
            full_ledger().store(connection)
        with unguarded(server) as connection:
            yield connection


@pytest.mark.parametrize("tampered", CASES)
def test_tampering_is_found_and_named(open_server: Connection, tampered: Case) -> None:
    try:
        for step in tampered.tampering:
            if callable(step):
                step(open_server)
            else:
                run(open_server, step)
        found = found_in(open_server)
    finally:
        open_server.rollback()
    missing = [
        (number, subject)
        for number, subject in tampered.found
        if not any(n == number and s.startswith(subject) for n, s in found)
    ]
    assert not missing, found


def test_a_trail_in_which_a_number_is_none_is_named_and_stops_nobody(
    open_server: Connection,
) -> None:
    audited("undo_limit: (default) -> many")(open_server)
    audited("cash_step: (default) -> NaN")(open_server)
    found = verify(Reader(open_server)).breaches
    open_server.rollback()
    named = [(one.number, one.fact) for one in found if one.subject == "setting undo_limit"]
    assert [number for number, _ in named] == [13]
    assert named[0][1].endswith("its last change made it many")


def test_a_limit_lowered_today_says_nothing_about_yesterday(open_server: Connection) -> None:
    audited("undo_limit: 2 -> 0", "2026-03-05")(open_server)
    audited("difference_limit: 2000 -> 1", "2026-03-05")(open_server)
    run(open_server, "UPDATE settings SET value = '0' WHERE setting = 'undo_limit'")
    run(open_server, "UPDATE settings SET value = '1' WHERE setting = 'difference_limit'")
    found = found_in(open_server)
    open_server.rollback()
    assert found == []


def test_an_untouched_database_is_silent_before_and_after(open_server: Connection) -> None:
    assert found_in(open_server) == []
    open_server.rollback()
