"""What a simulated day is made of besides the program: people's time, and what goes wrong when."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

SPREAD = 0.4
"""Of each step's time, as the sigma of a log-normal distribution: now and then somebody is slow."""
STEPS = {
    "comes to the counter, hands over the bill": 6.0,
    "hears the amount, gets out the money": 10.0,
    "the cashier counts it and types it": 6.0,
    "gets the change": 5.0,
    "the paper comes out and is cut": 1.5,
    "takes it, says goodbye": 4.0,
}
"""Mean seconds of a person's or the paper's step."""
PART_SHARE = 0.05
"""Customers who pay a part of what they owe."""
NOTE = 100
"""Money is given in multiples of this, so that most get change."""


def think_seconds(rng: random.Random) -> float:
    """Of one customer: everything that is not the program."""
    # The mean of exp(N(mu, s)) is exp(mu + s*s/2).
    return sum(
        rng.lognormvariate(math.log(mean) - SPREAD**2 / 2, SPREAD) for mean in STEPS.values()
    )


@dataclass(frozen=True, slots=True)
class Faults:
    """After how many customers each begins and ends, of the whole hall."""

    line_cut: int
    slow_printer: tuple[int, int]
    no_paper: tuple[int, int]
    server_restarted: int


def planned(customers: int, rng: random.Random) -> Faults:
    """In this order, somewhere in its part of the day."""

    def at(share: float) -> int:
        return int(customers * (share + rng.uniform(0, 0.05)))

    slow, paper = at(0.35), at(0.55)
    # Each of the two holds up one counter for about twenty of its customers.
    last = max(customers // 25, 4)
    return Faults(at(0.2), (slow, slow + last), (paper, paper + last), at(0.75))


def an_hour(counters: int, served: int, waited: float, thought: float) -> float:
    """Customers an hour of a hall whose `served` customers took so many seconds in all."""
    return 3600 * counters * served / (waited + thought)
