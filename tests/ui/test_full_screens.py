"""Screens with more than usual in them: names of 80 letters, seven digits, fifty rows, nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cashier_app.domain.accounts import AccountOpened
from cashier_app.domain.people import CounterFacts, UserFacts
from cashier_app.domain.utility import Role
from tests.ui.payment_samples import (
    FACTORY,
    KARUNA,
    NOTES,
    RUPEES,
    TODAY,
    account,
    bill,
    local,
    neighbour,
    receipt,
)
from tests.ui.walking import walk_over
from ui.main_window import MainWindow
from ui.models.account_words import header_of
from ui.models.basket import RunningBasket
from ui.models.printer_words import Way
from ui.models.surroundings import Surroundings
from ui.screens.bills import BillsScreen
from ui.screens.counters import CountersScreen
from ui.screens.paid import PaidScreen
from ui.screens.pay import PayScreen
from ui.screens.people import PeopleScreen
from ui.screens.printers import PrintersScreen
from ui.screens.utility import UtilityScreen, Value
from ui.widgets.header import HeaderContent

LONG = "Karimpur Sheet Metal and Galvanising Works Private Limited, Riverside Branch Office"
PRINTER = "EPSON TM-T20III receipt printer beside the second counter"
AROUND = Surroundings(RUPEES, lambda: TODAY, local)
WHO = HeaderContent("person", LONG, (LONG, "Counter 3", "Main Street office"))
MANY = account(
    *(
        bill(n, "1284930.55", customer_name=LONG, total=Decimal("1284888.05"), title=LONG)
        for n in range(1, 51)
    ),
    customer_name=LONG,
    address=LONG,
)
NOTHING = account(past_bills=(), payments=(), consumption=())


def bills_of(window: MainWindow, *opened: AccountOpened) -> str:
    screen = BillsScreen(AROUND)
    basket = RunningBasket()
    for one in opened:
        basket = basket.with_account(one)
    screen.show_basket(basket)
    window.show_screen(screen)
    return walk_over(window)


def test_fifty_bills_of_a_long_name(window: MainWindow) -> None:
    assert bills_of(window, MANY) == ""


def test_bills_of_many_customers(window: MainWindow) -> None:
    assert bills_of(window, FACTORY, *(neighbour(n, "1284930.55") for n in range(6))) == ""


def test_no_bill_at_all(window: MainWindow) -> None:
    assert bills_of(window, NOTHING) == ""


def test_millions_to_pay(window: MainWindow) -> None:
    for opened in (MANY, FACTORY, KARUNA):
        screen = PayScreen(AROUND, NOTES, Decimal(0), 10)
        screen.show_basket(RunningBasket().with_account(opened), exact=True)
        window.show_screen(screen)
        assert walk_over(window) == ""


def test_millions_to_hand_back(window: MainWindow) -> None:
    screen = PaidScreen(AROUND, NOTES)
    header = header_of(RunningBasket().with_account(MANY), RUPEES, Decimal("64246527.50"))
    stored = replace(receipt("9284930.00", "7999999.50"), customer_name=LONG)
    screen.show_receipt(stored, header, may_cancel=True)
    window.show_screen(screen)
    assert walk_over(window) == ""


def test_fifty_people_with_long_names(window: MainWindow) -> None:
    screen = PeopleScreen()
    people = tuple(
        UserFacts(
            f"person{n}", f"{n} {LONG}", Role.SUPERVISOR, is_active=n % 7 != 0, has_account=True,
            rights={"undo": None, "approve": Decimal("1284930.55")}, counters=("01", "02", "03"),
            shift_at=LONG if n % 3 == 0 else "",
        )
        for n in range(50)
    )  # fmt: skip
    screen.begin(WHO, RUPEES)
    screen.show_people(people)
    window.show_screen(screen)
    assert walk_over(window) == ""


def test_fifty_counters_with_long_names(window: MainWindow) -> None:
    screen = CountersScreen()
    counters = tuple(
        CounterFacts(
            f"{n:02d}", f"{n} {LONG}", LONG, is_active=n % 3 != 0, is_enrolled=n % 5 != 0,
            fingerprint="03C8 A494 A0EE DBAB", enrolled_by=LONG, key_count=n, shift_of=LONG,
        )
        for n in range(50)
    )  # fmt: skip
    screen.begin(WHO)
    screen.show_counters(counters)
    window.show_screen(screen)
    assert walk_over(window) == ""


def test_a_utility_of_many_words(window: MainWindow) -> None:
    screen = UtilityScreen()
    screen.begin(WHO)
    values = [Value(f"v{n}", f"{n} {LONG}", LONG, LONG * 2) for n in range(20)]
    screen.show_values((*values, Value("zone", LONG, LONG, "Asia/Kathmandu", fixed=True)))
    window.show_screen(screen)
    assert walk_over(window) == ""


def test_printers_in_deep_folders(window: MainWindow) -> None:
    screen = PrintersScreen()
    screen.begin(WHO)
    path = "/srv/somebody/" + "a-folder-in-a-folder/" * 8
    screen.show_ways(
        (
            Way("folder", path, PRINTER, path, in_use=True),
            Way("device", "/dev/usb/lp0", PRINTER, "/dev/usb/lp0", usable=False),
        )
    )
    window.show_screen(screen)
    assert walk_over(window) == ""
