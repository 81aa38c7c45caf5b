"""Cash besides payments by keyboard, over a real database: each act, its slip, its refusals."""

from __future__ import annotations

import threading
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.db.repositories.cash import CashRepository
from cashier_app.domain.drawer import CashKind, CashSlip
from cashier_app.domain.printing import PrinterFault, PrinterStatus, PrintResult, PrintState
from cashier_app.domain.shifts import Pieces
from cashier_app.domain.utility import Role
from receipts.printers import ReceiptPrinter
from tests.support.counter import PASSWORD, World
from tests.support.hall import Hall
from tests.ui.counter_app import CounterApp
from ui.flow.exchange import exchanged
from ui.screens.drawer_menu import DrawerMenuScreen
from ui.screens.form import FormScreen
from ui.screens.stored import StoredScreen
from ui.tasks import LaneName


class Drawer:
    """The first cashier of a hall in a window, at the menu of the drawer."""

    def __init__(self, qtbot: QtBot, world: World) -> None:
        self.hall = Hall(world)
        self.world = world
        self.desk = self.hall.first.desk
        self.hall.first.program.sessions.sign_out()
        self.hall.first.program.close()
        self.counter = CounterApp(qtbot, self.desk)
        self.counter.sign_in()
        self.counter.wait_for("find")
        self.open()

    def open(self) -> None:
        self.counter.to_shift()
        self.counter.do("drawer")
        self.counter.wait_for("drawer_menu")

    def do(self, action: str, screen: str) -> None:
        self.counter.wait_until(lambda: action in self.actions)
        self.counter.do(action)
        self.counter.wait_for(screen)

    @property
    def actions(self) -> list[str]:
        screen = self.counter.screen
        assert isinstance(screen, DrawerMenuScreen)
        return [action.name for action in screen.list._actions]

    def enter(self, amount: str, reason: str) -> None:
        if amount:
            self.counter.type_text(amount)
            self.counter.press("Enter")
        self.counter.type_text(reason)
        self.counter.press("Enter")

    @property
    def told(self) -> str:
        screen = self.counter.screen
        assert isinstance(screen, FormScreen)
        return screen.notice.accessibleName()

    @property
    def stored(self) -> StoredScreen:
        screen = self.counter.screen
        assert isinstance(screen, StoredScreen)
        return screen

    @property
    def expected(self) -> Decimal:
        return self.hall.expected(self.hall.first)

    def papers(self, part: str) -> list[str]:
        return [p.name for p in (self.desk.folder / "papers").glob(f"*{part}*.pdf")]


@pytest.fixture
def drawer(qtbot: QtBot, world: World) -> Drawer:
    return Drawer(qtbot, world)


@pytest.mark.parametrize(
    ("kind", "amount", "expected"),
    [(CashKind.PAID_IN, "300", 2300), (CashKind.PAID_OUT, "300.5", "1699.5"),
     (CashKind.DROP, "1500", 500)],
)  # fmt: skip
def test_cash_moves_with_a_reason_and_a_slip(
    drawer: Drawer, kind: CashKind, amount: str, expected: object
) -> None:
    drawer.do(kind, "drawer_form")
    assert drawer.counter.next_title == "Type the amount"
    drawer.enter(amount, "as it was asked")
    drawer.counter.wait_for("drawer_stored")
    assert drawer.expected == Decimal(str(expected))
    assert f"{drawer.desk.code}-M-0001" in drawer.stored.ledger.accessibleName()
    assert "as it was asked" in drawer.stored.ledger.accessibleName()
    drawer.counter.wait_until(lambda: "Printed" in drawer.stored.paper_notice.accessibleName())
    assert len(drawer.papers("M-0001")) == 1
    drawer.counter.wait_until(lambda: bool(drawer.world.run(
        "SELECT 1 FROM drawer_events d JOIN counters c USING (counter_id)"
        " WHERE c.code = %s AND d.entry_id IS NOT NULL", drawer.desk.code,
    )))  # fmt: skip
    drawer.counter.press("Enter")
    drawer.counter.wait_for("drawer_menu")


