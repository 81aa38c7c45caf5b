"""The whole schema as SQLAlchemy Core tables; the migrations are proved equal to it."""

from cashier_app.db.tables import (
    attempts,
    bill_runs,
    billing,
    cash,
    imports,
    journal,
    kiosk,
    people,
    periods,
    prices,
    supply,
    trace,
)
from cashier_app.db.tables.columns import metadata

__all__ = [
    "attempts",
    "bill_runs",
    "billing",
    "cash",
    "imports",
    "journal",
    "kiosk",
    "metadata",
    "people",
    "periods",
    "prices",
    "supply",
    "trace",
]
