"""Bills, their lines, late charges and adjustments; claims."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0005"
down_revision = "0004"
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
        "bill_series",
        sa.Column(
            "series",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8),
            nullable=False,
        ),
        sa.Column("last_no", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("last_no >= 0", name=op.f("ck_bill_series_last_no")),
        sa.PrimaryKeyConstraint("series", name=op.f("pk_bill_series")),
        **OPTIONS,
    )
    op.create_table(
        "claims",
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("since", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("until", mysql.DATETIME(fsp=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_claims_counter_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_claims_user_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_claims")),
        **OPTIONS,
    )
    op.create_table(
        "bills",
        sa.Column("bill_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "bill_no",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24),
            nullable=True,
        ),
        sa.Column(
            "series",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8),
            nullable=False,
        ),
        sa.Column("running_no", sa.BigInteger(), nullable=True),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("connection_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8), nullable=False
        ),
        sa.Column(
            "title",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=80),
            nullable=False,
        ),
        sa.Column("tariff_version_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("kwh", mysql.DECIMAL(precision=14, scale=3), nullable=True),
        sa.Column("is_estimated", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("total", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column(
            "discount_amount",
            mysql.DECIMAL(precision=18, scale=3),
            server_default="0",
            nullable=False,
        ),
        sa.Column("discount_until", sa.Date(), nullable=True),
        sa.Column("balance", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column(
            "status",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=10),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("kind IN ('period', 'fee')", name=op.f("ck_bills_kind")),
        sa.CheckConstraint(
            "status = 'draft' OR (bill_no IS NOT NULL AND running_no IS NOT NULL AND "
            "issued_on IS NOT NULL AND due_on IS NOT NULL)",
            name=op.f("ck_bills_issued"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'issued', 'part_paid', 'paid', 'cancelled')",
            name=op.f("ck_bills_status"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('paid', 'cancelled') OR balance = 0", name=op.f("ck_bills_paid")
        ),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_bills_balance")),
        sa.CheckConstraint("discount_amount >= 0", name=op.f("ck_bills_discount_amount")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_bills_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.connection_id"], name=op.f("fk_bills_connection_id")
        ),
        sa.ForeignKeyConstraint(
            ["tariff_version_id"],
            ["tariff_versions.tariff_version_id"],
            name=op.f("fk_bills_tariff_version_id"),
        ),
        sa.PrimaryKeyConstraint("bill_id", name=op.f("pk_bills")),
        **OPTIONS,
    )
    op.create_index(
        "ix_bills_account_id_status", "bills", ["account_id", "status", "due_on"], unique=False
    )
    op.create_index("ix_bills_running_no", "bills", ["running_no"], unique=False)
    op.create_index(
        "ix_bills_status_due_on", "bills", ["status", "due_on", "balance"], unique=False
    )
    op.create_index("uq_bills_bill_no", "bills", ["bill_no"], unique=True)
    op.create_index("uq_bills_series_running_no", "bills", ["series", "running_no"], unique=True)
    op.create_table(
        "bill_adjustments",
        sa.Column("adjustment_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("bill_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=16), nullable=False
        ),
        sa.Column("step", sa.SmallInteger(), nullable=True),
        sa.Column("amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column(
            "cause",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("posted_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("line_no", sa.SmallInteger(), nullable=True),
        sa.Column("reverses_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.CheckConstraint(
            "kind IN ('late_charge', 'prompt_discount', 'correction', 'credit_note', 'taken_back')",
            name=op.f("ck_bill_adjustments_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bills.bill_id"], name=op.f("fk_bill_adjustments_bill_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_bill_adjustments_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["bill_adjustments.adjustment_id"],
            name=op.f("fk_bill_adjustments_reverses_id"),
        ),
        sa.PrimaryKeyConstraint("adjustment_id", name=op.f("pk_bill_adjustments")),
        **OPTIONS,
    )
    op.create_index("ix_bill_adjustments_entry_id", "bill_adjustments", ["entry_id"], unique=False)
    op.create_index(
        "uq_bill_adjustments_bill_id_kind_step",
        "bill_adjustments",
        ["bill_id", "kind", "step"],
        unique=True,
    )
    op.create_index(
        "uq_bill_adjustments_reverses_id", "bill_adjustments", ["reverses_id"], unique=True
    )
    op.create_table(
        "bill_late_charges",
        sa.Column("bill_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("step", mysql.SMALLINT(), autoincrement=False, nullable=False),
        sa.Column("post_on", sa.Date(), nullable=False),
        sa.Column("amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_bill_late_charges_amount")),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bills.bill_id"], name=op.f("fk_bill_late_charges_bill_id")
        ),
        sa.PrimaryKeyConstraint("bill_id", "step", name=op.f("pk_bill_late_charges")),
        **OPTIONS,
    )
    op.create_index("ix_bill_late_charges_post_on", "bill_late_charges", ["post_on"], unique=False)
    op.create_table(
        "bill_lines",
        sa.Column("bill_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line_no", mysql.SMALLINT(), autoincrement=False, nullable=False),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12), nullable=False
        ),
        sa.Column(
            "label",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=80),
            nullable=False,
        ),
        sa.Column("quantity", mysql.DECIMAL(precision=18, scale=6), nullable=True),
        sa.Column(
            "unit", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12), nullable=False
        ),
        sa.Column("unit_price", mysql.DECIMAL(precision=18, scale=6), nullable=True),
        sa.Column("amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.ForeignKeyConstraint(["bill_id"], ["bills.bill_id"], name=op.f("fk_bill_lines_bill_id")),
        sa.PrimaryKeyConstraint("bill_id", "line_no", name=op.f("pk_bill_lines")),
        **OPTIONS,
    )
    op.create_table(
        "bill_readings",
        sa.Column("bill_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("to_reading_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("from_reading_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("consumption", mysql.DECIMAL(precision=14, scale=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bills.bill_id"], name=op.f("fk_bill_readings_bill_id")
        ),
        sa.ForeignKeyConstraint(
            ["from_reading_id"],
            ["readings.reading_id"],
            name=op.f("fk_bill_readings_from_reading_id"),
        ),
        sa.ForeignKeyConstraint(
            ["to_reading_id"], ["readings.reading_id"], name=op.f("fk_bill_readings_to_reading_id")
        ),
        sa.PrimaryKeyConstraint("bill_id", "to_reading_id", name=op.f("pk_bill_readings")),
        **OPTIONS,
    )
