"""Runs the program's own tours as a person would, and looks at what they leave."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CASHIER = (sys.executable, "-m", "cashier_app")
CUSTOMERS = "200"
LIMIT_SECONDS = 300
"""A guard against a tour that hangs, no measure: it types at a person's pace, and a busy machine
needs three times as long as a quiet one."""
patient = pytest.mark.timeout(2 * LIMIT_SECONDS)


def run_tour(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Walk through a small utility's day, with one picture of each step."""
    words = ("demo", "--tour", str(folder), "--one-look", "--customers", CUSTOMERS, *options)
    return _run(*words)


def pictures(folder: Path) -> set[str]:
    """Names of the steps, without their numbers."""
    return {picture.stem.split("-", 1)[1] for picture in (folder / "screens").glob("*.png")}


def verify(folder: Path) -> subprocess.CompletedProcess[str]:
    """`cashier verify` over the tour's books and its counter's log."""
    hall = folder / "hall"
    log = hall / "counter-03" / "counter.log"
    words = ("--folder", str(hall / "server"), "--database", "cashier_demo")
    return _run("verify", *words, "--counter-log", str(log))


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CASHIER, *arguments], capture_output=True, text=True, check=False, timeout=LIMIT_SECONDS
    )
