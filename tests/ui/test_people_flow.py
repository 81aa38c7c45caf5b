"""The administrator's people by keyboard, over a real database."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.db.engine import connected
from cashier_app.db.users import list_users
from cashier_app.domain.errors import Refused, SignInFailed
from cashier_app.domain.people import DEFAULT_RIGHTS, UserFacts
from cashier_app.domain.utility import Role
from cashier_app.services.people import PeopleService
from tests.support.counter import World, unique
from tests.ui.counter_app import CounterApp
from tests.ui.held_call import HeldCall
from ui.models.people_words import right_words
from ui.screens.people import PeopleScreen
from ui.screens.person import PersonScreen
from ui.screens.told import ToldScreen
from ui.tasks import LaneName


class Office:
    """An administrator at a counter, at the list of people."""

    def __init__(self, qtbot: QtBot, world: World) -> None:
        self.world = world
        self.desk = world.desk(Role.ADMINISTRATOR, "Ada Moreau")
        self.counter = CounterApp(qtbot, self.desk)
        self.counter.sign_in()
        self.counter.wait_for("home")
        self.open()

    def open(self) -> None:
        self.counter.do("people")
        self.counter.wait_for("people")
        self.counter.wait_until(lambda: self.counter.next_title.startswith("Open "))

    def choose(self, user_name: str) -> None:
        """Down the list until the panel names the person."""
        screen = self.counter.screen
        assert isinstance(screen, PeopleScreen)
        for _ in range(len(screen._people)):
            if screen.subtitle.text().startswith(user_name):
                break
            self.counter.press("Down")
        assert screen.subtitle.text().startswith(user_name)
        self.counter.press("Enter")
        self.counter.wait_for("person")

    def first(self) -> None:
        """To the top of the list."""
        screen = self.counter.screen
        assert isinstance(screen, PeopleScreen)
        screen.table.choose_row(0)

    def facts(self, user_name: str) -> UserFacts:
        """As stored; on a connection of its own, as the counter's is its lane's."""
        with connected(self.world.admin) as connection:
            (found,) = [u for u in list_users(connection) if u.user_name == user_name]
        return found

    def password(self) -> str:
        """The first password as it is told."""
        self.counter.wait_for("people_password")
        screen = self.counter.screen
        assert isinstance(screen, ToldScreen)
        found = re.search(r"first password (\S+)", " ".join(screen.texts()))
        assert found is not None
        return found[1]

    def sign_in_elsewhere(self, user_name: str, password: str) -> None:
        """Raises SignInFailed."""
        desk = self.world.desk()
        program = desk.program()
        program.sessions.sign_in(user_name, password)
        program.sessions.sign_out()


@pytest.fixture
def office(qtbot: QtBot, world: World) -> Office:
    return Office(qtbot, world)


def test_a_clerk_is_added_and_gets_a_password_that_is_shown_once(office: Office) -> None:
    counter, name = office.counter, unique("n")
    counter.type_text("+")
    counter.wait_for("new_person")
    assert counter.next_title == "Write both names"
    counter.type_text("Nadia Fontaine")
    counter.press("Enter")
    counter.type_text(name)
    counter.press("Enter")
    counter.wait_for("new_role")
    counter.do("clerk")
    password = office.password()
    assert len(password) == 14
    found = office.facts(name)
    assert (found.full_name, found.role, found.must_change_password) == (
        "Nadia Fontaine", Role.CLERK, True,
    )  # fmt: skip
    office.sign_in_elsewhere(name, password)
    counter.press("Enter")
    counter.wait_for("people")
    told = counter.window.findChild(ToldScreen, "people_password")
    assert told is not None
    assert password not in " ".join(told.texts())


def test_who_is_added_twice_by_one_key_loses_no_password(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, name = office.counter, unique("n")
    counter.type_text("+")
    counter.wait_for("new_person")
    counter.type_text("Nadia Fontaine")
    counter.press("Enter")
    counter.type_text(name)
    counter.press("Enter")
    counter.wait_for("new_role")
    held = HeldCall(monkeypatch, PeopleService, "add")
    counter.do("clerk")
    counter.do("clerk")
    counter.press("Enter", "Esc")
    counter.wait_until(lambda: held.asked == 1)
    held.let_go()
    assert len(office.password()) == 14
    counter.wait_until(lambda: not counter.app.tasks.is_busy(LaneName.COUNTER))
    assert held.asked == 1
    assert counter.screen.objectName() == "people_password"


@pytest.mark.parametrize(
    ("action", "at"), [("rights", "person_rights"), ("disable", "people_sure")]
)
def test_a_change_under_way_is_not_left(
    office: Office, world: World, monkeypatch: pytest.MonkeyPatch, action: str, at: str
) -> None:
    counter, name = office.counter, world.person(Role.CASHIER, "Rana Das")
    counter.press("Esc")
    counter.wait_for("home")
    office.open()
    office.first()
    office.choose(name)
    counter.do(action)
    counter.wait_for(at)
    if action == "rights":
        counter.type_text(" ")
    held = HeldCall(monkeypatch, PeopleService, "change_rights" if action == "rights" else action)
    counter.press("Enter")
    counter.wait_until(lambda: held.asked == 1)
    counter.press("Esc", "Enter")
    assert counter.screen.objectName() == at
    held.let_go()
    counter.wait_for("person")
    assert counter.banner_text
    assert held.asked == 1


def test_a_list_that_is_read_late_takes_no_marks_away(
    office: Office, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, name = office.counter, world.person(Role.CASHIER, "Rana Das")
    counter.press("Esc")
    counter.wait_for("home")
    office.open()
    office.first()
    office.choose(name)
    counter.do("disable")
    counter.wait_for("people_sure")
    read = HeldCall(monkeypatch, PeopleService, "people")
    refused = HeldCall(monkeypatch, PeopleService, "disable")
    counter.press("Enter")
    refused.let_go(Refused("not_allowed"))
    counter.wait_for("person")
    counter.do("counters")
    counter.wait_for("person_counters")
    read.let_go()
    counter.wait_until(lambda: not counter.app.tasks.is_busy(LaneName.COUNTER))
    assert counter.screen.objectName() == "person_counters"


def test_a_cashier_is_added_with_counters_and_a_bad_name_is_told(office: Office) -> None:
    counter, name = office.counter, unique("n")
    counter.type_text("+")
    counter.wait_for("new_person")
    counter.type_text("Omar Reyes")
    counter.press("Enter")
    counter.type_text("Bad Name")
    counter.press("Enter")
    counter.wait_for("new_role")
    counter.do("cashier")
    counter.wait_for("new_counters")
    counter.press("Enter")
    counter.wait_for("new_person")
    notice = counter.screen.notice  # type: ignore[attr-defined]
    assert "cannot be a user name" in notice.accessibleName()
    field = counter.screen.user_name  # type: ignore[attr-defined]
    field.set_text(name)
    counter.press("Enter")
    counter.wait_for("new_role")
    counter.do("cashier")
    counter.wait_for("new_counters")
    counter.type_text(" ")
    counter.press("Enter")
    office.password()
    assert len(office.facts(name).counters) == 1


def test_rights_are_marked_and_limited_in_words(office: Office, world: World) -> None:
    counter, name = office.counter, world.person(Role.CASHIER, "Rana Das")
    counter.press("Esc")
    counter.wait_for("home")
    office.open()
    office.first()
    office.choose(name)
    counter.do("rights")
    counter.wait_for("person_rights")
    assert counter.screen.frame.next_key.waiting  # type: ignore[union-attr]
    screen = counter.screen
    names = [mark.name for mark in screen._marks]  # type: ignore[attr-defined]
    assert "manage_people" not in names
    assert [name for name in names if not right_words(name)[1]] == []
    for _ in range(names.index("undo_payment")):
        counter.press("Down")
    counter.type_text("250")
    counter.wait_until(lambda: counter.next_title == "Save the rights")
    for _ in range(names.index("undo_payment")):
        counter.press("Up")
    for _ in range(names.index("reprint")):
        counter.press("Down")
    counter.type_text(" ")
    counter.press("Enter")
    counter.wait_for("person")
    assert "are saved" in counter.banner_text
    rights = office.facts(name).rights
    assert rights["undo_payment"] == Decimal(250)
    assert "reprint" not in rights
    assert rights["take_payment"] is None


def test_a_person_is_disabled_and_enabled_again(office: Office, world: World) -> None:
    counter, name = office.counter, world.person(Role.CLERK, "Lena Novak")
    counter.press("Esc")
    counter.wait_for("home")
    office.open()
    office.first()
    office.choose(name)
    counter.do("disable")
    counter.wait_for("people_sure")
    counter.press("Esc")
    counter.wait_for("person")
    assert office.facts(name).is_active
    counter.do("disable")
    counter.wait_for("people_sure")
    counter.press("Enter")
    counter.wait_for("person")
    assert "is disabled" in counter.banner_text
    assert not office.facts(name).is_active
    counter.do("enable")
    counter.wait_until(lambda: "can sign in again" in counter.banner_text)
    assert office.facts(name).is_active


def test_a_lost_password_is_replaced(office: Office, world: World) -> None:
    counter, name = office.counter, world.person(Role.CLERK, "Ines Duarte")
    counter.press("Esc")
    counter.wait_for("home")
    office.open()
    office.first()
    office.choose(name)
    counter.do("password")
    counter.wait_for("people_sure")
    counter.press("Enter")
    password = office.password()
    with pytest.raises(SignInFailed):
        office.sign_in_elsewhere(name, office.desk.password)
    office.sign_in_elsewhere(name, password)


def test_nobody_is_offered_to_disable_themselves(office: Office) -> None:
    office.first()
    office.choose(office.desk.user_name)
    screen = office.counter.screen
    assert isinstance(screen, PersonScreen)
    with pytest.raises(ValueError, match="not in list"):
        screen.list.cap_of("disable")


def test_sign_out_leaves_nobody_on_the_list(office: Office) -> None:
    counter = office.counter
    counter.press("Esc")
    counter.wait_for("home")
    counter.do("sign_out")
    counter.wait_for("sign_in")
    screen = counter.window.findChild(PeopleScreen)
    assert screen is not None
    assert screen._people == ()
    assert screen.title.text() == ""


@pytest.mark.parametrize(
    "right", sorted({right for rights in DEFAULT_RIGHTS.values() for right in rights})
)
def test_every_right_has_words(right: str, qapp: object) -> None:
    label, detail = right_words(right)
    assert detail
    assert label != right
