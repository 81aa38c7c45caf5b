"""Tariffs at home: the list, a try-out with lines and curve, what is missing, what is refused."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.db.repositories.tariffs import TariffRepository
from cashier_app.domain.utility import Role
from tests.support.counter import World, unique
from tests.ui.counter_app import CounterApp
from ui.screens.menu import MenuScreen
from ui.screens.tariff_try import TariffTryScreen
from ui.screens.tariffs import TariffsScreen
from ui.tasks import LaneName

TARIFF = """\
code = "{code}"
name = "Homes"
class = "residential"
currency = "{currency}"
decimals = {decimals}
valid_from = 2026-01-01
round_payable = {{ mode = "half up", step = 1 }}

[[charge]]
code = "energy"
form = "telescopic"
blocks = [{{ upto = 100, price = 5.25 }}, {{ upto = 300, price = 6.90 }}, {{ price = 8.20 }}]

[[charge]]
code = "fixed"
label = "Fixed charge"
form = "fixed"
amount = 14.28
load_unit = "kVA"

[[charge]]
code = "duty"
label = "Electricity duty"
form = "levy"
percent = 5
of = ["energy"]

[[charge]]
code = "senior"
label = "Senior discount"
form = "subsidy"
percent = 10
of = ["energy"]
when = {{ scheme = "senior", kwh_upto = 200 }}
"""


def keep(world: World, *codes: str) -> None:
    ((currency, decimals),) = world.run("SELECT currency_code, currency_decimals FROM utility")
    engine = world.admin.engine(world.database)
    with engine.connect() as connection:
        for code in codes:
            text = TARIFF.format(code=code, currency=currency, decimals=decimals)
            TariffRepository(connection).take_in(text)
    engine.dispose()


@pytest.fixture
def code(world: World) -> str:
    """A tariff of this test's own."""
    made = unique("A", 8)
    keep(world, made)
    return made


@pytest.fixture
def counter(qtbot: QtBot, world: World, code: str) -> CounterApp:
    """A clerk at the fields of the tariff."""
    made = CounterApp(qtbot, world.desk(Role.CLERK))
    made.sign_in()
    made.wait_for("home")
    made.do("tariffs")
    choose(made, code)
    made.press("Enter")
    made.wait_for("tariff_try")
    return made


def choose(counter: CounterApp, code: str) -> TariffsScreen:
    """Select a tariff of the list, once it is read."""
    counter.wait_for("tariffs")
    screen = counter.screen
    assert isinstance(screen, TariffsScreen)
    counter.wait_until(lambda: code in screen.codes and counter.next_title.startswith("Try "))
    screen.table.choose_row(screen.codes.index(code))
    return screen


def _list(counter: CounterApp) -> list[str]:
    menu = counter.screen
    assert isinstance(menu, MenuScreen)
    return [action.name for action in menu.list._actions]


def _screen(counter: CounterApp) -> TariffTryScreen:
    screen = counter.screen
    assert isinstance(screen, TariffTryScreen)
    return screen


def _ledger(counter: CounterApp) -> list[tuple[str, str]]:
    return [(line.label, line.amount) for line in _screen(counter).ledger.lines]


def test_a_use_is_priced_with_its_lines_and_its_curve(counter: CounterApp) -> None:
    counter.type_text("312")
    counter.press("Enter")
    assert not _ledger(counter)
    counter.type_text("3")
    counter.press("Enter")
    counter.wait_until(lambda: bool(_ledger(counter)))
    assert _ledger(counter)[0] == ("Energy", "525.00")
    assert _ledger(counter)[-1] == ("Total", "2,146.00")
    header = counter.screen.frame.header
    assert header is not None
    assert (header.label, header.unit, header.amount) == ("Total", "Rs", "2,146.00")
    assert "312 kWh: 2,146.00" in _screen(counter).curve.accessibleName()
    assert counter.next_title == "Work it out"


def test_a_result_goes_when_the_use_is_changed(counter: CounterApp) -> None:
    counter.type_text("312")
    counter.press("Enter")
    counter.type_text("3")
    counter.press("Enter")
    counter.wait_until(lambda: bool(_ledger(counter)))
    counter.type_text("1")
    assert not _ledger(counter)
    assert counter.screen.frame.header is not None
    assert counter.screen.frame.header.amount == ""


