"""What every flow works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cashier_app.services.program import Program
from ui.counter_state import CounterState
from ui.navigator import Navigator
from ui.tasks import Tasks

if TYPE_CHECKING:
    from ui.flow.printing import PrintLane


@dataclass(frozen=True, slots=True)
class Counter:
    """One counter: its screens, its lanes, who is at it, its services."""

    navigator: Navigator
    tasks: Tasks
    state: CounterState
    program: Program
    printing: PrintLane | None = None
    """The receipts' lane, for flows that are made after it."""