def test_a_slip_printed_again_is_a_copy(drawer: Drawer) -> None:
    drawer.do(CashKind.PAID_IN, "drawer_form")
    drawer.enter("5", "found below")
    drawer.counter.wait_for("drawer_stored")
    drawer.counter.wait_until(lambda: "Printed" in drawer.stored.paper_notice.accessibleName())
    drawer.counter.press("F9")
    drawer.counter.wait_until(lambda: len(drawer.papers("copy-1")) == 1)


def test_more_than_the_drawer_holds_is_refused_and_the_entry_stays(drawer: Drawer) -> None:
    drawer.do(CashKind.DROP, "drawer_form")
    drawer.enter("2000.50", "envelope 4")
    drawer.counter.wait_until(lambda: "does not hold that much" in drawer.told)
    assert drawer.counter.screen.amount == Decimal("2000.50")  # type: ignore[attr-defined]
    assert drawer.expected == 2000


def test_above_the_limit_a_supervisor_approves_at_the_counter(drawer: Drawer) -> None:
    supervisor = drawer.world.person(Role.SUPERVISOR, "Tomas Okoye", (drawer.desk.code,))
    drawer.do(CashKind.PAID_OUT, "drawer_form")
    drawer.enter("600", "a new lock")
    drawer.counter.wait_for("drawer_approval")
    for text in (supervisor, "seen the bill", PASSWORD):
        drawer.counter.type_text(text)
        drawer.counter.press("Enter")
    drawer.counter.wait_for("drawer_stored")
    assert "Tomas Okoye" in drawer.stored.ledger.accessibleName()
    assert drawer.expected == 1400


def test_the_drawer_is_opened_with_right_and_reason(qtbot: QtBot, world: World) -> None:
    drawer = Drawer(qtbot, world)
    assert CashKind.NO_SALE not in drawer.actions
    drawer.counter.press("Esc")
    drawer.counter.wait_for("shift")
    drawer.counter.do("sign_out")
    drawer.counter.wait_for("sign_in")
    world.run(
        "INSERT INTO rights SELECT user_id, 'open_drawer', NULL FROM users WHERE user_name = %s",
        drawer.desk.user_name,
    )
    drawer.counter.sign_in()
    drawer.counter.wait_for("find")
    drawer.open()
    drawer.do(CashKind.NO_SALE, "drawer_form")
    drawer.enter("", "a pen fell in")
    drawer.counter.wait_for("drawer_stored")
    ((events,),) = world.run(
        "SELECT COUNT(*) FROM drawer_events d JOIN counters c USING (counter_id)"
        " WHERE c.code = %s AND d.entry_id IS NULL", drawer.desk.code,
    )  # fmt: skip
    assert events == 1


def test_change_comes_back_as_much_as_went_out(drawer: Drawer) -> None:
    drawer.do(CashKind.CHANGE, "change_out")
    drawer.counter.type_text("1")
    drawer.counter.press("F12")
    assert drawer.counter.next_title == "1,000.00 goes out"
    drawer.counter.press("Enter")
    drawer.counter.wait_for("change_in")
    drawer.counter.press("Enter", "Enter")
    drawer.counter.type_text("9")
    drawer.counter.press("F12")
    assert drawer.counter.next_title == "100.00 is missing"
    drawer.counter.press("Up")
    focus = drawer.counter.screen._rows[2]  # type: ignore[attr-defined]
    focus.setFocus()
    focus.edit.clear()
    drawer.counter.type_text("10")
    drawer.counter.press("F12", "Enter")
    drawer.counter.wait_for("drawer_stored")
    assert drawer.expected == 2000


def test_what_is_exchanged_is_netted() -> None:
    def p(value: int, count: int) -> Pieces:
        return Pieces(Decimal(value), count)

    assert exchanged((p(500, 2),), (p(500, 1), p(100, 5))) == (p(500, -1), p(100, 5))
    assert exchanged((p(500, 2),), (p(500, 2),)) == ()


