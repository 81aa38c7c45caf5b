"""A clerk's customers by keyboard, over a real database: find, change, move, meters."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.db.engine import connected
from cashier_app.db.repositories.tariffs import TariffRepository
from cashier_app.domain.utility import Role
from tests.support.counter import World, unique
from tests.support.office import TARIFF_WITH_SCHEME, TODAY, Home, Office, days_ago
from tests.ui.counter_app import CounterApp
from ui.models.supply_words import full_day
from ui.screens.fields_form import FieldsFormScreen
from ui.screens.place import PlaceScreen
from ui.screens.places import PlacesScreen

MONTHS = [(120, "1000"), (90, "1100"), (60, "1200"), (30, "1300")]


class ClerkDesk:
    """A clerk at the search for places."""

    def __init__(self, qtbot: QtBot, world: World, office: Office) -> None:
        self.office = office
        self.counter = CounterApp(qtbot, world.desk(Role.CLERK, "Nirmala Joshi"))
        self.counter.sign_in()
        self.counter.wait_for("home")
        self.counter.do("customers")
        self.counter.wait_for("places")

    @property
    def list(self) -> PlacesScreen:
        screen = self.counter.screen
        assert isinstance(screen, PlacesScreen)
        return screen

    @property
    def place(self) -> PlaceScreen:
        screen = self.counter.screen
        assert isinstance(screen, PlaceScreen)
        return screen

    @property
    def form(self) -> FieldsFormScreen:
        screen = self.counter.screen
        assert isinstance(screen, FieldsFormScreen)
        return screen

    def open(self, number: str) -> None:
        self.counter.type_text(number)
        self.counter.wait_until(lambda: self.counter.next_title.startswith("Open "))
        self.counter.press("Enter")
        self.counter.wait_for("place")

    def ask(self, action: str) -> None:
        """The first action whose name begins so."""
        names = [a.name for a in self.place.list._actions]
        self.counter.do(next(name for name in names if name.startswith(action)))
        self.counter.wait_for("place_form")

    def answer(self, **texts: str) -> None:
        for name, text in texts.items():
            self.form.field(name).set_text(text)
        self.counter.press("Enter")

    def saved(self, words: str) -> None:
        self.counter.wait_for("place")
        assert self.counter.banner_text.strip() == words

    def refused(self, lead: str) -> None:
        notice = self.form.notice
        self.counter.wait_until(lambda: bool(notice.lead.full_text))
        assert notice.lead.full_text == lead

    def facts(self) -> dict[str, str]:
        return {line.label: line.amount for line in self.place.facts.lines}

    def register(self, home: Home) -> str:
        """The field of the meter's only register."""
        ((key,),) = self.office.rows(
            "SELECT register_id FROM registers JOIN meters USING (meter_id) WHERE meter_no = :no",
            no=home.meter_no,
        )
        return f"register:{key}"


@pytest.fixture
def desk(qtbot: QtBot, world: World, tmp_path: Path) -> ClerkDesk:
    return ClerkDesk(qtbot, world, Office(world, tmp_path))


@pytest.fixture
def home(desk: ClerkDesk) -> Home:
    """Lived in, with four readings, opened by its meter's number."""
    made = desk.office.metered(MONTHS)
    desk.open(made.meter_no)
    return made


def test_a_place_shows_person_account_meter_and_readings(desk: ClerkDesk, home: Home) -> None:
    header = desk.place.frame.header
    assert header is not None
    assert header.name == "Maya Thapa"
    assert home.account_no in header.facts[0].replace("-", "")
    facts = desk.facts()
    assert facts["Connection"] == home.connection_no
    assert facts["Route"] == "R1"
    assert any(value.startswith("1,300 on ") for value in facts.values())
    assert len(desk.place.chart._bars) == 4


def test_a_name_is_changed_and_found_at_once(desk: ClerkDesk, home: Home) -> None:
    name = f"Zarina {unique('q')}"
    desk.ask("person")
    desk.answer(name=name, phones="061-2345678")
    desk.saved("The customer is saved.")
    assert desk.place.title.text() == name
    desk.counter.press("Esc")
    desk.counter.wait_for("places")
    desk.counter.press("Esc")
    desk.open(name)
    assert desk.facts()["Phone"] == "0612345678"


