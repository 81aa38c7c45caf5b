"""Corrections: what a reversal is of, tender corrections, refunds, bounces, acts that wait."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0010"
down_revision = "0022"
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}
RIGHTS = ("reverse_payment", "move_payment", "correct_tender", "refund_credit")


def upgrade() -> None:
    """Create the tables of this subject; who may undo may ask for a correction from now on."""
    _extend_reversals()
    _create_corrections()
    _create_waiting()
    for activity in RIGHTS:
        op.execute(
            "INSERT INTO rights (user_id, activity, limit_amount)"  # noqa: S608 - own words
            f" SELECT user_id, '{activity}', NULL FROM rights WHERE activity = 'undo_payment'"
        )
    op.execute(
        "INSERT INTO rights (user_id, activity, limit_amount)"
        " SELECT user_id, 'bounce_cheque', limit_amount FROM rights WHERE activity = 'approve'"
    )


def _extend_reversals() -> None:
    op.add_column(
        "reversals", sa.Column("payment_id", sa.BigInteger(), autoincrement=False, nullable=True)
    )
    op.add_column(
        "reversals", sa.Column("rounding", mysql.DECIMAL(precision=18, scale=3), nullable=True)
    )
    op.create_index("ix_reversals_payment_id", "reversals", ["payment_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_reversals_payment_id"), "reversals", "payments", ["payment_id"], ["payment_id"]
    )
    # One statement for both servers; Alembic would write a clause that only one of them knows.
    op.execute("ALTER TABLE reversals DROP CONSTRAINT ck_reversals_approval")
    # MySQL keeps a word added later in the connection's character set, not in the column's.
    ascii_ = "" if getattr(op.get_bind().dialect, "is_mariadb", False) else "_ascii"
    op.create_check_constraint(
        op.f("ck_reversals_approval"),
        "reversals",
        f"kind IN ({ascii_}'undo', {ascii_}'bounce') OR approval_id IS NOT NULL",
    )


def _create_corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payment_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "reason",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.Column("approval_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approvals.approval_id"], name=op.f("fk_corrections_approval_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_corrections_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.payment_id"], name=op.f("fk_corrections_payment_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_corrections")),
        **OPTIONS,
    )
    op.create_index("ix_corrections_payment_id", "corrections", ["payment_id"], unique=False)
    op.create_table(
        "refunds",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "reason",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.Column("approval_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("due_after", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("credit_after", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_refunds_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approvals.approval_id"], name=op.f("fk_refunds_approval_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_refunds_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_refunds")),
        **OPTIONS,
    )
    op.create_index("ix_refunds_account_id", "refunds", ["account_id"], unique=False)
    op.create_table(
        "bounces",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("cheque_entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line_no", mysql.SMALLINT(), nullable=False),
        sa.Column("fee_bill_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.ForeignKeyConstraint(
            ["cheque_entry_id"], ["journal.entry_id"], name=op.f("fk_bounces_cheque_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_bounces_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["fee_bill_id"], ["bills.bill_id"], name=op.f("fk_bounces_fee_bill_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_bounces")),
        **OPTIONS,
    )
    op.create_index(
        "uq_bounces_cheque_entry_id_line_no",
        "bounces",
        ["cheque_entry_id", "line_no"],
        unique=True,
    )


def _create_waiting() -> None:
    op.create_table(
        "waiting_acts",
        sa.Column("waiting_act_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "act", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24), nullable=False
        ),
        sa.Column("request_id", sa.BINARY(length=16), nullable=False),
        sa.Column("fingerprint", sa.BINARY(length=32), nullable=False),
        sa.Column(
            "order_text",
            mysql.MEDIUMTEXT(charset="utf8mb4", collation="utf8mb4_bin"),
            nullable=False,
        ),
        sa.Column("amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column(
            "reason",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.Column(
            "subject",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_waiting_acts_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_waiting_acts_user_id")
        ),
        sa.PrimaryKeyConstraint("waiting_act_id", name=op.f("pk_waiting_acts")),
        **OPTIONS,
    )
    op.create_index("uq_waiting_acts_request_id", "waiting_acts", ["request_id"], unique=True)
    op.create_index(
        "ix_waiting_acts_user_id", "waiting_acts", ["user_id", "waiting_act_id"], unique=False
    )
    op.create_table(
        "waiting_events",
        sa.Column("waiting_event_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("waiting_act_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "state",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12),
            nullable=False,
        ),
        sa.Column(
            "reason",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counter_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.CheckConstraint(
            "state IN ('approved', 'declined', 'withdrawn')", name=op.f("ck_waiting_events_state")
        ),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_waiting_events_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_waiting_events_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["waiting_act_id"],
            ["waiting_acts.waiting_act_id"],
            name=op.f("fk_waiting_events_waiting_act_id"),
        ),
        sa.PrimaryKeyConstraint("waiting_event_id", name=op.f("pk_waiting_events")),
        **OPTIONS,
    )
    op.create_index(
        "ix_waiting_events_waiting_act_id",
        "waiting_events",
        ["waiting_act_id", "waiting_event_id"],
        unique=False,
    )
