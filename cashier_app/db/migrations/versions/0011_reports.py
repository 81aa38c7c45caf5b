"""Locked periods, the indexes of the reports, and the rights to read and to lock."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def upgrade() -> None:
    """Create the tables and indexes; people of the office may read from now on."""
    op.create_table(
        "period_locks",
        sa.Column("locked_to", sa.Date(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("locked_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column(
            "reason",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_period_locks_user_id")
        ),
        sa.PrimaryKeyConstraint("locked_to", name=op.f("pk_period_locks")),
        **OPTIONS,
    )
    op.create_table(
        "period_closings",
        sa.Column("locked_to", sa.Date(), nullable=False),
        sa.Column(
            "tariff_class",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=16),
            nullable=False,
        ),
        sa.Column("closing", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["locked_to"], ["period_locks.locked_to"], name=op.f("fk_period_closings_locked_to")
        ),
        sa.PrimaryKeyConstraint("locked_to", "tariff_class", name=op.f("pk_period_closings")),
        **OPTIONS,
    )
    op.drop_index("ix_bills_status_due_on", "bills")
    op.create_index(
        "ix_bills_status_due_on",
        "bills",
        ["status", "due_on", "balance", "account_id", "connection_id", "issued_on"],
    )
    op.create_index("ix_bills_issued_on", "bills", ["issued_on"])
    op.create_index("ix_bill_adjustments_posted_on", "bill_adjustments", ["posted_on"])
    op.create_index("ix_print_log_stored_at", "print_log", ["stored_at", "copy_no"])
    op.create_index("ix_drawer_events_stored_at", "drawer_events", ["stored_at"])
    op.create_index("ix_approvals_approved_at", "approvals", ["approved_at"])
    op.execute(
        "INSERT IGNORE INTO rights (user_id, activity)"
        " SELECT user_id, 'read_reports' FROM users"
        " WHERE role IN ('supervisor', 'clerk', 'auditor', 'administrator')"
    )
    op.execute(
        "INSERT IGNORE INTO rights (user_id, activity)"
        " SELECT user_id, 'lock_period' FROM users"
        " WHERE role IN ('supervisor', 'clerk', 'administrator')"
    )
