"""The auditor's screen: the check with its steps, what it names, reports beside it, the pack."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.db.private_server import PrivateServer
from cashier_app.domain.bill_run import OnStep
from cashier_app.domain.books import CheckedBooks
from cashier_app.domain.payments import Receipt
from cashier_app.domain.utility import Role
from cashier_app.services.program import Program
from cashier_app.verify import verification
from tests.plugins.database import DATABASE, started
from tests.support.counter import Desk, World
from tests.support.selling import Selling
from tests.ui.counter_app import CounterApp
from ui.models import checked_books
from ui.screens.books import BooksScreen
from ui.screens.report import ReportScreen


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateServer]:
    """Other tests leave things behind that do not hold."""
    with started(tmp_path_factory.mktemp("audited") / "server") as server:
        yield server


@pytest.fixture
def world(alone: PrivateServer, tmp_path: Path) -> Iterator[World]:
    made = World(alone.admin_login(DATABASE), DATABASE, tmp_path)
    yield made
    made.close()


@pytest.fixture
def receipt(world: World) -> Receipt:
    return Selling(world.desk()).take(world.account(("100",), name="Karuna Sharma"))


def at_books(qtbot: QtBot, desk: Desk, made: CounterApp | None = None) -> CounterApp:
    counter = made or CounterApp(qtbot, desk)
    counter.sign_in()
    counter.wait_for("home")
    counter.do("books")
    counter.wait_for("books")
    return counter


@pytest.fixture
def counter(qtbot: QtBot, world: World, receipt: Receipt) -> CounterApp:
    """An auditor before the check."""
    return at_books(qtbot, world.desk(Role.AUDITOR))


def _screen(counter: CounterApp) -> BooksScreen:
    screen = counter.screen
    assert isinstance(screen, BooksScreen)
    return screen


def _check(counter: CounterApp) -> None:
    assert counter.next_title == "Check the books"
    counter.press("Enter")
    counter.wait_until(lambda: _screen(counter).facts.lines != (), timeout=30_000)


def _all_rows(world: World) -> list[tuple[str, object]]:
    """A checksum of every table: the check must change none."""
    tables = [row[0] for row in world.run("SHOW FULL TABLES WHERE table_type = 'BASE TABLE'")]
    return [(name, world.run(f"CHECKSUM TABLE {name}")[0][1]) for name in sorted(tables)]


def test_books_that_hold_say_so_and_are_not_changed(counter: CounterApp, world: World) -> None:
    before = _all_rows(world)
    _check(counter)
    assert counter.banner_text == ""
    amounts = [line.amount for line in _screen(counter).lines.lines]
    assert amounts[10] == "no log here", "an auditor's computer stores nothing"
    assert amounts[:10] + amounts[11:] == ["holds"] * 12
    assert counter.next_title == "Check them again"
    assert _all_rows(world) == before


def test_the_counters_own_log_is_part_of_the_check(
    qtbot: QtBot, fresh_server: PrivateServer, tmp_path: Path
) -> None:
    """What this counter saw acknowledged and the database has lost is named by its number."""
    world = World(fresh_server.admin_login(DATABASE), DATABASE, tmp_path)
    selling = Selling(world.desk())
    selling.take(world.account(("100",)))
    desk = replace(selling.desk, user_name=world.person(Role.AUDITOR))
    selling.program.close()
    counter = at_books(qtbot, desk)
    _check(counter)
    assert [line.amount for line in _screen(counter).lines.lines] == ["holds"] * 13
    assert _screen(counter).facts.lines[-1].amount == "1"
    body = json.dumps(
        {"state": "acknowledged", "request": "0" * 32, "number": "99-000009", "hash": "00" * 32}
    ).encode()
    with desk.setup.log_path.open("ab") as log:
        log.write(b"%08x " % zlib.crc32(body) + body + b"\n")
    counter.press("Enter")
    counter.wait_until(lambda: "One thing does not hold" in counter.banner_text, timeout=30_000)
    breach = _screen(counter)._model.breach(0)
    assert breach is not None
    assert (breach.number, breach.subject) == (11, "receipt 99-000009")
    world.close()


def test_a_changed_amount_is_named_and_leads_to_its_receipt(
    qtbot: QtBot, fresh_server: PrivateServer, tmp_path: Path
) -> None:
    world = World(fresh_server.admin_login(DATABASE), DATABASE, tmp_path)
    receipt = Selling(world.desk()).take(world.account(("100",)), "120")
    counter = at_books(qtbot, world.desk(Role.AUDITOR))
    world.run("DROP TRIGGER tenders_no_update")
    world.run("UPDATE tenders SET change_given = 19 WHERE entry_id = %s", receipt.entry_id)
    _check(counter)
    assert "not hold" in counter.banner_text
    model, table = _screen(counter)._model, _screen(counter).table
    texts = [model.index(row, 0).data() for row in range(model.rowCount())]
    name = f"receipt {receipt.number}"
    table.choose_row(next(row for row, text in enumerate(texts) if text.startswith(name)))
    assert "Rule" in _screen(counter).rule_label.full_text
    assert counter.next_title == f"Open {name}"
    counter.press("Enter")
    counter.wait_for("books_report")
    report = counter.screen
    assert isinstance(report, ReportScreen)
    counter.wait_until(lambda: report.shown is not None)
    assert report.shown is not None
    assert report.shown.report.order.search == receipt.number
    counter.press("Esc")
    counter.wait_for("books")
    assert counter.next_title == f"Open {name}"
    world.close()


@pytest.mark.parametrize(
    ("letter", "name"),
    [("g", "gaps"), ("a", "approvals"), ("z", "zs-unsigned"), ("t", "audit-trail")],
)
def test_letters_open_reports(counter: CounterApp, letter: str, name: str) -> None:
    counter.type_text(letter)
    counter.wait_for("books_report")
    report = counter.screen
    assert isinstance(report, ReportScreen)
    counter.wait_until(lambda: report.shown is not None)
    assert report.shown is not None
    assert report.shown.report.kind.name == name


def test_the_audit_trail_is_searched(counter: CounterApp, world: World) -> None:
    counter.type_text("t")
    counter.wait_for("books_report")
    report = counter.screen
    assert isinstance(report, ReportScreen)
    counter.wait_until(lambda: report.shown is not None)
    counter.press("F2")
    counter.type_text(counter.desk.user_name)
    counter.press("Enter")
    counter.wait_until(lambda: report.shown is not None and bool(report.shown.report.order.search))
    assert report.shown is not None
    assert report.shown.rows
    assert all(counter.desk.user_name in " ".join(row) for row in report.shown.rows)


def test_the_pack_is_one_file_of_the_chosen_days(counter: CounterApp) -> None:
    counter.press("F9")
    counter.wait_until(lambda: "Saved: audit-" in counter.banner_text, timeout=30_000)
    folder = counter.desk.setup.reports_folder
    assert folder is not None
    (path,) = folder.iterdir()
    with zipfile.ZipFile(path) as pack:
        names = set(pack.namelist())
    assert {
        "verify.txt",
        "verify.json",
        "zs.csv",
        "journal.csv",
        "approvals.csv",
        "gaps.csv",
    } <= names
    before = _screen(counter).pack_label.full_text
    _screen(counter).period_asked.emit(1)
    assert _screen(counter).pack_label.full_text != before


def test_the_check_is_stopped(qtbot: QtBot, world: World, receipt: Receipt) -> None:
    """Esc while it looks: the next statement is not sent."""
    desk = world.desk(Role.AUDITOR)
    reached, go_on = Event(), Event()

    def load() -> Program:
        program = desk.program()
        books = program.reporting.books

        class Waiting:
            def check(self, on_step: OnStep) -> CheckedBooks:
                def step(name: str, done: int, of: int) -> None:
                    on_step(name, done, of)
                    if name == "bills" and not reached.is_set():
                        reached.set()
                        assert go_on.wait(20)

                return books.check(step)

            def pack(self, from_day: date, to_day: date, on_step: OnStep) -> bytes:
                return books.pack(from_day, to_day, on_step)

        return replace(program, reporting=replace(program.reporting, books=Waiting()))

    counter = at_books(qtbot, desk, CounterApp(qtbot, desk, load))
    counter.press("Enter")
    counter.wait_until(reached.is_set)
    counter.press("Esc")
    go_on.set()
    counter.wait_until(lambda: "Stopped" in counter.banner_text)
    assert counter.next_title == "Check the books"
    counter.press("Esc")
    counter.wait_for("home")


def test_the_screen_knows_every_step() -> None:
    assert checked_books.STEPS == verification.STEPS
    assert all(checked_books.step_words(step) != step for step in checked_books.STEPS)
