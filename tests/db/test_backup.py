"""`cashier db backup` and `cashier db restore`: consistent, whole, checked, and nothing secret."""

from __future__ import annotations

import errno
import gzip
import stat
import threading
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pymysql
import pytest

from cashier_app.db.backup import (
    NotEmpty,
    OtherVersion,
    check_backup,
    let_in,
    restore_backup,
    take_backup,
)
from cashier_app.db.backup_file import BackupHeader, BadBackup, check_file, new_backup, read_header
from cashier_app.db.engine import Login
from cashier_app.db.installer import MADE_BY_UPGRADE, UpgradeBlocked, find_problems
from cashier_app.db.migrations import SCHEMA_VERSION
from cashier_app.db.tables import metadata
from cashier_app.domain.utility import Role
from cashier_app.verify.connection import reader_for
from cashier_app.verify.verification import verify
from tests.plugins.database import DATABASE, MakeServer
from tests.support.counter import PASSWORD, World
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling

HOSTILE = "Tab\there, line\nbreak, \\N back\\slash, 'quote', \"two\", emoji 🧾, \x00 NUL, ৳"


def _books(admin: Login) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, in the order of the keys."""

    found = {}
    with admin.engine().connect() as connection:
        for table in metadata.sorted_tables:
            # Written by every upgrade, as zoneinfo knows them.
            if table.name not in MADE_BY_UPGRADE | {"utility_offsets"}:
                rows = connection.exec_driver_sql(f"SELECT * FROM {table.name}").fetchall()
                found[table.name] = sorted((tuple(row) for row in rows), key=repr)
        connection.engine.dispose()
    return found


def _holds(admin: Login) -> bool:
    with reader_for(admin) as reading:
        findings = verify(reading)
    assert not findings.breaches, [str(breach) for breach in findings.breaches]
    return findings.holds


@pytest.fixture
def busy(world: World) -> Selling:
    """A counter with receipts, an undo and names of every kind."""
    selling = Selling(world.desk())
    account = world.account(bills=("1259.50", "260"), name=HOSTILE[:100])
    selling.take(account, "2000")
    selling.undo(selling.take(world.account(bills=("80",))).number)
    return selling


def test_everything_comes_back_on_another_server(
    busy: Selling, admin_login: Login, make_server: MakeServer, tmp_path: Path
) -> None:
    file = tmp_path / "night.cashier"
    taken = take_backup(admin_login, file, "0.1.0")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert taken.header.newest_receipts[busy.desk.code] == 2
    assert check_backup(file).schema_version == SCHEMA_VERSION
    there = make_server().admin_login("restored")
    assert restore_backup(there, file).rows == taken.rows
    assert _books(there) == _books(admin_login)
    with there.engine().connect() as connection:
        assert find_problems(connection) == []
        gate = connection.exec_driver_sql("SELECT is_open FROM schema_gate").scalar_one()
        assert not gate, "nobody is let in before it was verified"
        connection.engine.dispose()
    assert _holds(there)


def test_a_backup_is_one_moment_while_counters_sell(
    world: World, admin_login: Login, make_server: MakeServer, tmp_path: Path
) -> None:
    """Payments land between the tables of the backup; the books in it are those of one moment."""
    selling = Selling(world.desk())
    accounts = [world.account(bills=("120",)) for _ in range(12)]
    selling.take(accounts.pop())
    tables: set[str] = set()

    def sell(table: str, _count: int) -> None:
        if table not in tables and accounts:
            tables.add(table)
            selling.take(accounts.pop())

    taken = take_backup(admin_login, tmp_path / "night.cashier", "0.1.0", sell)
    assert len(tables) > 10
    assert taken.header.newest_receipts[selling.desk.code] == 1
    there = make_server().admin_login("restored")
    restore_backup(there, tmp_path / "night.cashier")
    assert _holds(there)
    ((receipts,),) = world.run(
        "SELECT COUNT(*) FROM journal WHERE counter_id = %s AND kind = 'payment'",
        selling.desk.counter_id,
    )
    assert receipts == 1 + len(tables)


def test_no_counter_waits_for_a_backup(world: World, admin_login: Login, tmp_path: Path) -> None:
    """Stopped in the middle of a table, the backup holds nobody up."""
    selling = Selling(world.desk())
    account = world.account(bills=("120",))
    reached, go_on = threading.Event(), threading.Event()

    def stop(table: str, _count: int) -> None:
        if table == "bills":
            reached.set()
            go_on.wait(30)

    backup = threading.Thread(
        target=take_backup, args=(admin_login, tmp_path / "night.cashier", "0.1.0", stop)
    )
    backup.start()
    try:
        assert reached.wait(30)
        assert selling.take(account).total == Decimal(120)
    finally:
        go_on.set()
        backup.join()


def test_a_reader_of_tables_is_enough_to_back_up(
    busy: Selling, world: World, admin_login: Login, tmp_path: Path
) -> None:
    # As one script spells it that Latin-1 cannot.
    password = "Quiet-রাত-77"
    world.run("CREATE USER backup_reader@'%%' IDENTIFIED BY %s", password)
    world.run(f"GRANT SELECT ON {DATABASE}.* TO backup_reader@'%%'")
    reader = replace(admin_login, user="backup_reader", password=password)
    try:
        assert take_backup(reader, tmp_path / "night.cashier", "0.1.0").rows > 100
    finally:
        world.run("DROP USER backup_reader@'%%'")


def test_nothing_secret_is_in_it(
    busy: Selling, world: World, admin_login: Login, tmp_path: Path
) -> None:
    file = tmp_path / "night.cashier"
    take_backup(admin_login, file, "0.1.0")
    head, body = file.read_bytes().split(b"\n", 2)[1:]
    text = head + gzip.decompress(body)
    ((password_hash,),) = world.run(
        "SELECT authentication_string FROM mysql.user WHERE User = %s", busy.desk.user_name
    )
    assert busy.desk.user_name.encode() in text
    for secret in (
        PASSWORD,
        busy.desk.token,
        password_hash if isinstance(password_hash, str) else password_hash.decode(),
        admin_login.password,
    ):
        assert not secret or secret.encode() not in text
    assert (busy.desk.folder / "counter.key").read_bytes().strip() not in text


@pytest.mark.parametrize("at", [0.02, 0.3, 0.6, 0.9, 0.9999])
def test_a_cut_off_file_is_refused(
    busy: Selling, admin_login: Login, tmp_path: Path, at: float
) -> None:
    file, cut = tmp_path / "night.cashier", tmp_path / "cut.cashier"
    take_backup(admin_login, file, "0.1.0")
    data = file.read_bytes()
    cut.write_bytes(data[: int(len(data) * at)])
    with pytest.raises(BadBackup, match=r"damaged|no backup"):
        check_backup(cut)


def test_a_changed_byte_is_noticed(busy: Selling, admin_login: Login, tmp_path: Path) -> None:
    file, changed = tmp_path / "night.cashier", tmp_path / "changed.cashier"
    take_backup(admin_login, file, "0.1.0")
    data = file.read_bytes()
    header_end = data.index(b"\n", 17)
    for place in (20, header_end - 5, header_end + 30, len(data) // 2, len(data) - 40):
        changed.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises((BadBackup, OtherVersion)):
            check_backup(changed)


def test_rows_that_were_edited_do_not_fit_their_checksum(
    busy: Selling, admin_login: Login, tmp_path: Path
) -> None:
    file, forged = tmp_path / "night.cashier", tmp_path / "forged.cashier"
    take_backup(admin_login, file, "0.1.0")
    magic, header, body = file.read_bytes().split(b"\n", 2)
    rows = gzip.decompress(body)
    assert b"1259.500" in rows
    forged.write_bytes(
        b"\n".join((magic, header, gzip.compress(rows.replace(b"1259.500", b"1259.000"))))
    )
    with pytest.raises(BadBackup, match="do not fit their checksum"):
        check_file(forged)


def test_another_version_is_refused_in_one_sentence(
    busy: Selling, admin_login: Login, tmp_path: Path
) -> None:
    file = tmp_path / "night.cashier"
    take_backup(admin_login, file, "0.1.0")
    data = file.read_bytes()
    file.write_bytes(data.replace(f'"{SCHEMA_VERSION}"'.encode(), b'"0001"', 1))
    with pytest.raises(OtherVersion, match=r"Restore it with version 0\.1\.0 of the program"):
        check_backup(file)


def test_what_is_no_backup_is_called_so(tmp_path: Path) -> None:
    for name, data in (("empty", b""), ("dump", b"-- MySQL dump 10.13\n"), ("zip", b"PK\3\4")):
        file = tmp_path / name
        file.write_bytes(data)
        with pytest.raises(BadBackup, match="no backup of this program"):
            read_header(file)
    file = tmp_path / "later"
    file.write_bytes(b"CASHIER BACKUP 2\n{}\n")
    with pytest.raises(BadBackup, match="of a newer program"):
        read_header(file)


def test_a_backup_is_never_written_over_and_never_half(
    busy: Selling, admin_login: Login, tmp_path: Path
) -> None:
    file = tmp_path / "night.cashier"
    file.write_bytes(b"yesterday's")
    with pytest.raises(FileExistsError):
        take_backup(admin_login, file, "0.1.0")
    assert file.read_bytes() == b"yesterday's"

    def fail(_table: str, _count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_backup(admin_login, tmp_path / "half.cashier", "0.1.0", fail)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["night.cashier"]


def test_a_file_system_without_links_holds_a_backup_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the FAT of a memory stick."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("cashier_app.db.backup_file.os.link", refuse)
    header = BackupHeader(SCHEMA_VERSION, "0.1.0", "mariadb", DATABASE, "", False, "now", {})
    file = tmp_path / "night.cashier"
    with new_backup(file, header) as writer:
        writer.finish()
    assert check_file(file) == 0
    assert list(tmp_path.iterdir()) == [file]


def test_a_database_that_is_not_empty_is_left_alone_unless_told(
    busy: Selling, admin_login: Login, make_server: MakeServer, tmp_path: Path
) -> None:
    file = tmp_path / "night.cashier"
    take_backup(admin_login, file, "0.1.0")
    there = make_server().admin_login(DATABASE)
    with pytest.raises(NotEmpty, match="--replace"):
        restore_backup(there, file)
    restore_backup(there, file, replace=True)
    let_in(there)
    assert _holds(there)
    assert _books(there) == _books(admin_login)


def test_no_backup_while_an_upgrade_runs(world: World, admin_login: Login, tmp_path: Path) -> None:
    with (
        closing(
            pymysql.connect(
                unix_socket=admin_login.address.socket,
                user=admin_login.user,
                password=admin_login.password,
            )
        ) as other,
        other.cursor() as cursor,
    ):
        cursor.execute(f"SELECT GET_LOCK('cashier_upgrade_{DATABASE}', 0)")
        with pytest.raises(UpgradeBlocked):
            take_backup(admin_login, tmp_path / "night.cashier", "0.1.0")


def test_people_sign_in_with_their_old_passwords_on_the_same_server(
    busy: Selling, world: World, admin_login: Login, tmp_path: Path
) -> None:
    """Restored beside the old one: the server has the database users still."""
    file = tmp_path / "night.cashier"
    take_backup(admin_login, file, "0.1.0")
    auditor = world.person(Role.AUDITOR, "Asha Pillai", counters=())
    assert auditor
    name = f"{DATABASE}_again"
    beside = replace(admin_login, address=replace(admin_login.address, database=name))
    try:
        restore_backup(beside, file)
        rows = world.run(f"SELECT user_name FROM {name}.users")
        assert (busy.desk.user_name,) in [tuple(row) for row in rows]
        assert (auditor,) not in [tuple(row) for row in rows]
    finally:
        world.run(f"DROP DATABASE IF EXISTS {name}")