def test_a_name_is_found_by_its_sound_and_a_place_by_its_bill(
    desk: ClerkDesk, home: Home, world: World
) -> None:
    tail = "".join(chr(ord("a") + int(digit)) for digit in unique("", 6))
    desk.ask("person")
    desk.answer(name=f"Kareem{tail}")
    desk.saved("The customer is saved.")
    desk.counter.press("Esc")
    desk.counter.wait_for("places")
    desk.counter.press("Esc")
    desk.open(f"Karim{tail}")
    assert desk.place.title.text() == f"Kareem{tail}"
    ((account_id, connection_id),) = desk.office.rows(
        "SELECT account_id, connection_id FROM account_connections JOIN accounts"
        " USING (account_id) WHERE account_no = :no",
        no=home.account_no,
    )
    bill = world.bill(account_id, connection_id, "10", due_on=TODAY)
    desk.counter.press("Esc")
    desk.counter.wait_for("places")
    desk.counter.press("Esc")
    desk.open(bill.bill_no)
    assert desk.facts()["Connection"] == home.connection_no


@pytest.mark.parametrize(
    ("action", "field", "text", "words"),
    [
        ("person", "phones", "12", "Phones: “12” is no phone number"),
        ("person", "name", "", "Name: to be filled in"),
        ("place", "route", "R99", "Route: “R99” is not known"),
        ("place", "load_kva", "-1", "Load: -1 is not above 0"),
        ("move_out", "last_day", "31.12.", "Last day: “31.12.” is no day such as"),
    ],
)
def test_what_cannot_be_is_said_while_it_is_typed(
    desk: ClerkDesk, home: Home, action: str, field: str, text: str, words: str
) -> None:
    desk.ask(action)
    desk.form.field(field).set_text(text)
    content = desk.form.frame.next_key
    assert content is not None
    assert content.waiting
    assert content.consequence.startswith(words)
    desk.counter.press("Enter")
    assert desk.form.field(field).edit.hasFocus()


def test_address_and_load_are_changed(desk: ClerkDesk, home: Home) -> None:
    desk.ask("place")
    desk.answer(address="4 Mill Lane", load_kva="3.5")
    desk.saved("The connection is saved.")
    assert desk.facts()["Load"] == f"3.5 kVA since {full_day(TODAY)}"
    header = desk.place.frame.header
    assert header is not None
    assert header.facts[1] == "4 Mill Lane"


def test_moving_out_asks_once_about_an_odd_reading_then_another_moves_in(
    desk: ClerkDesk, home: Home
) -> None:
    register = desk.register(home)
    desk.ask("move_out")
    desk.answer(**{register: "9000"})
    desk.refused("Much more than usual.")
    assert desk.counter.next_title == "It counts as it is"
    desk.answer(**{register: "1390"})
    desk.saved("Moved out. The place is vacant now.")
    assert desk.place.title.text() == "Nobody lives there"
    assert desk.place.list._actions[0].name == "move_in"
    desk.ask("move_in")
    account = unique("5")
    desk.answer(first_day=str(TODAY), account_no=account, customer_no=unique("C"), name="Rana Khan")
    desk.refused(f"The customer before stayed until {TODAY}.")
    desk.form.field("first_day").set_text(str(TODAY + (TODAY - days_ago(1))))
    desk.counter.press("Enter")
    desk.saved("Moved in.")
    assert desk.place.title.text() == "Rana Khan"
    found = desk.office.rows("SELECT closed_on FROM accounts WHERE account_no = :no",
                             no=home.account_no)  # fmt: skip
    assert found == [(TODAY,)]


def test_a_meter_is_replaced_at_the_screen(desk: ClerkDesk, home: Home) -> None:
    new = unique("99")
    desk.ask("replace:")
    desk.form.field("meter_no").edit.setFocus()
    desk.counter.app.scanner.scanned.emit(new)
    desk.answer(**{desk.register(home): "1200"}, value="7")
    desk.refused("Lower than before.")
    desk.answer(**{desk.register(home): "1380"})
    desk.saved("The meter is replaced.")
    assert any(new[2:] in label for label in desk.facts())
    assert "7 on " in next(v for label, v in desk.facts().items() if new[2:] in label)


def test_a_new_connection_gets_a_meter(desk: ClerkDesk) -> None:
    number, meter = unique("K"), unique("88")
    assert desk.counter.next_title == "New connection"
    desk.counter.press("Enter")
    desk.counter.wait_for("place_form")
    desk.office.home()  # Makes route R1 where this test comes first.
    desk.answer(connection_no=number, address="1 New Road", route="r1")
    desk.saved("The connection is there. Fit a meter, move in.")
    desk.ask("fit")
    desk.answer(meter_no=meter, value="3")
    desk.saved("The meter is fitted.")
    assert any(meter[2:] in label for label in desk.facts())


