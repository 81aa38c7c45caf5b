"""A bill run in the database: gathered and priced set by set, previewed, then issued in chunks.

Over a clerk's connection. What a connection has used comes from `supply.billable`; each distinct
use is priced once, in Python; a procedure numbers and issues. Every step may be cut off: a run
that is not issued is as if it had never been, one that is being issued goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from cashier_app.db.office import call_office
from cashier_app.db.repositories.bill_run_gathering import Ahead, gathered
from cashier_app.db.repositories.bill_run_patterns import (
    BEFORE_OF,
    FIRST_DAY,
    LOAD_OF,
    PAST_OF,
    READ_INSIDE,
    SCHEMES_OF,
    TARIFF_OF,
    RunPatterns,
)
from cashier_app.db.repositories.supply.billable import (
    CREDITED,
    GIVEN_BACK,
    LEFT_BEHIND,
    REACH_BACK,
    TRUED_UP,
    cycle_binds,
    unread,
)
from cashier_app.db.repositories.supply.readings import month_of
from cashier_app.db.tables.bill_runs import (
    bill_run_exceptions,
    bill_run_items,
    bill_run_late_charges,
    bill_run_lines,
    bill_run_patterns,
    bill_run_readings,
    bill_runs,
)
from cashier_app.db.tables.billing import bills
from cashier_app.db.tables.supply import connections, routes
from cashier_app.domain.bill_run import ENGINE, OnStep, Run, RunException, RunOrder, RunTotals
from cashier_app.domain.errors import Refused
from cashier_app.domain.tariffs.scaling import ABOUT_A_MONTH

CONNECTIONS_AT_ONCE = 20_000
BILLS_AT_ONCE = 8_000
"""A chunk holds its accounts, to which its bills refer: a payment waits for it, well under 1 s."""

# The tariff, load and schemes of the period's last day decide; the hash names what is the same.
# (MySQL 9.7 has no MD5 any more.) {0} says of which readings. The LIMIT keeps first day and tariff
# from being asked for every mention; without texts of any length that table stays in memory.
_LINED_UP = f"""
SELECT z.account_id, z.connection_id, o.code AS route, z.period_from, z.period_to, z.is_estimated,
  UNHEX(LEFT(SHA2(CONCAT_WS('|', :engine, COALESCE(z.tariff_id, 0), z.period_from, z.period_to,
    z.uses, z.agreed, z.schemes, z.maxima_before, z.given_back, z.past,
    (SELECT COALESCE(SUM(CRC32(v.source_hash)), 0) FROM tariff_versions v
      WHERE v.tariff_id = z.tariff_id AND v.valid_from <= z.period_to)), 256), 32)) AS pattern_key
FROM (
  SELECT g.connection_id, g.account_id, g.uses, g.period_from, g.period_to, g.is_estimated,
    g.tariff_id, {SCHEMES_OF.format("g")} AS schemes,
    {LOAD_OF.format("g")} AS agreed,
    IF(g.trues_up, {GIVEN_BACK.format("g")}, '0') AS given_back,
    IF(g.trues_up OR g.period_to > g.period_from + INTERVAL {ABOUT_A_MONTH[-1] - 1} DAY,
      {PAST_OF.format("g")}, '') AS past,
    -- Asked only where a maximum is billed.
    IF(g.has_maximum, CONCAT_WS('/',
      COALESCE({BEFORE_OF.format("g", "'kW'")}, '-'),
      COALESCE({BEFORE_OF.format("g", "'kVA'")}, '-')), '') AS maxima_before
  FROM (SELECT f.*, {FIRST_DAY} AS period_from, {TARIFF_OF.format("f")} AS tariff_id FROM (
    SELECT STRAIGHT_JOIN r.connection_id, r.account_id,
      MIN(r.from_on) + INTERVAL 1 DAY AS first_day, MAX(r.to_on) AS period_to,
      MIN(r.from_on) < MAX(r.from_on) AS is_uneven,
      MAX(r.is_estimated) AS is_estimated, MAX(r.trues_up) AS trues_up,
      MAX(r.unit IN ('kW', 'kVA')) AS has_maximum,
      CONVERT(SHA2(GROUP_CONCAT(CONCAT_WS(':', r.register_code, r.unit, r.consumption, r.from_on,
          r.to_on, {READ_INSIDE})
        ORDER BY r.register_code, r.unit, r.consumption, r.from_on SEPARATOR ';'), 256)
        USING ascii) AS uses
    FROM {{0}}
    GROUP BY r.connection_id, r.account_id
  ) f LIMIT 9223372036854775807) g
) z
JOIN connections k ON k.connection_id = z.connection_id
JOIN routes o ON o.route_id = k.route_id
"""  # noqa: S608 - our own words
_GATHERED = """bill_run_readings r
    WHERE r.run_id = :run AND r.connection_id BETWEEN :low AND :high"""
_ITEMS = f"""
INSERT INTO bill_run_items (run_id, seq, account_id, connection_id, pattern_key, period_from,
  period_to, is_estimated)
