"""What a database server says of itself to anybody who may sign in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from cashier_app.db.engine import Login, connected
from cashier_app.db.errors import as_read_error, database_errors

_VARIABLES = (
    "binlog_expire_logs_seconds", "expire_logs_days", "innodb_doublewrite", "log_bin",
    "max_connections", "max_execution_time", "max_password_errors", "max_statement_time",
    "require_secure_transport", "version", "wait_timeout",
)  # fmt: skip
_STATUS = ("Max_used_connections",)


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """Global variables and counts by name, as the server words them; what it has not is missing."""

    variables: Mapping[str, str]

    @property
    def is_mariadb(self) -> bool:
        """MariaDB, else MySQL."""
        return "mariadb" in self.variables.get("version", "").lower()

    def is_on(self, name: str) -> bool:
        """A switch: ON, 1, or one of MySQL's other words for on."""
        return self.variables.get(name, "").upper() not in {"", "0", "OFF", "FALSE", "NO"}

    def number(self, name: str) -> float:
        """A number; 0 where the server has no such variable."""
        return float(self.variables.get(name, "0"))


def server_facts(login: Login) -> ServerFacts:
    """Asked as that person; changes nothing. Raises CashierError where nobody answers."""
    try:
        with connected(login) as connection:
            found = _named(connection, "VARIABLES", _VARIABLES)
            return ServerFacts(found | _named(connection, "STATUS", _STATUS))
    except database_errors() as error:
        raise as_read_error(error) from error


def _named(connection: Connection, what: str, names: tuple[str, ...]) -> dict[str, str]:
    listed = ", ".join(f"'{name}'" for name in names)
    rows = connection.execute(text(f"SHOW GLOBAL {what} WHERE Variable_name IN ({listed})"))
    return {str(name): str(value) for name, value in rows}
