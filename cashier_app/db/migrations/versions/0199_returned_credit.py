"""A returned cheque names the bill for its credit that was used.

Revision ID: 0199
Revises: 0198
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0199"
down_revision = "0198"
branch_labels = None
depends_on = None

KEY = "fk_bounces_debt_bill_id"


def upgrade() -> None:
    """None of the cheques before has one: such a cheque could not be recorded."""
    op.add_column("bounces", sa.Column("debt_bill_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(op.f(KEY), "bounces", "bills", ["debt_bill_id"], ["bill_id"])


def downgrade() -> None:
    """Such a cheque cannot be recorded again."""
    op.drop_constraint(op.f(KEY), "bounces", type_="foreignkey")
    op.drop_column("bounces", "debt_bill_id")
