"""The SQLAlchemy engine of one person at one database.

SQLAlchemy is loaded with the first engine: a cashier's work needs none, and it weighs 30 MB.
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

CONNECT_SECONDS = 5
READ_SECONDS = 8
"""A procedure refuses by itself after 6 s (payments.md, section 2); after 8 s it is unknown."""
LONG_READ_SECONDS = 600
"""For upgrades, bill runs and reports."""
WRITE_SECONDS = 8
POOL_SIZE = 3
"""A bill run's: its own connection, and two that gather ahead."""
_NO_LIMIT = "SET SESSION /*M! max_statement_time */ /*!50704 max_execution_time */ = 0"
"""MariaDB's limit is of any statement, MySQL's of a SELECT; any session may lift its own."""


class UnsafeAddress(ValueError):
    """The address would send passwords or payments over a line that anybody can read or alter."""


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where the database is: a socket on this computer, or a host with its CA.

    `private_loopback` marks our own private server on 127.0.0.1, the only place
    besides a socket where TLS may be missing. Raises UnsafeAddress.
    """

    database: str
    socket: str = ""
    host: str = ""
    port: int = 3306
    ca_file: str = ""
    private_loopback: bool = False

    def __post_init__(self) -> None:
        if bool(self.socket) == bool(self.host):
            raise UnsafeAddress("Give either a socket or a host.")
        if self.private_loopback and self.host != "127.0.0.1":
            raise UnsafeAddress("A private server is on 127.0.0.1 only.")
        if self.host and not self.private_loopback and not self.ca_file:
            raise UnsafeAddress(
                f"The database on {self.host} needs the file of the CA that signed its certificate."
            )

    @property
    def needs_tls(self) -> bool:
        """True unless the line never leaves this computer."""
        return bool(self.host) and not self.private_loopback


@dataclass(frozen=True, slots=True)
class Login:
    """A database user at an address. Never stored; its password stays out of any text."""

    address: DatabaseAddress
    user: str
    password: str = field(repr=False)

    def engine(self, database: str | None = None, read_seconds: int = READ_SECONDS) -> Engine:
        """This login's engine, at another database of the same server if named ("": none)."""
        address = self.address if database is None else replace(self.address, database=database)
        return build_engine(address, self.user, self.password, read_seconds=read_seconds)

    def driver_arguments(self, read_seconds: float = READ_SECONDS) -> dict[str, Any]:
        """PyMySQL's arguments for a connection of this login without SQLAlchemy."""
        return {
            **connect_arguments(self.address, read_seconds),
            "user": self.user,
            # As bytes: PyMySQL would send a text as Latin-1, and refuse what that cannot say.
            "password": self.password.encode(),
            "database": self.address.database,
        }


@contextmanager
def connected(login: Login, read_seconds: int = READ_SECONDS) -> Iterator[Connection]:
    """One connection of this login for a command, in autocommit."""
    engine = login.engine(read_seconds=read_seconds)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def build_engine(
    address: DatabaseAddress, user: str, password: str, *, read_seconds: int = READ_SECONDS
) -> Engine:
    """An engine whose connections commit by themselves: a read is one round trip.

    There is no pre-ping: a lost connection shows in the statement itself, and a request
    id makes a repeated act harmless. `read_seconds` is raised for reports and upgrades.
    """
    from sqlalchemy import URL, create_engine, event

    url = URL.create("mysql+pymysql", user, database=address.database or None)
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        pool_pre_ping=False,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=read_seconds,
        # As bytes: PyMySQL would send a text as Latin-1. And it stays out of the URL.
        connect_args={**connect_arguments(address, read_seconds), "password": password.encode()},
        # A statement may hold the name of a customer: never in a log or a crash report.
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_collation)
    return engine


def _set_collation(connection: DBAPIConnection, _record: object) -> None:
    """SQLAlchemy's own SET NAMES, sent at connect, puts the server's default collation back."""
    with closing(connection.cursor()) as cursor:
        cursor.execute("SET NAMES utf8mb4 COLLATE utf8mb4_bin")


def connect_arguments(
    address: DatabaseAddress, read_seconds: float = READ_SECONDS
) -> dict[str, Any]:
    """PyMySQL's arguments for this address, without name and password.

    Whoever waits longer than READ_SECONDS is ended by no time limit of the server: that would stop
    a backup or a check half-way, and an act in an office past every handler.
    """
    where: dict[str, Any] = (
        {"unix_socket": address.socket}
        if address.socket
        else {"host": address.host, "port": address.port}
    )
    return {
        **where,
        # With a context of its own PyMySQL refuses a server that offers no TLS.
        **({"ssl": trust(address.ca_file)} if address.needs_tls else {"ssl_disabled": True}),
        "charset": "utf8mb4",
        "connect_timeout": CONNECT_SECONDS,
        "read_timeout": read_seconds,
        "write_timeout": WRITE_SECONDS,
        "local_infile": False,
        **({"init_command": _NO_LIMIT} if read_seconds > READ_SECONDS else {}),
    }


@cache
def trust(ca_file: str) -> ssl.SSLContext:
    """What trusts this CA and no other, for all connections: making it takes 16 ms.

    Raises UnsafeAddress.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise UnsafeAddress(f"The CA file {ca_file} cannot be used: {_words(error)}.") from error
    # Certificates that MySQL makes for itself lack fields that newer Pythons insist on.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _words(error: OSError) -> str:
    """What is wrong with the contents, or with the file."""
    if isinstance(error, ssl.SSLError):
        return "it holds no certificate"
    return error.strerror or str(error)


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """Several statements as one, on a connection that commits by itself otherwise."""
    connection.exec_driver_sql("START TRANSACTION")
    try:
        yield
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")
