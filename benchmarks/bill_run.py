"""A bill run beside INSERT … SELECTs written by hand that write the same rows for a block tariff.

`python -m benchmarks.bill_run --connections 1000000` measures this part alone; `--without-django`
leaves the ORM out, which takes as long as all the rest.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from sqlalchemy import text

from benchmarks import django_peer
from benchmarks.django_bills import DjangoBills
from benchmarks.figures import Row, Times, milliseconds
from benchmarks.setting import exact_cash
from cashier_app.db.engine import LONG_READ_SECONDS, Login, connected
from cashier_app.db.installer import upgrade
from cashier_app.db.private_server import PrivateServer, ServerOptions
from cashier_app.db.repositories.bill_runs import BILLS_AT_ONCE, BillRunRepository
from cashier_app.db.repositories.tariffs import TariffRepository
from cashier_app.domain.bill_run import RunOrder
from cashier_app.domain.utility import Role
from tests.support.counter import PASSWORD, World

DATABASE = "cashier_bench"
SMALL = 100_000
MONTHS = 7
DJANGO_TIMES = 8.0
_BUFFER_MB = 1024
_REDO_MB = 512
_FIRST = date(2025, 12, 31)
_DUE = date(2199, 1, 1)
"""Bills that are due in the past are refused."""
_TARIFF = """
code = "HOME"
name = "Homes"
currency = "XRS"
valid_from = 2025-01-01

[[charge]]
code = "energy"
form = "telescopic"
blocks = [{ upto = 60, price = 7.85 }, { upto = 120, price = 12.50 }, { price = 27.00 }]

[[charge]]
code = "service"
form = "fixed"
amount = 180
"""
# Numbers from 0 to 1,048,575: ten thousand times what a digit table gives would be slower.
NUMBERS = " UNION ALL ".join(f"SELECT {n} AS d" for n in range(16))
_SEED = """
INSERT INTO customers (customer_id, customer_no, name, kind, cash_only, instruction)
SELECT n, CONCAT('C', n), CONCAT('Customer ', n), 'person', 0, '' FROM bench_numbers;
INSERT INTO connections (connection_id, connection_no, address, ward, route_id, premises,
  voltage, supply)
SELECT n, CONCAT('K', n), '', '', 1, 'home', 'low', 'on' FROM bench_numbers;
INSERT INTO accounts (account_id, account_no, customer_id, tariff_class, opened_on)
SELECT n, CONCAT('A', n), n, 'home', '2025-01-01' FROM bench_numbers;
INSERT INTO account_connections (account_id, connection_id, liable_from)
SELECT n, n, '2025-01-01' FROM bench_numbers;
INSERT INTO connection_tariffs (connection_id, valid_from, tariff_id)
SELECT n, '2025-01-01', 1 FROM bench_numbers;
INSERT INTO meters (meter_id, meter_no, multiplier, maker)
SELECT n, CONCAT('M', n), 1, '' FROM bench_numbers;
INSERT INTO registers (register_id, meter_id, code, unit, dials)
SELECT n, n, 'main', 'kWh', 6 FROM bench_numbers;
INSERT INTO meter_fittings (meter_id, connection_id, fitted_on)
SELECT n, n, '2025-12-31' FROM bench_numbers
"""
_READINGS = (
    "INSERT INTO readings (register_id, read_on, value, kind, status)"
    " SELECT register_id, :day, :month * (1 + MOD(register_id * 7, 499)), :kind, 'actual'"
    " FROM registers"
)
# By hand: the readings of two known days, one price list in the text; nothing is checked.
_BILLS_BY_HAND = """
INSERT INTO bills (bill_no, series, running_no, account_id, connection_id, kind, title,
  tariff_version_id, period_from, period_to, issued_on, due_on, kwh, is_estimated, total,
  discount_amount, balance, status)
SELECT CONCAT(:series, LPAD(q.no, GREATEST(4, LENGTH(q.no)), '0')), :series, q.no, q.account_id,
  q.connection_id, 'period', '', 1, :starts, :ends, :issued, :due, q.kwh, 0, q.total, 0, q.total,
  IF(q.total = 0, 'paid', 'issued')
