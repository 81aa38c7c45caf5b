"""The receipt as the utility wants it, and the right to set up a printer.

Revision ID: 0155
Revises: 0150
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0155"
down_revision = "0150"
branch_labels = None
depends_on = None


def _text(name: str, charset: str, collation: str, length: int) -> sa.Column[Any]:
    kind = mysql.VARCHAR(charset=charset, collation=collation, length=length)
    return sa.Column(name, kind, server_default="", nullable=False)


def upgrade() -> None:
    """Receipts stay as they are; who keeps the hall in order may set up its printers."""
    op.add_column("utility", _text("receipt_left_out", "ascii", "ascii_bin", 120))
    op.add_column("utility", _text("receipt_head", "utf8mb4", "utf8mb4_bin", 200))
    op.add_column("utility", _text("receipt_more", "utf8mb4", "utf8mb4_bin", 300))
    op.execute(
        "INSERT INTO rights (user_id, activity)"
        " SELECT u.user_id, 'set_printer' FROM users u"
        " WHERE u.role IN ('supervisor', 'administrator')"
        " AND NOT EXISTS (SELECT 1 FROM rights r"
        " WHERE r.user_id = u.user_id AND r.activity = 'set_printer')"
    )


def downgrade() -> None:
    """Every receipt has every line again."""
    op.execute("DELETE FROM rights WHERE activity = 'set_printer'")
    for column in ("receipt_more", "receipt_head", "receipt_left_out"):
        op.drop_column("utility", column)
