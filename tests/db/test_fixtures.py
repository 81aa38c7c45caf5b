"""The fixtures keep what tests/conftest.py promises."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from cashier_app.db.engine import DatabaseAddress
from cashier_app.db.installer import find_problems
from cashier_app.db.private_server import PrivateServer
from tests.plugins.database import DATABASE, AdminFactory


def test_schema_is_complete(server: PrivateServer) -> None:
    engine = server.admin_engine(DATABASE)
    with engine.connect() as connection:
        assert find_problems(connection) == []
    engine.dispose()


def test_fresh_server_is_another_one(
    server: PrivateServer, fresh_server: PrivateServer, admin: AdminFactory
) -> None:
    assert fresh_server.socket != server.socket
    with admin().cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS only_here (a INT PRIMARY KEY)")
    with fresh_server.admin_connection(DATABASE) as connection, connection.cursor() as cursor:
        assert cursor.execute("SHOW TABLES LIKE 'only_here'") == 0
    with admin().cursor() as cursor:
        cursor.execute("DROP TABLE only_here")


def test_address_leads_to_the_test_database(
    database: DatabaseAddress, server: PrivateServer
) -> None:
    assert database == DatabaseAddress(DATABASE, socket=str(server.socket))


def test_server_listens_on_loopback(server: PrivateServer, admin: AdminFactory) -> None:
    with admin("").cursor() as cursor:
        cursor.execute("SELECT @@port, @@bind_address")
        assert cursor.fetchone() == (server.tcp_port, "127.0.0.1")


@pytest.mark.allow_log("^tests: the printer", reason="shows how a warning is expected")
def test_expected_warning_passes() -> None:
    logging.getLogger("tests").warning("the printer is out of paper")


def test_unexpected_warning_fails(pytester: pytest.Pytester) -> None:
    pytester.makeconftest('pytest_plugins = ["tests.plugins.log_failure"]')
    pytester.makepyfile(
        """
        import logging, pytest

        def test_warns():
            logging.getLogger("a").warning("odd")

        @pytest.mark.allow_log("odd", reason="wanted")
        def test_allowed():
            logging.getLogger("a").warning("odd")

        @pytest.mark.allow_log("odd")
        def test_no_reason():
            pass

        def test_informs():
            logging.getLogger("a").info("usual")
        """
    )
    project = str(Path(__file__).parents[2])
    result = pytester.runpytest_subprocess("-o", f"pythonpath={project}", "-p", "no:xdist")
    result.assert_outcomes(passed=2, failed=2)
    result.stdout.fnmatch_lines(["*unexpected in the log*", "*a: odd*"])
