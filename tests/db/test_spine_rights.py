"""Who may do what, and on what server (payments.md, sections 2 and 3)."""

from __future__ import annotations

import gc
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pymysql
import pytest

from cashier_app.bootstrap import new_request_id
from cashier_app.counter_log import CounterLog
from cashier_app.db.connection import CounterConnection
from cashier_app.db.engine import connected
from cashier_app.db.installer import end_sessions, upgrade
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.users import disable_user, enable_user
from cashier_app.domain.errors import OutcomeUnknown, Refused, SignInFailed, Unavailable
from cashier_app.domain.utility import Role
from tests.plugins.database import DATABASE
from tests.support.counter import PASSWORD, World
from tests.support.selling import Selling, ask, state_of


@pytest.fixture
def selling(world: World) -> Selling:
    return Selling(world.desk())


def user_id_of(world: World, user_name: str) -> int:
    ((found,),) = world.run("SELECT user_id FROM users WHERE user_name = %s", user_name)
    return int(found)


def take_right(world: World, selling: Selling, activity: str) -> None:
    world.run(
        "DELETE FROM rights WHERE user_id = %s AND activity = %s",
        user_id_of(world, selling.desk.user_name),
        activity,
    )


def code_of(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_each_right_is_asked_at_the_next_call(selling: Selling, world: World) -> None:
    account = world.account(("100",))
    order = selling.order(account)
    before = state_of(world, account)
    take_right(world, selling, "take_payment")
    assert code_of(lambda: selling.send(order)) == "no_right"
    assert state_of(world, account) == before


@pytest.mark.parametrize(
    ("activity", "act"),
    [
        ("undo_payment", lambda s, number: s.undo(number)),
        ("reprint", lambda s, number: s.program.receipts.reprint(number)),
        ("count_shift", lambda s, _: s.count()),
    ],
)
def test_a_missing_right_refuses_its_act(
    selling: Selling, world: World, activity: str, act: Callable[[Selling, str], Any]
) -> None:
    number = selling.take(world.account(("5",))).number
    take_right(world, selling, activity)
    assert code_of(lambda: act(selling, number)) == "no_right"


def test_closing_and_opening_need_their_rights(selling: Selling, world: World) -> None:
    selling.count()
    take_right(world, selling, "close_shift")
    assert code_of(selling.close) == "no_right"
    take_right(world, selling, "open_shift")
    assert code_of(lambda: selling.desk.open_shift(selling.program)) == "no_right"


def test_a_drawer_opening_is_recorded_for_an_entry_of_this_counter_only(
    selling: Selling, world: World
) -> None:
    desk = selling.desk
    with closing(desk.client()) as client:
        receipt = selling.take(world.account(("5",)))
        assert ask(client, "record_drawer", desk.token, receipt.entry_id).outcome == "done"
        foreign = Selling(world.desk()).take(world.account(("5",)))
        for entry_id in (foreign.entry_id, None):
            assert ask(client, "record_drawer", desk.token, entry_id).code == "bad_request"


def test_a_disabled_person_acts_no_more(selling: Selling, world: World) -> None:
    """The connection is open; the next CALL is refused."""
    order = selling.order(world.account(("100",)))
    with world._engine.connect() as office:
        disable_user(office, selling.desk.user_name)
        assert code_of(lambda: selling.send(order)) == "person_disabled"
        connection = CounterConnection(selling.desk.address, selling.desk.token)
        with pytest.raises(SignInFailed):
            connection.open(selling.desk.user_name, PASSWORD)
        enable_user(office, selling.desk.user_name)
    with closing(selling.desk.client()) as client:
        assert ask(client, "sign_in", selling.desk.token).outcome == "done"


@pytest.mark.parametrize("token", ["", "x" * 43, "' OR 1=1 -- "])
def test_without_an_enrolled_token_nothing_happens(
    selling: Selling, world: World, token: str
) -> None:
    account = world.account(("100",))
    with closing(selling.desk.client()) as client:
        for answer in (
            ask(client, "sign_in", token),
            ask(client, "payment_screen", token, account.account_id, None),
            ask(client, "find_accounts", token, account.account_no, *[""] * 6),
            ask(client, "settle_request", token, "0" * 32),
        ):
            assert answer.code == "counter_not_enrolled"


def test_another_counters_token_is_refused(selling: Selling, world: World) -> None:
    other = world.desk()
    with closing(selling.desk.client()) as client:
        assert ask(client, "sign_in", other.token).code == "counter_not_allowed"


def test_a_disabled_counter_sells_no_more(selling: Selling, world: World) -> None:
    order = selling.order(world.account(("100",)))
    world.run("UPDATE counters SET is_active = 0 WHERE counter_id = %s", selling.desk.counter_id)
    assert code_of(lambda: selling.send(order)) == "counter_disabled"


def test_only_the_hash_of_a_token_is_stored(selling: Selling, world: World) -> None:
    ((stored,),) = world.run(
        "SELECT token_hash FROM counters WHERE counter_id = %s", selling.desk.counter_id
    )
    assert len(stored) == 32
    assert selling.desk.token.encode() not in stored


def test_a_clerk_and_an_auditor_take_no_money(world: World) -> None:
    desk = world.desk()
    for role in (Role.CLERK, Role.AUDITOR):
        person = replace(desk, user_name=world.person(role, counters=(desk.code,)))
        with closing(person.client()) as client, pytest.raises(pymysql.MySQLError) as error:
            ask(client, "take_payment", desk.token, "0" * 32, "0" * 64, "{}")
        assert error.value.args[0] == 1370


# -- the server itself; each test has one of its own ----------------------------------


def sign_in_failure(fresh_server: PrivateServer, world: World) -> SignInFailed:
    desk = world.desk()
    with pytest.raises(SignInFailed) as failed:
        desk.program().sessions.sign_in(desk.user_name, desk.password)
    return failed.value


@pytest.fixture
def own(fresh_server: PrivateServer, tmp_path: Any) -> Any:
    world = World(fresh_server.admin_login(DATABASE), DATABASE, tmp_path)
    yield world
    world.close()


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("innodb_flush_log_at_trx_commit = 2", "innodb_flush_log_at_trx_commit"),
        ("sql_mode = 'ONLY_FULL_GROUP_BY'", "sql_mode"),
        ("read_only = 1", "read_only"),
    ],
)
def test_an_unsafe_server_is_refused_at_sign_in(
    fresh_server: PrivateServer, own: World, setting: str, reason: str
) -> None:
    desk = own.desk()
    own.run(f"SET GLOBAL {setting}")
    with pytest.raises(SignInFailed) as failed:
        desk.program().sessions.sign_in(desk.user_name, desk.password)
    assert (failed.value.code, failed.value.facts["reason"]) == ("unsafe_server", reason)


