"""The hall's safe by keyboard, over a real database."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.drawer import CashKind
from tests.support.counter import World
from tests.support.hall import Hall
from tests.ui.counter_app import CounterApp
from ui.screens.safe import SafeScreen


class Safe:
    """A supervisor of a hall at "The safe"."""

    def __init__(self, qtbot: QtBot, hall: Hall) -> None:
        self.hall = hall
        self.counter = CounterApp(qtbot, hall.desk)
        self.counter.sign_in()
        self.counter.wait_for("home")
        self.open()

    def open(self) -> None:
        self.counter.do("safe")
        self.ready()

    def ready(self) -> None:
        self.counter.wait_for("safe")
        self.counter.wait_until(lambda: self.screen.list.current is not None)

    @property
    def screen(self) -> SafeScreen:
        screen = self.counter.screen
        assert isinstance(screen, SafeScreen)
        return screen

    def count(self, thousands: str) -> None:
        self.counter.wait_for("safe_count")
        self.counter.type_text(thousands)
        self.counter.press("F12", "Enter")

    def go_on(self) -> None:
        self.counter.wait_for("safe_stored")
        self.counter.press("Enter")
        self.ready()

    def rows(self) -> list[str]:
        model = self.screen.table.model()
        return [str(model.index(row, 1).data()) for row in range(model.rowCount())]

    def held(self) -> str:
        return self.counter.window.header.content.amount


@pytest.fixture
def hall(world: World) -> Hall:
    return Hall(world)


def leave(hall: Hall) -> None:
    """The supervisor's program is the window's from here on: a counter has one."""
    hall.program.sessions.sign_out()
    hall.program.close()


def test_the_ledger_is_opened_by_a_count_and_follows_the_drawers(qtbot: QtBot, hall: Hall) -> None:
    safe = Safe(qtbot, hall)
    assert "not open yet" in safe.screen.notice.accessibleName()
    safe.counter.press("Enter")
    safe.count("20")
    safe.go_on()
    assert safe.held() == "20,000.00"
    hall.move(hall.first, CashKind.DROP, "500", "envelope 4")
    safe.counter.press("Esc")
    safe.counter.wait_for("home")
    safe.open()
    assert safe.held() == "20,500.00"
    assert safe.rows()[0].startswith("Brought from a drawer, Amina Rahman, envelope 4")
    assert "Came in 20,500.00" in safe.screen.ledger.accessibleName()


def test_a_count_that_agrees_needs_no_reason_another_one_does(qtbot: QtBot, hall: Hall) -> None:
    hall.open_safe(("1000", 20))
    leave(hall)
    safe = Safe(qtbot, hall)
    safe.counter.do(CashKind.SAFE_COUNT)
    safe.count("20")
    safe.go_on()
    safe.counter.do(CashKind.SAFE_COUNT)
    safe.count("19")
    safe.counter.wait_for("safe_why")
    assert safe.counter.screen.frame.question == "Why is the safe 1,000.00 short?"
    safe.counter.type_text("one note is missing")
    safe.counter.press("Enter")
    safe.go_on()
    assert safe.held() == "19,000.00"
    assert "one note is missing" in safe.rows()[0]


def test_a_drop_during_the_count_asks_for_the_reason(qtbot: QtBot, hall: Hall) -> None:
    hall.open_safe(("1000", 20))
    leave(hall)
    safe = Safe(qtbot, hall)
    safe.counter.do(CashKind.SAFE_COUNT)
    safe.counter.wait_for("safe_count")
    hall.move(hall.first, CashKind.DROP, "500", "envelope 5")
    safe.count("20")
    safe.counter.wait_for("safe_why")
    assert hall.held() == 20500


def test_a_bag_goes_to_the_bank_with_its_slip(qtbot: QtBot, hall: Hall) -> None:
    hall.open_safe(("1000", 20))
    leave(hall)
    safe = Safe(qtbot, hall)
    safe.counter.do(CashKind.SAFE_DEPOSIT)
    safe.count("15")
    safe.counter.wait_for("deposit")
    assert "15 × 1,000 15,000.00" in safe.counter.screen.ledger.accessibleName()  # type: ignore[attr-defined]
    assert safe.counter.corner == "In the bag Rs 15,000.00"
    bag = f"KX-{hall.office}"
    for text in (bag, "City Bank, 110-220"):
        safe.counter.type_text(text)
        safe.counter.press("Enter")
    safe.counter.wait_for("safe_stored")
    stored = safe.counter.screen
    assert f"Bag {bag}" in stored.ledger.accessibleName()  # type: ignore[attr-defined]
    papers = hall.desk.folder / "papers"
    safe.counter.wait_until(lambda: len(list(papers.glob("cash-*-S-*.pdf"))) == 1)
    safe.go_on()
    assert safe.held() == "5,000.00"
    safe.counter.do(CashKind.SAFE_DEPOSIT)
    safe.count("1")
    safe.counter.wait_for("deposit")
    safe.counter.type_text(bag)
    safe.counter.press("Enter")
    safe.counter.wait_until(
        lambda: "went to the bank before" in safe.counter.screen.notice.accessibleName()  # type: ignore[attr-defined]
    )
    assert hall.held() == 5000


def test_more_than_the_safe_holds_is_refused(qtbot: QtBot, hall: Hall) -> None:
    hall.open_safe(("1000", 2))
    leave(hall)
    safe = Safe(qtbot, hall)
    safe.counter.do(CashKind.SAFE_DEPOSIT)
    safe.count("3")
    safe.counter.wait_for("deposit")
    for text in (f"BX-{hall.office}", "City Bank"):
        safe.counter.type_text(text)
        safe.counter.press("Enter")
    safe.counter.wait_until(
        lambda: "does not hold that much" in safe.counter.screen.notice.accessibleName()  # type: ignore[attr-defined]
    )
