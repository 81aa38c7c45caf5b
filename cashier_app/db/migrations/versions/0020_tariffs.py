"""Tariffs of every form: schedules of blocks, lump blocks, kinds of charges; their right.

Revision ID: 0020
Revises: 0021
"""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the tables; whoever has the office's rights on bills may keep tariffs."""
    op.execute(
        "ALTER TABLE tariff_charges"
        " MODIFY rounding VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,"
        " ADD kind VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''"
    )
    op.execute(
        "UPDATE tariff_charges SET kind = IF(form IN ('block', 'flat'), 'energy',"
        " IF(code = 'duty', 'levy', form))"
    )
    op.execute("ALTER TABLE tariff_charges ALTER kind DROP DEFAULT")
    op.execute(
        "ALTER TABLE tariff_blocks"
        " ADD schedule_no SMALLINT NOT NULL DEFAULT 1 AFTER tariff_charge_id,"
        " MODIFY price DECIMAL(18,6) NULL, ADD lump DECIMAL(18,3) NULL,"
        " DROP PRIMARY KEY, ADD PRIMARY KEY (tariff_charge_id, schedule_no, block_no),"
        " ADD CONSTRAINT ck_tariff_blocks_price CHECK ((price IS NULL) <> (lump IS NULL))"
    )
    op.execute("ALTER TABLE tariff_blocks ALTER schedule_no DROP DEFAULT")
    op.execute(
        "INSERT INTO rights (user_id, activity)"
        " SELECT u.user_id, 'manage_tariffs' FROM users u WHERE u.role = 'clerk'"
        " AND NOT EXISTS (SELECT 1 FROM rights r"
        " WHERE r.user_id = u.user_id AND r.activity = 'manage_tariffs')"
    )


def downgrade() -> None:
    """Back to blocks of one schedule; lumps cannot be kept."""
    op.execute("DELETE FROM rights WHERE activity = 'manage_tariffs'")
    op.execute("DELETE FROM tariff_blocks WHERE schedule_no > 1 OR price IS NULL")
    op.execute(
        "ALTER TABLE tariff_blocks DROP CONSTRAINT ck_tariff_blocks_price, DROP lump,"
        " MODIFY price DECIMAL(18,6) NOT NULL, DROP PRIMARY KEY, DROP schedule_no,"
        " ADD PRIMARY KEY (tariff_charge_id, block_no)"
    )
    op.execute(
        "ALTER TABLE tariff_charges DROP kind,"
        " MODIFY rounding VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL"
    )
