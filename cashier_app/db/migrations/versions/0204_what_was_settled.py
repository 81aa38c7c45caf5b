"""What payments settled of a bill is read in the index of their bills alone.

Revision ID: 0204
Revises: 0203
"""

from __future__ import annotations

from alembic import op

revision = "0204"
down_revision = "0203"
branch_labels = None
depends_on = None

_INDEX = "ix_payment_allocations_bill_id"


def upgrade() -> None:
    """In one statement: the foreign key to the bill is never without an index."""
    op.execute(
        f"ALTER TABLE payment_allocations DROP INDEX {_INDEX},"
        f" ADD INDEX {_INDEX} (bill_id, entry_id, amount, balance_after)"
    )


def downgrade() -> None:
    """As it was."""
    op.execute(
        f"ALTER TABLE payment_allocations DROP INDEX {_INDEX},"
        f" ADD INDEX {_INDEX} (bill_id, entry_id)"
    )
