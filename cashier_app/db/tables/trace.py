"""What was done and printed besides money: audit, paper, drawer."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Table
from sqlalchemy.dialects import mysql

from cashier_app.db.tables.columns import OPTIONS, code, key, metadata, moment, ref, text

audit_events = Table(
    "audit_events",
    metadata,
    key("audit_event_id"),
    moment("stored_at"),
    ref("user_id", "users.user_id", null=True),
    ref("counter_id", "counters.counter_id", null=True),
    code("act", 32),
    text("detail", 255),
    Index("ix_audit_events_stored_at", "stored_at"),
    Index("ix_audit_events_user_id", "user_id", "stored_at"),
    **OPTIONS,
)

print_log = Table(
    "print_log",
    metadata,
    key("print_event_id"),
    ref("entry_id", "journal.entry_id"),
    Column("copy_no", mysql.SMALLINT, nullable=False),
    code("state", 12),
    moment("stored_at"),
    ref("user_id", "users.user_id"),
    ref("counter_id", "counters.counter_id"),
    Index("ix_print_log_entry_id", "entry_id", "copy_no", "print_event_id", "state"),
    Index("ix_print_log_stored_at", "stored_at", "copy_no"),
    Index("ix_print_log_counter_id", "counter_id", "stored_at"),
    CheckConstraint("state IN ('queued', 'printed', 'not printed', 'not known')", name="state"),
    CheckConstraint("copy_no >= 0", name="copy_no"),
    **OPTIONS,
)

drawer_events = Table(
    "drawer_events",
    metadata,
    key("drawer_event_id"),
    ref("entry_id", "journal.entry_id", null=True),
    ref("shift_id", "shifts.shift_id", null=True),
    text("reason", 160),
    moment("stored_at"),
    ref("user_id", "users.user_id"),
    ref("counter_id", "counters.counter_id"),
    Index("ix_drawer_events_shift_id", "shift_id"),
    Index("ix_drawer_events_stored_at", "stored_at"),
    CheckConstraint("entry_id IS NOT NULL OR reason <> ''", name="reason"),
    **OPTIONS,
)
