"""The tours in the real window, each screen told by the screen reader beside it.

python -m tests.e2e.told_story STORY FOLDER      leaves FOLDER/told/NN-step.json

STORY is "chapters" (some of the counter's day), "counter" (all of it) or "hall" (the hall's day:
supervisor, clerk, administrator, kiosk and a first start).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cashier_app.demo import DemoHall
from cashier_app.tour.day import a_hall_day
from cashier_app.tour.office import Office
from cashier_app.tour.stage import Stage
from cashier_app.tour.story import Day, a_day
from ui.tour.player import Player
from ui.tour.theatre import play

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.app import App

CUSTOMERS = 200
SYSTEM_PYTHON = "/usr/bin/python3"
_READER = Path(__file__).with_name("screen_reader.py")


class Told(Player):
    """A player that has each picture of the story told instead of taken."""

    def picture(self, name: str, window: QWidget | None = None) -> None:
        del window  # a screen reader reads the whole program
        self._count += 1
        path = self._folder / f"{self._count:02d}-{name}.json"
        with path.open("w", encoding="utf-8") as file:
            self._read(subprocess.Popen(self._words(), stdout=file))

    def picture_of(self, widget: QWidget, name: str) -> None:
        self.picture(name, widget)

    def press_by_reader(self, identifier: str) -> None:
        """As a person does who has no keyboard: through the screen reader."""
        self._read(subprocess.Popen([*self._words(), "press", identifier]))

    def _read(self, reader: subprocess.Popen[bytes]) -> None:
        self.until(lambda: reader.poll() is not None, "the screen reader's answer")
        if reader.returncode:
            raise RuntimeError("the screen reader could not do it")

    @staticmethod
    def _words() -> list[str]:
        return [SYSTEM_PYTHON, str(_READER), str(os.getpid())]


def _chapters(told: Player, app: App, stage: Stage, customers: int) -> None:
    assert isinstance(told, Told)
    day = Day(told, app, stage, customers)
    office = Office(day)
    day.sign_in()
    day.exact_cash()
    day.change()
    day.undo()
    day.reprint()
    day.line_cut()
    _help_by_reader(day, told)
    day.close_the_shift()
    office.sign_in()
    office.look_at_a_customer()


def _help_by_reader(day: Day, told: Told) -> None:
    """The green block is pressed without a key."""
    told.press("F1")
    day.at("help")
    told.picture("help")
    told.press_by_reader("next_key")
    day.at("find")


STORIES = {"chapters": _chapters, "counter": a_day, "hall": a_hall_day}


def main(story: str, folder: Path) -> None:
    """Play and leave what was told in `folder`."""
    steps = folder / "told"
    steps.mkdir()
    hall = DemoHall(folder / "hall")
    hall.prepare(CUSTOMERS, lambda _text: None)
    stage = Stage(hall)
    try:
        play(
            stage.desk.local_facts(), stage.desk.load, steps,
            lambda _player, app: STORIES[story](
                Told(app.window, steps, one_look=True), app, stage, CUSTOMERS
            ),
            one_look=True,
        )  # fmt: skip
    finally:
        stage.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
