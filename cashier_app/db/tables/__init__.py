"""The whole schema as SQLAlchemy Core tables; the migrations are proved equal to it."""

from cashier_app.db.tables import billing, cash, journal, people, periods, prices, supply, trace
from cashier_app.db.tables.columns import metadata

__all__ = [
    "billing",
    "cash",
    "journal",
    "metadata",
    "people",
    "periods",
    "prices",
    "supply",
    "trace",
]
