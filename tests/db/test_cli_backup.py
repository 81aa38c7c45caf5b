"""`cashier db backup` and `cashier db restore` as an administrator types them."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from cashier_app.db.backup import restore_backup
from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.utility import Role
from cashier_app.settings import CounterIdentitySettings, save_counter
from tests.support.command_line import Command, cashier, home
from tests.support.counter import World
from tests.support.selling import Selling

__all__ = ["cashier", "home"]


@pytest.fixture
def shop(home: Path, cashier: Command, tmp_path: Path) -> World:
    """The database of the settings, with a utility in it."""
    assert cashier("db", "start")[0] == 0
    assert cashier("db", "upgrade")[0] == 0
    login = PrivateServer(home / "server").admin_login("cashier")
    return World(login, "cashier", tmp_path / "counters")


def test_backed_up_checked_lost_and_restored(shop: World, cashier: Command, tmp_path: Path) -> None:
    selling = Selling(shop.desk())
    receipt = selling.take(shop.account(bills=("120",)))
    file = tmp_path / "night.cashier"
    status, out, err = cashier("db", "backup", str(file), "--check")
    assert (status, err) == (0, "")
    assert "rows of" in out
    assert "Restored on a private server in" in out
    assert out.endswith("Verified: everything holds.\n")
    shop.run("DELETE FROM user_counters")
    status, _, err = cashier("db", "restore", str(file))
    assert status == 1
    assert "is not empty" in err
    assert "--replace" in err
    status, out, err = cashier("db", "restore", str(file), "--replace")
    assert (status, err) == (0, "")
    assert "Verified: everything holds." in out
    assert f"The newest receipts in it: {receipt.number}." in out
    assert "Without a database user" not in out
    # The gate is open and the old passwords hold.
    selling.program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
    shop.close()


def test_people_without_a_database_user_are_named(
    shop: World, cashier: Command, tmp_path: Path
) -> None:
    name = shop.person(Role.CASHIER)
    file = tmp_path / "night.cashier"
    assert cashier("db", "backup", str(file))[0] == 0
    shop.run(f"DROP USER {name}@'%%'")
    status, out, _ = cashier("db", "restore", str(file), "--replace")
    assert status == 0
    assert f"Without a database user on this server: {name}." in out
    shop.close()


def test_a_broken_database_is_restored_but_nobody_is_let_in(
    shop: World, cashier: Command, tmp_path: Path
) -> None:
    """What was wrong when it was backed up is wrong in the backup, and said."""
    selling = Selling(shop.desk())
    account = shop.account(bills=("120",))
    shop.run("DROP TRIGGER bills_lawful_update")
    shop.run("UPDATE bills SET balance = 1 WHERE bill_id = %s", account.bills[0].bill_id)
    file = tmp_path / "night.cashier"
    status, out, _ = cashier("db", "backup", str(file), "--check")
    assert status == 1
    assert account.bills[0].bill_no in out
    status, out, _ = cashier("db", "restore", str(file), "--replace")
    assert status == 1
    assert "Counters stay out." in out
    with pytest.raises(Exception, match="upgrade_running"):
        selling.program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
    shop.close()


def test_plain_sentences(shop: World, cashier: Command, tmp_path: Path) -> None:
    missing = tmp_path / "missing.cashier"
    assert (
        cashier("db", "restore", str(missing))[2]
        == f"cashier: {missing}: No such file or directory\n"
    )
    nowhere = tmp_path / "no" / "folder.cashier"
    assert "No such file or directory" in cashier("db", "backup", str(nowhere))[2]
    text = tmp_path / "dump.sql"
    text.write_text("-- MySQL dump\n")
    assert cashier("db", "restore", str(text), "--replace")[2].endswith(
        "is no backup of this program.\n"
    )
    assert "already" in cashier("db", "backup", str(text))[2]
    # A restore that was broken off leaves no gate: nobody sells, and nobody backs it up.
    shop.run("DELETE FROM schema_gate")
    assert "has not ended" in cashier("db", "backup", str(tmp_path / "a.cashier"))[2]
    shop.run("DROP DATABASE cashier")
    shop.run("CREATE DATABASE cashier")
    assert "has no tables yet" in cashier("db", "backup", str(tmp_path / "b.cashier"))[2]
    shop.close()


class Killed(Exception):
    """The program ends here."""


def test_a_restore_that_was_broken_off_lets_nobody_in_until_it_is_started_anew(
    shop: World, cashier: Command, tmp_path: Path
) -> None:
    selling = Selling(shop.desk())
    receipt = selling.take(shop.account(bills=("120",)))
    file = tmp_path / "night.cashier"
    assert cashier("db", "backup", str(file))[0] == 0

    def end(ended_at: str, table: str, _count: int) -> None:
        if table == ended_at:
            raise Killed

    for table in ("users", "journal", "payments"):
        with pytest.raises(Killed):
            restore_backup(shop.admin, file, replace=True, on_rows=partial(end, table))
        for command in (("upgrade",), ("upgrade", "--force")):
            status, _, err = cashier("db", *command)
            assert status == 1
            assert "was broken off: it holds part of a backup" in err
        with pytest.raises(Exception, match="upgrade_running"):
            selling.program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
        assert cashier("db", "backup", str(tmp_path / "part.cashier"))[0] == 1
    status, out, err = cashier("db", "restore", str(file), "--replace")
    assert (status, err) == (0, "")
    assert receipt.number in out
    selling.program.sessions.sign_in(selling.desk.user_name, selling.desk.password)
    assert cashier("db", "upgrade")[0] == 0
    shop.close()


def test_made_up_money_never_replaces_real_money(
    shop: World, cashier: Command, tmp_path: Path
) -> None:
    shop.run("UPDATE utility SET is_training = 1")
    file = tmp_path / "sample.cashier"
    assert cashier("db", "backup", str(file))[0] == 0
    assert cashier("db", "restore", str(file), "--replace")[0] == 0
    shop.run("UPDATE utility SET is_training = 0")
    status, _, err = cashier("db", "restore", str(file), "--replace")
    assert status == 1
    assert "it never replaces real money" in err
    assert shop.run("SELECT is_training FROM utility")[0][0] == 0
    shop.close()


def test_lost_receipts_at_the_counter(
    shop: World, home: Path, cashier: Command, tmp_path: Path
) -> None:
    """What cashier and supervisor type at a counter that a restored backup has stopped."""
    desk = shop.desk()
    save_counter(home, CounterIdentitySettings(desk.code, desk.token))
    (desk.folder / "counter.key").rename(home / "counter.key")
    desk.folder = home
    supervisor = shop.person(Role.SUPERVISOR, "Rana Das", counters=(desk.code,))
    password = tmp_path / "password"
    password.write_text(f"{desk.password}\n", "utf-8")
    selling = Selling(desk)
    account = shop.account(bills=("120.50",))
    file = tmp_path / "night.cashier"
    assert cashier("db", "backup", str(file))[0] == 0
    receipt = selling.take(account, "200")
    me = ("counter", "lost", "--user", desk.user_name, "--password-file", str(password))
    assert "window is open" in cashier(*me)[2]
    selling.program.close()
    desk.programs.clear()
    assert cashier("db", "restore", str(file), "--replace")[0] == 0

    status, out, err = cashier(*me)
    assert status == 1
    assert receipt.number in out
    assert "1 lost; 1 payments to be entered again, 120.50." in out
    assert "--approved-by NAME" in err
    approved = ("--approved-by", supervisor, "--approver-password-file", str(password))
    status, out, err = cashier(*me, *approved)
    assert (status, err) == (0, "")
    assert f"Explained: {desk.code}-L-0001." in out
    assert f"{receipt.number} -> {desk.code}-000002" in out
    assert "1 entered again. 120.50 of cash belongs into this drawer." in out
    assert cashier(*me) == (0, "Nothing is lost.\n", "")
    log = str(home / "counter.log")
    assert cashier("verify", "--counter-log", log)[0] == 0
    shop.close()
