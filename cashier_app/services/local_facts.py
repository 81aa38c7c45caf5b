"""What may be on screen before sign-in. It imports nothing: the window paints it first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime, tzinfo
    from decimal import Decimal


class DemoPerson(NamedTuple):
    """A person of the demo, printed on its sign-in screen; exists nowhere else."""

    job: str
    user_name: str
    password: str


class LocalFacts(NamedTuple):
    """All that may be on screen before sign-in: from this computer only.

    `last_close` is UTC, `last_difference` what its count was off by (None: nothing); `hint_code`
    is a bill that the demo's card offers to scan. `zone` is the utility's, None this computer's.
    """

    counter_name: str
    office: str
    utility_name: str = ""
    last_close: datetime | None = None
    last_difference: Decimal | None = None
    demo_people: tuple[DemoPerson, ...] = ()
    hint_code: str = ""
    hint_name: str = ""
    is_training: bool = False
    zone: tzinfo | None = None
