"""Who is an administrator already keeps what an administrator may do: it is a right by now.

Revision ID: 0012
Revises: 0007
"""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give the right to every administrator."""
    op.execute(
        "INSERT INTO rights (user_id, activity)"
        " SELECT u.user_id, 'manage_people' FROM users u WHERE u.role = 'administrator'"
        " AND NOT EXISTS (SELECT 1 FROM rights r"
        " WHERE r.user_id = u.user_id AND r.activity = 'manage_people')"
    )


def downgrade() -> None:
    """Take it away."""
    op.execute("DELETE FROM rights WHERE activity = 'manage_people'")
