"""The server's own proof of a payment has every honest kind; what it has not is looked at."""

from __future__ import annotations

from collections.abc import Iterator

import pymysql
import pytest

from cashier_app.verify import chain as chain_module
from cashier_app.verify.findings import Span
from cashier_app.verify.proved import proved_payments
from cashier_app.verify.reader import Reader
from cashier_app.verify.verification import verify
from tests.db.verify_story import stored_story
from tests.db.verify_unguarded import run


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pymysql.Connection]:
    with stored_story(tmp_path_factory.mktemp("proofs")) as connection:
        yield connection


def test_a_payment_of_any_kind_of_money_is_proved(connection: pymysql.Connection) -> None:
    """Cash, cheque, card, credit and discount; but no copies, roundings, lost receipts."""
    reader = Reader(connection)
    others: list[int] = []
    proved: dict[int, int] = {}
    for bounds in reader.spans(Span.ENTRIES):
        found = proved_payments(reader, bounds)
        others += found.others
        proved |= {entry_id: total for entry_id, _, total in found.payments}
    payments = dict(run(connection, "SELECT entry_id, kind FROM journal"))
    left = [entry for entry in others if payments[entry] == "payment"]
    excused = {
        row[0]
        for row in run(
            connection,
            "SELECT payment_id FROM payments WHERE rounding <> 0"
            " UNION SELECT entry_id FROM reentries"
            " UNION SELECT entry_id FROM print_log WHERE copy_no > 0",
        )
    }
    assert set(left) <= excused
    totals = run(
        connection,
        "SELECT entry_id, CAST(SUM(tendered - change_given) * 1000 AS SIGNED) FROM tenders"
        " GROUP BY entry_id",
    )
    assert proved == {entry: total for entry, total in totals if entry in proved}
    assert {"cheque", "card", "cash"} <= {
        kind
        for (kind,) in run(
            connection,
            "SELECT DISTINCT kind FROM tenders WHERE entry_id IN %s",
            tuple(proved),
        )
    }


def test_a_span_with_much_that_is_not_proved_is_read_whole(
    connection: pymysql.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_id = verify(Reader(connection))
    monkeypatch.setattr(chain_module, "_MOST_BY_ID", 0)
    whole = verify(Reader(connection))
    assert (whole.breaches, whole.entries) == (by_id.breaches, by_id.entries) == ([], by_id.entries)
    assert whole.rows_read > by_id.rows_read