SELECT :run, :taken + ROW_NUMBER() OVER (ORDER BY l.route, l.connection_id, l.account_id),
  l.account_id, l.connection_id, l.pattern_key, l.period_from, l.period_to, l.is_estimated
FROM ({_LINED_UP.format(_GATHERED)}) l
"""  # noqa: S608 - our own words
_OF_CHUNK = """bill_run_items n
    JOIN bill_run_readings r ON r.run_id = n.run_id AND r.connection_id = n.connection_id
      AND r.account_id = n.account_id
    WHERE n.run_id = :run AND n.seq > :after AND n.seq <= :last"""
_OUTDATED = f"""
SELECT COUNT(*) FROM bill_run_items i
LEFT JOIN ({_LINED_UP.format(_OF_CHUNK)}) l
  ON l.connection_id = i.connection_id AND l.account_id = i.account_id
WHERE i.run_id = :run AND i.seq > :after AND i.seq <= :last
  AND NOT (l.pattern_key <=> i.pattern_key AND l.period_from = i.period_from
    AND l.period_to = i.period_to)
"""  # noqa: S608 - our own words
_BELOW = """
SELECT r.connection_id, r.account_id, m.meter_no, r.register_code FROM bill_run_readings r
JOIN registers g ON g.register_id = r.register_id JOIN meters m ON m.meter_id = g.meter_id
WHERE r.run_id = :run AND r.connection_id BETWEEN :low AND :high AND r.consumption < 0
ORDER BY r.connection_id, m.meter_no, r.register_code
"""
# A server has one name of a lock for all its databases.
_NAME = "CONCAT(:name, '.', LEFT(SHA2(DATABASE(), 256), 16))"
# Two uses must not look alike because a server cuts long lists short (MySQL: at 1,024).
_LONG_LISTS = "SET SESSION group_concat_max_len = 1000000"
# Behind INSERT … SELECT bills are read as they are committed; an UPDATE would lock each of them.
_GIVE_BACK = f"""
INSERT INTO bill_run_items (run_id, seq, account_id, connection_id, pattern_key, period_from,
  period_to, is_estimated, credited)
SELECT i.run_id, i.seq, i.account_id, i.connection_id, i.pattern_key, i.period_from, i.period_to,
  i.is_estimated, -c.total
FROM ({CREDITED}) c JOIN bill_run_items i
  ON i.run_id = :run AND i.account_id = c.account_id AND i.connection_id = c.connection_id
ON DUPLICATE KEY UPDATE credited = VALUES(credited)
"""  # noqa: S608 - our own words
_AGAIN = """
SELECT COUNT(*) FROM bill_run_items i
WHERE i.run_id = :run AND EXISTS (SELECT 1 FROM bills b FORCE INDEX (ix_bills_account_id_status)
  WHERE b.account_id = i.account_id AND b.status = 'cancelled' AND b.kind = 'period'
    AND b.connection_id = i.connection_id AND b.period_to BETWEEN :first AND :last)
