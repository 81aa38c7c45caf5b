"""A customer's list at the counter: read, looked at, paid by one cheque, one receipt or each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from cashier_app.domain.utility import Rules
from tests.support.correcting import breaches_added
from tests.support.counter import SeedAccount, World, unique
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, state_of
from tests.ui.counter_app import CounterApp
from ui.screens.bulk import BulkListScreen
from ui.screens.told import ToldScreen


class Lists:
    """A cashier at an open shift with a customer's list."""

    def __init__(self, qtbot: QtBot, world: World, folder: Path) -> None:
        self.world, self._path = world, folder / "list.csv"
        self.app = CounterApp(qtbot, world.desk())
        self.app.to_find()
        self.app.to_shift()
        self.app.do("bulk")
        self.app.wait_for("bulk_file")

    def read(self, accounts: Sequence[SeedAccount], *more: str) -> BulkListScreen:
        numbers = [account.account_no for account in accounts]
        self._path.write_text("\n".join(["account,amount", *(f"{n}," for n in numbers), *more]))
        self.app.type_text(str(self._path))
        self.app.press("Enter")
        self.app.wait_for("bulk_list")
        screen = self.app.screen
        assert isinstance(screen, BulkListScreen)
        return screen

    def cheque(self, number: str) -> None:
        """Its facts by the keyboard; the last Enter takes it."""
        self.app.press("Enter")
        self.app.wait_for("bulk_cheque")
        (today,) = self.world.run("SELECT MAX(business_date) FROM shifts")[0]
        for text in ("City Bank", number, f"{today:%d %m %Y}"):
            self.app.type_text(text)
            self.app.press("Enter")

    def told(self) -> tuple[str, ...]:
        self.app.wait_for("bulk_done")
        screen = self.app.screen
        assert isinstance(screen, ToldScreen)
        return screen.texts()


@pytest.fixture
def lists(qtbot: QtBot, world: World, tmp_path: Path) -> Lists:
    return Lists(qtbot, world, tmp_path)


def test_one_receipt_for_all(lists: Lists, world: World) -> None:
    accounts = [world.account(("100",)), world.account(("30", "20"))]
    screen = lists.read(accounts, "99,", f"{accounts[0].account_no},5")
    rows = [screen.table.model().index(row, 2).data() for row in range(4)]
    assert rows == ["100.00", "50.00", "No such account", "Stands there twice"]
    assert lists.app.next_title == "Cheque of 150.00"
    number = unique("", 8)
    with breaches_added(world) as added:
        lists.cheque(number)
        told = lists.told()
    assert added == []
    said = told[0].replace("\N{HYPHEN}", "-")
    assert said == f"1 receipt: 150.00 by cheque {number}. {lists.app.desk.code}-000001"
    assert "2 lines were not paid" in told[1]
    assert all(row[2] == "paid" for a in accounts for row in state_of(world, a)[0])
    lists.app.press("Enter")
    lists.app.wait_for("shift")


def test_a_receipt_each_and_what_changed_meanwhile(lists: Lists, world: World) -> None:
    accounts = [world.account((bill,)) for bill in ("100", "30", "20")]
    screen = lists.read(accounts)
    QTest.keyClick(screen, Qt.Key.Key_Space)
    assert lists.app.window.next_key.accessibleName().endswith("3 receipts")
    world.run(
        "UPDATE bills SET balance = 31, version = version + 1 WHERE bill_id = %s",
        accounts[1].bills[0].bill_id,
    )
    lists.cheque(unique("", 8))
    told = lists.told()
    assert told[0].startswith("2 receipts: 120.00")
    assert "Changed meanwhile" in told[1]
    assert [state_of(world, a)[0][0][2] for a in accounts] == ["paid", "issued", "paid"]
    world.run(
        "UPDATE bills SET balance = 30, version = version + 1 WHERE bill_id = %s",
        accounts[1].bills[0].bill_id,
    )


def test_the_rest_of_a_list_is_paid_by_the_same_cheque(lists: Lists, world: World) -> None:
    """Read again the list comes to less, and the cheque is over what it came to at first."""
    accounts, number = [world.account((bill,)) for bill in ("100", "30", "20")], unique("", 8)
    screen = lists.read(accounts)
    QTest.keyClick(screen, Qt.Key.Key_Space)
    Selling(world.desk()).take(accounts[1], "1", part=True)
    lists.cheque(number)
    assert lists.told()[0].startswith("2 receipts: 120.00")
    lists.app.press("Enter")
    lists.app.wait_for("shift")
    lists.app.do("bulk")
    lists.app.wait_for("bulk_file")
    lists.read(accounts)
    with breaches_added(world) as added:
        lists.cheque(number)
        assert lists.told()[0].startswith("1 receipt: 29.00")
    assert added == []
    assert state_of(world, accounts[1])[0][0][2] == "paid"


def test_a_stale_cheque_is_told_before_anything_is_sent(lists: Lists, world: World) -> None:
    account = world.account(("100",))
    lists.read([account])
    lists.app.press("Enter")
    lists.app.wait_for("bulk_cheque")
    for text in ("City Bank", "7", "01 01 2020"):
        lists.app.type_text(text)
        lists.app.press("Enter")
    assert lists.app.next_title == "Not to be taken"
    assert lists.app.screen.objectName() == "bulk_cheque"
    assert state_of(world, account)[0][0][2] == "issued"


def test_a_cheque_is_judged_by_the_rules_of_the_sign_in(lists: Lists, world: World) -> None:
    """The screen is built once; what an administrator changes holds from the next sign-in on."""
    lists.app.press("Esc")
    lists.app.wait_for("shift")
    state = lists.app.app.state
    state.set_signed_in(replace(state.signed_in, rules=Rules(cheque_stale_days=3)))
    lists.app.do("bulk")
    lists.app.wait_for("bulk_file")
    lists.read([world.account(("100",))])
    lists.app.press("Enter")
    lists.app.wait_for("bulk_cheque")
    assert state.signed_in.shift is not None
    day = state.signed_in.shift.business_date - timedelta(days=5)
    for text in ("City Bank", "7", f"{day:%d %m %Y}"):
        lists.app.type_text(text)
        lists.app.press("Enter")
    assert lists.app.next_title == "Not to be taken"


def test_what_is_no_list_says_why(
    lists: Lists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "other.csv"
    path.write_text("number\n1\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    lists.app.press("F2", "Enter")
    notice = lists.app.screen.notice  # type: ignore[attr-defined]
    lists.app.wait_until(lambda: "lacks the columns account" in notice.accessibleName())
    path.unlink()
    lists.app.press("Enter")
    lists.app.wait_until(lambda: "cannot be opened" in notice.accessibleName())
    assert lists.app.screen.objectName() == "bulk_file"
