"""The utility, its counters and people, settings and the gate."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def upgrade() -> None:
    """Create the tables of this subject."""
    op.create_table(
        "denominations",
        sa.Column("value", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("is_note", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="1", nullable=False),
        sa.CheckConstraint("value > 0", name=op.f("ck_denominations_value")),
        sa.PrimaryKeyConstraint("value", name=op.f("pk_denominations")),
        **OPTIONS,
    )
    op.create_table(
        "offices",
        sa.Column("office_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "code", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8), nullable=False
        ),
        sa.Column(
            "name",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=80),
            nullable=False,
        ),
        sa.Column(
            "address",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=200),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("office_id", name=op.f("pk_offices")),
        **OPTIONS,
    )
    op.create_index("uq_offices_code", "offices", ["code"], unique=True)
    op.create_table(
        "schema_gate",
        sa.Column("gate_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("is_open", sa.Boolean(), server_default="0", nullable=False),
        sa.Column(
            "schema_version",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=32),
            nullable=False,
        ),
        sa.Column("changed_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.CheckConstraint("gate_id = 1", name=op.f("ck_schema_gate_one_row")),
        sa.PrimaryKeyConstraint("gate_id", name=op.f("pk_schema_gate")),
        **OPTIONS,
    )
    op.create_table(
        "schema_objects",
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=16), nullable=False
        ),
        sa.Column(
            "name", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=64), nullable=False
        ),
        sa.Column(
            "checksum",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=64),
            nullable=False,
        ),
        sa.Column(
            "installed_checksum",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=64),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("pk_schema_objects")),
        **OPTIONS,
    )
    op.create_table(
        "settings",
        sa.Column(
            "setting",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=48),
            nullable=False,
        ),
        sa.Column(
            "value",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=255),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("setting", name=op.f("pk_settings")),
        **OPTIONS,
    )
    op.create_table(
        "users",
        sa.Column("user_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "user_name",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=32),
            nullable=False,
        ),
        sa.Column(
            "full_name",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=120),
            nullable=False,
        ),
        sa.Column(
            "role", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=16), nullable=False
        ),
        sa.Column("is_active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("must_change_password", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("created_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.CheckConstraint(
            "role IN ('cashier', 'supervisor', 'clerk', 'auditor', 'administrator')",
            name=op.f("ck_users_role"),
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_users")),
        **OPTIONS,
    )
    op.create_index("uq_users_user_name", "users", ["user_name"], unique=True)
    op.create_table(
        "utility",
        sa.Column("utility_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "name",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=120),
            nullable=False,
        ),
        sa.Column(
            "address",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=200),
            nullable=False,
        ),
        sa.Column(
            "tax_no",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=60),
            nullable=False,
        ),
        sa.Column(
            "contact",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.Column(
            "receipt_foot",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=200),
            nullable=False,
        ),
        sa.Column(
            "currency_code",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=3),
            nullable=False,
        ),
        sa.Column(
            "currency_symbol",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=8),
            nullable=False,
        ),
        sa.Column("currency_decimals", sa.SmallInteger(), nullable=False),
        sa.Column(
            "digit_grouping",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8),
            nullable=False,
        ),
        sa.Column(
            "cash_step", mysql.DECIMAL(precision=18, scale=3), server_default="0", nullable=False
        ),
        sa.Column(
            "time_zone",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=64),
            nullable=False,
        ),
        sa.Column("logo", mysql.MEDIUMBLOB(), nullable=True),
        sa.Column("is_training", sa.Boolean(), server_default="0", nullable=False),
        sa.CheckConstraint("cash_step >= 0", name=op.f("ck_utility_cash_step")),
        sa.CheckConstraint("currency_decimals BETWEEN 0 AND 3", name=op.f("ck_utility_decimals")),
        sa.CheckConstraint("utility_id = 1", name=op.f("ck_utility_one_row")),
        sa.PrimaryKeyConstraint("utility_id", name=op.f("pk_utility")),
        **OPTIONS,
    )
    op.create_table(
        "utility_offsets",
        sa.Column("from_utc", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("from_utc", name=op.f("pk_utility_offsets")),
        **OPTIONS,
    )
    op.create_table(
        "counters",
        sa.Column("counter_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "code", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=4), nullable=False
        ),
        sa.Column(
            "name",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=60),
            nullable=False,
        ),
        sa.Column("office_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "channel",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8),
            nullable=False,
        ),
        sa.Column("identity", sa.BINARY(length=16), nullable=False),
        sa.Column("token_hash", sa.BINARY(length=32), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default="1", nullable=False),
        sa.Column("created_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.CheckConstraint(
            "channel IN ('hall', 'bank', 'mobile', 'paper')", name=op.f("ck_counters_channel")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.office_id"], name=op.f("fk_counters_office_id")
        ),
        sa.PrimaryKeyConstraint("counter_id", name=op.f("pk_counters")),
        **OPTIONS,
    )
    op.create_index("uq_counters_code", "counters", ["code"], unique=True)
    op.create_index("uq_counters_token_hash", "counters", ["token_hash"], unique=True)
    op.create_table(
        "day_postings",
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("posted_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("bills", sa.Integer(), nullable=False),
        sa.Column("amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_day_postings_user_id")
        ),
        sa.PrimaryKeyConstraint("business_date", name=op.f("pk_day_postings")),
        **OPTIONS,
    )
    op.create_table(
        "rights",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "activity",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=32),
            nullable=False,
        ),
        sa.Column("limit_amount", mysql.DECIMAL(precision=18, scale=3), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_rights_user_id")),
        sa.PrimaryKeyConstraint("user_id", "activity", name=op.f("pk_rights")),
        **OPTIONS,
    )
    op.create_table(
        "counter_keys",
        sa.Column("counter_key_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("counter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("public_key", sa.BINARY(length=32), nullable=False),
        sa.Column("fingerprint", sa.BINARY(length=32), nullable=False),
        sa.Column("enrolled_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column(
            "enrolled_by",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=80),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_counter_keys_counter_id")
        ),
        sa.PrimaryKeyConstraint("counter_key_id", name=op.f("pk_counter_keys")),
        **OPTIONS,
    )
    op.create_index("uq_counter_keys_fingerprint", "counter_keys", ["fingerprint"], unique=True)
    op.create_table(
        "user_counters",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_user_counters_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_user_counters_user_id")
        ),
        sa.PrimaryKeyConstraint("user_id", "counter_id", name=op.f("pk_user_counters")),
        **OPTIONS,
    )
