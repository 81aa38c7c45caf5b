"""What may be on screen before sign-in. It imports nothing: the window paints it first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """A person of the demo, printed on its sign-in screen; exists nowhere else."""

    job: str
    user_name: str
    password: str


@dataclass(frozen=True, slots=True)
class LocalFacts:
    """All that may be on screen before sign-in: from this computer only.

    `last_close` is local time; `hint_code` is a bill that the demo's card offers to scan.
    """

    counter_name: str
    office: str
    utility_name: str = ""
    last_close: datetime | None = None
    last_difference: Decimal = Decimal("0")
    demo_people: tuple[DemoPerson, ...] = ()
    hint_code: str = ""
    hint_name: str = ""
    is_training: bool = False
