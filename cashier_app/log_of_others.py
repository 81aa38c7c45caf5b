"""A counter log of another counter, or of another database: told before this computer is enrolled.

Its acts would be looked for, settled and, after a restore, entered again at the new counter.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cashier_app.held_file import hold
from cashier_app.log_lines import read_lines

_ENDED = frozenset({"acknowledged", "refused", "void"})


class LogChoice(StrEnum):
    """What becomes of a log that holds acts of another counter."""

    ASIDE = "aside"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class ForeignLog:
    """What a log holds of other counters than the one that begins."""

    acts: dict[str, int]
    """Acknowledged acts by counter code."""
    unsettled: tuple[str, ...]
    """Acts of unknown end in words: kind, amount, person, day."""
    elsewhere: str = ""
    """The code that begins, where its acts are of another database."""

    def __str__(self) -> str:
        where = {self.elsewhere: " of another database"}
        found = [
            f"{count} acts of counter {code}{where.get(code, '')}"
            for code, count in sorted(self.acts.items())
        ]
        if self.unsettled:
            found.append(f"{len(self.unsettled)} of unknown end ({'; '.join(self.unsettled)})")
        return " and ".join(found)


def foreign_log(path: Path, code: str, identity: str, was: str = "") -> ForeignLog | None:
    """What the log at `path` holds that is not of counter `code`; `was` is the code until now.

    `identity` is that counter's in the database, "" where it is not made yet: then everything here
    is another database's, as it is beside another identity. An act of unknown end has no number
    yet: it is of `was`, else of who was answered last.
    """
    acts: Counter[str] = Counter()
    waiting: dict[str, str] = {}
    last = bound_to = ""
    for line in read_lines(path):
        if line["state"] == "sent":
            words = (line["kind"], line["total"], line["person"], line["at"][:10])
            waiting[line["request"]] = " ".join(words)
        elif line["state"] in _ENDED:
            waiting.pop(line["request"], None)
        elif line["state"] == "counter":
            bound_to = line["identity"]
        if line["state"] == "acknowledged":
            last = line["number"].partition("-")[0]
            acts[last] += 1
    is_elsewhere = not identity or bound_to not in ("", identity)
    others = {found: count for found, count in acts.items() if is_elsewhere or found != code}
    is_others = is_elsewhere or (was or last or code) != code
    unsettled = tuple(waiting.values()) if is_others else ()
    elsewhere = code if is_elsewhere else ""
    return ForeignLog(others, unsettled, elsewhere) if others or unsettled else None


def identity_in(path: Path) -> str:
    """Whose log it is by its own word; "" where it says nothing."""
    found = [line["identity"] for line in read_lines(path) if line["state"] == "counter"]
    return found[-1] if found else ""


def name_aside(path: Path) -> Path:
    """Where the log at `path` is put: beside it, under a name that is free."""
    number = 1
    while (aside := path.with_name(f"{path.stem}-aside-{number}{path.suffix}")).exists():
        number += 1
    return aside


def hold_log(path: Path) -> None:
    """Raises FileInUse while a window is open that writes it."""
    with path.open("ab") as file:
        hold(file)


def put_aside(path: Path) -> None:
    """Move the log away, whole."""
    path.rename(name_aside(path))
