"""Customers, accounts, connections, meters, readings and the words to find them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0002"
down_revision = "0001"
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
        "account_words",
        sa.Column("word_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("word_id", "account_id", name=op.f("pk_account_words")),
        **OPTIONS,
    )
    op.create_index("ix_account_words_account_id", "account_words", ["account_id"], unique=False)
    op.create_table(
        "customers",
        sa.Column("customer_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "customer_no",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24),
            nullable=False,
        ),
        sa.Column(
            "name",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=200),
            nullable=False,
        ),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8), nullable=False
        ),
        sa.Column(
            "email",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=True,
        ),
        sa.Column("cash_only", sa.Boolean(), server_default="0", nullable=False),
        sa.Column(
            "instruction",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=255),
            nullable=False,
        ),
        sa.CheckConstraint("kind IN ('person', 'firm')", name=op.f("ck_customers_kind")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customers")),
        **OPTIONS,
    )
    op.create_index("uq_customers_customer_no", "customers", ["customer_no"], unique=True)
    op.create_table(
        "meters",
        sa.Column("meter_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "meter_no",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24),
            nullable=False,
        ),
        sa.Column("multiplier", mysql.DECIMAL(precision=18, scale=6), nullable=False),
        sa.Column(
            "maker",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=60),
            nullable=False,
        ),
        sa.CheckConstraint("multiplier > 0", name=op.f("ck_meters_multiplier")),
        sa.PrimaryKeyConstraint("meter_id", name=op.f("pk_meters")),
        **OPTIONS,
    )
    op.create_index("uq_meters_meter_no", "meters", ["meter_no"], unique=True)
    op.create_table(
        "words",
        sa.Column("word_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "word",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=32),
            nullable=False,
        ),
        sa.Column(
            "sound_key",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=16),
            nullable=False,
        ),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("word_id", name=op.f("pk_words")),
        **OPTIONS,
    )
    op.create_index("ix_words_sound_key", "words", ["sound_key"], unique=False)
    op.create_index("uq_words_word", "words", ["word"], unique=True)
    op.create_table(
        "accounts",
        sa.Column("account_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "account_no",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24),
            nullable=False,
        ),
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "tariff_class",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=16),
            nullable=False,
        ),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column(
            "credit", mysql.DECIMAL(precision=18, scale=3), server_default="0", nullable=False
        ),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("credit >= 0", name=op.f("ck_accounts_credit")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.customer_id"], name=op.f("fk_accounts_customer_id")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_accounts")),
        **OPTIONS,
    )
    op.create_index("uq_accounts_account_no", "accounts", ["account_no"], unique=True)
    op.create_table(
        "customer_phones",
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "phone",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=20),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.customer_id"], name=op.f("fk_customer_phones_customer_id")
        ),
        sa.PrimaryKeyConstraint("customer_id", "phone", name=op.f("pk_customer_phones")),
        **OPTIONS,
    )
    op.create_index("ix_customer_phones_phone", "customer_phones", ["phone"], unique=False)
    op.create_table(
        "registers",
        sa.Column("register_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("meter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "code", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=16), nullable=False
        ),
        sa.Column(
            "unit", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8), nullable=False
        ),
        sa.Column("dials", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("dials BETWEEN 3 AND 10", name=op.f("ck_registers_dials")),
        sa.ForeignKeyConstraint(
            ["meter_id"], ["meters.meter_id"], name=op.f("fk_registers_meter_id")
        ),
        sa.PrimaryKeyConstraint("register_id", name=op.f("pk_registers")),
        **OPTIONS,
    )
    op.create_index("uq_registers_meter_id_code", "registers", ["meter_id", "code"], unique=True)
    op.create_table(
        "routes",
        sa.Column("route_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "code", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=16), nullable=False
        ),
        sa.Column(
            "name",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=80),
            nullable=False,
        ),
        sa.Column("office_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.office_id"], name=op.f("fk_routes_office_id")
        ),
        sa.PrimaryKeyConstraint("route_id", name=op.f("pk_routes")),
        **OPTIONS,
    )
    op.create_index("uq_routes_code", "routes", ["code"], unique=True)
    op.create_table(
        "connections",
        sa.Column("connection_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "connection_no",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24),
            nullable=False,
        ),
        sa.Column(
            "address",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=200),
            nullable=False,
        ),
        sa.Column(
            "ward",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=60),
            nullable=False,
        ),
        sa.Column("route_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "premises",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8),
            nullable=False,
        ),
        sa.Column(
            "voltage",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8),
            nullable=False,
        ),
        sa.Column("load_kw", mysql.DECIMAL(precision=18, scale=6), nullable=True),
        sa.Column("load_kva", mysql.DECIMAL(precision=18, scale=6), nullable=True),
        sa.Column("amperes", mysql.DECIMAL(precision=18, scale=6), nullable=True),
        sa.Column(
            "supply",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8),
            nullable=False,
        ),
        sa.Column("disconnect_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "premises IN ('home', 'shop', 'factory')", name=op.f("ck_connections_premises")
        ),
        sa.CheckConstraint("supply IN ('on', 'notice', 'off')", name=op.f("ck_connections_supply")),
        sa.CheckConstraint("voltage IN ('low', 'high')", name=op.f("ck_connections_voltage")),
        sa.ForeignKeyConstraint(
            ["route_id"], ["routes.route_id"], name=op.f("fk_connections_route_id")
        ),
        sa.PrimaryKeyConstraint("connection_id", name=op.f("pk_connections")),
        **OPTIONS,
    )
    op.create_index("uq_connections_connection_no", "connections", ["connection_no"], unique=True)
    op.create_table(
        "former_account_numbers",
        sa.Column(
            "account_no",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24),
            nullable=False,
        ),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.account_id"],
            name=op.f("fk_former_account_numbers_account_id"),
        ),
        sa.PrimaryKeyConstraint("account_no", "account_id", name=op.f("pk_former_account_numbers")),
        **OPTIONS,
    )
    op.create_table(
        "readings",
        sa.Column("reading_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("register_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("value", mysql.DECIMAL(precision=14, scale=3), nullable=False),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8), nullable=False
        ),
        sa.Column(
            "status",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12),
            nullable=False,
        ),
        sa.Column(
            "note",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=True,
        ),
        sa.CheckConstraint("kind IN ('initial', 'period', 'final')", name=op.f("ck_readings_kind")),
        sa.CheckConstraint(
            "status IN ('actual', 'estimated', 'held')", name=op.f("ck_readings_status")
        ),
        sa.CheckConstraint("value >= 0", name=op.f("ck_readings_value")),
        sa.ForeignKeyConstraint(
            ["register_id"], ["registers.register_id"], name=op.f("fk_readings_register_id")
        ),
        sa.PrimaryKeyConstraint("reading_id", name=op.f("pk_readings")),
        **OPTIONS,
    )
    op.create_index(
        "uq_readings_register_id_read_on_kind",
        "readings",
        ["register_id", "read_on", "kind"],
        unique=True,
    )
    op.create_table(
        "account_connections",
        sa.Column("account_connection_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("connection_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("liable_from", sa.Date(), nullable=False),
        sa.Column("liable_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "liable_to IS NULL OR liable_to >= liable_from",
            name=op.f("ck_account_connections_span"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_account_connections_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.connection_id"],
            name=op.f("fk_account_connections_connection_id"),
        ),
        sa.PrimaryKeyConstraint("account_connection_id", name=op.f("pk_account_connections")),
        **OPTIONS,
    )
    op.create_index(
        "ix_account_connections_connection_id",
        "account_connections",
        ["connection_id", "liable_from"],
        unique=False,
    )
    op.create_index(
        "uq_account_connections_span",
        "account_connections",
        ["account_id", "connection_id", "liable_from"],
        unique=True,
    )
    op.create_table(
        "meter_fittings",
        sa.Column("fitting_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("meter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("connection_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fitted_on", sa.Date(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "removed_on IS NULL OR removed_on >= fitted_on", name=op.f("ck_meter_fittings_span")
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.connection_id"],
            name=op.f("fk_meter_fittings_connection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["meter_id"], ["meters.meter_id"], name=op.f("fk_meter_fittings_meter_id")
        ),
        sa.PrimaryKeyConstraint("fitting_id", name=op.f("pk_meter_fittings")),
        **OPTIONS,
    )
    op.create_index(
        "ix_meter_fittings_connection_id",
        "meter_fittings",
        ["connection_id", "removed_on"],
        unique=False,
    )
    op.create_index(
        "uq_meter_fittings_meter_id_fitted_on",
        "meter_fittings",
        ["meter_id", "fitted_on"],
        unique=True,
    )
