"""The printer of this computer by keyboard: found, tried, used without a restart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cashier_app.bootstrap import load_program
from cashier_app.domain.utility import Role
from cashier_app.services.program import Program
from cashier_app.settings import PrinterChoice
from receipts.desk import PrinterDesk
from tests.receipts.fake_printer import FakePrinter, Manners
from tests.support.counter import World
from tests.ui.counter_app import CounterApp
from ui.screens.printer_setup import PrinterSetupScreen
from ui.screens.printers import PrintersScreen


class Hall:
    """A supervisor at the list of printers."""

    def __init__(self, qtbot: QtBot, world: World, *, with_shift: bool = False) -> None:
        self.kept: list[PrinterChoice] = []
        self.programs: list[Program] = []
        desk = world.desk(Role.SUPERVISOR)

        def load() -> Program:
            program = load_program(replace(desk.setup, save_printer=self.kept.append))
            self.programs.append(program)
            return program

        self.counter = CounterApp(qtbot, desk, load)
        self.counter.sign_in()
        self.counter.wait_for("home")
        if with_shift:
            self.open_shift()
        self.counter.do("printers")
        self.counter.wait_for("printers")
        self.counter.wait_until(lambda: bool(self.list.ways))

    def open_shift(self) -> None:
        """And home again, by signing in once more."""
        self.counter.do("shift")
        self.counter.wait_for("float_count")
        self.counter.type_text("2")
        self.counter.press("F12", "Enter")
        self.counter.wait_for("find")
        self.counter.to_shift()
        self.counter.do("sign_out")
        self.counter.wait_for("sign_in")
        self.counter.sign_in()
        self.counter.wait_for("home")

    @property
    def list(self) -> PrintersScreen:
        screen = self.counter.screen
        assert isinstance(screen, PrintersScreen)
        return screen

    @property
    def setup(self) -> PrinterSetupScreen:
        screen = self.counter.screen
        assert isinstance(screen, PrinterSetupScreen)
        return screen

    def choose(self, title: str) -> None:
        at = [way.title for way in self.list.ways].index(title)
        self.list.table.choose_row(at)
        self.counter.press("Enter")

    def name_network(self, address: str) -> None:
        self.choose("Another network printer")
        self.counter.wait_for("name_printer")
        self.counter.type_text(address)
        self.counter.press("Enter")
        self.counter.wait_for("printer_setup")

    def said(self) -> dict[str, str]:
        return {line.label: line.amount for line in self.setup.state.lines}

    def shown(self, name: str) -> str:
        (found,) = [row.shown for row in self.setup.settings if row.name == name]
        return found

    def next_value(self, name: str) -> None:
        at = [row.name for row in self.setup.settings].index(name)
        self.setup.table.choose_row(at)
        QTest.keyClick(self.setup, Qt.Key.Key_Space)


@pytest.fixture
def hall(qtbot: QtBot, world: World) -> Hall:
    return Hall(qtbot, world)


@pytest.fixture
def fake() -> Iterator[FakePrinter]:
    with FakePrinter(Manners(paper_low=True)) as made:
        yield made


def test_a_network_printer_is_named_tried_and_used(hall: Hall, fake: FakePrinter) -> None:
    hall.name_network(f"127.0.0.1:{fake.port}")
    hall.counter.wait_until(lambda: hall.said().get("Paper") == "near its end")
    assert hall.said()["Cover"] == "closed"
    hall.next_value("width_dots")
    assert hall.shown("width_dots") == "58 mm, 384 dots"
    hall.counter.press("F5")
    hall.counter.wait_until(lambda: "test page is out" in hall.setup.notice.accessibleName())
    assert fake.on_paper
    hall.counter.press("F6")
    hall.counter.wait_until(lambda: "pulse was sent" in hall.setup.notice.accessibleName())
    assert fake.kicks == 1
    hall.counter.press("Enter")
    hall.counter.wait_for("printers")
    hall.counter.wait_until(lambda: "in use from now on" in hall.counter.banner_text)
    assert (hall.list.ways[0].kind, hall.list.ways[0].in_use) == ("network", True)
    (kept,) = hall.kept
    assert (kept.kind, kept.port, kept.width_dots) == ("network", fake.port, 384)
    assert hall.programs[0].printer.status().paper_low


@pytest.mark.allow_log("unexpected error", reason="the bug is made on purpose")
@pytest.mark.parametrize(
    ("key", "call"), [("F5", "print_trial"), ("F6", "open_drawer"), ("Enter", "use")]
)
def test_after_a_bug_the_printer_is_set_up_further(
    hall: Hall, fake: FakePrinter, monkeypatch: pytest.MonkeyPatch, key: str, call: str
) -> None:
    hall.name_network(f"127.0.0.1:{fake.port}")
    hall.next_value("width_dots")
    with monkeypatch.context() as broken:
        broken.setattr(PrinterDesk, call, lambda *_: 1 // 0)
        hall.counter.press(key)
        hall.counter.wait_until(lambda: "Something went wrong" in hall.counter.banner_text)
    assert hall.counter.next_title == "Use this printer"
    assert hall.shown("width_dots") == "58 mm, 384 dots"
    hall.next_value("width_dots")
    assert hall.shown("width_dots") != "58 mm, 384 dots"
    hall.counter.press("Enter")
    hall.counter.wait_for("printers")


def test_an_address_where_nobody_is_says_so_and_may_be_left(hall: Hall) -> None:
    with FakePrinter() as gone:
        port = gone.port
    hall.name_network(f"127.0.0.1:{port}")
    hall.counter.wait_until(lambda: hall.said() == {"Reached": "no"})
    hall.counter.press("F5")
    hall.counter.wait_until(
        lambda: "Nothing was printed" in hall.setup.notice.accessibleName()
    )  # fmt: skip
    hall.counter.press("Esc")
    hall.counter.wait_for("printers")
    assert not hall.kept


def test_a_model_brings_its_width_and_cutter(hall: Hall, fake: FakePrinter) -> None:
    hall.name_network(f"127.0.0.1:{fake.port}")
    assert hall.shown("profile") == "Any ESC/POS printer"
    hall.next_value("profile")
    assert hall.shown("profile") == "Simple 58 mm printer"
    assert hall.shown("width_dots") == "58 mm, 384 dots"
    assert hall.shown("cutter") == "None"


def test_two_settings_are_not_gone_at_the_first_esc(hall: Hall, fake: FakePrinter) -> None:
    """A model brings its width and cutter: that is one thing; what was set back is none."""
    hall.name_network(f"127.0.0.1:{fake.port}")
    hall.next_value("profile")
    assert hall.shown("cutter") == "None"
    hall.counter.press("Esc")
    hall.counter.wait_for("printers")
    hall.name_network(f"127.0.0.1:{fake.port}")
    for name in ("profile", "width_dots"):
        hall.next_value(name)
    wide = hall.shown("width_dots")
    hall.counter.press("Esc")
    assert hall.setup.frame.question == "Leave without using this printer?"
    hall.counter.press("Esc")
    assert hall.setup.frame.question == "How is this printer set up?"
    assert hall.shown("width_dots") == wide
    hall.counter.press("Esc", "Enter")
    hall.counter.wait_for("printers")
    assert not hall.kept


def test_a_letter_jumps_to_the_next_model_of_that_maker(hall: Hall, fake: FakePrinter) -> None:
    hall.name_network(f"127.0.0.1:{fake.port}")
    shown = []
    for letter in "eex":
        hall.counter.type_text(letter)
        shown.append(hall.shown("profile"))
    assert shown[0].startswith("E")
    assert shown[1].startswith("E")
    assert shown[0] != shown[1] == shown[2]


def test_going_without_a_printer(hall: Hall) -> None:
    hall.choose("No printer")
    hall.counter.wait_until(lambda: hall.list.ways[-1].in_use)
    assert hall.kept == [PrinterChoice()]


def test_the_drawer_is_not_tried_over_the_cash_of_a_shift(
    qtbot: QtBot, world: World, fake: FakePrinter
) -> None:
    hall = Hall(qtbot, world, with_shift=True)
    hall.name_network(f"127.0.0.1:{fake.port}")
    hall.counter.press("F6")
    assert "the drawer stays shut" in hall.setup.notice.accessibleName()
    hall.counter.press("F5")
    hall.counter.wait_until(lambda: "test page is out" in hall.setup.notice.accessibleName())
    assert fake.kicks == 0
