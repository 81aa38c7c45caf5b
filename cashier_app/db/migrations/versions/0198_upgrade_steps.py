"""How far an upgrade or a restore has come, so that one that was broken off is known.

Revision ID: 0198
Revises: 0197
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0198"
down_revision = "0197"
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def _code(name: str, length: int, default: str | None = None) -> sa.Column[str]:
    kind = mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=length)
    return sa.Column(name, kind, nullable=False, server_default=default)


def upgrade() -> None:
    """It is there already: an upgrade makes it before its first step."""
    op.create_table(
        "upgrade_steps",
        _code("work", 8),
        _code("after_version", 32),
        sa.Column("ended", sa.SmallInteger(), nullable=False),
        _code("sent", 64),
        sa.PrimaryKeyConstraint("work", name=op.f("pk_upgrade_steps")),
        if_not_exists=True,
        **OPTIONS,
    )


def downgrade() -> None:
    """An upgrade that is broken off is lost again."""
    op.drop_table("upgrade_steps")
