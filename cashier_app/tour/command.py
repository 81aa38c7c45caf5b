"""`cashier demo --tour DIR`: the tour under a display of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from cashier_app.bundle import own_command
from cashier_app.demo import DemoHall

_ON_STAGE = "CASHIER_TOUR_ON_STAGE"
_SCREEN = "1920x1200x24"


def run_tour(folder: Path, customers: int, *, one_look: bool, hall_day: bool = False) -> int:
    """Walk through a counter's day, or the hall's; 0 when the story reached its end."""
    if os.environ.get(_ON_STAGE):
        return _walk(folder, customers, one_look=one_look, hall_day=hall_day)
    with _display() as environment:
        command = [*own_command(), "demo", "--tour", str(folder)]
        command += ["--customers", str(customers), *(["--one-look"] if one_look else [])]
        command += ["--day"] if hall_day else []
        return subprocess.run(command, env={**environment, _ON_STAGE: "1"}, check=False).returncode


@contextmanager
def _display() -> Iterator[dict[str, str]]:
    """A virtual display, so that a person's own screen is left alone; else none at all.

    It needs a window manager: without one no window is active, and keys go nowhere.
    """
    environment = dict(os.environ)
    server, manager = shutil.which("Xvfb"), shutil.which("openbox")
    if server is None or manager is None:
        yield {**environment, "QT_QPA_PLATFORM": "offscreen"}
        return
    with ExitStack() as stack:
        environment["DISPLAY"] = stack.enter_context(_x_server(server))
        environment.pop("WAYLAND_DISPLAY", None)
        environment["QT_QPA_PLATFORM"] = "xcb"
        stack.enter_context(_running([manager], environment))
        yield environment


@contextmanager
def _x_server(program: str) -> Iterator[str]:
    """A running Xvfb; yields the name of its display."""
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", _SCREEN, "-nolisten", "tcp"]
    with os.fdopen(reading) as told, _running(command, dict(os.environ), (writing,)):
        os.close(writing)
        yield f":{told.readline().strip()}"


@contextmanager
def _running(
    command: list[str], environment: dict[str, str], files: tuple[int, ...] = ()
) -> Iterator[None]:
    process = subprocess.Popen(
        command, env=environment, pass_fds=files, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _walk(folder: Path, customers: int, *, one_look: bool, hall_day: bool) -> int:
    from cashier_app.tour.day import a_hall_day
    from cashier_app.tour.stage import Stage
    from cashier_app.tour.story import a_day
    from ui.tour.player import TourStopped
    from ui.tour.theatre import play

    screens = folder / "screens"
    shutil.rmtree(screens, ignore_errors=True)
    hall = DemoHall(folder / "hall")
    hall.clear()
    hall.prepare(customers, _say)
    stage = Stage(hall)
    story = a_hall_day if hall_day else a_day
    try:
        player = play(
            stage.desk.local_facts(),
            stage.desk.load,
            screens,
            lambda player, app: story(player, app, stage, customers),
            one_look=one_look,
        )
    except TourStopped as error:
        sys.stderr.write(f"cashier: the tour stopped. {error}\n")
        return 1
    finally:
        stage.close()
    papers, reports = folder / "receipts", folder / "reports"
    for found, kept in ((stage.desk.papers, papers), (stage.desk.reports, reports)):
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(found, kept)
    _say(f"{len(player.pictures)} pictures are in {screens}")
    _say(f"Receipts as bytes, picture and PDF are in {papers}")
    _say(f"Z reports and saved reports are in {reports}")
    longest, hardest = player.busy.longest, player.busy.hardest
    _say(f"The window did not listen for at most {longest.by_clock:.0f} ms: {longest.after}")
    _say(f"It worked for at most {hardest.of_work:.0f} ms at a time: {hardest.after}")
    for gap in player.busy.felt:
        _say(f"  {gap.by_clock:.0f} ms, {gap.of_work:.0f} of work: {gap.after}")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
