"""Shifts, requests and the journal with its chains and series."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0004"
down_revision = "0003"
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
        "counter_chains",
        sa.Column("counter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_chain_no", sa.BigInteger(), nullable=False),
        sa.Column("last_hash", sa.BINARY(length=32), nullable=False),
        sa.Column("last_stored_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_counter_chains_counter_id")
        ),
        sa.PrimaryKeyConstraint("counter_id", name=op.f("pk_counter_chains")),
        **OPTIONS,
    )
    op.create_table(
        "requests",
        sa.Column("request_id", sa.BINARY(length=16), nullable=False),
        sa.Column("fingerprint", sa.BINARY(length=32), nullable=False),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12), nullable=False
        ),
        sa.Column(
            "state", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8), nullable=False
        ),
        sa.Column("counter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.CheckConstraint("state IN ('done', 'void')", name=op.f("ck_requests_state")),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_requests_counter_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_requests_user_id")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_requests")),
        **OPTIONS,
    )
    op.create_table(
        "series",
        sa.Column("counter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12), nullable=False
        ),
        sa.Column("last_no", sa.BigInteger(), nullable=False),
        sa.Column("total", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.CheckConstraint("last_no >= 0", name=op.f("ck_series_last_no")),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_series_counter_id")
        ),
        sa.PrimaryKeyConstraint("counter_id", "kind", name=op.f("pk_series")),
        **OPTIONS,
    )
    op.create_table(
        "shifts",
        sa.Column("shift_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("opened_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("float_amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column(
            "state", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8), nullable=False
        ),
        sa.Column("receipts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("undos", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "cash_taken", mysql.DECIMAL(precision=18, scale=3), server_default="0", nullable=False
        ),
        sa.Column(
            "movements", mysql.DECIMAL(precision=18, scale=3), server_default="0", nullable=False
        ),
        sa.Column("counted_at", mysql.DATETIME(fsp=6), nullable=True),
        sa.Column("closed_at", mysql.DATETIME(fsp=6), nullable=True),
        sa.Column(
            "open_counter",
            sa.BigInteger(),
            sa.Computed("CASE WHEN state = 'open' THEN counter_id END", persisted=True),
            nullable=True,
        ),
        sa.Column(
            "open_user",
            sa.BigInteger(),
            sa.Computed("CASE WHEN state = 'open' THEN user_id END", persisted=True),
            nullable=True,
        ),
        sa.CheckConstraint("state IN ('open', 'counting', 'closed')", name=op.f("ck_shifts_state")),
        sa.CheckConstraint("float_amount >= 0", name=op.f("ck_shifts_float_amount")),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_shifts_counter_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_shifts_user_id")),
        sa.PrimaryKeyConstraint("shift_id", name=op.f("pk_shifts")),
        **OPTIONS,
    )
    op.create_index("ix_shifts_business_date", "shifts", ["business_date"], unique=False)
    op.create_index("ix_shifts_counter_id", "shifts", ["counter_id", "shift_id"], unique=False)
    op.create_index("uq_shifts_open_counter", "shifts", ["open_counter"], unique=True)
    op.create_index("uq_shifts_open_user", "shifts", ["open_user"], unique=True)
    op.create_table(
        "journal",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12), nullable=False
        ),
        sa.Column("counter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("chain_no", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.BINARY(length=16), nullable=False),
        sa.Column("shift_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("taken_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("canonical", mysql.MEDIUMBLOB(), nullable=False),
        sa.Column("previous_hash", sa.BINARY(length=32), nullable=False),
        sa.Column("hash", sa.BINARY(length=32), nullable=False),
        sa.CheckConstraint(
            "kind IN ('opening', 'payment', 'undo', 'reversal', 'correction', 'move', "
            "'refund', 'bounce', 'movement', 'count', 'z', 'lost')",
            name=op.f("ck_journal_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_journal_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.request_id"], name=op.f("fk_journal_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.shift_id"], name=op.f("fk_journal_shift_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_journal_user_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_journal")),
        **OPTIONS,
    )
    op.create_index(
        "ix_journal_business_date_kind", "journal", ["business_date", "kind"], unique=False
    )
    op.create_index("ix_journal_shift_id_kind", "journal", ["shift_id", "kind"], unique=False)
    op.create_index(
        "uq_journal_counter_id_chain_no", "journal", ["counter_id", "chain_no"], unique=True
    )
    op.create_index(
        "uq_journal_counter_id_kind_number",
        "journal",
        ["counter_id", "kind", "number"],
        unique=True,
    )
    op.create_index("uq_journal_request_id", "journal", ["request_id"], unique=True)