def test_cash_is_handed_to_a_colleague_and_one_that_waits_is_taken(drawer: Drawer) -> None:
    assert drawer.hall.second.shift.state == "open"
    drawer.do("give", "handover_to")
    drawer.counter.press("Enter")
    drawer.counter.wait_for("handover_form")
    drawer.enter("700", "for the afternoon")
    drawer.counter.wait_for("drawer_stored")
    assert "Bina Roy" in drawer.stored.ledger.accessibleName()
    assert drawer.expected == 1300
    drawer.counter.press("Enter")
    drawer.counter.wait_for("drawer_menu")
    (mine,) = drawer.hall.second.program.cash.handovers().waiting
    take = f"take{mine.handover_id}"
    drawer.counter.wait_until(lambda: take in drawer.actions)
    drawer.do(take, "handover_take")
    assert drawer.counter.next_title == "Take 700.00 back"
    drawer.counter.press("Enter")
    drawer.counter.wait_for("drawer_stored")
    assert drawer.expected == 2000


def test_what_somebody_handed_over_is_taken_after_counting(drawer: Drawer) -> None:
    given = drawer.hall.hand_over(drawer.hall.second, drawer.hall.first, "250")
    drawer.counter.press("Esc")
    drawer.counter.wait_for("shift")
    drawer.counter.do("drawer")
    drawer.counter.wait_for("drawer_menu")
    drawer.do(f"take{given.entry_id}", "handover_take")
    assert drawer.counter.next_title == "Take 250.00"
    drawer.counter.press("Enter")
    drawer.counter.wait_for("drawer_stored")
    assert drawer.expected == 2250


def test_a_handover_that_was_taken_back_meanwhile_is_told(drawer: Drawer) -> None:
    given = drawer.hall.hand_over(drawer.hall.second, drawer.hall.first, "250")
    drawer.counter.press("Esc")
    drawer.counter.wait_for("shift")
    drawer.counter.do("drawer")
    drawer.counter.wait_for("drawer_menu")
    drawer.do(f"take{given.entry_id}", "handover_take")
    drawer.hall.accept(drawer.hall.second, given.entry_id, "250")
    drawer.counter.press("Enter")
    drawer.counter.wait_until(lambda: drawer.counter.next_title == "Back")
    assert "taken already" in drawer.counter.screen.texts()[0]  # type: ignore[attr-defined]
    drawer.counter.press("Enter")
    drawer.counter.wait_for("drawer_menu")
    assert drawer.expected == 2000


def test_ones_own_x_hides_the_cash(drawer: Drawer) -> None:
    drawer.do("x", "x_report")
    assert "2,000.00" in drawer.counter.screen.ledger.accessibleName()  # type: ignore[attr-defined]
    shown = drawer.counter.screen.ledger.accessibleName()  # type: ignore[attr-defined]
    assert "expected" not in shown
    drawer.counter.press("Enter")
    drawer.counter.wait_until(lambda: len(drawer.papers("x-")) == 1)


def test_a_full_drawer_asks_for_a_drop_before_the_next_customer(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CashRepository, "is_drop_due", lambda _self: True)
    account = drawer.world.account(("100",))
    counter = drawer.counter
    counter.press("Esc", "Esc")
    counter.wait_for("find")
    counter.type_text(account.account_no)
    counter.wait_until(lambda: counter.next_title.startswith(("Open ", "Pay ")))
    counter.press("Enter")
    counter.wait_for("pay")
    counter.type_text("100")
    counter.press("Enter")
    counter.wait_for("paid")
    counter.press("Enter")
    counter.wait_for("find")
    counter.wait_until(lambda: "holds more than it should" in counter.banner_text)
    counter.to_shift()


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_shift_ended_elsewhere_stops_the_counter_at_its_next_call(
    drawer: Drawer, is_closed: bool
) -> None:
    drawer.hall.count_for(drawer.hall.first)
    if is_closed:
        drawer.hall.close_for(drawer.hall.first)
    drawer.do(CashKind.PAID_IN, "drawer_form")
    drawer.enter("5", "found below")
    drawer.counter.wait_for("shift_gone")
    (told,) = drawer.counter.screen.texts()  # type: ignore[attr-defined]
    assert ("closed your shift" if is_closed else "counted your drawer") in told
    drawer.counter.press("Enter")
    drawer.counter.wait_for("float_count" if is_closed else "difference")


