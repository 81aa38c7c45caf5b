"""Who and where in the utility: offices, counters, users, rights, settings, the schema's gate."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, DateTime, Index, Integer, Table
from sqlalchemy.dialects import mysql

from cashier_app.db.tables.columns import (
    OPTIONS,
    code,
    digest,
    flag,
    key,
    metadata,
    moment,
    money,
    ref,
    small,
    text,
)

utility = Table(
    "utility",
    metadata,
    Column("utility_id", Integer, primary_key=True, autoincrement=False),
    text("name", 120),
    text("address", 200),
    text("tax_no", 60),
    text("contact", 160),
    text("receipt_foot", 200),
    code("currency_code", 3),
    text("currency_symbol", 8),
    small("currency_decimals"),
    code("digit_grouping", 8),
    money("cash_step", default="0"),
    code("time_zone", 64),
    Column("logo", mysql.MEDIUMBLOB, nullable=True),
    flag("is_training"),
    code("receipt_left_out", 120, default=""),
    text("receipt_head", 200, default=""),
    text("receipt_more", 300, default=""),
    CheckConstraint("utility_id = 1", name="one_row"),
    CheckConstraint("currency_decimals BETWEEN 0 AND 3", name="decimals"),
    CheckConstraint("cash_step >= 0", name="cash_step"),
    **OPTIONS,
)

settings = Table(
    "settings",
    metadata,
    code("setting", 48, primary=True),
    text("value", 255),
    **OPTIONS,
)

utility_offsets = Table(
    "utility_offsets",
    metadata,
    Column("from_utc", DateTime, primary_key=True),
    small("minutes"),
    **OPTIONS,
)

schema_gate = Table(
    "schema_gate",
    metadata,
    Column("gate_id", Integer, primary_key=True, autoincrement=False),
    flag("is_open"),
    code("schema_version", 32),
    moment("changed_at"),
    CheckConstraint("gate_id = 1", name="one_row"),
    **OPTIONS,
)

schema_objects = Table(
    "schema_objects",
    metadata,
    code("kind", 16, primary=True),
    code("name", 64, primary=True),
    code("checksum", 64),
    # SHA-256 (hex) of the definition the server gives back after the installer created it.
    code("installed_checksum", 64),
    **OPTIONS,
)

upgrade_steps = Table(
    "upgrade_steps",
    metadata,
    # "upgrade", "restore" or "sample": a row is there while it is under way, or was broken off.
    code("work", 8, primary=True),
    code("after_version", 32),
    # Of the revision behind that version: statements that have ended, SHA-256 of the one sent next.
    small("ended"),
    code("sent", 64),
    **OPTIONS,
)

offices = Table(
    "offices",
    metadata,
    key("office_id"),
    code("code", 8),
    text("name", 80),
    text("address", 200),
    Index("uq_offices_code", "code", unique=True),
    **OPTIONS,
)

counters = Table(
    "counters",
    metadata,
    key("counter_id"),
    code("code", 4),
    text("name", 60),
    ref("office_id", "offices.office_id"),
    code("channel", 8),
    Column("identity", mysql.BINARY(16), nullable=False),
    digest("token_hash", null=True),
    flag("is_active", default="1"),
    moment("created_at"),
    # SHA-256 of what tells the computer apart that uses the token; set at its first sign-in.
    digest("computer", null=True),
    Index("uq_counters_code", "code", unique=True),
    Index("uq_counters_token_hash", "token_hash", unique=True),
    CheckConstraint("channel IN ('hall', 'bank', 'mobile', 'paper')", name="channel"),
    **OPTIONS,
)

counter_keys = Table(
    "counter_keys",
    metadata,
    key("counter_key_id"),
    ref("counter_id", "counters.counter_id"),
    Column("public_key", mysql.BINARY(32), nullable=False),
    digest("fingerprint"),
    moment("enrolled_at"),
    text("enrolled_by", 80),
    Index("uq_counter_keys_fingerprint", "fingerprint", unique=True),
    **OPTIONS,
)

users = Table(
    "users",
    metadata,
    key("user_id"),
    code("user_name", 32),
    text("full_name", 120),
    code("role", 16),
    flag("is_active", default="1"),
    flag("must_change_password"),
    moment("created_at"),
    Index("uq_users_user_name", "user_name", unique=True),
    CheckConstraint(
        "role IN ('cashier', 'supervisor', 'clerk', 'auditor', 'administrator')", name="role"
    ),
    **OPTIONS,
)

rights = Table(
    "rights",
    metadata,
    ref("user_id", "users.user_id", primary=True),
    code("activity", 32, primary=True),
    money("limit_amount", null=True),
    **OPTIONS,
)

user_counters = Table(
    "user_counters",
    metadata,
    ref("user_id", "users.user_id", primary=True),
    ref("counter_id", "counters.counter_id", primary=True),
    **OPTIONS,
)

denominations = Table(
    "denominations",
    metadata,
    Column("value", mysql.DECIMAL(18, 3), primary_key=True),
    flag("is_note"),
    flag("is_active", default="1"),
    CheckConstraint("value > 0", name="value"),
    **OPTIONS,
)

day_postings = Table(
    "day_postings",
    metadata,
    Column("business_date", Date, primary_key=True),
    moment("posted_at"),
    ref("user_id", "users.user_id", null=True),
    Column("bills", Integer, nullable=False),
    money("amount"),
    **OPTIONS,
)
