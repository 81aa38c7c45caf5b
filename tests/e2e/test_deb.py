"""The Debian package, unpacked into a folder: run by `make deb`, CASHIER_DEB names its folder."""

from __future__ import annotations

import configparser
import os
import subprocess
from pathlib import Path

import pytest

_NAMED = os.environ.get("CASHIER_DEB", "")
pytestmark = [
    pytest.mark.skipif(not _NAMED, reason="needs the package first: make deb"),
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
def package() -> Path:
    (found,) = Path(_NAMED).glob("cashier_*.deb")
    return found


@pytest.fixture(scope="module")
def root(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("root")
    subprocess.run(["dpkg-deb", "-x", str(package), str(folder)], check=True)
    return folder


def test_control_names_server_and_measured_libraries(package: Path) -> None:
    told = subprocess.run(
        ["dpkg-deb", "-f", str(package), "Depends"], capture_output=True, text=True, check=True
    ).stdout
    assert told.startswith("libc6 (>= ")
    assert "mariadb-server-core" in told
    assert "libgl1" in told


def test_unpacked_it_starts_by_its_link(root: Path, tmp_path: Path) -> None:
    program = root / "usr" / "bin" / "cashier"
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen"}
    for words in (("db", "upgrade"), ("db", "check")):
        done = subprocess.run(
            [program, *words], env=environment, cwd=tmp_path, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


def test_the_guides_lie_where_debian_looks(root: Path) -> None:
    assert (root / "usr" / "share" / "doc" / "cashier" / "docs" / "cashier.md").exists()
    assert (root / "usr" / "lib" / "cashier" / "_internal" / "docs" / "cashier.md").exists()


def test_desktop_entry_names_what_is_there(root: Path) -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(root / "usr" / "share" / "applications" / "cashier.desktop", "utf-8")
    found = entry["Desktop Entry"]
    assert (root / "usr" / "bin" / found["Exec"].split()[0]).exists()
    icons = root / "usr" / "share" / "icons" / "hicolor"
    assert len(list(icons.rglob(f"{found['Icon']}.png"))) == 7
    assert (icons / "scalable" / "apps" / f"{found['Icon']}.svg").exists()
