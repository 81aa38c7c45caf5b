"""The soak is collected only when it is asked for: scripts/soak."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tests.faults.acts import SOAK

collect_ignore = [] if SOAK else ["test_soak.py"]


@pytest.fixture(autouse=True)
def broken_sockets(request: pytest.FixtureRequest) -> Iterator[None]:
    """What PyMySQL leaves to the garbage collector goes with the test that broke it."""
    yield
    marks = request.node.iter_markers("filterwarnings")
    if any("Unraisable" in mark.args[0] for mark in marks):
        gc.collect()
