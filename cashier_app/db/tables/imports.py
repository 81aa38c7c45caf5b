"""Which files were read in: the same file twice imports once."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, Table

from cashier_app.db.tables.columns import OPTIONS, code, digest, key, metadata, moment, ref, text

file_imports = Table(
    "file_imports",
    metadata,
    key("file_import_id"),
    code("kind", 12),
    digest("content_hash"),
    text("file_name", 200),
    Column("rows_stored", Integer, nullable=False),
    moment("stored_at", null=True),
    ref("user_id", "users.user_id", null=True),
    Index("uq_file_imports_kind_content_hash", "kind", "content_hash", unique=True),
    CheckConstraint("kind IN ('customers', 'meters', 'readings')", name="kind"),
    **OPTIONS,
)
