"""The disconnection list at home: notices, cut off, switched on, found, kept as a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.bill_office import LeftOut, Notices
from cashier_app.domain.utility import Role
from cashier_app.services.disconnections import DisconnectionService
from tests.support.counter import Desk, SeedAccount, World, unique
from tests.support.day import local_today
from tests.support.selling import Selling
from tests.ui.counter_app import CounterApp
from ui.models import notice_words as words
from ui.models.typed import day_text
from ui.screens.disconnections import DisconnectionsScreen
from ui.screens.fields_form import FieldsFormScreen
from ui.screens.notices import NoticesScreen

LONG_AGO = 200
TODAY = local_today()
IN_A_WEEK = TODAY + timedelta(days=7)


@dataclass
class Place:
    """An account with one long overdue bill of 100, on a route of its own."""

    account: SeedAccount
    connection_no: str
    route: str
    world: World

    @property
    def supply(self) -> str:
        ((found,),) = self.world.run(
            "SELECT supply FROM connections WHERE connection_no = %s", self.connection_no
        )
        return str(found)

    def put_on_list(self, cut_on: date = IN_A_WEEK) -> None:
        self.world.run(
            "UPDATE connections SET supply = 'notice', disconnect_on = %s, noticed_on = %s"
            " WHERE connection_no = %s",
            cut_on, TODAY, self.connection_no,
        )  # fmt: skip


@pytest.fixture
def place(world: World) -> Place:
    account = world.account(("100",), due_in_days=-LONG_AGO)
    ((office_id,),) = world.run("SELECT MIN(office_id) FROM offices")
    route = unique("Q", 6)
    route_id = world.insert("routes", code=route, name="Hill side", office_id=office_id)
    ((connection_no, connection_id),) = world.run(
        "SELECT k.connection_no, k.connection_id FROM account_connections ac JOIN connections k"
        " ON k.connection_id = ac.connection_id WHERE ac.account_id = %s",
        account.account_id,
    )
    world.run(
        "UPDATE connections SET route_id = %s WHERE connection_id = %s", route_id, connection_id
    )
    return Place(account, str(connection_no), route, world)


@pytest.fixture
def desk(world: World) -> Desk:
    return world.desk(Role.CLERK)


@pytest.fixture
def counter(qtbot: QtBot, desk: Desk, place: Place) -> CounterApp:
    """A clerk at the list of the place's route."""
    made = CounterApp(qtbot, desk)
    made.sign_in()
    made.wait_for("home")
    made.do("disconnections")
    made.wait_for("disconnections")
    made.type_text(place.route)
    return made


def _screen(counter: CounterApp) -> DisconnectionsScreen:
    screen = counter.screen
    assert isinstance(screen, DisconnectionsScreen)
    return screen


def _wait_for_list(counter: CounterApp, names: list[str]) -> DisconnectionsScreen:
    """The connections on the list, once it is read."""

    def is_shown() -> bool:
        front = counter.screen
        return (
            isinstance(front, DisconnectionsScreen)
            and not front.is_waiting
            and [row.connection_no for row in front._rows] == names
        )

    counter.wait_until(is_shown)
    return _screen(counter)


def _form(counter: CounterApp) -> FieldsFormScreen:
    counter.wait_for("disconnection_form")
    screen = counter.screen
    assert isinstance(screen, FieldsFormScreen)
    return screen


def _sure(counter: CounterApp) -> NoticesScreen:
    counter.wait_for("notices_sure")
    screen = counter.screen
    assert isinstance(screen, NoticesScreen)
    return screen


def _asked_for(counter: CounterApp, place: Place) -> None:
    """Notices of the place's route, as far as the look at them."""
    counter.press("F12")
    form = _form(counter)
    form.field("days").set_text(str(LONG_AGO - 1))
    form.field("cut_on").set_text(day_text(IN_A_WEEK))
    form.field("route").set_text(place.route)
    counter.press("Enter")
    counter.wait_for("notices_sure")


def test_notices_are_looked_at_before_they_are_given(counter: CounterApp, place: Place) -> None:
    _wait_for_list(counter, [])
    assert counter.next_title == "Nobody found"
    _asked_for(counter, place)
    sure = _sure(counter)
    (row,) = sure.rows
    assert (row.customer_name, row.overdue) == ("Karuna Sharma", Decimal(100))
    assert counter.corner == "Overdue Rs 100.00"
    assert place.supply == "on"
    assert counter.next_title == "Give 1 notice"
    counter.press("Enter")
    screen = _wait_for_list(counter, [place.connection_no])
    assert counter.banner_text.startswith("1 connection got a notice for ")
    assert place.supply == "notice"
    facts = {line.label: line.amount for line in screen.facts.lines}
    assert facts["Owed"] == facts["Pay at least"] == "100.00"
    assert facts["Since"].endswith(f"{LONG_AGO} days")


def test_who_is_left_out_of_notices_is_seen(
    counter: CounterApp, place: Place, world: World
) -> None:
    _wait_for_list(counter, [])
    place.put_on_list()
    other = world.account(("40",), due_in_days=-LONG_AGO, name="Mohan Karki")
    world.run(
        "UPDATE connections k JOIN account_connections ac ON ac.connection_id = k.connection_id"
        " SET k.route_id = (SELECT route_id FROM routes WHERE code = %s)"
        " WHERE ac.account_id = %s",
        place.route, other.account_id,
    )  # fmt: skip
    _asked_for(counter, place)
    sure = _sure(counter)
    assert [row.customer_name for row in sure.rows] == ["Mohan Karki"]
    counter.type_text(" ")
    assert [row.customer_name for row in sure.rows] == ["Karuna Sharma"]
    assert words.reason_words(LeftOut.NOTICED) in sure.table.cells.index(0, 2).data()
    assert counter.next_title == "Give 1 notice"
    counter.type_text(" ")
    assert [row.customer_name for row in sure.rows] == ["Mohan Karki"]
    assert [line.amount for line in sure.sums.lines] == ["1", "40.00"]
    counter.press("Esc")
    assert _form(counter).field("route").text() == place.route


