"""Bill runs: items, patterns, exceptions, until the bills are issued."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0023"
down_revision = "0020"
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}
_KWH = mysql.DECIMAL(precision=14, scale=3)
_MONEY = mysql.DECIMAL(precision=18, scale=3)
_PRICE = mysql.DECIMAL(precision=18, scale=6)


def _code(name: str, length: int) -> sa.Column[str]:
    kind = mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=length)
    return sa.Column(name, kind, nullable=False)


def _text(name: str, length: int) -> sa.Column[str]:
    kind = mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=length)
    return sa.Column(name, kind, nullable=False)


def _big(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=null)


def _number(name: str, kind: Any = None) -> sa.Column[int]:
    return sa.Column(name, kind or sa.Integer(), autoincrement=False, nullable=False)


def _money(name: str, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, _MONEY, nullable=False, server_default=default)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _of_run(table: str) -> sa.ForeignKeyConstraint:
    return _foreign(table, "run_id", "bill_runs.run_id")


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def upgrade() -> None:
    """Create the tables of this subject."""
    op.create_table(
        "bill_runs",
        sa.Column("run_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("cycle", sa.Date(), nullable=False),
        _big("route_id", null=True),
        sa.Column("issue_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        _code("state", 8),
        sa.Column("items", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("issued", sa.Integer(), nullable=False, server_default="0"),
        _money("amount", "0"),
        _big("user_id", null=True),
        sa.Column("started_at", mysql.DATETIME(fsp=6), nullable=False),
        sa.Column("ended_at", mysql.DATETIME(fsp=6), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'issuing', 'issued', 'dropped')", name=op.f("ck_bill_runs_state")
        ),
        sa.CheckConstraint("issued BETWEEN 0 AND items", name=op.f("ck_bill_runs_issued")),
        _foreign("bill_runs", "route_id", "routes.route_id"),
        _foreign("bill_runs", "user_id", "users.user_id"),
        _primary("bill_runs", "run_id"),
        **OPTIONS,
    )
    op.create_index("ix_bill_runs_cycle", "bill_runs", ["cycle"])
    op.create_table(
        "bill_run_patterns",
        _big("run_id"),
        _number("pattern_no"),
        sa.Column("pattern_key", mysql.BINARY(length=16), nullable=False),
        _big("tariff_version_id"),
        sa.Column("kwh", _KWH, nullable=False),
        _money("total"),
        _money("discount_amount", "0"),
        sa.Column("discount_until", sa.Date(), nullable=True),
        _of_run("bill_run_patterns"),
        _foreign("bill_run_patterns", "tariff_version_id", "tariff_versions.tariff_version_id"),
        _primary("bill_run_patterns", "run_id", "pattern_no"),
        **OPTIONS,
    )
    op.create_index(
        "uq_bill_run_patterns_pattern_key",
        "bill_run_patterns",
        ["run_id", "pattern_key"],
        unique=True,
    )
    op.create_table(
        "bill_run_lines",
        _big("run_id"),
        _number("pattern_no"),
        _number("line_no", mysql.SMALLINT()),
        _code("kind", 12),
        _text("label", 80),
        sa.Column("quantity", _PRICE, nullable=True),
        _code("unit", 12),
        sa.Column("unit_price", _PRICE, nullable=True),
        _money("amount"),
        _primary("bill_run_lines", "run_id", "pattern_no", "line_no"),
        **OPTIONS,
    )
    op.create_table(
        "bill_run_late_charges",
        _big("run_id"),
        _number("pattern_no"),
        _number("step", mysql.SMALLINT()),
        sa.Column("post_on", sa.Date(), nullable=False),
        _money("amount"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_bill_run_late_charges_amount")),
        _primary("bill_run_late_charges", "run_id", "pattern_no", "step"),
        **OPTIONS,
    )
    op.create_table(
        "bill_run_items",
        _big("run_id"),
        _number("seq"),
        _big("account_id"),
        _big("connection_id"),
        sa.Column("pattern_key", mysql.BINARY(length=16), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("is_estimated", sa.Boolean(), nullable=False, server_default="0"),
        _money("credited", "0"),
        _money("credit_used", "0"),
        sa.CheckConstraint("credited <= 0", name=op.f("ck_bill_run_items_credited")),
        sa.CheckConstraint("credit_used >= 0", name=op.f("ck_bill_run_items_credit_used")),
        _of_run("bill_run_items"),
        _primary("bill_run_items", "run_id", "seq"),
        **OPTIONS,
    )
    op.create_table(
        "bill_run_readings",
        _big("run_id"),
        _big("connection_id"),
        _big("account_id"),
        _big("to_reading_id"),
        _big("register_id"),
        _big("from_reading_id"),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        _code("register_code", 16),
        _code("unit", 8),
        sa.Column("consumption", _KWH, nullable=False),
        sa.Column("is_estimated", sa.Boolean(), nullable=False, server_default="0"),
        sa.Column("trues_up", sa.Boolean(), nullable=False, server_default="0"),
        _of_run("bill_run_readings"),
        _primary("bill_run_readings", "run_id", "connection_id", "account_id", "to_reading_id"),
        **OPTIONS,
    )
    op.create_table(
        "bill_run_exceptions",
        _big("run_id"),
        _number("number"),
        _big("connection_id"),
        _code("reason", 24),
        _text("detail", 200),
        _of_run("bill_run_exceptions"),
        _primary("bill_run_exceptions", "run_id", "number"),
        **OPTIONS,
    )
