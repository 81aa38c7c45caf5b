"""What an account owes is read in the index of its bills alone.

Revision ID: 0202
Revises: 0201
"""

from __future__ import annotations

from alembic import op

revision = "0202"
down_revision = "0201"
branch_labels = None
depends_on = None

_INDEX = "ix_bills_account_id_status"


def upgrade() -> None:
    """In one statement: the foreign key to the account is never without an index."""
    op.execute(
        f"ALTER TABLE bills DROP INDEX {_INDEX}, ADD INDEX {_INDEX}"
        " (account_id, status, due_on, balance, discount_until, discount_amount)"
    )


def downgrade() -> None:
    """As it was."""
    op.execute(
        f"ALTER TABLE bills DROP INDEX {_INDEX}, ADD INDEX {_INDEX} (account_id, status, due_on)"
    )
