"""What `cashier doctor` warns the keeper of a central server of, each by itself."""

from __future__ import annotations

import pytest

from cashier_app.commands.doctor_findings import Finding, State
from cashier_app.commands.doctor_keeper import look_at_keeping
from cashier_app.db.server_facts import ServerFacts

_MARIADB = {
    "version": "10.11.6-MariaDB-log", "log_bin": "ON", "binlog_expire_logs_seconds": "1209600",
    "innodb_doublewrite": "ON", "max_connections": "151", "Max_used_connections": "40",
    "max_password_errors": "10", "max_statement_time": "0.000000", "wait_timeout": "28800",
    "require_secure_transport": "ON",
}  # fmt: skip
_MYSQL = {
    **{k: v for k, v in _MARIADB.items() if k not in {"max_password_errors", "max_statement_time"}},
    "version": "9.7.0", "max_execution_time": "0",
}  # fmt: skip


def _found(server: dict[str, str], counters: int = 10) -> dict[str, Finding]:
    looked = look_at_keeping(ServerFacts(server), counters, on_a_network=True)
    return {finding.name: finding for finding in looked}


@pytest.mark.parametrize("server", [_MARIADB, _MYSQL], ids=["mariadb", "mysql"])
def test_a_server_set_as_the_guide_says(server: dict[str, str]) -> None:
    assert {finding.state for finding in _found(server).values()} == {State.OK}


@pytest.mark.parametrize(
    ("server", "name", "remedy"),
    [
        ({"log_bin": "OFF"}, "binary log", "log_bin"),
        ({"binlog_expire_logs_seconds": "0"}, "binary log", "binlog_expire_logs_seconds"),
        ({"binlog_expire_logs_seconds": "3600"}, "binary log", "binlog_expire_logs_seconds"),
        ({"Max_used_connections": "130"}, "connections", "max_connections = 163"),
        ({"max_statement_time": "60.0"}, "time limits", "max_statement_time = 0"),
        ({"wait_timeout": "120"}, "time limits", "wait_timeout = 28800"),
        ({"require_secure_transport": "OFF"}, "sign-in without TLS", "require_secure_transport"),
        ({"max_password_errors": "4294967295"}, "guessed passwords", "max_password_errors = 10"),
        ({"innodb_doublewrite": "OFF"}, "half-written pages", "innodb_doublewrite"),
    ],
)
def test_one_thing_that_is_not(server: dict[str, str], name: str, remedy: str) -> None:
    ill = {k: f for k, f in _found(_MARIADB | server).items() if f.state is not State.OK}
    assert ill.keys() == {name}
    assert (ill[name].state, remedy in ill[name].remedy) == (State.WARN, True)


def test_more_counters_than_the_server_has_connections_for() -> None:
    found = _found(_MARIADB, counters=100)["connections"]
    assert (found.state, "max_connections = 220" in found.remedy) == (State.WARN, True)


def test_a_limit_under_which_no_counter_works_is_a_failure() -> None:
    found = _found(_MARIADB | {"max_statement_time": "20.0"})["time limits"]
    assert (found.state, "no counter takes money" in found.text) == (State.FAIL, True)


def test_a_limit_of_mysql_is_told_by_its_name() -> None:
    found = _found(_MYSQL | {"max_execution_time": "5000"})["time limits"]
    assert ("5 s" in found.text, "max_execution_time = 0" in found.remedy) == (True, True)
