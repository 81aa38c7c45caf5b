"""A screen reader's view of a window: what AT-SPI tells about each object that shows.

Run by the system's Python, which has the library that screen readers use, in a process of its own:
nothing of the program, of Qt or of its packages is in between.

    screen_reader.py PID               prints one JSON list, parents first
    screen_reader.py PID press ID      presses the object whose identifier ends with ID
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import gi  # type: ignore[import-not-found]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # type: ignore[import-not-found]  # noqa: E402

_PATIENCE_SECONDS = 20
_TOLD = {
    "focusable": Atspi.StateType.FOCUSABLE,
    "focused": Atspi.StateType.FOCUSED,
    "enabled": Atspi.StateType.ENABLED,
}


def application(pid: int) -> Any:
    """The program on the bus: it comes there by itself, a moment after its window."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        desktop = Atspi.get_desktop(0)
        for number in range(desktop.get_child_count()):
            found = desktop.get_child_at_index(number)
            if found is not None and found.get_process_id() == pid and found.get_child_count():
                return found
        time.sleep(0.1)
    sys.exit(f"process {pid} is not on the bus of screen readers")


def objects(accessible: Any) -> Iterator[Any]:
    """What shows, parents first."""
    yield accessible
    for number in range(accessible.get_child_count()):
        child = accessible.get_child_at_index(number)
        if child is not None and child.get_state_set().contains(Atspi.StateType.SHOWING):
            yield from objects(child)


def told(accessible: Any) -> dict[str, Any]:
    """One object in plain values."""
    states = accessible.get_state_set()
    return {
        "role": accessible.get_role_name(),
        "name": accessible.get_name() or "",
        "description": accessible.get_description() or "",
        "id": accessible.get_accessible_id() or "",
        **{name: states.contains(state) for name, state in _TOLD.items()},
    }


def press(accessible: Any) -> None:
    """Do the object's first action."""
    if not accessible.do_action(0):
        sys.exit("it cannot be pressed")


def main(pid: str, *words: str) -> None:
    """See the module's own words."""
    found = objects(application(int(pid)))
    if words[:1] == ("press",):
        press(next(one for one in found if (one.get_accessible_id() or "").endswith(words[1])))
        return
    json.dump([told(one) for one in found], sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
