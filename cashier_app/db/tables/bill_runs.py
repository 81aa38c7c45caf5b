"""Bill runs: what a cycle is about to bill, priced once for each distinct use."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, Integer, Table
from sqlalchemy.dialects import mysql

from cashier_app.db.tables.columns import (
    OPTIONS,
    code,
    flag,
    key,
    line_no,
    metadata,
    moment,
    money,
    price,
    ref,
    text,
)

bill_runs = Table(
    "bill_runs",
    metadata,
    key("run_id"),
    Column("cycle", Date, nullable=False),
    ref("route_id", "routes.route_id", null=True),
    Column("issue_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    code("state", 8),
    Column("items", Integer, nullable=False, server_default="0"),
    Column("issued", Integer, nullable=False, server_default="0"),
    # How often it was priced; who issues it names the pricing that was looked at.
    Column("pricing", Integer, nullable=False, server_default="0"),
    money("amount", default="0"),
    ref("user_id", "users.user_id", null=True),
    moment("started_at"),
    moment("ended_at", null=True),
    Index("ix_bill_runs_cycle", "cycle"),
    CheckConstraint("state IN ('open', 'issuing', 'issued', 'dropped')", name="state"),
    CheckConstraint("issued BETWEEN 0 AND items", name="issued"),
    **OPTIONS,
)

bill_run_patterns = Table(
    "bill_run_patterns",
    metadata,
    ref("run_id", "bill_runs.run_id", primary=True),
    Column("pattern_no", Integer, primary_key=True, autoincrement=False),
    Column("pattern_key", mysql.BINARY(16), nullable=False),
    ref("tariff_version_id", "tariff_versions.tariff_version_id"),
    Column("kwh", mysql.DECIMAL(14, 3), nullable=False),
    money("total"),
    money("discount_amount", default="0"),
    Column("discount_until", Date, nullable=True),
    Index("uq_bill_run_patterns_pattern_key", "run_id", "pattern_key", unique=True),
    **OPTIONS,
)

bill_run_lines = Table(
    "bill_run_lines",
    metadata,
    Column("run_id", BigInteger, primary_key=True, autoincrement=False),
    Column("pattern_no", Integer, primary_key=True, autoincrement=False),
    line_no(),
    code("kind", 12),
    text("label", 80),
    price("quantity", null=True),
    code("unit", 12),
    price("unit_price", null=True),
    money("amount"),
    **OPTIONS,
)

bill_run_late_charges = Table(
    "bill_run_late_charges",
    metadata,
    Column("run_id", BigInteger, primary_key=True, autoincrement=False),
    Column("pattern_no", Integer, primary_key=True, autoincrement=False),
    Column("step", mysql.SMALLINT, primary_key=True, autoincrement=False),
    Column("post_on", Date, nullable=False),
    money("amount"),
    # What of it is charged whatever the bill comes to.
    money("fixed", default="0"),
    CheckConstraint("amount > 0", name="amount"),
    **OPTIONS,
)

bill_run_items = Table(
    "bill_run_items",
    metadata,
    ref("run_id", "bill_runs.run_id", primary=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("account_id", BigInteger, nullable=False),
    Column("connection_id", BigInteger, nullable=False),
    # Whoever uses the same under the same tariff pays the same: a hash of all that decides it.
    Column("pattern_key", mysql.BINARY(16), nullable=False),
    Column("period_from", Date, nullable=False),
    Column("period_to", Date, nullable=False),
    flag("is_estimated"),
    # What a true-up gives back of the estimated bills before; at or below zero.
    money("credited", default="0"),
    # Credit of the account that the bill begins with; known when it is issued.
    money("credit_used", default="0"),
    CheckConstraint("credited <= 0", name="credited"),
    CheckConstraint("credit_used >= 0", name="credit_used"),
    **OPTIONS,
)

bill_run_readings = Table(
    "bill_run_readings",
    metadata,
    ref("run_id", "bill_runs.run_id", primary=True),
    Column("connection_id", BigInteger, primary_key=True, autoincrement=False),
    Column("account_id", BigInteger, primary_key=True, autoincrement=False),
    Column("to_reading_id", BigInteger, primary_key=True, autoincrement=False),
    Column("register_id", BigInteger, nullable=False),
    Column("from_reading_id", BigInteger, nullable=False),
    Column("from_on", Date, nullable=False),
    Column("to_on", Date, nullable=False),
    code("register_code", 16),
    code("unit", 8),
    Column("consumption", mysql.DECIMAL(14, 3), nullable=False),
    flag("is_estimated"),
    flag("trues_up"),
    **OPTIONS,
)

bill_run_exceptions = Table(
    "bill_run_exceptions",
    metadata,
    ref("run_id", "bill_runs.run_id", primary=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("connection_id", BigInteger, nullable=False),
    code("reason", 24),
    text("detail", 200),
    **OPTIONS,
)
