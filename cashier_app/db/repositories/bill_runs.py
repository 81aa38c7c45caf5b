"""A bill run in the database: gathered and priced set by set, previewed, then issued in chunks.

Over a clerk's connection. What a connection has used comes from `supply.billable`; each distinct
use is priced once, in Python; a procedure numbers and issues. Every step may be cut off: a run
that is not issued is as if it had never been, one that is being issued goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from cashier_app.db.office import call_office
from cashier_app.db.repositories.bill_run_patterns import OnStep, RunPatterns
from cashier_app.db.repositories.supply.billable import (
    BILLABLE,
    credited_bills,
    cycle_binds,
    unread,
)
from cashier_app.db.tables.bill_runs import (
    bill_run_exceptions,
    bill_run_items,
    bill_run_late_charges,
    bill_run_lines,
    bill_run_patterns,
    bill_run_readings,
    bill_run_uses,
    bill_runs,
)
from cashier_app.db.tables.billing import bills
from cashier_app.db.tables.supply import connections, routes
from cashier_app.domain.bill_run import (
    RunException,
    RunOrder,
    RunTotals,
)
from cashier_app.domain.money import ZERO

CONNECTIONS_AT_ONCE = 20_000
BILLS_AT_ONCE = 20_000

_GATHER = f"""
INSERT INTO bill_run_readings (run_id, connection_id, account_id, to_reading_id, from_reading_id,
  from_on, to_on, register_code, unit, consumption, is_estimated, trues_up)
SELECT :run, q.connection_id, q.account_id, q.to_reading_id, q.from_reading_id, q.from_on, q.to_on,
  q.register_code, q.unit, q.consumption, q.is_estimated, q.trues_up
FROM ({BILLABLE}) q
"""  # noqa: S608 - our own words

# The tariff, load and schemes of the period's last day decide; MD5 only names what is the same.
_USES = """
INSERT INTO bill_run_uses (run_id, connection_id, account_id, pattern_key, tariff_id, schemes,
  period_from, period_to, is_estimated)
SELECT :run, z.connection_id, z.account_id, UNHEX(MD5(CONCAT_WS('|', COALESCE(z.tariff_id, 0),
    z.period_from, z.period_to, z.uses, COALESCE(k.load_kw, '-'), COALESCE(k.load_kva, '-'),
    COALESCE(k.amperes, '-'), z.schemes))),
  z.tariff_id, z.schemes, z.period_from, z.period_to, z.is_estimated
FROM (
  SELECT g.connection_id, g.account_id, g.uses, g.period_from, g.period_to, g.is_estimated,
    (SELECT t.tariff_id FROM connection_tariffs t
      WHERE t.connection_id = g.connection_id AND t.valid_from <= g.period_to
      ORDER BY t.valid_from DESC LIMIT 1) AS tariff_id,
    COALESCE((SELECT GROUP_CONCAT(d.code ORDER BY d.code SEPARATOR ',')
      FROM connection_schemes s JOIN discount_schemes d ON d.scheme_id = s.scheme_id
      WHERE s.connection_id = g.connection_id AND s.valid_from <= g.period_to
        AND COALESCE(s.valid_to, '9999-12-31') >= g.period_to), '') AS schemes
  FROM (
    SELECT r.connection_id, r.account_id, MIN(r.from_on) + INTERVAL 1 DAY AS period_from,
      MAX(r.to_on) AS period_to, MAX(r.is_estimated) AS is_estimated,
      GROUP_CONCAT(CONCAT_WS(':', r.register_code, r.unit, r.consumption)
        ORDER BY r.register_code, r.unit, r.consumption SEPARATOR ';') AS uses
    FROM bill_run_readings r
    WHERE r.run_id = :run AND r.connection_id BETWEEN :low AND :high
    GROUP BY r.connection_id, r.account_id
  ) g
) z JOIN connections k ON k.connection_id = z.connection_id
"""
_ITEMS = """
INSERT INTO bill_run_items (run_id, seq, account_id, connection_id, pattern_no, period_from,
  period_to, is_estimated)
SELECT :run, ROW_NUMBER() OVER (ORDER BY COALESCE(r.code, ''), u.connection_id, u.account_id),
  u.account_id, u.connection_id, p.pattern_no, u.period_from, u.period_to, u.is_estimated
