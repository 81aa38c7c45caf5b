"""The paper book at home: typed, its cash counted, approved by another person, entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cashier_app.db.engine import connected
from cashier_app.db.enrolment import NewCounter, create_counter
from cashier_app.domain.money import Currency
from cashier_app.domain.outside import CashCounted
from cashier_app.domain.shifts import Pieces
from cashier_app.domain.utility import Role
from cashier_app.services.outside import OutsideService
from tests.support.correcting import breaches_added
from tests.support.counter import PASSWORD, SeedAccount, World, unique
from tests.support.outside import TODAY, paper_batch
from tests.support.outside import Channel as SupportChannel
from tests.support.own_server import server  # noqa: F401
from tests.support.selling import state_of
from tests.ui.counter_app import CounterApp
from ui.main_window import MainWindow
from ui.screens.paper import PaperKnown, PaperReceiptScreen
from ui.screens.told import ToldScreen
from ui.widgets.header import HeaderContent


class Paper:
    """A supervisor at home who may enter the paper book, and another who approves."""

    def __init__(self, qtbot: QtBot, world: World) -> None:
        self.world, self.book = world, unique("B", 10)
        code = world.free_counter_code()
        with connected(replace(world.admin, address=world.address)) as connection:
            create_counter(connection, NewCounter(code, f"Paper {code}", "01", "", "paper"))
        desk = world.desk(Role.SUPERVISOR, "Lata Iyer")
        self.approver = world.person(Role.SUPERVISOR, "Tomas Okoye", (code, desk.code))
        world.run(
            "INSERT INTO user_counters (user_id, counter_id) SELECT u.user_id, c.counter_id"
            " FROM users u, counters c WHERE u.user_name = %s AND c.code = %s",
            desk.user_name, code,
        )  # fmt: skip
        self.channel = SupportChannel(world, code, desk.user_name, self.approver)
        self.app = CounterApp(qtbot, desk)
        self.app.sign_in()
        self.app.wait_for("home")

    def open(self) -> PaperReceiptScreen:
        self.app.do("paper")
        self.app.wait_for("paper_receipts")
        screen = self.app.screen
        assert isinstance(screen, PaperReceiptScreen)
        return screen

    def type(self, *texts: str) -> None:
        for text in texts:
            self.app.type_text(text)
            self.app.press("Enter")

    def count_hundreds(self, count: int) -> None:
        """F12 from anywhere: the other rows are none."""
        self.app.wait_for("paper_count")
        screen = self.app.screen
        rows = {row.value: row for row in screen._piece_rows}  # type: ignore[attr-defined]
        rows[Decimal(100)].setFocus()
        self.app.type_text(str(count))
        self.app.press("F12", "Enter")

    def approve(self, name: str = "", password: str = PASSWORD) -> None:
        self.app.wait_for("paper_approval")
        self.type(name or self.approver, "seen the book", password)

    def told(self) -> tuple[str, ...]:
        self.app.wait_for("paper_told")
        screen = self.app.screen
        assert isinstance(screen, ToldScreen)
        return tuple(text.replace("\u2010", "-") for text in screen.texts())


@pytest.fixture
def paper(qtbot: QtBot, world: World) -> Paper:
    return Paper(qtbot, world)


def day() -> str:
    return f"{TODAY - timedelta(days=1):%d %m %Y}"


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
def test_a_bug_while_the_book_is_read_leads_back(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(OutsideService, "books", lambda _self: 1 // 0)
        paper.app.do("paper")
        paper.app.wait_for("paper_working")
        paper.app.wait_for("home")
    paper.open()


def test_two_receipts_are_typed_counted_approved_and_entered(paper: Paper, world: World) -> None:
    one, two = world.account(("100",)), world.account(("200",))
    screen = paper.open()
    assert paper.app.corner == ""
    paper.type(paper.book, "7", day(), one.account_no, "100")
    assert paper.app.corner == "Cash of all Rs 100.00"
    assert screen.number_field.text() == "8", "the number goes on"
    paper.type(two.account_no, "200")
    assert [r.reference for r in screen.receipts] == [f"{paper.book}-7", f"{paper.book}-8"]
    with breaches_added(world) as added:
        paper.app.press("F12")
        paper.count_hundreds(3)
        paper.approve()
        told = paper.told()
    assert added == []
    assert paper.app.corner == "Cash of all Rs 300.00"
    assert told[0].startswith("2 receipts of the paper book, 300.00.")
    assert [state_of(world, a)[0][0][2] for a in (one, two)] == ["paid", "paid"]
    paper.app.press("Enter")
    paper.app.wait_for("home")


def test_a_difference_of_the_cash_asks_for_its_reason(paper: Paper, world: World) -> None:
    account = world.account(("200",))
    paper.open()
    paper.type(paper.book, "1", day(), account.account_no, "200")
    paper.app.press("F12")
    paper.count_hundreds(1)
    paper.app.wait_for("paper_why")
    paper.type("a note was missing")
    paper.approve()
    assert paper.told()[0].startswith("1 receipt of the paper book, 200.00.")
    ((reason, difference),) = world.run(
        "SELECT reason, difference FROM z_reports z JOIN journal j USING (entry_id)"
        " JOIN counters c USING (counter_id) WHERE c.code = %s",
        paper.channel.code,
    )
    assert (reason, difference) == ("a note was missing", -100)


def test_nobody_approves_their_own_and_what_is_typed_stays(paper: Paper, world: World) -> None:
    account = world.account(("100",))
    screen = paper.open()
    paper.type(paper.book, "1", day(), account.account_no, "100")
    paper.app.press("F12")
    paper.count_hundreds(1)
    paper.approve(paper.app.desk.user_name)
    notice = paper.app.screen.notice  # type: ignore[attr-defined]
    paper.app.wait_until(lambda: bool(notice.accessibleName()))
    assert state_of(world, account)[0][0][2] == "issued"
    paper.app.press("Esc")
    paper.app.wait_for("paper_count")
    paper.app.press("Esc")
    paper.app.wait_for("paper_receipts")
    assert len(screen.receipts) == 1


def test_esc_asks_before_typed_receipts_are_left(paper: Paper, world: World) -> None:
    account = world.account(("100",))
    screen = paper.open()
    paper.type(paper.book, "1", day(), account.account_no, "100", account.account_no, "5")
    paper.app.press("Esc")
    assert paper.app.screen is screen
    assert screen.frame.question == "Leave without entering 2 receipts?"
    assert screen.frame.esc == "Stay here"
    paper.app.press("F11", "F12")
    assert paper.app.screen is screen
    paper.app.press("Esc")
    assert screen.frame.question == "Which receipts were written by hand?"
    assert len(screen.receipts) == 2
    paper.app.press("Esc")
    paper.app.type_text("4")
    assert screen.frame.question == "Which receipts were written by hand?", "typing goes on"
    paper.app.press("Esc", "Enter")
    paper.app.wait_for("home")
    assert paper.open().receipts == ()


def test_esc_asks_before_a_half_typed_receipt_is_left(
    window: MainWindow, currency: Currency, qtbot: QtBot
) -> None:
    screen = PaperReceiptScreen(currency)
    window.show_screen(screen)
    screen.begin(PaperKnown((), (), TODAY), HeaderContent())
    QTest.keyClicks(screen.account_field.edit, "42")
    QTest.keyClicks(screen.amount_field.edit, "5")
    with qtbot.assertNotEmitted(screen.left):
        QTest.keyClick(window, Qt.Key.Key_Escape)
    assert screen.frame.question == "Leave without saving this?"
    screen.amount_field.set_text("")
    with qtbot.waitSignal(screen.left):
        QTest.keyClick(window, Qt.Key.Key_Escape)


def test_esc_from_the_approval_keeps_the_count_and_its_reason(paper: Paper, world: World) -> None:
    account = world.account(("200",))
    paper.open()
    paper.type(paper.book, "1", day(), account.account_no, "200")
    paper.app.press("F12")
    paper.count_hundreds(1)
    paper.app.wait_for("paper_why")
    paper.type("a note was missing")
    paper.app.wait_for("paper_approval")
    paper.app.press("Esc")
    paper.app.wait_for("paper_count")
    assert paper.app.screen.total == 100  # type: ignore[attr-defined]
    paper.app.press("Esc")
    paper.app.wait_for("paper_receipts")
    paper.type(account.account_no, "50")
    paper.app.press("F12")
    paper.app.wait_for("paper_count")
    assert paper.app.screen.total == 100  # type: ignore[attr-defined]
    assert "250.00" in paper.app.screen.frame.hint
    paper.app.press("F12", "Enter")
    paper.app.wait_for("paper_why")
    assert paper.app.screen.number_field.text() == "a note was missing"  # type: ignore[attr-defined]


def test_an_account_that_does_not_exist_is_named(paper: Paper, world: World) -> None:
    paper.open()
    paper.type(paper.book, "1", day(), "99", "100")
    paper.app.press("F12")
    paper.count_hundreds(1)
    paper.approve()
    notice = paper.app.screen.notice  # type: ignore[attr-defined]
    paper.app.wait_until(lambda: "No such account" in notice.accessibleName())
    assert paper.book in notice.accessibleName()
    assert "Esc leads back to the count, then to the receipts." in notice.accessibleName()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"number": "0"}, "No such number"),
        ({"book": "A 7"}, "No name of a book"),
        ({"date": "31 11 2026"}, "No such day"),
        ({"date": "01 01 2090"}, "Day ahead, or too long ago"),
        ({"amount": "1,00"}, "No such amount"),
        ({"account": "4/2"}, "No such account"),
        ({}, ""),
    ],
)
def test_what_no_paper_says_is_refused_at_once(
    window: MainWindow, currency: Currency, changed: dict[str, str], told: str
) -> None:
    screen = PaperReceiptScreen(currency)
    window.show_screen(screen)
    screen.begin(PaperKnown((), (), TODAY), HeaderContent())
    screen.enter()
    texts = {"book": "B7", "number": "1", "date": day(), "account": "42", "amount": "100"}
    for text in {**texts, **changed}.values():
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)
        QTest.keyClick(focus, Qt.Key.Key_Return)
    assert screen.notice.lead.text() == told
    assert len(screen.receipts) == (0 if told else 1)
    if not told:
        screen.account_field.set_text("42")
        screen.amount_field.set_text("5")
        screen.number_field.set_text("1")
        screen.next_pressed()
        assert screen.notice.lead.text().replace("\u2010", "-") == "B7-1 is typed already."
        QTest.keyClick(window, Qt.Key.Key_F11)
        assert screen.receipts == ()


def test_a_batch_that_broke_off_is_gone_on_with(paper: Paper, world: World) -> None:
    account = world.account(("100",))
    batch = paper_batch((paper.book, 1, account.account_no, "100"))
    with paper.channel.service() as service:
        paper.channel.approve(service, batch)
    paper.app.do("paper")
    assert "were approved and not ended" in paper.told()[0]
    paper.app.press("Enter")
    with breaches_added(world) as added:
        paper.count_hundreds(1)
        paper.app.wait_until(lambda: paper.app.screen.frame.question == "The paper book is entered")
    assert added == []
    assert state_of(world, account)[0][0][2] == "paid"


def test_the_books_and_their_gaps_are_shown(paper: Paper, world: World) -> None:
    account: SeedAccount = world.account(("100",))
    lines = ((paper.book, number, account.account_no, "1") for number in (2, 5))
    with paper.channel.service() as service:
        paper.channel.approve(service, paper_batch(*lines))
        service.enter_batch(CashCounted((Pieces(Decimal(2), 1),)))
    screen = paper.open()
    gaps = [line for line in screen._known.gaps if line.book == paper.book]
    assert [(g.first, g.last) for g in gaps] == [(3, 4)]
