"""All reports: names, titles, what each answers, and the columns its procedure returns."""

from __future__ import annotations

from cashier_app.domain.report_catalog_counters import DAY_REPORTS, SHIFT_REPORTS
from cashier_app.domain.report_catalog_office import BOOK_REPORTS, MONTH_REPORTS, OWED_REPORTS

REPORTS = (*DAY_REPORTS, *SHIFT_REPORTS, *OWED_REPORTS, *MONTH_REPORTS, *BOOK_REPORTS)
BY_NAME = {kind.name: kind for kind in REPORTS}
