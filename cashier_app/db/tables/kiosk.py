"""The customers' own computers in a hall: who they are, wrong tries, the day's queue.

What a kiosk writes refers to no account, bill or office by a foreign key: the check of one locks
the row it names, and a counter must never wait for a kiosk.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, Integer, Table

from cashier_app.db.tables.columns import (
    OPTIONS,
    code,
    flag,
    key,
    line_no,
    metadata,
    moment,
    ref,
    small,
    text,
)


def _named(name: str, *, null: bool = False, primary: bool = False) -> Column[int]:
    """The key of a row elsewhere, without a foreign key."""
    return Column(name, BigInteger, nullable=null, primary_key=primary, autoincrement=False)


kiosks = Table(
    "kiosks",
    metadata,
    key("kiosk_id"),
    code("code", 4),
    text("name", 60),
    ref("office_id", "offices.office_id"),
    # The database user of this kiosk alone; no person has its name.
    code("user_name", 32),
    flag("is_active", default="1"),
    moment("enrolled_at"),
    text("enrolled_by", 80),
    Index("uq_kiosks_code", "code", unique=True),
    Index("uq_kiosks_user_name", "user_name", unique=True),
    **OPTIONS,
)

kiosk_failures = Table(
    "kiosk_failures",
    metadata,
    key("kiosk_failure_id"),
    ref("kiosk_id", "kiosks.kiosk_id"),
    # As it was typed: also a number that no account has.
    code("account_no", 24),
    moment("failed_at"),
    Index("ix_kiosk_failures_kiosk_id", "kiosk_id", "failed_at"),
    Index("ix_kiosk_failures_account_no", "account_no", "failed_at"),
    **OPTIONS,
)

queue_days = Table(
    "queue_days",
    metadata,
    _named("office_id", primary=True),
    Column("business_date", Date, primary_key=True),
    Column("last_no", Integer, nullable=False),
    **OPTIONS,
)

queue_tickets = Table(
    "queue_tickets",
    metadata,
    key("ticket_id"),
    ref("kiosk_id", "kiosks.kiosk_id"),
    _named("office_id"),
    Column("business_date", Date, nullable=False),
    Column("number", Integer, nullable=False),
    # NULL: a number only, of somebody who opened no account.
    _named("account_id", null=True),
    moment("taken_at"),
    Index("uq_queue_tickets_number", "office_id", "business_date", "number", unique=True),
    Index("ix_queue_tickets_account_id", "account_id", "business_date"),
    CheckConstraint("number > 0", name="number"),
    **OPTIONS,
)

queue_ticket_bills = Table(
    "queue_ticket_bills",
    metadata,
    ref("ticket_id", "queue_tickets.ticket_id", primary=True),
    line_no(),
    _named("bill_id"),
    **OPTIONS,
)

queue_calls = Table(
    "queue_calls",
    metadata,
    ref("ticket_id", "queue_tickets.ticket_id", primary=True),
    ref("counter_id", "counters.counter_id"),
    ref("user_id", "users.user_id"),
    moment("called_at"),
    small("calls", default="1"),
    Index("ix_queue_calls_counter_id", "counter_id", "called_at"),
    CheckConstraint("calls > 0", name="calls"),
    **OPTIONS,
)