def test_a_payment_stops_too_when_the_shift_was_closed_elsewhere(drawer: Drawer) -> None:
    account = drawer.world.account(("100",))
    counter = drawer.counter
    counter.press("Esc", "Esc")
    counter.wait_for("find")
    counter.type_text(account.account_no)
    counter.wait_until(lambda: counter.next_title.startswith(("Open ", "Pay ")))
    counter.press("Enter")
    counter.wait_for("pay")
    counter.type_text("100")
    drawer.hall.count_for(drawer.hall.first)
    drawer.hall.close_for(drawer.hall.first)
    counter.press("Enter")
    counter.wait_for("shift_gone")
    counter.press("Enter")
    counter.wait_for("float_count")
    counter.type_text("2")
    counter.press("F12", "Enter")
    counter.wait_for("find")


def test_a_drawer_that_opens_late_is_traced_under_whose_act_it_was(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The printer may answer when the next person is at the counter."""
    gate, state = threading.Event(), drawer.counter.app.state
    open_drawer = ReceiptPrinter.open_drawer

    def opens_late(printer: ReceiptPrinter) -> PrintResult:
        gate.wait(10)
        return open_drawer(printer)

    monkeypatch.setattr(ReceiptPrinter, "open_drawer", opens_late)
    amina = state.signed_in
    drawer.do(CashKind.PAID_IN, "drawer_form")
    drawer.enter("5", "found below")
    drawer.counter.wait_for("drawer_stored")
    state.set_signed_in(replace(amina, person=replace(amina.person, user_name="rana")))
    gate.set()
    traces = (
        "SELECT u.user_name FROM drawer_events d JOIN counters c USING (counter_id)"
        " JOIN users u ON u.user_id = d.user_id WHERE c.code = %s AND d.entry_id IS NOT NULL"
    )
    tasks = drawer.counter.app.tasks
    drawer.counter.wait_until(lambda: not any(tasks.is_busy(lane) for lane in LaneName))
    assert drawer.world.run(traces, drawer.desk.code) == []
    state.set_signed_in(amina)
    drawer.counter.wait_until(lambda: bool(drawer.world.run(traces, drawer.desk.code)))
    assert [row[0] for row in drawer.world.run(traces, drawer.desk.code)] == [drawer.desk.user_name]


def test_what_was_said_of_the_last_slip_makes_no_second_original_of_this_one(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, print_cash = threading.Event(), ReceiptPrinter.print_cash
    out = PrintResult(PrintState.NOT_PRINTED, PrinterStatus(PrinterFault.NO_PAPER))

    def fails(_printer: ReceiptPrinter, *_facts: object) -> PrintResult:
        return out

    def prints_late(printer: ReceiptPrinter, slip: CashSlip, *facts: Any) -> PrintResult:
        gate.wait(10)
        return print_cash(printer, slip, *facts)

    monkeypatch.setattr(ReceiptPrinter, "print_cash", fails)
    drawer.do(CashKind.PAID_IN, "drawer_form")
    drawer.enter("5", "found below")
    drawer.counter.wait_for("drawer_stored")
    drawer.counter.wait_until(lambda: "out of paper" in drawer.stored.paper_notice.accessibleName())
    drawer.counter.press("Enter")
    drawer.counter.wait_for("drawer_menu")
    monkeypatch.setattr(ReceiptPrinter, "print_cash", prints_late)
    drawer.do(CashKind.PAID_IN, "drawer_form")
    drawer.enter("6", "found above")
    drawer.counter.wait_for("drawer_stored")
    drawer.counter.press("F9")
    gate.set()
    drawer.counter.wait_until(lambda: len(drawer.papers("M-0002")) == 2)
    assert len(drawer.papers("copy-1")) == 1
