"""Runs the program's own tours as a person would, and looks at what they leave."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

CASHIER = (sys.executable, "-m", "cashier_app")
CUSTOMERS = "200"
_OFF_THREAD = Path(__file__).with_name("off_thread")
LIMIT_SECONDS = 300
"""A guard against a tour that hangs, no measure: it types at a person's pace, and a busy machine
needs three times as long as a quiet one."""
patient = pytest.mark.timeout(2 * LIMIT_SECONDS)


def run_tour(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Walk through a small utility's day, with one picture of each step."""
    words = ("demo", "--tour", str(folder), "--one-look", "--customers", CUSTOMERS, *options)
    watch = {"PYTHONPATH": str(_OFF_THREAD), "CASHIER_OFF_THREAD": str(_seen(folder))}
    return _run(*words, environment=watch)


def imported_off_thread(folder: Path) -> list[str]:
    """What that tour imported of the window outside of its first thread."""
    seen = _seen(folder)
    return seen.read_text("utf-8").split() if seen.exists() else []


def _seen(folder: Path) -> Path:
    return folder / "off-thread.txt"


def pictures(folder: Path) -> set[str]:
    """Names of the steps, without their numbers."""
    return {picture.stem.split("-", 1)[1] for picture in (folder / "screens").glob("*.png")}


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    """`cashier verify` over the tour's books and its counter's log."""
    hall = folder / "hall"
    log = hall / "counter-03" / "counter.log"
    words = ("--folder", str(hall / "server"), "--database", "cashier_demo")
    return _run("verify", *words, "--counter-log", str(log))


def _run(
    *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CASHIER, *arguments], capture_output=True, text=True, check=False,
        timeout=LIMIT_SECONDS, env={**os.environ, **(environment or {})},
    )  # fmt: skip
