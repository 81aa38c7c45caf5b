"""The right to check the books, for auditors: the screen reads what only they may read.

Revision ID: 0070
Revises: 0008
"""

from __future__ import annotations

from alembic import op

revision = "0070"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Auditors who are there may check at once."""
    op.execute(
        "INSERT INTO rights (user_id, activity)"
        " SELECT u.user_id, 'check_books' FROM users u WHERE u.role = 'auditor'"
        " AND NOT EXISTS (SELECT 1 FROM rights r"
        " WHERE r.user_id = u.user_id AND r.activity = 'check_books')"
    )


def downgrade() -> None:
    """Nobody has it any more."""
    op.execute("DELETE FROM rights WHERE activity = 'check_books'")
