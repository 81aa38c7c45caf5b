"""Which computer uses a counter's token: a copy of the counter's folder elsewhere is refused.

Revision ID: 0130
Revises: 0081
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0130"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Counters that are enrolled already belong to the computer that signs in first."""
    op.add_column("counters", sa.Column("computer", mysql.BINARY(32), nullable=True))


def downgrade() -> None:
    """As it was."""
    op.drop_column("counters", "computer")
