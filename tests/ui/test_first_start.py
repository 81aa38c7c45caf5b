"""The pages of the first start by keyboard: back and forth, failures at their field, on again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from cashier_app.commands import open as open_command
from cashier_app.domain.errors import CashierError, Refused
from cashier_app.domain.printing import PrinterFault, PrinterStatus
from cashier_app.services.first_start import (
    Begun,
    CentralPlace,
    ChosenPrinter,
    CounterEntry,
    FirstPerson,
    NewUtility,
)
from cashier_app.services.imports.fields import BadField
from ui.first_start import FirstStartWindow
from ui.messages import message_for
from ui.models import first_start_pages as pages
from ui.screens.fields_form import FieldsFormScreen
from ui.texts.first_start import FIELD_OF, REFUSED

PASSWORD = "Long-harbour-88"
_KEYS = {
    "Enter": Qt.Key.Key_Return, "Esc": Qt.Key.Key_Escape, "Tab": Qt.Key.Key_Tab,
    "F9": Qt.Key.Key_F9,
}  # fmt: skip


class Computer:
    """Remembers what it was told; `fails` is raised by the next act."""

    def __init__(self) -> None:
        self.kept = Begun(pages.WAY, {})
        self.fails: list[CashierError] = []
        self.status = PrinterStatus(PrinterFault.NONE)
        self.alone: tuple[NewUtility, FirstPerson] | None = None
        self.joined: tuple[CentralPlace, CounterEntry] | None = None
        self.printer: ChosenPrinter | None = None
        self.is_finished = False

    def begun(self) -> Begun:
        return self.kept

    def keep(self, begun: Begun) -> None:
        self.kept = Begun(begun.page, dict(begun.answers))

    def make_alone(self, utility: NewUtility, person: FirstPerson) -> None:
        self._act()
        self.alone = (utility, person)

    def look_at(self, _place: CentralPlace) -> datetime:
        self._act()
        return datetime(2027, 3, 1, tzinfo=UTC)

    def join(self, place: CentralPlace, entry: CounterEntry) -> None:
        self._act()
        self.joined = (place, entry)

    def try_printer(self, _printer: ChosenPrinter) -> PrinterStatus:
        return self.status

    def save_printer(self, printer: ChosenPrinter) -> None:
        self._act()
        self.printer = printer

    def finish(self) -> None:
        self.is_finished = True

    def _act(self) -> None:
        if self.fails:
            raise self.fails.pop()


class Person:
    """Keys at the window of the first start."""

    def __init__(self, qtbot: QtBot, computer: Computer) -> None:
        self.qtbot, self.computer = qtbot, computer
        self.first = FirstStartWindow(computer, theme="light")
        self.window = self.first.window
        qtbot.addWidget(self.window, before_close_func=lambda _w: self.first.close())
        self.window.resize(1366, 768)
        with qtbot.waitActive(self.window):
            self.first.open(full_screen=False)

    @property
    def page(self) -> str:
        return self.first.flow.page

    @property
    def form(self) -> FieldsFormScreen:
        return self.first.flow.form

    @property
    def next_title(self) -> str:
        content = self.window.next_key.content
        return content.title if content else ""

    @property
    def caret(self) -> str:
        focus = self.window.focusWidget()
        return focus.objectName().removesuffix("_edit") if isinstance(focus, QLineEdit) else ""

    def press(self, *names: str) -> None:
        for name in names:
            QTest.keyClick(self.window.focusWidget(), _KEYS[name])

    def fill(self, **texts: str) -> None:
        for name, text in texts.items():
            self.form.focus_on(name)
            QTest.keyClicks(self.window.focusWidget(), text)

    def choose(self, number: str) -> None:
        QTest.keyClicks(self.window.focusWidget(), number)

    def wait_for(self, page: str) -> None:
        self.qtbot.waitUntil(lambda: self.page == page)

    def to_administrator(self) -> None:
        self.choose("1")
        self.fill(utility_name="Rivergate", zone="asia/kolkata", currency="inr", symbol="Rs")
        self.press("Enter")
        self.fill(full_name="Asha Rao", user_name="asha", password=PASSWORD, again=PASSWORD)


@pytest.fixture
def computer() -> Computer:
    return Computer()


@pytest.fixture
def person(qtbot: QtBot, computer: Computer) -> Iterator[Person]:
    made = Person(qtbot, computer)
    yield made
    made.first.tasks.close(5)


def test_alone_from_the_first_question_to_the_last(person: Person, computer: Computer) -> None:
    person.to_administrator()
    person.press("Enter")
    person.wait_for(pages.PRINTER)
    assert computer.alone is not None
    utility, first = computer.alone
    assert (utility.currency_code, utility.time_zone) == ("INR", "Asia/Kolkata")
    assert utility.notes[:2] == (Decimal(500), Decimal(200))
    assert first == FirstPerson("Asha Rao", "asha", PASSWORD)
    person.choose("4")
    person.qtbot.waitUntil(lambda: person.first.is_done)
    assert computer.printer == ChosenPrinter("none")
    assert computer.is_finished


def test_back_and_forth_loses_nothing_but_passwords(person: Person, computer: Computer) -> None:
    person.to_administrator()
    person.press("Esc")
    assert person.page == pages.UTILITY
    assert person.form.field("utility_name").text() == "Rivergate"
    person.press("Esc")
    assert person.page == pages.WAY
    person.choose("1")
    person.press("Enter")
    assert person.form.field("user_name").text() == "asha"
    assert person.form.field("password").text() == ""
    assert PASSWORD not in str(computer.kept)


def test_two_passwords_that_differ_make_nothing(person: Person, computer: Computer) -> None:
    person.to_administrator()
    person.fill(again="x")
    assert person.next_title == "Not like this"
    person.press("Enter")
    assert computer.alone is None


@pytest.mark.parametrize("code", ["bad_user_name", "password_too_short", "setup_no_server"])
def test_a_failure_stands_at_its_field_and_all_that_was_typed_stays(
    person: Person, computer: Computer, code: str
) -> None:
    computer.fails = [Refused(code)]
    person.to_administrator()
    person.press("Enter")
    lead = message_for(Refused(code)).lead
    person.qtbot.waitUntil(lambda: lead in person.form.notice.accessibleName())
    assert person.page == pages.ADMINISTRATOR
    assert person.form.field("password").text() == PASSWORD
    if code in FIELD_OF:
        assert person.caret == FIELD_OF[code]
    person.press("Enter")
    person.wait_for(pages.PRINTER)


def test_central_server_is_proved_before_a_name_is_asked_for(
    person: Person, computer: Computer
) -> None:
    computer.fails = [Refused("setup_other_ca", {"host": "db.example.org", "port": "3306"})]
    person.choose("2")
    person.fill(host="db.example.org", ca_file="/etc/ca.pem")
    person.press("Enter")
    person.qtbot.waitUntil(lambda: "has not signed" in person.form.notice.accessibleName())
    assert person.caret == "ca_file"
    person.press("Enter")
    person.wait_for(pages.ENTRY)
    assert "2027" in person.form.title.text()
    person.fill(user_name="asha", password=PASSWORD, code="03")
    person.press("Enter")
    person.wait_for(pages.PRINTER)
    assert computer.joined == (
        CentralPlace("db.example.org", 3306, "/etc/ca.pem", "cashier"),
        CounterEntry("asha", PASSWORD, "03"),
    )


def test_the_first_counter_of_a_new_office_names_the_office(
    person: Person, computer: Computer
) -> None:
    person.choose("2")
    person.fill(host="db.example.org", ca_file="/etc/ca.pem")
    person.press("Enter")
    person.wait_for(pages.ENTRY)
    computer.fails = [Refused("setup_no_office", {"office": "MS"})]
    person.fill(user_name="asha", password=PASSWORD, code="01", name="Counter 1", office="MS")
    person.press("Enter")
    person.qtbot.waitUntil(lambda: "no office MS" in person.form.notice.accessibleName())
    assert person.caret == "office_name"
    person.fill(office_name="Main Street")
    person.press("Enter")
    person.wait_for(pages.PRINTER)
    assert computer.joined is not None
    assert computer.joined[1].office_name == "Main Street"


def test_a_printer_that_is_not_ready_is_told_and_may_be_left_for_later(
    person: Person, computer: Computer
) -> None:
    computer.status = PrinterStatus(PrinterFault.NO_PAPER)
    person.to_administrator()
    person.press("Enter")
    person.wait_for(pages.PRINTER)
    person.choose("1")
    person.press("F9")
    assert computer.printer is None
    person.fill(address="192.168.1.60")
    person.press("Enter")
    person.qtbot.waitUntil(lambda: "no paper" in person.form.notice.accessibleName())
    person.press("F9")
    person.qtbot.waitUntil(lambda: person.first.is_done)
    assert computer.printer == ChosenPrinter("network", "192.168.1.60", 9100, "", 576)


def test_a_folder_that_cannot_be_written_is_told_on_the_list_too(
    person: Person, computer: Computer
) -> None:
    person.to_administrator()
    person.press("Enter")
    person.wait_for(pages.PRINTER)
    computer.fails = [Refused("setup_folder", {"folder": "/x", "why": "no room"})]
    person.choose("4")
    person.qtbot.waitUntil(lambda: person.window.banner.content is not None)
    assert not person.first.is_done


def test_a_second_start_goes_on_where_the_first_one_ended(qtbot: QtBot, computer: Computer) -> None:
    computer.kept = Begun(
        pages.REACH, {"way": "central", "kind": "network", "address": "192.168.1.60"}
    )
    person = Person(qtbot, computer)
    assert person.page == pages.REACH
    assert person.form.field("address").text() == "192.168.1.60"
    person.first.tasks.close(5)


def test_closing_the_window_keeps_what_was_typed(person: Person, computer: Computer) -> None:
    person.choose("2")
    person.fill(host="db.example.org")
    person.window.close()
    assert not person.first.is_done
    assert computer.kept.page == pages.SERVER
    assert computer.kept.answers["host"] == "db.example.org"


@pytest.mark.parametrize(
    ("page", "name", "text"),
    [
        (pages.UTILITY, "zone", "Mars/Olympus"),
        (pages.UTILITY, "currency", "Rs"),
        (pages.UTILITY, "decimals", "4"),
        (pages.UTILITY, "notes", "500 -1"),
        (pages.UTILITY, "notes", "five"),
        (pages.SERVER, "port", "70000"),
        (pages.SERVER, "port", "٣٣٠٦"),
        (pages.ENTRY, "code", "7"),
        (pages.ENTRY, "take_over", "maybe"),
        (pages.REACH, "width", "72"),
    ],
)
def test_what_cannot_be_read_is_refused_while_it_is_typed(page: str, name: str, text: str) -> None:
    (ask,) = [a for a in pages.page(page, {"kind": "network"}, None)[1] if a.name == name]
    with pytest.raises(BadField):
        ask.read(text)


def test_every_field_that_a_sentence_points_to_is_on_a_page() -> None:
    names = {
        ask.name
        for page in (pages.ADMINISTRATOR, pages.UTILITY, pages.SERVER, pages.ENTRY)
        for ask in pages.page(page, {}, None)[1]
    }
    assert set(FIELD_OF.values()) <= names
    assert all(lead and text for lead, text in REFUSED.values())


def test_the_window_comes_only_without_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path
    monkeypatch.setattr("ui.self_check.has_screen", lambda: True)
    assert open_command._is_first_start(home)
    (home / "cashier.toml").write_text("", "utf-8")
    assert not open_command._is_first_start(home)
    (home / "first-start.json").write_text("{}", "utf-8")
    assert open_command._is_first_start(home)
