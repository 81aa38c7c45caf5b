"""The last release's database, from its dump (scripts/dump_release makes one on each server)."""

from __future__ import annotations

import gzip
from contextlib import closing
from pathlib import Path

from cashier_app.db.engine import connected
from cashier_app.db.grants import OWNER, ensure_owner
from cashier_app.db.private_server import PrivateServer

DATABASE = "cashier"
RELEASE = "0070"
_DUMPS = Path(__file__).parents[1] / "data"


def load_release(server: PrivateServer, database: str = DATABASE) -> None:
    """As an administrator moves a database to a new computer."""
    file = _DUMPS / f"release-{RELEASE}-{server.binary.flavour}.sql.gz"
    dump = gzip.decompress(file.read_bytes()).decode("utf-8")
    with closing(server.admin_connection()) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {database} COLLATE utf8mb4_bin")
    with connected(server.admin_login(database)) as administrator:
        # Views of the dump run as their owner, who must be there to be named.
        ensure_owner(administrator, database, OWNER)
    with closing(server.admin_connection(database)) as connection, connection.cursor() as cursor:
        for statement in filter(str.strip, dump.split("\n$$\n")):
            cursor.execute(statement)
