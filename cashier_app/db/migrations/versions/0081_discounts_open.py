"""The index of the bills whose prompt discount is still open: what is due, beside what is owed.

Revision ID: 0081
Revises: 0070
"""

from __future__ import annotations

from alembic import op

revision = "0081"
down_revision = "0070"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Most bills have no such day: their part of the index is one run."""
    op.create_index("ix_bills_discount_until", "bills", ["discount_until"])


def downgrade() -> None:
    """As it was."""
    op.drop_index("ix_bills_discount_until", "bills")
