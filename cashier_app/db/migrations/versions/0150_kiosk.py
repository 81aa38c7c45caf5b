"""The customers' own computers in a hall: kiosks, wrong tries, the day's queue.

Revision ID: 0150
Revises: 0140
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0150"
down_revision = "0140"
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=True, nullable=False)


def _big(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=null)


def _code(name: str, length: int) -> sa.Column[str]:
    kind = mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=length)
    return sa.Column(name, kind, nullable=False)


def _text(name: str, length: int) -> sa.Column[str]:
    kind = mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=length)
    return sa.Column(name, kind, nullable=False)


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, mysql.DATETIME(fsp=6), nullable=False)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def upgrade() -> None:
    """Who takes payments may call the next number."""
    _kiosks()
    _queue()
    op.execute(
        "INSERT INTO rights (user_id, activity)"
        " SELECT r.user_id, 'call_numbers' FROM rights r WHERE r.activity = 'take_payment'"
    )


def _kiosks() -> None:
    op.create_table(
        "kiosks",
        _key("kiosk_id"),
        _code("code", 4),
        _text("name", 60),
        _big("office_id"),
        _code("user_name", 32),
        sa.Column("is_active", sa.Boolean(), server_default="1", nullable=False),
        _moment("enrolled_at"),
        _text("enrolled_by", 80),
        _foreign("kiosks", "office_id", "offices.office_id"),
        _primary("kiosks", "kiosk_id"),
        **OPTIONS,
    )
    op.create_index("uq_kiosks_code", "kiosks", ["code"], unique=True)
    op.create_index("uq_kiosks_user_name", "kiosks", ["user_name"], unique=True)
    op.create_table(
        "kiosk_failures",
        _key("kiosk_failure_id"),
        _big("kiosk_id"),
        _code("account_no", 24),
        _moment("failed_at"),
        _foreign("kiosk_failures", "kiosk_id", "kiosks.kiosk_id"),
        _primary("kiosk_failures", "kiosk_failure_id"),
        **OPTIONS,
    )
    op.create_index("ix_kiosk_failures_kiosk_id", "kiosk_failures", ["kiosk_id", "failed_at"])
    op.create_index("ix_kiosk_failures_account_no", "kiosk_failures", ["account_no", "failed_at"])


def _queue() -> None:
    op.create_table(
        "queue_days",
        _big("office_id"),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("last_no", sa.Integer(), nullable=False),
        _primary("queue_days", "office_id", "business_date"),
        **OPTIONS,
    )
    op.create_table(
        "queue_tickets",
        _key("ticket_id"),
        _big("kiosk_id"),
        _big("office_id"),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _big("account_id", null=True),
        _moment("taken_at"),
        sa.CheckConstraint("number > 0", name=op.f("ck_queue_tickets_number")),
        _foreign("queue_tickets", "kiosk_id", "kiosks.kiosk_id"),
        _primary("queue_tickets", "ticket_id"),
        **OPTIONS,
    )
    op.create_index(
        "uq_queue_tickets_number",
        "queue_tickets",
        ["office_id", "business_date", "number"],
        unique=True,
    )
    op.create_index("ix_queue_tickets_account_id", "queue_tickets", ["account_id", "business_date"])
    op.create_table(
        "queue_ticket_bills",
        _big("ticket_id"),
        sa.Column("line_no", mysql.SMALLINT(), autoincrement=False, nullable=False),
        _big("bill_id"),
        _foreign("queue_ticket_bills", "ticket_id", "queue_tickets.ticket_id"),
        _primary("queue_ticket_bills", "ticket_id", "line_no"),
        **OPTIONS,
    )
    op.create_table(
        "queue_calls",
        _big("ticket_id"),
        _big("counter_id"),
        _big("user_id"),
        _moment("called_at"),
        sa.Column("calls", sa.SmallInteger(), server_default="1", nullable=False),
        sa.CheckConstraint("calls > 0", name=op.f("ck_queue_calls_calls")),
        _foreign("queue_calls", "ticket_id", "queue_tickets.ticket_id"),
        _foreign("queue_calls", "counter_id", "counters.counter_id"),
        _foreign("queue_calls", "user_id", "users.user_id"),
        _primary("queue_calls", "ticket_id"),
        **OPTIONS,
    )
    op.create_index("ix_queue_calls_counter_id", "queue_calls", ["counter_id", "called_at"])


def downgrade() -> None:
    """No customer's own computer any more."""
    for table in (
        "queue_calls",
        "queue_ticket_bills",
        "queue_tickets",
        "queue_days",
        "kiosk_failures",
        "kiosks",
    ):
        op.drop_table(table)
    op.execute("DELETE FROM rights WHERE activity = 'call_numbers'")
