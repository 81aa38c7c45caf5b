"""Bills: marks, ages, why an amount differs, what the selected bill is made of, the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cashier_app.domain.accounts import AccountOpened, Claim, Posting, Supply
from tests.ui.payment_samples import (
    FACTORY,
    FEE,
    KARUNA,
    NOVEMBER,
    OCTOBER,
    RUPEES,
    TODAY,
    account,
    local,
    neighbour,
)
from ui.gallery import LARGE, SMALL, settle, show_at
from ui.main_window import MainWindow
from ui.models import words
from ui.models.basket import AlreadyInBasket, RunningBasket
from ui.models.bills import DUE, BillsModel, make_row
from ui.models.surroundings import Surroundings
from ui.screens.bills import BillsScreen

EARLY = date(2026, 11, 30)
AROUND = Surroundings(RUPEES, lambda: TODAY, local)


@pytest.fixture
def screen(window: MainWindow) -> BillsScreen:
    made = BillsScreen(AROUND)
    window.show_screen(made)
    return made


def shown(screen: BillsScreen, opened: AccountOpened) -> BillsScreen:
    screen.show_basket(RunningBasket().with_account(opened))
    return screen


@pytest.mark.parametrize(
    ("bill", "text"),
    [
        (OCTOBER, "+ 42.50 late charge since 12 Nov; paper says 1,217.00"),
        (FEE, ""),
        (
            replace(NOVEMBER, due=Decimal(983), discount=Decimal(15), discount_until=EARLY),
            "15.00 off if paid in full by 30 Nov; paper says 998.00",
        ),
        (
            replace(NOVEMBER, due=Decimal(498), balance=Decimal(498), paid_so_far=Decimal(500)),
            "500.00 paid so far; paper says 998.00",
        ),
        (
            replace(
                NOVEMBER,
                due=Decimal(990),
                postings=(Posting("correction", Decimal(-8), TODAY, "Reading corrected"),),
            ),
            "\u2212 8.00 reading corrected; paper says 998.00",
        ),
    ],
)  # fmt: skip
def test_a_changed_amount_is_explained(bill: object, text: str) -> None:
    assert words.explanation(bill, RUPEES) == text  # type: ignore[arg-type]


def test_ages() -> None:
    chip = words.age_chip(OCTOBER, TODAY)
    assert chip is not None
    assert chip.text == "12 days overdue"
    assert words.age_chip(FEE, TODAY) is None
    assert words.age_words(FEE, TODAY) == "21 days, due 2 Dec"
    assert words.age_words(NOVEMBER, NOVEMBER.due_on) == "Due today"
    one_day = words.age_chip(OCTOBER, date(2026, 11, 12))
    assert one_day is not None
    assert one_day.text == "1 day overdue"


def test_titles() -> None:
    assert words.bill_title(OCTOBER) == "October 2026"
    assert words.bill_title(FEE) == "Meter test fee"
    two_months = replace(NOVEMBER, period_from=date(2026, 9, 12), period_to=date(2026, 11, 11))
    assert words.bill_title(two_months) == "12 Sep to 11 Nov 2026"


def test_the_panel_follows_the_bar(screen: BillsScreen) -> None:
    shown(screen, KARUNA)
    assert screen.panel.title_label.full_text == "October 2026"
    assert screen.panel.detail_label.full_text == "188 kWh, read 24,498"
    labels = [(line.label, line.amount) for line in screen.panel.ledger.lines]
    assert ("Total on the paper", "1,217.00") in labels
    assert ("Late charge since 12 Nov", "42.50") in labels
    assert labels[-1] == ("This bill today", "1,259.50")
    QTest.keyClick(screen, Qt.Key.Key_Down)
    assert screen.panel.title_label.full_text == "Meter test fee"


def test_space_asks_for_the_mark_of_the_bill_under_the_bar(
    screen: BillsScreen, qtbot: QtBot
) -> None:
    shown(screen, KARUNA)
    QTest.keyClick(screen, Qt.Key.Key_Down)
    with qtbot.waitSignal(screen.mark_pressed) as asked:
        QTest.keyClick(screen, Qt.Key.Key_Space)
    assert asked.args == [2]


def test_without_a_mark_there_is_nothing_to_pay(screen: BillsScreen, window: MainWindow) -> None:
    basket = RunningBasket().with_account(account(FEE)).toggled(2)
    screen.show_basket(basket)
    assert not window.next_key.can_press
    assert window.next_key.content is not None
    assert window.next_key.content.title == "Mark a bill"


def test_totals_name_the_credit(screen: BillsScreen) -> None:
    shown(screen, KARUNA)
    assert [(line.label, line.amount) for line in screen.totals.lines] == [
        ("3 bills marked", "2,517.50"),
        ("Credit on account, overpaid 14 Sep", "\u2212200.00"),
        ("Due today", "2,317.50"),
    ]


def test_past_bills_are_one_key_away(screen: BillsScreen) -> None:
    shown(screen, KARUNA)
    assert [row.where for row in screen.history.rows][:1] == ["Receipt 01-000188"]
    QTest.keyClick(screen, Qt.Key.Key_PageDown)
    assert screen.history.rows[0].where == "Bill 26000009, Paid"
    seen = set()
    for _ in range(12):
        seen |= {row.where for row in screen.history.rows}
        QTest.keyClick(screen, Qt.Key.Key_PageDown)
    assert len(seen) == 10, "every past bill comes up"
    for _ in range(12):
        QTest.keyClick(screen, Qt.Key.Key_PageUp)
    assert screen.history.rows[0].where == "Receipt 01-000188"


@pytest.mark.parametrize(
    ("changes", "lead"),
    [
        ({"supply": Supply.OFF}, "Supply is off."),
        ({"supply": Supply.NOTICE, "disconnect_on": date(2026, 11, 26)}, "Disconnection notice."),
        ({"instruction": "Speak slowly"}, "Instruction."),
        ({"claim": Claim("Counter 2", "Rana Das", datetime(2026, 11, 23, 4, 56, tzinfo=UTC))},
         "Open at Counter 2 by Rana Das since 10:41."),
    ],
)  # fmt: skip
def test_alerts(
    screen: BillsScreen, window: MainWindow, changes: dict[str, object], lead: str
) -> None:
    shown(screen, account(FEE, **changes))
    assert window.banner.content is not None
    assert window.banner.content.lead == lead
    if "claim" in changes:
        assert window.banner.content.text.endswith("a second payment is refused.")


def test_long_overdue_is_an_alert(screen: BillsScreen, window: MainWindow) -> None:
    shown(screen, account(replace(FEE, due_on=date(2026, 10, 1))))
    assert window.banner.content is not None
    assert window.banner.content.text == "The oldest bill is 53 days overdue."


def test_forty_bills_show_whole_rows_and_the_sums(screen: BillsScreen, window: MainWindow) -> None:
    basket = RunningBasket()
    for number in range(40):
        basket = basket.with_bill(neighbour(number), 1000 + number)
    screen.show_basket(basket)
    for size in (SMALL, LARGE):
        show_at(window, size)
        below = screen.table.rows_below()
        assert 0 < below < 40
        assert screen.below_label.full_text == f"{below} bills more below"
        assert screen.totals.geometry().bottom() <= screen.columns.height()
        assert screen.columns.scroll_area.verticalScrollBar().maximum() == 0


def test_amounts_of_seven_digits_keep_their_column(screen: BillsScreen, window: MainWindow) -> None:
    shown(screen, FACTORY)
    assert window.header.content.amount == "1,284,930.00"
    assert screen.table.model().index(0, DUE).data() == "1,284,930.00"


def test_the_model_is_a_model(qtmodeltester) -> None:  # type: ignore[no-untyped-def]
    model = BillsModel(RUPEES)
    rows = [
        make_row(bill, marked=True, today=TODAY, currency=RUPEES, with_customer=False)
        for bill in KARUNA.bills
    ]
    model.set_rows(tuple(rows))
    qtmodeltester.check(model)


def test_a_shared_basket_lists_what_was_put_in() -> None:
    basket = RunningBasket().with_bill(KARUNA, 1).with_account(FACTORY)
    assert [bill.bill_id for bill in basket.bills] == [1, 50]
    assert basket.head is KARUNA
    with pytest.raises(AlreadyInBasket):
        basket.with_bill(KARUNA, 1)
    assert [bill.bill_id for bill in basket.with_bill(KARUNA, 3).bills] == [1, 3, 50]
    assert not basket.without_bill(50).is_shared


def test_a_refreshed_account_loses_what_is_paid() -> None:
    basket = RunningBasket().with_account(KARUNA)
    after = basket.refreshed(replace(KARUNA, bills=(FEE,)))
    assert [bill.bill_id for bill in after.marked_bills] == [2]


def test_a_notice_says_what_keeps_the_supply_on_and_f3_pays_just_that(
    screen: BillsScreen, window: MainWindow, qtbot: QtBot
) -> None:
    minimum = OCTOBER.due - Decimal(200)
    opened = replace(
        KARUNA, supply=Supply.NOTICE, disconnect_on=date(2026, 11, 29),
        supply_minimum=minimum, credit=Decimal(200),
    )  # fmt: skip
    shown(screen, opened)
    banner = screen.frame.banner
    assert banner is not None
    assert banner.text == (
        f"Pay at least {RUPEES.show(minimum)} by Sun 29 Nov to keep the supply on."
    )
    assert (banner.key_cap, banner.key_label) == ("F3", f"Pay only {RUPEES.show(minimum)}")
    with qtbot.waitSignal(screen.minimum_asked):
        QTest.keyClick(window, Qt.Key.Key_F3)
    basket = RunningBasket().with_account(opened)
    only = basket.only(basket.to_keep_supply(TODAY))
    assert [bill.bill_id for bill in only.marked_bills] == [OCTOBER.bill_id]


def test_f3_is_not_offered_where_whole_bills_do_not_make_the_minimum(screen: BillsScreen) -> None:
    """Instalments: what is due by now is no whole bill."""
    opened = replace(KARUNA, supply=Supply.NOTICE, supply_minimum=Decimal(300))
    shown(screen, opened)
    assert screen.frame.banner is not None
    assert screen.frame.banner.key_cap == ""


def test_where_nothing_is_due_the_chart_begins_the_panel(
    screen: BillsScreen, window: MainWindow
) -> None:
    show_at(window, SMALL)
    shown(screen, replace(KARUNA, bills=(), credit=Decimal(350)))
    settle()
    panel = screen.panel
    assert panel.chart_label.geometry().top() == 0
    assert screen.empty_label.full_text == (
        "Credit on account: 350.00.\nA payment in advance is kept as credit and pays the next bill."
    )
    shown(screen, KARUNA)
    settle()
    assert panel.title_label.geometry().top() == 0
    assert panel.chart.geometry().bottom() == panel.rect().bottom()