FROM (
  SELECT ac.account_id, ac.connection_id, e.value - p.value AS kwh,
    ROUND(LEAST(e.value - p.value, 60) * 7.85, 2)
    + ROUND(GREATEST(LEAST(e.value - p.value, 120) - 60, 0) * 12.50, 2)
    + ROUND(GREATEST(e.value - p.value - 120, 0) * 27.00, 2) + 180 AS total,
    :before + ROW_NUMBER() OVER (ORDER BY ac.connection_id) AS no
  FROM account_connections ac
  JOIN meter_fittings f ON f.connection_id = ac.connection_id AND f.removed_on IS NULL
  JOIN registers g ON g.meter_id = f.meter_id
  JOIN readings e ON e.register_id = g.register_id AND e.read_on = :ends
  JOIN readings p ON p.register_id = g.register_id AND p.read_on = :starts - INTERVAL 1 DAY
  WHERE ac.connection_id BETWEEN :low AND :high AND ac.liable_to IS NULL
) q
"""
_OF_CHUNK = "b.series = :series AND b.running_no > :before AND b.running_no <= :before + :size"
_LINES_BY_HAND = tuple(
    "INSERT INTO bill_lines (bill_id, line_no, kind, label, quantity, unit, unit_price, amount)"
    f" SELECT b.bill_id, {line}, '{kind}', '{label}', {quantity}, '{unit}', {price},"
    f" ROUND({quantity} * {price}, 2) FROM bills b WHERE {_OF_CHUNK} AND {quantity} > 0"
    for line, kind, label, quantity, unit, price in (
        (1, "energy", "Energy, first 60 kWh at 7.85", "LEAST(b.kwh, 60)", "kWh", "7.85"),
        (2, "energy", "Energy, next 60 kWh", "LEAST(b.kwh, 120) - 60", "kWh", "12.50"),
        (3, "energy", "Energy, the rest", "b.kwh - 120", "kWh", "27.00"),
        (4, "fixed", "Service", "1", "", "180"),
    )
)
_READINGS_BY_HAND = f"""
INSERT INTO bill_readings (bill_id, to_reading_id, from_reading_id, consumption)
SELECT b.bill_id, e.reading_id, p.reading_id, e.value - p.value
FROM bills b
JOIN meter_fittings f ON f.connection_id = b.connection_id AND f.removed_on IS NULL
JOIN registers g ON g.meter_id = f.meter_id
JOIN readings e ON e.register_id = g.register_id AND e.read_on = :ends
JOIN readings p ON p.register_id = g.register_id AND p.read_on = :starts - INTERVAL 1 DAY
WHERE {_OF_CHUNK}
"""


@dataclass(frozen=True, slots=True)
class Cycle:
    """A month that every meter was read for on its last day."""

    first: date
    last: date

    @property
    def series(self) -> str:
        return f"{self.last + timedelta(days=1):%y%m}"


class BillRuns:
    """A database of its own; months are billed by the program and by hand, turn about."""

    def __init__(self, login: Login, clerk: Login, connections: int) -> None:
        self._root, self._clerk, self._connections = login, clerk, connections

    def seed(self) -> None:
        """Connections with a meter each that was read when it was fitted."""
        with connected(self._root, LONG_READ_SECONDS) as root:
            # Before the checks are off: in such a session nobody keeps a tariff.
            TariffRepository(root).take_in(_TARIFF)
            root.execute(text("SET SESSION unique_checks = 0, foreign_key_checks = 0"))
            digits = " CROSS JOIN ".join(f"({NUMBERS}) d{at}" for at in range(5))
            number = " + ".join(f"d{at}.d * {16**at}" for at in range(5))
            root.execute(text("CREATE TABLE bench_numbers (n BIGINT PRIMARY KEY)"))
            root.execute(
                text(
                    f"INSERT INTO bench_numbers SELECT {number} + 1 AS n FROM {digits}"
                    " HAVING n <= :most"
                ),
                {"most": self._connections},
            )
            for statement in _SEED.split(";"):
                root.execute(text(statement))
            root.execute(text(_READINGS), {"day": _FIRST, "month": 0, "kind": "initial"})
            root.execute(text("DROP TABLE bench_numbers"))
            for table in ("readings", "bills", "account_connections", "meter_fittings"):
                root.execute(text(f"ANALYZE TABLE {table}"))

    def read(self, cycle: Cycle) -> None:
        """Every meter on the cycle's last day; not measured."""
        with connected(self._root, LONG_READ_SECONDS) as root:
            root.execute(
                text(_READINGS),
                {"day": cycle.last, "month": cycle.last.month, "kind": "period"},
            )

    def by_program(self, cycle: Cycle) -> float:
        """Seconds for the whole run: gathered, priced, issued."""
        issued = cycle.last + timedelta(days=1)
        order = RunOrder(cycle.first, "", issued, _DUE)
        began = time.perf_counter()
        engine = self._clerk.engine(read_seconds=LONG_READ_SECONDS)
        with (
            engine.connect() as connection,
            engine.connect() as beside,
            engine.connect() as another,
        ):
            runs = BillRunRepository(connection, (beside, another))
            run = runs.price(runs.open_run(order), _quiet)
            runs.issue(run, _quiet)
        engine.dispose()
        spent = time.perf_counter() - began
        assert run.items == self._connections
        return spent

    def by_hand(self, cycle: Cycle) -> float:
        """Seconds for the same rows."""
        issued = cycle.last + timedelta(days=1)
        began = time.perf_counter()
        with connected(self._root, LONG_READ_SECONDS) as root:
            for low in range(0, self._connections, BILLS_AT_ONCE):
                binds = {
                    "series": cycle.series, "starts": cycle.first, "ends": cycle.last,
                    "issued": issued, "due": _DUE, "before": low,
                    "low": low + 1, "high": low + BILLS_AT_ONCE, "size": BILLS_AT_ONCE,
                }  # fmt: skip
                root.execute(text("START TRANSACTION"))
                for statement in (_BILLS_BY_HAND, *_LINES_BY_HAND, _READINGS_BY_HAND):
                    root.execute(text(statement), binds)
                root.execute(text("COMMIT"))
        return time.perf_counter() - began

    def by_django(self, cycle: Cycle) -> float:
        """Seconds for the same rows with Django's bulk_create."""
        login = self._root
        django_peer.configure(login.address, login.user, login.password)
        bills = DjangoBills()
        began = time.perf_counter()
        bills.bill(cycle.first, cycle.last, cycle.series, self._connections)
        spent = time.perf_counter() - began
        django_peer.forget()
        return spent

    def rows(self, cycle: Cycle) -> tuple[int, ...]:
        """Bills, lines, readings, and the sum of cents: what both ways must agree on."""
        with connected(self._root, LONG_READ_SECONDS) as root:
            found = root.execute(
                text(
                    "SELECT COUNT(*), SUM(b.total * 100) - 0, (SELECT COUNT(*) FROM bill_lines l"
                    " JOIN bills x ON x.bill_id = l.bill_id WHERE x.series = :series),"
                    " (SELECT COUNT(*) FROM bill_readings r JOIN bills x ON x.bill_id = r.bill_id"
                    " WHERE x.series = :series) FROM bills b WHERE b.series = :series"
                ),
                {"series": cycle.series},
            ).one()
        return tuple(int(value) for value in found)


