"""Handovers, surprise counts, decisions on differences, unsettled items, the safe's own entries."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0008"
down_revision = "0023"
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}
NEW_KINDS = ("check", "decision", "safe")


def upgrade() -> None:
    """Open the journal for the new kinds, then create their tables."""
    _open_journal()
    _widen_movements()
    _create_handovers()
    _create_drawer_checks()
    _widen_z_reports()
    _create_decisions()
    _create_unsettled_items()
    _create_safe()
    # A Z counts the copies of its shift; without this it reads every paper ever printed.
    op.create_index("ix_print_log_counter_id", "print_log", ["counter_id", "stored_at"])
    _grant_rights()


def _grant_rights() -> None:
    """Who takes payments, and who approves, works with cash besides payments, too."""
    for activity in ("pay_in", "move_cash"):
        op.execute(
            "INSERT IGNORE INTO rights (user_id, activity)"  # noqa: S608 - our own words
            f" SELECT user_id, '{activity}' FROM rights WHERE activity = 'take_payment'"
        )
    op.execute(
        "INSERT IGNORE INTO rights (user_id, activity, limit_amount)"
        " SELECT r.user_id, 'pay_out', IF(u.role = 'cashier', 500, NULL)"
        " FROM rights r JOIN users u ON u.user_id = r.user_id WHERE r.activity = 'take_payment'"
    )
    for activity in ("check_drawer", "decide_difference", "keep_safe", "see_day"):
        op.execute(
            "INSERT IGNORE INTO rights (user_id, activity)"  # noqa: S608 - our own words
            f" SELECT user_id, '{activity}' FROM rights WHERE activity = 'approve'"
        )


def _id(name: str, *, null: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=null)


def _money(name: str) -> sa.Column[Any]:
    return sa.Column(name, mysql.DECIMAL(precision=18, scale=3), nullable=False)


def _text(name: str, length: int) -> sa.Column[Any]:
    kind = mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=length)
    return sa.Column(name, kind, nullable=False)


def _code(name: str, length: int) -> sa.Column[Any]:
    kind = mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=length)
    return sa.Column(name, kind, nullable=False)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> None:
    """Replace a check: by DROP CONSTRAINT, which both servers know."""
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT ck_{table}_{name}")
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)


def _open_journal() -> None:
    op.alter_column("journal", "shift_id", existing_type=sa.BigInteger(), nullable=True)
    _check(
        "journal",
        "kind",
        "kind IN ('opening', 'payment', 'undo', 'reversal', 'correction', 'move', 'refund',"
        " 'bounce', 'movement', 'count', 'z', 'lost', 'check', 'decision', 'safe')",
    )
    op.create_check_constraint(
        op.f("ck_journal_shift"), "journal", "kind = 'safe' OR shift_id IS NOT NULL"
    )
    for kind in NEW_KINDS:
        op.execute(
            "INSERT INTO series (counter_id, kind, last_no, total)"  # noqa: S608 - our own words
            f" SELECT c.counter_id, '{kind}', 0, 0 FROM counters c"
        )


def _widen_movements() -> None:
    _check(
        "cash_movements",
        "kind",
        "kind IN ('paid_in', 'paid_out', 'drop', 'change', 'handover', 'no_sale')",
    )
    _check(
        "cash_movements",
        "amount",
        "(kind = 'paid_in' AND amount > 0) OR (kind IN ('paid_out', 'drop') AND amount < 0)"
        " OR (kind = 'handover' AND amount <> 0) OR (kind IN ('change', 'no_sale') AND amount = 0)",
    )
    _check("denomination_counts", "pieces", "pieces <> 0")


def _create_handovers() -> None:
    op.create_table(
        "handovers",
        _id("entry_id"),
        _id("receiver_id"),
        _foreign("handovers", "entry_id", "cash_movements.entry_id"),
        _foreign("handovers", "receiver_id", "users.user_id"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_handovers")),
        **OPTIONS,
    )
    op.create_index("ix_handovers_receiver_id", "handovers", ["receiver_id"], unique=False)
    op.create_table(
        "handover_ends",
        _id("handover_id"),
        _id("entry_id"),
        _foreign("handover_ends", "handover_id", "handovers.entry_id"),
        _foreign("handover_ends", "entry_id", "cash_movements.entry_id"),
        sa.PrimaryKeyConstraint("handover_id", name=op.f("pk_handover_ends")),
        **OPTIONS,
    )
    op.create_index("uq_handover_ends_entry_id", "handover_ends", ["entry_id"], unique=True)


def _create_drawer_checks() -> None:
    op.create_table(
        "drawer_checks",
        _id("entry_id"),
        _id("shift_id"),
        _money("counted"),
        _money("expected"),
        _money("difference"),
        _text("reason", 160),
        sa.CheckConstraint(
            "difference = counted - expected", name=op.f("ck_drawer_checks_difference")
        ),
        _foreign("drawer_checks", "entry_id", "journal.entry_id"),
        _foreign("drawer_checks", "shift_id", "shifts.shift_id"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_drawer_checks")),
        **OPTIONS,
    )
    op.create_index("ix_drawer_checks_shift_id", "drawer_checks", ["shift_id"], unique=False)


def _widen_z_reports() -> None:
    op.add_column(
        "z_reports", sa.Column("reversals", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column(
        "z_reports",
        sa.Column(
            "reversed_amount",
            mysql.DECIMAL(precision=18, scale=3),
            server_default="0",
            nullable=False,
        ),
    )
    op.add_column("z_reports", _id("approval_id", null=True))
    op.create_foreign_key(
        op.f("fk_z_reports_approval_id"),
        "z_reports",
        "approvals",
        ["approval_id"],
        ["approval_id"],
    )


def _create_decisions() -> None:
    op.create_table(
        "decisions",
        _id("entry_id"),
        _id("z_entry_id"),
        _code("outcome", 12),
        _money("amount"),
        _text("reason", 160),
        sa.CheckConstraint("outcome IN ('accepted', 'charged')", name=op.f("ck_decisions_outcome")),
        _foreign("decisions", "entry_id", "journal.entry_id"),
        _foreign("decisions", "z_entry_id", "z_reports.entry_id"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_decisions")),
        **OPTIONS,
    )
    op.create_index("uq_decisions_z_entry_id", "decisions", ["z_entry_id"], unique=True)


def _create_unsettled_items() -> None:
    op.create_table(
        "unsettled_items",
        _id("z_entry_id"),
        sa.Column("request_id", sa.BINARY(length=16), nullable=False),
        _code("act", 12),
        _money("total"),
        sa.Column("sent_at", mysql.DATETIME(fsp=6), nullable=False),
        _foreign("unsettled_items", "z_entry_id", "z_reports.entry_id"),
        sa.PrimaryKeyConstraint("z_entry_id", "request_id", name=op.f("pk_unsettled_items")),
        **OPTIONS,
    )
    op.create_index(
        "ix_unsettled_items_request_id", "unsettled_items", ["request_id"], unique=False
    )


def _create_safe() -> None:
    # No program before this revision wrote the safe's ledger.
    op.add_column("safe_entries", _money("balance_after"))
    op.create_check_constraint(
        op.f("ck_safe_entries_balance_after"), "safe_entries", "balance_after >= 0"
    )
    op.create_table(
        "deposits",
        _id("entry_id"),
        _text("bag_no", 40),
        _text("bank", 80),
        _foreign("deposits", "entry_id", "journal.entry_id"),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_deposits")),
        **OPTIONS,
    )
    op.create_index("uq_deposits_bag_no", "deposits", ["bag_no"], unique=True)
