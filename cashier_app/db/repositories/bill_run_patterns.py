"""The distinct uses of a bill run: each is read once, priced once, and stored with its lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert, select, text

from cashier_app.db.repositories.tariffs import TariffRepository
from cashier_app.db.tables.bill_runs import (
    bill_run_late_charges,
    bill_run_lines,
    bill_run_patterns,
)
from cashier_app.db.tables.prices import tariff_versions, tariffs
from cashier_app.domain.bill_run import PricedUse, RunOrder, Use, priced_or_refused
from cashier_app.domain.tariffs import Tariff
from cashier_app.domain.tariffs.priced import Line

_AT_ONCE = 1_000
OnStep = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, of how much; may raise to stop."""


class RunPatterns:
    """Over the connection of a run."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def price(self, run_id: int, order: RunOrder, on_step: OnStep) -> dict[bytes, str]:
        """Price every distinct use; returns why the others have no price, by key."""
        uses = self._distinct_uses(run_id)
        book = self._tariffs({use.tariff for _, use in uses if use.tariff})
        versions = self._versions()
        refused: dict[bytes, str] = {}
        priced: list[tuple[int, bytes, Use, PricedUse]] = []
        for number, (key, use) in enumerate(uses, start=1):
            found = priced_or_refused(use, book, order) if use.tariff else ""
            if isinstance(found, str):
                refused[key] = found
            else:
                priced.append((number, key, use, found))
            if len(priced) >= _AT_ONCE:
                self._store(run_id, priced, versions)
                priced.clear()
                on_step("pricing", number, len(uses))
        self._store(run_id, priced, versions)
        on_step("pricing", len(uses), len(uses))
        return refused

    def _distinct_uses(self, run_id: int) -> list[tuple[bytes, Use]]:
        rows = self._connection.execute(
            text(
                "SELECT u.pattern_key, COALESCE(t.code, '') AS tariff, u.schemes, u.period_from,"
                " u.period_to, k.load_kw, k.load_kva, k.amperes, r.register_code, r.unit,"
                " r.consumption FROM (SELECT x.pattern_key, MIN(x.connection_id) AS connection_id"
                "  FROM bill_run_uses x WHERE x.run_id = :run GROUP BY x.pattern_key) q"
                " JOIN bill_run_uses u ON u.run_id = :run AND u.pattern_key = q.pattern_key"
                "  AND u.connection_id = q.connection_id"
                " JOIN connections k ON k.connection_id = u.connection_id"
                " JOIN bill_run_readings r ON r.run_id = u.run_id"
                "  AND r.connection_id = u.connection_id AND r.account_id = u.account_id"
                " LEFT JOIN tariffs t ON t.tariff_id = u.tariff_id"
                " ORDER BY u.pattern_key, u.account_id, r.register_code"
            ),
            {"run": run_id},
        )
        found: dict[bytes, Use] = {}
        parts: dict[bytes, list[tuple[str, str, Decimal]]] = {}
        for row in rows:
            key = bytes(row.pattern_key)
            parts.setdefault(key, []).append((row.register_code, row.unit, row.consumption))
            found[key] = Use(
                row.tariff, row.period_from, row.period_to, tuple(parts[key]), row.load_kw,
                row.load_kva, row.amperes, frozenset(filter(None, row.schemes.split(","))),
            )  # fmt: skip
        return list(found.items())

    def _tariffs(self, codes: set[str]) -> dict[str, Tariff]:
        repository = TariffRepository(self._connection)
        return {code: repository.tariff(code) for code in sorted(codes)}

    def _versions(self) -> dict[tuple[str, date], int]:
        version = tariff_versions.c
        rows = self._connection.execute(
            select(tariffs.c.code, version.valid_from, version.tariff_version_id).join(
                tariffs, tariffs.c.tariff_id == version.tariff_id
            )
        )
        return {(row.code, row.valid_from): row.tariff_version_id for row in rows}

    def _store(
        self,
        run_id: int,
        priced: Sequence[tuple[int, bytes, Use, PricedUse]],
        versions: Mapping[tuple[str, date], int],
    ) -> None:
        if not priced:
            return
        patterns: list[dict[str, Any]] = []
        lines: list[dict[str, Any]] = []
        late: list[dict[str, Any]] = []
        for number, key, use, found in priced:
            at = {"run_id": run_id, "pattern_no": number}
            version = versions[use.tariff, found.valid_from or date.min]
            patterns.append({
                **at, "pattern_key": key, "tariff_version_id": version, "kwh": use.kwh,
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
                {**at, "step": n, "post_on": one.post_on, "amount": one.amount}
                for n, one in enumerate(found.late, start=1)
            ]
        self._connection.execute(insert(bill_run_patterns), patterns)
        if lines:
            self._connection.execute(insert(bill_run_lines), lines)
        if late:
            self._connection.execute(insert(bill_run_late_charges), late)


def _label(line: Line) -> str:
    """What stands on the bill: the charge, and what explains it."""
    return f"{line.label}, {line.detail}" if line.detail else str(line.label)
