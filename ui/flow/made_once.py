"""What a person may never open is not built beside what they did open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from ui.navigator import Navigator
from ui.screen import Screen

T_co = TypeVar("T_co", covariant=True)
S_co = TypeVar("S_co", bound=Screen, covariant=True)


class MadeOnce(Generic[T_co]):
    """Call it for the thing: made the first time. `made` asks without making."""

    def __init__(self, make: Callable[[], T_co]) -> None:
        self._make = make
        self._made: T_co | None = None

    def __call__(self) -> T_co:
        if self._made is None:
            self._made = self._make()
        return self._made

    @property
    def made(self) -> T_co | None:
        """The thing, or None."""
        return self._made


def made_of(*things: MadeOnce[T_co]) -> Iterator[T_co]:
    """Those of `things` that were made: what was never opened has nothing to forget."""
    return (thing.made for thing in things if thing.made is not None)


class ScreenOnce(MadeOnce[S_co]):
    """A screen that `navigator` knows as soon as it is made."""

    def __init__(self, navigator: Navigator, make: Callable[[], S_co]) -> None:
        super().__init__(make)
        self._navigator = navigator

    def __call__(self) -> S_co:
        is_new = self.made is None
        screen = super().__call__()
        if is_new:
            self._navigator.add(screen)
        return screen
