"""Whether an entry was printed once is read in the index of its print events alone.

Revision ID: 0203
Revises: 0202
"""

from __future__ import annotations

from alembic import op

revision = "0203"
down_revision = "0202"
branch_labels = None
depends_on = None

_INDEX = "ix_print_log_entry_id"


def upgrade() -> None:
    """In one statement: the foreign key to the entry is never without an index."""
    op.execute(
        f"ALTER TABLE print_log DROP INDEX {_INDEX}, ADD INDEX {_INDEX}"
        " (entry_id, copy_no, print_event_id, state)"
    )


def downgrade() -> None:
    """As it was."""
    op.execute(
        f"ALTER TABLE print_log DROP INDEX {_INDEX}, ADD INDEX {_INDEX}"
        " (entry_id, copy_no, print_event_id)"
    )
