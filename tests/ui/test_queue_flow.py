"""The hall's numbers at a counter: call the next, scan its slip, take the payment."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cashier_app.domain.queue import TakenTicket
from tests.support.counter import SeedAccount, World, unique
from tests.support.kiosk import HallKiosk, hall_kiosk, keys_of
from tests.ui.payment_desk import PaymentDesk
from ui.main_window import MainWindow
from ui.tasks import Tasks

Take = Callable[[SeedAccount, int], TakenTicket]


@pytest.fixture
def office() -> str:
    """A hall of this test's own: its queue is nobody else's."""
    return unique("H", 6)


@pytest.fixture
def kiosk(world: World, office: str) -> HallKiosk:
    world.insert("offices", code=office, name="Main Street office", address="")
    return hall_kiosk(world, office)


@pytest.fixture
def take(kiosk: HallKiosk) -> Take:
    def taken(account: SeedAccount, bills: int) -> TakenTicket:
        with closing(kiosk.gateway()) as gateway:
            chosen = [bill.bill_no for bill in account.bills[:bills]]
            return gateway.ticket(keys_of(account), chosen)

    return taken


@pytest.fixture
def desk(
    kiosk: HallKiosk, world: World, office: str, window: MainWindow, tasks: Tasks, qtbot: QtBot
) -> PaymentDesk:
    assert kiosk.code
    return PaymentDesk(window, tasks, world.desk(office=office), qtbot)


def test_from_the_kiosks_slip_to_the_receipt(desk: PaymentDesk, world: World, take: Take) -> None:
    account = world.account(("100", "60", "40"))
    ticket = take(account, 2)
    desk.press(Qt.Key.Key_F10)
    assert f"Number {ticket.number} is called" in desk.banner
    desk.scan(ticket.code)
    assert desk.at == "pay"
    assert [b.bill_no for b in desk.flow.basket.marked_bills] == [
        b.bill_no for b in account.bills[:2]
    ]
    desk.press(Qt.Key.Key_Return)
    assert desk.at == "paid"
    open_now = world.run(
        "SELECT bill_no FROM bills WHERE account_id = %s AND status = 'issued'", account.account_id
    )
    assert [row[0] for row in open_now] == [account.bills[2].bill_no]


def test_a_bill_that_was_paid_meanwhile_drops_out(
    desk: PaymentDesk, world: World, take: Take
) -> None:
    account = world.account(("100", "60"))
    ticket = take(account, 2)
    desk.scan(account.bills[0].bill_no)
    desk.press(Qt.Key.Key_Return)
    assert desk.at == "paid"
    desk.scan(ticket.code)
    assert desk.at == "pay"
    assert account.bills[0].bill_no in desk.banner
    assert [b.bill_no for b in desk.flow.basket.marked_bills] == [account.bills[1].bill_no]
    desk.press(Qt.Key.Key_Return)
    desk.scan(ticket.code)
    assert desk.at == "bills"
    assert "Take no money for it." in desk.banner


def test_a_slip_of_another_day_is_refused(desk: PaymentDesk, world: World, take: Take) -> None:
    ticket = take(world.account(), 1)
    code = world.run(
        "SELECT DATE_SUB(business_date, INTERVAL 1 DAY), ticket_id FROM queue_tickets"
        " ORDER BY ticket_id DESC LIMIT 1"
    )
    day, ticket_id = code[0]
    world.insert(
        "queue_tickets",
        ticket_id=ticket_id + 100_000_000,
        kiosk_id=1,
        office_id=999_999,
        business_date=day,
        number=ticket_id,
        account_id=1,
        taken_at=f"{day} 10:00:00",
    )
    ((old,),) = world.run("SELECT ticket_code(%s, %s)", day, ticket_id + 100_000_000)
    desk.scan(str(old))
    assert desk.at == "find"
    assert "of another day" in desk.banner
    assert ticket.code != old


def test_numbers_are_called_in_turn_and_again(desk: PaymentDesk, world: World, take: Take) -> None:
    first, second = take(world.account(), 1), take(world.account(), 1)
    desk.press(Qt.Key.Key_F10)
    assert f"Number {first.number} " in desk.banner
    assert "Waiting after it: 1." in desk.banner
    desk.press(Qt.Key.Key_F11)
    assert f"Number {first.number} " in desk.banner
    desk.press(Qt.Key.Key_F10)
    assert f"Number {second.number} " in desk.banner
    desk.press(Qt.Key.Key_F10)
    assert "Nobody is waiting" in desk.banner


def test_without_a_kiosk_no_number_is_offered(
    world: World, window: MainWindow, tasks: Tasks, qtbot: QtBot
) -> None:
    desk = PaymentDesk(window, tasks, world.desk(office=unique("N", 6)), qtbot)
    front = window.screen_in_front
    assert front is not None
    assert "F10" not in {key.cap for key in front.frame.keys}
    desk.press(Qt.Key.Key_F10)
    assert desk.banner == ""
