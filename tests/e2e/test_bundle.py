"""The bundle alone: an empty home, no sources, no Python of this project in sight.

Run by `make bundle` and `make test-bundle`; CASHIER_BUNDLE names the bundle's folder.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cashier_app.db.private_server import PrivateServer
from cashier_app.demo import DATABASE, DemoHall
from cashier_app.sample.people import DEMO_PASSWORD
from tests.e2e.display import Hands, eventually, x_display

CUSTOMERS = "200"
LIMIT_SECONDS = 240
_NAMED = os.environ.get("CASHIER_BUNDLE", "")

pytestmark = [
    pytest.mark.skipif(not _NAMED, reason="builds a bundle first: make bundle, make test-bundle"),
    pytest.mark.timeout(2 * LIMIT_SECONDS),
]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A person who has never started the program; its servers are ended afterwards."""
    folder = tmp_path / "home"
    folder.mkdir()
    yield folder
    for users in folder.rglob("users.json"):
        PrivateServer(users.parent).stop(force=True)


def environment(home: Path, **more: str) -> dict[str, str]:
    """Nothing of ours: no PYTHONPATH, no CASHIER_*, another working folder."""
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **more}


def program() -> str:
    return str((Path(_NAMED) / "cashier").resolve())


def cashier(
    home: Path, *words: str, more: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    offscreen = environment(home, QT_QPA_PLATFORM="offscreen", **(more or {}))
    return subprocess.run(
        [program(), *words], cwd=home, env=offscreen, capture_output=True, text=True,
        check=False, timeout=LIMIT_SECONDS,
    )  # fmt: skip


@contextmanager
def running(home: Path, more: dict[str, str], *words: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([program(), *words], env=environment(home, **more), cwd=home)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def count(server: PrivateServer, query: str) -> int:
    with closing(server.admin_connection(DATABASE)) as connection:
        cursor = connection.cursor()
        cursor.execute(query)
        return int(cursor.fetchall()[0][0])


def test_every_command_has_its_modules(home: Path) -> None:
    told = cashier(home, "--help")
    assert told.returncode == 0, told.stderr
    for subject in re.findall(r"^    (\w+) ", told.stdout, re.MULTILINE):
        found = cashier(home, subject, "--help")
        assert found.returncode == 0, found.stderr


def test_database_sample_and_verification_at_the_command_line(home: Path) -> None:
    for words in (("db", "upgrade"), ("db", "check"), ("sample", "--customers", CUSTOMERS)):
        done = cashier(home, *words)
        assert done.returncode == 0, done.stdout + done.stderr
    checked = cashier(home, "verify")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    backup = cashier(home, "db", "backup", str(home / "a.cashier"), "--check")
    assert backup.returncode == 0, backup.stdout + backup.stderr
    # Qt, its fonts and the printers' capabilities lie in the bundle.
    looked = cashier(home, "doctor")
    assert re.search(r"^(ok|warn) +screen: Qt [\d.]+ with its fonts", looked.stdout, re.MULTILINE)


def test_the_tour_offscreen_signs_in_pays_and_prints(home: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    # Word for word what a computer without Xvfb plays.
    done = cashier(
        home, "demo", "--tour", str(out), "--one-look", "--customers", CUSTOMERS,
        more={"CASHIER_TOUR_ON_STAGE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert {paper.suffix for paper in (out / "receipts").iterdir()} == {".bin", ".png", ".pdf"}


def test_the_window_on_a_screen_signs_in_pays_and_prints(home: Path) -> None:
    hall = home / ".local" / "share" / "cashier" / "demo"
    papers = hall / "counter-03" / "papers"
    with x_display() as display:
        shown = {name: display[name] for name in ("DISPLAY", "QT_QPA_PLATFORM")}
        with running(home, shown, "demo", "--customers", CUSTOMERS) as process:
            hands = Hands(display)
            eventually((hall / "server" / "users.json").exists, "the private server")
            server = PrivateServer(hall / "server")
            hands.find_window("Cashier")
            hands.type("amina")
            hands.press("Tab")
            hands.type(DEMO_PASSWORD)
            hands.press("Return")
            hands.see("How many of each are in the drawer")
            with server:
                _pay(hands, server, DemoHall(hall).counter("03").local_facts().hint_code)
            eventually(lambda: bool(list(papers.glob("receipt-*.png"))), "the receipt's paper")
            assert process.poll() is None


def test_the_first_start_makes_a_counter_and_opens_it(home: Path) -> None:
    settings = home / ".config" / "cashier"
    with x_display() as display:
        shown = {name: display[name] for name in ("DISPLAY", "QT_QPA_PLATFORM")}
        with running(home, {**shown, "TZ": "Asia/Kolkata"}, "open") as process:
            hands = Hands(display)
            hands.find_window("How will this computer work")
            hands.press("Return")
            hands.see("Which utility is it")
            # Enter goes to what is still to be filled in.
            for text in ("Rivergate", "INR", "Rs"):
                hands.type(text)
                hands.press("Return")
            hands.see("Who looks after it")
            for text in ("Asha Rao", "asha", DEMO_PASSWORD, DEMO_PASSWORD):
                hands.type(text)
                hands.press("Return")
            hands.see("How are receipts printed")
            hands.type("3")
            hands.see("How is it reached")
            hands.type(str(home / "papers"))
            hands.press("Return")
            eventually((settings / "counter.toml").exists, "a counter")
            eventually(lambda: not (settings / "first-start.json").exists(), "its end")
            hands.find_window("^Cashier$")
            hands.type("asha")
            hands.press("Tab")
            hands.type(DEMO_PASSWORD)
            hands.press("Return")
            hands.see("What would you like to do")
            assert process.poll() is None
    assert "papers" in (settings / "cashier.toml").read_text("utf-8")


def _pay(hands: Hands, server: PrivateServer, code: str) -> None:
    """Open a shift, scan the bill that the demo names, take the exact cash."""
    hands.press("Return")
    hands.type("4")
    hands.press("F12", "Return")
    hands.see("Who is paying")
    before = count(server, "SELECT COUNT(*) FROM payments")
    hands.scan(code)
    hands.see("How much cash did you receive")
    hands.press("Return")
    eventually(lambda: count(server, "SELECT COUNT(*) FROM payments") == before + 1, "a payment")
