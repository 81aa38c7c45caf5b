"""A server with a year of a sample utility, and people who may read its books."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from typing import Any

import pytest

from cashier_app.db.engine import Login
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.repositories.reports import reports_of
from cashier_app.db.users import create_user
from cashier_app.domain.people import NewUser
from cashier_app.domain.reports import Report, ReportOrder
from cashier_app.domain.utility import Role
from cashier_app.sample_filling import fill_with_sample
from cashier_app.services.reports import ReportService
from tests.plugins.database import DATABASE, started
from tests.support.people import PASSWORD

TODAY = date(2026, 11, 23)
AUDITOR = "gita"

Ask = Callable[..., list[tuple[Any, ...]]]
Run = Callable[..., Report]


@pytest.fixture(scope="package")
def books(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    """Nobody changes it: tests that do make their own server."""
    with started(tmp_path_factory.mktemp("books") / "server") as server:
        admin = server.admin_login(DATABASE)
        fill_with_sample(admin, 120, 8, 3, TODAY, quiet=True)
        engine = admin.engine()
        with engine.connect() as connection:
            create_user(
                connection,
                NewUser(AUDITOR, "Gita", Role.AUDITOR, PASSWORD, must_change_password=False),
            )
        engine.dispose()
        yield server


@pytest.fixture
def ask(books: PrivateServer) -> Iterator[Ask]:
    """Rows of the tables themselves, for results worked out independently."""
    with closing(books.admin_connection(DATABASE)) as connection:

        def rows(question: str, *values: object) -> list[tuple[Any, ...]]:
            with connection.cursor() as cursor:
                cursor.execute(question, values or None)
                return list(cursor.fetchall())

        yield rows


@pytest.fixture
def auditor(books: PrivateServer) -> Login:
    return Login(books.address(DATABASE), AUDITOR, PASSWORD)


@pytest.fixture
def run(auditor: Login) -> Iterator[Run]:
    """Runs a report of the sample as its auditor."""
    with reports_of(auditor) as gateway:
        service = ReportService(gateway)

        def answer(name: str, from_day: date, to_day: date, **filters: str) -> Report:
            return service.run(ReportOrder(name, from_day, to_day, **filters))

        yield answer
