"""What a restored backup lost: numbers that are explained, and payments entered again.

Revision ID: 0140
Revises: 0130
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0140"
down_revision = "0130"
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def _id(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _line_no(name: str) -> sa.Column[Any]:
    return sa.Column(name, mysql.SMALLINT(), autoincrement=False, nullable=False)


def _text(name: str, length: int) -> sa.Column[Any]:
    kind = mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=length)
    return sa.Column(name, kind, nullable=False)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """A loss belongs to no shift: the shifts of that day may be lost themselves."""
    op.execute("ALTER TABLE journal DROP CONSTRAINT ck_journal_shift")
    op.create_check_constraint(
        op.f("ck_journal_shift"), "journal", "kind IN ('safe', 'lost') OR shift_id IS NOT NULL"
    )
    op.create_table(
        "losses",
        _id("entry_id"),
        _text("reason", 160),
        _id("approval_id"),
        _foreign("losses", "entry_id", "journal.entry_id"),
        _foreign("losses", "approval_id", "approvals.approval_id"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_losses")),
        **OPTIONS,
    )
    _lost_numbers()
    op.create_table(
        "reentries",
        _id("entry_id"),
        _id("lost_entry_id"),
        _line_no("lost_line_no"),
        sa.Column("value_date", sa.Date(), nullable=False),
        _foreign("reentries", "entry_id", "payments.payment_id"),
        _foreign("reentries", "lost_entry_id", "losses.entry_id"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_reentries")),
        **OPTIONS,
    )
    op.create_index(
        "uq_reentries_lost_entry_id", "reentries", ["lost_entry_id", "lost_line_no"], unique=True
    )


def _lost_numbers() -> None:
    op.create_table(
        "lost_numbers",
        _id("entry_id"),
        _line_no("line_no"),
        _id("counter_id"),
        sa.Column(
            "kind",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12),
            nullable=False,
        ),
        _id("number"),
        sa.Column("request_id", mysql.BINARY(length=16), nullable=True),
        sa.Column("hash", mysql.BINARY(length=32), nullable=True),
        sa.Column("total", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("taken_at", mysql.DATETIME(fsp=6), nullable=True),
        sa.Column("enter_again", sa.Boolean(), server_default="0", nullable=False),
        _text("person", 80),
        sa.Column(
            "order_text",
            mysql.MEDIUMTEXT(charset="utf8mb4", collation="utf8mb4_bin"),
            nullable=False,
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_lost_numbers_number")),
        sa.CheckConstraint(
            "request_id IS NOT NULL OR enter_again = 0", name=op.f("ck_lost_numbers_known")
        ),
        _foreign("lost_numbers", "entry_id", "losses.entry_id"),
        _foreign("lost_numbers", "counter_id", "counters.counter_id"),
        _foreign("lost_numbers", "request_id", "requests.request_id"),
        sa.PrimaryKeyConstraint("entry_id", "line_no", name=op.f("pk_lost_numbers")),
        **OPTIONS,
    )
    op.create_index("ix_lost_numbers_counter_id", "lost_numbers", ["counter_id", "kind", "number"])
    op.create_index("uq_lost_numbers_request_id", "lost_numbers", ["request_id"], unique=True)


def downgrade() -> None:
    """Nothing is lost any more."""
    for table in ("reentries", "lost_numbers", "losses"):
        op.drop_table(table)
    op.execute("ALTER TABLE journal DROP CONSTRAINT ck_journal_shift")
    op.create_check_constraint(
        op.f("ck_journal_shift"), "journal", "kind = 'safe' OR shift_id IS NOT NULL"
    )
