"""The migrations make exactly the tables of `cashier_app.db.tables`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from cashier_app.db import migrations
from cashier_app.db.migrations import SCHEMA_VERSION
from cashier_app.db.private_server import PrivateServer
from cashier_app.db.tables import metadata
from tests.plugins.database import DATABASE
from tests.support.schema_facts import FACTS, facts

BY_METADATA = "made_by_metadata"


@pytest.fixture(scope="module")
def connection(server: PrivateServer) -> Iterator[Connection]:
    """In the migrated database, beside one that the metadata made."""
    engine = server.admin_engine("")
    with engine.connect() as connection:
        connection.exec_driver_sql(
            f"CREATE DATABASE {BY_METADATA} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
        )
    engine.dispose()
    other = server.admin_engine(BY_METADATA)
    metadata.create_all(other)
    other.dispose()
    migrated = server.admin_engine(DATABASE)
    with migrated.connect() as connection:
        yield connection
        connection.exec_driver_sql(f"DROP DATABASE {BY_METADATA}")
    migrated.dispose()


def _ours(_object: object, name: str | None, kind: str, *_rest: Any) -> bool:
    return not (kind == "table" and name == "alembic_version")


def test_alembic_finds_no_difference(connection: Connection) -> None:
    context = MigrationContext.configure(
        connection,
        # Defaults are compared below, as the server writes them (0.000, not 0).
        opts={"compare_type": True, "include_object": _ours},
    )
    assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("fact", FACTS)
def test_server_finds_no_difference(connection: Connection, fact: str) -> None:
    migrated, made = (facts(connection, fact, name) for name in (DATABASE, BY_METADATA))
    assert made
    assert migrated == made


def test_money_tables_have_no_cascading_keys(connection: Connection) -> None:
    rules = {rule for *_, update, delete in facts(connection, "foreign keys", DATABASE)
             for rule in (update, delete)}  # fmt: skip
    assert rules <= {"RESTRICT", "NO ACTION"}


def test_every_constraint_is_named_by_us(connection: Connection) -> None:
    names = {name for name, *_ in facts(connection, "checks", DATABASE)}
    names |= {name for name, *_ in facts(connection, "foreign keys", DATABASE)}
    assert all(name.startswith(("ck_", "fk_")) for name in names)


def test_version_is_the_newest_revision() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations.__path__[0]))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [SCHEMA_VERSION]
    assert script.get_bases() == ["0001"]
    # What is newer is told by the number alone: an older program has no newer one's files.
    assert max(revision.revision for revision in script.walk_revisions()) == SCHEMA_VERSION
