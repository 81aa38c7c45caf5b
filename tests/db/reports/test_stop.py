"""A report under way is ended from another thread, and only that report."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pymysql
import pytest

from cashier_app.db.engine import Login
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.repositories.reports import reports_of
from cashier_app.domain.errors import Unavailable
from cashier_app.domain.reports import ReportOrder
from cashier_app.services.reports import ReportService
from tests.plugins.database import DATABASE

ORDER = ReportOrder("collections-by-counter", date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def service(auditor: Login) -> Iterator[ReportService]:
    with reports_of(auditor) as gateway:
        yield ReportService(gateway)


def waits(admin: pymysql.Connection) -> bool:
    """True when a report stands before the locked table."""
    with admin.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM information_schema.processlist"
            " WHERE state LIKE '%%metadata lock%%' AND user <> CURRENT_USER()"
        )
        ((count,),) = cursor.fetchall()
    return bool(count)


def test_a_report_that_hangs_is_ended(books: PrivateServer, service: ReportService) -> None:
    errors: list[BaseException] = []

    def read() -> None:
        try:
            service.run(ORDER)
        except Unavailable as error:
            errors.append(error)

    with (
        closing(books.admin_connection(DATABASE)) as locker,
        closing(books.admin_connection(DATABASE)) as admin,
    ):
        with locker.cursor() as cursor:
            cursor.execute("LOCK TABLES journal WRITE")
        reader = threading.Thread(target=read)
        reader.start()
        tick = threading.Event()
        while reader.is_alive() and not waits(admin):
            tick.wait(0.02)
        service.stop()
        reader.join(10)
        assert not reader.is_alive()
    assert len(errors) == 1
    assert service.run(ORDER).rows, "the next one runs on"


def test_nothing_under_way_is_nothing_to_stop(service: ReportService) -> None:
    service.stop()
    assert service.run(ORDER).rows
    service.stop()
    assert service.run(ORDER).rows
