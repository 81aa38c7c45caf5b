"""Late charges of a run say what of them is fixed; a connection says when its last notice was.

Revision ID: 0197
Revises: 0196
"""

from __future__ import annotations

from alembic import op

revision = "0197"
down_revision = "0196"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A notice that stands was given on the day before the cut at the latest."""
    op.execute(
        "ALTER TABLE bill_run_late_charges"
        " ADD COLUMN fixed DECIMAL(18, 3) NOT NULL DEFAULT 0 AFTER amount"
    )
    op.execute("ALTER TABLE connections ADD COLUMN noticed_on DATE NULL AFTER disconnect_on")
    op.execute(
        "UPDATE connections SET noticed_on ="
        " LEAST(CURRENT_DATE(), disconnect_on - INTERVAL 1 DAY) WHERE supply = 'notice'"
    )


def downgrade() -> None:
    """The list goes by the connection's mark alone."""
    op.execute("ALTER TABLE connections DROP COLUMN noticed_on")
    op.execute("ALTER TABLE bill_run_late_charges DROP COLUMN fixed")
