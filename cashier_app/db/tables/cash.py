"""Shifts, cash movements, counts, Z reports, decisions and signatures, the safe's ledger."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Computed, Date, Index, Integer, Table
from sqlalchemy.dialects import mysql

from cashier_app.db.tables.columns import (
    OPTIONS,
    code,
    flag,
    key,
    metadata,
    moment,
    money,
    ref,
    text,
)

shifts = Table(
    "shifts",
    metadata,
    Column("shift_id", BigInteger, primary_key=True, autoincrement=False),
    ref("counter_id", "counters.counter_id"),
    ref("user_id", "users.user_id"),
    Column("business_date", Date, nullable=False),
    moment("opened_at"),
    money("float_amount"),
    code("state", 8),
    Column("receipts", Integer, nullable=False, server_default="0"),
    Column("undos", Integer, nullable=False, server_default="0"),
    money("cash_taken", default="0"),
    money("movements", default="0"),
    moment("counted_at", null=True),
    moment("closed_at", null=True),
    Column(
        "open_counter",
        BigInteger,
        Computed("CASE WHEN state = 'open' THEN counter_id END", persisted=True),
    ),
    Column(
        "open_user",
        BigInteger,
        Computed("CASE WHEN state = 'open' THEN user_id END", persisted=True),
    ),
    Index("uq_shifts_open_counter", "open_counter", unique=True),
    Index("uq_shifts_open_user", "open_user", unique=True),
    Index("ix_shifts_counter_id", "counter_id", "shift_id"),
    Index("ix_shifts_business_date", "business_date"),
    CheckConstraint("state IN ('open', 'counting', 'closed')", name="state"),
    CheckConstraint("float_amount >= 0", name="float_amount"),
    **OPTIONS,
)

cash_movements = Table(
    "cash_movements",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    ref("shift_id", "shifts.shift_id"),
    code("kind", 12),
    money("amount"),
    text("reason", 160),
    Index("ix_cash_movements_shift_id", "shift_id"),
    CheckConstraint(
        "kind IN ('paid_in', 'paid_out', 'drop', 'change', 'handover', 'no_sale')", name="kind"
    ),
    CheckConstraint(
        "(kind = 'paid_in' AND amount > 0) OR (kind IN ('paid_out', 'drop') AND amount < 0)"
        " OR (kind = 'handover' AND amount <> 0) OR (kind IN ('change', 'no_sale') AND amount = 0)",
        name="amount",
    ),
    **OPTIONS,
)

handovers = Table(
    "handovers",
    metadata,
    ref("entry_id", "cash_movements.entry_id", primary=True),
    ref("receiver_id", "users.user_id"),
    Index("ix_handovers_receiver_id", "receiver_id"),
    **OPTIONS,
)

handover_ends = Table(
    "handover_ends",
    metadata,
    ref("handover_id", "handovers.entry_id", primary=True),
    ref("entry_id", "cash_movements.entry_id"),
    Index("uq_handover_ends_entry_id", "entry_id", unique=True),
    **OPTIONS,
)

drawer_checks = Table(
    "drawer_checks",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    ref("shift_id", "shifts.shift_id"),
    money("counted"),
    money("expected"),
    money("difference"),
    text("reason", 160),
    Index("ix_drawer_checks_shift_id", "shift_id"),
    CheckConstraint("difference = counted - expected", name="difference"),
    **OPTIONS,
)

counts = Table(
    "counts",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    ref("shift_id", "shifts.shift_id"),
    code("kind", 8),
    money("counted"),
    Column("cheques", Integer, nullable=False),
    Column("card_slips", Integer, nullable=False),
    Index("uq_counts_shift_id_kind", "shift_id", "kind", unique=True),
    CheckConstraint("kind IN ('opening', 'closing')", name="kind"),
    CheckConstraint("counted >= 0", name="counted"),
    **OPTIONS,
)

denomination_counts = Table(
    "denomination_counts",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    Column("value", mysql.DECIMAL(18, 3), primary_key=True),
    Column("pieces", Integer, nullable=False),
    CheckConstraint("pieces <> 0", name="pieces"),
    **OPTIONS,
)

z_reports = Table(
    "z_reports",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    ref("shift_id", "shifts.shift_id"),
    money("float_amount"),
    money("cash_taken"),
    money("movements"),
    money("expected"),
    money("counted"),
    money("difference"),
    text("reason", 160),
    flag("is_decided"),
    Column("receipts", Integer, nullable=False),
    code("first_receipt", 16),
    code("last_receipt", 16),
    Column("undos", Integer, nullable=False),
    money("undone_amount"),
    Column("reprints", Integer, nullable=False),
    Column("drawer_openings", Integer, nullable=False),
    money("grand_total"),
    Column("reversals", Integer, nullable=False, server_default="0"),
    money("reversed_amount", default="0"),
    ref("approval_id", "approvals.approval_id", null=True),
    Index("uq_z_reports_shift_id", "shift_id", unique=True),
    CheckConstraint("difference = counted - expected", name="difference"),
    CheckConstraint("expected = float_amount + cash_taken + movements", name="expected"),
    **OPTIONS,
)

z_tenders = Table(
    "z_tenders",
    metadata,
    ref("entry_id", "z_reports.entry_id", primary=True),
    code("kind", 8, primary=True),
    Column("receipts", Integer, nullable=False),
    money("amount"),
    **OPTIONS,
)

decisions = Table(
    "decisions",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    ref("z_entry_id", "z_reports.entry_id"),
    code("outcome", 12),
    money("amount"),
    text("reason", 160),
    Index("uq_decisions_z_entry_id", "z_entry_id", unique=True),
    CheckConstraint("outcome IN ('accepted', 'charged')", name="outcome"),
    **OPTIONS,
)

unsettled_items = Table(
    "unsettled_items",
    metadata,
    ref("z_entry_id", "z_reports.entry_id", primary=True),
    Column("request_id", mysql.BINARY(16), primary_key=True),
    code("act", 12),
    money("total"),
    moment("sent_at"),
    Index("ix_unsettled_items_request_id", "request_id"),
    **OPTIONS,
)

z_signatures = Table(
    "z_signatures",
    metadata,
    ref("entry_id", "z_reports.entry_id", primary=True),
    ref("counter_key_id", "counter_keys.counter_key_id"),
    Column("signature", mysql.BINARY(64), nullable=False),
    moment("signed_at"),
    **OPTIONS,
)

safe_entries = Table(
    "safe_entries",
    metadata,
    key("safe_entry_id"),
    ref("office_id", "offices.office_id"),
    ref("entry_id", "journal.entry_id", null=True),
    code("kind", 12),
    money("amount"),
    text("reason", 160),
    ref("user_id", "users.user_id"),
    moment("stored_at"),
    money("balance_after"),
    Index("uq_safe_entries_entry_id_kind", "entry_id", "kind", unique=True),
    Index("ix_safe_entries_office_id", "office_id", "stored_at"),
    CheckConstraint("balance_after >= 0", name="balance_after"),
    CheckConstraint(
        "kind IN ('opening', 'drop', 'closing', 'float', 'change', 'deposit', 'count')",
        name="kind",
    ),
    **OPTIONS,
)

deposits = Table(
    "deposits",
    metadata,
    ref("entry_id", "journal.entry_id", primary=True),
    text("bag_no", 40),
    text("bank", 80),
    Index("uq_deposits_bag_no", "bag_no", unique=True),
    **OPTIONS,
)
