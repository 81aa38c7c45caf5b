"""Make dist/cashier_VERSION_ARCH.deb of the bundle in dist/cashier.

What the package depends on is measured: every library of the bundle is asked for what it loads,
and what does not lie in the bundle is looked up among the installed packages. Debian and Ubuntu.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication, QIcon

PROJECT = Path(__file__).resolve().parents[1]
DIST = PROJECT / "dist"
ICON = PROJECT / "packaging" / "cashier.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256)
SERVER = "mariadb-server-core | mysql-server-core | mysql-server-core-8.0"
# It holds my_print_defaults, which the installer of the data folder calls.
CLIENT = "mariadb-client-core | mysql-client-core | mysql-client-core-8.0"
OPENED_LATE = ("libegl1", "libgl1", "libfontconfig1")
"""What Qt looks for by name when a window opens: no library of the bundle names it."""
_OTHER_NAMES = {"libglib2.0-0": "libglib2.0-0 | libglib2.0-0t64"}
_OUTSIDE = re.compile(r"=> (/\S+)")


def main() -> None:
    """Build the package; raises CalledProcessError where a tool fails."""
    if not (DIST / "cashier" / "cashier").exists():
        sys.exit("there is no dist/cashier: run make bundle first")
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    arch = said("dpkg", "--print-architecture")
    tree = DIST / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    lay_out(tree)
    size = sum(f.stat().st_size for f in tree.rglob("*") if f.is_file() and not f.is_symlink())
    control = tree / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(control_text(version, arch, size // 1024), "utf-8")
    package = DIST / f"cashier_{version}_{arch}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "--build", "-Zxz", "-z3", str(tree), str(package)],
        check=True,
    )
    shutil.rmtree(tree)
    sys.stdout.write(f"{package.name}: {package.stat().st_size // 1_000_000} MB\n")


def lay_out(tree: Path) -> None:
    """The files where Debian expects them."""
    shutil.copytree(DIST / "cashier", tree / "usr" / "lib" / "cashier", symlinks=True)
    share = tree / "usr" / "share"
    for folder in (tree / "usr" / "bin", share / "applications", share / "doc" / "cashier"):
        folder.mkdir(parents=True)
    (tree / "usr" / "bin" / "cashier").symlink_to("../lib/cashier/cashier")
    shutil.copy(PROJECT / "packaging" / "cashier.desktop", share / "applications")
    shutil.copy(PROJECT / "LICENSE", share / "doc" / "cashier" / "copyright")
    place_guides(tree)
    icons = share / "icons" / "hicolor"
    scalable = icons / "scalable" / "apps"
    scalable.mkdir(parents=True)
    shutil.copy(ICON, scalable)
    application = QGuiApplication([])
    for size in SIZES:
        target = icons / f"{size}x{size}" / "apps" / "cashier.png"
        target.parent.mkdir(parents=True)
        if not QIcon(str(ICON)).pixmap(QSize(size, size)).save(str(target), "PNG"):
            sys.exit(f"the icon of {size} pixels cannot be drawn")
    del application
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def place_guides(tree: Path) -> None:
    """README and guides where Debian looks for them; the program finds them by a link."""
    ours = tree / "usr" / "lib" / "cashier" / "_internal"
    target = tree / "usr" / "share" / "doc" / "cashier"
    shutil.move(ours / "README.md", target / "README.md")
    shutil.move(ours / "docs", target / "docs")
    (ours / "docs").symlink_to("../../../share/doc/cashier/docs")


def control_text(version: str, arch: str, kilobytes: int) -> str:
    """The package's own description of itself."""
    needed = ", ".join(dict.fromkeys([*measured(), *OPENED_LATE, SERVER, CLIENT]))
    return f"""\
Package: cashier
Version: {version}
Section: misc
Priority: optional
Architecture: {arch}
Maintainer: Cashier <cashier@localhost>
Installed-Size: {kilobytes}
Depends: {needed}
Recommends: tzdata, cups-client
Description: Cash counters of an electricity utility
 Takes money for bills at the counters of a hall: finds an account, takes cash,
 cards and cheques, prints receipts and closes shifts. Money moves in the
 database only, and every entry is part of a chain that can be checked.
 .
 The package holds the whole program with its Python and Qt. A computer that
 works alone starts a private MariaDB or MySQL; several share a central one.
"""


def measured() -> list[str]:
    """Packages of the libraries that the bundle loads from outside, the C library by version."""
    bundle = (DIST / "cashier").resolve()
    environment = {**os.environ, "LD_LIBRARY_PATH": str(bundle / "_internal")}
    outside: set[str] = set()
    for library in [bundle / "cashier", *bundle.rglob("*.so*")]:
        told = subprocess.run(
            ["ldd", str(library)], env=environment, capture_output=True, text=True, check=False
        )
        outside |= {f for f in _OUTSIDE.findall(told.stdout) if not f.startswith(str(bundle))}
    packages = {owner(Path(file)) for file in outside} - {""}
    plain = sorted(_OTHER_NAMES.get(name, name) for name in packages - {"libc6"})
    # A program runs on the C library it was built on, and on later ones.
    built_on = said("dpkg-query", "-W", "-f=${Version}", "libc6").split("-")[0]
    return [f"libc6 (>= {built_on})", *plain]


def owner(file: Path) -> str:
    """The package that a library came with, or "" (what was built by hand has none)."""
    for name in {str(file), str(file.resolve()), str(file).removeprefix("/usr")}:
        told = subprocess.run(
            ["dpkg", "-S", name], capture_output=True, text=True, check=False
        ).stdout
        if told:
            return told.split(":")[0]
    return ""


def said(*command: str) -> str:
    """What a tool prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    main()
