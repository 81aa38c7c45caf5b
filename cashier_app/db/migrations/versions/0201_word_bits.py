"""Each row of the word index says in bits which other words its account may have.

Revision ID: 0201
Revises: 0200
"""

from __future__ import annotations

from alembic import op

revision = "0201"
down_revision = "0200"
branch_labels = None
depends_on = None

ACCOUNTS_AT_ONCE = 20_000


def upgrade() -> None:
    """Rows that say nothing yet have all bits: their accounts are looked up, as before."""
    op.execute(
        "ALTER TABLE words ADD COLUMN bits BIGINT UNSIGNED AS"
        " ((1 << (CRC32(word) & 31)) | (1 << (32 + (CRC32(LEFT(word, 2)) & 31)))) STORED"
    )
    op.execute(
        "ALTER TABLE account_words ADD COLUMN bits BIGINT UNSIGNED NOT NULL"
        " DEFAULT 18446744073709551615, FORCE"
    )
    # Some at a time: one statement over millions of rows would fill the undo log, and one that is
    # broken off is begun again.
    last = op.get_bind().exec_driver_sql("SELECT MAX(account_id) FROM account_words").scalar() or 0
    for first in range(0, last + 1, ACCOUNTS_AT_ONCE):
        op.execute(
            "UPDATE account_words t JOIN (SELECT x.account_id, BIT_OR(w.bits) AS bits"  # noqa: S608
            " FROM account_words x STRAIGHT_JOIN words w ON w.word_id = x.word_id"
            f" WHERE x.account_id BETWEEN {first} AND {first + ACCOUNTS_AT_ONCE - 1}"
            " GROUP BY x.account_id) q ON q.account_id = t.account_id SET t.bits = q.bits"
        )


def downgrade() -> None:
    """Every account of a word is looked up again."""
    op.execute("ALTER TABLE account_words DROP COLUMN bits")
    op.execute("ALTER TABLE words DROP COLUMN bits")
