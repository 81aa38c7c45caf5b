"""The receipt's design by keyboard, over a real database; the paper changes with it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cashier_app.domain.utility import OPTIONAL_LINES, Role
from tests.support.counter import World
from tests.ui.counter_app import CounterApp
from ui.screens.receipt_design import ReceiptDesignScreen
from ui.screens.utility import ValueScreen


class Office:
    """An administrator at the receipt's design."""

    def __init__(self, qtbot: QtBot, world: World) -> None:
        self.world = world
        self.counter = CounterApp(qtbot, world.desk(Role.ADMINISTRATOR))
        self.counter.sign_in()
        self.counter.wait_for("home")
        self.counter.do("receipt_design")
        self.counter.wait_for("receipt_design")
        self.counter.wait_until(lambda: not self.screen.paper.is_empty)

    @property
    def screen(self) -> ReceiptDesignScreen:
        screen = self.counter.screen
        assert isinstance(screen, ReceiptDesignScreen)
        return screen

    def choose(self, name: str) -> None:
        self.screen.table.choose_row([row.name for row in self.screen.rows].index(name))

    def space(self, name: str) -> None:
        self.choose(name)
        QTest.keyClick(self.screen, Qt.Key.Key_Space)

    def type_line(self, name: str, text: str) -> None:
        self.space(name)
        self.counter.wait_for("receipt_line")
        line = self.counter.screen
        assert isinstance(line, ValueScreen)
        line.field.set_text(text)  # keys of a test are Latin
        self.counter.press("Enter")
        self.counter.wait_for("receipt_design")

    def row(self, name: str) -> tuple[bool | None, str]:
        (found,) = [(row.shown, row.text) for row in self.screen.rows if row.name == name]
        return found

    @property
    def length(self) -> int:
        return self.screen.paper.height()

    def stored(self) -> tuple[str, str, str]:
        ((left_out, head, more),) = self.world.run(
            "SELECT receipt_left_out, receipt_head, receipt_more FROM utility"
        )
        return left_out, head, more


@pytest.fixture
def office(qtbot: QtBot, world: World) -> Iterator[Office]:
    ((logo,),) = world.run("SELECT logo FROM utility")
    yield Office(qtbot, world)
    world.run(
        "UPDATE utility SET receipt_left_out = '', receipt_head = '', receipt_more = '', logo = %s",
        logo,
    )


def test_a_line_is_left_out_the_paper_follows_and_it_is_saved(office: Office) -> None:
    before = office.length
    office.space("balance")
    assert office.row("balance") == (False, "")
    office.counter.wait_until(lambda: office.length < before)
    assert office.stored() == ("", "", "")
    office.counter.press("Enter")
    office.counter.wait_until(lambda: "receipt is changed" in office.counter.banner_text)
    assert office.stored() == ("balance", "", "")
    office.space("balance")
    office.counter.wait_until(lambda: office.length == before)


def test_lines_of_its_own_in_any_script(office: Office) -> None:
    before = office.length
    office.type_line("head-0", "বিদ্যুৎ বিভাগ")
    office.counter.wait_until(lambda: office.length > before)
    office.type_line("more-1", "Pay by the 15th")
    assert office.row("more-0") == (None, "Pay by the 15th")
    office.counter.press("Enter")
    office.counter.wait_until(lambda: "receipt is changed" in office.counter.banner_text)
    assert office.stored() == ("", "বিদ্যুৎ বিভাগ", "Pay by the 15th")
    office.choose("head-0")
    QTest.keyClick(office.screen, Qt.Key.Key_Delete)
    assert office.row("head-0") == (None, "")


def test_leaving_what_is_not_saved_asks_once(office: Office) -> None:
    office.space("meter")
    office.space("balance")
    office.counter.press("Esc")
    assert office.screen.frame.question == "Leave without saving this?"
    office.counter.press("Esc")
    assert office.screen.frame.question == "What stands on the receipt?"
    office.counter.press("Esc", "Enter")
    office.counter.wait_for("home")
    assert office.stored() == ("", "", "")


def test_a_logo_from_a_file_and_what_is_none(office: Office, tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (200, 60), "black").save(picture, "PNG")
    (tmp_path / "logo.png").write_bytes(picture.getvalue())
    (tmp_path / "bad.png").write_bytes(b"no picture")
    office.space("logo_file")
    office.counter.wait_for("logo_file")
    office.counter.screen.path_asked.emit(tmp_path / "bad.png")  # type: ignore[attr-defined]
    office.counter.wait_until(lambda: "logo" in office.counter.screen.notice.accessibleName())  # type: ignore[attr-defined]
    office.counter.screen.path_asked.emit(tmp_path / "logo.png")  # type: ignore[attr-defined]
    office.counter.wait_for("receipt_design")
    assert office.row("logo_file") == (None, "the utility's own")
    office.counter.press("Enter")
    office.counter.wait_until(lambda: "receipt is changed" in office.counter.banner_text)
    ((kept,),) = office.world.run("SELECT logo FROM utility")
    assert kept == picture.getvalue()


def test_every_optional_line_has_a_row(office: Office) -> None:
    names = [row.name for row in office.screen.rows]
    assert names[: len(OPTIONAL_LINES)] == list(OPTIONAL_LINES)
