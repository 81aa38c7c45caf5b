"""Screens run without a display; the platform is chosen before Qt is loaded."""

from __future__ import annotations

import gc
import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from importlib import import_module

import pytest
from pytestqt.qtbot import QtBot

from cashier_app.domain.accounts import FoundAccount
from cashier_app.domain.money import Currency
from tests.support.counter import World
from tests.ui.payment_desk import PaymentDesk
from tests.ui.plain_text import all_widgets, readers_of_markup
from tests.ui.samples import account
from tests.ui.spoken import silent_widgets
from tests.ui.walking import listen, share, walk
from ui.flow.activities import flow_modules
from ui.main_window import MainWindow
from ui.spoken_objects import speak
from ui.tasks import Tasks
from ui.theme.look import Look, look, set_look

listen()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """After each test all widgets there are: every screen that any test opens, as it was filled."""
    yield
    assert readers_of_markup(all_widgets()) == [], "a text of a row could be read as markup"
    assert silent_widgets(all_widgets()) == [], "a screen reader has nothing to say here"
    assert walk() == "", "a screen cannot be read in some look"


@pytest.fixture(scope="session", autouse=True)
def walked(tmp_path_factory: pytest.TempPathFactory) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        share(tmp_path_factory.getbasetemp().parent / "walked")


@pytest.fixture(scope="session")
def fonts(qapp: object) -> None:
    set_look(Look())
    speak()


@pytest.fixture(scope="session")
def modules() -> None:
    """Whatever a test may import stands, and is not looked through after each test."""
    for name in flow_modules():
        import_module(name)
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def gui_thread_collects(modules: None) -> Iterator[None]:
    """A lane must not delete the widgets of an earlier test (see ui/garbage.py)."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def plain_look(fonts: None) -> None:
    """The light look at scale 1; restyling every widget costs time, so only if it changed."""
    if look() != Look():
        set_look(Look())


@pytest.fixture
def currency() -> Currency:
    return Currency("NPR", "Rs", 2)


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    assert made.close(timeout=10)


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow()
    made.listen()
    qtbot.addWidget(made, before_close_func=lambda w: w.allow_close())
    made.resize(1366, 768)
    made.show()
    qtbot.waitActive(made)
    return made


@pytest.fixture
def found() -> tuple[FoundAccount, ...]:
    return (
        account(1, "Karuna Sharma", "4410-0297-61", "2317.50", overdue_bills=1),
        account(2, "Karim Shah", "4410-0311-08", "0"),
        account(3, "Mohan Karki, Shanti Tea House", "4433-0058-92", "12690", overdue_bills=2),
    )


@pytest.fixture
def desk(world: World, window: MainWindow, tasks: Tasks, qtbot: QtBot) -> PaymentDesk:
    return PaymentDesk(window, tasks, world.desk(), qtbot)
