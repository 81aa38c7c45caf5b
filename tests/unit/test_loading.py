"""What a cashier's counter loads, and what waits until the office needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cashier_app.late import late

PROJECT = Path(__file__).parents[2]
HEAVY = ("sqlalchemy", "alembic", "reportlab", "PIL", "xlsxwriter", "cashier_app.db.tables")


def loaded_by(statement: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}\nimport sys\nprint(*sys.modules)"],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.split())


def test_a_counter_is_wired_without_what_the_office_and_the_papers_load() -> None:
    loaded = loaded_by("import cashier_app.wiring")
    assert "pymysql" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_private_server_is_started_without_the_tables() -> None:
    loaded = loaded_by("import cashier_app.db.private_server")
    assert "pymysql" in loaded
    assert loaded.isdisjoint(HEAVY)


class Made:
    def __init__(self, name: str) -> None:
        self.name = name

    def twice(self, text: str) -> str:
        return f"{self.name}: {text}{text}"


def test_what_is_late_is_made_with_its_first_use() -> None:
    asked: list[str] = []

    def make() -> Made:
        asked.append("made")
        return Made("gateway")

    gateway = late(make)
    assert asked == []
    assert gateway.twice("ab") == "gateway: abab"
    assert asked == ["made"]
