"""The cheque register at home: to the bank, cleared, came back; nothing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cashier_app.domain.cheques import ChequeState
from cashier_app.domain.errors import Unavailable
from cashier_app.domain.payments import Cheque
from cashier_app.domain.utility import Role
from cashier_app.services.cheques import ChequeService
from tests.support.correcting import breaches_added
from tests.support.counter import SeedAccount, World
from tests.support.day import local_today
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import Selling, state_of
from tests.support.tender_parts import a_cheque, by_cheque, order_with
from tests.ui.counter_app import CounterApp
from tests.ui.held_call import HeldCall
from ui.screens.ask_number import AskNumberScreen
from ui.screens.cheques import ChequesScreen
from ui.screens.stored import StoredScreen


class Register:
    """A supervisor at the register, and cheques that another counter took."""

    def __init__(self, qtbot: QtBot, world: World) -> None:
        self.world = world
        self.selling = Selling(world.desk())
        self.desk = world.desk(Role.SUPERVISOR, "Lata Iyer")
        self.app = CounterApp(qtbot, self.desk)
        self.app.sign_in()
        self.app.wait_for("home")

    def take(self, face: str) -> tuple[Cheque, SeedAccount]:
        cheque, account = a_cheque(face), self.world.account((face,))
        self.selling.send(order_with(self.selling, account, by_cheque(cheque)))
        return cheque, account

    def list_to_bank(self, *numbers: str) -> None:
        """As somebody else did it."""
        cheques = Selling(self.world.desk(Role.SUPERVISOR, "Sunil Rao")).program.cheques
        received = cheques.register(ChequeState.RECEIVED)
        cheques.list_to_bank("Hill Bank", [q for q in received if q.cheque_no in numbers])

    def open(self, state: ChequeState) -> ChequesScreen:
        if self.app.screen.objectName() == "home":
            self.app.do("cheques")
        self.app.wait_for("cheque_lists")
        self.app.do(state)
        return self.read()

    def read(self) -> ChequesScreen:
        self.app.wait_for("cheques")
        screen = self.app.screen
        assert isinstance(screen, ChequesScreen)
        self.app.wait_until(
            lambda: (
                screen.frame.next_key is not None and "Wait" not in (screen.frame.next_key.title)
            )
        )
        return screen

    def choose(self, screen: ChequesScreen, cheque: Cheque, *, only: bool = True) -> None:
        """Go to a cheque; with `only` it alone is marked."""
        numbers = [q.cheque_no for q in screen._cheques]
        screen.table.choose_row(numbers.index(cheque.cheque_no))
        if only:
            if screen.marked:
                self.app.type_text("*")
            if screen.marked:
                self.app.type_text("*")
            QTest.keyClick(screen, Qt.Key.Key_Space)


@pytest.fixture
def register(qtbot: QtBot, world: World) -> Register:
    return Register(qtbot, world)


def test_a_cheque_dated_ahead_is_held_until_its_day(register: Register, world: World) -> None:
    world.set_rule("cheque_ahead_days", "10")
    try:
        cheque = replace(a_cheque("80"), dated_on=local_today() + timedelta(days=2))
        account = world.account(("80",))
        register.selling.send(order_with(register.selling, account, by_cheque(cheque)))
    finally:
        world.set_rule("cheque_ahead_days", "0")
    other, _ = register.take("90")
    app, screen = register.app, register.open(ChequeState.RECEIVED)

    def marked() -> set[str]:
        return {q.cheque_no for q in screen.marked} & {cheque.cheque_no, other.cheque_no}

    assert marked() == {other.cheque_no}
    app.type_text("*")
    assert marked() == set()
    app.type_text("*")
    assert marked() == {other.cheque_no}
    register.choose(screen, cheque)
    assert marked() == {cheque.cheque_no}
    app.press("Enter")
    app.wait_for("cheque_bank")
    app.type_text("River Bank")
    app.press("Enter")
    app.wait_until(lambda: f"Cheque {cheque.cheque_no} is held until" in app.banner_text)
    assert cheque.cheque_no in [q.cheque_no for q in register.read()._cheques]


def test_a_cheque_is_listed_and_cleared(register: Register, world: World) -> None:
    cheque, _ = register.take("80")
    app = register.app
    with breaches_added(world) as added:
        register.choose(register.open(ChequeState.RECEIVED), cheque)
        assert app.next_title == "List 1 for 80.00"
        app.press("Enter")
        app.wait_for("cheque_bank")
        app.type_text("River Bank")
        app.press("Enter")
        app.wait_for("cheques_listed")
        listed = app.screen
        assert isinstance(listed, StoredScreen)
        assert app.corner == "Listed to the bank Rs 80.00"
        lines = [(line.label, line.detail, line.amount) for line in listed.ledger.lines]
        assert lines[1][1] == "River Bank"
        assert lines[2] == (cheque.cheque_no, cheque.bank, "80.00")
        assert lines[-1] == ("1 cheque", "", "80.00")
        app.wait_until(lambda: "Printed" in listed.paper_notice.accessibleName())
        app.wait_until(lambda: "A4 page" in listed.kept_notice.accessibleName())
        for folder in ("papers", "reports"):
            found = list((register.desk.folder / folder).glob(f"cheques-{lines[0][2]}*.pdf"))
            assert found, f"the list is in {folder}"
        app.press("Enter")
        screen = register.open(ChequeState.LISTED)
        register.choose(screen, cheque)
        app.press("F9")
        app.wait_for("cheques_listed")
        app.wait_until(lambda: listed.ledger.lines[-1].amount == "80.00")
        app.press("Enter")
        screen = register.open(ChequeState.LISTED)
        register.choose(screen, cheque)
        app.press("Enter")
        app.wait_until(lambda: "1 cheque cleared: 80.00" in app.banner_text)
    assert added == []
    assert cheque.cheque_no not in [q.cheque_no for q in register.read()._cheques]
    app.press("Esc")
    cleared = register.open(ChequeState.CLEARED)
    assert cheque.cheque_no in [q.cheque_no for q in cleared._cheques]
    assert app.next_title == "Nothing to do here"
    total = sum(q.amount for q in cleared._cheques)
    assert app.corner == f"On this list Rs {total:,.2f}"


def test_what_was_sent_to_be_cleared_is_sent_once(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = register.take("80")[0], register.take("90")[0]
    app = register.app
    screen = register.open(ChequeState.RECEIVED)
    register.choose(screen, first)
    register.choose(screen, second, only=False)
    QTest.keyClick(screen, Qt.Key.Key_Space)
    app.press("Enter")
    app.wait_for("cheque_bank")
    app.type_text("River Bank")
    lost = HeldCall(monkeypatch, ChequeService, "list_to_bank")
    app.press("Enter")
    lost.let_go(Unavailable("server_unreachable"))
    bank = app.screen
    assert isinstance(bank, AskNumberScreen)
    app.wait_until(lambda: not bank.is_waiting)
    assert bank.number_field.text() == "River Bank", "what is typed stays"
    app.press("Enter")
    app.wait_for("cheques_listed")
    app.press("Enter")
    screen = register.open(ChequeState.LISTED)
    register.choose(screen, first)
    held = HeldCall(monkeypatch, ChequeService, "clear")
    app.press("Enter")
    app.wait_until(lambda: held.asked == 1)
    app.press("Down", "Enter")
    app.type_text("*")
    app.press("Enter", "Esc")
    assert app.screen is screen
    held.let_go()
    app.wait_until(lambda: "1 cheque cleared: 80.00" in app.banner_text)
    assert held.asked == 1


def test_what_somebody_else_listed_meanwhile_is_refused(register: Register, world: World) -> None:
    cheque, _ = register.take("80")
    app = register.app
    register.choose(register.open(ChequeState.RECEIVED), cheque)
    assert app.corner == "Marked Rs 80.00"
    app.press("Enter")
    app.wait_for("cheque_bank")
    assert app.corner == "To the bank Rs 80.00"
    other = Selling(world.desk(Role.SUPERVISOR, "Sunil Rao")).program.cheques
    received = [q for q in other.register(ChequeState.RECEIVED) if q.cheque_no == cheque.cheque_no]
    other.list_to_bank("Hill Bank", received)
    app.type_text("River Bank")
    app.press("Enter")
    app.wait_for("cheques")
    app.wait_until(lambda: cheque.cheque_no in app.banner_text)
    assert cheque.cheque_no not in [q.cheque_no for q in register.read()._cheques]


def test_a_cheque_comes_back_in_an_open_shift(qtbot: QtBot, world: World) -> None:
    register = Register(qtbot, world)
    cheque, account = register.take("80")
    paid = {register.take(face)[0].cheque_no for face in ("90", "95")}
    register.list_to_bank(cheque.cheque_no, *paid)
    app = register.app
    screen = register.open(ChequeState.LISTED)
    for row, listed in enumerate(screen._cheques):
        if listed.cheque_no in paid:
            screen.table.choose_row(row)
            QTest.keyClick(screen, Qt.Key.Key_Space)
    register.choose(screen, cheque, only=False)
    app.press("F11")
    app.wait_until(lambda: "in an open shift" in app.banner_text)
    assert state_of(world, account)[0][0][2] == "paid"
    program = app.app.program
    assert program is not None
    app.app.state.set_shift(app.desk.open_shift(program))
    app.press("F11")
    app.wait_for("cheque_reason")
    assert app.corner == "Cheque Rs 80.00"
    app.type_text("no funds")
    with breaches_added(world) as added:
        app.press("Enter")
        app.wait_until(lambda: app.screen.frame.question == "It is done")
    assert added == []
    assert state_of(world, account)[0][0][2] == "issued"
    app.press("Enter")
    assert cheque.cheque_no not in [q.cheque_no for q in register.read()._cheques]
    assert {q.cheque_no for q in screen.marked} == paid, "what the bank paid stays marked"
