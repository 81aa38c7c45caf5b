"""Slips of who came to pay and could not; the bills that wait for them.

Revision ID: 0190
Revises: 0165
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0190"
down_revision = "0165"
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def _big(name: str, *, counted: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=counted, nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, mysql.DATETIME(fsp=6), nullable=False)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Two insert-only tables."""
    table = "payment_attempts"
    op.create_table(
        table,
        _big("attempt_id", counted=True),
        _big("account_id"),
        _big("counter_id"),
        _big("user_id"),
        sa.Column(
            "reason",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12),
            nullable=False,
        ),
        _moment("tried_at"),
        sa.Column("tried_on", sa.Date(), nullable=False),
        sa.Column("holds_until", sa.Date(), nullable=False),
        _moment("stored_at"),
        sa.CheckConstraint(
            "reason IN ('line', 'unknown', 'held', 'change', 'closing', 'other')",
            name=op.f("ck_payment_attempts_reason"),
        ),
        sa.CheckConstraint("holds_until > tried_on", name=op.f("ck_payment_attempts_holds_until")),
        _foreign(table, "account_id", "accounts.account_id"),
        _foreign(table, "counter_id", "counters.counter_id"),
        _foreign(table, "user_id", "users.user_id"),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_payment_attempts")),
        **OPTIONS,
    )
    op.create_index("uq_payment_attempts_tried_on", table, ["account_id", "tried_on"], unique=True)
    op.create_table(
        "attempt_bills",
        _big("bill_id"),
        _big("attempt_id"),
        _foreign("attempt_bills", "bill_id", "bills.bill_id"),
        _foreign("attempt_bills", "attempt_id", "payment_attempts.attempt_id"),
        sa.PrimaryKeyConstraint("bill_id", name=op.f("pk_attempt_bills")),
        **OPTIONS,
    )
    op.create_index("ix_attempt_bills_attempt_id", "attempt_bills", ["attempt_id"])


def downgrade() -> None:
    """Take both away again."""
    op.drop_table("attempt_bills")
    op.drop_table("payment_attempts")
