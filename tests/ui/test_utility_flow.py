"""The utility's row and settings by keyboard, over a real database."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.errors import Refused, Unavailable
from cashier_app.domain.utility import Denomination, Role
from cashier_app.domain.utility_settings import FIELDS, UtilityFacts
from cashier_app.services.people import UtilityService
from tests.support.counter import World
from tests.ui.counter_app import CounterApp
from tests.ui.held_call import HeldCall
from ui.flow.utility_flow import with_pieces
from ui.models.people_words import field_words, setting_words
from ui.screens.form import FormScreen
from ui.screens.utility import UtilityScreen, Value
from ui.tasks import LaneName


class Office:
    """An administrator at the list of the utility's values."""

    def __init__(self, qtbot: QtBot, world: World) -> None:
        self.counter = CounterApp(qtbot, world.desk(Role.ADMINISTRATOR))
        self.counter.sign_in()
        self.counter.wait_for("home")
        self.counter.do("utility")
        self.counter.wait_for("utility")
        self.counter.wait_until(lambda: bool(self.list.values))

    @property
    def list(self) -> UtilityScreen:
        screen = self.counter.screen
        assert isinstance(screen, UtilityScreen)
        return screen

    def value(self, name: str) -> str:
        (found,) = [value.text for value in self.list.values if value.name == name]
        return found

    def choose(self, name: str) -> None:
        at = [value.name for value in self.list.values].index(name)
        step = at - self.list.table.current_row()
        self.counter.press(*["Down" if step > 0 else "Up"] * abs(step))

    def type_over(self, name: str, text: str) -> None:
        self.choose(name)
        self.counter.press("Enter")
        self.counter.wait_for("utility_value")
        self.counter.type_text(text)
        self.counter.press("Enter")

    @property
    def notice(self) -> str:
        screen = self.counter.screen
        return screen.notice.accessibleName() if isinstance(screen, FormScreen) else ""


@pytest.fixture
def office(qtbot: QtBot, world: World) -> Iterator[Office]:
    kept = world.run("SELECT contact, digit_grouping, time_zone FROM utility")[0]
    settings = world.run("SELECT setting, value FROM settings")
    pieces = world.run("SELECT value, is_note FROM denominations")
    yield Office(qtbot, world)
    world.run("UPDATE utility SET contact = %s, digit_grouping = %s, time_zone = %s", *kept)
    world.run("DELETE FROM settings WHERE setting <> ''")
    for row in settings:
        world.run("INSERT INTO settings (setting, value) VALUES (%s, %s)", *row)
    world.run("DELETE FROM denominations WHERE value > 0")
    for row in pieces:
        world.run("INSERT INTO denominations (value, is_note) VALUES (%s, %s)", *row)


def test_a_field_is_changed_and_told(office: Office) -> None:
    office.type_over("contact", "Questions: 1600 200")
    office.counter.wait_for("utility")
    assert office.value("contact") == "Questions: 1600 200"
    assert "Line for questions is changed." in office.counter.banner_text


def test_a_bad_field_is_named_in_words_and_can_be_corrected(office: Office) -> None:
    office.type_over("digit_grouping", "x")
    office.counter.wait_until(lambda: "Groups of digits" in office.notice)
    office.counter.press("Esc")
    office.counter.wait_for("utility")
    assert office.value("digit_grouping") != "x"


def test_a_setting_is_held_to_what_it_may_be(office: Office) -> None:
    office.type_over("idle_minutes", "0")
    office.counter.wait_until(lambda: "Lock after cannot have this value." in office.notice)
    edit = office.counter.screen.field.edit  # type: ignore[attr-defined]
    edit.selectAll()
    office.counter.type_text("7")
    office.counter.press("Enter")
    office.counter.wait_for("utility")
    assert office.value("idle_minutes") == "7"


def test_banknotes_are_a_list(office: Office) -> None:
    coins = office.value("coins")
    office.type_over("notes", "1000 100 20")
    office.counter.wait_for("utility")
    assert office.value("notes") == "1000 100 20"
    assert office.value("coins") == coins


def test_nothing_is_saved_that_is_not_changed(office: Office) -> None:
    office.choose("contact")
    office.counter.press("Enter")
    office.counter.wait_for("utility_value")
    key = office.counter.screen.frame.next_key
    assert key is not None
    assert key.waiting


@pytest.mark.parametrize("text", ["0", "-5", "ten", "1 NaN", "Infinity", "1e999999999", "1_000"])
def test_what_is_no_money_is_refused_at_once(text: str) -> None:
    with pytest.raises(Refused, match="bad_denomination"):
        with_pieces((), text, note=True)


def test_notes_leave_the_coins_alone() -> None:
    known = (Denomination(Decimal(500), note=True), Denomination(Decimal(1), note=False))
    assert with_pieces(known, "100 1000", note=True) == (
        known[1], Denomination(Decimal(1000), note=True), Denomination(Decimal(100), note=True),
    )  # fmt: skip


def test_every_field_and_setting_has_words(office: Office) -> None:
    for field in FIELDS:
        assert field_words(field)[1]
    for value in office.list.values:
        assert value.detail, value.name
    assert setting_words("idle_minutes")[0] == "Lock after"


def test_a_reading_that_fails_after_the_change_is_told_in_the_list(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_service: UtilityService) -> UtilityFacts:
        raise Unavailable("server_unreachable")

    office.choose("contact")
    office.counter.press("Enter")
    office.counter.wait_for("utility_value")
    monkeypatch.setattr(UtilityService, "facts", away)
    office.counter.type_text("Questions: 1600 300")
    office.counter.press("Enter")
    office.counter.wait_for("utility")
    assert "cannot be reached" in office.counter.banner_text


def test_a_late_reading_takes_nobody_from_typing(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.counter.press("Esc")
    office.counter.wait_for("home")
    held = HeldCall(monkeypatch, UtilityService, "facts")
    office.counter.do("utility")
    office.counter.wait_for("utility")
    office.list.show_values((Value("contact", "Line for questions", "", ""),))
    office.counter.press("Enter")
    office.counter.wait_for("utility_value")
    office.counter.type_text("Questions")
    held.let_go()
    office.counter.wait_until(lambda: not office.counter.app.tasks.is_busy(LaneName.COUNTER))
    assert office.counter.screen.objectName() == "utility_value"
