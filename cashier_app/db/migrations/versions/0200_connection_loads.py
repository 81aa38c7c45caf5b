"""A connection's agreed load has days: each month is billed by the one that it had.

Revision ID: 0200
Revises: 0199
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0200"
down_revision = "0199"
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}
_LOADS = ("load_kw", "load_kva", "amperes")


def upgrade() -> None:
    """What a connection has now it had in all months until now: they were billed by it."""
    op.create_table(
        "connection_loads",
        sa.Column("connection_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        *(sa.Column(name, mysql.DECIMAL(precision=18, scale=6), nullable=True) for name in _LOADS),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.connection_id"],
            name=op.f("fk_connection_loads_connection_id"),
        ),
        sa.PrimaryKeyConstraint("connection_id", "valid_from", name=op.f("pk_connection_loads")),
        **OPTIONS,
    )
    op.execute(
        "INSERT INTO connection_loads (connection_id, valid_from, load_kw, load_kva, amperes)"
        " SELECT k.connection_id, COALESCE((SELECT MIN(t.valid_from) FROM connection_tariffs t"
        " WHERE t.connection_id = k.connection_id), '1900-01-01'), k.load_kw, k.load_kva, k.amperes"
        " FROM connections k WHERE COALESCE(k.load_kw, k.load_kva, k.amperes) IS NOT NULL"
    )
    # It compares the columns; made again behind the revisions, without them.
    op.execute("DROP TRIGGER IF EXISTS connections_audited")
    op.execute(
        "ALTER TABLE connections DROP COLUMN load_kw, DROP COLUMN load_kva, DROP COLUMN amperes"
    )


def downgrade() -> None:
    """The newest load is the only one."""
    op.execute("DROP TRIGGER IF EXISTS connections_audited")
    op.execute(
        "ALTER TABLE connections ADD COLUMN load_kw DECIMAL(18, 6) NULL AFTER voltage,"
        " ADD COLUMN load_kva DECIMAL(18, 6) NULL AFTER load_kw,"
        " ADD COLUMN amperes DECIMAL(18, 6) NULL AFTER load_kva"
    )
    op.execute(
        "UPDATE connections k JOIN connection_loads l ON l.connection_id = k.connection_id"
        " SET k.load_kw = l.load_kw, k.load_kva = l.load_kva, k.amperes = l.amperes"
        " WHERE NOT EXISTS (SELECT 1 FROM connection_loads n"
        " WHERE n.connection_id = l.connection_id AND n.valid_from > l.valid_from)"
    )
    op.drop_table("connection_loads")
