"""A bill run knows how often it was priced: an older price of it is issued no more.

Revision ID: 0196
Revises: 0195
"""

from __future__ import annotations

from alembic import op

revision = "0196"
down_revision = "0195"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Runs that wait go on with the price that they have."""
    op.execute("ALTER TABLE bill_runs ADD COLUMN pricing INT NOT NULL DEFAULT 0 AFTER issued")


def downgrade() -> None:
    """Whoever issues last issues what was priced last."""
    op.execute("ALTER TABLE bill_runs DROP COLUMN pricing")
