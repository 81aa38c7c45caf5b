"""In whose time at the counter work was asked for.

Work waits in a lane, and who is connected is looked up when it runs: without this, what one
person asked for could be sent under the name of the next.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class Sitting:
    """One person's time at the counter. It ends once; ask on any thread."""

    def __init__(self) -> None:
        self._over = threading.Event()

    @property
    def is_over(self) -> bool:
        """True from sign-out on."""
        return self._over.is_set()

    def end(self) -> None:
        """The person has signed out."""
        self._over.set()


_asked_in: ContextVar[Sitting | None] = ContextVar("asked_in", default=None)


@contextmanager
def asked_in(sitting: Sitting) -> Iterator[None]:
    """What runs inside, on this thread, was asked for in `sitting`."""
    token = _asked_in.set(sitting)
    try:
        yield
    finally:
        _asked_in.reset(token)


def asker_is_gone() -> bool:
    """Whether who asked for the work of this thread has signed out meanwhile."""
    sitting = _asked_in.get()
    return sitting is not None and sitting.is_over
