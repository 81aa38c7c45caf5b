"""Audit events, print events and drawer events."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0007"
down_revision = "0006"
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
        "audit_events",
        sa.Column("audit_event_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("counter_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column(
            "act", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=32), nullable=False
        ),
        sa.Column(
            "detail",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=255),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_audit_events_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_audit_events_user_id")
        ),
        sa.PrimaryKeyConstraint("audit_event_id", name=op.f("pk_audit_events")),
        **OPTIONS,
    )
    op.create_index("ix_audit_events_stored_at", "audit_events", ["stored_at"], unique=False)
    op.create_index(
        "ix_audit_events_user_id", "audit_events", ["user_id", "stored_at"], unique=False
    )
    op.create_table(
        "drawer_events",
        sa.Column("drawer_event_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("shift_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column(
            "reason",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "entry_id IS NOT NULL OR reason <> ''", name=op.f("ck_drawer_events_reason")
        ),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_drawer_events_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_drawer_events_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.shift_id"], name=op.f("fk_drawer_events_shift_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_drawer_events_user_id")
        ),
        sa.PrimaryKeyConstraint("drawer_event_id", name=op.f("pk_drawer_events")),
        **OPTIONS,
    )
    op.create_index("ix_drawer_events_shift_id", "drawer_events", ["shift_id"], unique=False)
    op.create_table(
        "print_log",
        sa.Column("print_event_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("copy_no", mysql.SMALLINT(), nullable=False),
        sa.Column(
            "state",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12),
            nullable=False,
        ),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "state IN ('queued', 'printed', 'not printed', 'not known')",
            name=op.f("ck_print_log_state"),
        ),
        sa.CheckConstraint("copy_no >= 0", name=op.f("ck_print_log_copy_no")),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_print_log_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_print_log_entry_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_print_log_user_id")),
        sa.PrimaryKeyConstraint("print_event_id", name=op.f("pk_print_log")),
        **OPTIONS,
    )
    op.create_index(
        "ix_print_log_entry_id",
        "print_log",
        ["entry_id", "copy_no", "print_event_id"],
        unique=False,
    )
