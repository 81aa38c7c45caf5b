"""Tariffs with dated versions, their charges and blocks, discount schemes, late-payment rules."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Table
from sqlalchemy.dialects import mysql

from cashier_app.db.tables.columns import (
    OPTIONS,
    code,
    digest,
    key,
    metadata,
    money,
    price,
    ref,
    small,
    text,
)

tariffs = Table(
    "tariffs",
    metadata,
    key("tariff_id"),
    code("code", 24),
    text("name", 120),
    code("tariff_class", 16),
    Index("uq_tariffs_code", "code", unique=True),
    **OPTIONS,
)

tariff_versions = Table(
    "tariff_versions",
    metadata,
    key("tariff_version_id"),
    ref("tariff_id", "tariffs.tariff_id"),
    Column("valid_from", Date, nullable=False),
    Column("source_text", mysql.MEDIUMTEXT, nullable=False),
    digest("source_hash"),
    Index("uq_tariff_versions_tariff_id_valid_from", "tariff_id", "valid_from", unique=True),
    **OPTIONS,
)

tariff_charges = Table(
    "tariff_charges",
    metadata,
    key("tariff_charge_id"),
    ref("tariff_version_id", "tariff_versions.tariff_version_id"),
    small("line_no"),
    code("code", 24),
    text("label", 80),
    code("form", 24),
    code("unit", 12),
    price("rate", null=True),
    code("rounding", 24),
    code("kind", 16),
    Index("uq_tariff_charges_line", "tariff_version_id", "line_no", unique=True),
    Index("uq_tariff_charges_code", "tariff_version_id", "code", unique=True),
    **OPTIONS,
)

tariff_charge_bases = Table(
    "tariff_charge_bases",
    metadata,
    ref("tariff_charge_id", "tariff_charges.tariff_charge_id", primary=True),
    ref("base_charge_id", "tariff_charges.tariff_charge_id", primary=True),
    **OPTIONS,
)

tariff_blocks = Table(
    "tariff_blocks",
    metadata,
    ref("tariff_charge_id", "tariff_charges.tariff_charge_id", primary=True),
    Column("schedule_no", mysql.SMALLINT, primary_key=True, autoincrement=False),
    Column("block_no", mysql.SMALLINT, primary_key=True, autoincrement=False),
    price("upto", null=True),
    price("price", null=True),
    money("lump", null=True),
    CheckConstraint("upto IS NULL OR upto > 0", name="upto"),
    CheckConstraint("(price IS NULL) <> (lump IS NULL)", name="price"),
    **OPTIONS,
)

discount_schemes = Table(
    "discount_schemes",
    metadata,
    key("scheme_id"),
    code("code", 24),
    text("name", 120),
    code("form", 24),
    price("rate"),
    price("first_units", null=True),
    Index("uq_discount_schemes_code", "code", unique=True),
    **OPTIONS,
)

late_payment_rules = Table(
    "late_payment_rules",
    metadata,
    ref("tariff_version_id", "tariff_versions.tariff_version_id", primary=True),
    Column("step", mysql.SMALLINT, primary_key=True, autoincrement=False),
    code("form", 24),
    price("rate"),
    small("grace_days"),
    money("cap", null=True),
    **OPTIONS,
)

connection_tariffs = Table(
    "connection_tariffs",
    metadata,
    ref("connection_id", "connections.connection_id", primary=True),
    Column("valid_from", Date, primary_key=True),
    ref("tariff_id", "tariffs.tariff_id"),
    **OPTIONS,
)

connection_schemes = Table(
    "connection_schemes",
    metadata,
    ref("connection_id", "connections.connection_id", primary=True),
    ref("scheme_id", "discount_schemes.scheme_id", primary=True),
    Column("valid_from", Date, primary_key=True),
    Column("valid_to", Date, nullable=True),
    **OPTIONS,
)
