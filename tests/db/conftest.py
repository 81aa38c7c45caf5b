"""Who asks: the server's administrator, a person with the role administrator, anybody else."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from cashier_app.db.engine import DatabaseAddress, Login, connected
from cashier_app.db.enrolment import NewCounter, create_counter
from cashier_app.domain.utility import Role
from tests.support.people import PASSWORD, SignIn, add, clients

_codes = itertools.count(5001)


@pytest.fixture
def root(admin_login: Login) -> Iterator[Connection]:
    """The server's own administrator, who is no person of the database."""
    with connected(admin_login) as connection:
        yield connection


@pytest.fixture
def administrator(root: Connection) -> str:
    """The name of a person with the role administrator."""
    return add(root, Role.ADMINISTRATOR)


@pytest.fixture
def office(administrator: str, database: DatabaseAddress) -> Iterator[Connection]:
    """That person's connection."""
    with connected(Login(database, administrator, PASSWORD)) as connection:
        yield connection


@pytest.fixture
def sign_in(database: DatabaseAddress) -> Iterator[SignIn]:
    """Connects as a person, as any SQL client could."""
    with clients(database) as connect:
        yield connect


@pytest.fixture
def new_counter(root: Connection) -> str:
    """The code of a new counter."""
    code = f"{next(_codes)}"
    create_counter(root, NewCounter(code, f"Counter {code}", "HO", "Head office"))
    return code
