"""Each report beside its best hand-written query, with 5,000 payments in the day.

`python -m benchmarks.reports --payments 1000000 --folder DIR` measures the size that the limit
names; DIR keeps the database for the next time. The limit is on the CALL with all its rows read;
what becomes of them in the program is in the note.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pymysql

from benchmarks.figures import Row, interleaved, milliseconds
from benchmarks.report_rows import A_DAY, LAST_DAY, seed
from benchmarks.reports_by_hand import by_hand
from cashier_app.db.engine import LONG_READ_SECONDS, Login
from cashier_app.db.installer import upgrade
from cashier_app.db.private_server import PrivateServer, ServerOptions
from cashier_app.db.repositories.reports import reports_of
from cashier_app.db.users import create_user
from cashier_app.domain.errors import Refused
from cashier_app.domain.people import NewUser
from cashier_app.domain.report_catalog import REPORTS
from cashier_app.domain.reports import ReportKind, ReportOrder
from cashier_app.domain.utility import Role
from cashier_app.services.reports import ReportService
from tests.support.counter import PASSWORD

DATABASE = "cashier_bench"
SMALL = 100_000
LIMIT = 1.3
READER = "bench_reader"
MOST_ROUNDS, LEAST_ROUNDS = 61, 3
SECONDS_EACH = 4.0
"""A report and its peer are read turn about for so long: of a few milliseconds' work many times."""
HEAD_BY_HAND = (
    "SELECT name, address, tax_no, currency_code, currency_symbol, currency_decimals,"
    " digit_grouping, time_zone, is_training, SYSDATE(6) FROM utility WHERE utility_id = 1"
)
"""Whose books these are and in which currency: the CALL says it with the rows, so the peer asks."""
ASKING_SECONDS = 0.0002
"""So much more is no report's: the session is made safe and the right asked for."""
_BUFFER_MB, _REDO_MB = 1536, 512


def report_times(
    payments: int = SMALL, folder: Path | None = None, only: Collection[str] = ()
) -> Iterator[Row]:
    """A row for every report, or for some; the database is made where `folder` has none yet."""
    with tempfile.TemporaryDirectory(prefix="cashier-bench-") as scratch:
        place = (folder or Path(scratch)) / "server"
        is_new = not place.exists()
        options = ServerOptions(buffer_pool_mb=_BUFFER_MB, redo_log_mb=_REDO_MB)
        with PrivateServer(place, options=options) as server:
            # A kept database gets the procedures as they are now.
            upgrade(server.admin_login(), DATABASE)
            if is_new:
                add_reader(server.admin_login(DATABASE))
                seed(server.admin_login(DATABASE), DATABASE, Path(scratch), payments)
            reader = Login(server.address(DATABASE), READER, PASSWORD)
            yield from _measured(server.admin_login(DATABASE), reader, only)


def add_reader(root: Login) -> None:
    """An auditor, unless there is one of a former time."""
    engine = root.engine()
    with engine.connect() as connection, suppress(Refused):
        new = NewUser(READER, "Reader", Role.AUDITOR, PASSWORD, must_change_password=False)
        create_user(connection, new)
    engine.dispose()


def _measured(root: Login, reader: Login, only: Collection[str]) -> Iterator[Row]:
    with (
        closing(client(root)) as hand,
        closing(client(reader)) as caller,
        reports_of(reader) as gateway,
    ):
        service = ReportService(gateway)
        for kind in REPORTS:
            # What needs a number to look for reads a handful of rows.
            if not kind.needs_search and (not only or kind.name in only):
                yield _compared(hand, caller, service, kind)


def _compared(
    hand: pymysql.Connection[Any],
    caller: pymysql.Connection[Any],
    service: ReportService,
    kind: ReportKind,
) -> Row:
    statement, is_written = by_hand(kind.name)
    call = f"CALL {kind.procedure}('{LAST_DAY}', '{LAST_DAY}', NULL, NULL, NULL, NULL)"
    read_by_hand, read = reads(hand, HEAD_BY_HAND, statement), reads(caller, call)
    began = time.perf_counter()
    rows = read()
    read_by_hand()
    rounds = int(SECONDS_EACH / (time.perf_counter() - began))
    rounds = min(max(rounds, LEAST_ROUNDS), MOST_ROUNDS)
    order = ReportOrder(kind.name, LAST_DAY, LAST_DAY)
    peer, called, shown = interleaved(
        (read_by_hand, read, lambda: service.run(order)), rounds, warm_up=1
    )
    ratio = called.median / peer.median
    asking = called.median - peer.median < ASKING_SECONDS
    written = "by hand" if is_written else "its own SELECT"
    return Row(
        f"report {kind.name}",
        milliseconds(called.median),
        milliseconds(called.p95),
        f"{ratio:.2f} ×",
        f"≤ {LIMIT} ×",
        f"{rows:,} rows; {written} {milliseconds(peer.median)};"
        f" in the program {milliseconds(shown.median)}",
        holds=ratio <= LIMIT or asking,
    )


def reads(connection: pymysql.Connection[Any], *statements: str) -> Callable[[], int]:
    """Runs the statements; how many rows the last result has."""

    def read() -> int:
        rows: Sequence[Any] = ()
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                rows = cursor.fetchall()
                while cursor.nextset():
                    rows = cursor.fetchall() or rows
        return len(rows)

    return read


def client(login: Login) -> pymysql.Connection[Any]:
    """A plain connection for long reads."""
    return pymysql.connect(
        **login.driver_arguments(LONG_READ_SECONDS), collation="utf8mb4_bin", autocommit=True
    )


def main() -> None:
    """Print a row for every report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payments", type=int, default=SMALL, help=f"{A_DAY:,} on each day")
    parser.add_argument("--folder", type=Path, help="keeps the database for the next time")
    parser.add_argument("--only", nargs="*", default=(), help="names of reports")
    options = parser.parse_args()
    for row in report_times(options.payments, options.folder, options.only):
        verdict = "" if row.holds else "ABOVE"
        print(row.what, row.median, row.ratio, row.note, verdict, sep="  ", flush=True)


if __name__ == "__main__":
    main()