def test_a_server_that_turns_unsafe_while_selling_takes_nothing(
    fresh_server: PrivateServer, own: World
) -> None:
    selling = Selling(own.desk())
    order = selling.order(own.account(("100",)))
    own.run("SET GLOBAL innodb_flush_log_at_trx_commit = 0")
    assert code_of(lambda: selling.send(order)) == "unsafe_server"
    own.run("SET GLOBAL innodb_flush_log_at_trx_commit = 1")
    assert selling.send(order).total == 100


def test_a_dropped_trigger_is_found(fresh_server: PrivateServer, own: World) -> None:
    own.run("DROP TRIGGER journal_no_update")
    failed = sign_in_failure(fresh_server, own)
    assert (failed.code, failed.facts["objects"]) == ("schema_changed", "journal_no_update")


def test_a_replaced_procedure_is_found(fresh_server: PrivateServer, own: World) -> None:
    own.run("DROP PROCEDURE take_payment")
    own.run("CREATE PROCEDURE take_payment() SELECT 'done' AS outcome")
    failed = sign_in_failure(fresh_server, own)
    assert (failed.code, failed.facts["objects"]) == ("schema_changed", "take_payment")


@pytest.mark.parametrize(
    ("version", "code"), [("0001", "other_schema"), ("9999", "newer_database")]
)
def test_another_schema_version_is_refused(
    fresh_server: PrivateServer, own: World, version: str, code: str
) -> None:
    own.run("UPDATE schema_gate SET schema_version = %s", version)
    failed = sign_in_failure(fresh_server, own)
    assert (failed.code, failed.facts["there"]) == (code, version)


