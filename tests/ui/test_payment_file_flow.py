"""A bank's file at home, over a real database: looked at, taken, refused by line, once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.db.engine import connected
from cashier_app.db.enrolment import NewCounter, create_counter
from cashier_app.domain.utility import Role
from cashier_app.services.outside import OutsideService
from tests.support.correcting import breaches_added
from tests.support.counter import World, unique
from tests.support.outside import TODAY
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import state_of
from tests.ui.counter_app import CounterApp
from ui.screens.import_file import ImportFileScreen
from ui.screens.payment_file import PaymentFileScreen
from ui.screens.told import ToldScreen

HEAD = "reference,date,amount,account,bill,payer"


class BankDesk:
    """A supervisor at home with a bank's counter; files are looked for in `folder`."""

    def __init__(self, qtbot: QtBot, world: World, folder: Path, channels: int = 1) -> None:
        self.world, self.folder = world, folder
        desk = world.desk(Role.SUPERVISOR, "Lata Iyer")
        self.codes: list[str] = []
        for kind in ("bank", "mobile")[:channels]:
            code = world.free_counter_code()
            self.codes.append(code)
            with connected(replace(world.admin, address=world.address)) as connection:
                create_counter(connection, NewCounter(code, f"{kind} files", "01", "", kind))
            world.run(
                "INSERT INTO user_counters (user_id, counter_id) SELECT u.user_id, c.counter_id"
                " FROM users u, counters c WHERE u.user_name = %s AND c.code = %s",
                desk.user_name, code,
            )  # fmt: skip
        self.app = CounterApp(qtbot, desk)
        self.app.sign_in()
        self.app.wait_for("home")

    def write(self, *lines: str) -> Path:
        path = self.folder / "bank.csv"
        path.write_text("\n".join((HEAD, *lines)) + "\n", "utf-8")
        return path

    def open(self) -> None:
        self.app.do("bank_files")
        self.app.wait_for("payment_choice")
        self.app.wait_until(lambda: self.app.next_title == "Check bank.csv")

    def look(self) -> PaymentFileScreen:
        self.app.press("Enter")
        return self.screen()

    def screen(self) -> PaymentFileScreen:
        self.app.wait_for("payment_file")
        screen = self.app.screen
        assert isinstance(screen, PaymentFileScreen)
        return screen

    def take(self) -> PaymentFileScreen:
        self.app.press("Enter")
        self.app.wait_until(
            lambda: self.app.next_title == "Done" and self.app.screen.objectName() == "payment_file"
        )
        return self.screen()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "files"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    return home


@pytest.fixture
def bank(qtbot: QtBot, world: World, folder: Path) -> BankDesk:
    return BankDesk(qtbot, world, folder)


def ref() -> str:
    return unique("TX-")


def counts(screen: PaymentFileScreen) -> dict[str, str]:
    return {line.label: line.amount for line in screen.ledger.lines}


