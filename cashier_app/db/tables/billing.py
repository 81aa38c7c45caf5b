"""Bills, their lines and readings, the late charges printed on them, adjustments posted later."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, Integer, Table
from sqlalchemy.dialects import mysql

from cashier_app.db.tables.columns import (
    OPTIONS,
    code,
    digest,
    flag,
    key,
    line_no,
    metadata,
    moment,
    money,
    price,
    ref,
    small,
    text,
)

bill_series = Table(
    "bill_series",
    metadata,
    code("series", 8, primary=True),
    Column("last_no", BigInteger, nullable=False),
    CheckConstraint("last_no >= 0", name="last_no"),
    **OPTIONS,
)

bills = Table(
    "bills",
    metadata,
    key("bill_id"),
    code("bill_no", 24, null=True),
    code("series", 8),
    Column("running_no", BigInteger, nullable=True),
    ref("account_id", "accounts.account_id"),
    ref("connection_id", "connections.connection_id"),
    code("kind", 8),
    text("title", 80),
    ref("tariff_version_id", "tariff_versions.tariff_version_id", null=True),
    Column("period_from", Date, nullable=True),
    Column("period_to", Date, nullable=True),
    Column("issued_on", Date, nullable=True),
    Column("due_on", Date, nullable=True),
    Column("kwh", mysql.DECIMAL(14, 3), nullable=True),
    flag("is_estimated"),
    money("total"),
    money("discount_amount", default="0"),
    Column("discount_until", Date, nullable=True),
    money("balance"),
    code("status", 10),
    Column("version", Integer, nullable=False, server_default="0"),
    Index("uq_bills_bill_no", "bill_no", unique=True),
    Index("uq_bills_series_running_no", "series", "running_no", unique=True),
    Index("ix_bills_running_no", "running_no"),
    Index(
        "ix_bills_account_id_status",
        "account_id",
        "status",
        "due_on",
        "balance",
        "discount_until",
        "discount_amount",
    ),
    Index(
        "ix_bills_status_due_on",
        "status",
        "due_on",
        "balance",
        "account_id",
        "connection_id",
        "issued_on",
    ),
    Index("ix_bills_issued_on", "issued_on"),
    Index("ix_bills_discount_until", "discount_until"),
    CheckConstraint("kind IN ('period', 'fee')", name="kind"),
    CheckConstraint(
        "status IN ('draft', 'issued', 'part_paid', 'paid', 'cancelled')", name="status"
    ),
    CheckConstraint("balance >= 0", name="balance"),
    CheckConstraint("discount_amount >= 0", name="discount_amount"),
    CheckConstraint(
        "status = 'draft' OR (bill_no IS NOT NULL AND running_no IS NOT NULL"
        " AND issued_on IS NOT NULL AND due_on IS NOT NULL)",
        name="issued",
    ),
    CheckConstraint("status NOT IN ('paid', 'cancelled') OR balance = 0", name="paid"),
    **OPTIONS,
)

bill_lines = Table(
    "bill_lines",
    metadata,
    ref("bill_id", "bills.bill_id", primary=True),
    line_no(),
    code("kind", 12),
    text("label", 80),
    price("quantity", null=True),
    code("unit", 12),
    price("unit_price", null=True),
    money("amount"),
    **OPTIONS,
)

bill_readings = Table(
    "bill_readings",
    metadata,
    ref("bill_id", "bills.bill_id", primary=True),
    ref("to_reading_id", "readings.reading_id", primary=True),
    ref("from_reading_id", "readings.reading_id"),
    Column("consumption", mysql.DECIMAL(14, 3), nullable=False),
    **OPTIONS,
)

bill_late_charges = Table(
    "bill_late_charges",
    metadata,
    ref("bill_id", "bills.bill_id", primary=True),
    Column("step", mysql.SMALLINT, primary_key=True, autoincrement=False),
    Column("post_on", Date, nullable=False),
    money("amount"),
    Index("ix_bill_late_charges_post_on", "post_on"),
    CheckConstraint("amount > 0", name="amount"),
    **OPTIONS,
)

bill_adjustments = Table(
    "bill_adjustments",
    metadata,
    key("adjustment_id"),
    ref("bill_id", "bills.bill_id"),
    code("kind", 16),
    small("step", null=True),
    money("amount"),
    text("cause", 160),
    Column("posted_on", Date, nullable=False),
    moment("posted_at"),
    ref("entry_id", "journal.entry_id", null=True),
    small("line_no", null=True),
    ref("reverses_id", "bill_adjustments.adjustment_id", null=True),
    # Whoever decided it; nobody where a rule did.
    ref("user_id", "users.user_id", null=True),
    Index("uq_bill_adjustments_bill_id_kind_step", "bill_id", "kind", "step", unique=True),
    Index("uq_bill_adjustments_reverses_id", "reverses_id", unique=True),
    Index("ix_bill_adjustments_entry_id", "entry_id"),
    Index("ix_bill_adjustments_posted_on", "posted_on"),
    CheckConstraint(
        "kind IN ('late_charge', 'prompt_discount', 'correction', 'credit_note', 'taken_back')",
        name="kind",
    ),
    **OPTIONS,
)

claims = Table(
    "claims",
    metadata,
    Column("account_id", BigInteger, primary_key=True, autoincrement=False),
    ref("counter_id", "counters.counter_id"),
    ref("user_id", "users.user_id"),
    moment("since"),
    moment("until"),
    **OPTIONS,
)

office_requests = Table(
    "office_requests",
    metadata,
    Column("request_id", mysql.BINARY(16), primary_key=True),
    code("act", 24),
    digest("fingerprint"),
    # The adjustment, bill or plan that the act has made.
    Column("object_id", BigInteger, nullable=False),
    ref("user_id", "users.user_id"),
    moment("stored_at"),
    **OPTIONS,
)

instalment_plans = Table(
    "instalment_plans",
    metadata,
    key("plan_id"),
    ref("account_id", "accounts.account_id"),
    Column("agreed_on", Date, nullable=False),
    money("amount"),
    text("note", 160),
    ref("user_id", "users.user_id"),
    moment("stored_at"),
    Index("ix_instalment_plans_account_id", "account_id"),
    CheckConstraint("amount > 0", name="amount"),
    **OPTIONS,
)

instalments = Table(
    "instalments",
    metadata,
    ref("plan_id", "instalment_plans.plan_id", primary=True),
    Column("number", mysql.SMALLINT, primary_key=True, autoincrement=False),
    Column("due_on", Date, nullable=False),
    money("amount"),
    CheckConstraint("amount > 0", name="amount"),
    **OPTIONS,
)

instalment_plan_bills = Table(
    "instalment_plan_bills",
    metadata,
    ref("plan_id", "instalment_plans.plan_id", primary=True),
    ref("bill_id", "bills.bill_id", primary=True),
    **OPTIONS,
)

instalment_plan_ends = Table(
    "instalment_plan_ends",
    metadata,
    ref("plan_id", "instalment_plans.plan_id", primary=True),
    code("why", 12),
    Column("ended_on", Date, nullable=False),
    ref("user_id", "users.user_id"),
    moment("stored_at"),
    CheckConstraint("why IN ('kept', 'broken', 'withdrawn')", name="why"),
    **OPTIONS,
)