def cycles() -> tuple[Cycle, ...]:
    """The months that are billed, oldest first."""
    firsts = [date(2026, month, 1) for month in range(1, MONTHS + 2)]
    return tuple(Cycle(first, after - timedelta(days=1)) for first, after in pairwise(firsts))


def bill_run_times(connections: int = SMALL, *, with_django: bool = True) -> Iterator[Row]:
    """The first month warms both; then each takes two of the next four, turn about.

    During the last month's run a counter takes money without a pause.
    """
    with tempfile.TemporaryDirectory(prefix="cashier-bench-") as folder:
        options = ServerOptions(buffer_pool_mb=_BUFFER_MB, redo_log_mb=_REDO_MB)
        with PrivateServer(Path(folder) / "server", options=options) as server:
            upgrade(server.admin_login(), DATABASE)
            root = server.admin_login(DATABASE)
            world = World(root, DATABASE, Path(folder))
            clerk = Login(server.address(DATABASE), world.person(Role.CLERK), PASSWORD)
            try:
                runs = BillRuns(root, clerk, connections)
                yield from _measured(runs, connections, with_django=with_django)
                yield _payments_meanwhile(runs, Till(world, connections))
            finally:
                world.close()


def _measured(runs: BillRuns, connections: int, *, with_django: bool) -> Iterator[Row]:
    runs.seed()
    first, *others = cycles()
    runs.read(first)
    runs.by_program(first)
    program: list[float] = []
    by_hand: list[float] = []
    django: list[float] = []
    ways = (
        (runs.by_program, program), (runs.by_hand, by_hand),
        *([(runs.by_django, django)] if with_django else []),
        (runs.by_hand, by_hand), (runs.by_program, program),
    )  # fmt: skip
    measured = others[: len(ways)]
    for cycle, (way, seconds) in zip(measured, ways, strict=True):
        runs.read(cycle)
        seconds.append(way(cycle))
    written = {runs.rows(cycle) for cycle in measured}
    assert len(written) == 1, written
    ratio = sum(program) / sum(by_hand)
    seconds_each = sum(program) / len(program)
    yield Row(
        f"bill run, {connections:,} bills",
        f"{seconds_each:.1f} s",
        ratio=f"{ratio:.2f} ×",
        limit="≤ 1.5 ×",
        note=f"INSERT … SELECTs by hand take {sum(by_hand) / len(by_hand):.1f} s;"
        f" our peak is {_peak_mb()} MB",
        holds=ratio <= 1.5,
    )
    if not django:
        return
    times = django[0] / seconds_each
    yield Row(
        f"bill run, {connections:,} bills, Django's bulk_create",
        f"{django[0]:.1f} s",
        ratio=f"{times:.1f} ×",
        limit=f"≥ {DJANGO_TIMES:g} ×",
        note="read with the ORM, priced in Python; the program's run is so many times faster",
        holds=times >= DJANGO_TIMES,
    )


