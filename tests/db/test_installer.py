"""Upgrades: idempotent, behind the gate, complete; and what differs is found and mended."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, select, text, update

from cashier_app.db import installer, sql_objects
from cashier_app.db.grants import quoted, role_name
from cashier_app.db.installer import UpgradeBlocked, find_problems, upgrade
from cashier_app.db.migrations import SCHEMA_VERSION
from cashier_app.db.offsets import fill_offsets, offset_changes
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.sql_objects import BadObject, ObjectKind, SqlObject, load_objects
from cashier_app.db.tables import metadata, people
from cashier_app.domain.utility import Role
from tests.plugins.database import DATABASE


@pytest.fixture
def connection(fresh_server: PrivateServer) -> Iterator[Connection]:
    engine = fresh_server.admin_engine(DATABASE)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def gate(connection: Connection) -> tuple[bool, str]:
    row = connection.execute(select(people.schema_gate)).one()
    return bool(row.is_open), row.schema_version


def stored_checksums(connection: Connection) -> set[tuple[str, str, str]]:
    rows = connection.execute(select(people.schema_objects))
    return {(row.kind, row.name, row.checksum) for row in rows}


def test_installed_schema_is_complete_and_open(connection: Connection) -> None:
    assert find_problems(connection) == []
    assert gate(connection) == (True, SCHEMA_VERSION)
    assert stored_checksums(connection) == {(o.kind, o.name, o.checksum) for o in load_objects()}


def test_second_upgrade_changes_nothing(
    fresh_server: PrivateServer, connection: Connection
) -> None:
    before = connection.execute(select(people.schema_gate)).one()
    report = upgrade(fresh_server.admin_login(), DATABASE)
    assert (report.objects_made, report.objects_dropped) == ((), ())
    assert connection.execute(select(people.schema_gate)).one() == before


def test_force_makes_every_object_again(
    fresh_server: PrivateServer, connection: Connection
) -> None:
    report = upgrade(fresh_server.admin_login(), DATABASE, force=True)
    assert set(report.objects_made) == {item.name for item in load_objects()}
    assert find_problems(connection) == []


def test_owner_is_locked_and_owns_everything(connection: Connection) -> None:
    definers = connection.execute(
        text(
            "SELECT definer FROM information_schema.routines WHERE routine_schema = DATABASE()"
            " UNION SELECT definer FROM information_schema.triggers"
            " WHERE trigger_schema = DATABASE()"
            " UNION SELECT definer FROM information_schema.views WHERE table_schema = DATABASE()"
        )
    ).scalars()
    assert set(definers) == {"cashier_owner@localhost"}
    shown = connection.exec_driver_sql("SHOW CREATE USER cashier_owner@localhost").scalar_one()
    assert "ACCOUNT LOCK" in shown


MOVED_TRIGGER = (
    "DROP TRIGGER journal_no_update; CREATE TRIGGER journal_no_update BEFORE UPDATE ON claims"
    " FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'journal is insert-only'"
)


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("DROP TRIGGER journal_no_update", "trigger journal_no_update: missing"),
        ("DROP PROCEDURE take_payment", "procedure take_payment: missing"),
        (
            "DROP FUNCTION micros; CREATE FUNCTION micros(a INT) RETURNS INT NO SQL RETURN 0",
            "function micros: changed after it was installed",
        ),
        (
            MOVED_TRIGGER,
            "trigger journal_no_update: changed after it was installed",
        ),
        (
            "CREATE PROCEDURE back_door() SELECT 1",
            "procedure back_door: not one of ours",
        ),
        (
            "UPDATE schema_objects SET checksum = 'old' WHERE name = 'refuse'",
            "procedure refuse: of another version",
        ),
    ],
)
def test_tampering_is_found_and_mended(
    fresh_server: PrivateServer, connection: Connection, tampering: str, found: str
) -> None:
    for statement in tampering.split("; "):
        connection.exec_driver_sql(statement)
    assert find_problems(connection) == [found]
    if "back_door" in tampering:
        # A stranger may belong to somebody: it is named, and the gate stays as it is.
        return
    upgrade(fresh_server.admin_login(), DATABASE)
    assert find_problems(connection) == []
    assert gate(connection)[0]


def test_triggers_that_an_older_release_wrote_down_by_their_body_alone_are_made_again(
    fresh_server: PrivateServer, connection: Connection
) -> None:
    connection.exec_driver_sql(
        "UPDATE schema_objects o JOIN information_schema.triggers t ON t.trigger_schema ="
        " DATABASE() AND t.trigger_name = CONVERT(o.name USING utf8mb3)"
        " SET o.installed_checksum = SHA2(t.action_statement, 256) WHERE o.kind = 'trigger'"
    )
    triggers = {item.name for item in load_objects() if item.kind is ObjectKind.TRIGGER}
    assert set(upgrade(fresh_server.admin_login(), DATABASE).objects_made) == triggers
    assert find_problems(connection) == []


def test_object_that_is_not_shipped_any_more_is_dropped(
    fresh_server: PrivateServer, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    extra = SqlObject(
        ObjectKind.FUNCTION, "old_rule", "-- Old.\nCREATE FUNCTION old_rule() RETURNS INT"
        " DETERMINISTIC RETURN 100 % 7;\n", (Role.CASHIER,),
    )  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr(installer, "load_objects", lambda: (*load_objects(), extra))
        assert upgrade(fresh_server.admin_login(), DATABASE).objects_made == ("old_rule",)
        assert connection.exec_driver_sql("SELECT old_rule()").scalar_one() == 2
    assert upgrade(fresh_server.admin_login(), DATABASE).objects_dropped == ("old_rule",)
    assert find_problems(connection) == []


def test_failed_upgrade_leaves_the_gate_closed_until_one_succeeds(
    fresh_server: PrivateServer, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = SqlObject(
        ObjectKind.PROCEDURE, "broken", "-- Bad.\nCREATE PROCEDURE broken() SELEC 1", ()
    )
    with monkeypatch.context() as patch:
        patch.setattr(installer, "load_objects", lambda: (*load_objects(), broken))
        with pytest.raises(Exception, match="syntax"):
            upgrade(fresh_server.admin_login(), DATABASE)
    assert not gate(connection)[0]
    upgrade(fresh_server.admin_login(), DATABASE)
    assert gate(connection)[0]


def test_upgrade_waits_for_running_statements(
    fresh_server: PrivateServer, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = threading.Event()
    waited = installer._wait_for_others

    def wait(current: Connection, database: str) -> None:
        closed.set()
        waited(current, database)

    monkeypatch.setattr(installer, "_wait_for_others", wait)
    with fresh_server.admin_connection(DATABASE) as seller, seller.cursor() as cursor:
        cursor.execute("SELECT GET_LOCK('at work', 0)")
        at_work = threading.Thread(target=_hold, args=(fresh_server,))
        at_work.start()
        _until_waiting(connection)
        upgrading = threading.Thread(
            target=upgrade, args=(fresh_server.admin_login(), DATABASE), kwargs={"force": True}
        )
        upgrading.start()
        assert closed.wait(20)
        assert not gate(connection)[0]
        assert upgrading.is_alive()
        cursor.execute("DO RELEASE_LOCK('at work')")
        at_work.join(20)
        upgrading.join(60)
    assert gate(connection)[0]


_WAITING = "SELECT GET_LOCK('at work', 60)"


def _hold(server: PrivateServer, statement: str = _WAITING) -> None:
    """A statement that runs until the test lets it end."""
    with server.admin_connection(DATABASE) as worker, worker.cursor() as cursor:
        cursor.execute(statement)


def _until_waiting(connection: Connection) -> None:
    question = "SELECT COUNT(*) FROM information_schema.processlist WHERE state LIKE 'User lock%%'"
    while not connection.exec_driver_sql(question, ()).scalar_one():
        pass


def test_upgrade_that_cannot_wait_opens_the_gate_again(
    fresh_server: PrivateServer, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installer, "WAIT_SECONDS", 0.2)
    with fresh_server.admin_connection(DATABASE) as seller, seller.cursor() as cursor:
        cursor.execute("SELECT GET_LOCK('at work', 0)")
        at_work = threading.Thread(target=_hold, args=(fresh_server,))
        at_work.start()
        _until_waiting(connection)
        with pytest.raises(UpgradeBlocked, match="at work"):
            upgrade(fresh_server.admin_login(), DATABASE, force=True)
        cursor.execute("DO RELEASE_LOCK('at work')")
        at_work.join(20)
    assert gate(connection)[0]


def test_who_is_at_work_is_known_where_the_statement_is_no_text(
    fresh_server: PrivateServer, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A procedure's statement is listed with the bytes of its variables."""
    monkeypatch.setattr(installer, "WAIT_SECONDS", 0.2)
    connection.exec_driver_sql(
        "CREATE PROCEDURE hash_at_work() BEGIN"
        f" DECLARE v_hash BINARY(2) DEFAULT X'ACFF'; {_WAITING}, v_hash; END"
    )
    with fresh_server.admin_connection(DATABASE) as seller, seller.cursor() as cursor:
        cursor.execute("SELECT GET_LOCK('at work', 0)")
        at_work = threading.Thread(target=_hold, args=(fresh_server, "CALL hash_at_work()"))
        at_work.start()
        _until_waiting(connection)
        with pytest.raises(UpgradeBlocked, match="at work"):
            installer.close_gate(connection, DATABASE)
        cursor.execute("DO RELEASE_LOCK('at work')")
        at_work.join(20)


