"""The fixture `world`: rows of a small utility in the shared test database (tests/support)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cashier_app.db.engine import Login
from tests.plugins.database import DATABASE
from tests.support.counter import World


@pytest.fixture
def world(admin_login: Login, tmp_path: Path) -> Iterator[World]:
    """Makes counters, people, accounts and bills; see tests/support/counter.py."""
    made = World(admin_login, DATABASE, tmp_path)
    yield made
    made.close()