class Till(threading.Thread):
    """A counter that takes the exact cash of one account after the other until it is stopped."""

    def __init__(self, world: World, accounts: int) -> None:
        super().__init__(name="till")
        self._accounts = accounts
        self._desk = world.desk()
        self._program = self._desk.program()
        self._program.sessions.sign_in(self._desk.user_name, self._desk.password)
        self._shift = self._desk.open_shift(self._program)
        self._ended = threading.Event()
        self.waits: list[float] = []

    def stop(self) -> None:
        """After the payment under way."""
        self._ended.set()
        self.join()

    def run(self) -> None:
        at = 0
        while not self._ended.is_set():
            at = (at + 7919) % self._accounts
            opened = self._program.lookup.open_account(at + 1)
            order = exact_cash(self._program, self._shift, opened)
            began = time.perf_counter()
            self._program.payments.take(order, self._desk.user_name)
            self.waits.append(time.perf_counter() - began)


def _payments_meanwhile(runs: BillRuns, till: Till) -> Row:
    last = cycles()[-1]
    runs.read(last)
    till.start()
    runs.by_program(last)
    till.stop()
    times = Times(tuple(till.waits))
    longest = max(till.waits)
    return Row(
        "payment during a bill run",
        milliseconds(times.median),
        milliseconds(times.p95),
        limit="≤ 1 s",
        note=f"{len(till.waits):,} payments; the longest took {milliseconds(longest)}",
        holds=longest <= 1,
    )


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _quiet(_what: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def main() -> None:
    """Print the row for as many connections as are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=SMALL)
    parser.add_argument("--without-django", action="store_true")
    options = parser.parse_args()
    for row in bill_run_times(options.connections, with_django=not options.without_django):
        print(row.what, row.median, row.ratio, row.limit, row.note, sep="  ", flush=True)


if __name__ == "__main__":
    main()
