"""What `cashier doctor` tells whoever keeps the central server: it sells, but not for every day."""

from __future__ import annotations

from collections.abc import Iterator

from cashier_app.commands.doctor_findings import Finding, fail, ok, warn
from cashier_app.db.server_facts import ServerFacts

_DAY = 86_400
_LEAST_DAYS_KEPT = 2
"""Days of the binary log: it must reach back to the backup before the last one."""
_LEAST_IDLE = 600
"""Seconds; a counter at rest is cut off after `wait_timeout`."""
_LEAST_STATEMENT = 30
"""Seconds; under a shorter limit of MariaDB no procedure takes money (begin_act)."""
_FULL = 0.8
_FOR_EACH_COUNTER, _FOR_OTHERS = 2, 20
"""Connections: of a counter with its window at work, and of the office and its reports."""
_UNCOUNTED = 1_000
"""Wrong passwords up to which a limit is one; MariaDB's own is four thousand million."""
_SECTION = "docs/administrator.md, section 1"


def look_at_keeping(facts: ServerFacts, counters: int, *, on_a_network: bool) -> Iterator[Finding]:
    """Each as the server says it; `counters` is how many may sell in the hall."""
    yield _binary_log(facts)
    yield _connections(facts, counters)
    yield _time_limits(facts)
    if on_a_network:
        yield from _doors(facts)
    if not facts.is_on("innodb_doublewrite"):
        yield warn(
            "half-written pages",
            "innodb_doublewrite is off: a power cut can damage a table",
            f"Set innodb_doublewrite = 1 and restart the server ({_SECTION}).",
        )


def _binary_log(facts: ServerFacts) -> Finding:
    if not facts.is_on("log_bin"):
        return warn(
            "binary log",
            "off: after a loss of the server's disk only the last backup is left",
            f"Set log_bin, on another disk than the data, and restart the server ({_SECTION}).",
        )
    days = facts.number("binlog_expire_logs_seconds") / _DAY or facts.number("expire_logs_days")
    if not days:
        return warn(
            "binary log",
            "kept for ever: it fills its disk, and a full disk stops every counter",
            f"Set binlog_expire_logs_seconds = 1209600 ({_SECTION}).",
        )
    if days < _LEAST_DAYS_KEPT:
        return warn(
            "binary log",
            f"kept for {days:.1f} days: it may not reach back to the last backup",
            f"Set binlog_expire_logs_seconds = 1209600 ({_SECTION}).",
        )
    return ok("binary log", f"kept for {days:.0f} days")


def _connections(facts: ServerFacts, counters: int) -> Finding:
    most, used = facts.number("max_connections"), facts.number("Max_used_connections")
    needed = counters * _FOR_EACH_COUNTER + _FOR_OTHERS
    text = f"at most {used:.0f} of {most:.0f} were open at once; counters that may sell: {counters}"
    if used > most * _FULL or needed > most:
        wanted = max(needed, round(used / _FULL) + 1)
        return warn("connections", text, f"Set max_connections = {wanted} or more on the server.")
    return ok("connections", text)


def _time_limits(facts: ServerFacts) -> Finding:
    """MariaDB counts seconds, MySQL milliseconds of a SELECT; 0 is no limit."""
    statement = facts.number("max_statement_time") or facts.number("max_execution_time") / 1_000
    idle = facts.number("wait_timeout")
    if facts.is_mariadb and 0 < statement < _LEAST_STATEMENT:
        return fail(
            "time limits",
            f"max_statement_time = {statement:g}: no counter takes money, lest it ends half-way",
            "Set max_statement_time = 0 on the server.",
        )
    if statement:
        name = "max_statement_time" if facts.is_mariadb else "max_execution_time"
        return warn(
            "time limits",
            f"{name}: a statement is ended after {statement:g} s; Cashier's long work lifts that"
            " for itself, other programs' copies and repairs do not",
            f"Set {name} = 0 on the server.",
        )
    if idle < _LEAST_IDLE:
        return warn(
            "time limits",
            f"wait_timeout: a counter at rest is cut off after {idle:.0f} s",
            "Set wait_timeout = 28800 on the server.",
        )
    return ok("time limits", f"none for a statement, {idle / 60:.0f} minutes at rest")


def _doors(facts: ServerFacts) -> Iterator[Finding]:
    if not facts.is_on("require_secure_transport"):
        yield warn(
            "sign-in without TLS",
            "the server takes others without TLS",
            f"Set require_secure_transport = ON ({_SECTION}).",
        )
    if facts.is_mariadb and facts.number("max_password_errors") > _UNCOUNTED:
        yield warn(
            "guessed passwords",
            "the server does not count wrong passwords",
            f"Set max_password_errors = 10 ({_SECTION}).",
        )
