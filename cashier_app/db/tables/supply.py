"""Customers, their accounts, the connections they are liable for, meters and readings."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Computed, Date, Index, Integer, Table
from sqlalchemy.dialects import mysql

from cashier_app.db.tables.columns import (
    OPTIONS,
    code,
    flag,
    key,
    metadata,
    money,
    price,
    ref,
    small,
    text,
)

customers = Table(
    "customers",
    metadata,
    key("customer_id"),
    code("customer_no", 24),
    text("name", 200),
    code("kind", 8),
    text("email", 160, null=True),
    flag("cash_only"),
    text("instruction", 255),
    Index("uq_customers_customer_no", "customer_no", unique=True),
    CheckConstraint("kind IN ('person', 'firm')", name="kind"),
    **OPTIONS,
)

customer_phones = Table(
    "customer_phones",
    metadata,
    ref("customer_id", "customers.customer_id", primary=True),
    code("phone", 20, primary=True),
    Index("ix_customer_phones_phone", "phone"),
    **OPTIONS,
)

routes = Table(
    "routes",
    metadata,
    key("route_id"),
    code("code", 16),
    text("name", 80),
    ref("office_id", "offices.office_id"),
    Index("uq_routes_code", "code", unique=True),
    **OPTIONS,
)

connections = Table(
    "connections",
    metadata,
    key("connection_id"),
    code("connection_no", 24),
    text("address", 200),
    text("ward", 60),
    ref("route_id", "routes.route_id"),
    code("premises", 8),
    code("voltage", 8),
    code("supply", 8),
    Column("disconnect_on", Date, nullable=True),
    # The day of the last notice: what fell due since, and whoever is liable since, has had none.
    Column("noticed_on", Date, nullable=True),
    Index("uq_connections_connection_no", "connection_no", unique=True),
    CheckConstraint("premises IN ('home', 'shop', 'factory')", name="premises"),
    CheckConstraint("voltage IN ('low', 'high')", name="voltage"),
    CheckConstraint("supply IN ('on', 'notice', 'off')", name="supply"),
    **OPTIONS,
)

connection_loads = Table(
    "connection_loads",
    metadata,
    ref("connection_id", "connections.connection_id", primary=True),
    Column("valid_from", Date, primary_key=True),
    price("load_kw", null=True),
    price("load_kva", null=True),
    price("amperes", null=True),
    **OPTIONS,
)

accounts = Table(
    "accounts",
    metadata,
    key("account_id"),
    code("account_no", 24),
    ref("customer_id", "customers.customer_id"),
    code("tariff_class", 16),
    Column("opened_on", Date, nullable=False),
    Column("closed_on", Date, nullable=True),
    money("credit", default="0"),
    Column("version", Integer, nullable=False, server_default="0"),
    Index("uq_accounts_account_no", "account_no", unique=True),
    CheckConstraint("credit >= 0", name="credit"),
    **OPTIONS,
)

former_account_numbers = Table(
    "former_account_numbers",
    metadata,
    code("account_no", 24, primary=True),
    ref("account_id", "accounts.account_id", primary=True),
    **OPTIONS,
)

account_connections = Table(
    "account_connections",
    metadata,
    key("account_connection_id"),
    ref("account_id", "accounts.account_id"),
    ref("connection_id", "connections.connection_id"),
    Column("liable_from", Date, nullable=False),
    Column("liable_to", Date, nullable=True),
    Index("uq_account_connections_span", "account_id", "connection_id", "liable_from", unique=True),
    Index("ix_account_connections_connection_id", "connection_id", "liable_from"),
    CheckConstraint("liable_to IS NULL OR liable_to >= liable_from", name="span"),
    **OPTIONS,
)

meters = Table(
    "meters",
    metadata,
    key("meter_id"),
    code("meter_no", 24),
    price("multiplier"),
    text("maker", 60),
    Index("uq_meters_meter_no", "meter_no", unique=True),
    CheckConstraint("multiplier > 0", name="multiplier"),
    **OPTIONS,
)

registers = Table(
    "registers",
    metadata,
    key("register_id"),
    ref("meter_id", "meters.meter_id"),
    code("code", 16),
    code("unit", 8),
    small("dials"),
    Index("uq_registers_meter_id_code", "meter_id", "code", unique=True),
    CheckConstraint("dials BETWEEN 3 AND 10", name="dials"),
    **OPTIONS,
)

meter_fittings = Table(
    "meter_fittings",
    metadata,
    key("fitting_id"),
    ref("meter_id", "meters.meter_id"),
    ref("connection_id", "connections.connection_id"),
    Column("fitted_on", Date, nullable=False),
    Column("removed_on", Date, nullable=True),
    small("position", default="1"),
    Index("uq_meter_fittings_meter_id_fitted_on", "meter_id", "fitted_on", unique=True),
    Index("ix_meter_fittings_connection_id", "connection_id", "removed_on"),
    CheckConstraint("removed_on IS NULL OR removed_on >= fitted_on", name="span"),
    CheckConstraint("position BETWEEN 1 AND 99", name="position"),
    **OPTIONS,
)

readings = Table(
    "readings",
    metadata,
    key("reading_id"),
    ref("register_id", "registers.register_id"),
    Column("read_on", Date, nullable=False),
    Column("value", mysql.DECIMAL(14, 3), nullable=False),
    code("kind", 8),
    code("status", 12),
    text("note", 160, null=True),
    code("hold_reason", 8, null=True),
    Index("uq_readings_register_id_read_on_kind", "register_id", "read_on", "kind", unique=True),
    Index("ix_readings_status", "status", "register_id", "read_on"),
    CheckConstraint("value >= 0", name="value"),
    CheckConstraint("kind IN ('initial', 'period', 'final')", name="kind"),
    CheckConstraint("status IN ('actual', 'estimated', 'held')", name="status"),
    CheckConstraint("hold_reason IN ('lower', 'high', 'low', 'zero')", name="hold_reason"),
    **OPTIONS,
)

WORD_BITS = "(1 << (CRC32(word) & 31)) | (1 << (32 + (CRC32(LEFT(word, 2)) & 31)))"

words = Table(
    "words",
    metadata,
    key("word_id"),
    text("word", 32),
    text("sound_key", 16),
    Column("accounts", Integer, nullable=False),
    # As domain.search.word_bits.
    Column("bits", mysql.BIGINT(unsigned=True), Computed(WORD_BITS, persisted=True)),
    Index("uq_words_word", "word", unique=True),
    Index("ix_words_sound_key", "sound_key"),
    **OPTIONS,
)

account_words = Table(
    "account_words",
    metadata,
    Column("word_id", BigInteger, primary_key=True, autoincrement=False),
    Column("account_id", BigInteger, primary_key=True, autoincrement=False),
    # Those of all words of the account; all bits where nobody said which: it is looked up then.
    Column("bits", mysql.BIGINT(unsigned=True), nullable=False, server_default=str(2**64 - 1)),
    Index("ix_account_words_account_id", "account_id"),
    **OPTIONS,
)
