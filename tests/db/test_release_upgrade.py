"""The previous release's database, from its dump, becomes ours and goes on working.

The dumps are made by scripts/dump_release, one on each server.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from cashier_app.bootstrap import CounterSetup, load_program
from cashier_app.db.engine import connected
from cashier_app.db.enrolment import enrol_counter
from cashier_app.db.installer import find_problems, upgrade
from cashier_app.db.migrations import SCHEMA_VERSION
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.training import install_training, open_to_people
from cashier_app.db.users import create_account
from cashier_app.receipt_code import make_keys
from cashier_app.settings import training_name
from cashier_app.verify.connection import readers_for
from cashier_app.verify.findings import Findings
from cashier_app.verify.verification import verify
from receipts.printers import PrinterKind, PrinterSettings
from tests.plugins.database import wanted_server
from tests.support.counter import PASSWORD, Desk, SeedAccount
from tests.support.release import DATABASE, RELEASE, load_release
from tests.support.selling import Selling


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    """A server with the dump loaded."""
    folder = tmp_path_factory.mktemp("release") / "server"
    with PrivateServer(folder, wanted_server()) as server:
        load_release(server)
        yield server


def look(server: PrivateServer) -> Findings:
    with readers_for(server.admin_login(DATABASE)) as (reading, beside):
        return verify(reading, [], lambda _step: None, beside)


WRONG_BITS = (
    "SELECT COUNT(*) FROM account_words t JOIN (SELECT x.account_id, BIT_OR(w.bits) AS bits"
    " FROM account_words x JOIN words w USING (word_id) GROUP BY x.account_id) q USING (account_id)"
    " WHERE t.bits <> q.bits"
)
"""Rows of the word index that leave out a word of their account, or say all bits still."""


def test_upgraded_it_holds_and_takes_money(old: PrivateServer, tmp_path: Path) -> None:
    books = (
        "SELECT (SELECT COUNT(*) FROM payments), (SELECT COUNT(*) FROM journal),"
        " (SELECT SUM(balance) FROM bills), (SELECT SUM(credit) FROM accounts)"
    )
    with connected(old.admin_login(DATABASE)) as administrator:
        before = administrator.exec_driver_sql(books).one()
        agreed = "UPDATE connections SET load_kw = 3.5 ORDER BY connection_id LIMIT 1"
        administrator.exec_driver_sql(agreed)
    report = upgrade(old.admin_login(DATABASE), DATABASE)
    assert (report.from_version, report.to_version) == (RELEASE, SCHEMA_VERSION)
    with connected(old.admin_login(DATABASE)) as administrator:
        assert administrator.exec_driver_sql(books).one() == before
        assert before[0] >= 6
        # What is agreed now was in all months that were billed.
        first = (
            "SELECT MIN(l.load_kw), COALESCE(MIN(b.period_from) >= l.valid_from, 1)"
            " FROM connection_loads l LEFT JOIN bills b USING (connection_id)"
            " GROUP BY l.connection_id, l.valid_from"
        )
        assert [tuple(row) for row in administrator.exec_driver_sql(first)] == [(3.5, 1)]
        assert find_problems(administrator) == []
        assert administrator.exec_driver_sql(WRONG_BITS).scalar_one() == 0
    assert look(old).holds

    _pay_what_was_left_open(old, tmp_path)
    findings = look(old)
    assert findings.holds

    again = upgrade(old.admin_login(DATABASE), DATABASE)
    assert (again.from_version, again.objects_made) == (SCHEMA_VERSION, ())


def test_a_training_database_becomes_of_this_release_too(old: PrivateServer) -> None:
    """It keeps its customers, and who works in the real one may practise there."""
    upgrade(old.admin_login(DATABASE), DATABASE)
    name = training_name(DATABASE)
    load_release(old, name)
    with connected(old.admin_login(name)) as training:
        # As if its money had been made up from the first entry on; the upgrade makes it again.
        training.exec_driver_sql("DROP TRIGGER utility_lawful_update")
        training.exec_driver_sql("UPDATE utility SET is_training = 1")
    assert install_training(old.admin_login(DATABASE), fresh=False) is False
    assert open_to_people(old.admin_login(DATABASE)) > 0
    with connected(old.admin_login(name)) as training:
        assert find_problems(training) == []
        count = "SELECT COUNT(*) FROM payments"
        assert training.exec_driver_sql(count).scalar_one() >= 6


def _pay_what_was_left_open(server: PrivateServer, folder: Path) -> None:
    """On a new computer: the counter is enrolled, its cashier has a database user again."""
    with closing(server.admin_connection(DATABASE)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_name, counter_id FROM users JOIN user_counters USING (user_id)"
            " WHERE role = 'cashier'"
        )
        ((user_name, counter_id),) = cursor.fetchall()
        cursor.execute(
            "SELECT account_id, account_no FROM accounts JOIN customers USING (customer_id)"
            " WHERE name = 'Left Open'"
        )
        ((account_id, account_no),) = cursor.fetchall()
    with connected(server.admin_login(DATABASE)) as administrator:
        create_account(administrator, user_name, PASSWORD, must_change=False)
        enrolment = enrol_counter(administrator, "01", make_keys(folder / "counter.key"))
    desk = Desk(counter_id, "01", enrolment.token, folder, server.address(DATABASE), user_name)
    program = load_program(
        CounterSetup(
            address=desk.address, token=desk.token, key_path=folder / "counter.key",
            log_path=folder / "counter.log",
            printer=PrinterSettings(PrinterKind.FOLDER, path=folder / "papers"),
        )
    )  # fmt: skip
    try:
        selling = Selling(desk, program)
        account = SeedAccount(account_id, account_no, "", "", "", ())
        # Its series goes on behind the six payments and the undo of the dump.
        assert selling.take(account).number == "01-000007"
        assert selling.program.lookup.open_account(account_id).bills == ()
        selling.count()
        selling.close("the float alone was counted")
    finally:
        program.close()
