"""One story through the real window: an X server, real keys, a real database, real paper."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cashier_app.db.private_server import PrivateServer
from cashier_app.demo import DATABASE, DemoHall, demo_folder
from cashier_app.sample.people import DEMO_PASSWORD
from tests.e2e.display import Hands, eventually, x_display

CUSTOMERS = 200


class Books:
    """What the database says, asked by its administrator."""

    def __init__(self, folder: Path) -> None:
        self._server = PrivateServer(folder / "server")

    @contextmanager
    def open(self) -> Iterator[None]:
        """The server stays up as long as somebody reads."""
        with self._server:
            yield

    def ask(self, query: str) -> int:
        with closing(self._server.admin_connection(DATABASE)) as connection:
            cursor = connection.cursor()
            cursor.execute(query)
            return int(cursor.fetchall()[0][0] or 0)

    def wait_for(self, query: str, what: str) -> None:
        eventually(lambda: self.ask(query) > 0, what)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared demo: the window finds it as `make demo` would at its second start."""
    folder = tmp_path_factory.mktemp("home")
    DemoHall(demo_folder(folder)).prepare(CUSTOMERS, lambda _text: None)
    return folder


@contextmanager
def program(environment: dict[str, str], home: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "cashier_app", "demo"],
        env={**environment, "CASHIER_HOME": str(home)},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGTERM)
        process.wait(20)


OPEN = "SELECT COUNT(*) FROM shifts WHERE state = 'open' AND counter_id = 3"


def close_the_shift(hands: Hands, books: Books, papers: Path) -> None:
    """Counted blind, locked, closed with its Z."""
    hands.press("F8")
    hands.see("What would you like to do")
    hands.press("Return")
    hands.see("How many of each are in the drawer")
    hands.type("4")
    hands.press("F12", "Return")
    books.wait_for(
        "SELECT COUNT(*) FROM shifts WHERE state = 'counting' AND counter_id = 3", "the count"
    )
    hands.see("Why is the drawer")
    hands.type("counted the float only")
    hands.press("Return")
    eventually(lambda: books.ask(OPEN) == 0, "no open shift")
    eventually(lambda: bool(list(papers.glob("z-*.pdf"))), "the Z's paper")


def test_from_sign_in_to_a_receipt_and_the_z(home: Path) -> None:
    folder = demo_folder(home)
    books = Books(folder)
    desk = DemoHall(folder).counter("03")
    code = desk.local_facts().hint_code
    with books.open(), x_display() as environment, program(environment, home) as running:
        hands = Hands(environment)
        hands.find_window("Cashier")
        hands.type("amina")
        hands.press("Tab")
        hands.type(DEMO_PASSWORD)
        hands.press("Return")
        books.wait_for("SELECT COUNT(*) FROM audit_events WHERE act = 'sign_in'", "sign-in")

        hands.see("How many of each are in the drawer")
        hands.press("Return")
        hands.type("4")
        hands.press("F12", "Return")
        books.wait_for(OPEN, "an open shift")
        hands.see("Who is paying")

        before = books.ask("SELECT COUNT(*) FROM payments")
        claimed = "SELECT COUNT(*) FROM claims WHERE counter_id = 3"
        hands.scan_until(code, lambda: books.ask(claimed) > 0, "the account is open")
        hands.see("How much cash did you receive")
        hands.press("Return")
        eventually(lambda: books.ask("SELECT COUNT(*) FROM payments") == before + 1, "a payment")
        eventually(lambda: bool(list(desk.papers.glob("receipt-*.png"))), "the receipt's paper")
        hands.press("Return")
        hands.see("Who is paying")
        close_the_shift(hands, books, desk.papers)
        assert running.poll() is None
        assert books.ask("SELECT COUNT(*) FROM journal WHERE kind = 'z' AND counter_id = 3") > 0
