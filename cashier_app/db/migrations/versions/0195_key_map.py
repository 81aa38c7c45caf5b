"""Who keeps the hall in order may change which function key does what.

Revision ID: 0195
Revises: 0190
"""

from __future__ import annotations

from alembic import op

revision = "0195"
down_revision = "0190"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A right more; the map itself is a setting."""
    op.execute(
        "INSERT INTO rights (user_id, activity)"
        " SELECT u.user_id, 'set_keys' FROM users u"
        " WHERE u.role IN ('supervisor', 'administrator')"
        " AND NOT EXISTS (SELECT 1 FROM rights r"
        " WHERE r.user_id = u.user_id AND r.activity = 'set_keys')"
    )


def downgrade() -> None:
    """Nobody may, and every key is the program's own."""
    op.execute("DELETE FROM rights WHERE activity = 'set_keys'")
    op.execute("DELETE FROM settings WHERE setting = 'key_map'")
