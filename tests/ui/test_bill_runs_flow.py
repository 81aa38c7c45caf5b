"""Bill runs at home: form, progress, preview with who is left out, issue, stop, drop, go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.bootstrap import new_request_id
from cashier_app.db.engine import Login, connected
from cashier_app.db.repositories.bill_office import BillOffice
from cashier_app.domain.bill_run import RunOrder
from cashier_app.domain.utility import Role
from tests.support.counter import PASSWORD, Desk, World, unique
from tests.support.day import local_today
from tests.support.office import Office, days_ago
from tests.ui.counter_app import CounterApp
from tests.ui.test_tariffs_flow import TARIFF
from ui.long_work import LongWork
from ui.screens.bill_run_form import BillRunFormScreen
from ui.screens.bill_run_preview import BillRunPreviewScreen
from ui.screens.fields_form import FieldsFormScreen
from ui.screens.menu import MenuScreen
from ui.screens.told import ToldScreen
from ui.screens.working import WorkingScreen
from ui.tasks import Tasks

HOMES = 3


@dataclass
class Route:
    """A route of its own, read last month; one home of it was not."""

    code: str
    cycle: date
    office: Office


@pytest.fixture
def billing_began(world: World) -> Iterator[None]:
    """Long ago: otherwise the first bill of another test would say when."""
    world.run("REPLACE INTO settings (setting, value) VALUES ('billing_from', '2024-01-01')")
    yield
    world.run("DELETE FROM settings WHERE setting = 'billing_from'")


@pytest.fixture
def route(world: World, tmp_path: Path, billing_began: None) -> Route:
    from cashier_app.db.repositories.tariffs import TariffRepository

    office = Office(world, tmp_path)
    tariff = unique("B", 8)
    ((currency, decimals),) = world.run("SELECT currency_code, currency_decimals FROM utility")
    engine = world.admin.engine(world.database)
    with engine.connect() as connection:
        file = TARIFF.format(code=tariff, currency=currency, decimals=decimals)
        TariffRepository(connection).take_in(
            file.replace("2026", "2024").replace('load_unit = "kVA"', "")
        )
    engine.dispose()
    first = local_today().replace(day=1)
    cycle = (first - timedelta(days=1)).replace(day=1)
    code = unique("R", 6)
    ((office_id,),) = world.run("SELECT MIN(office_id) FROM offices")
    route_id = world.insert("routes", code=code, name="Hill side", office_id=office_id)
    before, inside = cycle - timedelta(days=1), cycle + timedelta(days=20)
    for number in range(HOMES):
        readings = [(before, "1440"), (inside, str(1520 + 10 * number))]
        days = [((days_ago(0) - day).days, value) for day, value in readings]
        home = office.metered(days if number else [], start="0")
        world.run(
            "UPDATE connections SET route_id = %s WHERE connection_no = %s",
            route_id, home.connection_no,
        )  # fmt: skip
        world.run(
            "INSERT INTO connection_tariffs (connection_id, valid_from, tariff_id)"
            " SELECT k.connection_id, '2024-01-01', t.tariff_id FROM connections k, tariffs t"
            " WHERE k.connection_no = %s AND t.code = %s",
            home.connection_no, tariff,
        )  # fmt: skip
    return Route(code, cycle, office)


@pytest.fixture
def desk(world: World) -> Desk:
    return world.desk(Role.CLERK)


@pytest.fixture
def counter(qtbot: QtBot, desk: Desk, route: Route) -> CounterApp:
    """A clerk at the form of a run of `route`."""
    made = CounterApp(qtbot, desk)
    made.sign_in()
    made.wait_for("home")
    made.do("bill_runs")
    made.wait_until(lambda: "new" in _list(made))
    made.do("new")
    made.wait_for("bill_run_form")
    _form(made).route.set_text(route.code)
    return made


def _list(counter: CounterApp) -> list[str]:
    menu = counter.screen
    return [one.name for one in menu.list._actions] if isinstance(menu, MenuScreen) else []


def _form(counter: CounterApp) -> BillRunFormScreen:
    screen = counter.screen
    assert isinstance(screen, BillRunFormScreen)
    return screen


def _preview(counter: CounterApp) -> BillRunPreviewScreen:
    counter.wait_for("bill_run_preview")
    screen = counter.screen
    assert isinstance(screen, BillRunPreviewScreen)
    return screen


def _bills(route: Route) -> int:
    ((count,),) = route.office.rows(
        "SELECT COUNT(*) FROM bills b JOIN connections k ON k.connection_id = b.connection_id"
        " JOIN routes r ON r.route_id = k.route_id WHERE r.code = :code",
        code=route.code,
    )
    return int(count)


def test_a_run_is_looked_at_before_it_is_issued(counter: CounterApp, route: Route) -> None:
    assert _form(counter).month.text() == f"{route.cycle:%Y-%m}"
    counter.press("Enter")
    preview = _preview(counter)
    assert _bills(route) == 0
    assert counter.next_title == "Issue 2 bills"
    lines = [(line.label, line.amount) for line in preview.ledger.lines]
    assert lines[0] == ("Bills", "2")
    assert lines[1][0] == "kWh"
    assert lines[1][1] != "0"
    assert preview.left_out.text() == "1 register is left out:"
    assert lines[2][0] == "Amount"
    assert counter.corner == f"To be billed Rs {lines[2][1]}"
    counter.press("Enter")
    counter.wait_for("bill_run_done")
    assert counter.corner == f"Billed Rs {lines[2][1]}"
    screen = counter.screen
    assert isinstance(screen, ToldScreen)
    assert screen.texts()[0].startswith("Issued: 2 bills of")
    assert _bills(route) == 2
    counter.press("Enter")
    counter.wait_until(lambda: _list(counter)[-2:] == ["new", "papers"])


def _issued(counter: CounterApp) -> None:
    counter.press("Enter")
    _preview(counter)
    counter.press("Enter")
    counter.wait_for("bill_run_done")


def test_a_month_that_is_run_again_says_what_it_will_do(
    counter: CounterApp, route: Route, world: World
) -> None:
    """One of two bills was cancelled: that one is billed again."""
    _issued(counter)
    clerk = Login(world.address, route.office.user_name, PASSWORD)
    ((bill_no,),) = route.office.rows(
        "SELECT MIN(b.bill_no) FROM bills b JOIN connections k ON k.connection_id = b.connection_id"
        " JOIN routes r ON r.route_id = k.route_id WHERE r.code = :code",
        code=route.code,
    )
    with connected(clerk) as connection:
        office = BillOffice(connection)
        office.cancel(new_request_id(), bill_no, office.version_of(bill_no), "Misread")
    counter.press("Enter")
    counter.wait_until(lambda: "new" in _list(counter))
    counter.do("new")
    counter.wait_for("bill_run_form")
    _form(counter).route.set_text(route.code)
    counter.press("Enter")
    preview = _preview(counter)
    assert counter.next_title == "Issue 1 bill"
    lines = {line.label: line.amount for line in preview.ledger.lines}
    assert (lines["Billed already"], lines["Billed again"]) == ("1", "1")
    assert preview.nobody.isHidden()
    preview._show_left_out(())
    assert (preview.nobody.isHidden(), preview.left_out.isHidden()) == (False, True)
    assert preview.nobody.lead.text() == "Nobody is left out."


def _papers(counter: CounterApp) -> FieldsFormScreen:
    counter.wait_for("route_papers")
    screen = counter.screen
    assert isinstance(screen, FieldsFormScreen)
    return screen


def test_the_papers_of_a_run_are_one_pdf(counter: CounterApp, route: Route, desk: Desk) -> None:
    _issued(counter)
    counter.press("F9")
    form = _papers(counter)
    assert form.field("month").text() == f"{route.cycle:%Y-%m}"
    assert form.field("route").text() == route.code
    counter.press("Esc")
    counter.wait_for("bill_run_done")
    counter.press("F9")
    _papers(counter).field("sheet").set_text("a5")
    counter.press("Enter")
    counter.wait_for("bill_runs")
    name = f"bills-{route.code}-{route.cycle:%Y-%m}-A5.pdf"
    counter.wait_until(lambda: counter.banner_text.startswith(f"Saved: {name}"))
    content = (desk.folder / "reports" / name).read_bytes()
    assert content.count(b"/Type /Page\n") == 2
    assert str(desk.folder / "reports") in counter.banner_text


def test_papers_that_are_not_there_say_so(counter: CounterApp, route: Route, desk: Desk) -> None:
    _issued(counter)
    counter.press("Enter")
    counter.wait_until(lambda: "papers" in _list(counter))
    counter.do("papers")
    form = _papers(counter)
    form.field("month").set_text("2020-13")
    assert form.frame.next_key is not None
    assert form.frame.next_key.waiting
    form.field("month").set_text("2020-01")
    counter.press("Enter")
    counter.wait_until(
        lambda: f"Route {route.code} has no bills of 2020-01." in form.notice.accessibleName()
    )
    assert counter.screen is form
    assert counter.next_title == "Save them as one PDF"
    assert not list((desk.folder / "reports").glob("*"))


def test_dropped_nothing_of_it_stands(counter: CounterApp, route: Route) -> None:
    counter.press("Enter")
    _preview(counter)
    with counter.busy():
        counter.press("Esc")
        assert counter.next_title == "Wait"
        counter.press("Esc", "Enter")
        assert counter.screen.objectName() == "bill_run_preview"
    counter.wait_until(lambda: counter.banner_text.startswith("Nothing was issued."))
    counter.wait_until(lambda: "new" in _list(counter))
    assert _bills(route) == 0
    states = route.office.rows(
        "SELECT b.state FROM bill_runs b JOIN routes r ON r.route_id = b.route_id"
        " WHERE r.code = :code",
        code=route.code,
    )
    assert states == [("dropped",)]


def test_what_is_wrong_in_the_form_is_said_before_enter(counter: CounterApp) -> None:
    form = _form(counter)
    form.route.set_text("nowhere")
    assert form.frame.next_key is not None
    assert form.frame.next_key.consequence == "There is no route nowhere"
    form.route.set_text("all")
    form.month.set_text("November")
    assert form.frame.next_key.consequence == "The month is written like 2026-11"
    form.month.set_text("2026-11")
    tomorrow = days_ago(-1)
    form.issue_on.set_text(tomorrow.isoformat())
    assert "at the earliest" in form.frame.next_key.consequence
    form.issue_on.set_text("2020-01-01")
    form.due_on.set_text(days_ago(1).isoformat())
    assert form.frame.next_key.consequence == "The day on which they are due is over"
    form.due_on.set_text("2019-12-31")
    counter.press("Enter")
    assert counter.screen.objectName() == "bill_run_form"


def test_a_run_begun_elsewhere_waits_in_the_list_and_goes_on(
    counter: CounterApp, route: Route, world: World
) -> None:
    desk = world.desk(Role.CLERK)
    program = desk.program()
    program.sessions.sign_in(desk.user_name, desk.password)
    order = RunOrder(route.cycle, route.code, days_ago(0), days_ago(-21))
    begun = program.bill_runs.price(order, lambda *_: None)
    counter.press("Esc")
    counter.wait_until(lambda: counter.screen.objectName() == "bill_runs")
    counter.press("Esc")
    counter.wait_for("home")
    counter.do("bill_runs")
    name = str(begun.run.run_id)
    counter.wait_until(lambda: name in _list(counter))
    counter.do(name)
    _preview(counter)
    counter.press("Enter")
    counter.wait_for("bill_run_done")
    assert _bills(route) == 2


def test_stopping_ends_the_work_and_says_so(qtbot: QtBot) -> None:
    tasks = Tasks()
    work = LongWork(tasks, tasks)
    screen = WorkingScreen()
    qtbot.addWidget(screen)
    screen.stop_asked.connect(work.stop)
    begun: list[int] = []

    def steps(on_step: object) -> None:
        assert callable(on_step)
        for number in range(1_000_000):
            begun.append(number)
            on_step("pricing", number, 1_000_000)

    def press_at_first_step() -> None:
        screen.escape_pressed()
        screen.escape_pressed()

    work.stepped.connect(press_at_first_step)
    with qtbot.waitSignal(work.stopped):
        work.begin(steps, lambda _: pytest.fail("it was stopped"))
    assert len(begun) < 1_000_000
    assert tasks.close()
