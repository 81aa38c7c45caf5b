"""What belongs to journal entries: payments, tenders, approvals, counts, Z reports, the safe."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0006"
down_revision = "0005"
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
        "approvals",
        sa.Column("approval_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "act", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24), nullable=False
        ),
        sa.Column("request_id", sa.BINARY(length=16), nullable=False),
        sa.Column("fingerprint", sa.BINARY(length=32), nullable=False),
        sa.Column("amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column(
            "reason",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("approved_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("ends_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.user_id"], name=op.f("fk_approvals_user_id")),
        sa.PrimaryKeyConstraint("approval_id", name=op.f("pk_approvals")),
        **OPTIONS,
    )
    op.create_index("uq_approvals_request_id", "approvals", ["request_id"], unique=True)
    op.create_table(
        "approval_uses",
        sa.Column("approval_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approvals.approval_id"], name=op.f("fk_approval_uses_approval_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_approval_uses_entry_id")
        ),
        sa.PrimaryKeyConstraint("approval_id", name=op.f("pk_approval_uses")),
        **OPTIONS,
    )
    op.create_index("uq_approval_uses_entry_id", "approval_uses", ["entry_id"], unique=True)
    op.create_table(
        "cash_movements",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shift_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12), nullable=False
        ),
        sa.Column("amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column(
            "reason",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.CheckConstraint(
            "kind IN ('paid_in', 'paid_out', 'drop', 'change', 'handover')",
            name=op.f("ck_cash_movements_kind"),
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_cash_movements_amount")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_cash_movements_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.shift_id"], name=op.f("fk_cash_movements_shift_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_cash_movements")),
        **OPTIONS,
    )
    op.create_index("ix_cash_movements_shift_id", "cash_movements", ["shift_id"], unique=False)
    op.create_table(
        "cheque_events",
        sa.Column("cheque_event_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line_no", mysql.SMALLINT(), nullable=False),
        sa.Column(
            "state",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12),
            nullable=False,
        ),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "state IN ('listed', 'cleared', 'bounced')", name=op.f("ck_cheque_events_state")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_cheque_events_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_cheque_events_user_id")
        ),
        sa.PrimaryKeyConstraint("cheque_event_id", name=op.f("pk_cheque_events")),
        **OPTIONS,
    )
    op.create_table(
        "cheques",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line_no", mysql.SMALLINT(), autoincrement=False, nullable=False),
        sa.Column(
            "bank",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=80),
            nullable=False,
        ),
        sa.Column(
            "cheque_no",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24),
            nullable=False,
        ),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_cheques_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "line_no", name=op.f("pk_cheques")),
        **OPTIONS,
    )
    op.create_index("ix_cheques_cheque_no", "cheques", ["cheque_no"], unique=False)
    op.create_table(
        "counts",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shift_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8), nullable=False
        ),
        sa.Column("counted", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("cheques", sa.Integer(), nullable=False),
        sa.Column("card_slips", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('opening', 'closing')", name=op.f("ck_counts_kind")),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_counts_counted")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_counts_entry_id")
        ),
        sa.ForeignKeyConstraint(["shift_id"], ["shifts.shift_id"], name=op.f("fk_counts_shift_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_counts")),
        **OPTIONS,
    )
    op.create_index("uq_counts_shift_id_kind", "counts", ["shift_id", "kind"], unique=True)
    op.create_table(
        "credit_entries",
        sa.Column("credit_entry_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("line_no", mysql.SMALLINT(), nullable=True),
        sa.Column("bill_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("balance_after", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_credit_entries_amount")),
        sa.CheckConstraint("balance_after >= 0", name=op.f("ck_credit_entries_balance_after")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_credit_entries_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bills.bill_id"], name=op.f("fk_credit_entries_bill_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_credit_entries_entry_id")
        ),
        sa.PrimaryKeyConstraint("credit_entry_id", name=op.f("pk_credit_entries")),
        **OPTIONS,
    )
    op.create_index(
        "ix_credit_entries_account_id",
        "credit_entries",
        ["account_id", "credit_entry_id"],
        unique=False,
    )
    op.create_index(
        "uq_credit_entries_entry_id_line_no", "credit_entries", ["entry_id", "line_no"], unique=True
    )
    op.create_table(
        "denomination_counts",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("value", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.CheckConstraint("pieces > 0", name=op.f("ck_denomination_counts_pieces")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_denomination_counts_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "value", name=op.f("pk_denomination_counts")),
        **OPTIONS,
    )
    op.create_table(
        "payment_allocations",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line_no", mysql.SMALLINT(), autoincrement=False, nullable=False),
        sa.Column("bill_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("balance_after", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_payment_allocations_amount")),
        sa.CheckConstraint("balance_after >= 0", name=op.f("ck_payment_allocations_balance_after")),
        sa.ForeignKeyConstraint(
            ["bill_id"], ["bills.bill_id"], name=op.f("fk_payment_allocations_bill_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_payment_allocations_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "line_no", name=op.f("pk_payment_allocations")),
        **OPTIONS,
    )
    op.create_index(
        "ix_payment_allocations_bill_id",
        "payment_allocations",
        ["bill_id", "entry_id"],
        unique=False,
    )
    op.create_table(
        "payments",
        sa.Column("payment_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "receipt_no",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=16),
            nullable=False,
        ),
        sa.Column(
            "rounding", mysql.DECIMAL(precision=18, scale=3), server_default="0", nullable=False
        ),
        sa.Column("due_after", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("credit_after", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_payments_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["journal.entry_id"], name=op.f("fk_payments_payment_id")
        ),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_payments")),
        **OPTIONS,
    )
    op.create_index(
        "ix_payments_account_id", "payments", ["account_id", "payment_id"], unique=False
    )
    op.create_index("uq_payments_receipt_no", "payments", ["receipt_no"], unique=True)
    op.create_table(
        "reversals",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("undone_entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12), nullable=False
        ),
        sa.Column(
            "reason",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.Column("approval_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column("account_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("due_after", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("credit_after", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.CheckConstraint(
            "kind = 'undo' OR approval_id IS NOT NULL", name=op.f("ck_reversals_approval")
        ),
        sa.CheckConstraint(
            "kind IN ('undo', 'reversal', 'move', 'bounce')", name=op.f("ck_reversals_kind")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_reversals_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["approval_id"], ["approvals.approval_id"], name=op.f("fk_reversals_approval_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_reversals_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_entry_id"], ["journal.entry_id"], name=op.f("fk_reversals_undone_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_reversals")),
        **OPTIONS,
    )
    op.create_index("uq_reversals_undone_entry_id", "reversals", ["undone_entry_id"], unique=True)
    op.create_table(
        "safe_entries",
        sa.Column("safe_entry_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("office_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12), nullable=False
        ),
        sa.Column("amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column(
            "reason",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.CheckConstraint(
            "kind IN ('opening', 'drop', 'closing', 'float', 'change', 'deposit', 'count')",
            name=op.f("ck_safe_entries_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_safe_entries_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["offices.office_id"], name=op.f("fk_safe_entries_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_safe_entries_user_id")
        ),
        sa.PrimaryKeyConstraint("safe_entry_id", name=op.f("pk_safe_entries")),
        **OPTIONS,
    )
    op.create_index(
        "ix_safe_entries_office_id", "safe_entries", ["office_id", "stored_at"], unique=False
    )
    op.create_index(
        "uq_safe_entries_entry_id_kind", "safe_entries", ["entry_id", "kind"], unique=True
    )
    op.create_table(
        "tenders",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line_no", mysql.SMALLINT(), autoincrement=False, nullable=False),
        sa.Column("shift_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8), nullable=False
        ),
        sa.Column("tendered", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("change_given", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.CheckConstraint("kind = 'cash' OR change_given = 0", name=op.f("ck_tenders_change")),
        sa.CheckConstraint("kind IN ('cash', 'cheque', 'card')", name=op.f("ck_tenders_kind")),
        sa.CheckConstraint(
            "(tendered > 0 AND change_given BETWEEN 0 AND tendered) OR (tendered < 0 AND "
            "change_given BETWEEN tendered AND 0)",
            name=op.f("ck_tenders_amount"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_tenders_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.shift_id"], name=op.f("fk_tenders_shift_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "line_no", name=op.f("pk_tenders")),
        **OPTIONS,
    )
    op.create_index(
        "ix_tenders_shift_id_kind",
        "tenders",
        ["shift_id", "kind", "tendered", "change_given"],
        unique=False,
    )
    op.create_table(
        "z_reports",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shift_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("float_amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("cash_taken", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("movements", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("expected", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("counted", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("difference", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column(
            "reason",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=160),
            nullable=False,
        ),
        sa.Column("is_decided", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("receipts", sa.Integer(), nullable=False),
        sa.Column(
            "first_receipt",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=16),
            nullable=False,
        ),
        sa.Column(
            "last_receipt",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=16),
            nullable=False,
        ),
        sa.Column("undos", sa.Integer(), nullable=False),
        sa.Column("undone_amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.Column("reprints", sa.Integer(), nullable=False),
        sa.Column("drawer_openings", sa.Integer(), nullable=False),
        sa.Column("grand_total", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.CheckConstraint("difference = counted - expected", name=op.f("ck_z_reports_difference")),
        sa.CheckConstraint(
            "expected = float_amount + cash_taken + movements", name=op.f("ck_z_reports_expected")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_z_reports_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.shift_id"], name=op.f("fk_z_reports_shift_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_z_reports")),
        **OPTIONS,
    )
    op.create_index("uq_z_reports_shift_id", "z_reports", ["shift_id"], unique=True)
    op.create_table(
        "z_signatures",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counter_key_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("signature", sa.BINARY(length=64), nullable=False),
        sa.Column("signed_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_key_id"],
            ["counter_keys.counter_key_id"],
            name=op.f("fk_z_signatures_counter_key_id"),
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["z_reports.entry_id"], name=op.f("fk_z_signatures_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_z_signatures")),
        **OPTIONS,
    )
    op.create_table(
        "z_tenders",
        sa.Column("entry_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8), nullable=False
        ),
        sa.Column("receipts", sa.Integer(), nullable=False),
        sa.Column("amount", mysql.DECIMAL(precision=18, scale=3), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["z_reports.entry_id"], name=op.f("fk_z_tenders_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "kind", name=op.f("pk_z_tenders")),
        **OPTIONS,
    )