FROM bill_run_uses u
JOIN bill_run_patterns p ON p.run_id = u.run_id AND p.pattern_key = u.pattern_key
JOIN connections k ON k.connection_id = u.connection_id
LEFT JOIN routes r ON r.route_id = k.route_id
WHERE u.run_id = :run
"""


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it stands."""

    run_id: int
    order: RunOrder
    state: str
    items: int
    issued: int


class BillRunRepository:
    """Every method raises Refused, Busy or Unavailable."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open_run(self, order: RunOrder) -> Run:
        """Begin a run. Raises Refused: run_open_already, no_such_route, bad_period."""
        ((row,),) = call_office(
            self._connection, "open_run", order.cycle, order.route, order.issue_on, order.due_on
        )
        return Run(int(row["run_id"]), order, "open", 0, 0)

    def waiting(self, cycle: date, route: str) -> Run | None:
        """The run of this cycle and route that has not ended."""
        found = self._connection.execute(
            select(bill_runs, func.coalesce(routes.c.code, "").label("route"))
            .outerjoin(routes, routes.c.route_id == bill_runs.c.route_id)
            .where(
                bill_runs.c.state.in_(("open", "issuing")),
                bill_runs.c.cycle == cycle,
                func.coalesce(routes.c.code, "") == route,
            )
        ).one_or_none()
        if found is None:
            return None
        order = RunOrder(found.cycle, found.route, found.issue_on, found.due_on)
        return Run(found.run_id, order, found.state, found.items, found.issued)

    def price(self, run: Run, on_step: OnStep) -> Run:
        """Gather what was used, price each distinct use once, line up the bills."""
        self._clear(run.run_id)
        for low, high, done, of in self._ranges():
            binds = self._binds(run, low, high)
            self._connection.execute(text(_GATHER), {**binds, "run": run.run_id})
            self._connection.execute(text(_USES), {**binds, "run": run.run_id})
            on_step("gathering", done, of)
        refused = RunPatterns(self._connection).price(run.run_id, run.order, on_step)
        self._connection.execute(text(_ITEMS), {"run": run.run_id})
        self._give_back_estimates(run)
        self._note_exceptions(run, refused)
        count = self._connection.execute(
            select(func.count()).where(bill_run_items.c.run_id == run.run_id)
        ).scalar_one()
        self._connection.execute(
            update(bill_runs).where(bill_runs.c.run_id == run.run_id).values(items=count)
        )
        return Run(run.run_id, run.order, run.state, count, 0)

    def totals(self, run: Run) -> RunTotals:
        """What the run comes to, and what the cycle before it came to."""
        items, patterns = bill_run_items.c, bill_run_patterns.c
        now = self._connection.execute(
            select(
                func.count(),
                func.coalesce(func.sum(patterns.kwh), 0),
                func.coalesce(func.sum(patterns.total + items.credited), 0),
                func.coalesce(func.sum(items.is_estimated), 0),
            )
            .select_from(bill_run_items)
            .join(
                bill_run_patterns,
                (patterns.run_id == items.run_id) & (patterns.pattern_no == items.pattern_no),
            )
            .where(items.run_id == run.run_id)
        ).one()
        before = self._connection.execute(self._cycle_before(run)).one()
        exceptions = self._connection.execute(
            select(func.count()).where(bill_run_exceptions.c.run_id == run.run_id)
        ).scalar_one()
        return RunTotals(
            now[0], Decimal(now[1]), Decimal(now[2]), int(now[3]), exceptions,
            before[0], Decimal(before[1]), Decimal(before[2]),
        )  # fmt: skip

    def exceptions(self, run: Run) -> tuple[RunException, ...]:
        """Who is not billed, and why."""
        rows = self._connection.execute(
            select(
                connections.c.connection_no,
                bill_run_exceptions.c.reason,
                bill_run_exceptions.c.detail,
            )
            .join(connections, connections.c.connection_id == bill_run_exceptions.c.connection_id)
            .where(bill_run_exceptions.c.run_id == run.run_id)
            .order_by(bill_run_exceptions.c.number)
        )
        return tuple(RunException(*row) for row in rows)

    def issue(self, run: Run, on_step: OnStep, at_once: int = BILLS_AT_ONCE) -> Run:
        """Number and issue what is lined up, chunk by chunk; a chunk is all or nothing."""
        issued = run.issued
        while issued < run.items:
            ((row,),) = call_office(self._connection, "issue_run", run.run_id, at_once)
            issued = int(row["issued"])
            on_step("issuing", issued, run.items)
        if run.items == 0:
            self.drop(run)
            return Run(run.run_id, run.order, "dropped", 0, 0)
        self._clear(run.run_id, keep_exceptions=True)
        return Run(run.run_id, run.order, "issued", run.items, issued)

    def drop(self, run: Run) -> None:
        """Give the run up: what was issued stands, the rest is as if never priced."""
        call_office(self._connection, "drop_run", run.run_id)
        self._clear(run.run_id)

    def _clear(self, run_id: int, *, keep_exceptions: bool = False) -> None:
        for table in (
            bill_run_items, bill_run_late_charges, bill_run_lines, bill_run_patterns,
            bill_run_uses, bill_run_readings,
        ):  # fmt: skip
            self._connection.execute(delete(table).where(table.c.run_id == run_id))
        if not keep_exceptions:
            exceptions = bill_run_exceptions
            self._connection.execute(delete(exceptions).where(exceptions.c.run_id == run_id))

    def _ranges(self) -> Iterator[tuple[int, int, int, int]]:
        """Keys of connections in chunks: first, last, how many chunks are done, of how many."""
        ends = self._connection.execute(
            text(
                "SELECT q.connection_id FROM (SELECT k.connection_id,"
                " ROW_NUMBER() OVER (ORDER BY k.connection_id) AS n FROM connections k) q"
                " WHERE MOD(q.n, :size) = 0 ORDER BY q.connection_id"
            ),
            {"size": CONNECTIONS_AT_ONCE},
        ).scalars()
        bounds = [0, *ends, 2**63 - 1]
        for done, (low, high) in enumerate(pairwise(bounds), start=1):
            yield low + (1 if low else 0), high, done, len(bounds) - 1

    def _binds(self, run: Run, low: int = 0, high: int = 2**63 - 1) -> dict[str, object]:
        return cycle_binds(
            self._connection, run.order.cycle, self._route_id(run.order.route), low, high
        )

    def _route_id(self, route: str) -> int | None:
        if not route:
            return None
        query = select(routes.c.route_id).where(routes.c.code == route)
        return self._connection.execute(query).scalar_one_or_none()

    def _give_back_estimates(self, run: Run) -> None:
        """A bill after estimates prices the whole span; the estimated bills are given back."""
        binds = self._binds(run)
        sums: dict[int, Decimal] = {}
        for connection_id, bill_id in credited_bills(self._connection, binds):
            total = self._connection.execute(
                select(bills.c.total).where(bills.c.bill_id == bill_id)
            ).scalar_one()
            sums[connection_id] = sums.get(connection_id, ZERO) + total
        for connection_id, amount in sums.items():
            self._connection.execute(
                update(bill_run_items)
                .where(
                    bill_run_items.c.run_id == run.run_id,
                    bill_run_items.c.connection_id == connection_id,
                )
                .values(credited=-amount)
            )

    def _note_exceptions(self, run: Run, refused: Mapping[bytes, str]) -> None:
        rows: list[dict[str, Any]] = []
        uses = bill_run_uses.c
        for key, why in refused.items():
            found = self._connection.execute(
                select(uses.connection_id, uses.tariff_id).where(
                    uses.run_id == run.run_id, uses.pattern_key == key
                )
            )
            rows += [
                {
                    "connection_id": row.connection_id,
                    "reason": "not_priced" if row.tariff_id else "no_tariff",
                    "detail": why[:200],
                }
                for row in found
            ]
        rows += [
            {
                "connection_id": connection_id,
                "reason": reason,
                "detail": f"meter {meter_no}, register {code}",
            }
            for connection_id, meter_no, code, reason in unread(self._connection, self._binds(run))
        ]
        numbered = [{**row, "run_id": run.run_id, "number": n} for n, row in enumerate(rows, 1)]
        if numbered:
            self._connection.execute(insert(bill_run_exceptions), numbered)

    def _cycle_before(self, run: Run) -> Any:
        """Bills of the month before, on the same route."""
        first = run.order.cycle
        year, month = divmod(first.year * 12 + first.month - 2, 12)
        query = select(
            func.count(),
            func.coalesce(func.sum(bills.c.kwh), 0),
            func.coalesce(func.sum(bills.c.total), 0),
        ).where(
            bills.c.kind == "period",
            bills.c.status.not_in(("draft", "cancelled")),
            bills.c.period_to >= date(year, month + 1, 1),
            bills.c.period_to < first,
        )
        route_id = self._route_id(run.order.route)
        if route_id is None:
            return query
        return query.join(connections, connections.c.connection_id == bills.c.connection_id).where(
            connections.c.route_id == route_id
        )
