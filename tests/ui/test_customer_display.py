"""The customer's display: hardly a name, no number while nobody knows, nothing afterwards."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from cashier_app.domain.allocation import plan_payment
from tests.support.counter import PASSWORD, World
from tests.ui.counter_app import CounterApp
from tests.ui.payment_samples import KARUNA, RUPEES, ZERO, receipt
from ui.customer_display import CustomerDisplay
from ui.models.basket import RunningBasket
from ui.models.customer_view import (
    CustomerView,
    ViewKind,
    short_name,
    view_paid,
    view_to_pay,
    view_wait,
    who_words,
)
from ui.theme.look import look


@pytest.fixture
def display(qtbot: QtBot) -> CustomerDisplay:
    made = CustomerDisplay("Rivergate Electricity")
    qtbot.addWidget(made)
    made.show()
    return made


def picture(display: CustomerDisplay) -> QImage:
    return display.grab().toImage()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Karuna Sharma", "K. Sharma"),
        ("Madonna", "Madonna"),
        ("Mohan Karki, Shanti Tea House", "M. House"),
        ("", ""),
    ],
)
def test_a_name_is_shortened(name: str, short: str) -> None:
    assert short_name(name) == short


def test_an_account_is_told_by_its_end() -> None:
    assert who_words("Karuna Sharma", "4410-0297-61") == "K. Sharma, account ending 7-61"


def test_what_is_due_with_its_three_facts() -> None:
    basket = RunningBasket().with_account(KARUNA)
    view = view_to_pay(basket, plan_payment(basket.to_pay(), ZERO), RUPEES)
    assert (view.sentence, view.amount) == ("To pay today, Rs", "2,317.50")
    assert view.facts == (
        ("3 bills", "2,517.50"),
        ("Your credit", "\u2212200.00"),
        ("Late charge included", "42.50"),
    )


def test_the_change_is_green_and_the_next_customer_sees_nothing(
    display: CustomerDisplay, qtbot: QtBot
) -> None:
    display.show_view(view_paid(receipt("2600", "282.50"), RUPEES))
    assert display.view.facts[0] == ("You paid", "2,317.50")
    middle = display.rect().center()
    corner = picture(display).pixelColor(4, middle.y())
    assert corner == look().color("go_panel")
    display.show_view(CustomerView(ViewKind.WELCOME))
    assert display.accessibleName() == ""
    assert picture(display).pixelColor(4, middle.y()) == look().color("surface")


def test_waiting_shows_no_number() -> None:
    view = view_wait()
    assert view.sentence == "Please wait a moment"
    assert (view.amount, view.facts, view.who) == ("", (), "")


def test_it_fills_any_screen_without_cutting_an_amount(display: CustomerDisplay) -> None:
    view = CustomerView(ViewKind.TO_PAY, "To pay today, Rs", "12,84,93,000.00", (), "")
    display.show_view(view)
    for size in (QSize(800, 480), QSize(1024, 600), QSize(1920, 1080)):
        display.resize(size)
        image = picture(display)
        row = image.height() // 2
        ground = look().color("surface")
        left = [image.pixelColor(x, row) for x in range(round(size.width() * 0.03))]
        assert all(color == ground for color in left), f"ink at the edge at {size}"


def test_there_is_no_second_screen_here(display: CustomerDisplay) -> None:
    display.hide()
    assert not display.show_on_second_screen()
    assert not display.isVisible()


def test_nobody_reads_the_last_change_behind_a_lock_or_at_a_count(
    qtbot: QtBot, world: World
) -> None:
    account = world.account(("100",))
    counter = CounterApp(qtbot, world.desk())
    counter.to_find()
    assert counter.app.payment is not None
    views: list[CustomerView] = []
    counter.app.payment.view_changed.connect(views.append)
    counter.app.scanner.scanned.emit(account.bills[0].bill_no)
    counter.wait_for("pay")
    seen = {"at Pay": views[-1].kind}
    assert counter.app.session is not None
    counter.app.session.locks.lock()
    counter.wait_for("lock")
    seen["behind the lock"] = views[-1].kind
    counter.type_text(PASSWORD)
    counter.press("Enter")
    counter.wait_for("pay")
    seen["unlocked"] = views[-1].kind
    counter.press("Enter")
    counter.wait_for("paid")
    counter.press("F1")
    counter.wait_for("help")
    seen["under help"] = views[-1].kind
    counter.press("Esc")
    counter.wait_for("paid")
    counter.to_shift()
    seen["at the shift"] = views[-1].kind
    counter.press("Esc")
    counter.wait_for("paid")
    seen["back at the change"] = views[-1].kind
    assert seen == {
        "at Pay": ViewKind.TO_PAY, "behind the lock": ViewKind.WELCOME,
        "unlocked": ViewKind.TO_PAY, "under help": ViewKind.PAID,
        "at the shift": ViewKind.WELCOME, "back at the change": ViewKind.PAID,
    }  # fmt: skip
