"""The tour is the program's own story: it must reach its end and leave books that hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CASHIER = (sys.executable, "-m", "cashier_app")
CUSTOMERS = "200"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CASHIER, *arguments], capture_output=True, text=True, check=False, timeout=110
    )


def test_the_tour_ends_and_the_books_hold(tmp_path: Path) -> None:
    tour = run("demo", "--tour", str(tmp_path), "--one-look", "--customers", CUSTOMERS)
    assert tour.returncode == 0, tour.stdout + tour.stderr
    names = {picture.stem.split("-", 1)[1] for picture in (tmp_path / "screens").glob("*.png")}
    assert {
        "paid-change",
        "paid-meanwhile",
        "connection-lost",
        "printer-out-of-paper",
        "tariff-try",
    } <= names
    papers = {paper.suffix for paper in (tmp_path / "receipts").iterdir()}
    assert papers == {".bin", ".png", ".pdf"}
    checked = run(
        "verify",
        "--folder",
        str(tmp_path / "hall" / "server"),
        "--database",
        "cashier_demo",
        "--counter-log",
        str(tmp_path / "hall" / "counter-03" / "counter.log"),
    )
    assert checked.returncode == 0, checked.stdout
