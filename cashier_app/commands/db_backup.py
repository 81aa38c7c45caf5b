"""`cashier db backup` and `cashier db restore`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tqdm import tqdm

from cashier_app.commands.database_options import add_admin_options, administrator
from cashier_app.commands.output import DONE, FAILED, say
from cashier_app.db.backup import (
    NotEmpty,
    OnRows,
    OtherVersion,
    RealMoney,
    check_backup,
    let_in,
    restore_backup,
    take_backup,
)
from cashier_app.db.backup_file import BackupHeader, BadBackup
from cashier_app.db.engine import Login, connected
from cashier_app.db.installer import UpgradeBlocked
from cashier_app.db.private_server import PrivateServer, ServerOptions
from cashier_app.db.users import list_users
from cashier_app.settings import SettingsProblem
from cashier_app.verify.connection import reader_for
from cashier_app.verify.findings import CannotLook, Findings
from cashier_app.verify.report import text_report
from cashier_app.verify.verification import verify

AddAct = Callable[[Any, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]

_CHECKED = "cashier"
_POOL_MB = 256

_BACKUP = """
Counters go on meanwhile: one snapshot is read and nothing is locked. The file holds the rows of
all tables, compressed, with checksums; it is there whole or not at all, and only you can read it.
No password is in it. --check restores it into a private server of its own and verifies it there.
"""
_RESTORE = """
Reads the whole file first: a damaged one, and one of another schema version, changes nothing. What
was restored is verified before counters are let in. People keep their passwords where the server
still has their database users; the others are named. It needs the server's own administrator.
"""


def add_acts(acts: Any, act: AddAct) -> None:
    """Both commands; `act` adds one."""
    backup = act(acts, "backup", "write the database into a file while counters work", _backup)
    backup.epilog = _BACKUP
    backup.add_argument("file", type=Path, metavar="FILE", help="a new file")
    backup.add_argument("--check", action="store_true", help="restore it elsewhere and verify it")
    restore = act(acts, "restore", "make the database what a backup says", _restore)
    restore.epilog = _RESTORE
    restore.add_argument("file", type=Path, metavar="FILE", help="a backup")
    restore.add_argument(
        "--replace", action="store_true", help="take away what is in the database now"
    )
    for parser in (backup, restore):
        add_admin_options(parser)


@dataclass(frozen=True, slots=True)
class _Checked:
    """A backup that was restored elsewhere."""

    findings: Findings
    restored_in: float
    verified_in: float


def _backup(options: argparse.Namespace) -> int:
    path: Path = options.file
    began = time.monotonic()
    with (
        _explained(path),
        administrator(options, any_version=True) as login,
        _progress("Reading") as on_rows,
    ):
        taken = take_backup(login, path, version("cashier"), on_rows)
    say(
        f"{path}: {taken.rows:,} rows of {taken.tables} tables as of {taken.header.taken_at},"
        f" {taken.bytes / 1e6:,.1f} MB, in {time.monotonic() - began:.1f} s."
    )
    if not options.check:
        return DONE
    with _explained(path):
        checked = _check(path)
    say(
        f"Restored on a private server in {checked.restored_in:.1f} s,"
        f" verified in {checked.verified_in:.1f} s."
    )
    return _say_findings(checked.findings)


def _check(path: Path) -> _Checked:
    """Restore it into a server that is thrown away. Raises BadBackup, ServerMissing."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="cashier-check-") as folder:
        options = ServerOptions(buffer_pool_mb=_POOL_MB)
        with PrivateServer(Path(folder) / "server", options=options) as server:
            admin = server.admin_login(_CHECKED)
            with _progress("Checking") as on_rows:
                restore_backup(admin, path, on_rows=on_rows)
            restored_in = time.monotonic() - began
            findings = _verified(admin)
    return _Checked(findings, restored_in, time.monotonic() - began - restored_in)


def _restore(options: argparse.Namespace) -> int:
    path: Path = options.file
    began = time.monotonic()
    with _explained(path), administrator(options, any_version=True) as admin:
        with _progress("Checking") as on_rows:
            header = check_backup(path, on_rows)
        with _progress("Storing") as on_rows:
            restored = restore_backup(admin, path, replace=options.replace, on_rows=on_rows)
        say(
            f"{admin.address.database}: {restored.rows:,} rows as of {header.taken_at},"
            f" in {time.monotonic() - began:.1f} s."
        )
        findings = _verified(admin)
        status = _say_findings(findings)
        if status == DONE:
            let_in(admin)
        else:
            say("Counters stay out. To let them in all the same: `cashier db upgrade`.")
        _say_people(admin)
        _say_receipts(header)
    return status


def _verified(admin: Login) -> Findings:
    with reader_for(admin) as reading:
        return verify(reading, (), _say_step)


def _say_findings(findings: Findings) -> int:
    if findings.holds:
        say("Verified: everything holds.")
        return DONE
    say(text_report(findings))
    return FAILED


def _say_people(admin: Login) -> None:
    """Who cannot sign in because the server has no database user for them."""
    with connected(admin) as connection:
        missing = [user.user_name for user in list_users(connection) if not user.has_account]
    if missing:
        say(
            f"Without a database user on this server: {', '.join(missing)}. Give each one a first"
            " password: `cashier db users account NAME`."
        )


def _say_receipts(header: BackupHeader) -> None:
    newest = ", ".join(
        f"{code}-{last:06d}" for code, last in sorted(header.newest_receipts.items())
    )
    say(f"The newest receipts in it: {newest or 'none'}.")
    say(
        "Receipts that counters have given since then are not in it: each counter stops at the"
        " next sign-in and names them. Enter them again there with `cashier counter lost`."
    )


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """What is wrong with the file in one sentence."""
    try:
        yield
    except UpgradeBlocked as error:
        raise SettingsProblem(f"Not now: {error}.") from error
    except (BadBackup, NotEmpty, OtherVersion, RealMoney, FileExistsError, CannotLook) as error:
        raise SettingsProblem(str(error)) from error
    except OSError as error:
        if error.filename is None and error.strerror is None:
            raise
        raise SettingsProblem(f"{error.filename or path}: {error.strerror}") from error


@contextmanager
def _progress(what: str) -> Iterator[OnRows]:
    """Rows done so far, where somebody watches."""
    with tqdm(unit=" rows", unit_scale=True, disable=None, leave=False) as bar:

        def on_rows(table: str, count: int) -> None:
            bar.set_description(f"{what} {table}", refresh=False)
            bar.update(count)

        yield on_rows


def _say_step(step: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"Looking at {step} …\n")
