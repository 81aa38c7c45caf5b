"""Papers of an account at the screen: a bill again on A4 and A5, the statement of a period."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.utility import Role
from tests.support.counter import Desk, SeedAccount, World
from tests.support.selling import Selling
from tests.ui.counter_app import CounterApp
from ui.screens.fields_form import FieldsFormScreen
from ui.screens.menu import MenuScreen
from ui.tasks import LaneName


class Papers:
    """Somebody of a role at an account with two bills, one of them paid."""

    def __init__(self, qtbot: QtBot, world: World, role: Role) -> None:
        self.account: SeedAccount = world.account(("100", "250.50"))
        Selling(world.desk()).take(self.account, "100", part=True)
        self.desk: Desk = world.desk(role)
        self.counter = CounterApp(qtbot, self.desk)
        self.counter.sign_in()
        self.counter.wait_for("home")
        self.counter.do("bill_office")
        self.counter.wait_for("office_number")
        self.counter.type_text(self.account.account_no)
        self.counter.press("Enter")
        self.counter.wait_for("office_account")

    @property
    def names(self) -> list[str]:
        menu = self.counter.screen
        assert isinstance(menu, MenuScreen)
        return [action.name for action in menu.list._actions]

    def saved(self, name: str) -> Path:
        """The file, once the screen says where it lies."""
        self.counter.wait_until(lambda: self.counter.banner_text.startswith(f"Saved: {name}"))
        file = self.desk.folder / "reports" / name
        assert str(file.parent) in self.counter.banner_text
        assert file.read_bytes().startswith(b"%PDF")
        return file


@pytest.fixture
def papers(qtbot: QtBot, world: World) -> Papers:
    return Papers(qtbot, world, Role.CLERK)


def test_a_paid_bill_can_be_had_again_on_both_sheets(papers: Papers) -> None:
    counter = papers.counter
    counter.do("papers")
    counter.wait_for("office_papers")
    numbers = {bill.bill_no for bill in papers.account.bills}
    assert set(papers.names) == numbers
    paid = papers.account.bills[0].bill_no
    counter.press(*["Down"] * papers.names.index(paid))
    assert counter.next_title == f"Save bill {paid}"
    counter.press("Enter")
    a4 = papers.saved(f"bill-{paid}-A4.pdf")
    counter.press("F9")
    a5 = papers.saved(f"bill-{paid}-A5.pdf")
    assert a4.read_bytes() != a5.read_bytes()
    counter.press("Enter")
    papers.saved(f"bill-{paid}-A4 (2).pdf")
    counter.press("Esc")
    counter.wait_for("office_account")


def test_a_paper_that_was_left_is_saved_without_a_word(papers: Papers, world: World) -> None:
    """Its answer took another account's place, or that of home."""
    counter, number = papers.counter, papers.account.bills[1].bill_no
    other = world.account(("75",))
    counter.do(number)
    counter.wait_for("bill_acts")
    with counter.busy():
        counter.do("A5")
        assert counter.next_title == "Wait"
        counter.press("Esc", "Esc")
        counter.wait_for("office_number")
        counter.type_text(other.account_no)
        counter.press("Enter")
        counter.wait_for("office_account")
        counter.do("papers")
        counter.wait_for("office_papers")
    counter.wait_until(lambda: not counter.app.tasks.is_busy(LaneName.REPORTS))
    assert (papers.desk.folder / "reports" / f"bill-{number}-A5.pdf").is_file()
    assert counter.screen.objectName() == "office_papers"
    assert counter.banner_text == ""


def test_an_open_bill_is_printed_from_where_it_is_worked_on(papers: Papers) -> None:
    counter, number = papers.counter, papers.account.bills[1].bill_no
    counter.do(number)
    counter.wait_for("bill_acts")
    counter.do("A5")
    papers.saved(f"bill-{number}-A5.pdf")
    assert counter.screen.objectName() == "office_account"


def test_the_statement_of_a_period_is_saved(papers: Papers) -> None:
    counter = papers.counter
    counter.do("statement")
    counter.wait_for("office_statement")
    form = counter.screen
    assert isinstance(form, FieldsFormScreen)
    form.field("first").set_text("01.12.2026")
    form.field("last").set_text("01.11.2026")
    counter.press("Enter")
    counter.wait_until(lambda: "first day is after" in form.notice.accessibleName())
    form.field("first").set_text("1.10.2026")
    form.field("last").set_text("31.12.2026")
    counter.press("Enter")
    papers.saved(f"statement-{papers.account.account_no}-2026-10-01-2026-12-31.pdf")
    assert counter.screen.objectName() == "office_account"


def test_a_supervisor_has_statements_but_no_bills_to_print(qtbot: QtBot, world: World) -> None:
    papers = Papers(qtbot, world, Role.SUPERVISOR)
    counter = papers.counter
    assert "papers" not in papers.names
    counter.do("statement")
    counter.wait_for("office_statement")
    counter.press("Enter")
    counter.wait_until(lambda: counter.banner_text.startswith("Saved: statement-"))
    counter.do(papers.account.bills[1].bill_no)
    counter.wait_for("bill_acts")
    assert papers.names == ["adjust", "cancel"]


def test_where_nothing_can_be_saved_it_says_so(papers: Papers) -> None:
    (papers.desk.folder / "reports").write_text("a file stands in the way")
    counter = papers.counter
    counter.do("papers")
    counter.wait_for("office_papers")
    counter.press("Enter")
    counter.wait_until(lambda: "could not be saved" in counter.banner_text)
    assert counter.next_title.startswith("Save bill ")
