"""The right to check the books, for auditors; the index of the days with counter and person.

Revision ID: 0070
Revises: 0009
"""

from __future__ import annotations

from alembic import op

revision = "0070"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Auditors who are there may check at once; reports of a day read the index alone."""
    op.execute(
        "ALTER TABLE journal DROP INDEX ix_journal_business_date_kind,"
        " ADD INDEX ix_journal_business_date_kind (business_date, kind, counter_id, user_id)"
    )
    op.execute(
        "INSERT INTO rights (user_id, activity)"
        " SELECT u.user_id, 'check_books' FROM users u WHERE u.role = 'auditor'"
        " AND NOT EXISTS (SELECT 1 FROM rights r"
        " WHERE r.user_id = u.user_id AND r.activity = 'check_books')"
    )


def downgrade() -> None:
    """Nobody has the right any more; the index is as narrow as it was."""
    op.execute(
        "ALTER TABLE journal DROP INDEX ix_journal_business_date_kind,"
        " ADD INDEX ix_journal_business_date_kind (business_date, kind)"
    )
    op.execute("DELETE FROM rights WHERE activity = 'check_books'")