"""
# Numbers have no gap: what could not be priced is taken out of the line, the rest moves up. Twice,
# so that no two bills stand on one place meanwhile.
_CLOSE_UP = (
    (
        "UPDATE bill_run_items i JOIN (SELECT x.seq, ROW_NUMBER() OVER (ORDER BY x.seq) AS place"
        " FROM bill_run_items x WHERE x.run_id = :run) q ON q.seq = i.seq"
        " SET i.seq = -q.place WHERE i.run_id = :run"
    ),
    "UPDATE bill_run_items i SET i.seq = -i.seq WHERE i.run_id = :run",
)


def _exception(connection_id: int, reason: str, meter_no: str, code: str) -> dict[str, Any]:
    detail = f"meter {meter_no}, register {code}"
    return {"connection_id": connection_id, "reason": reason, "detail": detail}


class BillRunRepository:
    """Every method raises Refused, Busy or Unavailable."""

    engine = ENGINE
    """By whose rules a run is priced; one that was priced by others is issued no more."""

    def __init__(self, connection: Connection, beside: Sequence[Connection] = ()) -> None:
        """`beside` are further connections of the clerk: what was used is gathered over them."""
        self._connection, self._beside = connection, tuple(beside)

    def open_run(self, order: RunOrder) -> Run:
        """Begin a run.

        Raises Refused: run_open_already, no_such_route, bad_period, due_day_over.
        """
        ((row,),) = call_office(
            self._connection, "open_run", order.cycle, order.route, order.issue_on, order.due_on
        )
        return Run(int(row["run_id"]), order, "open", 0, 0)

    def waiting(self, cycle: date, route: str) -> Run | None:
        """The run of this cycle and route that has not ended."""
        found = (r for r in self.runs("open", "issuing") if r.order.cycle == cycle)
        return next((run for run in found if run.order.route == route), None)

    def runs(self, *states: str, most: int = 100) -> tuple[Run, ...]:
        """Runs in these states, the newest first."""
        found = self._connection.execute(
            select(bill_runs, func.coalesce(routes.c.code, "").label("route"))
            .outerjoin(routes, routes.c.route_id == bill_runs.c.route_id)
            .where(bill_runs.c.state.in_(states))
            .order_by(bill_runs.c.run_id.desc())
            .limit(most)
        )
        return tuple(
            Run(
                row.run_id, RunOrder(row.cycle, row.route, row.issue_on, row.due_on), row.state,
                row.items, row.issued, row.amount, row.pricing,
            )
            for row in found
        )  # fmt: skip

    def routes(self) -> tuple[tuple[str, str], ...]:
        """Code and name of every route."""
        query = select(routes.c.code, routes.c.name).order_by(routes.c.code)
        return tuple((row.code, row.name) for row in self._connection.execute(query))

    def price(self, run: Run, on_step: OnStep) -> Run:
        """Gather what was used, price each distinct use once, line up the bills.

        Whoever looks at an earlier price of this run can issue it no more. Raises Refused:
        run_ended, run_priced_elsewhere.
        """
        with self._alone(run):
            run = replace(run, pricing=self._begin_pricing(run))
            self._clear(run.run_id)
            return self._priced(run, on_step)

    def _priced(self, run: Run, on_step: OnStep) -> Run:
        self._connection.execute(text(_LONG_LISTS))
        patterns, taken = RunPatterns(self._connection, run.run_id, run.order), 0
        exceptions: list[dict[str, Any]] = []
        chunks = [self._binds(run, low, high) for low, high in self._ranges()]
        with closing(gathered(chunks, self._connection, self._beside)) as arriving:
            for done, binds in enumerate(arriving, start=1):
                self._reach_back(binds)
                exceptions += self._below_estimates(binds)
                exceptions += self._unread(binds)
                found = self._connection.execute(text(_ITEMS), {**binds, "taken": taken}).rowcount
                patterns.price(taken, taken + found)
                taken += found
                on_step("pricing", done, len(chunks))
        self._connection.execute(text(_GIVE_BACK), {"run": run.run_id})
        refused = self._set_apart(run, patterns.refused)
        exceptions += self._left_behind(run)
        self._store_exceptions(run, [*refused, *exceptions])
        count = taken - len(refused)
        mine = (bill_runs.c.run_id == run.run_id) & (bill_runs.c.pricing == run.pricing)
        self._connection.execute(update(bill_runs).where(mine).values(items=count))
        return replace(run, items=count, issued=0)

    @contextmanager
    def _alone(self, run: Run) -> Iterator[None]:
        """Two who price one run would mix their rows; who is cut off lets go of the name."""
        name = {"name": f"cashier.{run.run_id}"}
        if not self._connection.execute(text(f"SELECT GET_LOCK({_NAME}, 0)"), name).scalar_one():
            raise Refused("run_priced_elsewhere", {"run": str(run.run_id)})
        try:
            yield
        finally:
            self._connection.execute(text(f"SELECT RELEASE_LOCK({_NAME})"), name)

    def _begin_pricing(self, run: Run) -> int:
        """The number of this pricing of the run; issuing names it."""
        ((row,),) = call_office(self._connection, "begin_pricing", run.run_id)
        return int(row["pricing"])

    def _looked_at(self, run: Run, after: int, most: int, connection: Connection) -> int:
        """How many bills come next: fewer where many are trued up.

        What each of those gives back is worked out under the locks. Raises Refused where a tariff,
        load, scheme or estimate was changed since, that would price one of them otherwise.
        """
        items = bill_run_items.c
        query = select(func.count()).where(
            items.run_id == run.run_id, items.seq > after, items.seq <= after + most,
            items.credited < 0,
        )  # fmt: skip
        if connection.execute(query).scalar_one() * 8 > most:
            most = max(most // 8, 1)
        connection.execute(text(_LONG_LISTS))
        binds = {"run": run.run_id, "after": after, "last": after + most, "engine": self.engine}
        if connection.execute(text(_OUTDATED), binds).scalar_one():
            raise Refused("run_outdated")
        return most

    def _reach_back(self, binds: dict[str, object]) -> None:
        """What a register brings may reach over another bill with others: until none is left."""
        if self._connection.execute(text(TRUED_UP), binds).first() is None:
            return
        while any(
            self._connection.execute(text(statement), binds).rowcount for statement in REACH_BACK
        ):
            pass

    def totals(self, run: Run) -> RunTotals:
        """What the run comes to, what stands of its month, and what the month before came to."""
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
                (patterns.run_id == items.run_id) & (patterns.pattern_key == items.pattern_key),
            )
            .where(items.run_id == run.run_id)
        ).one()
        first, last = month_of(run.order.cycle)
        before = self._connection.execute(self._bills_of(run, first - timedelta(days=1))).one()
        standing = self._connection.execute(self._bills_of(run, first)).one()[0]
        again = self._connection.execute(
            text(_AGAIN), {"run": run.run_id, "first": first, "last": last}
        ).scalar_one()
        exceptions = self._connection.execute(
            select(func.count()).where(bill_run_exceptions.c.run_id == run.run_id)
        ).scalar_one()
        return RunTotals(
            now[0], Decimal(now[1]), Decimal(now[2]), int(now[3]), exceptions,
            before[0], Decimal(before[1]), Decimal(before[2]), again, standing,
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
        """Number and issue what is lined up, chunk by chunk; a chunk is all or nothing.

        Raises Refused: run_outdated, billed_already, reading_held_meanwhile, run_ended,
        issue_day_to_come, issue_day_too_early, issue_day_before_bill.
        """
        issued = run.issued
        with closing(Ahead(self._connection, self._beside)) as chunks:
            chunks.begin(partial(self._looked_at, run, issued, at_once))
            while issued < run.items:
                most = chunks.answer()
                # What comes next is looked at while this is issued.
                if issued + most < run.items:
                    chunks.begin(partial(self._looked_at, run, issued + most, at_once))
                ((row,),) = call_office(
                    self._connection, "issue_run", run.run_id, run.pricing, most
                )
                issued = int(row["issued"])
                if issued < run.items:
                    on_step("issuing", issued, run.items)
        if run.items == 0:
            self.drop(run)
            return replace(run, state="dropped")
        self._clear(run.run_id)
        on_step("issuing", run.items, run.items)
        return next(one for one in self.runs("issued") if one.run_id == run.run_id)

    def drop(self, run: Run) -> None:
        """Give the run up: what was issued stands, the rest is as if never priced."""
        call_office(self._connection, "drop_run", run.run_id)
        self._clear(run.run_id)

    def _clear(self, run_id: int) -> None:
        """What issued bills were priced at stays: `verify` holds them against it."""
        issued = select(bill_runs.c.issued).where(bill_runs.c.run_id == run_id).scalar_subquery()
        items = bill_run_items.c
        self._connection.execute(
            delete(bill_run_items).where(items.run_id == run_id, items.seq > issued)
        )
        tables = [bill_run_lines, bill_run_readings]
        if not self._connection.execute(select(issued)).scalar_one():
            tables += [bill_run_late_charges, bill_run_patterns, bill_run_exceptions]
        for table in tables:
            self._connection.execute(delete(table).where(table.c.run_id == run_id))

    def _ranges(self) -> Iterator[tuple[int, int]]:
        """First and last key of the connections of each chunk."""
        ends = self._connection.execute(
            text(
                "SELECT q.connection_id FROM (SELECT k.connection_id,"
                " ROW_NUMBER() OVER (ORDER BY k.connection_id) AS n FROM connections k) q"
                " WHERE MOD(q.n, :size) = 0 ORDER BY q.connection_id"
            ),
            {"size": CONNECTIONS_AT_ONCE},
        ).scalars()
        for low, high in pairwise([0, *ends, 2**63 - 1]):
            yield low + 1, high

    def _binds(self, run: Run, low: int = 0, high: int = 2**63 - 1) -> dict[str, object]:
        route_id = self._route_id(run.order.route)
        binds = cycle_binds(self._connection, run.order.cycle, route_id, low, high)
        return {**binds, "run": run.run_id, "engine": self.engine}

    def _route_id(self, route: str) -> int | None:
        if not route:
            return None
        query = select(routes.c.route_id).where(routes.c.code == route)
        return self._connection.execute(query).scalar_one_or_none()

    def _set_apart(self, run: Run, refused: Mapping[bytes, str]) -> list[dict[str, Any]]:
        """Take those that could not be priced out of the line; why, for each of them."""
        if not refused:
            return []
        items = bill_run_items.c
        without = (items.run_id == run.run_id) & items.pattern_key.in_(list(refused))
        found = self._connection.execute(
            select(items.connection_id, items.pattern_key).where(without).order_by(items.seq)
        )
        rows: list[dict[str, Any]] = []
        for connection_id, key in found:
            why = refused[bytes(key)]
            reason = "not_priced" if why else "no_tariff"
            rows.append({"connection_id": connection_id, "reason": reason, "detail": why[:200]})
        self._connection.execute(delete(bill_run_items).where(without))
        for statement in _CLOSE_UP:
            self._connection.execute(text(statement), {"run": run.run_id})
        return rows

    def _below_estimates(self, binds: dict[str, object]) -> list[dict[str, Any]]:
        """Registers that stand below an estimate that no bill here can give back."""
        found = self._connection.execute(text(_BELOW), binds).all()
        self._leave_out(binds, {(row.connection_id, row.account_id) for row in found})
        return [
            _exception(row.connection_id, "below_estimate", row.meter_no, row.register_code)
            for row in found
        ]

    def _unread(self, binds: dict[str, object]) -> list[dict[str, Any]]:
        """Registers without a reading; a place is billed when all of its registers are read.

        Otherwise its fixed charges and its minimum would be billed once more for the others.
        """
        found = list(unread(self._connection, binds))
        missing: dict[tuple[int, int], set[int]] = {}
        for row in found:
            if row.account_id is not None:
                missing.setdefault((row.connection_id, row.account_id), set()).add(row.register_id)
        read: dict[tuple[int, int], set[int]] = {}
        rows = bill_run_readings.c
        query = select(rows.connection_id, rows.account_id, rows.register_id).where(
            rows.run_id == binds["run"], rows.connection_id.in_({place for place, _ in missing})
        )
        for connection_id, account_id, register_id in self._connection.execute(query):
            read.setdefault((connection_id, account_id), set()).add(register_id)
        # All of them late alike are billed as far as they were read.
        self._leave_out(
            binds,
            {at for at, registers in missing.items() if read.get(at, registers) != registers},
        )
        return [
            _exception(row.connection_id, row.reason, row.meter_no, row.register_code)
            for row in found
        ]

    def _left_behind(self, run: Run) -> list[dict[str, Any]]:
        """Places with a cancelled bill of an earlier month that this run does not bring again."""
        found = self._connection.execute(text(LEFT_BEHIND), self._binds(run))
        return [
            {"connection_id": row.connection_id, "reason": "month_again", "detail": row.month}
            for row in found
        ]

    def _leave_out(self, binds: dict[str, object], places: set[tuple[int, int]]) -> None:
        """Take what was gathered of these (connection, account) back."""
        statement = text(
            "DELETE FROM bill_run_readings WHERE run_id = :run AND connection_id = :place"
            " AND account_id = :account"
        )
        of = [{"run": binds["run"], "place": k, "account": a} for k, a in sorted(places)]
        if of:
            self._connection.execute(statement, of)

    def _store_exceptions(self, run: Run, rows: Sequence[dict[str, Any]]) -> None:
        numbered = [{**row, "run_id": run.run_id, "number": n} for n, row in enumerate(rows, 1)]
        if numbered:
            self._connection.execute(insert(bill_run_exceptions), numbered)

    def _bills_of(self, run: Run, day: date) -> Any:
        """Bills of the month of `day`, on the run's route."""
        first, last = month_of(day)
        query = select(
            func.count(),
            func.coalesce(func.sum(bills.c.kwh), 0),
            func.coalesce(func.sum(bills.c.total), 0),
        ).where(
            bills.c.kind == "period",
            bills.c.status.not_in(("draft", "cancelled")),
            bills.c.period_to.between(first, last),
        )
        route_id = self._route_id(run.order.route)
        if route_id is None:
            return query
        return query.join(connections, connections.c.connection_id == bills.c.connection_id).where(
            connections.c.route_id == route_id
        )
