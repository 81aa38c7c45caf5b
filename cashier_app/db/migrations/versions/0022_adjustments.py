"""Corrections with a name, office requests, instalment plans."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0022"
down_revision = "0007"
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def _code(name: str, length: int) -> sa.Column[str]:
    kind = mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=length)
    return sa.Column(name, kind, nullable=False)


def _ref(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    """Create the tables of this subject."""
    op.add_column(
        "bill_adjustments",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=True),
    )
    op.create_foreign_key(
        op.f("fk_bill_adjustments_user_id"), "bill_adjustments", "users", ["user_id"], ["user_id"]
    )
    op.create_table(
        "office_requests",
        sa.Column("request_id", mysql.BINARY(length=16), nullable=False),
        _code("act", 24),
        sa.Column("fingerprint", mysql.BINARY(length=32), nullable=False),
        sa.Column("object_id", sa.BigInteger(), nullable=False),
        _ref("user_id"),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        _foreign("office_requests", "user_id", "users.user_id"),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_office_requests")),
        **OPTIONS,
    )
    op.create_table(
        "instalment_plans",
        sa.Column("plan_id", sa.BigInteger(), autoincrement=True, nullable=False),
        _ref("account_id"),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column(
            "note",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        _ref("user_id"),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_instalment_plans_amount")),
        _foreign("instalment_plans", "account_id", "accounts.account_id"),
        _foreign("instalment_plans", "user_id", "users.user_id"),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_instalment_plans")),
        **OPTIONS,
    )
    op.create_index("ix_instalment_plans_account_id", "instalment_plans", ["account_id"])
    op.create_table(
        "instalments",
        _ref("plan_id"),
        sa.Column("number", mysql.SMALLINT(), autoincrement=False, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_instalments_amount")),
        _foreign("instalments", "plan_id", "instalment_plans.plan_id"),
        sa.PrimaryKeyConstraint("plan_id", "number", name=op.f("pk_instalments")),
        **OPTIONS,
    )
    op.create_table(
        "instalment_plan_bills",
        _ref("plan_id"),
        _ref("bill_id"),
        _foreign("instalment_plan_bills", "plan_id", "instalment_plans.plan_id"),
        _foreign("instalment_plan_bills", "bill_id", "bills.bill_id"),
        sa.PrimaryKeyConstraint("plan_id", "bill_id", name=op.f("pk_instalment_plan_bills")),
        **OPTIONS,
    )
    op.create_table(
        "instalment_plan_ends",
        _ref("plan_id"),
        _code("why", 12),
        sa.Column("ended_on", sa.Date(), nullable=False),
        _ref("user_id"),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.CheckConstraint(
            "why IN ('kept', 'broken', 'withdrawn')", name=op.f("ck_instalment_plan_ends_why")
        ),
        _foreign("instalment_plan_ends", "plan_id", "instalment_plans.plan_id"),
        _foreign("instalment_plan_ends", "user_id", "users.user_id"),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_instalment_plan_ends")),
        **OPTIONS,
    )