def test_one_upgrade_at_a_time(fresh_server: PrivateServer, connection: Connection) -> None:
    connection.exec_driver_sql("SELECT GET_LOCK(%s, 0)", (f"cashier_upgrade_{DATABASE}",))
    with pytest.raises(UpgradeBlocked, match="Another upgrade"):
        upgrade(fresh_server.admin_login(), DATABASE)


def test_right_that_was_given_by_hand_is_taken_back(
    fresh_server: PrivateServer, connection: Connection
) -> None:
    cashier = quoted(role_name(DATABASE, Role.CASHIER))
    connection.exec_driver_sql(f"GRANT UPDATE ON bills TO {cashier}")
    connection.exec_driver_sql(f"GRANT EXECUTE ON PROCEDURE append_entry TO {cashier}")
    upgrade(fresh_server.admin_login(), DATABASE)
    grants = str(list(connection.exec_driver_sql(f"SHOW GRANTS FOR {cashier}")))
    assert "bills" not in grants
    assert "append_entry" not in grants
    assert "take_payment" in grants


def test_two_databases_on_one_server(fresh_server: PrivateServer, connection: Connection) -> None:
    upgrade(fresh_server.admin_login(), "second")
    engine = fresh_server.admin_engine("second")
    with engine.connect() as other:
        assert find_problems(other) == []
    engine.dispose()
    assert find_problems(connection) == []


