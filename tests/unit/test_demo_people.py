"""Whoever tries the demo finds a person for each of its roles on the sign-in screen."""

from __future__ import annotations

from pathlib import Path

from cashier_app.demo import COUNTERS, DemoCounter, Hint
from cashier_app.domain.utility import Role
from cashier_app.sample.people import DEMO_PASSWORD


def test_the_demo_shows_somebody_of_each_role(tmp_path: Path) -> None:
    facts = DemoCounter(tmp_path, COUNTERS[0], Hint("26100001", "Asha Rao")).local_facts()
    assert {person.job for person in facts.demo_people} == {role.capitalize() for role in Role}
    assert {person.password for person in facts.demo_people} == {DEMO_PASSWORD}
    assert [person.job for person in facts.demo_people[:2]] == ["Cashier", "Cashier"]  # demo2
