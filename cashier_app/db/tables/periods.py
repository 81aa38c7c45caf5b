"""Locked periods: nothing is posted into them any more, and what was owed at their end is kept."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Table

from cashier_app.db.tables.columns import OPTIONS, code, metadata, moment, money, ref, text

period_locks = Table(
    "period_locks",
    metadata,
    Column("locked_to", Date, primary_key=True),
    ref("user_id", "users.user_id", null=True),
    moment("locked_at"),
    text("reason", 160),
    **OPTIONS,
)

period_closings = Table(
    "period_closings",
    metadata,
    Column("locked_to", Date, ForeignKey("period_locks.locked_to"), primary_key=True),
    code("tariff_class", 16, primary=True),
    money("closing"),
    **OPTIONS,
)
