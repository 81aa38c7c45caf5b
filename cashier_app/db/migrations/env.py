"""Alembic runs this; the installer hands it the connection (there is no alembic.ini)."""

from __future__ import annotations

from alembic import context

from cashier_app.db.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    compare_type=True,
    # DDL commits by itself on both servers: what has ended is noted by `steps`.
    transactional_ddl=False,
    steps=context.config.attributes["steps"],
    on_version_apply=context.config.attributes["steps"].next_revision,
)
context.run_migrations()
