"""Reports: what is asked for is checked here, answered by the database, and never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from cashier_app.domain.errors import Refused
from cashier_app.domain.journal_export import BadMap, exported, read_account_map
from cashier_app.domain.report_catalog import BY_NAME
from cashier_app.domain.reports import FILTERS, Report, ReportKind, ReportOrder
from cashier_app.services.report_ports import ReportGateway


class ReportService:
    """The books as reports. Read in the lane "reports"."""

    def __init__(self, gateway: ReportGateway) -> None:
        self._gateway = gateway

    def run(self, order: ReportOrder) -> Report:
        """The answer; raises Refused, Busy or Unavailable.

        Its own codes: no_such_report, bad_period, search_missing, not_narrowed, no_right.
        """
        kind = kind_of(order.name)
        if order.from_day > order.to_day:
            raise Refused("bad_period")
        if kind.needs_search and not order.search.strip():
            raise Refused("search_missing")
        refuse_filters(kind, order)
        return self._gateway.run(kind, replace(order, search=order.search.strip()))

    def journal(self, totals: Report, path: Path) -> Report:
        """Totals of the ledger as debits and credits, by the account map in a CSV file.

        Raises Refused: map_unreadable, bad_map (both with `said`).
        """
        try:
            with path.open(encoding="utf-8-sig", newline="") as lines:
                return exported(totals, read_account_map(lines))
        except BadMap as error:
            raise Refused("bad_map", {"said": str(error)[:300].rstrip(".")}) from error
        except (OSError, UnicodeDecodeError) as error:
            said = getattr(error, "strerror", None) or "it is not text in UTF-8"
            raise Refused("map_unreadable", {"said": str(said)}) from error

    def stop(self) -> None:
        """End the report that is read now, from any thread; its reader hears Unavailable."""
        self._gateway.stop()

    def lock_period(self, to_day: date, reason: str) -> None:
        """Lock the books up to a day. Raises Refused.

        Its codes: period_not_over, period_locked, shift_still_open, run_still_issuing,
        no_right.
        """
        self._gateway.lock_period(to_day, reason)


def refuse_filters(kind: ReportKind, order: ReportOrder) -> None:
    """A figure must not look narrower than it is. Raises Refused (not_narrowed)."""
    asked = [name for name in FILTERS if getattr(order, name) and name not in kind.filters]
    if order.search.strip() and not kind.searches:
        asked.append("search")
    if asked:
        raise Refused("not_narrowed", {"report": kind.title, "by": ", ".join(asked)})


def kind_of(name: str) -> ReportKind:
    """A report by its name. Raises Refused (no_such_report)."""
    if name not in BY_NAME:
        raise Refused("no_such_report", {"report": name[:40]})
    return BY_NAME[name]