def test_where_nobody_gets_a_notice_the_reasons_stand(counter: CounterApp, place: Place) -> None:
    _wait_for_list(counter, [])
    place.put_on_list()
    _asked_for(counter, place)
    sure = _sure(counter)
    assert sure.frame.question == "Nobody would get a notice"
    assert [row.customer_name for row in sure.rows] == ["Karuna Sharma"]
    assert counter.next_title == "Back to the list"
    counter.press("Enter")
    counter.wait_for("disconnections")


@pytest.mark.allow_log("unexpected error", reason="it breaks on purpose")
def test_after_a_bug_notices_are_not_given_twice(
    counter: CounterApp, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_service: DisconnectionService, _notices: Notices) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(DisconnectionService, "give", broken)
    _wait_for_list(counter, [])
    _asked_for(counter, place)
    counter.press("Enter")
    counter.wait_for("disconnections")
    counter.wait_until(lambda: "Something went wrong" in counter.banner_text)
    assert place.supply == "on"


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("route", "nowhere", "There is no such route."),
        ("cut_on", day_text(TODAY), "A supply is cut off on "),
    ],
)
def test_what_notices_cannot_be(counter: CounterApp, field: str, text: str, told: str) -> None:
    _wait_for_list(counter, [])
    counter.press("F12")
    form = _form(counter)
    form.field(field).set_text(text)
    counter.press("Enter")
    counter.wait_until(lambda: told in form.notice.accessibleName())
    assert counter.screen is form


@pytest.mark.parametrize(("field", "text"), [("minimum", "-1"), ("days", "ten"), ("cut_on", "x")])
def test_what_cannot_be_read_is_not_asked(counter: CounterApp, field: str, text: str) -> None:
    _wait_for_list(counter, [])
    counter.press("F12")
    form = _form(counter)
    form.field(field).set_text(text)
    assert form.frame.next_key is not None
    assert form.frame.next_key.waiting
    counter.press("Enter")
    assert counter.screen is form


def test_a_payment_takes_the_account_off_the_list(
    counter: CounterApp, place: Place, world: World
) -> None:
    place.put_on_list()
    counter.press("Esc")
    counter.type_text(place.account.account_no)
    _wait_for_list(counter, [place.connection_no])
    Selling(world.desk()).take(place.account)
    counter.press("Esc")
    counter.type_text(place.connection_no)
    _wait_for_list(counter, [])
    assert counter.next_title == "Nobody found"


def test_a_supply_is_cut_off_and_switched_on_with_a_reason(
    counter: CounterApp, place: Place, world: World
) -> None:
    place.put_on_list(TODAY)
    counter.press("Esc")
    counter.type_text(place.route)
    _wait_for_list(counter, [place.connection_no])
    assert counter.next_title == f"Cut off: {place.connection_no}"
    counter.press("Enter")
    _form(counter)
    counter.type_text("not paid")
    counter.press("Enter")
    _wait_for_list(counter, [place.connection_no])
    assert counter.banner_text.startswith(f"{place.connection_no} is cut off.")
    assert place.supply == "off"
    Selling(world.desk()).take(place.account)
    counter.press("Enter")
    _form(counter)
    counter.type_text("paid at counter")
    counter.press("Esc")
    screen = _wait_for_list(counter, [place.connection_no])
    assert screen._rows[0].minimum == 0
    assert counter.next_title == f"Switched on: {place.connection_no}"
    counter.press("Enter")
    counter.type_text("paid at counter")
    counter.press("Enter")
    _wait_for_list(counter, [])
    assert place.supply == "on"
    reasons = [
        row[0]
        for row in world.run(
            "SELECT detail FROM audit_events WHERE act LIKE 'supply_%%' AND detail LIKE %s"
            " ORDER BY audit_event_id",
            f"{place.connection_no}%",
        )
    ]
    assert reasons == [
        f"{place.connection_no}: not paid",
        f"{place.connection_no}: paid at counter",
    ]


def test_a_notice_is_withdrawn(counter: CounterApp, place: Place) -> None:
    place.put_on_list()
    counter.press("Esc")
    counter.type_text(place.route)
    _wait_for_list(counter, [place.connection_no])
    counter.press("F11")
    _form(counter)
    counter.type_text("agreed by phone")
    counter.press("Enter")
    _wait_for_list(counter, [])
    assert "is withdrawn" in counter.banner_text
    assert place.supply == "on"


def test_the_list_is_kept_as_a_pdf(counter: CounterApp, place: Place, desk: Desk) -> None:
    place.put_on_list()
    counter.press("Esc")
    counter.type_text(place.route)
    _wait_for_list(counter, [place.connection_no])
    counter.press("F9")
    counter.wait_until(lambda: counter.banner_text.startswith("Saved: disconnections-"))
    (file,) = (desk.folder / "reports").glob("disconnections-*.pdf")
    assert file.read_bytes().startswith(b"%PDF")
    assert str(file.parent) in counter.banner_text


def test_without_the_right_there_is_no_list(qtbot: QtBot, world: World) -> None:
    auditor = CounterApp(qtbot, world.desk(Role.AUDITOR))
    auditor.sign_in()
    auditor.wait_for("home")
    with pytest.raises(ValueError, match="not in list"):
        auditor.do("disconnections")