def test_a_late_result_is_of_the_use_that_stands_there(counter: CounterApp) -> None:
    counter.type_text("312")
    counter.press("Enter")
    counter.type_text("3")
    with counter.busy():
        counter.press("Enter")
        assert counter.next_title == "Wait"
        counter.type_text("1")
    counter.wait_until(lambda: not counter.app.tasks.is_busy(LaneName.REPORTS))
    assert not _ledger(counter)


def test_a_tariff_that_was_left_does_not_come_back(counter: CounterApp, code: str) -> None:
    counter.press("Esc")
    choose(counter, code)
    with counter.busy():
        counter.press("Enter", "Esc")
        counter.wait_for("home")
    counter.wait_until(lambda: not counter.app.tasks.is_busy(LaneName.REPORTS))
    assert counter.screen.objectName() == "home"


def test_a_scheme_takes_its_discount(counter: CounterApp) -> None:
    screen = _screen(counter)
    screen.field("kwh").set_text("100")
    screen.field("load_kva").set_text("1")
    screen.field("schemes").set_text("senior")
    counter.press("Enter")
    counter.wait_until(lambda: bool(_ledger(counter)))
    assert ("Senior discount", "−52.50") in _ledger(counter)


def test_what_cannot_be_priced_says_why(counter: CounterApp) -> None:
    screen = _screen(counter)
    screen.field("kwh").set_text("100")
    screen.field("load_kva").set_text("1")
    screen.field("schemes").set_text("unknown")
    counter.press("Enter")
    notice = _screen(counter).notice
    counter.wait_until(lambda: bool(notice.lead.full_text))
    assert notice.lead.full_text == "This use cannot be priced."
    assert notice.text.full_text == "The tariff has no scheme unknown."
    counter.press("Esc")
    counter.wait_for("tariffs")
    counter.press("Esc")
    counter.wait_for("home")


@pytest.mark.parametrize(
    ("field", "text", "missing"),
    [
        ("kwh", "a", "Use: “a” is no figure: digits with a decimal point, no grouping"),
        ("kwh", "", "Use: to be filled in"),
        ("ends_on", "31/12", "Last day: “31/12” is no day such as 25.11.2026"),
    ],
)
def test_what_cannot_be_read_is_asked_for(
    counter: CounterApp, field: str, text: str, missing: str
) -> None:
    screen = _screen(counter)
    for name, value in {"kwh": "1", "load_kva": "1", field: text}.items():
        screen.field(name).set_text(value)
    counter.press("Enter")
    content = counter.window.next_key.content
    assert content is not None
    assert content.waiting
    assert content.consequence == missing
    assert screen.field(field).edit.hasFocus()


def test_prices_of_the_past_need_their_version(counter: CounterApp, code: str) -> None:
    screen = _screen(counter)
    for name, value in {
        "kwh": "1", "load_kva": "1", "starts_on": "2025-01-01", "ends_on": "2025-01-31",
    }.items():  # fmt: skip
        screen.field(name).set_text(value)
    counter.press("Enter")
    notice = _screen(counter).notice
    counter.wait_until(lambda: bool(notice.lead.full_text))
    assert notice.text.full_text == f"No version of {code} holds on 2025-01-01."


def test_however_many_tariffs_there_are_each_is_reached(
    counter: CounterApp, world: World, code: str
) -> None:
    many = sorted(f"{code}-{n:02}" for n in range(40))
    keep(world, *many)
    counter.press("Esc")
    counter.wait_for("tariffs")
    counter.press("Esc")
    counter.wait_for("home")
    counter.do("tariffs")
    screen = choose(counter, code)
    assert set(many) < set(screen.codes)
    counter.press(*["Down"] * len(many))
    assert counter.next_title == f"Try {many[-1]}"
    counter.press("Enter")
    counter.wait_for("tariff_try")
    assert many[-1] in counter.window.header.accessibleName()
    counter.press("Esc")
    counter.wait_for("tariffs")
    assert counter.next_title == f"Try {many[-1]}"
    screen.table.choose_row(len(screen.codes) - 1)
    counter.type_text(screen.codes[0][0])
    assert screen.table.current_row() == 0


def test_a_supervisor_has_no_tariffs(qtbot: QtBot, world: World) -> None:
    counter = CounterApp(qtbot, world.desk(Role.SUPERVISOR))
    counter.sign_in()
    counter.wait_for("home")
    assert "tariffs" not in _list(counter)
