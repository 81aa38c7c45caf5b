"""A virtual display with a window manager, and xdotool's hands on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

_SCANS = 3
PATIENCE_SECONDS = 40


@contextmanager
def x_display() -> Iterator[dict[str, str]]:
    """The environment of a new Xvfb with openbox. Fails where the programs are missing."""
    for program in ("Xvfb", "openbox", "xdotool"):
        if shutil.which(program) is None:
            pytest.fail(f"{program} is missing; scripts/setup test installs it")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24"]
    server = subprocess.Popen(
        [*command, "-nolisten", "tcp"], pass_fds=(writing,), stderr=subprocess.DEVNULL
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        display = f":{told.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    environment.pop("WAYLAND_DISPLAY", None)
    manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
    try:
        yield environment
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(10)


class Hands:
    """Keys as X sends them: nothing of ours is in between."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    def find_window(self, name: str) -> None:
        """Wait for the window and give it the keyboard."""
        self._run("search", "--sync", "--onlyvisible", "--name", name, "windowfocus", "--sync")

    def see(self, question: str) -> None:
        """Wait until the window asks `question`: its title says what is in front."""
        self._run("search", "--sync", "--onlyvisible", "--name", question)

    def type(self, text: str, gap_ms: int = 70) -> None:
        """At a person's pace."""
        self._run("type", "--delay", str(gap_ms), text)

    def scan(self, code: str) -> None:
        """As one burst with its Return: a busy machine must not make a person of the scanner."""
        self._run("key", "--delay", "1", *code, "Return")

    def scan_until(self, code: str, happened: Callable[[], bool], what: str) -> None:
        """As a person does: once more when nothing comes of it. xdotool may have lost the processor
        between two keys, and then it is no scanner's burst."""
        for _ in range(_SCANS):
            self.scan(code)
            deadline = time.monotonic() + PATIENCE_SECONDS / _SCANS
            while time.monotonic() < deadline:
                if happened():
                    return
                time.sleep(0.05)
        raise AssertionError(f"never: {what}")

    def press(self, *keys: str) -> None:
        """X's names of keys ("Return", "F8")."""
        for key in keys:
            self._run("key", "--delay", "60", key)

    def _run(self, *arguments: str) -> None:
        subprocess.run(
            ["xdotool", *arguments], env=self._environment, check=True, timeout=PATIENCE_SECONDS
        )


def eventually(happened: Callable[[], bool], what: str) -> None:
    """Another process has to get there: look until it has."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not happened():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.05)
