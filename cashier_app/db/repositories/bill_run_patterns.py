"""The distinct uses of a bill run: each is read once, priced once, and stored with its lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, insert, select, text

from cashier_app.db.repositories.supply.billable import GIVEN_BACK, PASSED
from cashier_app.db.repositories.tariffs import TariffRepository
from cashier_app.db.tables.bill_runs import (
    bill_run_late_charges,
    bill_run_lines,
    bill_run_patterns,
)
from cashier_app.db.tables.prices import tariff_versions, tariffs
from cashier_app.domain.bill_parts import Load, Past, Span
from cashier_app.domain.bill_run import PricedUse, RunOrder, Use, priced_or_refused
from cashier_app.domain.tariffs import Tariff
from cashier_app.domain.tariffs.priced import Line
from cashier_app.domain.tariffs.scaling import ABOUT_A_MONTH

_AT_ONCE = 1_000


# Where nobody read a vacant place, who moves in has its use, but not its days. Meters that are read
# on different days: the days that the bill before was for are not billed with this one, too. A bill
# that is given back begins where this one does.
FIRST_DAY = """GREATEST((
      SELECT MAX(ac.liable_from) FROM account_connections ac
      WHERE ac.account_id = f.account_id AND ac.connection_id = f.connection_id
        AND ac.liable_from <= f.period_to), IF(f.is_uneven, GREATEST(f.first_day, COALESCE((
      SELECT MAX(b.period_to) + INTERVAL 1 DAY FROM bills b
      WHERE b.account_id = f.account_id AND b.connection_id = f.connection_id
        AND b.kind = 'period' AND b.status NOT IN ('draft', 'cancelled')
        AND b.period_from < f.first_day AND b.period_to < f.period_to), f.first_day)),
    f.first_day))"""
TARIFF_OF = """(SELECT t.tariff_id FROM connection_tariffs t
      WHERE t.connection_id = {0}.connection_id AND t.valid_from <= {0}.period_to
      ORDER BY t.valid_from DESC LIMIT 1)"""
SCHEMES_OF = """COALESCE((SELECT GROUP_CONCAT(d.code ORDER BY d.code SEPARATOR ',')
      FROM connection_schemes s JOIN discount_schemes d ON d.scheme_id = s.scheme_id
      WHERE s.connection_id = {0}.connection_id AND s.valid_from <= {0}.period_to
        AND COALESCE(s.valid_to, '9999-12-31') >= {0}.period_to), '')"""
# As `_load` has it: "5.000000==" are 5 kW.
LOAD_OF = """COALESCE((SELECT CONCAT_WS('=', COALESCE(l.load_kw, ''), COALESCE(l.load_kva, ''),
        COALESCE(l.amperes, ''))
      FROM connection_loads l
      WHERE l.connection_id = {0}.connection_id AND l.valid_from <= {0}.period_to
      ORDER BY l.valid_from DESC LIMIT 1), '==')"""
# The highest maximum that was billed in the year before, for a tariff that looks back. Not what a
# true-up went over: it has the highest that was read.
BEFORE_OF = f"""(SELECT STRAIGHT_JOIN MAX(br.consumption) FROM bills b
      JOIN bill_readings br ON br.bill_id = b.bill_id
      JOIN readings e ON e.reading_id = br.to_reading_id
      JOIN registers g ON g.register_id = e.register_id
      WHERE b.account_id = {{0}}.account_id AND b.connection_id = {{0}}.connection_id
        AND b.kind = 'period' AND b.status NOT IN ('draft', 'cancelled')
        AND b.period_to < {{0}}.period_from AND b.period_to >= {{0}}.period_from - INTERVAL 12 MONTH
        AND g.unit = {{1}} AND NOT EXISTS {PASSED.format("e")})"""  # noqa: S608 - our own words
# What was read inside a span, where it may matter: in a bill over several months, and where a
# tariff's version begins. "2026-09-30=140.000,2026-10-10=160.000", as `bill_parts.Span` has it.
READ_INSIDE = f"""IF(r.trues_up OR r.to_on > r.from_on + INTERVAL {ABOUT_A_MONTH[-1]} DAY
      OR EXISTS (SELECT 1 FROM tariff_versions v
        WHERE v.valid_from > r.from_on + INTERVAL 1 DAY AND v.valid_from <= r.to_on),
    (SELECT STRAIGHT_JOIN GROUP_CONCAT(CONCAT_WS('=', h.read_on, m.multiplier *
        IF(RIGHT(g.unit, 1) <> 'h', h.value, h.value - w.value
          + IF(h.value < w.value AND w.status = 'actual',
            CAST(RPAD('1', g.dials + 1, '0') AS DECIMAL(14, 0)), 0)))
        ORDER BY h.read_on, h.kind SEPARATOR ',')
      FROM readings w FORCE INDEX (PRIMARY)
      JOIN readings h FORCE INDEX (uq_readings_register_id_read_on_kind)
        ON h.register_id = w.register_id
      JOIN registers g ON g.register_id = w.register_id JOIN meters m ON m.meter_id = g.meter_id
      WHERE w.reading_id = r.from_reading_id AND h.status = 'actual' AND h.read_on > r.from_on
        AND h.read_on < r.to_on + INTERVAL (RIGHT(g.unit, 1) <> 'h') DAY), NULL)"""  # noqa: S608 - our own words
# Tariffs, schemes, loads and the texts behind them, asked where a bill stands for several months;
# as `Past` has them: "2026-01-01=HOMES~SENIOR=2026-02-01=9999-12-31~2026-01-01=5.000000==~1234".
PAST_OF = """CONCAT_WS('~',
      COALESCE((SELECT GROUP_CONCAT(CONCAT_WS('=', t.valid_from, c.code) ORDER BY t.valid_from)
        FROM connection_tariffs t JOIN tariffs c ON c.tariff_id = t.tariff_id
        WHERE t.connection_id = {0}.connection_id AND t.valid_from <= {0}.period_to), ''),
      COALESCE((SELECT GROUP_CONCAT(CONCAT_WS('=', d.code, s.valid_from,
          COALESCE(s.valid_to, '9999-12-31')) ORDER BY d.code, s.valid_from)
        FROM connection_schemes s JOIN discount_schemes d ON d.scheme_id = s.scheme_id
        WHERE s.connection_id = {0}.connection_id AND s.valid_from <= {0}.period_to
          AND COALESCE(s.valid_to, '9999-12-31') >= {0}.period_from), ''),
      COALESCE((SELECT GROUP_CONCAT(CONCAT_WS('=', l.valid_from, COALESCE(l.load_kw, ''),
          COALESCE(l.load_kva, ''), COALESCE(l.amperes, '')) ORDER BY l.valid_from)
        FROM connection_loads l
        WHERE l.connection_id = {0}.connection_id AND l.valid_from <= {0}.period_to), ''),
      (SELECT COALESCE(SUM(CRC32(v.source_hash)), 0) FROM connection_tariffs t
        JOIN tariff_versions v ON v.tariff_id = t.tariff_id AND v.valid_from <= {0}.period_to
        WHERE t.connection_id = {0}.connection_id))"""
_NEW = f"""
SELECT u.pattern_key, COALESCE(t.code, '') AS tariff, u.schemes, u.period_from, u.period_to,
  u.agreed, r.register_code, r.unit, r.consumption,
  r.from_on, r.to_on, COALESCE({READ_INSIDE}, '') AS read_inside, u.given_back, u.past,
  CASE WHEN r.unit IN ('kW', 'kVA') THEN {BEFORE_OF.format("u", "r.unit")} END AS maximum_before
