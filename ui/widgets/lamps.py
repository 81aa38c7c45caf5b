"""The lamps of the status line: what is ready, what needs a look, what is lost."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class LampState(StrEnum):
    """Shape of a lamp: disc, triangle, square."""

    READY = "ready"
    LOOK = "look"
    LOST = "lost"


class Lamp(NamedTuple):
    """A state in one shape and one or two words."""

    text: str
    state: LampState = LampState.READY

    @property
    def is_alarm(self) -> bool:
        """True where somebody has to do something."""
        return self.state is not LampState.READY

    @property
    def colors(self) -> tuple[str, str]:
        """Tokens of the shape and of the words beside it."""
        return _COLORS[self.state]


_COLORS = {
    LampState.READY: ("ink2", "ink2"),
    LampState.LOOK: ("warn_line", "warn_ink"),
    LampState.LOST: ("stop", "stop_text"),
}
