"""What is made when it is first used: gateways whose modules are heavy and seldom needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class _Late:
    """Stands for what `make` makes; each look at a method is passed on."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        return getattr(self._make(), name)


def late(make: Callable[[], T]) -> T:
    """Something to be used like what `make` returns; `make` is called at every use.

    It has to be quick from its second call on, and safe to be called in several threads.
    """
    return cast("T", _Late(make))
