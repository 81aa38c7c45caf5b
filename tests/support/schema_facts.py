"""What a server says of a database's tables, to compare two databases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

FACTS = {
    "columns": "SELECT table_name, column_name, ordinal_position, column_default, is_nullable,"
    " column_type, character_set_name, collation_name, extra, generation_expression"
    " FROM information_schema.columns JOIN information_schema.tables"
    " USING (table_schema, table_name) WHERE table_schema = %s AND table_type = 'BASE TABLE'",
    "indexes": "SELECT table_name, index_name, seq_in_index, column_name, non_unique, sub_part"
    " FROM information_schema.statistics WHERE table_schema = %s",
    # MySQL writes the set of the literals as the ALTER's connection had it; ours are all ASCII.
    "checks": "SELECT constraint_name, REPLACE(check_clause, '_utf8mb4', '_ascii')"
    " FROM information_schema.check_constraints WHERE constraint_schema = %s",
    "foreign keys": "SELECT constraint_name, table_name, referenced_table_name, update_rule,"
    " delete_rule FROM information_schema.referential_constraints WHERE constraint_schema = %s",
    "key columns": "SELECT constraint_name, table_name, column_name, ordinal_position,"
    " referenced_column_name FROM information_schema.key_column_usage WHERE table_schema = %s",
    "tables": "SELECT table_name, engine, table_collation FROM information_schema.tables"
    " WHERE table_schema = %s AND table_type = 'BASE TABLE'",
}


def facts(connection: Connection, fact: str, database: str) -> set[tuple[Any, ...]]:
    """The rows of one of FACTS, without Alembic's own table."""
    rows = connection.exec_driver_sql(FACTS[fact], (database,))
    return {tuple(row) for row in rows if "alembic_version" not in row and row[0] != "PRIMARY"}
