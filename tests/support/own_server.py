"""A server for one file of tests. The checker reads every book there is, so a file that asks it
often works in a small database; import `server` into the file and all its fixtures stand on it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cashier_app.db.private_server import PrivateServer
from tests.plugins.database import started


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    """In the place of the fixture that all files of a process share."""
    with started(tmp_path_factory.mktemp("database") / "server") as running:
        yield running
