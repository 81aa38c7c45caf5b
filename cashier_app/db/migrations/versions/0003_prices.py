"""Tariffs with dated versions, discount schemes, rules for late payment."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OPTIONS: dict[str, Any] = {
    f"{server}_{option}": value
    for server in ("mysql", "mariadb")
    for option, value in (("engine", "InnoDB"), ("charset", "utf8mb4"), ("collate", "utf8mb4_bin"))
}


def upgrade() -> None:
    """Create the tables of this subject."""
    op.create_table(
        "discount_schemes",
        sa.Column("scheme_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "code", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24), nullable=False
        ),
        sa.Column(
            "name",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=120),
            nullable=False,
        ),
        sa.Column(
            "form", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24), nullable=False
        ),
        sa.Column("rate", mysql.DECIMAL(precision=18, scale=6), nullable=False),
        sa.Column("first_units", mysql.DECIMAL(precision=18, scale=6), nullable=True),
        sa.PrimaryKeyConstraint("scheme_id", name=op.f("pk_discount_schemes")),
        **OPTIONS,
    )
    op.create_index("uq_discount_schemes_code", "discount_schemes", ["code"], unique=True)
    op.create_table(
        "tariffs",
        sa.Column("tariff_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column(
            "code", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24), nullable=False
        ),
        sa.Column(
            "name",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=120),
            nullable=False,
        ),
        sa.Column(
            "tariff_class",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=16),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("tariff_id", name=op.f("pk_tariffs")),
        **OPTIONS,
    )
    op.create_index("uq_tariffs_code", "tariffs", ["code"], unique=True)
    op.create_table(
        "tariff_versions",
        sa.Column("tariff_version_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("tariff_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source_text", mysql.MEDIUMTEXT(), nullable=False),
        sa.Column("source_hash", sa.BINARY(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["tariff_id"], ["tariffs.tariff_id"], name=op.f("fk_tariff_versions_tariff_id")
        ),
        sa.PrimaryKeyConstraint("tariff_version_id", name=op.f("pk_tariff_versions")),
        **OPTIONS,
    )
    op.create_index(
        "uq_tariff_versions_tariff_id_valid_from",
        "tariff_versions",
        ["tariff_id", "valid_from"],
        unique=True,
    )
    op.create_table(
        "late_payment_rules",
        sa.Column("tariff_version_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("step", mysql.SMALLINT(), autoincrement=False, nullable=False),
        sa.Column(
            "form", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24), nullable=False
        ),
        sa.Column("rate", mysql.DECIMAL(precision=18, scale=6), nullable=False),
        sa.Column("grace_days", sa.SmallInteger(), nullable=False),
        sa.Column("cap", mysql.DECIMAL(precision=18, scale=3), nullable=True),
        sa.ForeignKeyConstraint(
            ["tariff_version_id"],
            ["tariff_versions.tariff_version_id"],
            name=op.f("fk_late_payment_rules_tariff_version_id"),
        ),
        sa.PrimaryKeyConstraint("tariff_version_id", "step", name=op.f("pk_late_payment_rules")),
        **OPTIONS,
    )
    op.create_table(
        "tariff_charges",
        sa.Column("tariff_charge_id", sa.BigInteger(), autoincrement=True, nullable=False),
        sa.Column("tariff_version_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line_no", sa.SmallInteger(), nullable=False),
        sa.Column(
            "code", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24), nullable=False
        ),
        sa.Column(
            "label",
            mysql.VARCHAR(charset="utf8mb4", collation="utf8mb4_bin", length=80),
            nullable=False,
        ),
        sa.Column(
            "form", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=24), nullable=False
        ),
        sa.Column(
            "unit", mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12), nullable=False
        ),
        sa.Column("rate", mysql.DECIMAL(precision=18, scale=6), nullable=True),
        sa.Column(
            "rounding",
            mysql.VARCHAR(charset="ascii", collation="ascii_bin", length=12),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["tariff_version_id"],
            ["tariff_versions.tariff_version_id"],
            name=op.f("fk_tariff_charges_tariff_version_id"),
        ),
        sa.PrimaryKeyConstraint("tariff_charge_id", name=op.f("pk_tariff_charges")),
        **OPTIONS,
    )
    op.create_index(
        "uq_tariff_charges_code", "tariff_charges", ["tariff_version_id", "code"], unique=True
    )
    op.create_index(
        "uq_tariff_charges_line", "tariff_charges", ["tariff_version_id", "line_no"], unique=True
    )
    op.create_table(
        "connection_schemes",
        sa.Column("connection_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scheme_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.connection_id"],
            name=op.f("fk_connection_schemes_connection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"],
            ["discount_schemes.scheme_id"],
            name=op.f("fk_connection_schemes_scheme_id"),
        ),
        sa.PrimaryKeyConstraint(
            "connection_id", "scheme_id", "valid_from", name=op.f("pk_connection_schemes")
        ),
        **OPTIONS,
    )
    op.create_table(
        "connection_tariffs",
        sa.Column("connection_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("tariff_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["connection_id"],
            ["connections.connection_id"],
            name=op.f("fk_connection_tariffs_connection_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tariff_id"], ["tariffs.tariff_id"], name=op.f("fk_connection_tariffs_tariff_id")
        ),
        sa.PrimaryKeyConstraint("connection_id", "valid_from", name=op.f("pk_connection_tariffs")),
        **OPTIONS,
    )
    op.create_table(
        "tariff_blocks",
        sa.Column("tariff_charge_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("block_no", mysql.SMALLINT(), autoincrement=False, nullable=False),
        sa.Column("upto", mysql.DECIMAL(precision=18, scale=6), nullable=True),
        sa.Column("price", mysql.DECIMAL(precision=18, scale=6), nullable=False),
        sa.CheckConstraint("upto IS NULL OR upto > 0", name=op.f("ck_tariff_blocks_upto")),
        sa.ForeignKeyConstraint(
            ["tariff_charge_id"],
            ["tariff_charges.tariff_charge_id"],
            name=op.f("fk_tariff_blocks_tariff_charge_id"),
        ),
        sa.PrimaryKeyConstraint("tariff_charge_id", "block_no", name=op.f("pk_tariff_blocks")),
        **OPTIONS,
    )
    op.create_table(
        "tariff_charge_bases",
        sa.Column("tariff_charge_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("base_charge_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["base_charge_id"],
            ["tariff_charges.tariff_charge_id"],
            name=op.f("fk_tariff_charge_bases_base_charge_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tariff_charge_id"],
            ["tariff_charges.tariff_charge_id"],
            name=op.f("fk_tariff_charge_bases_tariff_charge_id"),
        ),
        sa.PrimaryKeyConstraint(
            "tariff_charge_id", "base_charge_id", name=op.f("pk_tariff_charge_bases")
        ),
        **OPTIONS,
    )
