"""What `cashier doctor` finds: one line each, with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `remedy` is empty where nothing is to be done."""

    name: str
    state: State
    text: str
    remedy: str = ""


def ok(name: str, text: str) -> Finding:
    """As it should be."""
    return Finding(name, State.OK, text)


def warn(name: str, text: str, remedy: str) -> Finding:
    """It works, but somebody should see to it."""
    return Finding(name, State.WARN, text, remedy)


def fail(name: str, text: str, remedy: str) -> Finding:
    """The counter cannot work like this."""
    return Finding(name, State.FAIL, text, remedy)
