"""Cheques and card slips with their numbers, the cheque register, money from outside the hall."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def _code(length: int) -> mysql.VARCHAR:
    return mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=length)


def _text(length: int) -> mysql.VARCHAR:
    return mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=length)


def _ref(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _line_no() -> sa.Column[int]:
    return sa.Column("line_no", mysql.SMALLINT(), autoincrement=False, nullable=False)


def _money(name: str) -> sa.Column[Any]:
    return sa.Column(name, mysql.DECIMAL(precision=18, scale=3), nullable=False)


def upgrade() -> None:
    """Widen the tenders, then create the tables of this subject."""
    op.execute("ALTER TABLE tenders DROP CONSTRAINT ck_tenders_kind")
    op.create_check_constraint(
        op.f("ck_tenders_kind"), "tenders", "kind IN ('cash', 'cheque', 'card', 'transfer')"
    )
    _cheques()
    _card_slips()
    _outside()
    # A channel has no computer that could keep a secret: its token is its name.
    op.execute(
        "UPDATE counters SET token_hash = UNHEX(SHA2(CONCAT('channel-', code), 256))"
        " WHERE channel <> 'hall'"
    )


def _cheques() -> None:
    op.add_column(
        "cheques",
        sa.Column("face_amount", mysql.DECIMAL(precision=18, scale=3), nullable=True),
    )
    op.execute("DROP TRIGGER IF EXISTS cheques_no_update")
    op.execute(
        "UPDATE cheques q JOIN tenders t ON t.entry_id = q.entry_id AND t.line_no = q.line_no"
        " SET q.face_amount = t.tendered"
    )
    op.alter_column(
        "cheques",
        "face_amount",
        existing_type=mysql.DECIMAL(precision=18, scale=3),
        nullable=False,
    )
    op.create_table(
        "cheque_numbers",
        sa.Column("bank", _text(80), nullable=False),
        sa.Column("cheque_no", _code(24), nullable=False),
        sa.PrimaryKeyConstraint("bank", "cheque_no", name=op.f("pk_cheque_numbers")),
        **OPTIONS,
    )
    op.create_table(
        "cheque_deposits",
        sa.Column("deposit_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("bank", _text(80), nullable=False),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=False),
        _ref("user_id"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_cheque_deposits_user_id")
        ),
        sa.PrimaryKeyConstraint("deposit_id", name=op.f("pk_cheque_deposits")),
        **OPTIONS,
    )
    op.add_column(
        "cheque_events",
        sa.Column("deposit_id", sa.BigInteger(), autoincrement=False, nullable=True),
    )
    op.create_foreign_key(
        op.f("fk_cheque_events_deposit_id"),
        "cheque_events",
        "cheque_deposits",
        ["deposit_id"],
        ["deposit_id"],
    )
    op.create_index(
        "uq_cheque_events_entry_id", "cheque_events", ["entry_id", "line_no", "state"], unique=True
    )
    op.create_check_constraint(
        op.f("ck_cheque_events_deposit"),
        "cheque_events",
        "(state = 'listed') = (deposit_id IS NOT NULL)",
    )


def _card_slips() -> None:
    op.create_table(
        "card_slips",
        _ref("entry_id"),
        _line_no(),
        sa.Column("slip_no", _code(24), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_card_slips_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "line_no", name=op.f("pk_card_slips")),
        **OPTIONS,
    )


def _outside() -> None:
    op.create_table(
        "payment_files",
        _ref("shift_id"),
        sa.Column("file_name", _text(160), nullable=False),
        sa.Column("sha256", mysql.BINARY(length=32), nullable=False),
        sa.Column("receipts", sa.Integer(), nullable=False),
        _money("total"),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["shifts.shift_id"], name=op.f("fk_payment_files_shift_id")
        ),
        sa.PrimaryKeyConstraint("shift_id", name=op.f("pk_payment_files")),
        **OPTIONS,
    )
    op.create_table(
        "paper_lines",
        _ref("shift_id"),
        _line_no(),
        sa.Column("book", _code(16), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        _ref("account_id"),
        _money("amount"),
        sa.Column("value_date", sa.Date(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_paper_lines_amount")),
        sa.CheckConstraint("number > 0", name=op.f("ck_paper_lines_number")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.account_id"], name=op.f("fk_paper_lines_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["payment_files.shift_id"], name=op.f("fk_paper_lines_shift_id")
        ),
        sa.PrimaryKeyConstraint("shift_id", "line_no", name=op.f("pk_paper_lines")),
        **OPTIONS,
    )
    op.create_index("uq_paper_lines_book", "paper_lines", ["book", "number"], unique=True)
    op.create_table(
        "outside_payments",
        _ref("entry_id"),
        _ref("counter_id"),
        sa.Column("reference", _code(64), nullable=False),
        sa.Column("value_date", sa.Date(), nullable=False),
        sa.Column("payer", _text(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["counter_id"], ["counters.counter_id"], name=op.f("fk_outside_payments_counter_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal.entry_id"], name=op.f("fk_outside_payments_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_outside_payments")),
        **OPTIONS,
    )
    op.create_index(
        "uq_outside_payments_counter_id",
        "outside_payments",
        ["counter_id", "reference"],
        unique=True,
    )
