"""An upgrade that is broken off anywhere goes on where it was, and ends as one that was not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DBAPIError

from cashier_app.db.engine import connected
from cashier_app.db.errors import is_lost
from cashier_app.db.installer import (
    UpgradeBlocked,
    current_version,
    find_problems,
    upgrade,
)
from cashier_app.db.migrations import SCHEMA_VERSION
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.tables import metadata
from tests.plugins.database import wanted_server
from tests.support.release import DATABASE, load_release
from tests.support.schema_facts import FACTS, facts

BY_METADATA = "made_by_metadata"
_OF_REVISIONS = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")
_OF_THE_UPGRADE = ("upgrade_steps", "alembic_version", "schema_gate", "CREATE DATABASE")


class Killed(Exception):
    """The program ends here."""


@pytest.fixture
def old(tmp_path: Path) -> Iterator[PrivateServer]:
    with PrivateServer(tmp_path / "server", wanted_server()) as server:
        load_release(server)
        yield server
        server.stop(force=True)


@contextmanager
def at_each_statement(moment: str, act: Callable[[str], None]) -> Iterator[None]:
    """Calls `act` at each statement of a revision, `before` or `after` the server has it."""

    def listen(_connection: Connection, _cursor: Any, text: str, *_rest: Any) -> None:
        words = text.split()
        if words[0].upper() in _OF_REVISIONS and not any(w in text for w in _OF_THE_UPGRADE):
            act(text)

    event.listen(Engine, f"{moment}_cursor_execute", listen)
    try:
        yield
    finally:
        event.remove(Engine, f"{moment}_cursor_execute", listen)


def end_at_tables(text: str) -> None:
    if text.split()[:2] in (["CREATE", "TABLE"], ["ALTER", "TABLE"]):
        raise Killed


def version(server: PrivateServer) -> str:
    with connected(server.admin_login(DATABASE)) as connection:
        return current_version(connection)


@pytest.mark.timeout(300)
def test_ended_after_each_statement_it_becomes_what_is_shipped(old: PrivateServer) -> None:
    """The server has done it, and nobody has noted that: the next start begins with this one."""
    login = old.admin_login(DATABASE)
    broken: set[str] = set()

    def end_once(text: str) -> None:
        if text not in broken:
            broken.add(text)
            raise Killed

    while version(old) != SCHEMA_VERSION:
        try:
            with at_each_statement("after", end_once):
                upgrade(login, DATABASE)
        except Killed:
            continue
    assert len(broken) > 30
    assert upgrade(login, DATABASE).to_version == SCHEMA_VERSION
    with connected(old.admin_login("")) as connection:
        connection.exec_driver_sql(
            f"CREATE DATABASE {BY_METADATA} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
        )
    engine = old.admin_engine(BY_METADATA)
    metadata.create_all(engine)
    engine.dispose()
    with connected(login) as connection:
        assert find_problems(connection) == []
        for fact in FACTS:
            assert facts(connection, fact, DATABASE) == facts(connection, fact, BY_METADATA), fact
        assert connection.exec_driver_sql("SELECT * FROM upgrade_steps").all() == []
        # Rows that a revision adds were added once.
        rights = connection.exec_driver_sql(
            "SELECT COUNT(*) FROM rights WHERE activity = 'set_keys'"
        ).scalar_one()
        people = connection.exec_driver_sql(
            "SELECT COUNT(*) FROM users WHERE role IN ('supervisor', 'administrator')"
        ).scalar_one()
        assert rights == people


def test_the_server_killed_within_a_revision(old: PrivateServer) -> None:
    def kill(text: str) -> None:
        if "lost_numbers" in text:
            old.kill()

    with pytest.raises(DBAPIError) as lost, at_each_statement("before", kill):
        upgrade(old.admin_login(DATABASE), DATABASE)
    assert is_lost(lost.value)
    with PrivateServer(old.folder, old.binary) as again:
        login = again.admin_login(DATABASE)
        assert upgrade(login, DATABASE).to_version == SCHEMA_VERSION
        with connected(login) as connection:
            assert find_problems(connection) == []


def test_lines_of_the_older_release_end_with_the_upgrade(old: PrivateServer) -> None:
    login = old.admin_login(DATABASE)
    with connected(login) as left_open:
        left_open.exec_driver_sql("SELECT 1")

        def end_at_objects(text: str) -> None:
            if "PROCEDURE `take_payment`" in text:
                raise Killed

        with pytest.raises(Killed), at_each_statement("after", end_at_objects):
            upgrade(login, DATABASE)
        assert version(old) == SCHEMA_VERSION
        upgrade(login, DATABASE)
        with pytest.raises(DBAPIError) as ended:
            left_open.exec_driver_sql("SELECT 1")
        assert is_lost(ended.value)
    with connected(login) as left_open:
        left_open.exec_driver_sql("SELECT 1")
        upgrade(login, DATABASE, force=True)
        assert left_open.exec_driver_sql("SELECT 1").scalar_one() == 1


def test_what_somebody_else_made_is_never_taken_for_a_step(old: PrivateServer) -> None:
    login = old.admin_login(DATABASE)
    with connected(login) as connection:
        connection.exec_driver_sql("CREATE TABLE losses (theirs INT)")
    for _try in range(2):
        with pytest.raises(DBAPIError, match="losses"):
            upgrade(login, DATABASE)
    with connected(login) as connection:
        connection.exec_driver_sql("DROP TABLE losses")
    assert upgrade(login, DATABASE).to_version == SCHEMA_VERSION


def test_steps_of_another_release_are_not_gone_on_with(old: PrivateServer) -> None:
    login = old.admin_login(DATABASE)
    with pytest.raises(Killed), at_each_statement("after", end_at_tables):
        upgrade(login, DATABASE)
    with connected(login) as connection:
        connection.exec_driver_sql("UPDATE upgrade_steps SET sent = REPEAT('0', 64)")
    with pytest.raises(UpgradeBlocked, match="Finish it with that release first"):
        upgrade(login, DATABASE)
