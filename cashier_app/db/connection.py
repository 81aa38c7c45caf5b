"""The one connection of the person at a counter, and the two ways to use it: read and act.

A CALL with several result sets is a driver's matter, so this module speaks PyMySQL;
everything else in `db` goes through SQLAlchemy Core. Between CALLs no transaction is open.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import pymysql
from pymysql.cursors import DictCursor

from cashier_app.db.engine import READ_SECONDS, DatabaseAddress, Login, connect_arguments
from cashier_app.db.errors import (
    Kind,
    as_act_error,
    as_read_error,
    as_reopen_error,
    as_sign_in_error,
    classify,
    is_lost,
    waited_in_vain,
)
from cashier_app.db.migrations import SCHEMA_VERSION, is_newer
from cashier_app.domain.errors import CashierError, Refused, SignInFailed, Unavailable
from cashier_app.services.asked_in import asker_is_gone

_log = logging.getLogger(__name__)

Row = Mapping[str, Any]
ResultSets = list[Sequence[Row]]


class Answer(NamedTuple):
    """What a procedure answers: its outcome row, whose `facts` are JSON, and its result sets."""

    outcome: Row
    sets: ResultSets


TRIES = 3
"""A lock wait or deadlock is tried again with the same request, then it is busy."""


def channel_token(code: str) -> str:
    """What a counter outside the hall is known by; `add_counter` stores its hash."""
    return f"channel-{code}"


class CounterConnection:
    """One person's connection from one enrolled counter. Used by one thread at a time.

    After `read_seconds` without an answer the end of an act is unknown.
    """

    def __init__(
        self, address: DatabaseAddress, token: str, read_seconds: float = READ_SECONDS
    ) -> None:
        self._address = address
        self._token = token
        self._read_seconds = read_seconds
        self._login: tuple[str, str] | None = None
        self._connection: pymysql.Connection[DictCursor] | None = None
        self._thread_id = 0

    @property
    def address(self) -> DatabaseAddress:
        """Where it leads."""
        return self._address

    @property
    def is_open(self) -> bool:
        """True from `open` to `close`, also while the line is down."""
        return self._login is not None

    @property
    def user_name(self) -> str:
        """Who is connected."""
        return self._login[0] if self._login else ""

    def for_channel(self, code: str) -> CounterConnection:
        """The same person's connection of its own at a counter outside the hall.

        A channel has no computer and so no secret: its token is its name. Raises Unavailable.
        """
        login = self.login
        other = CounterConnection(self._address, channel_token(code), self._read_seconds)
        other.open(login.user, login.password)
        return other

    @property
    def login(self) -> Login:
        """Who is connected, to open further connections as.

        Raises Unavailable if nobody is, or if it is not who asked for the work of this thread.
        """
        login = self._login
        # In this order: whoever signs in next does so after the asker's end was noted.
        if login is None or asker_is_gone():
            raise Unavailable("nobody_signed_in")
        return Login(self._address, *login)

    def open(self, user_name: str, password: str) -> None:
        """Connect as a person; raises SignInFailed or Unavailable."""
        self.close()
        try:
            self._connection = self._connect(user_name, password)
        except (pymysql.MySQLError, OSError) as error:
            raise as_sign_in_error(error) from error
        self._thread_id = self._connection.thread_id()  # type: ignore[no-untyped-call]
        self._login = (user_name, password)

    def close(self) -> None:
        """Forget the connection and the password."""
        self._drop()
        self._login = None

    def reopen(self) -> None:
        """A fresh connection; the old one is killed on the server if it still lives there.

        Raises Unavailable, "newer_database" too, or Refused "sign_in_again" where the person's
        login has ended. Killing one's own threads needs no right.
        """
        if self._login is None:
            raise Unavailable("nobody_signed_in")
        old_thread = self._thread_id
        self._drop()
        try:
            self._connection = self._connect(*self._login)
            self._thread_id = self._connection.thread_id()  # type: ignore[no-untyped-call]
            if old_thread and old_thread != self._thread_id:
                self._kill(old_thread)
            version = _schema_now(self._connection)
        except (pymysql.MySQLError, OSError) as error:
            self._drop()
            raise as_reopen_error(error) from error
        if is_newer(version):
            # Upgraded while this program was open: nothing is sent to procedures it does not know.
            self._drop()
            raise Unavailable("newer_database", {"here": SCHEMA_VERSION, "there": version})

    def set_password(self, password: str) -> None:
        """Change the connected person's own password on the server.

        Raises Refused or Unavailable: the old one counts, unless the server is away.
        """
        connection = self._ready()
        statement = (
            "SET PASSWORD = PASSWORD(%s)"
            if is_mariadb_server(connection)
            else "ALTER USER CURRENT_USER() IDENTIFIED BY %s"
        )
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, (password,))
        except (pymysql.MySQLError, OSError) as error:
            failed = self._failed_read(error)
            if not (is_lost(error) and self._is_password_now(password)):
                raise failed from error
        self._login = (self.user_name, password)

    def _is_password_now(self, password: str) -> bool:
        """Whether the server lets the person in with it; the answer to its change was lost."""
        try:
            self.check_password(self.user_name, password)
        except CashierError:
            return False
        return True

    def check_password(self, user_name: str, password: str) -> None:
        """Try a password on a connection of its own; raises SignInFailed or Unavailable."""
        try:
            self._connect(user_name, password).close()
        except (pymysql.MySQLError, OSError) as error:
            raise as_sign_in_error(error) from error

    def read(self, procedure: str, *arguments: object) -> ResultSets:
        """CALL with the counter's token first: the result sets after the outcome row.

        Raises Refused, Busy or Unavailable. A lost connection is opened once again, a wait for
        somebody else's lock ended and tried once more.
        """
        return self.read_answer(procedure, *arguments).sets

    def read_answer(self, procedure: str, *arguments: object) -> Answer:
        """As `read`, for a procedure that says something in its outcome row."""
        return answer_of(self._read_sets(procedure, (self._token, *arguments)))

    def read_untokened(self, procedure: str, *arguments: object) -> ResultSets:
        """CALL of a procedure that asks for no counter: everything it answers, as it comes."""
        return self._read_sets(procedure, arguments)

    def change(self, procedure: str, *arguments: object) -> ResultSets:
        """CALL of an office act, which has no request id: sent once, never repeated.

        Raises Refused, Busy, or Unavailable: "not_confirmed" when it may have been done.
        """
        connection = self._alive()
        try:
            return answer_of(call_procedure(connection, procedure, arguments)).sets
        except (pymysql.MySQLError, OSError) as error:
            self._after_failure(error)
            if is_lost(error):
                raise Unavailable("not_confirmed") from error
            raise as_read_error(error) from error

    def act(self, procedure: str, request_id: UUID, order: Mapping[str, object]) -> ResultSets:
        """CALL of an act with money: one round trip, tried again only after a rollback.

        Raises Refused (nothing happened), Busy, Unavailable (nothing was sent) or
        OutcomeUnknown (settle it).
        """
        return self.act_answer(procedure, request_id, order).sets

    def act_answer(self, procedure: str, request_id: UUID, order: Mapping[str, object]) -> Answer:
        """As `act`, with the outcome row: a receipt's head is its facts."""
        return self.act_text(procedure, request_id, order_text(order))

    def act_text(self, procedure: str, request_id: UUID, text: str) -> Answer:
        """As `act`, with a text that was prepared before: what was approved, byte for byte."""
        connection = self._ready()
        arguments = (self._token, request_id.hex, fingerprint_of(text), text)
        for attempt in range(1, TRIES + 1):
            try:
                return answer_of(call_procedure(connection, procedure, arguments))
            except Refused:
                raise
            except Exception as error:
                # Not only the driver's errors: an answer that cannot be read may mean "stored".
                if classify(error) is not Kind.RETRY or attempt == TRIES:
                    self._after_failure(error)
                    raise as_act_error(error, request_id) from error
                _log.info("%s tried again after %s", procedure, error.args[:1])
                self._roll_back()
                if waited_in_vain(error):
                    self._make_way()
        raise AssertionError("the last try returns or raises")

    def as_other(self, user_name: str, password: str) -> CounterConnection:
        """A connection of somebody else from this counter; raises SignInFailed or Unavailable.

        The caller closes it, and with it the password is forgotten.
        """
        other = CounterConnection(self._address, self._token, self._read_seconds)
        other.open(user_name, password)
        return other

    def settle(self, request_id: UUID) -> Answer:
        """The end of an act, and the stored facts. Raises Busy or Unavailable."""
        # A lock says that the server is still deciding: the caller asks again.
        arguments = (self._token, request_id.hex)
        return answer_of(self._read_sets("settle_request", arguments, is_patient=False))

    def _read_sets(
        self, procedure: str, arguments: Sequence[object], *, is_patient: bool = True
    ) -> ResultSets:
        connection = self._ready()
        try:
            return call_procedure(connection, procedure, arguments)
        except (pymysql.MySQLError, OSError) as error:
            self._after_failure(error)
            if is_patient and waited_in_vain(error):
                self._make_way()
            elif is_lost(error):
                self.reopen()
            else:
                raise as_read_error(error) from error
        try:
            return call_procedure(self._ready(), procedure, arguments)
        except (pymysql.MySQLError, OSError) as error:
            raise self._failed_read(error) from error

    def _alive(self) -> pymysql.Connection[DictCursor]:
        """Ready, and the server answers: what is sent next is not lost on a dead line."""
        try:
            self._ready().ping(reconnect=False)
        except (pymysql.MySQLError, OSError):
            self.reopen()
        return self._ready()

    def _ready(self) -> pymysql.Connection[DictCursor]:
        if self._connection is None:
            self.reopen()
        if self._connection is None:
            raise Unavailable("server_unreachable")
        return self._connection

    def _connect(self, user_name: str, password: str) -> pymysql.Connection[DictCursor]:
        if not (user_name.isascii() and user_name.isprintable()):
            # Nobody is called so; and a NUL would end the name and begin the password's answer.
            raise SignInFailed("wrong_name_or_password")
        return pymysql.connect(
            user=user_name,
            # As bytes: PyMySQL would send a text as Latin-1, and refuse what that cannot say.
            password=password.encode("utf-8", "replace"),
            database=self._address.database,
            cursorclass=DictCursor,
            autocommit=True,
            **connect_arguments(self._address, self._read_seconds),
        )

    def _kill(self, thread_id: int) -> None:
        # 1094: it has ended by itself. 1095: the number is another person's by now, or the CALL
        # is at work as its definer: then it ends within its own time budget, and settling waits.
        with contextlib.suppress(pymysql.MySQLError), self._ready().cursor() as cursor:
            cursor.execute("KILL %s", (thread_id,))

    def _failed_read(self, error: BaseException) -> Exception:
        self._after_failure(error)
        return as_read_error(error)

    def _make_way(self) -> None:
        """End what stood in the way of a CALL and should not: the next try finds it gone."""
        with contextlib.suppress(pymysql.MySQLError, OSError, Refused):
            sets = answer_of(call_procedure(self._ready(), "make_way", (self._token,))).sets
            if not sets[0][0]["prepared"] or self._login is None:
                return
            # MySQL's answer to this leaves a connection out of step.
            with contextlib.closing(self._connect(*self._login)) as other:
                (found,) = call_procedure(other, "prepared_acts", ())
            with self._ready().cursor() as cursor:
                for row in found:
                    cursor.execute("XA ROLLBACK %s, %s, %s", _xid(row))

    def _after_failure(self, error: BaseException) -> None:
        """After an error the connection may hold locks (tried on MySQL): roll back or drop it.

        After a mistake of ours nobody knows what is still on the line: drop it.
        """
        if is_lost(error) or classify(error) is Kind.BUG:
            self._drop()
        else:
            self._roll_back()

    def _roll_back(self) -> None:
        if self._connection is None:
            return
        try:
            self._connection.rollback()
        except (pymysql.MySQLError, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(Exception):
                self._connection.close()
        self._connection = None


def is_mariadb_server(connection: pymysql.Connection[Any]) -> bool:
    """What the server said of itself at connect."""
    return "MariaDB" in connection.get_server_info()  # type: ignore[no-untyped-call]


def _schema_now(connection: pymysql.Connection[Any]) -> str:
    """Empty where the database does not tell this person."""
    try:
        ((row,),) = call_procedure(connection, "schema_now", ())
    except (pymysql.MySQLError, ValueError) as error:
        if is_lost(error):
            raise
        return ""
    return str(row["schema_version"])


def _xid(row: Row) -> tuple[bytes, bytes, int]:
    """The name of a prepared transaction, as the server lists it in one piece."""
    data = row["data"]
    name: bytes = data if isinstance(data, bytes) else str(data).encode("latin-1")
    at = int(row["gtrid_length"])
    return name[:at], name[at : at + int(row["bqual_length"])], int(row["formatID"])


def order_text(order: Mapping[str, object]) -> str:
    """An order as it is sent; what another person approves is the hash of this text."""
    return storable(json.dumps({"v": 1, **order}, ensure_ascii=False))


def storable(text: str) -> str:
    """`text` without lone surrogates, which a paste may bring and no database holds: "?"."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def fingerprint_of(text: str) -> str:
    """SHA-256 of an order's text, hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def call_procedure(
    connection: pymysql.Connection[Any], procedure: str, arguments: Sequence[object]
) -> ResultSets:
    """One CALL, one round trip: all its result sets."""
    marks = ", ".join(["%s"] * len(arguments))
    sets: ResultSets = []
    with connection.cursor(DictCursor) as cursor:
        plain = (storable(value) if isinstance(value, str) else value for value in arguments)
        cursor.execute(f"CALL {procedure}({marks})", tuple(plain))
        while True:
            if cursor.description:
                sets.append(cursor.fetchall())
            if not cursor.nextset():
                return sets


def answer_of(sets: ResultSets) -> Answer:
    """The outcome row comes first from every procedure. Raises Refused."""
    head = sets[0][0]
    if head["outcome"] == "refused":
        facts = json.loads(head["facts"])
        raise Refused(head["code"], {name: str(value) for name, value in facts.items()})
    return Answer(head, sets[1:])
