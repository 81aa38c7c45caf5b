"""The payment screen tells what was paid together last time: one more set of rows.

Revision ID: 0165
Revises: 0155
"""

from __future__ import annotations

revision = "0165"
down_revision = "0155"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No table changes: the number keeps a program from reading the screen of another."""


def downgrade() -> None:
    """Nothing was made."""
