"""A claim lives while its account is open here, and not longer."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.support.counter import World
from tests.ui.payment_desk import PaymentDesk
from ui.screen import Screen

LEFT = "SELECT TIMESTAMPDIFF(SECOND, SYSDATE(6), until) FROM claims WHERE account_id = %s"
NEARLY_OVER = "UPDATE claims SET until = SYSDATE(6) + INTERVAL 1 SECOND WHERE account_id = %s"


def test_a_claim_is_renewed_while_the_account_is_open(desk: PaymentDesk, world: World) -> None:
    first, second = world.account(("10.00", "20.00")), world.account(("30.00",))
    timer = desk.flow.claims.timer
    assert not timer.isActive()
    desk.scan(first.bills[0].bill_no)
    desk.scan(second.bills[0].bill_no)
    assert timer.isActive()
    assert timer.interval() == 40_000
    for account in (first, second):
        world.run(NEARLY_OVER, account.account_id)
    timer.timeout.emit()
    desk.settle()
    for account in (first, second):
        ((seconds,),) = world.run(LEFT, account.account_id)
        assert seconds > 50
    desk.press(Qt.Key.Key_F2)
    desk.press(Qt.Key.Key_F11)
    assert not timer.isActive()
    assert world.run(LEFT, first.account_id) == []


def test_a_claim_of_another_counter_stays_there(desk: PaymentDesk, world: World) -> None:
    account = world.account(("10.00", "20.00"))
    desk.scan(account.bills[0].bill_no)
    other = world.desk()
    program = other.program()
    try:
        program.sessions.sign_in(other.user_name, other.password)
        world.run(
            "UPDATE claims SET until = SYSDATE(6) - INTERVAL 1 SECOND WHERE account_id = %s",
            account.account_id,
        )
        assert program.lookup.open_account(account.account_id).claim is None
        desk.flow.claims.timer.timeout.emit()
        desk.settle()
        ((code,),) = world.run(
            "SELECT c.code FROM claims m JOIN counters c ON c.counter_id = m.counter_id"
            " WHERE m.account_id = %s",
            account.account_id,
        )
        assert code == other.code
    finally:
        program.close()


def test_behind_the_lock_nobody_looks(desk: PaymentDesk, world: World) -> None:
    account = world.account(("10.00", "20.00"))
    desk.scan(account.bills[0].bill_no)
    world.run(NEARLY_OVER, account.account_id)
    desk.navigator.add(Screen("lock"))
    desk.navigator.cover("lock")
    desk.flow.claims.timer.timeout.emit()
    desk.settle()
    ((seconds,),) = world.run(LEFT, account.account_id)
    assert seconds <= 1