def test_empty_database_has_no_schema(fresh_server: PrivateServer, connection: Connection) -> None:
    connection.exec_driver_sql("CREATE DATABASE bare")
    engine = fresh_server.admin_engine("bare")
    with engine.connect() as bare:
        assert find_problems(bare) == ["the tables are missing"]
    engine.dispose()


def test_all_tables_are_innodb(connection: Connection) -> None:
    rows = connection.exec_driver_sql(
        "SELECT table_name, engine FROM information_schema.tables"
        " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
    )
    engines = dict(tuple(row) for row in rows)
    assert set(engines) == {*metadata.tables, "alembic_version"}
    assert set(engines.values()) == {"InnoDB"}


def test_name_that_makes_too_long_roles_is_refused(fresh_server: PrivateServer) -> None:
    with pytest.raises(ValueError, match="too long"):
        upgrade(fresh_server.admin_login(), "x" * 20)


# -- the utility's clock ---------------------------------------------------------------


def test_offsets_follow_zoneinfo(connection: Connection) -> None:
    zone = ZoneInfo("Europe/Berlin")
    _set_zone(connection, zone.key)
    now = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    fill_offsets(connection, now)
    for hours in range(0, 24 * 365 * 10, 1501):
        at = now + dt.timedelta(hours=hours)
        expected = at.astimezone(zone).date()
        local = connection.execute(text("SELECT local_date(:at)"), {"at": at.replace(tzinfo=None)})
        assert local.scalar_one() == expected, at


def test_offsets_are_replaced_when_the_zone_changes(connection: Connection) -> None:
    _set_zone(connection, "Europe/Berlin")
    fill_offsets(connection)
    connection.execute(update(people.utility).values(time_zone="Asia/Kolkata"))
    fill_offsets(connection)
    assert connection.execute(select(people.utility_offsets.c.minutes)).scalars().all() == [330]


def _set_zone(connection: Connection, zone: str) -> None:
    connection.execute(
        people.utility.insert().values(
            utility_id=1, name="U", address="", tax_no="", contact="", receipt_foot="",
            currency_code="EUR", currency_symbol="€", currency_decimals=2, digit_grouping="3",
            time_zone=zone, is_training=False,
        )
    )  # fmt: skip


def test_changes_are_exact_to_the_minute() -> None:
    year = (dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 12, 31, tzinfo=dt.UTC))
    assert list(offset_changes(ZoneInfo("Europe/Berlin"), *year)) == [
        (year[0], 60),
        (dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC), 120),
        (dt.datetime(2026, 10, 25, 1, tzinfo=dt.UTC), 60),
    ]


# -- the files -------------------------------------------------------------------------


def test_definer_stands_where_it_belongs() -> None:
    view = SqlObject(
        ObjectKind.VIEW, "v", "-- Why.\nCREATE ALGORITHM=TEMPTABLE VIEW v AS SELECT 1;", ()
    )
    assert view.create_statement("o") == "CREATE ALGORITHM=TEMPTABLE DEFINER=o VIEW `v` AS SELECT 1"
    trigger = SqlObject(ObjectKind.TRIGGER, "t", "-- Why.\nCREATE TRIGGER t BEFORE", ())
    assert trigger.create_statement("o") == "CREATE DEFINER=o TRIGGER `t` BEFORE"


@pytest.mark.parametrize(
    ("order", "text_of_file", "found"),
    [
        ("a", "-- Why.\n-- grants:\nCREATE VIEW b AS SELECT 1", "must create"),
        ("a", "CREATE VIEW a AS SELECT 1", "first line"),
        ("a", "-- Why.\nCREATE VIEW a AS SELECT 1", "grants"),
        ("a b", "-- Why.\n-- grants:\nCREATE VIEW a AS SELECT 1", "LOADORDER"),
        ("a", "-- Why.\n-- grants: boss\nCREATE VIEW a AS SELECT 1", "boss"),
    ],
)
def test_bad_files_are_named(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    order: str,
    text_of_file: str,
    found: str,
) -> None:
    folder = tmp_path_factory.mktemp("sql")
    (folder / "views").mkdir()
    (folder / "views" / "LOADORDER").write_text(order)
    (folder / "views" / "a.sql").write_text(text_of_file)
    monkeypatch.setattr(sql_objects, "SQL_FOLDER", folder)
    with pytest.raises((BadObject, ValueError), match=found):
        sql_objects._load_folder(ObjectKind.VIEW)