FROM (
  SELECT i.pattern_key, i.seq, i.connection_id, i.account_id, i.period_from, i.period_to,
    {TARIFF_OF.format("i")} AS tariff_id, {SCHEMES_OF.format("i")} AS schemes,
    {LOAD_OF.format("i")} AS agreed,
    {GIVEN_BACK.format("i")} AS given_back, {PAST_OF.format("i")} AS past
  FROM (
    SELECT x.pattern_key, MIN(x.seq) AS seq FROM bill_run_items x
    WHERE x.run_id = :run AND x.seq > :after AND x.seq <= :last GROUP BY x.pattern_key
  ) q
  LEFT JOIN bill_run_patterns p ON p.run_id = :run AND p.pattern_key = q.pattern_key
  JOIN bill_run_items i ON i.run_id = :run AND i.seq = q.seq
  WHERE p.pattern_no IS NULL
) u
JOIN bill_run_readings r ON r.run_id = :run AND r.connection_id = u.connection_id
  AND r.account_id = u.account_id
LEFT JOIN tariffs t ON t.tariff_id = u.tariff_id
ORDER BY u.seq, r.register_code
"""  # noqa: S608 - our own words


class RunPatterns:
    """Over the connection of a run; `refused` says why a use has no price ("": no tariff)."""

    def __init__(self, connection: Connection, run_id: int, order: RunOrder) -> None:
        self._connection, self._run_id, self._order = connection, run_id, order
        self._book: dict[str, Tariff] = {}
        self._known_versions: dict[tuple[str, date], int] = self._versions()
        self._number = 0
        self.refused: dict[bytes, str] = {}

    def price(self, after: int, last: int) -> None:
        """Price each use of the items behind `after` up to `last` that has no price yet."""
        priced: list[tuple[bytes, Use, PricedUse]] = []
        for key, use in self._new_uses(after, last):
            found = priced_or_refused(use, self._tariffs(use.tariffs), self._order)
            if isinstance(found, str):
                self.refused[key] = found
            else:
                priced.append((key, use, found))
            if len(priced) >= _AT_ONCE:
                self._store(priced)
                priced.clear()
        self._store(priced)

    def _new_uses(self, after: int, last: int) -> list[tuple[bytes, Use]]:
        rows = self._connection.execute(
            text(_NEW), {"run": self._run_id, "after": after, "last": last}
        )
        found: dict[bytes, Use] = {}
        spans: dict[bytes, list[Span]] = {}
        before: dict[bytes, dict[str, Decimal]] = {}
        for row in rows:
            key = bytes(row.pattern_key)
            if key in self.refused:
                continue
            spans.setdefault(key, []).append(_span(row))
            if row.maximum_before is not None:
                before.setdefault(key, {})[row.unit] = row.maximum_before
            count, _, ends = row.given_back.partition("/")
            found[key] = Use(
                row.tariff, row.period_from, row.period_to,
                tuple((one.code, one.unit, one.used) for one in spans[key]), _load(row.agreed),
                frozenset(filter(None, row.schemes.split(","))),
                tuple(before.get(key, {}).items()), 1 + int(count),
                tuple(map(date.fromisoformat, filter(None, ends.split(",")))),
                tuple(spans[key]), _past(row.past),
            )  # fmt: skip
        return list(found.items())

    def _tariffs(self, codes: Sequence[str]) -> dict[str, Tariff]:
        for code in codes:
            if code and code not in self._book:
                self._book[code] = TariffRepository(self._connection).tariff(code)
        return self._book

    def _versions(self) -> dict[tuple[str, date], int]:
        version = tariff_versions.c
        rows = self._connection.execute(
            select(tariffs.c.code, version.valid_from, version.tariff_version_id).join(
                tariffs, tariffs.c.tariff_id == version.tariff_id
            )
        )
        return {(row.code, row.valid_from): row.tariff_version_id for row in rows}

    def _store(self, priced: Sequence[tuple[bytes, Use, PricedUse]]) -> None:
        if not priced:
            return
        patterns: list[dict[str, Any]] = []
        lines: list[dict[str, Any]] = []
        late: list[dict[str, Any]] = []
        for key, use, found in priced:
            self._number += 1
            at = {"run_id": self._run_id, "pattern_no": self._number}
            version = self._known_versions[use.tariff, found.valid_from or date.min]
            patterns.append({
                **at, "pattern_key": key, "tariff_version_id": version, "kwh": found.kwh,
                "total": found.total, "discount_amount": found.discount,
                "discount_until": found.discount_until,
            })  # fmt: skip
            lines += [
                {
                    **at, "line_no": n, "kind": line.kind[:12], "label": _label(line)[:80],
                    "quantity": line.quantity, "unit": line.unit[:12], "unit_price": line.price,
                    "amount": line.amount,
                }
                for n, line in enumerate(found.lines, start=1)
            ]  # fmt: skip
            late += [
                {
                    **at, "step": n, "post_on": one.post_on, "amount": one.amount,
                    "fixed": one.fixed,
                }
                for n, one in enumerate(found.late, start=1)
            ]  # fmt: skip
        self._connection.execute(insert(bill_run_patterns), patterns)
        if lines:
            self._connection.execute(insert(bill_run_lines), lines)
        if late:
            self._connection.execute(insert(bill_run_late_charges), late)


def _label(line: Line) -> str:
    """What stands on the bill: the charge, and what explains it."""
    return f"{line.label}, {line.detail}" if line.detail else str(line.label)


def _span(row: Row[Any]) -> Span:
    pairs = (one.split("=") for one in filter(None, row.read_inside.split(",")))
    read = tuple((date.fromisoformat(day), Decimal(value)) for day, value in pairs)
    return Span(row.register_code, row.unit, row.consumption, row.from_on, row.to_on, read)


def _past(told: str) -> Past:
    tariff_list, scheme_list, load_list, _ = told.split("~")
    loads = (one.split("=", 1) for one in filter(None, load_list.split(",")))
    held = (one.split("=") for one in filter(None, tariff_list.split(",")))
    schemes = (one.rsplit("=", 2) for one in filter(None, scheme_list.split(",")))
    return Past(
        tuple((date.fromisoformat(since), code) for since, code in held),
        tuple((code, date.fromisoformat(first), date.fromisoformat(last))
              for code, first, last in schemes),
        tuple((date.fromisoformat(since), _load(load)) for since, load in loads),
    )  # fmt: skip


def _load(told: str) -> Load:
    return Load(*(Decimal(one) if one else None for one in told.split("=")))