def test_a_meter_from_the_store_is_not_fitted_as_another_one(desk: ClerkDesk, home: Home) -> None:
    new = unique("97")
    desk.ask("replace:")
    desk.answer(
        **{desk.register(home): "1380"}, day=str(days_ago(9)), meter_no=new, value="7",
        dials="5", multiplier="40", maker="Acme",
    )  # fmt: skip
    desk.saved("The meter is replaced.")
    desk.ask("remove:")
    ((key,),) = desk.office.rows(
        "SELECT register_id FROM registers JOIN meters USING (meter_id) WHERE meter_no = :no",
        no=new,
    )
    desk.answer(**{f"register:{key}": "47"}, day=str(days_ago(4)))
    desk.saved("The meter is taken out.")
    desk.ask("fit")
    lead = f"Meter {new} is known: digits 5, multiplier 40, maker Acme."
    for wrong in ({"dials": "6"}, {"multiplier": "1"}, {"maker": "Other"}):
        said = {"dials": "5", "multiplier": "40", "maker": "acme", **wrong}
        desk.form.notice.tell("")
        desk.answer(meter_no=new, value="47", **said)
        desk.refused(lead)
    desk.answer(dials="5", multiplier="40", maker="")
    desk.saved("The meter is fitted.")


def test_another_tariff_that_is_not_there_is_refused_and_esc_goes_back(
    desk: ClerkDesk, home: Home
) -> None:
    desk.ask("tariff")
    desk.form.field("tariff").set_text("NOSUCH")
    content = desk.form.frame.next_key
    assert content is not None
    assert content.consequence == "Tariff: “NOSUCH” is not known"
    for name in ("place", "places", "places", "home"):
        desk.counter.press("Esc")
        desk.counter.wait_for(name)


def test_a_meter_is_scanned(desk: ClerkDesk) -> None:
    home = desk.office.metered()
    desk.counter.app.scanner.scanned.emit(home.meter_no)
    desk.counter.wait_until(lambda: desk.counter.next_title == "Open Maya Thapa")


def test_arrows_go_from_field_to_field(desk: ClerkDesk, home: Home) -> None:
    desk.ask("person")
    desk.counter.press("Down", "Down")
    assert desk.form.field("phones").edit.hasFocus()
    desk.counter.press("Up")
    assert desk.form.field("kind").edit.hasFocus()


def test_a_discount_is_given_and_taken(desk: ClerkDesk, home: Home, world: World) -> None:
    code = unique("T", 8)
    ((currency, decimals),) = world.run("SELECT currency_code, currency_decimals FROM utility")
    with connected(world.admin) as connection:
        TariffRepository(connection).take_in(
            TARIFF_WITH_SCHEME.format(code=code, currency=currency, decimals=decimals)
        )
    desk.ask("tariff")
    desk.answer(tariff=code.lower(), schemes="student")
    desk.refused(f"Tariff {code} knows no scheme student.")
    desk.answer(schemes="senior", since=str(days_ago(5)))
    desk.saved("Tariff and discounts are saved.")
    assert desk.facts()["Discounts"] == "senior"
    assert desk.facts()["Tariff"].startswith(f"{code} since ")
    desk.ask("tariff")
    desk.answer(schemes="")
    desk.saved("Tariff and discounts are saved.")
    assert "Discounts" not in desk.facts()
    found = desk.office.rows(
        "SELECT valid_from, valid_to FROM connection_schemes JOIN connections"
        " USING (connection_id) WHERE connection_no = :no",
        no=home.connection_no,
    )
    assert found == [(days_ago(5), days_ago(1))]


def test_nothing_of_a_customer_stays_after_sign_out(desk: ClerkDesk, home: Home) -> None:
    screen = desk.place
    desk.counter.press("Esc")
    desk.counter.wait_for("places")
    places = desk.list
    for _ in range(2):
        desk.counter.press("Esc")
    desk.counter.wait_for("home")
    desk.counter.do("sign_out")
    desk.counter.wait_for("sign_in")
    assert screen.title.text() == ""
    assert screen.facts.lines == ()
    assert places.search_box.edit.text() == ""
