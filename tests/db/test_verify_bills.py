"""What is simply right about bills is found so at once; only the rest is looked at for long."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pymysql
import pytest

from tests.db.verify_story import stored_story
from tests.db.verify_unguarded import run


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pymysql.Connection]:
    with stored_story(tmp_path_factory.mktemp("bills")) as connection:
        yield connection


def test_an_honest_posting_is_simply_right(connection: pymysql.Connection) -> None:
    """Late charges, discounts and the office's own; what takes one back is looked at."""
    kinds = run(
        connection,
        "SELECT x.kind, MIN(p.is_right), MAX(p.is_right) FROM bill_adjustments x"
        " JOIN audit_posting_proofs p ON p.adjustment_id = x.adjustment_id GROUP BY x.kind",
    )
    assert {kind: ends for kind, *ends in kinds} == {
        "late_charge": [1, 1],
        "prompt_discount": [1, 1],
        "credit_note": [1, 1],
        "taken_back": [0, 0],
    }


def test_a_bill_is_asked_about_its_discount_where_one_may_be_missing(
    connection: pymysql.Connection,
) -> None:
    """One was given, taken back, and given again: the first time is looked at."""
    assert set(run(connection, "SELECT bill_id FROM audit_discounts_missing")) == {(2,)}


def test_what_was_settled_of_a_bill_is_read_in_the_index(connection: pymysql.Connection) -> None:
    """The rows of the receipts lie in another order: each would be a page of its own."""
    plan = run(
        connection,
        "EXPLAIN SELECT bill_id, SUM(amount), COUNT(*) FROM payment_allocations"
        " WHERE bill_id BETWEEN 1 AND 9 GROUP BY bill_id",
    )
    assert re.search("Using index(?! condition)|Covering index", str(plan)), plan
