"""Who came to pay while a counter could not take it: his bills count as of that day for a while."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Table

from cashier_app.db.tables.columns import OPTIONS, code, key, metadata, moment, ref

payment_attempts = Table(
    "payment_attempts",
    metadata,
    key("attempt_id"),
    ref("account_id", "accounts.account_id"),
    ref("counter_id", "counters.counter_id"),
    ref("user_id", "users.user_id"),
    code("reason", 12),
    # By the counter's clock where the line was down, else the server's.
    moment("tried_at"),
    Column("tried_on", Date, nullable=False),
    # The last day on which nothing is posted and nobody is cut off because of that day's bills.
    Column("holds_until", Date, nullable=False),
    moment("stored_at"),
    Index("uq_payment_attempts_tried_on", "account_id", "tried_on", unique=True),
    CheckConstraint(
        "reason IN ('line', 'unknown', 'held', 'change', 'closing', 'other')", name="reason"
    ),
    CheckConstraint("holds_until > tried_on", name="holds_until"),
    **OPTIONS,
)

attempt_bills = Table(
    "attempt_bills",
    metadata,
    # A bill waits once: the second slip does not carry it further.
    ref("bill_id", "bills.bill_id", primary=True),
    ref("attempt_id", "payment_attempts.attempt_id"),
    Index("ix_attempt_bills_attempt_id", "attempt_id"),
    **OPTIONS,
)
