"""The commands as an administrator types them, at a private server of their own.

Import `cashier` and `home` into a file, and its tests have them as fixtures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cashier_app import cli
from cashier_app.db.private_server import PrivateServer
from tests.plugins.database import copy_of_template, wanted_server

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The settings folder of a computer whose private server is installed, but empty."""
    folder = tmp_path / "home"
    monkeypatch.setenv("CASHIER_HOME", str(folder))
    # The program of this run's server must be what the commands find.
    monkeypatch.setenv("CASHIER_MYSQLD", str(wanted_server().path))
    copy_of_template(folder / "server", wanted_server())
    yield folder
    PrivateServer(folder / "server").stop(force=True)


@pytest.fixture
def cashier(home: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command; returns its status and what it wrote."""

    def run(*arguments: str) -> tuple[int, str, str]:
        status = cli.run(arguments)
        written = capsys.readouterr()
        return status, written.out, written.err

    return run
