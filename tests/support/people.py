"""People for tests of the database: added by an administrator, signed in with a plain client."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import Any, TypeAlias

import pymysql
import pytest
from sqlalchemy import Connection

from cashier_app.db.connection import ResultSets, answer_of
from cashier_app.db.engine import DatabaseAddress, connect_arguments
from cashier_app.db.errors import Kind, classify
from cashier_app.db.users import create_user
from cashier_app.domain.errors import Refused
from cashier_app.domain.people import NewUser
from cashier_app.domain.utility import Role

PASSWORD = "Winter-lamp-42"
Client: TypeAlias = "pymysql.Connection[Any]"
SignIn = Callable[..., Client]
_numbers = itertools.count(1)


def add(connection: Connection, role: Role, **more: Any) -> str:
    """A new person; the name."""
    name = f"{role.value[:6]}{next(_numbers)}"
    create_user(connection, NewUser(name, f"Person {name}", role, PASSWORD, **more))
    return name


@contextmanager
def clients(database: DatabaseAddress) -> Iterator[SignIn]:
    """Call it with a name for a connection as any SQL client could make it."""
    with ExitStack() as stack:

        def connect(user_name: str, password: str = PASSWORD) -> Client:
            found = pymysql.connect(
                user=user_name, password=password.encode(), database=database.database,
                autocommit=True, **connect_arguments(database),
            )  # fmt: skip
            return stack.enter_context(closing(found))

        yield connect


def ask(client: Client, question: str, *values: object) -> list[tuple[Any, ...]]:
    """The rows of one statement."""
    with client.cursor() as cursor:
        cursor.execute(question, values or None)
        return list(cursor.fetchall())


def refused_as(client: Client, statement: str) -> Kind:
    """How the server refuses a statement; fails when it does not."""
    with client.cursor() as cursor, pytest.raises(pymysql.MySQLError) as caught:
        cursor.execute(statement)
    return classify(caught.value)


def refusal(client: Client, call: str, *values: object) -> str:
    """The code with which a procedure refuses; empty when it does what it is asked."""
    with client.cursor(pymysql.cursors.DictCursor) as cursor:
        cursor.execute(f"CALL {call}", values)
        sets: ResultSets = [cursor.fetchall()]
        while cursor.nextset():
            pass
    try:
        answer_of(sets)
    except Refused as error:
        return error.code
    return ""