def cells(screen: PaymentFileScreen) -> list[tuple[str, str, str]]:
    """Line, account or reason, and what its chip says."""
    model = screen.table.cells
    rows = [
        tuple(model.data(model.index(line, column), 256) for column in range(5))
        for line in range(model.rowCount())
    ]
    return [(row[0].first, row[2].first, row[3].chip.text) for row in rows]


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_a_bug_while_a_file_is_looked_at_leads_back(
    bank: BankDesk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bank.write(f"{ref()},{TODAY},150,{world.account(('100',)).account_no},,")
    bank.open()
    with monkeypatch.context() as broken:
        broken.setattr(OutsideService, "preview", lambda _self, _file: 1 // 0)
        bank.app.press("Enter")
        bank.app.wait_for("home")
    bank.open()
    bank.look()
    assert bank.app.next_title == "Take 1 payment, 150.00"


def test_a_file_is_looked_at_then_taken_and_taken_once(bank: BankDesk, world: World) -> None:
    one, two = world.account(("100", "50"), name="Bina Thapa"), world.account(("70",))
    bank.write(
        f"{ref()},{TODAY},150,{one.account_no},,",
        f"{ref()},{TODAY},100,{two.account_no},,",
        f"{ref()},{TODAY},10,99999999,,",
        f"{ref()},{TODAY},nothing,{two.account_no},,",
    )
    bank.open()
    screen = bank.look()
    assert bank.app.next_title == "Take 2 payments, 250.00"
    assert [(line, chip) for line, _, chip in cells(screen)] == [
        ("4", "Refused"), ("5", "Refused"), ("2", "New"), ("3", "New"),
    ]  # fmt: skip
    assert [what for _, what, _ in cells(screen)][:2] == ["No such account", "No such amount"]
    assert counts(screen) == {
        "To be taken": "2", "Taken before": "0", "Refused": "2", "They make": "250.00",
    }  # fmt: skip
    assert bank.app.corner == "To be taken Rs 250.00"
    bank.app.press("Down", "Down", "Down")
    assert "Due today 70.00. 30.00 becomes credit." in screen.detail.accessibleName()
    assert state_of(world, one)[0][0][2] == "issued", "nothing is taken by looking"
    with breaches_added(world) as added:
        screen = bank.take()
    assert added == []
    assert counts(screen)["Taken"] == "2"
    assert bank.app.corner == "Taken Rs 250.00"
    assert counts(screen)["Z"].startswith(f"{bank.codes[0]}-Z-")
    assert bank.app.banner_text.startswith("2 payments taken, 250.00.")
    assert [row[2] for row in state_of(world, one)[0]] == ["paid", "paid"]
    # The same file again: nothing new, nothing taken.
    before = (state_of(world, one), state_of(world, two))
    bank.app.press("Enter")
    bank.app.wait_until(lambda: bank.app.next_title == "Check bank.csv")
    screen = bank.look()
    assert bank.app.next_title == "Check it again", "two lines are still refused"
    assert counts(screen)["Taken before"] == "2"
    assert (state_of(world, one), state_of(world, two)) == before


def test_a_file_is_put_right_and_looked_at_again(bank: BankDesk, world: World) -> None:
    account = world.account(("100",))
    reference = ref()
    bank.write(f"{reference},{TODAY},100,99999999,,")
    bank.open()
    bank.look()
    assert bank.app.next_title == "Check it again"
    bank.write(f"{reference},{TODAY},100,{account.account_no},,")
    bank.app.press("Enter")
    bank.app.wait_until(lambda: bank.app.next_title == "Take 1 payment, 100.00")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", "The file lacks the columns amount, date, reference, or has one twice."),
        (f"{HEAD}\n", "The file has no lines."),
    ],
)
def test_a_file_of_another_kind_is_said(bank: BankDesk, text: str, said: str) -> None:
    (bank.folder / "bank.csv").write_text(text, "utf-8")
    bank.open()
    bank.app.press("Enter")
    bank.app.wait_for("payment_choice")
    screen = bank.app.screen
    assert isinstance(screen, ImportFileScreen)
    bank.app.wait_until(lambda: said in screen.notice.accessibleName())


def test_what_was_stopped_is_gone_on_with(
    bank: BankDesk, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = [world.account(("10",)) for _ in range(3)]
    bank.write(*(f"{ref()},{TODAY},10,{account.account_no},," for account in accounts))
    taken = OutsideService._line

    def and_stop(self: OutsideService, shift_id: int, line: object) -> object:
        bank.app.screen.stop_asked.emit()  # type: ignore[attr-defined]
        return taken(self, shift_id, line)  # type: ignore[arg-type]

    bank.open()
    bank.look()
    monkeypatch.setattr(OutsideService, "_line", and_stop)
    bank.app.press("Enter")
    bank.app.wait_for("payment_told")
    screen = bank.app.screen
    assert isinstance(screen, ToldScreen)
    assert screen.texts()[0].startswith("It was stopped.")
    monkeypatch.undo()
    monkeypatch.setenv("HOME", str(bank.folder))
    bank.app.press("Enter")
    bank.app.wait_for("home")
    bank.open()
    bank.look()
    assert bank.app.banner_text.startswith("This file was begun and not ended.")
    assert bank.app.next_title == "Take 2 payments, 20.00"
    with breaches_added(world) as added:
        screen_done = bank.take()
    assert added == []
    assert counts(screen_done)["Taken before"] == "1"
    paid = [state_of(world, account)[0][0][1] for account in accounts]
    assert paid == [Decimal(0)] * 3


def test_whose_file_it_is_is_asked_where_there_are_several(
    qtbot: QtBot, world: World, folder: Path
) -> None:
    bank = BankDesk(qtbot, world, folder, channels=2)
    bank.write()
    bank.app.do("bank_files")
    bank.app.wait_for("payment_counters")
    bank.app.do(bank.codes[1])
    bank.app.wait_for("payment_choice")
    assert bank.app.screen.frame.question == "Which file of mobile files?"
    bank.app.wait_until(lambda: bank.app.next_title == "Check bank.csv")
    bank.app.press("Esc")
    bank.app.wait_for("payment_counters")


def test_without_a_counter_of_a_bank_it_says_who_makes_one(
    qtbot: QtBot, world: World, folder: Path
) -> None:
    bank = BankDesk(qtbot, world, folder, channels=0)
    bank.app.do("bank_files")
    bank.app.wait_for("payment_told")
    bank.app.press("Enter")
    bank.app.wait_for("home")