def test_a_table_of_another_engine_is_refused(fresh_server: PrivateServer, own: World) -> None:
    own.run("CREATE TABLE stray (id INT PRIMARY KEY) ENGINE = MyISAM")
    assert sign_in_failure(fresh_server, own).facts["reason"] == "tables_not_innodb"


def test_behind_the_closed_gate_nothing_is_taken(fresh_server: PrivateServer, own: World) -> None:
    """An upgrade while counters sell: refused, the entry kept, and on again afterwards."""
    selling = Selling(own.desk())
    order = selling.order(own.account(("100",)))
    other = own.desk()
    own.run("UPDATE schema_gate SET is_open = 0")
    assert code_of(lambda: selling.send(order)) == "upgrade_running"
    with pytest.raises(SignInFailed, match="upgrade_running"):
        other.program().sessions.sign_in(other.user_name, other.password)
    upgrade(fresh_server.admin_login(), DATABASE, force=True)
    assert selling.send(order).total == 100


def test_a_window_left_open_over_an_upgrade_sells_no_more(
    fresh_server: PrivateServer, own: World
) -> None:
    """It signed in before; the upgrade ends its line, and the next one is asked for the version."""
    selling = Selling(own.desk())
    order = selling.order(own.account(("100",)))
    own.run("UPDATE schema_gate SET schema_version = '9999'")
    with connected(fresh_server.admin_login(DATABASE)) as administrator:
        end_sessions(administrator, DATABASE)
    with pytest.raises(OutcomeUnknown):
        selling.send(order)
    # It is settled by the newer release, at its first sign-in.
    with pytest.raises(Unavailable, match="newer_database"):
        selling.program.payments.settle(order.request_id)
    with pytest.raises(Unavailable, match="newer_database"):
        selling.send(order)
    with connected(fresh_server.admin_login(DATABASE)) as administrator:
        assert administrator.exec_driver_sql("SELECT COUNT(*) FROM payments").scalar_one() == 0


def test_a_forgotten_receipt_stops_the_counter_and_is_named(
    fresh_server: PrivateServer, own: World
) -> None:
    """As after a restore: the counter's log knows what the server does not."""
    selling = Selling(own.desk())
    number = selling.take(own.account(("100",))).number
    selling.program.close()
    own.run("DROP TRIGGER requests_no_update")
    own.run("UPDATE requests SET state = 'void' WHERE kind = 'payment'")
    own.run(
        "CREATE TRIGGER requests_no_update BEFORE UPDATE ON requests FOR EACH ROW"
        " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'requests is insert-only'"
    )
    upgrade(fresh_server.admin_login(), DATABASE)
    with pytest.raises(SignInFailed) as failed:
        selling.desk.program().sessions.sign_in(selling.desk.user_name, PASSWORD)
    assert (failed.value.code, failed.value.facts["numbers"]) == ("receipts_missing", number)


def test_a_log_of_another_databases_counter_stops_the_sign_in(world: World) -> None:
    """None of its acts is looked for, settled or called lost."""
    selling = Selling(world.desk())
    selling.take(world.account(("100",)))
    selling.program.close()
    with closing(CounterLog(selling.desk.setup.log_path)) as log:
        assert len(log.identity) == 32
        log.bind("00" * 16)
        log.sent(new_request_id(), "payment", Decimal(5), "amina", "", datetime.now(UTC))
    program = selling.desk.program()
    for sign_in in (program.sessions.sign_in, program.sessions.sign_in_to_recover):
        with pytest.raises(SignInFailed, match="log_of_other"):
            sign_in(selling.desk.user_name, PASSWORD)
    assert len(program.payments.unsettled()) == 1


# PyMySQL leaves the socket of a refused connection to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_server_is_unavailable(fresh_server: PrivateServer, own: World) -> None:
    desk = own.desk()
    program = desk.program()
    fresh_server.stop(force=True)
    with pytest.raises(Unavailable):
        program.sessions.sign_in(desk.user_name, desk.password)
    gc.collect()
