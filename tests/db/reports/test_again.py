"""A connection that stays open runs every report again and again, and hears the same."""

from __future__ import annotations

from datetime import date

import pytest

from cashier_app.domain.report_catalog import REPORTS
from cashier_app.domain.reports import ReportKind
from tests.db.reports.conftest import Run

FROM, TO = date(2026, 10, 1), date(2026, 11, 23)


@pytest.mark.parametrize("kind", REPORTS, ids=lambda kind: kind.name)
def test_the_same_report_again_on_the_same_connection(run: Run, kind: ReportKind) -> None:
    search = "01-000131" if kind.searches else ""
    first = run(kind.name, FROM, TO, search=search).rows
    for _ in range(2):
        assert run(kind.name, FROM, TO, search=search).rows == first
