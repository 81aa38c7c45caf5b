"""Opens the real program for a story and closes it again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from cashier_app.services.local_facts import LocalFacts
from cashier_app.services.program import Program
from ui.app import App
from ui.front_door import FrontDoor
from ui.tour.player import Player

Story = Callable[[Player, App], None]


def play(
    local: LocalFacts, load: Callable[[], Program], folder: Path, story: Story, *, one_look: bool
) -> Player:
    """Play `story` in a new window; pictures go to `folder`. Raises TourStopped."""
    # Kept in a name: without one the application is collected at once.
    application = QApplication.instance() or QApplication(["cashier"])
    door = FrontDoor(local)
    app = App(door, load, customer_display=True, for_good=True)
    try:
        app.start()
        door.open(full_screen=False)
        player = Player(app.window, folder, one_look=one_look)
        story(player, app)
        return player
    finally:
        app.close()
        application.quit()
