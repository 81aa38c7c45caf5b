"""Several meters at one connection, why a reading is held, which files were read in."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0021"
down_revision = "0012"
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def upgrade() -> None:
    """Add the columns and the table of this subject."""
    op.add_column(
        "meter_fittings",
        sa.Column("position", sa.SmallInteger(), server_default="1", nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_meter_fittings_position"), "meter_fittings", "position BETWEEN 1 AND 99"
    )
    op.add_column(
        "readings",
        sa.Column(
            "hold_reason",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=8),
            nullable=True,
        ),
    )
    op.create_check_constraint(
        op.f("ck_readings_hold_reason"),
        "readings",
        "hold_reason IN ('lower', 'high', 'low', 'zero')",
    )
    op.create_index("ix_readings_status", "readings", ["status", "register_id", "read_on"])
    _file_imports()


def _file_imports() -> None:
    op.create_table(
        "file_imports",
        sa.Column("file_import_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "kind", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12), nullable=False
        ),
        sa.Column("content_hash", mysql.BINARY(32), nullable=False),
        sa.Column(
            "file_name",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=200),
            nullable=False,
        ),
        sa.Column("rows_stored", sa.Integer(), nullable=False),
        sa.Column("stored_at", mysql.DATETIME(fsp=6), nullable=True),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=True),
        sa.CheckConstraint(
            "kind IN ('customers', 'meters', 'readings')", name=op.f("ck_file_imports_kind")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.user_id"], name=op.f("fk_file_imports_user_id")
        ),
        sa.PrimaryKeyConstraint("file_import_id", name=op.f("pk_file_imports")),
        **OPTIONS,
    )
    op.create_index(
        "uq_file_imports_kind_content_hash", "file_imports", ["kind", "content_hash"], unique=True
    )
