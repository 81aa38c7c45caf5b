"""A large sample, made small: copies keep every rule that was not asked while they were stored."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import Any

import pymysql
import pytest

from cashier_app import sample_filling
from cashier_app.db import sample_room
from cashier_app.db.engine import Login, connected
from cashier_app.db.installer import LoadUnended, upgrade, upgrade_lock
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.sample_indexes import LATER
from cashier_app.db.sample_loader import NotEmpty
from cashier_app.db.tables import metadata
from cashier_app.sample import name_pools
from cashier_app.sample.copied_entries import JournalCopier
from cashier_app.sample.generate import SampleOrder
from cashier_app.sample_filling import fill_with_copies
from cashier_app.verify.connection import readers_for
from cashier_app.verify.verification import verify
from tests.plugins.database import DATABASE
from tests.support.asking import ask

TODAY = date(2026, 11, 23)
IN_COPY, OWN, COPIES = 40, 60, 3
# Of this seed a bill of the pattern is cancelled, and a payment undone.
ORDER = SampleOrder(OWN + 7 + IN_COPY * COPIES, 12, 11, TODAY)


DOUBLES = (
    (
        "account_connections a JOIN account_connections b ON b.connection_id = a.connection_id"
        " AND b.account_connection_id > a.account_connection_id"
        " AND a.liable_from <= COALESCE(b.liable_to, '9999-12-31')"
        " AND b.liable_from <= COALESCE(a.liable_to, '9999-12-31')"
    ),
    (
        "meter_fittings a JOIN meter_fittings b ON b.fitting_id > a.fitting_id"
        " AND (b.connection_id = a.connection_id OR b.meter_id = a.meter_id)"
        " AND a.fitted_on < COALESCE(b.removed_on, '9999-12-31')"
        " AND b.fitted_on < COALESCE(a.removed_on, '9999-12-31')"
    ),
)
"""What two triggers would have refused."""


@pytest.fixture
def empty(fresh_server: PrivateServer, monkeypatch: pytest.MonkeyPatch) -> Login:
    few = {kind: (make, 97) for kind, (make, _) in name_pools._NAMES.items()}
    monkeypatch.setattr(name_pools, "_NAMES", few)
    few = {kind: (make, 89) for kind, (make, _) in name_pools._ADDRESSES.items()}
    monkeypatch.setattr(name_pools, "_ADDRESSES", few)
    return fresh_server.admin_login(DATABASE)


def count(server: PrivateServer, table: str) -> int:
    return int(ask(server, f"SELECT COUNT(*) FROM {table}")[0][0])


def objects(server: PrivateServer) -> set[tuple[Any, ...]]:
    """Triggers with their texts, indexes with their columns."""
    triggers = "SELECT trigger_name, definer, sql_mode, action_statement FROM"
    indexes = "SELECT table_name, index_name, column_name, seq_in_index, non_unique FROM"
    return {
        *ask(server, f"{triggers} information_schema.triggers WHERE trigger_schema = DATABASE()"),
        *ask(server, f"{indexes} information_schema.statistics WHERE table_schema = DATABASE()"),
    }


def test_copies_hold(fresh_server: PrivateServer, empty: Login) -> None:
    before = objects(fresh_server)
    fill_with_copies(empty, ORDER, IN_COPY, OWN, quiet=True)
    with readers_for(empty) as (reader, beside):
        findings = verify(reader, (), lambda _: None, beside)
    assert [str(breach) for breach in findings.breaches] == []
    assert findings.counters == 5 + COPIES
    assert objects(fresh_server) == before
    assert ask(fresh_server, "SELECT is_open FROM schema_gate") == [(1,)]

    assert count(fresh_server, "customers") == ORDER.customers
    copied = "SELECT COUNT(*) FROM {} WHERE {} > 10000000"
    assert ask(fresh_server, copied.format("accounts", "account_id")) == [(IN_COPY * COPIES,)]
    ((payments,),) = ask(fresh_server, copied.format("payments", "account_id"))
    assert 4 < payments / (IN_COPY * COPIES) < 6
    for table, key in (("office_requests", "object_id"), ("reversals", "account_id")):
        assert ask(fresh_server, copied.format(table, key)) == [(COPIES,)]
    names = "SELECT COUNT(DISTINCT name) FROM customers WHERE customer_id > 10000000"
    assert ask(fresh_server, names)[0][0] > IN_COPY * COPIES // 2

    for orphans in orphan_questions():
        assert ask(fresh_server, orphans) == [(0,)], orphans
    for doubles in DOUBLES:
        assert count(fresh_server, doubles) == 0

    # Every account is under the words of its name and address, and each word knows how many.
    ((word_id, accounts),) = ask(
        fresh_server, "SELECT word_id, accounts FROM words ORDER BY accounts DESC LIMIT 1"
    )
    assert accounts == count(fresh_server, f"account_words WHERE word_id = {word_id}")
    wrong = (
        "account_words t JOIN (SELECT x.account_id, BIT_OR(w.bits) AS bits FROM account_words x"
        " JOIN words w USING (word_id) GROUP BY x.account_id) q USING (account_id)"
        " WHERE t.bits <> q.bits"
    )
    assert count(fresh_server, wrong) == 0
    lost = (
        "accounts a JOIN customers c USING (customer_id) WHERE NOT EXISTS (SELECT 1 FROM"
        " account_words x JOIN words w USING (word_id) WHERE x.account_id = a.account_id"
        " AND w.word = LOWER(SUBSTRING_INDEX(c.name, ' ', -1)))"
        " AND c.name REGEXP '^[A-Za-z ]+$'"
    )
    assert count(fresh_server, lost) == 0

    with pytest.raises(NotEmpty):
        fill_with_copies(empty, ORDER, IN_COPY, OWN, quiet=True)


def orphan_questions() -> Iterator[str]:
    """One for each foreign key: how many rows name a row that is not there."""
    for table in metadata.sorted_tables:
        for key in table.foreign_key_constraints:
            ((column, element),) = zip(key.columns, key.elements, strict=True)
            parent = element.column
            yield (
                f"SELECT COUNT(*) FROM {table.name} c LEFT JOIN {parent.table.name} p"
                f" ON p.{parent.name} = c.{column.name}"
                f" WHERE c.{column.name} IS NOT NULL AND p.{parent.name} IS NULL"
            )


def test_a_load_that_fails_puts_triggers_and_indexes_back(
    fresh_server: PrivateServer, empty: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = objects(fresh_server)
    seen: list[set[tuple[Any, ...]]] = []

    class Failing(JournalCopier):
        def journal(self, copy: int) -> Any:
            seen.append(objects(fresh_server))
            raise KeyboardInterrupt

    monkeypatch.setattr(sample_filling, "JournalCopier", Failing)
    with pytest.raises(KeyboardInterrupt):
        fill_with_copies(empty, ORDER, IN_COPY, OWN, quiet=True)
    assert len(seen[0]) < len(before)
    assert objects(fresh_server) == before


def killed_half_way(login: Login) -> None:
    """In a process of its own, which ends while its first rows are stored."""

    class Killing(JournalCopier):
        def journal(self, copy: int) -> Any:
            os.kill(os.getpid(), signal.SIGKILL)

    sample_filling.JournalCopier = Killing  # type: ignore[attr-defined]
    fill_with_copies(login, ORDER, IN_COPY, OWN, quiet=True)


def test_one_that_was_killed_lets_nobody_in_and_is_begun_anew(
    fresh_server: PrivateServer, empty: Login
) -> None:
    before = objects(fresh_server)
    with connected(empty) as connection:
        connection.exec_driver_sql(
            "INSERT INTO users (user_name, full_name, role, is_active, must_change_password,"
            " created_at) VALUES ('david', 'David Fernandes', 'administrator', 1, 0, SYSDATE(6))"
        )
    child = multiprocessing.get_context("fork").Process(target=killed_half_way, args=(empty,))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    # Its connections end with it, and with them its lock.
    lock = upgrade_lock(DATABASE)
    assert ask(fresh_server, f"SELECT GET_LOCK('{lock}', 60) + RELEASE_LOCK('{lock}')") == [(2,)]
    assert len(objects(fresh_server)) < len(before)
    with pytest.raises(LoadUnended, match="Begin it anew: cashier sample"):
        upgrade(empty, DATABASE)
    assert ask(fresh_server, "SELECT is_open FROM schema_gate") == [(0,)]

    sample_filling.fill_with_sample(empty, 20, 6, 1, TODAY, quiet=True)
    assert objects(fresh_server) == before
    assert ask(fresh_server, "SELECT is_open FROM schema_gate") == [(1,)]
    assert count(fresh_server, "customers") == 20
    assert count(fresh_server, "users WHERE user_name = 'david'") == 1
    with readers_for(empty) as (reader, beside):
        assert verify(reader, (), lambda _: None, beside).breaches == []


def test_triggers_come_back_where_an_index_cannot_be_built(
    fresh_server: PrivateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = objects(fresh_server)

    def fail(*_: object) -> None:
        raise pymysql.err.IntegrityError(1062, "a number comes twice")

    monkeypatch.setattr(sample_room, "build", fail)
    with (
        closing(fresh_server.admin_connection(DATABASE)) as connection,
        pytest.raises(pymysql.err.IntegrityError),
        sample_room.roomy(connection, ("bills", "bill_adjustments"), is_here=False),
    ):
        assert len(objects(fresh_server)) < len(before)
    assert objects(fresh_server) == before


def test_indexes_that_are_built_later_are_the_schemas() -> None:
    for table, names in LATER.items():
        assert set(names) <= {index.name for index in metadata.tables[table].indexes}


def test_small_samples_are_not_copied(
    empty: Login, fresh_server: PrivateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(
        sample_filling,
        "fill_with_copies",
        lambda _login, order, *_, quiet: asked.append(order.customers),
    )
    monkeypatch.setattr(sample_filling, "MOST_IN_ONE_TRANSACTION", 20)
    sample_filling.fill_with_sample(empty, 20, 6, 1, TODAY, quiet=True)
    assert asked == []
    sample_filling.fill_with_sample(empty, 21, 6, 1, TODAY, quiet=True)
    assert asked == [21]
